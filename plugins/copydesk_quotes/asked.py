"""Questions behind a preposition: "pressed Weber on whether he would go", "Grilled by Holt about why"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from copydesk_quotes.extents import sentence_of, trimmed
from copydesk_quotes.noun_phrases import noun_phrase
from copydesk_quotes.somebody import is_somebody
from copydesk_quotes.speakers import subject_of
from copydesk_quotes.statement import Statement

if TYPE_CHECKING:
    from spacy.tokens import Token

# Own compilation.
PRESSING = frozenset({"press", "grill", "quiz", "push"})
_ON = frozenset({"on", "about", "over"})
_OPENING = frozenset({"whether", "if", "why", "how", "what", "when", "where", "who"})


def of_pressing(verb: Token) -> Iterator[Statement]:
    """Find the question that somebody is pressed on, and who presses them."""
    behind = (one for child in verb.rights for one in (child, *child.rights))
    for preposition in behind:
        if preposition.dep_ != "prep" or preposition.lower_ not in _ON:
            continue
        clause = next((one for one in preposition.rights if one.dep_ == "pcomp"), None)
        speaker = subject_of(verb)
        content = (
            trimmed(verb.doc[clause.left_edge.i : clause.right_edge.i + 1]) if clause is not None else None
        )
        if clause is None or content is None or clause.left_edge.lower_ not in _OPENING:
            continue
        if speaker is not None and is_somebody(speaker):
            cue = verb.idx, verb.idx + len(verb.text)
            words, sentence = noun_phrase(speaker), sentence_of(verb)
            yield Statement(*content, *cue, words, speaker.i, "speech", sentence, verb.i)
