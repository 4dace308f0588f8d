"""Lines that come again on many pages of one site: how they are collected, and how they are looked up.

A run writes the lines of each document, as hashes; a second run counts them. The count of a line does not
depend on the order of the documents, nor on who wrote which, so files of several runs may be joined.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import IntEnum
from pathlib import Path
from posixpath import dirname
from urllib.parse import urlsplit

import msgspec

from copydesk import CopydeskError, Document
from copydesk_clean.lines import Line, visible_lines

# Fewer documents may have a line in common by chance, or because one story tells more of another.
_FEWEST_PAGES = 3
# What so many documents have is the site's; of a few documents, that says nothing.
_MOST_PAGES, _ENOUGH_PAGES = 0.5, 8
_EDGES = " \t\u00a0•*-–—·|>#←→»"
# Hashes that no two documents share are told apart by a table of this size, which fits any machine.
_SIEVE = 1 << 22


class Repetition(IntEnum):
    """How many documents of its site have a line: hardly any, several, or most."""

    NONE = 0
    SOME = 1
    MOST = 2


class SiteLines(msgspec.Struct, frozen=True):
    """The lines of one document, as they are written.

    Attributes:
        site: The host of the document's address, the name of its site, or the folder of its file.
        lines: The hash of each line, sorted, each once.
    """

    site: str
    lines: list[str]


class SiteLinesWriter:
    """Writes the lines of each document as hashes, for the option `repeated` of `clean`."""

    name = "site-lines"
    suffix = ".lines"

    def encode(self, document: Document) -> bytes:
        """Encode the lines of one document, also those that `clean` has taken out."""
        source = document.source.text
        texts = [document.text, *(source[item.source_start : item.source_end] for item in document.removed)]
        site = site_of(document)
        hashes = sorted({line_hash(site, line.text) for text in texts for line in visible_lines(text)})
        return msgspec.json.encode(SiteLines(site, [f"{number:016x}" for number in hashes])) + b"\n"


class RepeatedLines:
    """How many documents of a site have a line.

    Reads the file twice: first to count with small numbers in a table of fixed size, then to count well
    what may come again. So memory grows with the lines that do, not with the documents.

    Args:
        path: File that `SiteLinesWriter` wrote.

    Raises:
        CopydeskError: The file is missing, or it is no such file.
    """

    def __init__(self, path: Path) -> None:
        self._documents: Counter[str] = Counter()
        sieve = bytearray(_SIEVE)
        for record in _read(path):
            self._documents[record.site] += 1
            for text in record.lines:
                place = int(text, 16) % _SIEVE
                sieve[place] = min(255, sieve[place] + 1)
        counts: Counter[int] = Counter()
        for record in _read(path):
            counts.update(
                number
                for number in [int(text, 16) for text in record.lines]
                if sieve[number % _SIEVE] >= _FEWEST_PAGES
            )
        self._counts = {number: count for number, count in counts.items() if count >= _FEWEST_PAGES}

    def among(self, site: str, lines: Sequence[Line]) -> list[Repetition]:
        """Tell of each line how many documents of a site have it."""
        documents = self._documents[site]
        most = _MOST_PAGES * documents if documents >= _ENOUGH_PAGES else float("inf")
        found: list[Repetition] = []
        for line in lines:
            count = self._counts.get(line_hash(site, line.text), 0)
            found.append(Repetition((count > 0) + (count >= most)))
        return found


def check_site_lines(path: Path) -> None:
    """Look whether there is such a file.

    Raises:
        CopydeskError: The file is missing, or it is no such file.
    """
    next(_read(path), None)


def site_of(document: Document) -> str:
    """Give what tells the site of a document: host, name of the site, or folder."""
    try:
        host = urlsplit(str(document.meta.get("url") or "")).hostname
    except ValueError:
        host = None
    return host or str(document.meta.get("site") or "") or dirname(document.source.uri)


def line_hash(site: str, text: str) -> int:
    """Give the hash of a line of a site; case, spaces and marks at the ends do not count."""
    plain = " ".join(text.casefold().strip(_EDGES).split())
    digest = hashlib.blake2b(f"{site}\n{plain}".encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "big")


def _read(path: Path) -> Iterator[SiteLines]:
    decoder = msgspec.json.Decoder(SiteLines)
    number = 0
    try:
        with path.open("rb") as rows:
            for row in rows:
                number += 1
                yield decoder.decode(row)
    except OSError as error:
        raise CopydeskError(
            "no-such-file",
            f"`{path}` cannot be read: {error.strerror}",
            hint=_HINT,
            option="repeated",
        ) from error
    except (msgspec.MsgspecError, ValueError) as error:
        raise CopydeskError(
            "wrong-value",
            f"`{path}` line {number} has no lines of a site",
            hint=_HINT,
            option="repeated",
        ) from error


_HINT = "write it with `copydesk run PIPELINE INPUTS -o NAME.lines`"
