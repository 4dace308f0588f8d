"""From bytes to characters: byte order mark, declared encoding, detection."""

from __future__ import annotations

import codecs
import hashlib
import io
import re
from typing import BinaryIO

from copydesk.document import Source
from copydesk.errors import CopydeskError
from copydesk.offsets import refuse_surrogates

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Source: HTML Living Standard, section 13.2.3.2: a page declares its encoding in its first 1024 bytes.
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]+)["']""", re.IGNORECASE)
# Source: WHATWG Encoding Standard, section 4.2: these labels mean windows-1252 on the web.
_WEB_LABELS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
}
_DETECTION_BYTES = 200_000
# Source: git's buffer_is_binary, which takes a NUL in the first 8000 bytes for binary.
_BINARY_BYTES = 8000
_FEWEST_PAIRS = 8
TOO_LARGE_HINT = "raise `max_document_bytes` in the pipeline file, or split it"


def read_source(stream: BinaryIO, uri: str, media_type: str, *, max_bytes: int) -> Source:
    """Read a whole file as the source of a document, whatever its encoding.

    Args:
        stream: The file, decompressed.
        uri: Where it comes from.
        media_type: Media type, for example "text/html", which may declare its encoding.
        max_bytes: Bytes that the file may have.

    Raises:
        CopydeskError: `too-large`, `binary-file` or `unknown-encoding`. A reader lets it pass: the
            file is reported, and the run goes on.
    """
    data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise CopydeskError("too-large", f"{uri} has more than {max_bytes:,} bytes", hint=TOO_LARGE_HINT)
    text, encoding = decode(data, uri, html=media_type == "text/html")
    refuse_surrogates(text, uri)
    return Source(text, uri, media_type, encoding, hashlib.sha256(data).hexdigest())


def seekable(stream: BinaryIO) -> BinaryIO:
    """Give a stream that can be read from its start again."""
    return stream if stream.seekable() else io.BytesIO(stream.read())


def decode(data: bytes, uri: str, *, html: bool = False) -> tuple[str, str]:
    """Decode a file; line ends stay as they are.

    A byte order mark decides, then what an HTML page declares, then UTF-8, then detection by
    charset-normalizer.

    Args:
        data: The bytes, decompressed.
        uri: Where they come from, for messages.
        html: Whether to look for the encoding that a page declares.

    Returns:
        The characters and the name of the encoding, with which Python decodes the same.

    Raises:
        CopydeskError: `binary-file` or `unknown-encoding`.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding, uri), encoding
    wide = _utf16_without_mark(data[:_BINARY_BYTES])
    if wide:
        return _strictly(data, wide, uri), wide
    _refuse_binary(data, uri)
    declared = _declared(data) if html else None
    for encoding in [*filter(None, [declared]), "utf-8"]:
        try:
            return data.decode(encoding), encoding
        except (UnicodeDecodeError, LookupError):
            continue
    encoding = _detected(data, uri)
    return _strictly(data, encoding, uri), encoding


def _strictly(data: bytes, encoding: str, uri: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise CopydeskError(
            "unknown-encoding",
            f"{uri}: byte {error.start} is not {encoding}, which the start of the file promises",
            hint="save the file as UTF-8",
        ) from error


def _refuse_binary(data: bytes, uri: str) -> None:
    if b"\0" in data[:_BINARY_BYTES]:
        raise CopydeskError(
            "binary-file",
            f"{uri}: the file is binary, expected text",
            hint="convert it to text first; copydesk reads text, .html, .jsonl, .json and .csv",
        )


def _utf16_without_mark(head: bytes) -> str:
    """UTF-16 of mostly Latin text without a mark has a NUL in every second byte."""
    pairs = len(head) // 2
    even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if pairs < _FEWEST_PAIRS or max(even, odd) < 0.6 * pairs or min(even, odd) > 0.02 * pairs:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _declared(data: bytes) -> str | None:
    found = _XML_DECLARED.search(data[:256]) or _DECLARED.search(data[:1024])
    if not found:
        return None
    label = found[1].decode("ascii").lower()
    label = _WEB_LABELS.get(label, label)
    try:
        info = codecs.lookup(label)
    except LookupError:
        return None
    # A page that can be read for its declaration is not in UTF-16, whatever it says.
    return "utf-8" if info.name.startswith("utf-16") else info.name


def _detected(data: bytes, uri: str) -> str:
    from charset_normalizer import from_bytes

    # Cut at a line end, so that no character is torn.
    head = data[:_DETECTION_BYTES]
    if len(data) > len(head):
        head = head[: head.rfind(b"\n") + 1] or head
    best = from_bytes(head).best()
    if best is None:
        raise CopydeskError(
            "unknown-encoding",
            f"{uri}: the encoding cannot be told: it is not UTF-8 and looks like no other",
            hint="save the file as UTF-8",
        )
    encoding = codecs.lookup(best.encoding).name
    # Several old encodings often give the same text; then the commonest name tells the most.
    common = head.decode("cp1252", errors="replace")
    return "cp1252" if common == head.decode(encoding, errors="replace") else encoding
