"""Where a place is, when that is certain."""

from __future__ import annotations

import functools
from collections.abc import Collection
from typing import NamedTuple

from copydesk_entities.lists import data_lines, read_countries, spellings

# A name that two towns share means the larger one when it is so many times as large. Source: the
# population prior of toponym resolution (Leidner, Toponym Resolution in Text, 2007). The figures are set by
# reason: below them, Birmingham in England and in Alabama would be one.
_TIMES_AS_LARGE = 10
# The list has no towns under 50,000 people. One with ten times as many has no unknown rival to speak of.
_LARGE_THOUSANDS = 500


class Place(NamedTuple):
    """Where a place is.

    Attributes:
        country: ISO 3166 code of two letters.
        latitude: Degrees north of the equator; None for a country.
        longitude: Degrees east of Greenwich; None for a country.
    """

    country: str
    latitude: float | None = None
    longitude: float | None = None


class _Town(NamedTuple):
    country: str
    latitude: float
    longitude: float
    thousands: int


@functools.cache
def load_places() -> Places:
    """Read the lists; once in a process, they never change."""
    towns: dict[str, list[_Town]] = {}
    for line in data_lines("cities.tsv"):
        name, country, latitude, longitude, thousands = line.split("\t")
        town = _Town(country, float(latitude), float(longitude), int(thousands))
        for form in spellings(name):
            towns.setdefault(form, []).append(town)
    countries = read_countries()
    codes = {form: countries.codes[name] for form, name in countries.names.items()}
    return Places(towns, codes, countries.peoples)


class Places:
    """Countries and towns by their names.

    Args:
        towns: Towns by name, the largest first.
        countries: ISO 3166 code by each name of a country.
        peoples: ISO 3166 code by the names of its people and its adjective.
    """

    def __init__(
        self, towns: dict[str, list[_Town]], countries: dict[str, str], peoples: dict[str, str]
    ) -> None:
        self._towns = {name: sorted(found, key=lambda town: -town.thousands) for name, found in towns.items()}
        self._countries = countries
        self._peoples = peoples

    def countries_in(self, names: Collection[str], words: Collection[str]) -> frozenset[str]:
        """Give the codes of the countries that a document speaks of.

        Args:
            names: Names of places in it.
            words: Its words, for peoples and adjectives ("French").
        """
        named = {self._countries[name] for name in names if name in self._countries}
        return frozenset(named | {self._peoples[word] for word in words if word in self._peoples})

    def find(self, name: str, spoken_of: Collection[str]) -> Place | None:
        """Give where a place is; None when it is not known or could be several.

        Args:
            name: Its name.
            spoken_of: Codes of the countries that the document speaks of.
        """
        if code := self._countries.get(name):
            return Place(code)
        towns = self._towns.get(name, ())
        if not towns:
            return None
        first, rivals = towns[0], towns[1:]
        if any(town.country in spoken_of for town in rivals):
            return None
        next_thousands = max((town.thousands for town in rivals), default=0)
        is_dominant = first.thousands >= max(_LARGE_THOUSANDS, _TIMES_AS_LARGE * next_thousands)
        same_country = any(town.country == first.country for town in rivals)
        if is_dominant or (first.country in spoken_of and not same_country):
            return Place(first.country, first.latitude, first.longitude)
        return None
