"""The canonical output: one JSON object a document, keys in a fixed order."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import msgspec

from copydesk.document import Document
from copydesk.layers import Span

_encoder = msgspec.json.Encoder()


class _Origin(msgspec.Struct, gc=False):
    uri: str
    media_type: str
    encoding: str
    sha256: str


class _Row(msgspec.Struct):
    """A document as it is written: its fields in the order of the output."""

    id: str
    source: _Origin
    text: str
    meta: Mapping[str, Any]
    layers: dict[str, list[dict[str, Any]]]
    removed: list[dict[str, Any]] | msgspec.UnsetType
    provenance: Mapping[str, str]


class JsonLinesWriter:
    """A document a line."""

    name = "jsonl"
    suffix = ".jsonl"

    def encode(self, document: Document) -> bytes:
        """Encode a document as one line of JSON, UTF-8."""
        return _encoder.encode(_row(document)) + b"\n"


def row_of(document: Document) -> dict[str, Any]:
    """Give a document as it is written: plain data, keys in the order of the output."""
    row = msgspec.structs.asdict(_row(document))
    row["source"] = msgspec.structs.asdict(row["source"])
    if row["removed"] is msgspec.UNSET:
        del row["removed"]
    return row


def _row(document: Document) -> _Row:
    source = document.source
    origin = _Origin(source.uri, source.media_type, source.encoding, source.sha256)
    layers = {
        name: [annotation_row(annotation, document) for annotation in annotations]
        for name, annotations in document.layers.items()
    }
    removed: list[dict[str, Any]] | msgspec.UnsetType = msgspec.UNSET
    if document.removed:
        removed = sorted(
            map(msgspec.to_builtins, document.removed),
            key=lambda one: (one["source_start"], one["source_end"]),
        )
    return _Row(document.id, origin, document.text, document.meta, layers, removed, document.provenance)


def annotation_row(annotation: Span, document: Document) -> dict[str, Any]:
    """Give an annotation with its source offsets; spans in its fields get theirs too.

    `source_spans` stands there when the source is in pieces, because something between them was
    taken out.
    """
    start, end = annotation.start, annotation.end
    pieces = document.offsets.pieces(start, end)
    row: dict[str, Any] = {
        "start": start,
        "end": end,
        "source_start": pieces[0][0],
        "source_end": pieces[-1][1],
    }
    if len(pieces) > 1:
        row["source_spans"] = [[*piece] for piece in pieces]
    if annotation.writes_text:
        row["text"] = document.text[start:end]
    for name in _own_fields(type(annotation)):
        row[name] = _value(getattr(annotation, name), document)
    return row


def _value(value: Any, document: Document) -> Any:
    if isinstance(value, Span):
        return annotation_row(value, document)
    if isinstance(value, tuple):
        return [_value(part, document) for part in value]
    return value


@functools.cache
def _own_fields(kind: type[Span]) -> tuple[str, ...]:
    return tuple(name for name in kind.__struct_fields__ if name not in ("start", "end"))


WRITERS = (JsonLinesWriter(),)
