"""What speaks for a kind in the name itself: first names, "University", "River", an acronym."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from copydesk_entities.words import KEPT, Words

_INITIALS = re.compile(
    r"(?:[A-Z]\.[\s-]?){1,3}\s?[A-Z]'?[A-Za-z]|[A-Z][a-z]+\s(?:[A-Z]\.?\s)+[A-Z][a-z\u00df-\u017f]"
)
_GENERATION = re.compile(r"\b(?:Jr\.?|Sr\.?|II|III|IV|VI|VII|VIII|the Elder|the Younger|the Great)$")
_PARTICLE = re.compile(
    r"\b(?:van|von|de la|bin|ibn|al-|el-|du|dos|ter|ten|O['\u2019])\s?[A-Z]|\bMc[A-Z]|\bMac[A-Z]"
)
_COMPANY = re.compile(r"\b(?:Inc|Corp|Co|Ltd|LLC|LLP|L\.P|plc|PLC|GmbH|AG|S\.A|SpA|N\.V|Holdings|& Co)\.?$")
_ACRONYM = re.compile(r"[A-Z][A-Z&-]{1,6}s?")
_LONGEST_ACRONYM = 7
_COMPASS = re.compile(
    r"(?:North|South|East|West|Northern|Southern|Eastern|Western|Central|Upper|Lower|"
    r"New|San|Santa|Los|Las|Fort|Port|El)\s[A-Z]"
)
_PREFIX = re.compile(r"(?:pro|anti|non|pan|ex|post|pre|neo|mid)-", re.IGNORECASE)
_OF = re.compile(r"\s(?:of|for|on|and|in|at|de|des)\s")
# "UKRAINE" and "OLAF SCHOLZ" are read in the lists as "Ukraine" and "Olaf Scholz", "NATO" is not.
_SHOUTED = re.compile(r"[A-Z'\u2019-]{5,}|[A-Z'\u2019-]{2,}(?:\s[A-Z'\u2019-]{2,})+")


@functools.lru_cache(KEPT)
def shape_cues(surface: str, words: Words) -> tuple[str, ...]:
    """Give the cues in the name itself."""
    return (*_shape_cues(surface, words),)


def _shape_cues(surface: str, words: Words) -> Iterator[str]:
    if _SHOUTED.fullmatch(surface) and not _may_be_acronym(surface, words):
        surface = surface.title()
    surface = surface.replace("\u2019", "'")
    parts = surface.split()
    if _COMPANY.search(surface):
        yield "company suffix"
    elif _has_organisation_word(surface, parts, words):
        yield "organisation word" if len(parts) > 1 else "organisation word alone"
    if parts[-1] in words.venues and len(parts) > 1:
        yield "venue word"
    if "&" in surface:
        yield "ampersand"
    if parts[-1] in words.things:
        yield "thing word"
    yield from _listed(surface, words)
    yield from _letters(surface)
    if len(parts) == 1:
        yield "one word"
        if _ACRONYM.fullmatch(surface) and surface.title() not in words.cities:
            yield "acronym"
    elif len(parts) > 3:
        yield "four words"
    yield from _person_shape(surface, parts, words)
    yield from _place_shape(surface, parts, words)
    if len(parts) > 1:
        yield from _named_after(surface, parts, words)


def _listed(surface: str, words: Words) -> Iterator[str]:
    if surface in words.peoples:
        yield "people"
    if surface in words.bodies:
        yield "known body"
    if surface in words.figures:
        yield "known person" if " " in surface else "known last name"


def _may_be_acronym(surface: str, words: Words) -> bool:
    """Tell "MSNBC" and "UNICEF" from "UKRAINE" and "DAVID"."""
    name = surface.title()
    known = name in words.countries or name in words.regions or name in words.cities
    return (
        len(surface) <= _LONGEST_ACRONYM and surface.isalpha() and not known and not words.is_first_name(name)
    )


def _letters(surface: str) -> Iterator[str]:
    if any(map(str.isdigit, surface)):
        yield "digit"
    if "-" in surface and _PREFIX.match(surface):
        yield "prefix"
    if surface.islower():
        yield "small letters"


def _person_shape(surface: str, parts: list[str], words: Words) -> Iterator[str]:
    if len(parts) > 1 and words.is_first_name(parts[0]):
        yield "first name" if words.is_common_name(parts[0]) else "rare first name"
    elif words.is_common_name(surface):
        yield "first name alone"
    if len(parts) > 1 and not surface.isascii():
        yield "accents"
    if ("." in surface or len(parts) > 2) and _INITIALS.match(surface):
        yield "initials"
    if _GENERATION.search(surface):
        yield "generation"
    if _PARTICLE.search(surface):
        yield "particle"


def _place_shape(surface: str, parts: list[str], words: Words) -> Iterator[str]:
    if surface in words.countries:
        yield "country"
    elif surface in words.regions:
        yield "region"
    elif thousands := words.cities.get(surface):
        yield "big town" if thousands >= 500 else "town"
    if len(parts) > 1:
        is_landform = parts[-1] in words.landforms and not is_district_of_body(parts, words)
        if is_landform or parts[0] in words.first_landforms:
            yield "landform"
        if _COMPASS.match(surface):
            yield "compass"


def _named_after(surface: str, parts: list[str], words: Words) -> Iterator[str]:
    """Give the cues of a team with its town ("Miami Heat"), and of what has a person's name."""
    is_place = parts[-1] in words.landforms
    is_body = parts[-1] in words.organisations
    if is_place or is_body:
        if len(parts) > 2 and words.is_first_name(parts[0]):
            yield "place with a first name" if is_place else "body with a first name"
    elif surface not in words.cities and surface not in words.regions and surface not in words.countries:
        if len(parts) == 2 and parts[1] in words.cities and not any(map(words.is_first_name, parts)):
            if not _COMPASS.match(surface):
                yield "town last"
        elif _town_first(parts, words):
            yield "town first"


def _town_first(parts: list[str], words: Words) -> bool:
    one, two = parts[0], " ".join(parts[:2])
    if parts[-1] in words.things or words.is_common_name(one):
        return False
    return one in words.cities or (len(parts) > 2 and two in words.cities)


def is_district_of_body(parts: Sequence[str], words: Words) -> bool:
    """Tell "Fresno School District" from "Lake District"."""
    return len(parts) > 2 and parts[-1] == "District" and parts[-2] in words.organisations


def _has_organisation_word(surface: str, parts: list[str], words: Words) -> bool:
    """Tell whether the head of a name is a word for a body: the last word, or the last before "of"."""
    if parts[-1] in words.organisations or is_district_of_body(parts, words):
        return True
    head = _OF.split(surface, 1)[0].split() if len(parts) > 2 else parts
    return bool(head) and head[-1] in words.organisations
