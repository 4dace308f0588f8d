"""Cues in a clause that leads its sentence: "While Weber said it was late, Pike left"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk_quotes.extents import BEGINS_PHRASE, FINITE, bounds_of, sentence_of
from copydesk_quotes.phrases import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from copydesk_quotes.speakers import Range

_LEADS = frozenset({"IN", "WRB"})


def end_in_leading(verb: Token, content: Range) -> Range:
    """End a report before the main clause: "As Weber tried to ask what he saw |, Pike left the room".

    The parser may take the main clause for what is reported.
    """
    doc, opening = verb.doc, verb
    while opening.dep_ in ("xcomp", "conj") and opening.head.i < opening.i:
        opening = opening.head
    first = _first_of_sentence(verb)
    leads = first is not None and first.dep_ in ("mark", "advmod") and first.tag_ in _LEADS
    if first is None or not leads or content[0] < verb.idx or first.head.i != opening.i:
        return content
    words = doc.char_span(*content, alignment_mode="expand")
    if words is None or any(one.text == "," for one in doc[verb.i + 1 : words.start]):
        # "As Weber said in May, the board, the largest, had never met".
        return content
    end = bounds_of(verb)[1]
    for token in reversed(words):
        # “..., limited,” the board left.
        after = token.i + 2 if token.i + 1 < end and doc[token.i + 1].tag_ == "''" else token.i + 1
        if token.text != "," or after >= end or doc[after].tag_ not in BEGINS_PHRASE:
            continue
        rest = doc[after:end]
        main = any(
            one.dep_ in SUBJECTS and one.head.i > one.i and one.left_edge.i == rest.start for one in rest
        )
        if main and any(one.tag_ in FINITE for one in rest):
            told = any(one.tag_ in FINITE for one in doc[verb.i + 1 : token.i])
            return (content[0], token.idx) if told else content
    return content


def _first_of_sentence(verb: Token) -> Token | None:
    """Give the word that opens a sentence, behind its dateline."""
    start = sentence_of(verb)[0]
    words = verb.doc.char_span(start, start + 1, alignment_mode="expand")
    first = words[0] if words is not None and len(words) else None
    return first.nbor(1) if first is not None and first.tag_ == "CC" and first.i + 1 < verb.i else first
