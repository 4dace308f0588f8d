"""Names in lines written in capitals, where a tagger reads little."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from copydesk_entities.mentions import COARSE, PERSON, Found
from copydesk_entities.missed import Taken
from copydesk_entities.phrases import PhraseTable
from copydesk_entities.words import Words, load_words

_LINE = re.compile(r"^[^a-z\n]+$", re.MULTILINE)
_WORD = re.compile(r"[A-Z]{2,}")
_PERSON = re.compile(r"\b([A-Z]{3,})(?=[ ]([A-Z][A-Z'\u2019-]{2,})\b)")


def told_apart(text: str, mentions: Sequence[Found], words: Words) -> list[Found]:
    """Read lines in capitals with the names from the rest of the text.

    "OLAF SCHOLZ WARNS PUTIN" gives Olaf Scholz and Putin when the article names them; else Olaf
    Scholz by his first name. What the tagger found in the line gives way to them.
    """
    lines = [match.span() for match in _LINE.finditer(text) if _is_shouted(match[0])]
    if not lines:
        return [*mentions]
    starts = [start for start, _ in lines]
    calm: list[Found] = []
    shouted: list[Found] = []
    for found in mentions:
        line = bisect_right(starts, found.start) - 1
        inside = line >= 0 and found.start < lines[line][1] and found.by != "user"
        (shouted if inside else calm).append(found)
    taken = Taken(len(text), calm)
    known = []
    for found in _known(text, lines, calm, words):
        if not taken.overlaps(found.start, found.end):
            taken.add(found)
            known.append(found)
    taken = Taken(len(text), known)
    left = [found for found in shouted if not taken.overlaps(found.start, found.end)]
    for found in left:
        found.beside += ("shouted",)
    return sorted([*calm, *known, *left], key=lambda found: found.start)


def _is_shouted(line: str) -> bool:
    words = _WORD.findall(line)
    return len(words) > 1 and max(map(len, words)) > 3


def _known(
    text: str, lines: Sequence[tuple[int, int]], mentions: Sequence[Found], words: Words
) -> Iterator[Found]:
    forms: dict[str, tuple[str, str]] = {}
    for found in mentions:
        if COARSE.get(found.kind) and len(found.surface) > 3:
            forms.setdefault(found.surface.upper(), (found.surface, found.kind))
            last = found.surface.split()[-1]
            if found.kind == PERSON and len(last) > 3 and last not in words.titles:
                forms.setdefault(last.upper(), (last, found.kind))
    table = PhraseTable(forms)
    for start, end in lines:
        for hit in table.find(text[start:end]):
            surface, kind = hit.value
            yield Found(start + hit.start, start + hit.end, surface, kind, by="name")
    listed = load_shouted()
    for start, end in lines:
        for place in listed.find(text[start:end]):
            yield Found(start + place.start, start + place.end, place.value, "GPE", by="list")
        for match in _PERSON.finditer(text, start, end):
            if words.is_common_name(match[1].title()) and words.may_be_last_name(match[2].title()):
                name = f"{match[1]} {match[2]}".title()
                yield Found(match.start(), match.end(2), name, PERSON, by="list")


@functools.cache
def load_shouted() -> PhraseTable[str]:
    """Make the table of countries and regions in capitals, with the name in running text."""
    words = load_words()
    places = (place for place in (*words.countries, *words.regions) if len(place) > 4)
    return PhraseTable({place.upper(): place for place in places})
