"""Who can say something: people and bodies, told from things by name, by word or by ending."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

# Labels of names that nobody has, where a tagger gives more than people, bodies and places.
_NAMELESS = frozenset(
    "DATE TIME MONEY PERCENT QUANTITY ORDINAL CARDINAL EVENT WORK_OF_ART LAW PRODUCT LANGUAGE".split()
)
_PRONOUNS = frozenset({"he", "she", "they", "we", "i", "who", "others", "some", "many", "another"})
_SHARES = frozenset({"%", "percent"})
# "Dozens of protesters" are who they are of.
_AMOUNTS = frozenset(
    "dozen score hundred thousand million handful couple lot plenty number half rest".split()
)
_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "ee", "crat")
_SHORTEST = 4


def is_somebody(token: Token) -> bool:
    """Tell whether a word is for somebody who can speak; of a thing, a day or "it" this is false."""
    if token.lower_ in _SHARES:
        # "40 percent said so": of whom somebody asked.
        return True
    if token.ent_type_:
        return token.ent_type_ not in _NAMELESS
    if token.lower_ in _PRONOUNS or token.pos_ == "PROPN":
        return True
    word = token.lemma_.lower()
    if any(word in words_for(some) for some in ("people", "groups", "bodies")):
        return True
    if word in _AMOUNTS:
        of = (child for child in token.rights if child.lower_ == "of")
        return any(one.dep_ == "pobj" and is_somebody(one) for child in of for one in child.rights)
    return len(word) > _SHORTEST and word.endswith(_ENDINGS) and word not in words_for("things")


@functools.cache
def words_for(what: str) -> frozenset[str]:
    """Read the nouns that come with the plugin: "people", "groups", "bodies" or "things"."""
    words: dict[str, set[str]] = {}
    section = ""
    for line in files("copydesk_quotes").joinpath("data", "people.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif not line.startswith("#"):
            words.setdefault(section, set()).update(line.split())
    return frozenset(words[what])
