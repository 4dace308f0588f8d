"""Names in lines written in capitals, where a tagger reads little."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from copydesk_entities.mentions import COARSE, PERSON, Found
from copydesk_entities.missed import Taken
from copydesk_entities.phrases import PhraseTable
from copydesk_entities.words import Words

_LINE = re.compile(r"^[^a-z\n]+$", re.MULTILINE)
_WORD = re.compile(r"[A-Z]{2,}")


def told_apart(text: str, mentions: Sequence[Found], words: Words) -> list[Found]:
    """Read lines in capitals with the names from the rest of the text.

    "OLAF SCHOLZ WARNS PUTIN" gives Olaf Scholz and Putin when the article names them; what the
    tagger found in the line gives way to them.
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
    taken = Taken(calm)
    known = [
        found for found in _known(text, lines, calm, words) if not taken.overlaps(found.start, found.end)
    ]
    taken = Taken(known)
    left = [found for found in shouted if not taken.overlaps(found.start, found.end)]
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
