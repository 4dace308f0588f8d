"""Copies of training texts in which a story goes on after a notice, for `train_lines.py`.

Pages put "Sign up to our newsletter" between any two paragraphs, and a paste may begin and end anywhere.
The texts to train on have too few such places: a model trained on them alone takes what comes after the
last notice for no longer the story. So each text is trained on a second time, with notices of other
sites between its paragraphs, less furniture above, and less, or another site's, below.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from copydesk_clean.line_features import is_prose

LONGEST_NOTICE = 5
# How many notices go into a copy; more than half of them near the end, where the story is taken to be over.
NOTICES = (1, 1, 2, 3)
NEAR_END, LATE = 5, 0.6
# How often a copy keeps what stands above the story, and below; else it has a few lines of it, or
# those of another site.
WHOLE_ABOVE, WHOLE_BELOW, OTHER_BELOW = 0.3, 0.35, 0.35
FEW, MANY = 12, 60
# How often the story is cut to a few of its lines, and how often all lines are set apart in the same way.
CUT, FEWEST, SHORT = 0.3, 6, 20
EVEN = 0.4

Text = dict[str, Any]


class Part(NamedTuple):
    """A line and its label, with the line breaks before it."""

    text: str
    label: str
    breaks: int


def copies(texts: Sequence[Text]) -> Iterator[tuple[Text, Mapping[str, Any]]]:
    """Give each text with a copy: its raw text, and the labels of its lines.

    What is put in comes from texts of the same fold and part, so that no site is trained on in disguise.
    """
    chance = random.Random(1)
    cells: dict[tuple[int, int], list[Text]] = {}
    for text in texts:
        cells.setdefault((text["fold"], text["part"]), []).append(text)
    for cell in cells.values():
        notices = {text["id"]: [*notices_of(text)] for text in cell if text["rendering"] == "full"}
        below = {text["id"]: parted(text)[2][:MANY] for text in cell if text["rendering"] == "full"}
        for text in cell:
            others = [found for name, found in notices.items() if name != text["id"]]
            ends = [found for name, found in below.items() if name != text["id"] and found]
            parts = copied(text, [notice for found in others for notice in found], ends, chance)
            if parts:
                yield text, {**joined(parts), "rendering": text["rendering"]}


def notices_of(text: Text) -> Iterator[list[Part]]:
    """Give the short runs of furniture between the paragraphs of a story."""
    parts = parts_of(text)
    paragraphs = [index for index, part in enumerate(parts) if part.label == "keep" and is_prose(part.text)]
    run: list[Part] = []
    for part in parts[paragraphs[0] : paragraphs[-1] + 1] if paragraphs else []:
        if part.label == "drop":
            run.append(part)
        elif run:
            if len(run) <= LONGEST_NOTICE:
                yield run
            run = []


def parts_of(text: Text) -> list[Part]:
    """Give the lines of a text with their labels and the breaks before them."""
    return [
        Part(line.text, str(label), max(1, line.breaks_before))
        for line, label in zip(text["lines"], text["labels"], strict=True)
    ]


def parted(text: Text) -> tuple[list[Part], list[Part], list[Part]]:
    """Give what stands above the story, the story, and what stands below."""
    parts = parts_of(text)
    story = [index for index, part in enumerate(parts) if part.label != "drop"]
    first, stop = (story[0], story[-1] + 1) if story else (0, 0)
    return parts[:first], parts[first:stop], parts[stop:]


def copied(
    text: Text, notices: Sequence[Sequence[Part]], ends: Sequence[list[Part]], chance: random.Random
) -> list[Part]:
    """Give the lines of a copy; none if the story has no two paragraphs one after the other."""
    above, story, below = parted(text)
    if chance.random() < CUT:
        story = story[: chance.randint(FEWEST, SHORT)]
    places = [at for at in range(1, len(story)) if all(map(is_paragraph, story[at - 1 : at + 1]))]
    if not places or not notices or not ends:
        return []
    chosen = chosen_places(places, len(story), chance)
    if chance.random() > WHOLE_ABOVE:
        above = above[len(above) - min(len(above), chance.randint(0, FEW)) :]
    which = chance.random()
    if text["rendering"] == "clean" or which < OTHER_BELOW:
        below = chance.choice(ends)
    elif which > OTHER_BELOW + WHOLE_BELOW:
        below = below[: chance.randint(0, FEW)]
    return evened([*above, *interrupted(story, chosen, notices, chance), *below], chance)


def chosen_places(places: Sequence[int], stop: int, chance: random.Random) -> set[int]:
    """Choose where notices go, most of them near the end of the story."""
    late = [at for at in places if stop - at <= NEAR_END] or places[-2:]
    return {chance.choice(late if chance.random() < LATE else places) for _ in range(chance.choice(NOTICES))}


def interrupted(
    story: Sequence[Part], places: Collection[int], notices: Sequence[Sequence[Part]], chance: random.Random
) -> Iterator[Part]:
    """Put a notice before the lines at the places, set apart as the line is."""
    for at, part in enumerate(story):
        if at in places:
            first, *others = chance.choice(notices)
            yield first._replace(breaks=part.breaks)
            yield from others
        yield part


def evened(parts: list[Part], chance: random.Random) -> list[Part]:
    """Set all lines apart in the same way, now and then."""
    if chance.random() >= EVEN:
        return parts
    breaks = chance.choice((1, 2))
    return [part._replace(breaks=breaks) for part in parts]


def is_paragraph(part: Part) -> bool:
    """Tell whether a line is a paragraph of the story."""
    return part.label == "keep" and is_prose(part.text)


def joined(parts: Sequence[Part]) -> dict[str, Any]:
    """Write the lines as one text."""
    raw = ""
    lines: list[tuple[int, int, str]] = []
    for part in parts:
        raw += "\n" * part.breaks * bool(lines)
        lines.append((len(raw), len(raw) + len(part.text), part.label))
        raw += part.text
    return {"raw": raw, "lines": lines}
