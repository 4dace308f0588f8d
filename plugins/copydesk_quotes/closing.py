"""Cues that close a sentence, whatever the parser makes of it: "It is old, Ann Weber, its owner, said"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk_quotes.breaks import after_dateline
from copydesk_quotes.extents import (
    BEGINS_PHRASE,
    FINITE,
    bounds_of,
    goes_on_behind_comma,
    sentence_of,
    trimmed,
)
from copydesk_quotes.phrases import CLOSING_CUES, DAYS, INSIDE_PHRASE, NOUN_TAGS, SUBJECTS, TELLING, TENSED
from copydesk_quotes.somebody import is_somebody
from copydesk_quotes.speakers import Range
from copydesk_quotes.tenses import perfect_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

_ENDS = frozenset({".", "!", "?", "\u2026"})
_SCENES = frozenset({"IN", "TO", "RB", "RBR"})
# "said late Friday", "said this week".
_TIMES = frozenset({"late", "early", "last", "this", "earlier", "later", "next"})
_WEIGHING = frozenset("think believe find show learn agree reason speculate".split())
_LONGEST_TAG = 24
_MOST_PARTS = 4
_FEWEST_TOKENS = 4
_LONGEST_NAME = 14
# What a phrase for somebody may hold besides nouns: "a spokesman for the city and its board".
_INSIDE = INSIDE_PHRASE | {"IN", "CC", ",", "RB", "VBN", "VBG", "''", "``"}
_WHO = frozenset({"WP", "WDT"})
_PARTICIPLES = frozenset({"VBN", "VBD", "VBG"})
_NOMINATIVE = frozenset({"he", "she", "they", "we"})


def closed_by(verb: Token) -> tuple[Range, SpacySpan] | None:
    """Find the sentence that a cue closes, and the words for who says it.

    The parser joins a name at the end of a sentence to what stands before it: "It was built in Reno, Ann
    Weber, the mayor, said in a letter". The commas, and what stands between them, tell.
    """
    finite = verb.tag_ in TENSED or (verb.tag_ == "VBN" and perfect_of(verb))
    if verb.lemma_ not in CLOSING_CUES or not finite:
        return None
    turned = verb.i > 0 and verb.nbor(-1).text == "," and verb.lemma_ not in TELLING
    named = _named_behind(verb) if turned else None
    comma = verb.nbor(-1) if named is not None else None
    if named is None and not _ends_sentence(verb):
        return None
    low = sentence_of(verb)[0]
    if named is None:
        named = _named_before(verb, low)
        comma = named[0].nbor(-1) if named is not None else None
    if named is None or comma is None:
        return None
    words = verb.doc.char_span(low, comma.idx, alignment_mode="contract")
    if words is None or len(words) < _FEWEST_TOKENS or not _is_whole(words) or words[-1].lower_ == "say":
        # "It may fail if, say, a pump breaks, Weber said", but "if, say, a test showed it".
        return None
    quoting = [token for token in verb.doc[words.start : verb.i] if token.is_quote and token.tag_ != "POS"]
    single = [token for token in quoting if token.text in ("'", "\u2019")]
    # "Rock 'n roll" quotes nothing.
    marks = [token.i for token in quoting if token not in single or len(single) % 2 == 0]
    inside = len(marks) % 2 == 0 and all(words.start < at < words.end - 1 for at in marks)
    if not inside or (marks and ":" in words.text) or words.text.count("(") > words.text.count(")"):
        # Marks tell more than commas; "(its owner is Dutch, I believe)".
        return None
    content = trimmed(words)
    return (content, named) if content is not None else None


def _named_behind(verb: Token) -> SpacySpan | None:
    """Find the words for who says it behind a cue: ", say experts, but", ", says Ann Weber, who runs it."."""
    doc, high = verb.doc, bounds_of(verb)[1]
    last = verb.i
    while last + 1 < high and doc[last + 1].tag_ in _INSIDE - {","}:
        last += 1
    part = doc[verb.i + 1 : last + 1]
    ends = last + 1 >= high or doc[last + 1].text in _ENDS | {","} or doc[last + 1].is_space
    if not ends or not _is_name(part, described=False) or not is_somebody(part.root):
        return None
    return part


def _ends_sentence(verb: Token) -> bool:
    """Tell whether nothing follows but a scene, or what else is said: "told them on Monday, adding that"."""
    doc, high = verb.doc, bounds_of(verb)[1]
    at = verb.i + 1
    if verb.lemma_ in TELLING:
        while at < high and (doc[at].tag_ in INSIDE_PHRASE or doc[at].tag_ == "PRP"):
            at += 1
        if at == verb.i + 1:
            return False
    first = doc[at] if at < high else None
    if first is None or first.text in _ENDS or first.is_space:
        return True
    if verb.lemma_ in _WEIGHING:
        # "Weber thought for a while".
        return False
    if first.text != "," and not (
        first.tag_ in _SCENES or first.lower_ in DAYS | _TIMES or first.tag_ == "NNP"
    ):
        return False
    for token in doc[at:high]:
        if token.text == ",":
            return token.i + 1 < high and token.nbor(1).tag_ == "VBG"
        if token.tag_ in FINITE or token.lower_ in ("that", "whether", "if") or token.is_quote:
            return False
    return True


def _named_before(verb: Token, low: int) -> SpacySpan | None:
    """Find the words for who says it, behind a comma."""
    doc = verb.doc
    last = verb.i - 1
    while last > 0 and (doc[last].tag_ in ("RB", "VBZ", "VBD", "VBP") and doc[last].head.i == verb.i):
        last -= 1
    described = doc[last].text == ","
    for _ in range(_MOST_PARTS):
        end = last - (doc[last].text == ",")
        comma = _comma_before(doc, end, low)
        if comma is None:
            return None
        part = doc[comma.i + 1 : end + 1]
        if _is_name(part, described=described):
            return (_role_before(doc, comma, low) if described else None) or part
        if not described or not _describes(part):
            return None
        last = comma.i
    return None


def _role_before(doc: Doc, comma: Token, low: int) -> SpacySpan | None:
    """Find what a name describes: "the union's president, Ann Weber, said"."""
    before = _comma_before(doc, comma.i - 1, low)
    part = doc[before.i + 1 : comma.i] if before is not None else doc[0:0]
    if before is None or not _is_name(part, described=False) or part.root.tag_ != "NN":
        return None
    return part if is_somebody(part.root) else None


def _comma_before(doc: Doc, last: int, low: int) -> Token | None:
    for token in reversed(doc[max(0, last - _LONGEST_TAG) : last + 1]):
        if token.idx <= low:
            return None
        if token.text == ",":
            return token
    return None


def _is_name(part: SpacySpan, *, described: bool) -> bool:
    """Tell words for somebody; what something else describes is a name."""
    if not len(part) or len(part) > _LONGEST_NAME:
        return False
    if len(part) == 1 and part[0].lower_ in _NOMINATIVE:
        return not described
    if part[0].tag_ not in BEGINS_PHRASE or any(token.tag_ not in _INSIDE for token in part):
        return False
    # "One of the aides said".
    some = part.root.tag_ == "CD" and len(part) > 1 and part[1].lower_ == "of"
    if after_dateline(part.text) or not (some or part.root.tag_ in NOUN_TAGS):
        return False
    person = any(token.ent_type_ in ("PERSON", "ORG") for token in part)
    return part.root.tag_ in ("NNP", "NNPS") and person if described else True


def _describes(part: SpacySpan) -> bool:
    """Tell a description: "the mayor", "43", "D-Ohio", "who runs it"."""
    if not len(part) or part[0].tag_ in ("CC", "VBD", "VBZ", "VBP", "MD", "PRP", "EX"):
        return False
    return part[0].tag_ in _WHO or not any(token.tag_ in FINITE for token in part)


def _is_whole(words: SpacySpan) -> bool:
    """Tell a sentence from what leads to one: "Asked what he would miss", "If we look at it"."""
    whole = words[0].tag_ not in _PARTICIPLES and any(_is_main(token, words) for token in words)
    return whole or goes_on_behind_comma(words)


def _is_main(token: Token, words: SpacySpan) -> bool:
    """Know a finite verb that no conjunction opens, and whose clause describes no noun."""
    if token.tag_ not in FINITE:
        return False
    verb = token.head if token.dep_ in ("aux", "auxpass") else token
    while verb.dep_ == "conj" and words.start <= verb.head.i < verb.i and not _has_subject(verb):
        verb = verb.head
    opened = any(one.dep_ == "mark" or one.tag_ == "WRB" for one in verb.lefts)
    return not opened and verb.dep_ not in ("relcl", "acl")


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in SUBJECTS for child in verb.lefts)
