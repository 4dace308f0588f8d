"""Names that the tagger left out, found by lists and by the names beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from copydesk_entities.cues import dateline
from copydesk_entities.mentions import COARSE, Found, found_at
from copydesk_entities.missed import Taken, in_longer_name
from copydesk_entities.occurrences import Occurrences
from copydesk_entities.people import with_rest_of_name
from copydesk_entities.phrases import PhraseTable
from copydesk_entities.posts import post_holders
from copydesk_entities.titles import title_before
from copydesk_entities.words import Words

_FULL_NAME = re.compile(
    r"\b([A-Z]\w+)[ \u00a0](?:[A-Z]\.?[ \u00a0])?(?:(?:van|von|de|der|den|la|al|bin|el|di|da)[ \u00a0]){0,2}"
    r"([A-Z][\w\u2019'-]*\w)"
)
# "Padalecki" after "Jared Tristan", where no further name follows.
_LAST_NAME = re.compile(r"[ ]([A-Z][\w\u2019'-]*\w)(?![\w.-]|[ ][A-Z])")
_GREETINGS = ("Dear", "Hi", "Hey", "Hello")
_GREETED = re.compile(r"\b(?:Dear|Hi|Hey|Hello)[ \u00a0]([A-Z][a-z]+)(?=[,!]?[ \t]*(?:[\r\n]|$)|[,!])")
_SIGNED = re.compile(
    r"^[ \t]*([A-Z][a-z]+(?:[ ][A-Z]\.)?(?:[ ][A-Z][a-z]+)?)[ \t]*[,.!]?[ \t]*$", re.MULTILINE
)
_CLOSED = re.compile(
    r"^[ \t]*(?:(?:kind(?:est)?|best|warm(?:est)?|many)[ ])?(?:regards|wishes|thanks|thank you|cheers|best"
    r"|sincerely|yours|yours (?:sincerely|faithfully|truly)|sincerely yours|love|thx)[ \t]*[,.!]*[ \t]*\n\s*"
    r"([A-Z][a-z]+(?:[ ][A-Z]\.)?(?:[ ][A-Z][a-z]+)?)[ \t]*[,.!]?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
# Who is greeted without a name.
_NOBODY = frozenset(
    """All Everyone Everybody Team Folks Guys There Sir Sirs Madam Friends Colleagues World Customer
    Editor""".split()
)
_BETWEEN = re.compile(
    r"(?:,|\s&|,?\sand)\s(?:the\s)?([A-Z][\w\u2019'-]*(?:\s[A-Z][\w\u2019'-]*){0,4})(?=,\s|,?\sand\s|\s&\s)"
)
_LINE_START = re.compile(
    r"^[A-Z][\w'\u2019-]{2,}(?:[ ][A-Z][\w'\u2019-]+){0,2}(?=[ ,\u2014\u2013-])", re.MULTILINE
)
_AGENCY = re.compile(r"[A-Z]\w+(?:[ ][A-Z]\w+)?")
_BEFORE_TOWNS = ("in", "from", "near", "outside", "and")
_PLACED = re.compile(r"\w+[ \u00a0]([A-Z]\w+(?:[ ][A-Z]\w+)?)")


def with_untagged(
    occurrences: Occurrences, mentions: Sequence[Found], known: PhraseTable[str], words: Words
) -> list[Found]:
    """Add names that stand in the lists, and people by first names.

    A longer one takes the place of a part that the tagger found: "Newfoundland and Labrador" that
    of "Newfoundland".

    Args:
        occurrences: The words of the document.
        mentions: What is known so far, in order of position.
        known: What `table_of` makes.
        words: Word lists.
    """
    text = occurrences.text
    starts = [found.start for found in mentions]
    taken = Taken(len(text), mentions)
    added: list[Found] = []
    replaced: set[int] = set()
    for found in (
        *listed_names(occurrences, known, words),
        *first_named(occurrences, words),
        *datelines(text, words),
        *towns(occurrences, words),
        *between(text, mentions),
        *post_holders(occurrences, words),
    ):
        if taken.overlaps(found.start, found.end):
            parts = _parts_of(found, mentions, starts)
            if not parts or not replaced.isdisjoint(parts):
                continue
            replaced.update(parts)
        taken.add(found)
        added.append(found)
    kept = [found for found in mentions if found.start not in replaced]
    return sorted((*kept, *added), key=lambda found: found.start)


def _parts_of(longer: Found, mentions: Sequence[Found], starts: Sequence[int]) -> list[int]:
    """Give where the tagger's mentions start that are single words of a longer name; none if any is more."""
    first = bisect_left(starts, longer.start)
    last = bisect_left(starts, longer.end)
    parts = mentions[first:last]
    if " " not in longer.surface:
        return []
    crosses = first > 0 and mentions[first - 1].end > longer.start
    if crosses or any(" " in part.surface or part.end > longer.end or part.by != "model" for part in parts):
        return []
    return [part.start for part in parts]


def table_of(words: Words) -> PhraseTable[str]:
    """Make the table that finds countries, regions, well-known organisations and people."""
    people = (name for name in words.figures if " " in name)
    places = (*words.regions, *words.countries)
    known = dict.fromkeys(people, "PERSON") | dict.fromkeys(words.bodies, "ORG")
    return PhraseTable(known | dict.fromkeys(places, "GPE"))


def listed_names(occurrences: Occurrences, known: PhraseTable[str], words: Words) -> Iterator[Found]:
    """Find countries, regions, well-known organisations and people."""
    text = occurrences.text
    for hit in known.find(text, occurrences):
        if not in_longer_name(text, hit.start, hit.end, words):
            title = title_before(text, hit.start, words) if hit.value == "PERSON" else ""
            yield found_at(text, hit.start, hit.end, hit.value, title, by="list")


def first_named(occurrences: Occurrences, words: Words) -> Iterator[Found]:
    """Find people by a first name before another word with a capital, in a greeting, or as a signature."""
    text = occurrences.text
    for at, _ in occurrences.of(words.common_names(occurrences.starts)):
        match = _FULL_NAME.match(text, at)
        if match and words.may_be_last_name(match[2]):
            start, end = match.span()
            if words.is_first_name(match[2]) and (more := _LAST_NAME.match(text, end)):
                end = more.end() if words.may_be_last_name(more[1]) else end
            end -= 2 if text.endswith(("'s", "\u2019s"), start, end) else 0
            end = with_rest_of_name(text, start, end)
            yield found_at(text, start, end, "PERSON", title_before(text, start, words), by="list")
    signed = _SIGNED.finditer(text) if "\n" in text else filter(None, [_SIGNED.match(text)])
    for match in signed:
        first, _, last = match[1].partition(" ")
        if words.is_common_name(first) and (not last or words.may_be_last_name(last.split()[-1])):
            yield found_at(text, *match.span(1), "PERSON", by="list")
    is_greeting = not occurrences.starts.keys().isdisjoint(_GREETINGS)
    for pattern in [_GREETED] * is_greeting + [_CLOSED] * ("\n" in text):
        for match in pattern.finditer(text):
            name = match[1]
            if name[0].isupper() and name not in _NOBODY and words.may_be_last_name(name.split()[-1]):
                yield found_at(text, *match.span(1), "PERSON", by="title")


def towns(occurrences: Occurrences, words: Words) -> Iterator[Found]:
    """Find towns where a place is likely ("in Kisumu")."""
    text = occurrences.text
    for at, _ in occurrences.of(_BEFORE_TOWNS):
        match = _PLACED.match(text, at)
        if not match:
            continue
        for name in (match[1], match[1].split()[0]):
            if words.cities.get(name, 0) >= 100 and not words.is_common_name(name):
                start, end = match.start(1), match.start(1) + len(name)
                if not in_longer_name(text, start, end, words):
                    yield found_at(text, start, end, "GPE", by="list")
                break


def datelines(text: str, words: Words) -> Iterator[Found]:
    """Find the place that a report opens with, and its agency: "KELHAVEN (Nordwire) - "."""
    for place in _LINE_START.finditer(text):
        match = dateline(text, *place.span())
        if not match:
            continue
        yield found_at(text, *place.span(), "GPE", by="list")
        start, end = match.span("agency")
        is_name = match["agency"] and _AGENCY.fullmatch(text, start + 2, end - 1)
        if is_name and text[start + 2 : end - 1].split(maxsplit=1)[0] not in words.things:
            yield found_at(text, start + 2, end - 1, "ORG", by="list")


def between(text: str, mentions: Sequence[Found]) -> Iterator[Found]:
    """Find the members of a list that stand between two of one kind ("Shinui, Hetz and Meretz")."""
    for one, other in pairwise(mentions):
        label = COARSE.get(one.kind)
        if label is None or COARSE.get(other.kind) != label or not 3 < other.start - one.end < 80:
            continue
        at = one.end
        while match := _BETWEEN.match(text, at, other.start):
            yield found_at(text, *match.span(1), one.kind, by="list")
            at = match.end()
