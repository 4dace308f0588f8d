"""Finding many fixed phrases in a text at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from copydesk_entities.occurrences import Occurrences

V = TypeVar("V")

WORD = re.compile(r"\w+")
_FIRST = re.compile(r"\w+|\W")


class Hit(NamedTuple, Generic[V]):
    """A phrase in a text.

    Attributes:
        start: First code point.
        end: Code point after the last.
        value: What the table holds for the phrase.
    """

    start: int
    end: int
    value: V


class PhraseTable(Generic[V]):
    """Phrases with a value each; finding takes a time that does not grow with their number.

    A phrase is found where it starts and ends at the border of a word, case as it stands. Where
    phrases overlap, the first wins, and among those that start together the longest.

    Example:
        >>> table = PhraseTable({"New York": 1, "New York Times": 2})
        >>> [*table.find("The New York Times of New York")]
        [Hit(start=4, end=18, value=2), Hit(start=22, end=30, value=1)]
    """

    def __init__(self, phrases: Mapping[str, V]) -> None:
        self._values = {phrase: value for phrase, value in phrases.items() if phrase.strip()}
        lengths: dict[str, set[int]] = {}
        for phrase in self._values:
            lengths.setdefault(first_word(phrase), set()).add(len(phrase))
        self._lengths = {word: sorted(found, reverse=True) for word, found in lengths.items()}
        self._marks = [word for word in lengths if not WORD.match(word)]

    def __len__(self) -> int:
        return len(self._values)

    def find(self, text: str, occurrences: Occurrences | None = None) -> Iterator[Hit[V]]:
        """Find the phrases in a text, in order, none overlapping another.

        Args:
            text: The text.
            occurrences: Its words, where they are known already.
        """
        if not self._values:
            return
        taken = 0
        for start, word in self._starts(text, occurrences or Occurrences(text)):
            if start < taken:
                continue
            for length in self._lengths[word]:
                end = start + length
                value = self._values.get(text[start:end]) if end <= len(text) else None
                if value is not None and _ends_word(text, end):
                    yield Hit(start, end, value)
                    taken = end
                    break

    def _starts(self, text: str, occurrences: Occurrences) -> list[tuple[int, str]]:
        """Give where the first words of phrases stand, in order, with the word."""
        found = [*occurrences.of(self._lengths.keys() & occurrences.starts.keys())]
        for mark in self._marks:
            found += [(match.start(), mark) for match in re.finditer(re.escape(mark), text)]
        return sorted(found) if self._marks else found


def first_word(phrase: str) -> str:
    """Give what a phrase starts with: a word, or a mark."""
    match = _FIRST.match(phrase)
    return match[0] if match else ""


def _ends_word(text: str, end: int) -> bool:
    return end >= len(text) or not (text[end].isalnum() and text[end - 1].isalnum())
