"""Questions behind a preposition: "pressed Weber on whether he would go", "talked about how it broke"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from copydesk_quotes.extents import sentence_of, trimmed
from copydesk_quotes.noun_phrases import noun_phrase
from copydesk_quotes.phrases import SUBJECTS
from copydesk_quotes.somebody import is_somebody
from copydesk_quotes.speakers import subject_of
from copydesk_quotes.statement import Statement

if TYPE_CHECKING:
    from spacy.tokens import Token

# Own compilation.
PRESSING = frozenset({"press", "grill", "quiz", "push"})
TALKING = frozenset({"talk", "speak"})
_ON = frozenset({"on", "about", "over"})
_TOPICS = frozenset({"how", "why"})
_THE_WRITER = frozenset({"i", "we", "you"})
_OPENING = frozenset({"whether", "if", "why", "how", "what", "when", "where", "who"})


def of_pressing(verb: Token) -> Iterator[Statement]:
    """Find the question that somebody is pressed on, or talks about, and who presses them or talks."""
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
        if verb.lemma_ in TALKING and not _tells(verb, clause):
            continue
        if speaker is not None and is_somebody(speaker) and not _is_the_writer(verb, speaker):
            cue = verb.idx, verb.idx + len(verb.text)
            words, sentence = noun_phrase(speaker), sentence_of(verb)
            yield Statement(*content, *cue, words, speaker.i, "speech", sentence, verb.i)


def _tells(verb: Token, clause: Token) -> bool:
    """Tell "talked about how it broke" from "will talk about how to mend it", "about how smart you are"."""
    first = clause.left_edge
    subject = next((child for child in clause.lefts if child.dep_ in SUBJECTS), None)
    told = subject is not None and subject.left_edge.i == first.i + 1 and first.lower_ in _TOPICS
    return told and not any(child.tag_ == "MD" for child in verb.lefts)


def _is_the_writer(verb: Token, speaker: Token) -> bool:
    """Know "I talked about how it compares": the writer tells of the text."""
    return verb.lemma_ in TALKING and speaker.lower_ in _THE_WRITER
