"""The ledger: what became of every document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Ledger:
    """Counts of documents.

    Attributes:
        read: Documents that came in, readable or not.
        written: Documents that came out.
        dropped: Documents that a step dropped, by reason.
        failed: Documents that are in the dead-letter file, by step.
    """

    read: int = 0
    written: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)

    @classmethod
    def from_json(cls, counts: Mapping[str, Any]) -> Ledger:
        """Read what `as_json` gave."""
        return cls(counts["read"], counts["written"], Counter(counts["dropped"]), Counter(counts["failed"]))

    def check(self) -> None:
        """Hold the counts against each other.

        Raises:
            AssertionError: They do not add up, which is a bug in copydesk.
        """
        known = self.written + self.dropped.total() + self.failed.total()
        if self.read != known:
            raise AssertionError(f"the ledger does not add up: {self.read} read, {known} accounted for")

    def __str__(self) -> str:
        dropped = f"{self.dropped.total()} dropped{_details(self.dropped)}"
        failed = f"{self.failed.total()} failed{_details(self.failed)}"
        return f"{self.read} read, {self.written} written, {dropped}, {failed}"

    def as_json(self) -> dict[str, Any]:
        """Give the counts as plain data."""
        return {
            "read": self.read,
            "written": self.written,
            "dropped": dict(self.dropped),
            "failed": dict(self.failed),
        }


def _details(counts: Counter[str]) -> str:
    if not counts:
        return ""
    return f" ({', '.join(f'{name} {count}' for name, count in sorted(counts.items()))})"
