"""The signatures of the documents that a run has written, on the disk."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from copydesk.errors import CopydeskError
from copydesk.signatures import Signature

# Of texts that share a band and are not alike, as pages of one site are, so many are looked at.
_MOST_CANDIDATES = 100


class Seen:
    """Finds the documents that are like one that was written before, in the order of the input.

    Args:
        path: File to keep them in; None for one that goes with the run.
        known: How many documents are made sure of; what came after them is forgotten.

    Raises:
        CopydeskError: `broken-run` when the file knows fewer.
    """

    def __init__(self, path: Path | None = None, known: int = 0) -> None:
        self._database = sqlite3.connect(path or "", isolation_level=None)
        self._database.executescript("""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE IF NOT EXISTS signatures (
                number INTEGER, step TEXT, hashes BLOB, PRIMARY KEY (number, step)
            ) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS bands (
                key INTEGER, number INTEGER, PRIMARY KEY (key, number)
            ) WITHOUT ROWID;
        """)
        for table in ("signatures", "bands"):
            self._database.execute(f"DELETE FROM {table} WHERE number >= ?", [known])  # noqa: S608  our own
        highest = self._database.execute("SELECT coalesce(max(number), -1) FROM signatures").fetchone()
        self.count: int = highest[0] + 1
        if self.count < known:
            raise CopydeskError(
                "broken-run",
                f"`{path}` is shorter than the journal of the run says",
                hint="give `--fresh` to begin anew",
            )
        self._database.execute("BEGIN")

    def add(self, signatures: Mapping[str, Signature]) -> str:
        """Remember a document, unless it is like one that is known.

        Args:
            signatures: Its signatures by the step that made them.

        Returns:
            The reason to drop it; empty when it is the first of its kind.
        """
        for step, signature in signatures.items():
            keys = [*_keys(step, signature)]
            if any(signature.is_like(hashes) for hashes in self._candidates(step, keys)):
                return signature.reason
        for step, signature in signatures.items():
            self._database.execute(
                "INSERT INTO signatures VALUES (?, ?, ?)", [self.count, step, signature.hashes]
            )
            self._database.executemany(
                "INSERT OR IGNORE INTO bands VALUES (?, ?)",
                [(key, self.count) for key in _keys(step, signature)],
            )
        self.count += 1
        return ""

    def commit(self) -> None:
        """Make sure of what was added."""
        self._database.execute("COMMIT")
        self._database.execute("BEGIN")

    def close(self) -> None:
        """Close the file; what was not made sure of is forgotten."""
        self._database.close()

    def _candidates(self, step: str, keys: list[int]) -> Iterator[bytes]:
        marks = ", ".join("?" * len(keys))
        found = self._database.execute(
            f"SELECT DISTINCT number FROM bands WHERE key IN ({marks}) ORDER BY number LIMIT ?",  # noqa: S608
            [*keys, _MOST_CANDIDATES],
        ).fetchall()
        for (number,) in found:
            yield from (
                hashes
                for (hashes,) in self._database.execute(
                    "SELECT hashes FROM signatures WHERE number = ? AND step = ?", [number, step]
                )
            )


def _keys(step: str, signature: Signature) -> Iterator[int]:
    for number, part in enumerate(signature.parts()):
        digest = hashlib.blake2b(f"{step} {number} ".encode() + part, digest_size=8).digest()
        yield int.from_bytes(digest, "little", signed=True)
