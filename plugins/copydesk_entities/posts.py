"""People who are told by their post: "the minister for transport, Per Lund, said"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk_entities.mentions import Found, found_at
from copydesk_entities.occurrences import Occurrences
from copydesk_entities.titles import title_before
from copydesk_entities.words import Words

# How far before a name its post may begin, in characters.
_REACH = 90
# "minister for", or a post that is the last word.
_POST = re.compile(r"\b([a-z]+)(?:\s(?:for|of|at|in|to|with)\s|$)")
_CLAUSE_END = re.compile(r"[,.;:!?()\"\u201c\u201d\n]")
_HELD = re.compile(
    r",\s([A-Z][\w\u2019'-]+(?:\s[A-Z][\w\u2019'-]+){1,2})"
    r"(?=[,.]|\s(?:said|says|told|tells|added|adds|who|was|is|has|had|will|would)\s)"
)
# Where a place may stand behind the place of a post: "the mayor of Kelhaven, North Tarn, said".
_OF_PLACES = frozenset(
    "New Old North South East West Northern Southern Eastern Western San Santa Saint".split()
)


def holds_a_post(text: str, start: int, end: int, words: Words) -> bool:
    """Tell whether a name of two words or more stands behind a post and a comma."""
    name = text[start:end]
    if text[start - 2 : start] != ", " or " " not in name or text.startswith((" and ", ", and "), end):
        return False
    clause = _CLAUSE_END.split(text[max(0, start - _REACH) : start - 2])[-1]
    posts = [match for match in _POST.finditer(clause) if words.before.get(match[1]) == "role"]
    if not posts:
        return False
    of = clause[posts[-1].end() :]
    return _may_be_person(name, words, in_place=of[:1].isupper())


def _may_be_person(name: str, words: Words, *, in_place: bool) -> bool:
    """Tell whether a name may be somebody's, behind a post in a place ("mayor of Kelhaven") or another."""
    first, *_, last = name.split()
    if last.isupper() or any(last in one for one in (words.organisations, words.venues, words.things)):
        return False
    if any(name in one for one in (words.countries, words.regions, words.cities, words.bodies)):
        return False
    is_place = last in words.landforms or last in words.countries or last in words.regions
    return not (in_place and (is_place or first in _OF_PLACES or first in words.first_landforms))


def post_holders(occurrences: Occurrences, words: Words) -> Iterator[Found]:
    """Find people behind their posts, whatever else their names mean: "Will Power", "May Hill"."""
    text = occurrences.text
    for match in _HELD.finditer(text):
        start, end = match.span(1)
        if holds_a_post(text, start, end, words):
            yield found_at(text, start, end, "PERSON", title_before(text, start, words), by="title")
