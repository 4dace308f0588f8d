"""Transcripts: lines that begin with a speaker's label, "WEBER: We will ..."."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from copydesk_quotes.capitals import latin

_LABEL = re.compile(
    latin(r"""
    ^[^\S\n]*
    (?P<label>
        [QA] (?= [:.] )                                     # questions and answers
        | (?: THE\ | MRS?\.?\ | MS\.?\ | DR\.?\ )? [A-Z][A-Z.'\u2019-]+ (?: \ [A-Z][A-Z.'\u2019-]* ){0,3}
        | [A-Z][\w.'\u2019-]* (?: \ [A-Z][\w.'\u2019-]* ){0,3}
    )
    (?: \s* [(\[] [^)\]\n]{1,40} [)\]] )?                   # (R-OH), [laughs]
    \s? [:.] [^\S\n]+
    (?P<turn> \S[^\n]* (?: \n (?! \s*\n | [^\S\n]* (?: [QA][:.]\s | [A-Z][^\n:]{0,40}:\s ) ) [^\n]+ )* )
    """),
    re.MULTILINE | re.VERBOSE,
)
_ANSWERS = frozenset("QA")
# Words before a colon that label a line and are nobody. Source: own compilation from news pages.
_NOBODY = frozenset(
    """
    note update updated correction clarification editor breaking warning alert watch read more related
    source sources photo photos image video credit caption topics tags share advertisement summary
    contact where when what who why how date time place location price cost tickets info information
    website email phone address example tip tips step pros cons verdict bottom line key facts background
    analysis opinion headline published posted also see here ps nb fact rating claim question answer
    """.split()
)
_FEWEST_TURNS = 2
_SENTENCE_END = re.compile(r"[.!?\u2026\u2014-][\"\u201d\u2019')\]]*\Z")
_SHARE_OF_SENTENCES = 0.5


@dataclass(frozen=True)
class Turn:
    """What one speaker says in a transcript.

    Attributes:
        start: First code point of what is said.
        end: Code point after the last.
        label_start: First code point of the label.
        label_end: Code point after the last of the label, without its colon.
    """

    start: int
    end: int
    label_start: int
    label_end: int


def find_turns(text: str, names: Collection[str]) -> list[Turn]:
    """Find the turns of a transcript, a court record or an interview.

    A text is a transcript when its lines begin with labels in capitals and one of them comes back,
    or with Q and A, or with names of people that the text tells.

    Args:
        text: The text.
        names: Names of people in the text, whole or last names, in small letters.

    Returns:
        Turns in order, not overlapping; none in running text.
    """
    found = [match for match in _LABEL.finditer(text) if _is_speaker(text, match, names)]
    labels = Counter(match["label"].lower() for match in found)
    sentences = sum(_SENTENCE_END.search(match["turn"].rstrip()) is not None for match in found)
    if sentences < len(found) * _SHARE_OF_SENTENCES:
        # "PRICE: $20", "TRAVEL: through May": a form.
        return []
    repeated = len(found) > len(labels) > 1
    if len(found) < _FEWEST_TURNS or not (repeated or _are_people(labels, names)):
        return []
    return [Turn(*_trimmed(text, *match.span("turn")), *match.span("label")) for match in found]


def _is_speaker(text: str, match: re.Match[str], names: Collection[str]) -> bool:
    label = match["label"]
    colon = text[match.end("label") : match.start("turn")].strip()[-1:]
    if label in _ANSWERS:
        return True
    words = re.findall(r"[\w'\u2019-]+", label.lower())
    if colon != ":" or not words or any(word in _NOBODY for word in words):
        return False
    return (label.isupper() and len(label) > 1) or words[-1] in names or label.lower() in names


def _are_people(labels: Collection[str], names: Collection[str]) -> bool:
    return all(label in "qa" or label in names or label.split()[-1] in names for label in labels)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    return start, start + len(text[start:end].rstrip())
