"""Dates and times in one form: "3 March 2024" and "yesterday" as 2024-03-03, "5 pm" as 17:00."""

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
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNT = rf"(?P<count>\d{{1,3}}|an?|{'|'.join(_COUNTS)})"
_COUNTED = [
    (-1, re.compile(rf"{_COUNT} (?P<unit>day|week|month|year)s? (?:ago|earlier|before)")),
    (1, re.compile(rf"(?:in {_COUNT} (?P<unit>day|week|month|year)s?)")),
    (1, re.compile(rf"{_COUNT} (?P<unit>day|week|month|year)s? (?:later|from now)")),
]
_BESIDE = re.compile(r"(?:the )?(?P<which>last|this|next|past|previous|coming) (?P<unit>week|month|year)")
_STEPS = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}
_CLOCK = re.compile(
    r"(?:(?:at|about|around|by|before|after) )?(?P<hour>[0-2]?\d)(?:[:.](?P<minute>[0-5]\d))?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?(?: ?(?P<zone>gmt|utc))?"
)
_NAMED_TIMES = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
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


def normal_time(surface: str, day: date | None = None) -> str:
    """Write a time as ISO 8601: a time of day, with the day where it is named; "" when it is none.

    Example:
        >>> normal_time("5.30 p.m."), normal_time("noon"), normal_time("Friday night")
        ('17:30', '12:00', '')
        >>> normal_time("yesterday at 5 pm", date(2024, 3, 6))
        '2024-03-05T17:00'
    """
    words = " ".join(surface.casefold().split())
    if clock := _clock(words):
        return clock
    for joint in (" at ", " on ", ", ", " "):
        first, found, second = words.rpartition(joint) if joint == " at " else words.partition(joint)
        for one, other in ((first, second), (second, first)):
            if found and (clock := _clock(one)) and len(on := normal_date(other, day)) == len("2024-03-05"):
                return f"{on}T{clock}"
    return ""


def _clock(words: str) -> str:
    if words in _NAMED_TIMES:
        return _NAMED_TIMES[words]
    match = _CLOCK.fullmatch(words)
    if not match or not (match["half"] or match["minute"]):
        return ""
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    zone = "Z" if match["zone"] else ""
    return f"{hour:02}:{match['minute'] or '00'}{zone}" if hour < 24 else ""


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
    if match := _BESIDE.fullmatch(words):
        return _moved(day, _STEPS[match["which"]], match["unit"])
    words = (
        words.removeprefix("this ")
        .removesuffix(" morning")
        .removesuffix(" evening")
        .removesuffix(" afternoon")
    )
    if words in _RELATIVE:
        return _shifted(day, _RELATIVE[words])
    if words.startswith("next ") and words[5:] in _DAYS:
        return _shifted(day, (_DAYS.index(words[5:]) - day.weekday()) % 7 or 7)
    if words.removeprefix("last ").removeprefix("on ") in _DAYS:
        back = (day.weekday() - _DAYS.index(words.split()[-1])) % 7
        return _shifted(day, -back or (-7 if words.startswith("last ") else 0))
    for sign, pattern in _COUNTED:
        if match := pattern.fullmatch(words):
            count = 1 if match["count"] in ("a", "an") else _number(match["count"])
            return _moved(day, sign * count, match["unit"])
    return ""


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _COUNTS.index(word) + 1


def _moved(day: date, count: int, unit: str) -> str:
    """Go some units on or back; a week, month or year is given as such, for the day in it is not known."""
    months = day.year * 12 + day.month - 1 + count
    try:
        if unit == "day":
            return (day + timedelta(days=count)).isoformat()
        if unit == "week":
            year, week, _ = (day + timedelta(weeks=count)).isocalendar()
            return f"{year:04}-W{week:02}"
        moved = date(day.year + count if unit == "year" else months // 12, months % 12 + 1, 1)
    except (OverflowError, ValueError):
        return ""
    return f"{moved.year:04}" if unit == "year" else moved.isoformat()[:7]


def _shifted(day: date, days: int) -> str:
    try:
        return (day + timedelta(days=days)).isoformat()
    except OverflowError:
        return ""
