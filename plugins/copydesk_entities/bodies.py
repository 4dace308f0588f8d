"""Which names mean the same organisation or place: acronyms, short forms, companies."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from copydesk_entities.deciding import Votes, label_of, pooled
from copydesk_entities.linking import NameIndex, acronyms_of, is_company_of, is_short_for, root_of
from copydesk_entities.mentions import LOC, ORG, OTHER, PERSON, Found
from copydesk_entities.words import Words

# "DfT", "MoD".
_MIXED_ACRONYM = re.compile(r"(?:[A-Z][a-z]?){1,4}[A-Z]")


def name_by_company(
    by_key: Mapping[str, Sequence[Found]], votes: Mapping[str, Votes], kinds: dict[str, str], words: Words
) -> None:
    """Take "Lone Star" for no person where there is a "Lone Star Polymers Inc."."""
    companies = [key for key in kinds if kinds[key] == ORG and key.rpartition(" ")[2] in words.companies]
    index = NameIndex(companies)
    for key in [*kinds] if companies else ():
        if kinds[key] != PERSON or by_key[key][0].by == "user":
            continue
        long = [name for name in index.near(key) if is_company_of(key, name, words)]
        if long and label_of(pooled([(votes[key], 1.0), (votes[long[0]], 1.0)])) == ORG:
            kinds[key] = ORG


def link_bracketed(text: str, mentions: Sequence[Found], links: dict[str, str]) -> None:
    """Link the acronym to the name before it in "Ministry of Defence (MOD)"."""
    for one, other in pairwise(mentions):
        bracketed = text[one.end : other.start].strip() == "(" and text[other.end : other.end + 1] == ")"
        if bracketed and other.surface.isupper() and " " in one.surface and one.key not in links:
            links.setdefault(other.key, one.key)


def link_bodies(
    by_key: Mapping[str, Sequence[Found]],
    votes: Mapping[str, Votes],
    kinds: Mapping[str, str],
    links: dict[str, str],
    words: Words,
) -> None:
    """Link acronyms and short forms to the long names of organisations and places."""
    long = [key for key in votes if " " in key and kinds[key] in (ORG, LOC)]
    index = NameIndex(name for name in long if kinds[name] == ORG)
    acronyms: dict[str, list[str]] = {}
    has_acronyms = any(group[0].surface[-1].isupper() for group in by_key.values())
    for name in long if has_acronyms else ():
        for letters in acronyms_of(name, words):
            acronyms.setdefault(letters, []).append(name)
    for key, group in by_key.items():
        surface = group[0].surface
        if key in links or surface in words.countries:
            continue
        is_acronym = surface.isupper() or (has_acronyms and _MIXED_ACRONYM.fullmatch(surface) is not None)
        meant = acronyms.get(key.replace("&", "").replace("-", ""), []) if is_acronym else []
        if not meant and kinds.get(key) in (ORG, OTHER) and not is_listed_place(surface, words):
            meant = [name for name in index.near(key) if _may_be_called(name, key, words)]
            meant = [*dict.fromkeys(root_of(name, links) for name in meant)]
        if not meant and f"{key} city" in kinds:
            meant = [f"{key} city"]
        if len(meant) == 1 or (meant and is_acronym):
            links[key] = meant[0]


def _may_be_called(long: str, short: str, words: Words) -> bool:
    return is_short_for(short, long, words) or is_company_of(short, long, words)


def is_listed_place(surface: str, words: Words) -> bool:
    """Tell whether a name is that of a town or region."""
    return surface in words.cities or surface in words.regions
