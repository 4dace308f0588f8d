"""Documents that are rows: a line or an object of JSON, a line of a table."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from copydesk.document import Document, Source
from copydesk.errors import CopydeskError, Place, Problem
from copydesk.formats.decoding import TOO_LARGE_HINT
from copydesk.formats.protocols import Unreadable

# What copydesk writes beside id, text and meta: not taken up again when its output is an input.
_OWN_FIELDS: dict[str, type] = {"source": dict, "layers": dict, "provenance": dict, "removed": list}


class Fields(msgspec.Struct, frozen=True):
    """Which fields of JSON and which columns of tables are what; all others are metadata.

    Attributes:
        text: The one with the text.
        id: The one with the id; a row that has none is called "FILE:LINE".
    """

    text: str = "text"
    id: str = "id"


DEFAULT_FIELDS = Fields()


def decoded(data: bytes, what: str) -> Any:
    """Decode JSON.

    Args:
        data: UTF-8.
        what: What it is called in messages: "line".

    Raises:
        CopydeskError: `bad-json`.
    """
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        reason = str(error).strip().rstrip(".")
        raise CopydeskError(
            "bad-json", f"the {what} is not JSON: {reason}", hint="mend or remove it"
        ) from error


def row_document(row: Any, fields: Fields, where: str, *, what: str) -> Document:
    """Make a document of an object of JSON; the object is used up.

    What copydesk writes beside id, text and metadata is left out.

    Args:
        row: The object.
        fields: Which of its fields are what.
        where: Where it stands ("corpus.jsonl:12"), which is its id when it has none.
        what: What it is called in messages: "line".

    Raises:
        CopydeskError: `missing-text`, `bad-json`.
    """
    if not isinstance(row, dict):
        message = f"the {what} must be a JSON object, got {_json_type(row)}"
        raise CopydeskError("bad-json", message, hint=f'write {{"id": "...", "{fields.text}": "..."}}')
    if fields.text not in row:
        texts = {key: len(value) for key, value in row.items() if isinstance(value, str) and key != fields.id}
        raise without_text(fields, what, texts)
    text = row.pop(fields.text)
    if not isinstance(text, str):
        raise CopydeskError("missing-text", f"`{fields.text}` must be a string, got {_json_type(text)}")
    given = row.pop(fields.id, None)
    found = given if isinstance(given, str) else _id(given, fields)
    if row:
        nested = row.pop("meta", None)
        row = {key: value for key, value in row.items() if key not in _OWN_FIELDS or not _is_own(key, value)}
        if isinstance(nested, dict):
            row |= nested
        elif nested is not None:
            row["meta"] = nested
    return text_document(text, where, found or where, row)


def text_document(text: str, where: str, id: str, meta: Mapping[str, Any]) -> Document:
    """Make a document of the text of a row.

    Args:
        text: Can be written as UTF-8.
        where: Where it stands.
        id: Its id.
        meta: The other values of the row.
    """
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    source = Source(text, where, "text/plain", "utf-8", digest)
    return Document.from_source(source, id=id, meta=meta)


def _is_own(name: str, value: Any) -> bool:
    """Tell what copydesk wrote from a field of the same name: `"source": "Reuters"`."""
    if name == "source":
        return isinstance(value, dict) and "sha256" in value
    return isinstance(value, _OWN_FIELDS[name])


def without_text(fields: Fields, what: str, texts: Mapping[str, int]) -> CopydeskError:
    """Give the error that the text is missing, with the name under which it may stand.

    Args:
        fields: Which fields are what.
        what: What has no text: "line".
        texts: The names that are there, with the code points of what stands there.
    """
    message = f"the {what} has no field `{fields.text}`"
    if not texts:
        return CopydeskError("missing-text", message, hint=f"it needs a string under `{fields.text}`")
    likely = max(texts, key=lambda name: texts[name])
    hint = f"if `{likely}` is the text, give `--set fields.text={likely}`"
    return CopydeskError("missing-text", message, hint=hint)


def unreadable_row(error: CopydeskError, place: Place, uri: str) -> Unreadable:
    """Give a row that is no document.

    Args:
        error: What is wrong with it.
        place: Where it stands.
        uri: The file that it stands in.
    """
    return Unreadable(str(place), uri, Problem(error.code, error.problem.message, place, error.hint))


def too_large(what: str, max_bytes: int) -> CopydeskError:
    """Give the error that a row or a whole input is larger than a document may be."""
    return CopydeskError("too-large", f"the {what} has more than {max_bytes:,} bytes", hint=TOO_LARGE_HINT)


def _id(value: Any, fields: Fields) -> str:
    """Give an id that is no string as one; empty when there is none."""
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    message = f"`{fields.id}` must be a string or a whole number, got {_json_type(value)}"
    raise CopydeskError("bad-json", message)


def _json_type(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")
