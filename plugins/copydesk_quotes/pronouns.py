"""Whom "he" and "she" mean: a person named before, by agreement, then by what they do, then by recency."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from copydesk import Entity
from copydesk_quotes.extents import bounds_of
from copydesk_quotes.near import Near
from copydesk_quotes.phrases import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from copydesk_quotes.page import Found

# Code points.
_FARTHEST = 1500
_LONGEST_NAME = 80
_OPENING, _CLOSING = frozenset("\u201c\"\u2018'"), frozenset("\u201d\"\u2019'")
# "‘Go,’" inside a quotation, but no apostrophe.
_INNER_MARK = re.compile("[\u201c\u201d\u2018\"]|(?<!\\w)'")
# What a name may be to a verb; "Weber" of "the Weber campaign" is none.
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "dative", "poss"})


class People:
    """The people of a text, as pronouns see them.

    Args:
        near: The text with its names.
        genders: "m" or "f" by entity, where a text tells.

    Attributes:
        last: Who spoke last.
        left_out: Whom the pronoun at hand cannot mean, by id.
        quoted: From where to where it says something: a name in there tells not who says it.
    """

    def __init__(self, near: Near, genders: Mapping[str, str]) -> None:
        self.near = near
        self.genders = genders
        self.last: Entity | None = None
        self.left_out: frozenset[str] = frozenset()
        self.quoted: Sequence[tuple[int, int]] = ()

    def before(self, start: int, gender: str) -> Entity | None:
        """Find the person that a pronoun stands for.

        Args:
            start: First code point of the pronoun.
            gender: "m", "f"; empty for either.
        """
        told_of = self._told_of(start)
        candidates = [
            entity
            for entity in self.near.between(start - _FARTHEST, start)
            if entity.label == "PERSON"
            and len(entity.name) > 1
            and entity.entity not in self.left_out
            and not any(first <= entity.start < end for first, end in self.quoted)
            and not self._is_title(entity)
            and entity.entity != told_of
            and not self._are_many(entity)
            and (not gender or self.genders.get(entity.entity, gender) == gender)
        ]
        if (ahead := self._subject_ahead(start, gender)) is not None:
            return ahead
        if not candidates:
            return None
        goes_on = self._doer_since(candidates, start) or self.last
        return max(candidates, key=lambda entity: (self._weight(entity, start, goes_on), entity.start))

    def _told_of(self, start: int) -> str:
        """Know "castigated Pike, whom he said was late": Pike does not say so."""
        for entity in self.near.between(start - _LONGEST_NAME, start):
            if self.near.text[entity.end : start].strip(" ,").lower() in ("who", "whom", "which", "that"):
                return entity.entity
        return ""

    def _subject_ahead(self, start: int, gender: str) -> Entity | None:
        """Find who follows: "Although he said it was late, Weber stayed"."""
        pronoun = self.near.token(start)
        verb = pronoun.head if pronoun is not None else None
        if pronoun is None or verb is None or pronoun.dep_ not in SUBJECTS:
            return None
        main = verb.head
        opens = verb.left_edge.i == bounds_of(verb)[0] and verb.left_edge.dep_ == "mark"
        if verb.dep_ != "advcl" or main.i < verb.i or not opens:
            return None
        subject = next((one for one in main.lefts if one.dep_ in SUBJECTS and one.i > verb.i), None)
        if subject is None:
            return None
        for entity in self.near.between(subject.left_edge.idx, subject.idx + 1):
            fits = not gender or self.genders.get(entity.entity, gender) == gender
            if entity.label == "PERSON" and fits and entity.entity not in self.left_out:
                return entity
        return None

    def _doer_since(self, candidates: Sequence[Entity], start: int) -> Entity | None:
        """Find who does something by themselves since somebody spoke: "Weber shook his head."."""
        parse = self.near.parse
        for entity in reversed(candidates):
            if self.last is None or entity.entity == self.last.entity:
                return None
            token = self._head(entity)
            if token is None or token.dep_ not in SUBJECTS or token.head.dep_ != "ROOT":
                continue
            first, end = bounds_of(token.head)
            quoted = any(word.is_quote for word in parse[first : token.i])
            # "Weber did not believe it: He said ...": the parser may see one sentence.
            colon = any(word.text in (":", ";") for word in parse[token.i : end] if word.idx < start)
            if (parse[end - 1].idx < start or colon) and not quoted:
                return entity
        return None

    def _head(self, entity: Entity) -> Token | None:
        """Give the word of a name that the verb asks for; of an apposition, the one that it describes."""
        token = self.near.token(entity.end - 1)
        return token.head if token is not None and token.dep_ == "appos" and token.head.i < token.i else token

    def _is_title(self, entity: Entity) -> bool:
        """Know what is all that stands in marks: a book of that name."""
        text = self.near.text
        before, after = text[max(0, entity.start - 1) : entity.start], text[entity.end : entity.end + 2]
        return before in _OPENING and after.lstrip(",")[:1] in _CLOSING

    def _are_many(self, entity: Entity) -> bool:
        """Know "Africans", which the tagger may take for a person."""
        token = self.near.token(entity.end - 1)
        return token is not None and token.tag_ in ("NNS", "NNPS") and " " not in entity.name

    def _weight(self, entity: Entity, start: int, goes_on: Entity | None) -> float:
        gap = self.near.text[entity.end : start]
        weight = -2.0 * self.near.breaks(entity.end, start) - 0.5 * sum(gap.count(mark) for mark in ".!?")
        token = self._head(entity)
        if token is not None and token.dep_ in ("nsubj", "nsubjpass", "ROOT"):
            weight += 1.2
        if token is not None and token.dep_ in SUBJECTS and token.head.dep_ == "ROOT":
            weight += 0.2
        if token is not None and token.dep_ in ("poss", "compound"):
            weight -= 0.8
        if token is not None and _is_asked(token):
            weight += 1.5
        if goes_on is not None and entity.entity == goes_on.entity:
            weight += 1.0
        return weight


def named_in(near: Near, quote: Found) -> frozenset[str]:
    """Give whom a quote names, by id: who says "He said Weber was ill", and “Weber is ill,” is not Weber.

    Principle C of binding (Chomsky 1981, Lectures on Government and Binding). What stands before its cue
    without marks may name who says it: "Weber was asleep, he said".
    """
    if quote.kind != "direct" and (quote.cue is None or quote.cue[0] > quote.start):
        return frozenset()
    named: set[str] = set()
    for entity in near.between(quote.start, quote.end):
        if _INNER_MARK.search(near.text, quote.start, entity.start):
            # “She said, ‘John, run,’” he recalled: that may be John.
            break
        token = near.token(entity.end - 1)
        if entity.label == "PERSON" and token is not None and token.dep_ in _ARGUMENTS:
            named.add(entity.entity)
    return frozenset(named)


def _is_asked(name: Token) -> bool:
    """Know "Weber was asked if it was late. “No,” he said": who is asked answers."""
    return name.head.lemma_ == "ask" and name.dep_ in ("nsubjpass", "dobj", "dative")
