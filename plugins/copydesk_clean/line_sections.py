"""What the line model knows of the parts of a text: which heading stands above, what comes again.

Comments, teasers and author boxes are told by what opens them ("12 comments on ...", "You may also
like"), by the stamps and buttons that come again in them, and by words that the story does not use.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.resources import files
from itertools import accumulate
from math import log
from operator import truediv

from copydesk_clean.lines import Line

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_STAMP = re.compile(
    rf"\b{_MONTH}\.? \d{{1,2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\b|\b\d{{1,2}}:\d\d\b"
    r"|\b(?:\d+|an?) ?(?:second|sec|minute|min|hour|hr|day|week|month|year|[smhdwy])s? ago\b"
    r"|\b\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}\b",
    re.IGNORECASE,
)
_MONTH_NAME = re.compile(rf"\b{_MONTH}\b")
_DIGITS = re.compile(r"\d[\d,.:]*")
_WORD = re.compile(r"\w+")
_FIRST_PERSON = re.compile(r"\b(?:I|my|me|mine|I['’](?:m|ve|d|ll))\b")
_SECOND_PERSON = re.compile(r"\b(?:you|your|yours|you['’](?:re|ve|d|ll)|our|us)\b", re.IGNORECASE)

_LIST_MARK = re.compile(r"^(?:[-*•·‣▪●○◦>|+–—]|\d{1,3}[.)])\s*")
_BULLETS = "•*-–—·|>#←→» \t"
_OPENING_WORDS = 12
_LONGEST_ENTRY = 150
_STAMP_WORDS = 16
_FAR = 99
_WINDOW = 20
_AWAY = 6
_OFTEN = 3
_LONG_WORD = 4
_FIRST_CHARACTERS = 1000


def section_features(lines: Sequence[Line], words: Sequence[int], prose: Sequence[bool]) -> list[list[float]]:
    """Describe the part of the text that each line stands in.

    Args:
        lines: The lines of the text.
        words: How many words each has.
        prose: Which are running text.
    """
    number = len(lines)
    shapes = [_shape(line.text) for line in lines]
    times = Counter(shapes)
    again = [
        float(times[shape] >= _OFTEN and not is_prose) for shape, is_prose in zip(shapes, prose, strict=True)
    ]
    stamps = [
        float(count <= _STAMP_WORDS and has_stamp(line.text))
        for line, count in zip(lines, words, strict=True)
    ]
    size = [float(min(count, 80)) for count in words]
    first = [float(len(_FIRST_PERSON.findall(line.text[:600]))) for line in lines]
    second = [float(len(_SECOND_PERSON.findall(line.text[:600]))) for line in lines]
    earlier, later = _known_words(lines, prose)
    entries, headings = _come_again(lines, prose)
    sums = [[0.0, *accumulate(column)] for column in (size, first, second, again, stamps, earlier, later)]
    sums += [[0.0, *accumulate(map(float, column))] for column in (entries, headings)]
    opened = _openings(lines, words)
    below = _distances(opened[::-1])[::-1]
    groups = (
        zip([float(min(10, times[shape])) for shape in shapes], stamps, first, second, strict=True),
        zip(earlier, later, entries, headings, strict=True),
        zip(sums[4][:-1], [sums[4][-1] - value for value in sums[4][1:]], strict=True),
        _shares_within(range(-_WINDOW, 0), sums, number),
        _shares_within(range(1, _WINDOW + 1), sums, number),
        _distances(opened),
        [(nearest[0], nearest[1], min(nearest)) for nearest in below],
    )
    return [[value for group in row for value in group] for row in zip(*groups, strict=True)]


def _shares_within(window: range, sums: Sequence[Sequence[float]], number: int) -> list[tuple[float, ...]]:
    """Give for each line what the lines of a window beside it have of each kind: a word, or a line.

    Args:
        window: Lines up to this one, or from this one on, counted from the line.
        sums: Of each kind, the sums up to each line; first those of words.
        number: How many lines there are.
    """
    lows = [min(number, max(0, index + window.start)) for index in range(number)]
    highs = [max(0, min(number, index + window.stop)) for index in range(number)]
    size, first, second, *others = [
        [kind[high] - kind[low] for low, high in zip(lows, highs, strict=True)] for kind in sums
    ]
    words = [max(1.0, value) for value in size]
    lines = [max(1, high - low) for low, high in zip(lows, highs, strict=True)]
    return [
        *zip(
            *(map(truediv, kind, words) for kind in (first, second)),
            *(map(truediv, kind, lines) for kind in others),
            strict=True,
        )
    ]


def has_stamp(text: str) -> bool:
    """Tell whether a line has a date, a time of day, or how long ago something was."""
    return _STAMP.search(text) is not None


def _shape(text: str) -> str:
    """Give what remains of a line when numbers and months are any."""
    plain = _DIGITS.sub("0", text[:200].casefold())
    return _MONTH_NAME.sub("month", plain)


@functools.lru_cache(maxsize=4096)
def first_words(text: str) -> tuple[str, ...]:
    """Give the words of a line in lower case; of a long one, those of its first 1,000 characters."""
    return tuple(_WORD.findall(text[:_FIRST_CHARACTERS].casefold()))


@functools.lru_cache(maxsize=4096)
def long_words(text: str) -> tuple[str, ...]:
    """Give the rarer words of a line, those of four letters and more, each once and in its order."""
    return _long_of(first_words(text))


def all_long_words(text: str) -> tuple[str, ...]:
    """Give the same of the whole line, however long it is."""
    return long_words(text) if len(text) <= _FIRST_CHARACTERS else _long_of(_WORD.findall(text.casefold()))


def _long_of(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([word for word in words if len(word) >= _LONG_WORD]))


def _known_words(lines: Sequence[Line], prose: Sequence[bool]) -> tuple[list[float], list[float]]:
    """Tell how much of each line's rarer words running text has further up, and further down."""
    split = [long_words(line.text) for line in lines]
    in_lines = Counter([word for own in split for word in own])
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for index, (own, is_prose) in enumerate(zip(split, prose, strict=True)):
        if is_prose:
            for word in own:
                first.setdefault(word, index)
                last[word] = index
    whole = len(lines) + 1
    weights = {
        word: (log(whole / number), first.get(word, whole), last.get(word, -1))
        for word, number in in_lines.items()
    }
    earlier: list[float] = []
    later: list[float] = []
    for index, own in enumerate(split):
        total = up = down = 0.0
        above, below = index - _AWAY, index + _AWAY
        for word in own:
            weight, first_at, last_at = weights[word]
            total += weight
            if first_at < above:
                up += weight
            if last_at > below:
                down += weight
        earlier.append(up / total if total else 0.0)
        later.append(down / total if total else 0.0)
    return earlier, later


def contents_entries(lines: Sequence[Line], prose: Sequence[bool]) -> list[bool]:
    """Tell which lines stand again further down, as a heading: the entries of a table of contents."""
    return _come_again(lines, prose)[0]


def _come_again(lines: Sequence[Line], prose: Sequence[bool]) -> tuple[list[bool], list[bool]]:
    """Tell which lines stand again as a heading, with running text below: further down, or at any place."""
    keys = [_words_of(line.text) for line in lines]
    headings: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        if key and not prose[index] and any(prose[index + 1 : index + 3]):
            headings.setdefault(key, []).append(index)
    below: list[bool] = []
    elsewhere: list[bool] = []
    for index, key in enumerate(keys):
        found = headings.get(key, [])
        below.append(bool(found) and found[0] > index + 1)
        elsewhere.append(any(abs(heading - index) > 1 for heading in found))
    return below, elsewhere


@functools.lru_cache(maxsize=4096)
def _words_of(text: str) -> str:
    """Give the words of a line that may be an entry, without its bullet; nothing for a longer one."""
    if len(text) > _LONGEST_ENTRY:
        return ""
    return " ".join(_WORD.findall(_LIST_MARK.sub("", text).casefold()))


def _openings(lines: Sequence[Line], words: Sequence[int]) -> list[list[bool]]:
    """Tell of each line which kinds of opening it is."""
    openings = _load_openings()
    none = [False] * len(openings)
    rows: list[list[bool]] = []
    for line, count in zip(lines, words, strict=True):
        text = line.text.lstrip(_BULLETS)
        rows.append(
            [opening.match(text) is not None for opening in openings] if count <= _OPENING_WORDS else none
        )
    return rows


def _distances(opened: Sequence[Sequence[bool]]) -> list[list[float]]:
    """Give for each kind of opening how many lines ago the last one was; 0 is the line itself."""
    rows: list[list[float]] = []
    last = [-_FAR] * len(_load_openings())
    for index, row in enumerate(opened):
        if True in row:
            last = [index if is_one else at for is_one, at in zip(row, last, strict=True)]
        rows.append([float(min(_FAR, index - at)) for at in last])
    return rows


@functools.cache
def _load_openings() -> list[re.Pattern[str]]:
    """Read how lines begin that open a part of a page: one expression a kind."""
    kinds: list[list[str]] = []
    for line in files("copydesk_clean").joinpath("openings.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            kinds.append([])
        elif line and not line.startswith("#"):
            kinds[-1].append(line)
    return [re.compile("|".join(patterns), re.IGNORECASE) for patterns in kinds]
