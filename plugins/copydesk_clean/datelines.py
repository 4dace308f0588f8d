"""Bylines and dates that stand on a line of their own."""

from __future__ import annotations

import re

_BY = re.compile(r"(?:written by|words by|story by|by|von|par|por|di|av|door)[:\s]+(.{3,80})", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’-]*,?")
_PARTICLES = frozenset(
    ["and", "und", "et", "y", "e", "och", "en", "de", "van", "von", "der", "den", "da", "del"]
)
# Source: the names of the months in English, with their usual abbreviations.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july"),
            *("aug august", "sep sept september", "oct october", "nov november", "dec december"),
        ),
        1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_DAY}\.? {_MONTH},? {_YEAR}\b",
        rf"\b{_MONTH} {_DAY},? {_YEAR}\b",
        r"\b(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])\b",
    )
)
# What may stand beside a date on its line: labels, weekdays, times, zones.
_BESIDE = re.compile(
    r"(?:first |originally )?(?:published|posted|updated|last updated|last modified|modified|created|date|on"
    r"|at|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun|day|am|pm|gmt|utc|[a-z]{1,2}[sd]t|cet"
    r"|\d{1,2}[:.]\d\d|\d{1,2}|[\s,:|·•–—()./-])+",
    re.IGNORECASE,
)


def byline_author(line: str) -> str:
    """Give the author that a byline names, or an empty string when the line is none."""
    found = _BY.fullmatch(line)
    if not found:
        return ""
    words = found[1].split()
    if not 2 <= len(words) <= 9 or not all(_is_name_word(word) for word in words):
        return ""
    return found[1].strip(" ,")


def line_date(line: str) -> str:
    """Give the date of a line that holds nothing else, as YYYY-MM-DD; else an empty string."""
    if len(line) > 80:
        return ""
    for form in _FORMS:
        found = form.search(line)
        if not found:
            continue
        beside = line[: found.start()] + line[found.end() :]
        if beside.strip() and not _BESIDE.fullmatch(beside):
            return ""
        month = found["month"].lower()
        number = int(month) if month.isdigit() else _MONTHS[month]
        return f"{found['year']}-{number:02}-{int(found['day']):02}"
    return ""


def _is_name_word(word: str) -> bool:
    if word.lower() in _PARTICLES or word == "&":
        return True
    return bool(_NAME_WORD.fullmatch(word)) and not word[0].islower()
