"""A cue with what it reports."""

from __future__ import annotations

from dataclasses import dataclass

from copydesk_quotes.lexicon import CueClass
from copydesk_quotes.speakers import Range


@dataclass(frozen=True)
class Statement:
    """A cue with what it reports.

    Attributes:
        start: First code point of what is reported; -1 when the grammar shows none.
        end: Code point after the last.
        cue_start: First code point of the cue.
        cue_end: Code point after the last.
        speaker: First and last code point of the words for who speaks; None when there are none.
        speaker_token: Index of their head in the parse; -1 when there are none.
        kind: Class of the cue.
        sentence: First and last code point of the sentence of the cue.
        token: Index of the cue in the parse.
        negated: Whether the cue is negated or only a possibility.
        also: The rest of what is reported, when the cue stands inside it.
        exact: Whether the grammar tells where it ends; a clause may go on to the end of its sentence.
    """

    start: int
    end: int
    cue_start: int
    cue_end: int
    speaker: tuple[int, int] | None
    speaker_token: int
    kind: CueClass
    sentence: tuple[int, int]
    token: int
    negated: bool = False
    also: Range | None = None
    exact: bool = False
