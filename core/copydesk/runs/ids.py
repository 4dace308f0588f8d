"""The ids that came before in a run, in little memory: eight bytes of each one's digest."""

from __future__ import annotations

import mmap
import tempfile


class Ids:
    """A set of numbers from 1 to 2**64 - 1, on disk: the system keeps in memory what it can.

    Open addressing with linear probing; a table of twice the size is made when half is full.
    """

    def __init__(self) -> None:
        self._count = 0
        self._make(1 << 16)

    def __len__(self) -> int:
        return self._count

    def add(self, key: int) -> bool:
        """Add a number; tell whether it is new."""
        table, mask = self._table, self._mask
        place = key & mask
        while known := table[place]:
            if known == key:
                return False
            place = (place + 1) & mask
        table[place] = key
        self._count += 1
        if self._count * 2 > mask:
            old = table
            self._make((mask + 1) * 2)
            self._count = 0
            for known in old:
                if known:
                    self.add(known)
            old.release()
        return True

    def _make(self, places: int) -> None:
        with tempfile.TemporaryFile(prefix="copydesk-ids-") as file:
            file.truncate(places * 8)
            self._map = mmap.mmap(file.fileno(), places * 8)
        self._table = memoryview(self._map).cast("Q")
        self._mask = places - 1
