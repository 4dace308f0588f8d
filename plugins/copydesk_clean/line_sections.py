"""What the line model knows of the parts of a text: which heading stands above, what comes again.

Comments, teasers and author boxes are told by what opens them ("12 comments on ...", "You may also
like"), by the stamps and buttons that come again in them, and by words that the story does not use.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from itertools import accumulate
from math import log

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
        float(count <= _STAMP_WORDS and bool(_STAMP.search(line.text)))
        for line, count in zip(lines, words, strict=True)
    ]
    size = [float(min(count, 80)) for count in words]
    first = [float(len(_FIRST_PERSON.findall(line.text[:600]))) for line in lines]
    second = [float(len(_SECOND_PERSON.findall(line.text[:600]))) for line in lines]
    earlier, later = _known_words(lines, prose)
    entries, headings = _come_again(lines, prose)
    columns = (size, first, second, again, stamps, earlier, later, entries, headings)
    sums = [[0.0, *accumulate(column)] for column in columns]
    opened = _openings(lines, words)
    above = _distances(opened)
    below = _distances(opened[::-1])[::-1]
    rows: list[list[float]] = []
    for index in range(number):
        row = [float(min(10, times[shapes[index]])), stamps[index], first[index], second[index]]
        row += [
            earlier[index],
            later[index],
            entries[index],
            headings[index],
            sums[4][index],
            sums[4][-1] - sums[4][index + 1],
        ]
        low, high = max(0, index - _WINDOW), min(number, index + _WINDOW + 1)
        for start, stop in ((low, index), (index + 1, high)):
            within = [column[stop] - column[start] for column in sums]
            size_within, number_within = max(1.0, within[0]), max(1, stop - start)
            row += [within[1] / size_within, within[2] / size_within]
            row += [value / number_within for value in within[3:]]
        nearest = below[index]
        rows.append([*row, *above[index], nearest[0], nearest[1], min(nearest)])
    return rows


def _shape(text: str) -> str:
    """Give what remains of a line when numbers and months are any."""
    plain = _DIGITS.sub("0", text[:200].casefold())
    return _MONTH_NAME.sub("month", plain)


@functools.lru_cache(maxsize=4096)
def first_words(text: str) -> tuple[str, ...]:
    """Give the words of a line in lower case; of a long one, those of its first 1,000 characters."""
    return tuple(_WORD.findall(text[:1000].casefold()))


def _known_words(lines: Sequence[Line], prose: Sequence[bool]) -> tuple[list[float], list[float]]:
    """Tell how much of each line's rarer words running text has further up, and further down."""
    split = [{word for word in first_words(line.text) if len(word) > 3} for line in lines]
    in_lines = Counter(word for own in split for word in own)
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for index, (own, is_prose) in enumerate(zip(split, prose, strict=True)):
        if is_prose:
            for word in own:
                first.setdefault(word, index)
                last[word] = index
    whole = len(lines) + 1
    earlier: list[float] = []
    later: list[float] = []
    for index, own in enumerate(split):
        weights = {word: log(whole / in_lines[word]) for word in own}
        total = sum(weights.values())
        up = sum([weight for word, weight in weights.items() if first.get(word, whole) < index - _AWAY])
        down = sum([weight for word, weight in weights.items() if last.get(word, -1) > index + _AWAY])
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
    ago = [float(_FAR)] * len(_load_openings())
    for row in opened:
        ago = [0.0 if is_one else min(_FAR, count + 1) for is_one, count in zip(row, ago, strict=True)]
        rows.append(ago)
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
