"""Dates in one form: "3 March 2024" and "yesterday" as 2024-03-03."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = (
    r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_YEAR = r"(?P<year>1[0-9]\d\d|20\d\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
_ABSOLUTE = [
    re.compile(rf"{_WEEKDAY}(?:the\s+)?{_DAY}(?:\s+of)?\s+{_MONTH}(?:,?\s+{_YEAR})?"),
    re.compile(rf"{_WEEKDAY}{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?"),
    re.compile(rf"{_MONTH},?\s+{_YEAR}"),
    re.compile(rf"{_YEAR}-(?P<number>[01]\d)-(?P<day>[0-3]\d)"),
    re.compile(_YEAR),
]
_RELATIVE = {"today": 0, "tonight": 0, "yesterday": -1, "last night": -1, "tomorrow": 1}


def normal_date(surface: str, day: date | None = None) -> str:
    """Write a date as ISO 8601: a day, a month or a year; "" when it is none that is certain.

    Args:
        surface: The words, for example "3 March".
        day: The day that the words were written, for dates that count from it.

    Example:
        >>> normal_date("3 March 2024"), normal_date("March 2024"), normal_date("last spring")
        ('2024-03-03', '2024-03', '')
        >>> normal_date("Monday", date(2024, 3, 6))
        '2024-03-04'
    """
    words = " ".join(surface.casefold().split())
    for pattern in _ABSOLUTE:
        if match := pattern.fullmatch(words):
            return _absolute(match.groupdict(), day)
    return _relative(words, day) if day else ""


def _absolute(parts: dict[str, str | None], day: date | None) -> str:
    year = int(parts.get("year") or (day.year if day else 0))
    month = int(parts.get("number") or 0) or _month(parts.get("month") or "")
    if not year:
        return ""
    if not month:
        return f"{year}"
    if not parts.get("day"):
        return f"{year}-{month:02}"
    try:
        return date(year, month, int(parts["day"] or 0)).isoformat()
    except ValueError:
        return ""


def _month(word: str) -> int:
    return next((number for number, name in enumerate(_MONTHS, 1) if word and name.startswith(word[:3])), 0)


def _relative(words: str, day: date) -> str:
    """Count from the day of the document; a bare weekday is the last one, as in news."""
    words = (
        words.removeprefix("this ")
        .removesuffix(" morning")
        .removesuffix(" evening")
        .removesuffix(" afternoon")
    )
    if words in _RELATIVE:
        return _shifted(day, _RELATIVE[words])
    if words.removeprefix("last ").removeprefix("on ") in _DAYS:
        back = (day.weekday() - _DAYS.index(words.split()[-1])) % 7
        return _shifted(day, -back or (-7 if words.startswith("last ") else 0))
    return ""


def _shifted(day: date, days: int) -> str:
    try:
        return (day + timedelta(days=days)).isoformat()
    except OverflowError:
        return ""
