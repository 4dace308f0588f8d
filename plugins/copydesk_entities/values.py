"""Dates, sums, addresses and the like: marks that name nobody."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Literal

from copydesk import Entity
from copydesk_entities.dates import normal_date, normal_time
from copydesk_entities.mentions import Found, Tagged, found_at

Kind = Literal["dates", "times", "money", "percentages", "quantities", "peoples", "emails", "urls", "phones"]

# Kinds that the model marks, and its labels for them.
TAGGED = {
    "dates": "DATE",
    "times": "TIME",
    "money": "MONEY",
    "percentages": "PERCENT",
    "quantities": "QUANTITY",
    "peoples": "NORP",
}

PATTERNS = {
    "urls": ("URL", re.compile(r"\b(?:https?://|www\.)[^\s<>\"\u201c\u201d]+[\w/]")),
    "emails": (
        "EMAIL",
        re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[A-Za-z]{2,}\b"),
    ),
    "phones": (
        "PHONE",
        re.compile(
            # Atomic, or it would give "020 7946" of what goes on in another way.
            r"(?<![\w.,-])(?>\+\d{1,3}(?:[ .-]?\(\d{1,5}\))?(?:[ .-]?\d{1,12}){1,6}"
            r"|(?:\(\d{1,5}\)[ .-]?)?\d{2,5}(?:[ .-]\d{2,8}){1,4})(?![\w-]|,\d)"
        ),
    ),
}
_NORMAL = {"DATE": normal_date, "TIME": normal_time}
_FEWEST_DIGITS = 7
_DATE_OR_HOST = re.compile(
    r"(?:1[0-9]|20)\d\d[- .](?:(?:1[0-9]|20)\d\d|\d\d[- .]\d\d)"
    r"|[0-3]?\d[- .][0-3]?\d[- .](?:1[0-9]|20)\d\d"
    r"|(?:\d{1,3}\.){3}\d{1,3}"
)


def values(
    text: str, tagged: Iterable[Tagged], wanted: Collection[str], day: date | None, taken: Iterable[Entity]
) -> list[Entity]:
    """Mark dates, sums, addresses and the like that overlap no entity.

    Args:
        text: The document's text.
        tagged: Names that the model found.
        wanted: Kinds to mark.
        day: Day of the document, from which "yesterday" counts; None when unknown.
        taken: Entities that are marked already.
    """
    free = bytearray(b"\x01") * len(text)
    for entity in taken:
        free[entity.start : entity.end] = bytes(entity.end - entity.start)
    marked: list[Entity] = []
    for found in (*_patterned(text, wanted), *_tagged(text, tagged, wanted)):
        if all(free[found.start : found.end]):
            free[found.start : found.end] = bytes(found.end - found.start)
            write = _NORMAL.get(found.kind)
            name = (write and write(found.surface, day)) or found.surface
            marked.append(Entity(found.start, found.end, found.kind, name, ""))
    return marked


def _patterned(text: str, wanted: Collection[str]) -> Iterator[Found]:
    for kind, (label, pattern) in PATTERNS.items():
        if kind not in wanted:
            continue
        for match in pattern.finditer(text):
            is_short = label == "PHONE" and sum(map(str.isdigit, match[0])) < _FEWEST_DIGITS
            if not is_short and not _is_date_or_host(match[0]):
                yield found_at(text, *match.span(), label)


def _is_date_or_host(surface: str) -> bool:
    """Tell "2019-2023", "2024-03-01", "12.05.2024" and "192.168.10.15" from a telephone number."""
    return bool(_DATE_OR_HOST.fullmatch(surface))


def _tagged(text: str, tagged: Iterable[Tagged], wanted: Collection[str]) -> Iterator[Found]:
    labels = {TAGGED[kind] for kind in wanted if kind in TAGGED}
    for span in tagged:
        if span.label_ in labels and text[span.start_char : span.end_char].strip():
            yield found_at(text, span.start_char, span.end_char, span.label_)
