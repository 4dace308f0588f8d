"""The parts of a span in which a tagger put several names: lines, brackets, members of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk_entities.mentions import COARSE, LOC, ORG, PERSON
from copydesk_entities.words import Words

_LINE_BREAK = re.compile(r"\s*\n\s*")
_NO_MEMBER = re.compile(r"(?:Jr|Sr|Ph|M\.?D|Esq|I+)\b")
_SEATED = re.compile(r"\b(?:Inc|Corp|Ltd|LLC|LLP|plc|PLC|GmbH|AG)\.?(\s(?:of|in|from|at)\s)")
_SCORE = re.compile(r"\s+\d+[-\u2013:]\d+$")
_BREAK = re.compile(r"\s+(?:before|after|against|beats?|over|without|while|when|who|said|says|told)\s+")
# Words of a headline, which no name of a person has in capitals.
_HEADLINE = re.compile(
    r"\s(?:Over|Not|After|Before|With|Without|From|At|On|Is|Are|Was|Were|Will|Has|To|For|Against|About|Amid)\s"
)
_PERSONS = re.compile(r",\s+(?:and\s+)?|\s+(?:and|&|und|et)\s+|\s?/\s?|\s+[-\u2013\u2014]+\s+")
_BODIES = re.compile(r",\s+(?:and\s+)?")
_PLACES = re.compile(r",\s+(?:and\s+)?|\s+and\s+|/")
_SOFT_LINE = 45


def lines_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a span at line breaks, but for those that only wrap a long line."""
    if "\n" not in text[start:end]:
        yield start, end
        return
    at = start
    for match in _LINE_BREAK.finditer(text[start:end]):
        place = start + match.start()
        line_length = place - (text.rfind("\n", 0, place) + 1)
        if match[0].count("\n") > 1 or line_length < _SOFT_LINE:
            yield at, place
            at = start + match.end()
    yield at, end


def pieces_of(text: str, start: int, end: int, kind: str, words: Words) -> Iterator[tuple[int, int, str]]:
    """Cut a span at brackets, and a list of people or places into its members."""
    label = COARSE.get(kind)
    opened = text.find("(", start, end)
    if label and opened > start:
        closed = text.find(")", opened, end)
        yield start, opened, kind
        yield opened + 1, closed if closed > 0 else end, kind
        return
    surface = text[start:end]
    if label == LOC and (surface in words.countries or surface in words.regions):
        yield start, end, kind
        return
    if label and (match := _SCORE.search(surface)):
        end, surface = start + match.start(), surface[: match.start()]
    if label == ORG and (match := _SEATED.search(surface)):
        yield start, start + match.start(1), kind
        yield start + match.end(), end, "GPE"
        return
    if label and (match := _BREAK.search(surface)):
        yield start, start + match.start(), kind
        yield start + match.end(), end, kind
        return
    if label == PERSON and (match := _HEADLINE.search(surface)):
        # "Pike Hit Over Not Releasing Tax Returns", "Tom Pike Hit Over Taxes".
        parts = surface[: match.start()].split(" ")
        name = parts[: 1 + words.is_common_name(parts[0])]
        yield start, start + len(" ".join(name)), kind
        return
    joint = {PERSON: _PERSONS, LOC: _PLACES, ORG: _BODIES}.get(label or "")
    at = start
    for match in joint.finditer(surface) if joint else ():
        if not _is_joint(surface, match) or (label == ORG and not _is_list(surface, match, words)):
            continue
        yield at, start + match.start(), kind
        at = start + match.end()
    yield at, end, kind


def _is_joint(surface: str, match: re.Match[str]) -> bool:
    """Tell a list from "Martin Luther King, Jr." and "North and South Korea"."""
    before, after = surface[: match.start()], surface[match.end() :]
    if _NO_MEMBER.match(after) or not after[:1].isupper():
        return False
    return "and" not in match[0] or before.split()[-1:] not in (["North"], ["South"], ["East"], ["West"])


def _is_list(surface: str, match: re.Match[str], words: Words) -> bool:
    """Tell "Tesla, Uber" from "Enron Corp, Inc." and "University of California, Berkeley"."""
    after = surface[match.end() :]
    first = after.split(",")[0]
    if first.rstrip(".").split()[-1].casefold() in words.companies:
        return False
    place = first in words.cities or first in words.regions or first in words.countries
    return not place or (" " not in surface[: match.start()] and not surface.isupper())
