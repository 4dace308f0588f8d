"""Bylines and dates on a line of their own, and the dateline that opens a story."""

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
# Place in capitals or an agency in brackets, before a dash: "HAMBURG, May 4 (Reuters) —".
_PLACE = r"[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,3}"
_DAY_OF_MONTH = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH_NAME = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE})(?:, {_PLACE}){{0,2}}"
    rf"(?:,? (?i:{_DAY_OF_MONTH} {_MONTH_NAME}|{_MONTH_NAME} {_DAY_OF_MONTH}))?"
    r"(?P<agency> [(\[][^\W\d_][\w ./-]{1,30}[)\]])?(?= ?(?:[—–]|--|-) ?\S)",
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


def story_dateline(text: str) -> str:
    """Give the dateline that opens a story, or an empty string."""
    found = _DATELINE.match(text)
    if not found:
        return ""
    in_capitals = found["place"].isupper() and len(found["place"]) > 2
    return found[0] if in_capitals or (found["agency"] and found["place"][0].isupper()) else ""


def _is_name_word(word: str) -> bool:
    if word.lower() in _PARTICLES or word == "&":
        return True
    return bool(_NAME_WORD.fullmatch(word)) and not word[0].islower()
