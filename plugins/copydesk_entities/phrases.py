"""Finding many fixed phrases in a text at once."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

V = TypeVar("V")

WORD = re.compile(r"\w+")
_ANY = re.compile(r"\w+|[^\w\s]")

# For a shorter text and a smaller table it does not pay to make a pattern of the first letters.
_LONG = 4000
_MANY = 400


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
            lengths.setdefault(_first_word(phrase), set()).add(len(phrase))
        self._lengths = {word: sorted(found, reverse=True) for word, found in lengths.items()}

    def __len__(self) -> int:
        return len(self._values)

    def find(self, text: str) -> Iterator[Hit[V]]:
        """Find the phrases in a text, in order, none overlapping another."""
        taken = 0
        if not self._values:
            return
        pattern = self._start if len(text) > _LONG or len(self._values) > _MANY else _ANY
        for match in pattern.finditer(text):
            start = match.start()
            if start < taken or (lengths := self._lengths.get(match[0])) is None:
                continue
            for length in lengths:
                end = start + length
                value = self._values.get(text[start:end]) if end <= len(text) else None
                if value is not None and _ends_word(text, end):
                    yield Hit(start, end, value)
                    taken = end
                    break

    @functools.cached_property
    def _start(self) -> re.Pattern[str]:
        """What a phrase starts with: words that start with no letter of the table are passed over."""
        letters = re.escape("".join({word[0] for word in self._lengths if WORD.match(word)}))
        marks = re.escape("".join({word for word in self._lengths if not WORD.match(word)}))
        patterns = [rf"\b[{letters}]\w*"] * bool(letters) + [f"[{marks}]"] * bool(marks)
        return re.compile("|".join(patterns) or r"(?!)")


def _first_word(phrase: str) -> str:
    match = re.match(r"\w+|\W", phrase)
    return match[0] if match else ""


def _ends_word(text: str, end: int) -> bool:
    return end >= len(text) or not (text[end].isalnum() and text[end - 1].isalnum())
