"""The JSON Schema of the canonical output, made from the annotation types."""

from __future__ import annotations

from typing import Any

import msgspec

from copydesk.layers import ENTITIES, QUOTES, SENTENCES, SUMMARY, Mention, Span

_OFFSET = {"type": "integer", "minimum": 0}
_POSITIONS = {
    "start": {**_OFFSET, "description": "First code point in `text`."},
    "end": {**_OFFSET, "description": "Code point after the last in `text`."},
    "source_start": {**_OFFSET, "description": "First code point in the decoded source."},
    "source_end": {**_OFFSET, "description": "Code point after the last in the decoded source."},
    "source_spans": {
        "type": "array",
        "description": "The pieces of the source, when something between them was taken out.",
        "minItems": 2,
        "items": {"type": "array", "prefixItems": [_OFFSET, _OFFSET], "minItems": 2, "maxItems": 2},
    },
    "text": {"type": "string", "description": "The characters of the span."},
}


def output_schema() -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of one line of the output."""
    layers = {layer.name: _layer(layer.type) for layer in (SENTENCES, ENTITIES, QUOTES, SUMMARY)}
    strings = {"type": "string"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A document as copydesk writes it",
        "type": "object",
        "properties": {
            "id": strings,
            "source": {
                "type": "object",
                "properties": {
                    "uri": strings,
                    "media_type": strings,
                    "encoding": strings,
                    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                },
                "required": ["uri", "media_type", "encoding", "sha256"],
                "additionalProperties": False,
            },
            "text": strings,
            "meta": {"type": "object"},
            "layers": {
                "type": "object",
                "properties": layers,
                "additionalProperties": {"type": "array", "items": {"$ref": "#/$defs/Span"}},
            },
            "removed": {"type": "array", "items": _removed()},
            "provenance": {
                "type": "object",
                "additionalProperties": {"type": "string", "pattern": "^.+@.+#[0-9a-f]+$"},
            },
        },
        "required": ["id", "source", "text", "meta", "layers", "provenance"],
        "additionalProperties": False,
        "$defs": {kind.__name__: _annotation(kind) for kind in _kinds()},
    }


def _kinds() -> list[type[Span]]:
    return [Span, Mention, *(layer.type for layer in (SENTENCES, ENTITIES, QUOTES, SUMMARY))]


def _layer(kind: type[Span]) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/$defs/{kind.__name__}"}}


def _annotation(kind: type[Span]) -> dict[str, Any]:
    fields = msgspec.json.schema(kind)["$defs"][kind.__name__]["properties"]
    own = {name: _without_default(value) for name, value in fields.items() if name not in _POSITIONS}
    required = ["start", "end", "source_start", "source_end"]
    required += [*(["text"] if kind.writes_text else []), *own]
    return {"type": "object", "properties": {**_POSITIONS, **own}, "required": required}


def _without_default(field: dict[str, Any]) -> dict[str, Any]:
    # Every field is written: a default would tell a reader nothing.
    return {key: value for key, value in field.items() if key != "default"}


def _removed() -> dict[str, Any]:
    properties = {
        "source_start": _OFFSET,
        "source_end": _OFFSET,
        "reason": {"type": "string"},
        "step": {"type": "string"},
    }
    return {"type": "object", "properties": properties, "required": [*properties]}
