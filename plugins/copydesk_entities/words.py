"""The word lists that come with the plugin."""

from __future__ import annotations

import functools
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from copydesk_entities.lists import data_lines, listed, plain_letters, read_countries, sections, spellings

# Names of which the shape and the key are kept: those of some hundred articles.
KEPT = 8192

_OF_CUES = {
    "of place noun": "place noun",
    "of ruler": "ruler of",
    "of post": "post in",
    "of work": "work for",
    "of lead": "head of",
}
_IN_CUES = {
    "of trust": ("trusted", "in"),
    "of stake": ("shares", "in"),
    "of word": ("trusted", "from"),
    "of way": ("in place", "for"),
    "of play": ("opponent", "against", "from", "to"),
}
# Last names of well-known people that are words too, or those of as many others.
_NO_FIGURES = frozenset("May Brown Major Cook Hunt Gates Jobs Rice Graham Powell Silva Park Wallace".split())


@dataclass(frozen=True, eq=False)
class Words:
    """What the decisions look up. Sets hold words as they are written in running text.

    Two are the same only when they are one, so that what follows from a name and the words can be kept.

    Attributes:
        particles: "von", "de", "al".
        openers: Words with a capital at the start of a sentence: "But".
        joiners: Words that an acronym leaves out: "of".
        companies: What the names of companies end with, in lower case: "inc".
        loose: Words around titles that are no part of them: "former".
        address: Forms of address, which nothing but a person follows: "Mr".
        men: Titles of men: "Mr".
        women: Titles of women: "Ms".
        titles: "Mr", "General", "Minister", without a full stop; also in lower case.
        modifiers: Words that count only in front of a title: "Deputy", "Foreign".
        suffixes: Letters after a name: "MP".
        title_names: Titles that are as often first names: "Dean".
        given_names: First names, without accents; ask `is_first_name`.
        rare_names: Those of them that are seldom met.
        genders: "m" or "f" by first name, for names of men or women only.
        organisations: Words that make a name an organisation: "University".
        landforms: Last words of names of places: "River".
        venues: Last words of buildings that are bodies too: "Theatre".
        landmarks: Last words of places that are named by an owner: "Bridge" in "Carter's Bridge".
        first_landforms: First words of names of places: "Lake".
        countries: Name in the output, by each name that a country goes by.
        country_codes: ISO 3166 code by that name.
        things: Last words of names that are of another kind: "War".
        peoples: Peoples and the adjectives of countries: "German", "Germans".
        regions: Names of regions.
        bodies: Well-known organisations.
        figures: Well-known people, in full, and as one word by the last name where that is nothing else.
        weights: What a cue is worth for PERSON, ORG, LOC and none of them; see `cues`.
        before: The cue that a word before a name gives: "work before" by "film".
        before_in: The same for a word and "in", "from", "against" or "to": "shares" by "stake", "in".
        before_of: The same for a word before "of" and a name: "ruler of" by "mayor".
        cities: Thousands of people by name of a town; the largest of one name.
        english: Whether the texts are English, of which alone titles and cues know enough.
    """

    particles: frozenset[str]
    openers: frozenset[str]
    joiners: frozenset[str]
    companies: frozenset[str]
    loose: frozenset[str]
    address: frozenset[str]
    men: frozenset[str]
    women: frozenset[str]
    titles: frozenset[str]
    modifiers: frozenset[str]
    suffixes: frozenset[str]
    title_names: frozenset[str]
    given_names: frozenset[str]
    rare_names: frozenset[str]
    genders: Mapping[str, str]
    organisations: frozenset[str]
    landforms: frozenset[str]
    venues: frozenset[str]
    landmarks: frozenset[str]
    first_landforms: frozenset[str]
    countries: Mapping[str, str]
    country_codes: Mapping[str, str]
    things: frozenset[str]
    peoples: frozenset[str]
    regions: frozenset[str]
    bodies: frozenset[str]
    figures: frozenset[str]
    before: Mapping[str, str]
    before_of: Mapping[str, str]
    before_in: Mapping[tuple[str, str], str]
    cities: Mapping[str, int]
    weights: Mapping[str, tuple[float, float, float, float]]
    english: bool = True

    def is_first_name(self, word: str) -> bool:
        """Tell whether a word is a first name, common or rare; "Pierre-Simon" is one of two."""
        word = word if word.isascii() else plain_letters(word)
        return word in self.given_names or ("-" in word and self.given_names.issuperset(word.split("-")))

    def is_common_name(self, word: str) -> bool:
        """Tell whether a word is a common first name."""
        word = word if word.isascii() else plain_letters(word)
        return word in self.given_names and word not in self.rare_names

    def common_names(self, some: Iterable[str]) -> list[str]:
        """Give those of some words that are common first names."""
        some = [*some]
        known = self.given_names.intersection(some).difference(self.rare_names)
        return [*known, *(word for word in some if not word.isascii() and self.is_common_name(word))]

    def gender_of(self, name: str, title: str) -> str:
        """Give "m" or "f" by a title, else by a first name; "" in doubt."""
        for word in title.replace(".", "").split():
            if word in self.men or word in self.women:
                return "m" if word in self.men else "f"
        return self.genders.get(plain_letters(name.split(maxsplit=1)[0]), "") if " " in name else ""

    def may_be_last_name(self, word: str) -> bool:
        """Tell whether a word after a first name may be a last name: it is in no list of other words."""
        lists = (self.organisations, self.landforms, self.things, self.openers, self.titles, self.peoples)
        return not word.isupper() and word not in self.countries and not any(word in one for one in lists)


@functools.cache
def load_words() -> Words:
    """Read the lists; once in a process, they never change."""
    titles = sections("titles.txt")
    organisations = sections("organisations.txt")
    landforms = sections("landforms.txt")
    given, rare, genders = _given_names()
    countries = read_countries()
    before = sections("cue_words.txt")
    cities = _cities()
    other = (given, rare, countries.names, cities, organisations[""], landforms[""], titles[""])
    small: Any = {name: frozenset(words) for name, words in sections("small_words.txt").items() if name}
    return Words(
        **small,
        titles=_both_cases(titles[""]),
        modifiers=_both_cases(titles["modifiers"]),
        suffixes=frozenset(titles["suffixes"]),
        title_names=frozenset(titles["names too"]),
        given_names=given | rare,
        rare_names=rare - given,
        genders=genders,
        organisations=frozenset(organisations[""]),
        landforms=frozenset(landforms[""]),
        venues=frozenset(landforms["venues"]),
        landmarks=frozenset(landforms["landmarks"]),
        first_landforms=frozenset(landforms["first"]),
        countries=countries.names,
        country_codes=countries.codes,
        things=frozenset(" ".join(data_lines("things.txt")).split()),
        peoples=frozenset(countries.peoples),
        regions=listed("regions.txt"),
        bodies=listed("bodies.txt"),
        figures=_figures(*other),
        before={word: cue for cue, some in before.items() if not cue.startswith("of ") for word in some},
        before_of={word: _OF_CUES[cue] for cue, some in before.items() if cue in _OF_CUES for word in some},
        before_in={
            (form, word): cue
            for section, (cue, *between) in _IN_CUES.items()
            for stem in before[section]
            for form in (stem, f"{stem}s")
            for word in between
        },
        cities=cities,
        weights=_weights(),
    )


def _given_names() -> tuple[frozenset[str], frozenset[str], dict[str, str]]:
    """Read the common first names, the rare ones, and which are names of men or women only."""
    common: set[str] = set()
    rare: set[str] = set()
    genders: dict[str, str] = {}
    current = common
    for line in data_lines("given_names.txt"):
        if line == "rare:":
            current = rare
            continue
        name, _, gender = line.partition("\t")
        current.add(name if name.isascii() else plain_letters(name))
        if gender:
            genders.setdefault(name if name.isascii() else plain_letters(name), gender)
    return frozenset(common), frozenset(rare), genders


def _both_cases(words: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in words for form in (word, word.lower()))


def _figures(*other: Container[str]) -> frozenset[str]:
    """Read the well-known people; a last name that may be another thing ("May", "Ford") is left out."""
    full = listed("figures.txt")
    last = {name.rpartition(" ")[2] for name in full}
    return full | {
        name for name in last - _NO_FIGURES if len(name) > 3 and not any(name in one for one in other)
    }


def _cities() -> dict[str, int]:
    cities: dict[str, int] = {}
    for line in data_lines("cities.tsv"):
        name, *_, thousands = line.split("\t")
        for form in spellings(name):
            cities[form] = max(cities.get(form, 0), int(thousands))
    return cities


def _weights() -> dict[str, tuple[float, float, float, float]]:
    weights = {}
    for line in data_lines("weights.tsv"):
        cue, *values = line.split("\t")
        person, organisation, place, other = map(float, values)
        weights[cue] = (person, organisation, place, other)
    return weights
