"""Signatures: by what a run finds documents that say the same."""

from __future__ import annotations

import msgspec


class Signature(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What stands for a document when a run compares it with those before it.

    Two documents are alike when they share a band, and at least `least` of their hashes are the same
    at the same place. With MinHash that share estimates the Jaccard similarity of two texts.
    Source: Broder, "On the resemblance and containment of documents" (1997); bands: Leskovec, Rajaraman,
    Ullman, "Mining of Massive Datasets" (2nd ed., 2014), section 3.4.

    Attributes:
        hashes: The hashes, four bytes each.
        reason: Reason to drop a document that is like an earlier one.
        bands: In how many parts the hashes are cut to look for likely ones. With one, all must be the
            same.
        least: Share of the hashes that must be the same, from 0 to 1.
    """

    hashes: bytes
    reason: str = "duplicate"
    bands: int = 1
    least: float = 1.0

    def parts(self) -> list[bytes]:
        """Cut the hashes into bands of the same size; hashes that are left over are in none."""
        size = len(self.hashes) // 4 // self.bands * 4
        return [self.hashes[at : at + size] for at in range(0, size * self.bands, size)]

    def is_like(self, hashes: bytes) -> bool:
        """Tell whether enough hashes are the same."""
        if len(hashes) != len(self.hashes):
            return False
        own, others = memoryview(self.hashes).cast("I"), memoryview(hashes).cast("I")
        same = sum([one == other for one, other in zip(own, others, strict=True)])
        return same >= self.least * len(own)
