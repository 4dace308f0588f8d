"""The canonical output: one JSON object a document, keys in a fixed order."""

from __future__ import annotations

import functools
from typing import Any

import msgspec

from copydesk.document import Document
from copydesk.layers import Span

_encoder = msgspec.json.Encoder()


class JsonLinesWriter:
    """A document a line."""

    name = "jsonl"
    suffix = ".jsonl"

    def encode(self, document: Document) -> bytes:
        """Encode a document as one line of JSON, UTF-8."""
        return _encoder.encode(row_of(document)) + b"\n"


def row_of(document: Document) -> dict[str, Any]:
    """Give a document as it is written: plain data, keys in the order of the output."""
    source = document.source
    row: dict[str, Any] = {
        "id": document.id,
        "source": {
            "uri": source.uri,
            "media_type": source.media_type,
            "encoding": source.encoding,
            "sha256": source.sha256,
        },
        "text": document.text,
        "meta": document.meta,
        "layers": {
            name: [annotation_row(annotation, document) for annotation in annotations]
            for name, annotations in document.layers.items()
        },
    }
    if document.removed:
        row["removed"] = sorted(
            map(msgspec.to_builtins, document.removed),
            key=lambda removed: (removed["source_start"], removed["source_end"]),
        )
    row["provenance"] = document.provenance
    return row


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
