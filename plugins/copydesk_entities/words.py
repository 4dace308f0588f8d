"""The word lists that come with the plugin."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import NamedTuple

DATA = files("copydesk_entities") / "data"


@dataclass(frozen=True)
class Words:
    """What the decisions look up. Sets hold words as they are written in running text.

    Attributes:
        particles: "von", "de", "al".
        openers: Words with a capital at the start of a sentence: "But".
        joiners: Words that an acronym leaves out: "of".
        companies: What the names of companies end with, in lower case: "inc".
        loose: Words around titles that are no part of them: "former".
        address: Forms of address, which nothing but a person follows: "Mr".
        titles: "Mr", "General", "Minister", without a full stop; also in lower case.
        modifiers: Words that count only in front of a title: "Deputy", "Foreign".
        suffixes: Letters after a name: "MP".
        title_names: Titles that are as often first names: "Dean".
        given_names: First names, without accents; ask `is_first_name`.
        rare_names: Those of them that are seldom met.
        organisations: Words that make a name an organisation: "University".
        landforms: Last words of names of places: "River".
        first_landforms: First words of names of places: "Lake".
        countries: Name in the output, by each name that a country goes by.
        country_codes: ISO 3166 code by that name.
        things: Last words of names that are of another kind: "War".
        peoples: Peoples and the adjectives of countries: "German", "Germans".
        regions: Names of regions.
        bodies: Well-known organisations.
        weights: What a cue is worth for PERSON, ORG, LOC and none of them; see `cues`.
        cities: Thousands of people by name of a town; the largest of one name.
    """

    particles: frozenset[str]
    openers: frozenset[str]
    joiners: frozenset[str]
    companies: frozenset[str]
    loose: frozenset[str]
    address: frozenset[str]
    titles: frozenset[str]
    modifiers: frozenset[str]
    suffixes: frozenset[str]
    title_names: frozenset[str]
    given_names: frozenset[str]
    rare_names: frozenset[str]
    organisations: frozenset[str]
    landforms: frozenset[str]
    first_landforms: frozenset[str]
    countries: Mapping[str, str]
    country_codes: Mapping[str, str]
    things: frozenset[str]
    peoples: frozenset[str]
    regions: frozenset[str]
    bodies: frozenset[str]
    cities: Mapping[str, int]
    weights: Mapping[str, tuple[float, float, float, float]]

    def is_first_name(self, word: str) -> bool:
        """Tell whether a word is a first name, common or rare."""
        return (word if word.isascii() else plain_letters(word)) in self.given_names

    def is_common_name(self, word: str) -> bool:
        """Tell whether a word is a common first name."""
        word = word if word.isascii() else plain_letters(word)
        return word in self.given_names and word not in self.rare_names

    def may_be_last_name(self, word: str) -> bool:
        """Tell whether a word after a first name may be a last name: it is in no list of other words."""
        lists = (self.organisations, self.landforms, self.things, self.openers, self.titles, self.peoples)
        return not word.isupper() and word not in self.countries and not any(word in one for one in lists)


def plain_letters(word: str) -> str:
    """Write a word without accents."""
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


@functools.cache
def load_words() -> Words:
    """Read the lists; once in a process, they never change."""
    titles = _sections("titles.txt")
    organisations = _sections("organisations.txt")
    landforms = _sections("landforms.txt")
    given = _sections("given_names.txt")
    countries = read_countries()
    small = {name: frozenset(words) for name, words in _sections("small_words.txt").items() if name}
    return Words(
        **small,
        titles=_both_cases(titles[""]),
        modifiers=_both_cases(titles["modifiers"]),
        suffixes=frozenset(titles["suffixes"]),
        title_names=frozenset(titles["names too"]),
        given_names=frozenset(map(plain_letters, given[""] + given["rare"])),
        rare_names=frozenset(map(plain_letters, given["rare"])) - {*map(plain_letters, given[""])},
        organisations=frozenset(organisations[""]),
        landforms=frozenset(landforms[""]),
        first_landforms=frozenset(landforms["first"]),
        countries=countries.names,
        country_codes=countries.codes,
        things=frozenset(" ".join(data_lines("things.txt")).split()),
        peoples=frozenset(countries.peoples),
        regions=_listed("regions.txt"),
        bodies=_listed("bodies.txt"),
        cities=_cities(),
        weights=_weights(),
    )


def data_lines(name: str) -> list[str]:
    """Read the lines of a list, without comments."""
    lines = (DATA / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _sections(name: str) -> dict[str, list[str]]:
    """Read words, one list for each line that ends with a colon."""
    sections: dict[str, list[str]] = {"": []}
    current = sections[""]
    for line in data_lines(name):
        if line.endswith(":"):
            current = sections.setdefault(line[:-1], [])
        else:
            current += line.split()
    return sections


def _listed(name: str) -> frozenset[str]:
    return frozenset(part.strip() for line in data_lines(name) for part in line.split(",")) - {""}


def _both_cases(words: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in words for form in (word, word.lower()))


class Countries(NamedTuple):
    """The list of countries.

    Attributes:
        names: The name to show by each name.
        codes: ISO 3166 code by the name to show.
        peoples: The same code by the names of its people and its adjective.
    """

    names: dict[str, str]
    codes: dict[str, str]
    peoples: dict[str, str]


def read_countries() -> Countries:
    """Read the list of countries."""
    found = Countries({}, {}, {})
    for line in data_lines("countries.txt"):
        code, name, others, demonyms = line.split("|")
        for form in (name, *filter(None, others.split(", "))):
            found.names[form] = name
        found.codes[name] = code
        for demonym in demonyms.split():
            found.peoples.setdefault(demonym.replace("_", " "), code)
    return found


def _cities() -> dict[str, int]:
    cities: dict[str, int] = {}
    for line in data_lines("cities.tsv"):
        name, *_, thousands = line.split("\t")
        cities[name] = max(cities.get(name, 0), int(thousands))
    return cities


def _weights() -> dict[str, tuple[float, float, float, float]]:
    weights = {}
    for line in data_lines("weights.tsv"):
        cue, *values = line.split("\t")
        person, organisation, place, other = map(float, values)
        weights[cue] = (person, organisation, place, other)
    return weights
