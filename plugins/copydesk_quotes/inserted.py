"""Cues that stand inside or after what they report: "The dam, she said, was old"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk_quotes.extents import (
    BEGINS_PHRASE,
    FINITE,
    MOST_TOKENS_INSIDE,
    bounds_of,
    is_clause,
    sentence_of,
)
from copydesk_quotes.speakers import SUBJECTS, Range

if TYPE_CHECKING:
    from spacy.tokens import Token

_CLAUSES = frozenset({"ccomp", "parataxis"})
_FEWEST_TOKENS_BEFORE = 4
_OBJECTS = frozenset({"dobj", "ccomp", "xcomp", "mark", "prt"})
_STRONG = frozenset({":", ";", '"', "\u201c", "\u201d", "that"})
# A sentence that goes on so after ", she said," goes on with what she said.
_GOES_ON = frozenset(
    "and but or because that which who while although though when if so as nor yet unless".split()
)
# Verbs that stand between commas in what they report: "The dam, she said, was old".
CLOSING_CUES = frozenset(
    """
    say report announce add write confirm warn admit note state argue explain believe think suggest
    claim tell observe predict concede acknowledge insist estimate recall complain conclude show
    find agree learn reply
    """.split()
)
# A sentence does not end with one of these: "It was, she said, a hard winter".
_OPEN_VERBS = frozenset({"be", "have", "do", "become", "seem", "mean"})


def clauses_around(verb: Token, subject: Token | None) -> tuple[Range, Range | None] | None:
    """Take what stands before and after a cue between commas: "The dam, she said, was old".

    Returns:
        The first piece, and the second when the sentence goes on with what is reported.
    """
    if subject is None or verb.lemma_ not in CLOSING_CUES or verb.tag_ not in FINITE:
        return None
    doc = verb.doc
    low, high = sentence_of(verb)
    begin, end = min(subject.left_edge.i, verb.i), _end_of_insertion(verb, subject, high)
    if end is None or begin == 0 or doc[begin - 1].text != "," or doc[begin - 1].idx <= low:
        return None
    before, after = (low, doc[begin - 1].idx), (doc[end + 1].idx, high)
    if doc[end + 1].is_quote:
        return None
    words = doc.char_span(*before, alignment_mode="expand")
    if words is not None and (words[-1].tag_ in ("IN", "CC", "MD", "TO") or words[-1].lemma_ in _OPEN_VERBS):
        return before, after
    if words is None or is_clause(words):
        return before, after if doc[end + 1].lower_ in _GOES_ON else None
    return (before, after) if words[0].tag_ in BEGINS_PHRASE and len(words) < MOST_TOKENS_INSIDE else None


def _end_of_insertion(verb: Token, subject: Token, high: int) -> int | None:
    """Find the comma that closes an inserted cue, with words between that only set its scene."""
    doc = verb.doc
    for token in doc[max(subject.right_edge.i if subject.i > verb.i else 0, verb.i) + 1 : -1]:
        if token.text == ",":
            return token.i if doc[token.i + 1].idx < high else None
        if token.idx >= high or token.tag_ in FINITE or token.text in _STRONG or token.dep_ in _OBJECTS:
            return None
    return None


def before_the_end(verb: Token) -> tuple[int, int] | None:
    """Take the sentence before a cue that ends it: "The dam was safe the board said."."""
    subject = next((child for child in verb.lefts if child.dep_ in SUBJECTS), None)
    last = verb.i + 1 == len(verb.doc) or verb.nbor(1).is_punct or verb.nbor(1).is_space
    if subject is None or not last or verb.right_edge.i > verb.i + 1 or verb.lemma_ not in CLOSING_CUES:
        return None
    first, begin = subject.left_edge, bounds_of(verb)[0]
    if first.i - begin < _FEWEST_TOKENS_BEFORE or first.nbor(-1).pos_ in ("SCONJ", "CCONJ", "ADP", "PRON"):
        return None
    if verb.head.i == first.i - 1:
        # "I think most voters agree": that is what is thought.
        return None
    rest = verb.doc[begin : first.i]
    return rest.start_char, rest.start_char + len(rest.text.rstrip(" ,\u2014-"))


def is_inserted(verb: Token) -> bool:
    """Tell whether a cue is set off from the clause it hangs on: ", she said,"."""
    if verb.dep_ not in _CLAUSES or verb.head.pos_ not in ("VERB", "AUX"):
        return False
    # "so you might find", "but I would say": no report.
    hedged = any(child.tag_ == "MD" or child.dep_ in ("neg", "mark", "cc") for child in verb.lefts)
    return not hedged and _stands_apart(verb)


def _stands_apart(verb: Token) -> bool:
    """Tell whether a verb is set off by commas: ", she said,"."""
    first, last = verb.left_edge, verb.right_edge
    before = first.nbor(-1).text if first.i > 0 else ","
    own = first.text
    after = last.nbor(1).text if last.i + 1 < len(verb.doc) else "."
    return (before in ',\u2014-"\u201d' or own in ",\u2014-") and after in '.,;\u2014-?!"\u201c'
