"""Names that a tagger cut in two: "Communist Party" and "China", "Usain" and "Clarke"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copydesk_entities.mentions import COARSE, LOC, ORG, Found, found_at
from copydesk_entities.words import Words

_PARTNER = re.compile(r"\b([A-Z]\w+)[ ](?:and|&)[ ]$")
# "Agency for Marine Science" is one body, "the agency for Chad" two names.
_LINKS = (frozenset([" of ", " of the "]), frozenset([" of ", " of the ", " for "]))


def joined(text: str, mentions: Sequence[Found], words: Words) -> list[Found]:
    """Join a body and the place or body it is of: "Bank of England", "Communist Party of China".

    Args:
        text: The document's text.
        mentions: In order of position, none overlapping another.
        words: Word lists.
    """
    joint: list[Found] = []
    for found in mentions:
        before = joint[-1] if joint else None
        if before and _belong(text, before, found, words):
            joint[-1] = found_at(text, before.start, found.end, "ORG", by=before.by)
        elif couple := _of_a_couple(text, before, found, words):
            joint[-1:] = [] if before and couple.start <= before.start else joint[-1:]
            joint.append(couple)
        elif before and _are_halves(text, before, found, words):
            joint[-1] = found_at(text, before.start, found.end, before.kind, before.title, by=before.by)
        else:
            joint.append(found)
    return joint


def _of_a_couple(text: str, before: Found | None, found: Found, words: Words) -> Found | None:
    """Complete "Melinda Gates Foundation" to "Bill and Melinda Gates Foundation"."""
    first, _, rest = found.surface.partition(" ")
    if COARSE.get(found.kind) != ORG or found.by == "user" or not words.is_common_name(first):
        return None
    match = _PARTNER.search(text, max(0, found.start - 24), found.start)
    if not match or not words.is_common_name(match[1]) or rest.rpartition(" ")[2] not in words.organisations:
        return None
    if before and before.end > match.start(1) and (before.start, before.end) != match.span(1):
        return None
    return found_at(text, match.start(1), found.end, "ORG", by=found.by)


def _are_halves(text: str, before: Found, found: Found, words: Words) -> bool:
    """Tell "Usain" and "Clarke" from "London" and "England"."""
    if text[before.end : found.start] != " " or before.kind != found.kind or before.kind not in COARSE:
        return False
    both = (before.surface, found.surface)
    known = any(one in words.countries or one in words.regions or one in words.cities for one in both)
    return not known and before.by == found.by == "model" and all(map(str.isalpha, both))


def _belong(text: str, before: Found, found: Found, words: Words) -> bool:
    if "user" in (before.by, found.by) or COARSE.get(before.kind) != ORG:
        return False
    link = text[before.end : found.start]
    if link not in _LINKS[found.kind == "ORG"] or COARSE.get(found.kind) not in (LOC, ORG):
        return False
    last = before.surface.split()[-1]
    return last in words.organisations and last.casefold() not in words.companies and not last.endswith(".")
