"""What speaks for a kind: the shape of a name, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from copydesk_entities.mentions import LOC, ORG, PERSON, Found
from copydesk_entities.words import Words


class Cue(NamedTuple):
    """What a cue is worth.

    Attributes:
        label: The kind it speaks for.
        weight: How strongly; negative when it speaks against.
    """

    label: str
    weight: float


# One vote of the tagger is worth 1. The weights were set by hand and checked by leaving each out.
CUES = {
    # shape of the name
    "first name": Cue(PERSON, 1.5),
    "rare first name": Cue(PERSON, 1.0),
    "first name alone": Cue(PERSON, 0.6),
    "initials": Cue(PERSON, 2.0),
    "generation": Cue(PERSON, 2.0),
    "particle": Cue(PERSON, 0.7),
    "organisation word": Cue(ORG, 2.5),
    "company suffix": Cue(ORG, 4.0),
    "acronym": Cue(ORG, 1.0),
    "not an acronym": Cue(PERSON, -1.5),
    "ampersand": Cue(ORG, 1.5),
    "country": Cue(LOC, 5.0),
    "region": Cue(LOC, 2.0),
    "big town": Cue(LOC, 1.5),
    "town": Cue(LOC, 0.8),
    "landform": Cue(LOC, 1.7),
    "compass": Cue(LOC, 1.0),
    # words around it
    "title": Cue(PERSON, 3.0),
    "age": Cue(PERSON, 3.0),
    "letters after": Cue(PERSON, 3.0),
    "who": Cue(PERSON, 1.5),
    "born": Cue(PERSON, 1.5),
    "kin": Cue(PERSON, 1.5),
    "speech": Cue(PERSON, 0.5),
    "deed": Cue(PERSON, 1.0),
    "manner": Cue(PERSON, 1.0),
    "named": Cue(PERSON, 1.0),
    "article": Cue(PERSON, -1.2),
    "article for a body": Cue(ORG, 0.4),
    "post in": Cue(ORG, 1.2),
    "staff": Cue(ORG, 1.0),
    "shares": Cue(ORG, 1.5),
    "in": Cue(LOC, 0.6),
    "near": Cue(LOC, 1.0),
    "place noun": Cue(LOC, 2.0),
    "ruler of": Cue(LOC, 1.2),
    "based": Cue(LOC, 1.5),
    "followed by a country": Cue(LOC, 2.0),
}

_INITIALS = re.compile(
    r"(?:[A-Z]\.[\s-]?){1,3}\s?[A-Z][a-z]|[A-Z][a-z]+\s(?:[A-Z]\.?\s)+[A-Z][a-z\u00df-\u017f]"
)
_GENERATION = re.compile(r"\b(?:Jr\.?|Sr\.?|II|III|IV|VI|VII|VIII|the Elder|the Younger|the Great)$")
_PARTICLE = re.compile(
    r"\b(?:van|von|de la|bin|ibn|al-|el-|du|dos|ter|ten|O['\u2019])\s?[A-Z]|\bMc[A-Z]|\bMac[A-Z]"
)
_COMPANY = re.compile(r"\b(?:Inc|Corp|Co|Ltd|LLC|LLP|L\.P|plc|PLC|GmbH|AG|S\.A|SpA|N\.V|Holdings|& Co)\.?$")
_ACRONYM = re.compile(r"[A-Z][A-Z&-]{1,6}s?")
_COMPASS = re.compile(
    r"(?:North|South|East|West|Northern|Southern|Eastern|Western|Central|Upper|Lower|"
    r"New|San|Santa|Los|Las|Fort|Port|El)\s[A-Z]"
)
_OF = re.compile(r"\s(?:of|for|on|and|in|at|de|des)\s")

_AFTER = re.compile(
    r"""(?P<age>,\s\d{1,2}(?:[,.;]|\sand\b)|,\s(?:aged|age)\s\d|\s\(\d{1,2}\))
    |(?P<letters_after>,?\s(?:MP|MEP|MSP|QC|KC|OBE|MBE|CBE|PhD|Jr|Sr)\b)
    |(?P<who>,?\s(?:who|whom|whose)\b)
    |(?P<born>\s\(?(?:was\s)?born\b|\s\((?:b\.|c\.|born)?\s?\d{4})
    |(?P<speech>,?\s(?:said|says|told|added|explained|argued|recalled|wrote|replied|asked|noted|tweeted|laughed|smiled)\b)
    |(?P<deed>\s(?:laughed|smiled|died|married|resigned|retired|graduated|grew\sup|nodded|sighed|shrugged|walked|joined|stepped\sdown|was\s(?:elected|appointed|arrested|jailed|killed|educated|survived|raised))\b)
    |(?P<manner>-(?:like|esque|era|style)\b)
    |(?P<staff>(?:['\u2019]s)?\s(?:spokes(?:man|woman|person)|officials?|employees|executives?|workers|members|researchers|staff|chief\sexecutive|subsidiary)\b)
    |(?P<shares>(?:['\u2019]s)?\s(?:shares|stock|profits?|revenues?|customers|products|headquarters)\b|\s\((?:NYSE|NASDAQ|LSE))
    |(?P<based>-based\b|-born\b)
    """,
    re.VERBOSE,
)

_BEFORE = re.compile(
    r"""(?P<place_noun>\b(?:city|town|village|capital|province|state|region|district|county|port|island|suburb|republic|kingdom|borough|municipality)\sof\s)$
    |(?P<ruler_of>\b(?:mayor|governor|king|queen|emperor|people|citizens|streets|outskirts|north|south|east|west|centre|center|coast|border|part|parts|government|ambassador|residents|invasion)\s(?:of|to|with)\s)$
    |(?P<near>\b(?:near|outside|across|throughout|around|toward|towards|neighbouring|neighboring|downtown|central|northern|southern|eastern|western|to)\s)$
    |(?P<in_>\b(?:in|from|into|within)\s)$
    |(?P<kin>\b(?:wife|husband|son|daughter|brother|sister|mother|father|friend|colleague|partner|girlfriend|boyfriend|cousin|uncle|aunt)s?,?\s)$
    |(?P<named>\b(?:named|met|hi|dear|hello|thanks|regards),?\s)$
    |(?P<post_in>\b(?:CEO|chairman|chairwoman|director|founder|member|members|head|executive|manager|spokesman|spokeswoman|spokesperson|leader|employee|employees|graduate|professor|president|co-founder|subsidiary|shares)\s(?:of|at|for)\s(?:the\s)?)$
    |(?P<article>\b(?:the|an?)\s)$
    """,
    re.VERBOSE | re.IGNORECASE,
)

_REACH = 28


def shape_cues(surface: str, words: Words) -> Iterator[str]:
    """Give the cues in the name itself."""
    parts = surface.split()
    if _COMPANY.search(surface):
        yield "company suffix"
    elif _has_organisation_word(surface, words):
        yield "organisation word"
    if "&" in surface:
        yield "ampersand"
    yield from _person_shape(surface, parts, words)
    yield from _place_shape(surface, parts, words)
    if len(parts) == 1 and _ACRONYM.fullmatch(surface):
        yield "acronym"
        yield "not an acronym"


def context_cues(text: str, found: Found, words: Words) -> Iterator[str]:
    """Give the cues in the words around a mention."""
    if found.title and (found.title[0].isupper() or found.kind == PERSON):
        yield "title"
    if match := _AFTER.match(text, found.end, found.end + _REACH):
        yield (match.lastgroup or "").replace("_", " ")
    if match := _BEFORE.search(text[max(0, found.start - _REACH) : found.start]):
        cue = (match.lastgroup or "").rstrip("_").replace("_", " ")
        yield cue
        if cue == "article":
            yield "article for a body"
    if text.startswith(", ", found.end):
        following = re.match(r"[A-Z]\w+(?:\s[A-Z]\w+)?", text[found.end + 2 : found.end + 40])
        if following and (following[0] in words.countries or following[0] in words.regions):
            yield "followed by a country"


def _person_shape(surface: str, parts: list[str], words: Words) -> Iterator[str]:
    if len(parts) > 1 and parts[0] in words.given_names:
        yield "rare first name" if parts[0] in words.rare_names else "first name"
    elif surface in words.given_names and surface not in words.rare_names:
        yield "first name alone"
    if _INITIALS.match(surface):
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
        if parts[-1] in words.landforms or parts[0] in words.first_landforms:
            yield "landform"
        if _COMPASS.match(surface):
            yield "compass"


def _has_organisation_word(surface: str, words: Words) -> bool:
    """Tell whether the head of a name is a word for a body; "Bank" alone is."""
    head = _OF.split(surface, 1)[0].split()
    last = surface.split()
    return bool(head) and (head[-1] in words.organisations or last[-1] in words.organisations)
