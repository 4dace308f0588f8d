"""The roles that a text gives people: "President Emile Roux" is "the President" later on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from copydesk import Entity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# "Sen. Ruiz" is "the senator". Own compilation.
_SHORT_TITLES = {
    "sen": "senator", "gov": "governor", "rep": "representative", "pres": "president", "gen": "general",
    "sgt": "sergeant", "prof": "professor", "dr": "doctor", "det": "detective", "capt": "captain",
    "col": "colonel", "maj": "major", "lt": "lieutenant", "adm": "admiral", "cmdr": "commander",
    "supt": "superintendent", "insp": "inspector", "atty": "attorney", "rev": "reverend",
}  # fmt: skip
# "Vice President Hill" is not "the president".
_DEPUTIES = frozenset({"vice", "deputy", "assistant", "associate"})
# They tell one president from another, as "French" does. Own compilation.
_TELLING_APART = frozenset({"former", "late", "incoming", "outgoing"})
# "Attorney Ann Polk" is "the lawyer" too, a district attorney is not.
_ALSO = {"attorney": "lawyer", "lawyer": "attorney", "physician": "doctor"}
_OFFICES = frozenset({"district", "general", "state", "county", "prosecuting"})
# "The Republican senator" is one way more to name him; few texts tell his party beside his title.
_PARTIES = frozenset("republican democratic democrat conservative labour liberal socialist".split())
# "Former French | President Roux".
_MOST_BEFORE_TITLE = 2


class Roles:
    """Who is called what, by titles, words before the name, and appositions.

    Args:
        parse: The parse of the text.
        entities: The names of the text, in order.
    """

    def __init__(self, parse: Doc, entities: Sequence[Entity]) -> None:
        self._by_word: dict[str, list[Entity]] = {}
        self._by_title: dict[str, list[Entity]] = {}
        self._described: dict[str, set[str]] = {}
        self._by_owner: dict[tuple[str, str], set[str]] = {}
        for entity in entities:
            if entity.label == "PERSON":
                title = [*_title_of(entity)]
                roles = [*_beside(parse, entity)]
                before = [*_before(parse, entity, roles)]
                for role in roles:
                    for owner in _owners(role):
                        key = owner.lower_, role.lemma_.lower()
                        self._by_owner.setdefault(key, set()).add(entity.entity)
                called = {*_own(title), *(role.lemma_.lower() for role in roles)}
                if _OFFICES.isdisjoint(called) and _OFFICES.isdisjoint(word.lower_ for word in before):
                    called |= {_ALSO[word] for word in called & _ALSO.keys()}
                for word in called:
                    self._by_word.setdefault(word, []).append(entity)
                for words in {" ".join(title), *_own(title)[-1:]}:
                    self._by_title.setdefault(words, []).append(entity)
                described = self._described.setdefault(entity.entity, set())
                described |= {word.lower_ for word in before if _tells_apart(word)}

    def owned(self, noun: Token) -> set[str]:
        """Give who a text says is somebody's: "Pike's lawyer", after "Pike's lawyer, Ida Falk,"."""
        keys = ((owner.lower_, noun.lemma_.lower()) for owner in _owners(noun))
        return set().union(*(self._by_owner.get(key, set()) for key in keys))

    def known(self, words: Sequence[Token], before: int) -> set[str]:
        """Give whom a text has called so before a position, by the ids of their names.

        Args:
            words: The words after "the"; capitals must be those of a title ("the President").
            before: Position in the text.
        """
        apart = {word.lower_ for word in words[:-1] if _tells_apart(word)}
        words = [*(word for word in words[:-1] if not _tells_apart(word)), words[-1]]
        low = [word.lower_ for word in words if word.lower_ not in _PARTIES]
        found = [*self._by_title.get(" ".join(low), ())]
        if _DEPUTIES.isdisjoint(low) and not any(word.pos_ == "PROPN" for word in words):
            found += self._by_word.get(words[-1].lemma_.lower(), ())
        named = {entity.entity for entity in found if entity.start < before}
        return {one for one in named if apart <= self._described[one]}


def _owners(noun: Token) -> Iterator[Token]:
    """Give the name in "Ann Pike's lawyer", "a lawyer for Ann Pike"."""
    for child in noun.children:
        if child.dep_ == "poss" and child.pos_ == "PROPN":
            yield child
        if child.dep_ == "prep" and child.lower_ in ("for", "of"):
            yield from (one for one in child.rights if one.dep_ == "pobj" and one.pos_ == "PROPN")


def _title_of(entity: Entity) -> Iterator[str]:
    for word in entity.title.lower().replace(".", "").split():
        yield _SHORT_TITLES.get(word, word)


def _own(title: Sequence[str]) -> Sequence[str]:
    """Give the words of a title that are roles of whoever has it."""
    return () if not _DEPUTIES.isdisjoint(title) else title


def _tells_apart(word: Token) -> bool:
    capital = word.tag_ == "JJ" and word.text[:1].isupper() and word.lower_ not in _PARTIES
    return capital or word.lower_ in _TELLING_APART


def _before(parse: Doc, entity: Entity, roles: Sequence[Token]) -> Iterator[Token]:
    """Give the words that describe the roles of a name, wherever the parser hangs them."""
    for role in roles:
        yield from role.lefts
    first = parse.char_span(entity.start, entity.start + 1, alignment_mode="expand")
    if first is not None and len(first):
        at = first[0].i - len(entity.title.split())
        yield from parse[max(0, at - _MOST_BEFORE_TITLE) : max(0, at)]


def _beside(parse: Doc, entity: Entity) -> Iterator[Token]:
    """Give the roles before a name and in its apposition: "mayor | Ida Falk", "Ida Falk, the mayor"."""
    span = parse.char_span(entity.end - 1, entity.end, alignment_mode="expand")
    if span is None or not len(span):
        return
    token = span[0]
    nouns = [child for child in token.children if child.dep_ in ("compound", "appos")]
    nouns += [token.head] if token.dep_ == "appos" else []
    for noun in nouns:
        if _DEPUTIES.isdisjoint(word.lower_ for word in parse[max(0, noun.i - 1) : noun.i]):
            yield noun
