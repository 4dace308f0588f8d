"""What differs between two outputs, annotation by annotation."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
_POSITIONS = ("start", "end", "source_start", "source_end", "source_spans")


@dataclass(frozen=True)
class Difference:
    """Something that stands in one output and not, or otherwise, in the other.

    Attributes:
        document: Id of the document.
        what: "text", "document", "meta.KEY" or the name of a layer.
        kind: "added", "removed" or "changed".
        before: As it is in the first output; None when it was added.
        after: As it is in the second output; None when it was removed.
        step: The step that made the layer, in the second output or else in the first.
    """

    document: str
    what: str
    kind: str
    before: Any
    after: Any
    step: str = ""


@dataclass
class Diff:
    """All differences of two outputs.

    Attributes:
        documents: Number of documents in either.
        differences: In the order of the documents.
    """

    documents: int = 0
    differences: list[Difference] = field(default_factory=list[Difference])

    def counts(self) -> dict[str, Counter[str]]:
        """Count added, removed and changed by what differs."""
        found: dict[str, Counter[str]] = {}
        for difference in self.differences:
            found.setdefault(difference.what, Counter())[difference.kind] += 1
        return found


def diff_outputs(first: Iterable[Row], second: Iterable[Row]) -> Diff:
    """Hold two outputs against each other, document by document of the same id.

    Annotations are the same when they stand at the same place of the source; they are changed when
    a field differs there.

    Args:
        first: Rows of the first output.
        second: Rows of the second output.
    """
    before = {str(row["id"]): row for row in first}
    after = {str(row["id"]): row for row in second}
    found = Diff(len({**before, **after}))
    for name in {**before, **after}:
        one, other = before.get(name), after.get(name)
        if one is None or other is None:
            kind = "added" if one is None else "removed"
            found.differences.append(Difference(name, "document", kind, one and name, other and name))
        else:
            found.differences += _of_documents(name, one, other)
    return found


def _of_documents(name: str, one: Row, other: Row) -> Iterator[Difference]:
    if one["text"] != other["text"]:
        yield Difference(name, "text", "changed", *_around(one["text"], other["text"]))
    for key in {**one["meta"], **other["meta"]}:
        before, after = one["meta"].get(key), other["meta"].get(key)
        if before != after:
            yield Difference(name, f"meta.{key}", _kind(before, after), before, after)
    for layer in {**one["layers"], **other["layers"]}:
        step = other["provenance"].get(layer) or one["provenance"].get(layer, "")
        for before, after in _paired(one["layers"].get(layer, []), other["layers"].get(layer, [])):
            if before is None or after is None or _fields(before) != _fields(after):
                yield Difference(name, layer, _kind(before, after), before, after, step.partition("@")[0])


def _paired(one: Iterable[Row], other: Iterable[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Pair annotations by their place in the source, in order of position."""
    before: dict[tuple[int, int], list[Row]] = {}
    after: dict[tuple[int, int], list[Row]] = {}
    for rows, places in ((one, before), (other, after)):
        for row in rows:
            places.setdefault((row["source_start"], row["source_end"]), []).append(row)
    for place in sorted({*before, *after}):
        yield from itertools.zip_longest(before.get(place, []), after.get(place, []))


def _fields(row: Row) -> dict[str, Any]:
    """Give the fields of an annotation without its positions in the text, which edits move."""
    return {
        key: _fields(value) if isinstance(value, Mapping) else value
        for key, value in row.items()
        if key not in _POSITIONS
    }


def _kind(before: Any, after: Any) -> str:
    return "added" if before is None else "removed" if after is None else "changed"


def _around(one: str, other: str) -> tuple[str, str]:
    """Show two texts where they begin to differ."""
    at = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    start = max(0, at - 20)
    return one[start : at + 60], other[start : at + 60]
