"""What a first look at all lines of a text tells of each: where the story stands, what it says.

A line alone may be a teaser or a paragraph. Lines that are surely the story's, and lines that are surely
not, tell which: they show where the story begins and ends, and which words are its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from math import exp, log, sqrt

from copydesk_clean.line_sections import first_words, long_words
from copydesk_clean.lines import Line

# Where in a row stands how often the story has the words of the line, and how many characters they have.
TIMES_SAID, CHARACTERS_SAID = -5, -3
# Log odds beyond this say no more.
_LIMIT = 6.0
_LIMIT_OF_STRETCH = 4.0
_HEAVIEST = 400
_HEADING_CHARACTERS = 80
_SHIFTS = (-3, -2, -1, 1, 2, 3)
_WINDOWS = (3, 8, 25)
_OUTSIDE = 5.0
_FAR = 99
_NEAR = 60
# Log odds of a line that is surely the story's; what it says counts from so many words.
_SURELY_STORY, _STORY_SAYS, _FEWEST_WORDS = -2.0, -1.0, 5


def surrounding_features(
    lines: Sequence[Line], log_odds: Sequence[float], prose: Sequence[bool]
) -> list[list[float]]:
    """Describe each line by what the first look tells of the others.

    Args:
        lines: The lines of the text.
        log_odds: What the first look thinks of each: above 0 it is likely furniture.
        prose: Which are running text.
    """
    odds = [max(-_LIMIT, min(_LIMIT, value)) for value in log_odds]
    weights = [min(len(line.text), _HEAVIEST) / 6 + 1 for line in lines]
    groups = (
        _neighbours(odds),
        _shares(odds, weights),
        _stretches(odds, weights),
        _distances(odds),
        _headings_above(lines, odds, prose),
        said_by_story(lines, log_odds),
    )
    return [[number for group in row for number in group] for row in zip(*groups, strict=True)]


def said_by_story(lines: Sequence[Line], log_odds: Sequence[float]) -> list[list[float]]:
    """Tell how much of what each line says the story says elsewhere.

    Returns:
        For each line: how often the story has its words in this order, how often any other line, how many
        characters they have, and which share of its rarer words the story has, once and more often.
    """
    split = [first_words(line.text) for line in lines]
    phrases = [f" {' '.join(words)} " if words else "" for words in split]
    is_story = [
        value < _STORY_SAYS and len(words) >= _FEWEST_WORDS
        for value, words in zip(log_odds, split, strict=True)
    ]
    story = "|".join([phrase for phrase, is_one in zip(phrases, is_story, strict=True) if is_one])
    whole = "|".join(phrases)
    known = _shares_known([long_words(line.text) for line in lines], is_story)
    times: dict[str, tuple[int, int]] = {"": (0, 1)}
    rows: list[list[float]] = []
    for phrase, is_one, shares in zip(phrases, is_story, known, strict=True):
        if phrase not in times:
            times[phrase] = story.count(phrase), whole.count(phrase)
        in_story, anywhere = times[phrase]
        length = max(0, len(phrase) - 2)
        rows.append([float(min(in_story - is_one, 5)), float(min(anywhere - 1, 8)), float(length), *shares])
    return rows


def _shares_known(known: Sequence[Sequence[str]], is_story: Sequence[bool]) -> list[tuple[float, float]]:
    """Give the share of each line's rarer words that other lines of the story have: at all, and how often."""
    lines_with = Counter([word for own in known for word in own])
    story_with = Counter(
        [word for own, is_one in zip(known, is_story, strict=True) if is_one for word in own]
    )
    whole = len(known) + 1
    weight = {word: log(whole / number) for word, number in lines_with.items()}
    rows: list[tuple[float, float]] = []
    for own, is_one in zip(known, is_story, strict=True):
        total = once = often = 0.0
        for word in own:
            value, number = weight[word], story_with[word] - is_one
            total += value
            if number > 0:
                once += value
                often += value * min(3, number)
        rows.append((once / total, often / total) if total else (-1.0, -1.0))
    return rows


def _neighbours(odds: Sequence[float]) -> list[list[float]]:
    reach = max(_SHIFTS)
    padded = [_OUTSIDE] * reach + [*odds] + [_OUTSIDE] * reach
    return [
        [odds[index], *[padded[index + reach + shift] for shift in _SHIFTS]] for index in range(len(odds))
    ]


def _shares(odds: Sequence[float], weights: Sequence[float]) -> list[list[float]]:
    """Tell how much furniture is likely near each line, above and below it, and in the whole text."""
    number = len(odds)
    likely = [weight / (1 + exp(-value)) for value, weight in zip(odds, weights, strict=True)]
    furniture = [0.0, *accumulate(likely)]
    every = [0.0, *accumulate(weights)]
    story = every[-1] - furniture[-1] + 1e-9
    text = [furniture[-1] / every[-1], story, sum(odds) / number]
    rows: list[list[float]] = []
    for index in range(number):
        below = index + 1
        row: list[float] = []
        for size in _WINDOWS:
            low, high = max(0, index - size), min(number, below + size)
            row.append((furniture[index] - furniture[low]) / max(1.0, every[index] - every[low]))
            row.append((furniture[high] - furniture[below]) / max(1.0, every[high] - every[below]))
        story_above = every[index] - furniture[index]
        story_below = story - (every[below] - furniture[below])
        row += [story_above / story, story_below / story, story_above, story_below]
        row.append(furniture[index] / max(1.0, every[index]))
        row.append((furniture[-1] - furniture[below]) / max(1.0, every[-1] - every[below]))
        rows.append(row + text)
    return rows


def _stretches(odds: Sequence[float], weights: Sequence[float]) -> list[list[float]]:
    """Tell how much worse a story is that has the line too, and how far it is from the best one.

    A story is taken for one stretch of lines; the best has the greatest sum of what speaks for each line.

    Source: Bentley 1984, "Programming pearls: algorithm design techniques" (Kadane's maximum stretch).
    """
    gains = [
        -max(-_LIMIT_OF_STRETCH, min(_LIMIT_OF_STRETCH, value)) * sqrt(weight)
        for value, weight in zip(odds, weights, strict=True)
    ]
    above = _best_up_to(gains)
    below = _best_up_to(gains[::-1])[::-1]
    through = [up + down + gain for up, down, gain in zip(above, below, gains, strict=True)]
    best = max(through)
    enough = best - 1e-6
    first = next(index for index, value in enumerate(through) if value >= enough)
    last = next(index for index in reversed(range(len(through))) if through[index] >= enough)
    scale = abs(best) + 10
    return [
        [
            (best - value) / scale,
            best - value,
            float(max(-_NEAR, min(_NEAR, index - first))),
            float(max(-_NEAR, min(_NEAR, index - last))),
            above[index],
            below[index],
        ]
        for index, value in enumerate(through)
    ]


def _best_up_to(gains: Sequence[float]) -> list[float]:
    """Give the best sum of a stretch that ends just above each line; none is 0."""
    found: list[float] = []
    best = 0.0
    for gain in gains:
        found.append(best)
        best = max(0.0, best + gain)
    return found


def _distances(odds: Sequence[float]) -> list[tuple[float, float]]:
    """Give how many lines above and below the next one is that is surely the story's."""
    places = [index for index, value in enumerate(odds) if value < _SURELY_STORY]
    rows: list[tuple[float, float]] = []
    for index in range(len(odds)):
        at = bisect_left(places, index)
        above = index - places[at - 1] if at else _FAR
        at += at < len(places) and places[at] == index
        below = places[at] - index if at < len(places) else _FAR
        rows.append((float(min(_FAR, above)), float(min(_FAR, below))))
    return rows


def _headings_above(
    lines: Sequence[Line], odds: Sequence[float], prose: Sequence[bool]
) -> list[tuple[float, float]]:
    """Give what the first look thinks of the next short line above, and how far that is."""
    rows: list[tuple[float, float]] = []
    heading, ago = _LIMIT, _FAR
    for line, value, is_prose in zip(lines, odds, prose, strict=True):
        rows.append((heading, float(ago)))
        ago = min(_FAR, ago + 1)
        if not is_prose and len(line.text) < _HEADING_CHARACTERS:
            heading, ago = value, 1
    return rows
