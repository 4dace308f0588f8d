"""Names that the tagger left out, found by lists and by the names beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from copydesk_entities.mentions import COARSE, ORG, Found, found_at
from copydesk_entities.missed import Taken, in_longer_name
from copydesk_entities.phrases import PhraseTable
from copydesk_entities.titles import title_before
from copydesk_entities.words import Words

_FULL_NAME = re.compile(
    r"\b([A-Z]\w+)[ \u00a0](?:[A-Z]\.?[ \u00a0])?(?:(?:van|von|de|der|den|la|al|bin|el|di|da)[ \u00a0]){0,2}"
    r"([A-Z]\w[\w\u2019'-]*\w)"
)
_GREETED = re.compile(r"\b(?:Dear|Hi|Hey|Hello)[ \u00a0]([A-Z][a-z]+)(?=[,!\s])")
_SIGNED = re.compile(
    r"^[ \t]*([A-Z][a-z]+(?:[ ][A-Z]\.)?(?:[ ][A-Z][a-z]+)?)[ \t]*[,.]?[ \t]*$", re.MULTILINE
)
_BRACKETED = re.compile(r"['\u2019]?\s?\(([A-Z][A-Za-z&-]{0,6}[A-Z])\)")
_BETWEEN = re.compile(
    r"(?:,|\s&|,?\sand)\s(?:the\s)?([A-Z][\w\u2019'-]*(?:\s[A-Z][\w\u2019'-]*){0,4})(?=,\s|,?\sand\s|\s&\s)"
)
_PLACED = re.compile(r"\b(?:in|from|near|outside|and)[ \u00a0]([A-Z]\w+(?:[ ][A-Z]\w+)?)")


def untagged_names(
    text: str, mentions: Sequence[Found], taken: Taken, known: PhraseTable[str], words: Words
) -> Iterator[Found]:
    """Find names that stand in the lists, acronyms after long names, and people by first names.

    Args:
        text: The document's text.
        mentions: What is known so far, in order of position.
        taken: Where it stands; what is found is added.
        known: What `table_of` makes.
        words: Word lists.
    """
    for found in (
        *bracketed_acronyms(text, mentions),
        *listed_names(text, known, words),
        *first_named(text, words),
        *towns(text, words),
        *between(text, mentions),
    ):
        if not taken.overlaps(found.start, found.end):
            taken.add(found)
            yield found


def bracketed_acronyms(text: str, mentions: Sequence[Found]) -> Iterator[Found]:
    """Find the acronym in "Ministry of Defence (MOD)"."""
    for found in mentions:
        if COARSE.get(found.kind) == ORG and " " in found.surface:
            match = _BRACKETED.match(text, found.end)
            if match:
                yield found_at(text, *match.span(1), "ORG", by="list")


def table_of(words: Words) -> PhraseTable[str]:
    """Make the table that finds countries, regions and well-known organisations."""
    places = (*words.regions, *words.countries)
    return PhraseTable(dict.fromkeys(words.bodies, "ORG") | dict.fromkeys(places, "GPE"))


def listed_names(text: str, known: PhraseTable[str], words: Words) -> Iterator[Found]:
    """Find countries, regions and well-known organisations."""
    for hit in known.find(text):
        if not in_longer_name(text, hit.start, hit.end, words):
            yield found_at(text, hit.start, hit.end, hit.value, by="list")


def first_named(text: str, words: Words) -> Iterator[Found]:
    """Find people by a first name before another word with a capital, in a greeting, or as a signature."""
    for match in _FULL_NAME.finditer(text):
        if words.is_common_name(match[1]) and words.may_be_last_name(match[2]):
            start, end = match.span()
            end -= 2 if match[0].endswith(("'s", "\u2019s")) else 0
            yield found_at(text, start, end, "PERSON", title_before(text, start, words), by="list")
    for pattern in (_GREETED, _SIGNED):
        for match in pattern.finditer(text):
            first, _, last = match[1].partition(" ")
            if words.is_common_name(first) and (not last or words.may_be_last_name(last.split()[-1])):
                yield found_at(text, *match.span(1), "PERSON", by="list")


def towns(text: str, words: Words) -> Iterator[Found]:
    """Find towns where a place is likely ("in Kisumu")."""
    for match in _PLACED.finditer(text):
        for name in (match[1], match[1].split()[0]):
            if words.cities.get(name, 0) >= 100 and not words.is_common_name(name):
                start, end = match.start(1), match.start(1) + len(name)
                if not in_longer_name(text, start, end, words):
                    yield found_at(text, start, end, "GPE", by="list")
                break


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
