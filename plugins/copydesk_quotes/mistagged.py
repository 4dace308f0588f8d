"""Cues that the tagger takes for other words: “...,” the mayor jokes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from copydesk_quotes.extents import FINITE, bounds_of, is_clause, sentence_of
from copydesk_quotes.lexicon import SAYING, CueClass, Lexicon
from copydesk_quotes.phrases import OPENING_MARKS
from copydesk_quotes.somebody import is_somebody
from copydesk_quotes.statement import Statement
from copydesk_quotes.with_phrases import subject_behind_with

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MOST_TOKENS_OF_SPEAKER = 6
_CLOSING = frozenset({"\u201d", '"', "''", "\u2019", "'", "\u00bb"})
_INSIDE = frozenset({"DT", "JJ", "POS", "CD", "PRP$", "HYPH", "NN", "NNS", "NNP", "NNPS", "PRP"})
# What a study or a bureau does at the end of a sentence, and is taken for a noun. Own compilation.
CLOSING: dict[str, CueClass] = {
    **dict.fromkeys(("show", "shows", "find", "finds"), "finding"),
    **dict.fromkeys(("estimates", "reports", "projects", "forecasts", "claims", "notes", "states"), "speech"),
}
# Verbs that look like no noun, in the form that they have after a plural. Own compilation.
_NEVER_NOUNS = frozenset(
    "allege argue contend insist acknowledge maintain assert concede complain suggest".split()
)
MISTAKEN = _NEVER_NOUNS | {*CLOSING, "read"}
_NAMING = _INSIDE - {"DT", "JJ", "PRP$"}


def of_mistagged(token: Token, word: str, lexicon: Lexicon) -> Iterator[Statement]:
    """Find a cue beside a quotation that is tagged as a noun or an adjective; its place tells it.

    Before it: "The department notes, “...”"; after it: “...,” an aide jokes. Its clause is the quotation.

    Args:
        token: The word.
        word: The same in small letters.
        lexicon: The words that report.
    """
    if token.i == 0 or token.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return
    if word in CLOSING:
        yield from _of_closing(token, lexicon)
    if word in _NEVER_NOUNS:
        yield from _of_plural(token)
    if word == "read":
        yield from _of_reading(token)
    if word.endswith("ing"):
        yield from _of_participle(token, lexicon)
    kind = lexicon.finite.get(word)
    if kind is None:
        return
    before = _words_before(token)
    if before is not None and (_leads(token, before) or _follows(token, before)):
        yield _statement(token, before, token.nbor(-1), kind)
        return
    after = _words_after(token)
    if after is not None and _closes_before(token.i, token.doc):
        yield _statement(token, after, token.doc[after[1] - 1], kind)


def of_turned(verb: Token, lexicon: Lexicon) -> Statement | None:
    """Find the cue of "Added Weber: “...”", which the parser takes for a part of the name."""
    if verb.tag_ not in ("VBD", "VBN") or not (verb.is_sent_start or verb.nbor(-1).is_space):
        return None
    kinds = lexicon.classes_of(verb.lemma_.lower(), verb.lower_)
    own: list[CueClass] = [kind for kind in SAYING if kind in kinds]
    words = _words_after(verb)
    colon = words[1] if words is not None else verb.i
    for token in verb.doc[colon : colon + _MOST_TOKENS_OF_SPEAKER]:
        # "Added Weber, the mayor: “...”".
        colon = token.i
        if token.text == ":" or not (_is_inside(token) or token.text == ","):
            break
    leads = [token.text for token in verb.doc[colon : colon + 2]]
    if not own or words is None or leads[:1] != [":"] or not OPENING_MARKS.issuperset(leads[1:]):
        return None
    return _statement(verb, words, verb.doc[words[1] - 1], own[0])


def _of_closing(cue: Token, lexicon: Lexicon) -> Iterator[Statement]:
    """Find what a source tells last: "The bank knew of it, records show", "..., a survey finds"."""
    before = _words_before(cue)
    low = sentence_of(cue)[0]
    if before is None or cue.i + 1 >= len(cue.doc):
        return
    head = cue.doc[cue.i - 1]
    source = head.lemma_.lower() in lexicon.sources | {"filing", "record"} or is_somebody(head)
    agrees = (head.tag_ in ("NNS", "NNPS") or head.lower_ == "data") != cue.lower_.endswith("s")
    comma = cue.doc[before[0] - 1] if before[0] else cue
    if source and agrees and comma.text == "," and cue.nbor(1).text in (",", ".") and low < comma.idx:
        told = cue.doc.char_span(low, comma.idx, alignment_mode="contract")
        if is_clause(told):
            yield replace(_statement(cue, before, head, CLOSING[cue.lower_]), start=low, end=comma.idx)


def _of_participle(cue: Token, lexicon: Lexicon) -> Iterator[Statement]:
    """Find what is quoted behind "with": "She was met with anger, with one fan | yelling |, “...”"."""
    following = cue.doc[cue.i + 1 : cue.i + 3]
    leads = len(following) > 1 and following[0].text in (",", ":") and following[1].text in OPENING_MARKS
    named = subject_behind_with(cue) if leads else None
    if named is not None and (kind := lexicon.kind_of_participle(cue.lower_)) is not None:
        first = named.i
        while _is_inside(cue.doc[first - 1]):
            first -= 1
        yield _statement(cue, (first, named.i + 1), named, kind)


def _of_reading(cue: Token) -> Iterator[Statement]:
    """Find what is to be read: "A sign outside the | church read | , “...”" is the sign's."""
    following = cue.doc[cue.i + 1 : cue.i + 3]
    noun = cue.head
    for _ in range(_MOST_TOKENS_OF_SPEAKER):
        noun = noun.head if noun.dep_ in ("pobj", "prep") else noun
    leads = len(following) > 1 and following[0].text in (",", ":") and following[1].text in OPENING_MARKS
    relative = cue.nbor(-1).lower_ in ("that", "which")
    before = _words_before(cue)
    if before is not None and _follows(cue, before):
        # “We will not,” the text | read |.
        yield _statement(cue, before, cue.nbor(-1), "writing")
    elif leads and not relative and noun.i < cue.i and noun.tag_ in _NAMING:
        yield _statement(cue, (noun.left_edge.i, cue.i), noun, "writing")


def _of_plural(cue: Token) -> Iterator[Statement]:
    """Find what several people say: "Prosecutors | allege | Hill took the cash"."""
    before = _words_before(cue)
    low, high = sentence_of(cue)
    if before is None or cue.nbor(-1).tag_ not in ("NNS", "NNPS") or cue.doc[before[0]].idx != low:
        return
    first = cue.nbor(1) if cue.i + 1 < len(cue.doc) else cue
    if cue.idx < first.idx < high and is_clause(
        cue.doc.char_span(first.idx, high, alignment_mode="contract")
    ):
        yield replace(_statement(cue, before, cue.nbor(-1), "speech"), start=first.idx, end=high)


def _words_before(cue: Token) -> tuple[int, int] | None:
    """Give the words that name somebody right before a cue."""
    first = cue.i
    while first > 0 and cue.i - first < _MOST_TOKENS_OF_SPEAKER and _is_inside(cue.doc[first - 1]):
        first -= 1
    return (first, cue.i) if first < cue.i and cue.doc[cue.i - 1].tag_ in _NAMING else None


def _is_inside(token: Token) -> bool:
    return token.tag_ in _INSIDE or token.lower_ == "of"


def _words_after(cue: Token) -> tuple[int, int] | None:
    end = cue.i + 1
    last = min(len(cue.doc), cue.i + 1 + _MOST_TOKENS_OF_SPEAKER)
    while end < last and cue.doc[end].tag_ in _INSIDE:
        end += 1
    if end == cue.i + 1 or cue.doc[end - 1].tag_ not in _NAMING:
        return None
    # “...,” claims adjuster Bo Reed said.
    return None if end < len(cue.doc) and cue.doc[end].tag_ in FINITE else (cue.i + 1, end)


def _leads(cue: Token, before: tuple[int, int]) -> bool:
    """Tell whether a quotation follows, and the sentence has no other verb."""
    doc = cue.doc
    first = _after_scene(cue)
    following = doc[first : first + 2]
    if len(following) < 2 or following[0].text not in (",", ":") or following[1].text not in OPENING_MARKS:
        return False
    return not any(token.tag_ in FINITE for token in doc[bounds_of(cue)[0] : before[0]])


def _after_scene(cue: Token) -> int:
    """Step over where something was said: "One tester notes | in our review |, “...”"."""
    first = cue.i + 1
    if first < len(cue.doc) and cue.doc[first].tag_ == "IN" and cue.doc[first].lower_ != "like":
        for token in cue.doc[first : first + _MOST_TOKENS_OF_SPEAKER]:
            if token.text in (",", ":"):
                return token.i
    return first


def _follows(cue: Token, before: tuple[int, int]) -> bool:
    return _closes_before(before[0], cue.doc)


def _closes_before(at: int, doc: Doc) -> bool:
    """Tell whether a quotation that promises a cue ends before a word: “...,”."""
    return at > 1 and doc[at - 1].text in _CLOSING and doc[at - 2].text in (",", "?", "!")


def _statement(cue: Token, words: tuple[int, int], head: Token, kind: CueClass) -> Statement:
    first, last = cue.doc[words[0]], cue.doc[words[1] - 1]
    return Statement(
        -1,
        -1,
        cue.idx,
        cue.idx + len(cue.text),
        (first.idx, last.idx + len(last.text)),
        head.i,
        kind,
        sentence_of(cue),
        cue.i,
    )
