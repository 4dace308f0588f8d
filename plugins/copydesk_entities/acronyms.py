"""Acronyms in brackets, and the long names before them whose letters they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from copydesk_entities.mentions import COARSE, ORG, Found, found_at
from copydesk_entities.missed import Taken
from copydesk_entities.words import Words

_BRACKETED = re.compile(r"\(['\"\u201c]?([A-Z][A-Za-z&-]{0,6}[A-Z])(?=['\"\u201d]?[);,])")
_CLOSING = frozenset("'\u2019\"\u201d")
_WORD = re.compile(r"[\w&'\u2019.-]+")
_REACH = 120


def with_acronyms(text: str, mentions: Sequence[Found], words: Words) -> list[Found]:
    """Complete the long names before acronyms in brackets by the letters, and mark the acronyms.

    "Labour Party" before "(SDLP)" grows to "Social Democratic and Labour Party". Source: Schwartz
    and Hearst, A simple algorithm for identifying abbreviation definitions (2003); here each word
    must give its first letter, so that whole names come out.

    Args:
        text: The document's text.
        mentions: What is known so far, in order of position.
        words: Word lists.
    """
    starts = [found.start for found in mentions]
    pairs: list[tuple[Found, ...]] = []
    for match in _BRACKETED.finditer(text):
        near = mentions[bisect_left(starts, match.start() - _REACH) : bisect_left(starts, match.end())]
        if pair := _pair(text, match, near, words):
            pairs.append(pair)
    if not pairs:
        return [*mentions]
    taken = Taken(len(text), (found for pair in pairs for found in pair))
    others = [found for found in mentions if not taken.overlaps(found.start, found.end)]
    return sorted((*others, *(found for pair in pairs for found in pair)), key=lambda found: found.start)


def _pair(text: str, match: re.Match[str], around: Sequence[Found], words: Words) -> tuple[Found, ...]:
    """Give long name and acronym; nothing where the user decided, or nothing speaks for an organisation."""
    opened = match.start()
    opened -= text[max(0, opened - 1) : opened].isspace()
    opened -= text[max(0, opened - 1) : opened] in _CLOSING
    start = long_start(text, opened, match[1], words)
    reach = opened if start < 0 else start
    near = [found for found in around if found.end >= reach]
    if any(found.by == "user" for found in near):
        return ()
    before = [found for found in near if found.start < opened]
    is_body = any(COARSE.get(found.kind) == ORG and " " in found.surface for found in before)
    acronym = found_at(text, *match.span(1), "ORG", by="list")
    if start < 0:
        ends = [found for found in before if found.end == opened]
        return (*ends, acronym) if ends and is_body else ()
    long = text[start:opened].split()
    if not is_body and not any(word in words.organisations for word in long):
        return ()
    return found_at(text, start, opened, "ORG", by="list"), acronym


def long_start(text: str, end: int, acronym: str, words: Words) -> int:
    """Find where the long name of an acronym starts that ends at a place; -1 when the letters do not fit.

    Example:
        "the Centre for Rural Affairs" and "CRA" give 4.
    """
    letters = [letter.casefold() for letter in acronym if letter.isalpha()]
    line = max(text.rfind("\n", 0, end) + 1, end - _REACH)
    start = -1
    for match in reversed([*_WORD.finditer(text, line, end)]):
        word = match[0]
        initials = [part[0].casefold() for part in word.replace(".", "-").split("-") if part]
        if not initials:
            break
        small = word[0].islower()
        if letters[-1:] == initials[:1] and (not small or word in words.joiners):
            letters.pop()
        elif len(initials) > 1 and letters[-len(initials) :] == initials:
            del letters[-len(initials) :]
        elif not (small and word in words.joiners):
            break
        if not letters:
            start = match.start() if not small else -1
            break
    return start
