"""Subtitles of films and broadcasts (SubRip, .srt) as running text."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from copydesk import CopydeskError, Document, Edit, Reader, hookimpl, read_source

TIMING = re.compile(r"\s*\d+:\d\d:\d\d[,.]\d{1,3}\s+-->\s+\d+:\d\d:\d\d")
TAG = re.compile(r"</?[biu]>|</?font[^<>\n]*>|\{\\an\d\}")


class SubtitleReader:
    """Reads what is said as one text; numbers, timings and tags are edited out.

    So every word leads back to its line in the file, and to the timing above it.
    """

    name = "srt"
    suffixes = (".srt",)

    def read(self, stream: BinaryIO, uri: str, *, max_bytes: int) -> Iterator[Document]:
        """Read the one document of a file."""
        source = read_source(stream, uri, "application/x-subrip", max_bytes=max_bytes)
        if source.text.strip() and not any(map(TIMING.match, source.text.splitlines())):
            hint = "is it a SubRip file? read another text with `--input-format text`"
            raise CopydeskError("no-timing", f"{uri}: no line has a timing", hint=hint)
        yield Document.from_source(source, id=uri).edited([*_edits(source.text)])


def _edits(text: str) -> Iterator[Edit]:
    """Put a space for what stands between two spoken lines, and nothing for a tag."""
    end = 0
    for line_start, line_end in _spoken(text):
        yield Edit(end, line_start, " " if end else "")
        yield from (Edit(*tag.span(), "") for tag in TAG.finditer(text, line_start, line_end))
        end = line_end
    yield Edit(end, len(text), "")


def _spoken(text: str) -> Iterator[tuple[int, int]]:
    """Find the lines that are neither blank, nor a timing, nor the number above one."""
    lines = text.splitlines(keepends=True)
    start = 0
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        is_number = line.strip().isdigit() and TIMING.match(following)
        if line.strip() and not is_number and not TIMING.match(line):
            yield start + len(line) - len(line.lstrip()), start + len(line.rstrip())
        start += len(line)


@hookimpl
def copydesk_readers() -> list[Reader]:
    """Register the reader."""
    return [SubtitleReader()]
