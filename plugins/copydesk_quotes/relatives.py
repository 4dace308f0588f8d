"""Cues that stand in a relative clause, and report the rest of it: "a man who the police say sold guns"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from copydesk_quotes.extents import FINITE, bounds_of, sentence_of, trimmed
from copydesk_quotes.phrases import (
    CLOSING_CUES,
    INSIDE_PHRASE,
    LONGEST_PHRASE,
    NOUN_TAGS,
    ONLY_CLAUSES,
    TENSED,
)
from copydesk_quotes.somebody import is_somebody
from copydesk_quotes.speakers import Range

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token

_RELATIVES = frozenset({"who", "whom", "which", "that"})
# What begins a clause that a cue between commas reports: "to Lima, where, friends say, she lived".
_BEFORE_INSERTION = _RELATIVES | {"where", "when", "because", "since", "although", "though", "while"}
# Each brings a finite verb of its own: "the shop where she worked".
_OPENING_TAGS = frozenset({"WDT", "WP", "WP$", "WRB"})
_OPENING = frozenset("after because before if since that though until when while although as".split())
# The tagger takes the past tense after a cue for a participle: "who they say planned it".
_VERBS = FINITE | {"VBN"}
# ... or for the plain form, where both are one: "which the town says hit a truck".
_VERBS_AFTER_CUE = _VERBS | {"VB"}
_VERBAL = frozenset({"VB", "MD"})
_PERSONAL = frozenset({"he", "she", "they", "it", "we"})
# These bring a clause with them: "who say they think it was wrong".
_WITH_CLAUSE = CLOSING_CUES | {"know", "hope", "feel", "fear"}
_MOST_TOKENS = 60


class InRelative(NamedTuple):
    """What a cue in a relative clause reports.

    Attributes:
        subject: The head of the words for who speaks.
        content: First and last code point of what is reported.
        also: None; such a clause has no second piece.
        exact: Whether the verb of the whole sentence tells where it ends.
    """

    subject: Token
    content: Range
    also: None
    exact: bool


def clause_in_relative(verb: Token) -> InRelative | None:
    """Find what a cue in a relative clause reports, and who reports it.

    The parser seldom knows such clauses, so their words tell them: a relative word, a noun, a cue and
    a verb ("which | analysts | say | could fail"), or the cue between commas.
    """
    if verb.tag_ not in TENSED or verb.lemma_ not in CLOSING_CUES:
        return None
    # "who he previously thought were late".
    after = verb.i - (verb.i > 0 and verb.nbor(-1).tag_ == "RB")
    begin, high = after, sentence_of(verb)[1]
    while begin > max(1, verb.i - LONGEST_PHRASE) and _is_of_speaker(verb.nbor(begin - 1 - verb.i)):
        begin -= 1
    subject = verb.doc[after - 1] if begin < after else None
    if subject is None or (subject.tag_ not in NOUN_TAGS and subject.lower_ not in _PERSONAL):
        return None
    led, apart = _content_after(verb, begin)
    if led is None or led.idx >= high:
        return None
    main = None if _has_finite(verb, begin) else _main_verb(led, high, apart=apart)
    if main is None and not apart and is_before_main(verb, verb.doc[begin - 2]):
        return None
    content = trimmed(_before_next_that(verb.doc[led.i : main.i if main else bounds_of(verb)[1]]))
    if content is None:
        return None
    return InRelative(subject, (content[0], min(content[1], high)), None, main is not None)


def is_before_main(verb: Token, described: Token) -> bool:
    """Know "I think the deal that they announced | is good": what is good is the deal, nobody announced that.

    Args:
        verb: The cue.
        described: What its relative clause tells of.
    """
    if verb.lemma_ in ONLY_CLAUSES or verb.i + 1 >= len(verb.doc) or verb.nbor(1).tag_ not in FINITE:
        return False
    doc, low = described.doc, sentence_of(described)[0]
    before = (token for token in reversed(doc[: described.i]) if token.tag_[:2] in _VERBAL or token.idx < low)
    last = next(before, None)
    return last is None or last.idx < low or last.lemma_ in _WITH_CLAUSE


def _before_next_that(words: SpacySpan) -> SpacySpan:
    """End before the next thing somebody said: "his wife, who he said was ill, | and that he had to go"."""
    for token in words[2:]:
        if token.lower_ == "that" and [token.nbor(-2).text, token.nbor(-1).lower_] == [",", "and"]:
            return words.doc[words.start : token.i - 2]
    return words


def end_in_relative(verb: Token, content: Range) -> Range:
    """End a report before the verb of the whole sentence: "Those who say it was a lie | are wrong"."""
    words = verb.doc[max(0, verb.i - 2) : verb.i]
    relative = len(words) > 1 and words[1].lower_ in _RELATIVES and words[0].text != ","
    if not relative or verb.tag_ not in TENSED or content[0] < verb.idx or _has_finite(verb, verb.i):
        return content
    main = _main_verb(verb.nbor(1), content[1], apart=False)
    return content if main is None else (content[0], main.nbor(-1).idx + len(main.nbor(-1).text))


def _is_of_speaker(token: Token) -> bool:
    return token.tag_ in INSIDE_PHRASE or token.lower_ in _PERSONAL


def _content_after(verb: Token, begin: int) -> tuple[Token | None, bool]:
    """Give the first word of what is reported, when the words before a speaker lead to it.

    Args:
        verb: The cue.
        begin: Index of the first word of its speaker.

    Returns:
        The word, and whether commas set it off.
    """
    doc = verb.doc
    if verb.i + 3 >= len(doc):
        return None, False
    before, after = doc[begin - 1], verb.nbor(1)
    if before.text == "," and after.text == "," and begin > 1:
        leads = doc[begin - 2].lower_ in _BEFORE_INSERTION and doc[begin - 2].tag_ != "DT"
        return (after.nbor(1) if leads else None), True
    follows = after.nbor(1) if after.tag_ == "RB" else after
    if follows.tag_ not in _VERBS_AFTER_CUE:
        return None, False
    if before.lower_ in _RELATIVES and begin > 1:
        described = doc[begin - 2]
        apart = described.text == ","
        return (after if apart or described.tag_ in NOUN_TAGS else None), apart
    # "The man | police | say shot two officers".
    bare = begin == verb.i - 1 and is_somebody(doc[begin]) and doc[begin].tag_ in ("NNS", "PRP")
    return (after if bare and before.tag_ in NOUN_TAGS else None), False


def _has_finite(verb: Token, end: int) -> bool:
    """Tell whether the verb of a clause stands before a position; "said that" begins another clause."""
    first = bounds_of(verb)[0]
    for token in verb.doc[first:end]:
        if token.lower_ == "that" and token.dep_ == "mark":
            first = token.i
    return any(token.tag_ in FINITE for token in verb.doc[first:end])


def _main_verb(first: Token, high: int, *, apart: bool) -> Token | None:
    """Find the verb of the whole sentence after a relative clause: "who they say fled | was caught".

    Args:
        first: The first word of what is reported.
        high: Where the sentence ends.
        apart: Whether commas set the clause off: "the firm, which they say is old, | was sold".
    """
    opened = 1
    for token in first.doc[first.i : first.i + _MOST_TOKENS]:
        if token.idx >= high:
            return None
        if apart:
            before = token.nbor(-2 if token.nbor(-1).tag_ == "RB" else -1)
            if before.text == "," and token.i > first.i and token.tag_ in _VERBS:
                return before.nbor(1)
            continue
        if token.tag_ in _OPENING_TAGS or (token.lower_ in _OPENING and token.tag_ == "IN"):
            opened += 1
        elif token.tag_ in FINITE or (token.i == first.i and token.tag_ in _VERBS_AFTER_CUE):
            joined = token.nbor(-1).tag_ == "CC"
            if not opened and not joined:
                return token
            opened -= not joined and token.lemma_ not in _WITH_CLAUSE
    return None
