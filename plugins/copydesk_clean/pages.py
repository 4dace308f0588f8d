"""Headers and footers of printed pages, which repeat through a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated

from pydantic import Field

from copydesk import Document, Edit, step
from copydesk_clean.lines import Line, removal_edits, visible_lines

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–—\[(|\s]*(?:page |p\. ?|seite |página )?(\d{1,4})(?: (?:of|/|von|de) \d{1,4})?[-–—\])|\s]*",
    re.IGNORECASE,
)
_LONGEST = 120
# Page numbers must rise by one, at least so many times in a row, to be page numbers.
_FEWEST_NUMBERS = 3


@step(name="clean.pages")
def remove_page_lines(
    doc: Document,
    *,
    min_times: Annotated[int, Field(ge=2)] = 3,
    min_lines_between: Annotated[int, Field(ge=1)] = 8,
) -> Iterator[Edit]:
    """Remove headers, footers and page numbers of printed pages.

    A header or footer is a short line that stands there at least `min_times` times, whatever its
    numbers, with at least `min_lines_between` other lines between; page numbers are lines of their
    own that count up. Removed lines are listed in the output with the reason `page-line`.

    Example:
        steps:
          - clean.pages: {min_times: 4}

    Args:
        doc: The document to clean.
        min_times: How often a line must stand there.
        min_lines_between: Other lines between one and the next.
    """
    lines = visible_lines(doc.text)
    found = {*_running_lines(lines, min_times, min_lines_between), *_page_numbers(lines)}
    yield from removal_edits(lines, dict.fromkeys(sorted(found), "page-line"), len(doc.text))


def _running_lines(lines: Sequence[Line], min_times: int, min_lines_between: int) -> Iterator[int]:
    places: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if len(line.text) <= _LONGEST and any(character.isalpha() for character in line.text):
            places[_DIGITS.sub("#", line.text.casefold())].append(index)
    for same in places.values():
        gaps = [after - before for before, after in pairwise(same)]
        if len(same) >= min_times and min(gaps) > min_lines_between:
            yield from same


def _page_numbers(lines: Sequence[Line]) -> Iterator[int]:
    row: list[int] = []
    expected = -1
    for index, line in enumerate(lines):
        found = _PAGE_NUMBER.fullmatch(line.text) if len(line.text) < 30 else None
        if not found:
            continue
        number = int(found[1])
        if number != expected:
            if len(row) >= _FEWEST_NUMBERS:
                yield from row
            row = []
        row.append(index)
        expected = number + 1
    if len(row) >= _FEWEST_NUMBERS:
        yield from row
