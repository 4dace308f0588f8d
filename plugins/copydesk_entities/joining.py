"""Names that a tagger cut in two: "Communist Party" and "China"."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk_entities.mentions import COARSE, LOC, ORG, Found, found_at
from copydesk_entities.words import Words

_LINKS = frozenset((" of ", " of the "))


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
        else:
            joint.append(found)
    return joint


def _belong(text: str, before: Found, found: Found, words: Words) -> bool:
    if "user" in (before.by, found.by) or COARSE.get(before.kind) != ORG:
        return False
    if COARSE.get(found.kind) not in (LOC, ORG) or text[before.end : found.start] not in _LINKS:
        return False
    last = before.surface.split()[-1]
    return last in words.organisations and last.casefold() not in words.companies and not last.endswith(".")
