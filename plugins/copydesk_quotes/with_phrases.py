"""Who speaks behind "with": "..., with one aide calling it a lie and another saying that it was late"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk_quotes.phrases import INSIDE_PHRASE, NOUN_TAGS, SUBJECTS, TENSED
from copydesk_quotes.somebody import is_somebody

if TYPE_CHECKING:
    from spacy.tokens import Token

_OTHERS = frozenset({"another", "others"})
_APART = frozenset({",", "\u2014", "\u2013", "--", ";"})
_LONGEST = 16


def subject_behind_with(participle: Token) -> Token | None:
    """Find the words for who does what a participle says, where the parser gives it to the sentence.

    Args:
        participle: The word in "-ing"; the tagger may take it for a noun.
    """
    doc = participle.doc
    if any(child.dep_ in SUBJECTS for child in participle.lefts) or participle.i < 2:
        return None
    before = participle.nbor(-1)
    if before.lower_ in _OTHERS and participle.nbor(-2).lower_ == "and":
        return before
    for token in reversed(doc[max(0, participle.i - _LONGEST) : participle.i]):
        if token.lower_ == "with":
            apart = token.is_sent_start or (token.i > 0 and token.nbor(-1).text in _APART)
            return _first_named(token, participle) if apart else None
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
