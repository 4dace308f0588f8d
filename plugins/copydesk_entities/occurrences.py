"""Where each word of a text stands: read once, asked by all that look for words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate

_WORD = re.compile(r"(\w+)")
_NO_CAPITALS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")


class Occurrences:
    """The words of one text, each with where it starts.

    Attributes:
        text: The text.
        starts: First code points by word, in order of position.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        # Gap, word, gap, word, ..., gap: where a gap ends, a word starts.
        pieces = _WORD.split(text)
        ends = [*accumulate(map(len, pieces))]
        self._in_order = [*zip(pieces[1::2], ends[::2], strict=False)]
        starts: defaultdict[str, list[int]] = defaultdict(list)
        for word, at in self._in_order:
            starts[word].append(at)
        self.starts = dict(starts)
        self._joint: dict[tuple[str, ...], list[tuple[int, str]]] = {}

    def of(self, words: Iterable[str]) -> Iterator[tuple[int, str]]:
        """Give the places of some words, in order of position, with the word."""
        return iter(sorted((at, word) for word in words for at in self.starts.get(word, ())))

    def any_within(self, words: tuple[str, ...], start: int, end: int) -> bool:
        """Tell whether one of some words stands in a range; fast for words that are asked for often."""
        if words not in self._joint:
            self._joint[words] = [*self.of(words)]
        places = self._joint[words]
        at = bisect_left(places, (start, ""))
        return at < len(places) and places[at][0] + len(places[at][1]) <= end

    def has_small(self, word: str) -> bool:
        """Tell whether the text has a word of a to z in small letters."""
        return word in self.starts and len(word) > 1 and word.isascii() and word.isalpha() and word.islower()

    def capitals(self) -> Iterator[int]:
        """Give where words start that may open a name: with a capital, or a letter beyond a to z."""
        return (at for word, at in self._in_order if word[0] not in _NO_CAPITALS)
