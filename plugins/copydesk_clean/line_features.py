"""What the line model looks at: numbers that describe each line of a text.

What counts is length, marks, place, repetition and the lines around; what the words of a line tell
is one number, which `line_words` gives.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from copydesk_clean.furniture import furniture_reason
from copydesk_clean.line_sections import all_long_words, section_features
from copydesk_clean.line_words import score_features
from copydesk_clean.lines import Line

_WORD = re.compile(r"\w+")
# Scripts that write words without spaces: two characters count as a word.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_SENTENCE_END = re.compile(r"[.!?。！？؟।…][\"'”’»)\]]*$")
_LIST_MARK = re.compile(r"(?:[-*•·‣▪●○◦>|+]|\d{1,3}[.)])\s")
_ADDRESS = re.compile(r"https?://|www\.|\S@\S+\.\w|\+?\d[\d ()-]{8,}")
# What an address has; most lines have none, and to look for this is many times faster.
_ADDRESS_CUE = re.compile(r"[@\d]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_QUOTE_MARK, _MENU_MARK = re.compile('["“”«»]'), re.compile("[|·•→»›©×]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_CAPITALS, _DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0123456789"
# Cells set apart by tabs or by many spaces, and the marks of program code.
_CELL_GAP = re.compile(r"\S(?:\t+\s*|\s{3,})\S")
_CODE_MARK = re.compile(r"[{};=<>\\$_]|\(\)|//|::|->")
_CODE_MARKS = 2
_REASONS = (
    *("advert", "caption", "cookies", "copyright", "credit", "navigation", "newsletter", "page-marker"),
    *("related", "share"),
)
_SENTENCE_WORDS = 14
_WINDOWS = (4, 12)
_FAR = 60


def line_features(lines: Sequence[Line], scores: Sequence[float]) -> list[list[float]]:
    """Describe each line of a text by numbers.

    Args:
        lines: The lines of the text.
        scores: What the words of each tell, by `word_scores`.
    """
    words = [_count_words(line.text) for line in lines]
    reasons = [furniture_reason(line.text) for line in lines]
    ends = [is_sentence(line.text) for line in lines]
    prose = [_is_prose(count, end) for end, count in zip(ends, words, strict=True)]
    own = [
        _own_features(line, count, end, reason)
        for line, count, end, reason in zip(lines, words, ends, reasons, strict=True)
    ]
    shared = _shared_words(lines, prose)
    context = _context(words, prose, [reason is not None for reason in reasons])
    repeats = Counter(line.text for line in lines)
    by_words = score_features(scores)
    by_form = _form_features(lines)
    by_section = section_features(lines, words, prose)
    rows: list[list[float]] = []
    for index, line in enumerate(lines):
        after = lines[index + 1].breaks_before if index + 1 < len(lines) else 3
        row = own[index] + [
            min(line.breaks_before, 4),
            min(after, 4),
            min(repeats[line.text], 6),
            shared[index],
        ]
        row += context[index]
        rows.append(row + by_words[index] + by_form[index] + by_section[index])
    return rows


def is_prose(line: str) -> bool:
    """Tell whether a line looks like running text: long, and ending as a sentence does."""
    return is_sentence(line) and _is_prose(_count_words(line), end=True)


@functools.lru_cache(maxsize=4096)
def is_sentence(line: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return bool(_SENTENCE_END.search(line))


def is_list_item(line: str) -> bool:
    """Tell whether a line begins with a bullet or a number."""
    return bool(_LIST_MARK.match(line))


def has_cells(line: str) -> bool:
    """Tell whether a line is a row of a table, with gaps between its cells."""
    return _CELL_GAP.search(line) is not None


def is_table_or_code(line: str) -> bool:
    """Tell whether a line is a row of a table, with gaps between its cells, or program code."""
    return has_cells(line) or len(_CODE_MARK.findall(line)) >= _CODE_MARKS


def _form_features(lines: Sequence[Line]) -> list[list[float]]:
    """Describe what of a table or of program code each line and the lines around it have."""
    cells = [len(_CELL_GAP.findall(line.text)) for line in lines]
    marks = [len(_CODE_MARK.findall(line.text)) for line in lines]
    number = len(lines)
    table_sums = [0, *accumulate(gaps > 0 for gaps in cells)]
    code_sums = [0, *accumulate(found >= _CODE_MARKS for found in marks)]
    rows: list[list[float]] = []
    for index in range(number):
        row = [float(min(6, marks[index])), float(min(6, cells[index]))]
        for sums, size in ((code_sums, 3), (table_sums, 3), (code_sums, 12)):
            low, high = max(0, index - size), min(number, index + size + 1)
            row.append((sums[high] - sums[low]) / (high - low))
        rows.append([*row, code_sums[-1] / number, table_sums[-1] / number])
    return rows


def _is_prose(words: int, end: bool) -> bool:
    return end and words >= _SENTENCE_WORDS


@functools.lru_cache(maxsize=4096)
def _count_words(text: str) -> int:
    number = len(_WORD.findall(text))
    return number if text.isascii() else number + len(_UNSPACED.findall(text)) // 2


def _own_features(line: Line, words: int, end: bool, reason: str | None) -> list[float]:
    text = line.text
    tokens = text.split(maxsplit=60)[:60]
    length = len(text)
    beginning, start = text[:200], text[:300]
    plain, other = beginning.encode("ascii", "ignore"), _NOT_ASCII.findall(beginning)
    capitals = len(plain) - len(plain.translate(None, _CAPITALS)) + sum(map(str.isupper, other))
    digits = len(plain) - len(plain.translate(None, _DIGITS)) + sum(map(str.isdigit, other))
    may_have_address = _ADDRESS_CUE.search(start) or "www." in start or "://" in start
    return [
        float(min(words, 200)),
        float(end),
        float(_REASONS.index(reason) if reason in _REASONS else -1),
        len([token for token in tokens if token[0].isupper()]) / len(tokens),
        float(is_list_item(text)),
        float(text.count(",") + text.count(";")) / max(1, words),
        float(text.count(". ")),
        capitals / len(beginning),
        digits / len(beginning),
        float(text[0].islower()),
        float(text.endswith(":")),
        float(text.endswith("?")),
        float(bool(_QUOTE_MARK.search(text))),
        float(bool(_MENU_MARK.search(text))),
        float(bool(may_have_address and _ADDRESS.search(start))),
        float(bool(("19" in start or "20" in start) and _YEAR.search(start))),
        float(min(line.indent, 12)),
        length / max(1, words),
    ]


def _shared_words(lines: Sequence[Line], prose: Sequence[bool]) -> list[float]:
    """Give the share of a line's longer words that other lines of running text have too."""
    split = [all_long_words(line.text) for line in lines]
    known = Counter([word for own, is_prose in zip(split, prose, strict=True) if is_prose for word in own])
    rows = []
    for own, is_prose in zip(split, prose, strict=True):
        needed = 2 if is_prose else 1
        rows.append(len([word for word in own if known[word] >= needed]) / len(own) if own else -1.0)
    return rows


def _context(words: Sequence[int], prose: Sequence[bool], furniture: Sequence[bool]) -> list[list[float]]:
    number = len(words)
    sums = [[0, *accumulate(map(int, column))] for column in (words, prose, furniture)]
    prose_words = [count if is_prose else 0 for count, is_prose in zip(words, prose, strict=True)]
    prose_sums = [0, *accumulate(prose_words)]
    all_prose = max(1, prose_sums[-1])
    before = [_distances(prose), _distances(furniture)]
    after = [_distances(prose[::-1])[::-1], _distances(furniture[::-1])[::-1]]
    document = [
        float(min(number, 400)),
        float(min(prose_sums[-1], 3000)),
        prose_sums[-1] / max(1, sums[0][-1]),
        sums[2][-1] / max(1, number),
        float(min(sums[2][-1], 30)),
    ]
    rows: list[list[float]] = []
    for index in range(number):
        row = [
            index / number,
            float(min(index, 100)),
            float(min(number - index, 100)),
            prose_sums[index] / all_prose,
            prose_sums[index + 1] / all_prose,
        ]
        for size in _WINDOWS:
            low, high = max(0, index - size), min(number, index + size + 1)
            row += [
                (sums[0][index] - sums[0][low]) / max(1, index - low),
                (sums[0][high] - sums[0][index + 1]) / max(1, high - index - 1),
                (sums[1][index] - sums[1][low]) / max(1, index - low),
                (sums[1][high] - sums[1][index + 1]) / max(1, high - index - 1),
                float(sums[2][high] - sums[2][low]),
            ]
        row += [float(before[0][index]), float(after[0][index])]
        row += [float(before[1][index]), float(after[1][index])]
        rows.append(row + document)
    return rows


def _distances(marks: Sequence[bool]) -> list[int]:
    """Give the number of lines since the last one that is marked."""
    rows: list[int] = []
    distance = _FAR
    for mark in marks:
        rows.append(distance)
        distance = 1 if mark else min(_FAR, distance + 1)
    return rows
