"""Names in sentences of many genres, each in full: spans, labels and the name of the entity."""

import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from copydesk import Entity

EntitiesOf = Callable[[str], list[Entity]]

_NAME = re.compile(r"\[(PERSON|ORG|LOC) ([^\]]*?)(?: = ([^\]]*))?\]")

Names = list[tuple[int, str, str, str]]


class Sample(NamedTuple):
    text: str
    names: Names


def read(line: str) -> Sample:
    """Read a line of `sentences.txt`."""
    line = line.replace("\\n", "\n")
    text, at, names = "", 0, Names()
    for match in _NAME.finditer(line):
        text += line[at : match.start()]
        names.append((len(text), match[2], match[1], match[3] or match[2]))
        text += match[2]
        at = match.end()
    return Sample(text + line[at:], names)


def samples() -> Iterator[Any]:
    genre, numbers = "", count(1)
    for line in (Path(__file__).parent / "sentences.txt").read_text("utf-8").splitlines():
        if line.startswith("## "):
            genre, numbers = line[3:], count(1)
        elif line and not line.startswith("#"):
            marks = [pytest.mark.xfail(strict=True, reason="known miss")] * line.startswith("? ")
            yield pytest.param(*read(line.removeprefix("? ")), id=f"{genre}-{next(numbers)}", marks=marks)


@pytest.mark.parametrize(("text", "expected"), [*samples()])
def test_finds_all_names_and_nothing_else(text: str, expected: Names, entities_of: EntitiesOf) -> None:
    found = entities_of(text)

    assert [(e.start, text[e.start : e.end], e.label, e.name) for e in found] == expected
