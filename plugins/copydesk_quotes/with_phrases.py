"""Who speaks behind "with": "..., with one aide calling it a lie and another saying that it was late"."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from copydesk_quotes.extents import BEGINS_PHRASE, FINITE, bounds_of
from copydesk_quotes.phrases import INSIDE_PHRASE, NOUN_TAGS, SUBJECTS, TENSED
from copydesk_quotes.somebody import is_somebody

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token

    from copydesk_quotes.speakers import Range

_OTHERS = frozenset({"another", "others"})
_APART = frozenset({",", "\u2014", "\u2013", "--", ";"})
_LONGEST = 16


def subject_behind_with(participle: Token) -> Token | None:
    """Find the words for who does what a participle says, where the parser gives it to the sentence.

    Args:
        participle: The word in "-ing"; the tagger may take it for a noun.
    """
    subject = next((child for child in participle.lefts if child.dep_ in SUBJECTS), None)
    if subject is not None or participle.i < 2:
        return _beside(participle, subject) if subject is not None else None
    before = participle.nbor(-1)
    if before.lower_ in _OTHERS and participle.nbor(-2).lower_ == "and":
        return before
    if (second := _second_named(participle)) is not None:
        return second
    opening = _with_before(participle)
    return _first_named(opening, participle) if opening is not None else None


def _beside(participle: Token, subject: Token) -> Token | None:
    """Know "claims from the board with Weber saying it was late": the parser has the claims say so."""
    named = participle.nbor(-1)
    opening = named.head
    behind = opening.lower_ == "with" and named.dep_ == "pobj" and opening.i > subject.i
    return named if behind and is_somebody(named) else None


def _second_named(participle: Token) -> Token | None:
    """Find the words for who speaks next: "with 60 percent saying so and | 30 percent | saying"."""
    doc, at = participle.doc, participle.i - 1
    while at > 0 and (doc[at].tag_ in INSIDE_PHRASE or doc[at].text == "%"):
        at -= 1
    named = doc[participle.i - 1]
    if doc[at].tag_ != "CC" or at == named.i or not (named.tag_ in NOUN_TAGS or named.text == "%"):
        return None
    before = (one for one in doc[max(0, at - _LONGEST * 2) : at] if one.tag_ == "VBG")
    return named if any(_with_before(one) is not None for one in before) else None


def end_behind_with(participle: Token, content: Range) -> Range:
    """End what is said behind "with" before who speaks next, and before the verb of the sentence.

    "With 60 percent saying it was late | and 30 percent saying it was not", "The poll, with voters saying
    they would stay |, was a surprise", "With Weber insisting it was late |, the board met".
    """
    doc = participle.doc
    if participle.tag_ != "VBG" or content[0] < participle.idx:
        return content
    opening = _with_before(participle)
    if opening is None:
        return content
    words = doc.char_span(*content, alignment_mode="expand")
    first = opening.i == 0 or opening.is_sent_start
    told = any(one.tag_ in FINITE for one in doc[bounds_of(opening)[0] : opening.i])
    for token in words or ():
        behind = doc[token.i + 1 : bounds_of(participle)[1]]
        if token.tag_ == "CC" and _speaks_next(behind):
            return content[0], doc[token.i - 1].idx + len(doc[token.i - 1])
        if token.text != "," or not len(behind):
            continue
        resumes = behind[0].tag_ in FINITE and not told
        main = first and behind[0].tag_ in BEGINS_PHRASE and _has_own_verb(behind)
        if resumes or main:
            return content[0], token.idx
    return content


def _speaks_next(behind: SpacySpan) -> bool:
    """Know "and | 30 percent saying", "and | Weber dismissing"."""
    for number, word in enumerate(behind[:_LONGEST]):
        if word.tag_ == "VBG" and number:
            return behind[0].tag_ in BEGINS_PHRASE
        if word.tag_ not in INSIDE_PHRASE and word.text != "%":
            return False
    return False


def _has_own_verb(behind: SpacySpan) -> bool:
    """Tell whether a verb with its subject follows before the next comma."""
    clause = itertools.takewhile(lambda one: one.text != ",", behind)
    return any(one.dep_ in SUBJECTS and one.head.i > one.i and one.head.tag_ in FINITE for one in clause)


def _with_before(participle: Token) -> Token | None:
    """Find the "with" that opens or is set off, and that only names stand behind, up to the participle."""
    for token in reversed(participle.doc[max(0, participle.i - _LONGEST) : participle.i]):
        if token.lower_ == "with":
            return token if token.i == 0 or token.is_sent_start or token.nbor(-1).text in _APART else None
        if token.tag_ in TENSED or token.tag_ == "VBG" or token.is_quote or token.is_sent_start:
            return None
    return None


def _first_named(preposition: Token, participle: Token) -> Token | None:
    """Give the head of "Ann Weber, the mayor," and of "a board of voters", but not of "her dog,"."""
    words = preposition.doc[preposition.i + 1 : participle.i]
    named: Token | None = None
    for word in words:
        if word.tag_ not in INSIDE_PHRASE:
            break
        named = word if word.tag_ in NOUN_TAGS else named
    if named is None or not is_somebody(named):
        return None
    rest = words[named.i + 1 - words.start :]
    set_off = len(rest) > 2 and rest[0].text == rest[-1].text == ","
    whole = not len(rest) or set_off or (rest[0].lower_ == "of" and rest[-1].tag_ in NOUN_TAGS)
    return named if whole else None
