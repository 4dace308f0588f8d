"""The cache: what steps returned for documents, so that only what changed runs again."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import time
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from copydesk.document import Document
from copydesk.errors import CopydeskError
from copydesk.layers import AnyLayer, Layer, TransientLayer
from copydesk.offsets import Edit
from copydesk.planning import PlannedStep
from copydesk.signatures import Signature
from copydesk.steps import Changes

FILE = "changes.sqlite"
_FORMAT = 1
_SECONDS_A_DAY = 86_400
_MOST_SECONDS_LOCKED = 30
_SECONDS_BETWEEN = 0.01
# SQLite takes 32,766 values in one statement; fewer keep the statement short.
_KEYS_A_QUERY = 500


class Store:
    """Values by key in an SQLite file that several processes use at once.

    A value carries its checksum; one that is damaged is as if it was not there, and a file that is
    damaged is put aside and begun anew. Nothing is lost by that but time.

    Args:
        folder: Where the file is; it is made when it is missing.

    Raises:
        CopydeskError: `cannot-write` when the folder cannot be used.
    """

    def __init__(self, folder: str) -> None:
        self.path = Path(folder) / FILE
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = self._opened()
        except (OSError, sqlite3.OperationalError) as error:
            raise CopydeskError(
                "cannot-write", f"the cache `{folder}` cannot be used: {error}", hint="choose another folder"
            ) from error

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Give the values that are there."""
        found: dict[bytes, bytes] = {}
        for start in range(0, len(keys), _KEYS_A_QUERY):
            some = keys[start : start + _KEYS_A_QUERY]
            marks = ",".join("?" * len(some))
            query = f"SELECT key, value FROM changes WHERE key IN ({marks})"  # noqa: S608  only marks
            for key, value in self._rows(query, some):
                if zlib.crc32(key + value[4:]).to_bytes(4, "little") == value[:4]:
                    found[key] = value[4:]
        return found

    def put(self, values: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep values; when the disk is full or the file is locked for long, they are not kept."""
        today = int(time.time() // _SECONDS_A_DAY)
        rows = [(key, zlib.crc32(key + value).to_bytes(4, "little") + value, today) for key, value in values]
        try:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO changes VALUES (?, ?, ?)", rows)
        except sqlite3.OperationalError:
            pass
        except sqlite3.DatabaseError:
            self._begin_anew()

    def size(self) -> int:
        """Give the bytes of the values and their keys."""
        (pages,) = next(iter(self._rows("PRAGMA page_count")), (0,))
        (free,) = next(iter(self._rows("PRAGMA freelist_count")), (0,))
        (page,) = next(iter(self._rows("PRAGMA page_size")), (0,))
        return (int(pages) - int(free)) * int(page)

    def shrink(self, most_bytes: int) -> int:
        """Remove the values that were kept first until the rest takes at most so many bytes.

        Returns:
            The number of values that were removed.
        """
        removed = 0
        while self.size() > most_bytes:
            with contextlib.suppress(sqlite3.OperationalError), self._connection:
                done = self._connection.execute(
                    "DELETE FROM changes WHERE rowid IN "
                    "(SELECT rowid FROM changes ORDER BY day, rowid LIMIT 1000)"
                ).rowcount
                removed += done
                if not done:
                    break
        if removed:
            with contextlib.suppress(sqlite3.DatabaseError):
                self._connection.execute("VACUUM")
        return removed

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.OperationalError:
            return []
        except sqlite3.DatabaseError:
            self._begin_anew()
            return []

    def _opened(self) -> sqlite3.Connection:
        latest = time.monotonic() + _MOST_SECONDS_LOCKED
        while True:
            try:
                return self._connected()
            except sqlite3.OperationalError as error:
                # Of processes that turn a new file to WAL at once, all but one are refused without waiting
                # (sqlite.org/wal.html, section 9).
                locked = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
                if not locked or time.monotonic() > latest:
                    raise
            time.sleep(_SECONDS_BETWEEN)

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_MOST_SECONDS_LOCKED, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            # What a power cut takes from the cache is made again.
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS changes (key BLOB PRIMARY KEY, value BLOB NOT NULL, day INTEGER)"
            )
            connection.execute("SELECT key, value, day FROM changes LIMIT 1").fetchall()
        except sqlite3.OperationalError:
            connection.close()
            raise
        except sqlite3.DatabaseError:
            connection.close()
            self._put_aside()
            return self._connected()
        return connection

    def _begin_anew(self) -> None:
        self._connection.close()
        self._put_aside()
        self._connection = self._opened()

    def _put_aside(self) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self.path}{ending}").unlink(missing_ok=True)


class StepCache:
    """The changes of the steps of one chain.

    The key of a step's changes for a document is made of the document as it was read and of every
    step up to this one: its name, options and condition, the version of its plugin, the digests of
    its models. So a change of a step makes that step and those after it run again, and no other.

    Args:
        store: Where they are kept.
        steps: The steps of the chain.
        version: Version of copydesk.
    """

    def __init__(self, store: Store, steps: Sequence[PlannedStep], version: str) -> None:
        self.store = store
        self.steps = steps
        self.prefixes = [*_prefixes(steps, version)]
        self.encode = msgspec.msgpack.Encoder().encode
        self.is_kept = [
            not any(isinstance(layer, TransientLayer) for layer in planned.step.provides) for planned in steps
        ]

    def find(self, documents: Sequence[Document]) -> list[dict[int, Changes]]:
        """Give the changes that are known for each document, by the number of the step."""
        keys = [self._keys(document) for document in documents]
        stored = self.store.get([key for some in keys for key in some.values()])
        found: list[dict[int, Changes]] = []
        for some in keys:
            known: dict[int, Changes] = {}
            for number, key in some.items():
                value = stored.get(key)
                changes = self._decoded(number, value) if value is not None else None
                if changes is None:
                    # What comes after it was made from changes that are not known.
                    break
                known[number] = changes
            found.append(known)
        return found

    def keep(self, step: int, found: Iterable[tuple[Document, Changes]]) -> None:
        """Keep what a step returned for documents as they were read."""
        values: list[tuple[bytes, bytes]] = []
        for document, changes in found:
            value = self._encoded(step, changes)
            if value is not None:
                values.append((self._key(step, _base(document)), value))
        if values:
            self.store.put(values)

    def _keys(self, document: Document) -> dict[int, bytes]:
        base = _base(document)
        return {number: self._key(number, base) for number in range(len(self.steps)) if self.is_kept[number]}

    def _key(self, step: int, base: bytes) -> bytes:
        return hashlib.blake2b(base + self.prefixes[step], digest_size=16).digest()

    def _encoded(self, step: int, changes: Changes) -> bytes | None:
        """Encode changes; those that do not come back as they were are not kept."""
        row = (
            [(edit.start, edit.end, edit.text, edit.reason) for edit in changes.edits],
            {layer.name: tuple(content) for layer, content in changes.layers.items()},
            dict(changes.meta),
            changes.drop,
            changes.signature,
        )
        try:
            value = self.encode(row)
        except (TypeError, ValueError, OverflowError):
            return None
        back = self._decoded(step, value)
        return value if back is not None and _plain(back) == _plain(changes) else None

    def _decoded(self, step: int, value: bytes) -> Changes | None:
        layers: dict[str, AnyLayer] = {layer.name: layer for layer in self.steps[step].step.provides}
        try:
            edits, contents, meta, drop, signature = msgspec.msgpack.decode(value)
            return Changes(
                [Edit(*edit) for edit in edits],
                {layers[name]: _annotations(rows, layers[name]) for name, rows in contents.items()},
                meta,
                drop,
                msgspec.convert(signature, Signature | None),
            )
        except (msgspec.DecodeError, msgspec.ValidationError, KeyError, TypeError, ValueError):
            return None


def _annotations(rows: list[Any], layer: AnyLayer) -> tuple[Any, ...]:
    kind = layer.type if isinstance(layer, Layer) else object
    return tuple(msgspec.convert(row, kind) for row in rows)


def _plain(changes: Changes) -> tuple[Any, ...]:
    layers = {layer.name: tuple(content) for layer, content in changes.layers.items()}
    return [*changes.edits], layers, dict(changes.meta), changes.drop, changes.signature


def _base(document: Document) -> bytes:
    """Digest a document as it was read."""
    source = document.source
    described = msgspec.json.encode(
        [document.id, source.uri, source.media_type, source.encoding, source.sha256, document.meta]
    )
    return hashlib.blake2b(described, digest_size=16).digest()


def code_digest(implementation: Any) -> str:
    """Digest the files of a plugin's package, which change in place while somebody works on it."""
    file = getattr(implementation, "__file__", None)
    if not file:
        return ""
    path = Path(file)
    files = [path] if path.name != "__init__.py" else sorted(path.parent.rglob("*"))
    digest = hashlib.sha256()
    for one in files:
        if one.is_file() and "__pycache__" not in one.parts:
            digest.update(one.read_bytes())
    return digest.hexdigest()


def _prefixes(steps: Sequence[PlannedStep], version: str) -> Iterable[bytes]:
    """Digest each step together with all before it."""
    digest = hashlib.blake2b(f"{_FORMAT} {version}".encode(), digest_size=16)
    for planned in steps:
        described = [
            planned.name,
            planned.plugin.distribution,
            planned.plugin.version,
            code_digest(planned.plugin.implementation),
            planned.options,
            planned.fingerprints,
            planned.when.text if planned.when else "",
            sorted(planned.step.wanted),
        ]
        digest.update(msgspec.json.encode(described))
        yield digest.copy().digest()
