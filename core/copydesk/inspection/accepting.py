"""Accepting what came out: the expectations of failed tests are written anew in the file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from copydesk.config.nodes import Node
from copydesk.document import Document
from copydesk.inspection.testing import CaseResult, matches, rows_of
from copydesk.running import Dropped


def accept(text: str, path: str, results: Sequence[CaseResult]) -> tuple[str, int]:
    """Write what came out of failed tests into the text of their file.

    Only the values of expectations that were not met change; comments and layout around them stay.
    Values are written in YAML's flow style.

    Args:
        text: The text of the file.
        path: Its path; tests of files that it extends are left alone.
        results: What became of its tests.

    Returns:
        The new text, and the number of expectations that were written.
    """
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    edits: list[tuple[int, int, str]] = []
    for result in results:
        if result.mismatches and result.test.place.file == path:
            for node, value in _accepted(result):
                start = starts[node.place.line - 1] + node.place.column - 1
                end = starts[node.end[0] - 1] + node.end[1] - 1
                end = start + len(text[start:end].rstrip())
                edits.append((start, end, json.dumps(value, ensure_ascii=False)))
    for start, end, value in sorted(edits, reverse=True):
        text = text[:start] + value + text[end:]
    return text, len(edits)


def _accepted(result: CaseResult) -> Iterator[tuple[Node, Any]]:
    """Give the node and the new value of each expectation that was not met."""
    outcome = result.outcome
    entries = result.test.expect.entries or {}
    missed = {(mismatch.place.line, mismatch.place.column) for mismatch in result.mismatches}
    if isinstance(outcome, Dropped) and "dropped" in entries:
        yield entries["dropped"][1], outcome.reason
    if not isinstance(outcome, Document):
        return
    for key, (_, node) in entries.items():
        if not missed & {*_places(node)}:
            continue
        if key == "text":
            yield from _text(outcome.text, node)
        elif key == "meta":
            yield node, {name: outcome.meta.get(name) for name in node.entries or {}}
        elif key == "dropped":
            yield node, False
        else:
            yield from _layer(rows_of(outcome, key), node)


def _text(text: str, node: Node) -> Iterator[tuple[Node, Any]]:
    if node.entries is None:
        yield node, text
        return
    for key, (_, value) in node.entries.items():
        wanted = value.plain() if value.items is not None else [value.plain()]
        kept = [words for words in wanted if key == "exact" or (words in text) == (key == "contains")]
        if key == "exact":
            yield value, text
        elif kept != wanted:
            yield value, kept


def _layer(rows: Sequence[Mapping[str, Any]], node: Node) -> Iterator[tuple[Node, Any]]:
    parts = node.entries if node.entries is not None else {"present": (node, node)}
    for key, (_, value) in parts.items():
        wanted = value.plain()
        if key == "count":
            yield value, len(rows)
        elif key == "absent":
            yield value, [item for item in wanted if not any(matches(row, item) for row in rows)]
        else:
            fields = [*wanted[0]] if wanted and isinstance(wanted[0], Mapping) else []
            yield value, [_projected(row, fields) for row in rows]


def _projected(row: Mapping[str, Any], fields: Sequence[str]) -> Any:
    if not fields:
        return row.get("text", "")
    return {field: _short(row.get(field)) for field in fields}


def _short(value: Any) -> Any:
    return value.get("name", value.get("text")) if isinstance(value, Mapping) else value


def _places(node: Node) -> Iterator[tuple[int, int]]:
    yield node.place.line, node.place.column
    for item in node.items or ():
        yield from _places(item)
    for _, value in (node.entries or {}).values():
        yield from _places(value)
