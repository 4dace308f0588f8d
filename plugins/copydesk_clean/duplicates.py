"""Documents that say the same as an earlier one of the run."""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Annotated, Any

from pydantic import BaseModel, Field

from copydesk import Changes, CopydeskError, Document, Signature, Step

# Words; in scripts that part no words, characters.
_TOKENS = re.compile(r"[\u2e80-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
_HASHES = 128
_SEED = 1
# Of two texts that are as similar as asked for, so many are to share a band.
_FOUND = 0.95


class Options(BaseModel):
    """Options of `clean.duplicates`."""

    similarity: Annotated[float, Field(ge=0.3, le=1)] = Field(
        1.0,
        description="How much of their runs of words two texts must share: 1 for texts of the same words.",
    )
    run_words: Annotated[int, Field(ge=1, le=20)] = Field(
        5, description="How many words a run has, for a similarity below 1."
    )


class Duplicates(Step[Options]):
    """Drop documents that say the same as an earlier document of the run. The text is not changed.

    Capitals, white space and marks do not count. With a `similarity` below 1, texts are dropped too that
    share so much of their runs of five words (Jaccard similarity, estimated by MinHash with 128 hashes);
    it needs `pip install 'copydesk[clean]'`. The reasons are `duplicate` and `near-duplicate`.

    The first in the order of the input stays, whatever the number of workers, and a document is held
    against those that stay. Texts without a word are never dropped.

    A run compares when all other steps are done. Where they are dear, let one pipeline find
    duplicates, and a second one read what it wrote. A share of a run (`--shard`) cannot compare.

    Example:
        steps:
          - clean
          - clean.duplicates: {similarity: 0.8}
    """

    name = "clean.duplicates"
    Options = Options
    compares = True

    def check(self) -> None:
        """Look for the library."""
        if self.options.similarity < 1 and find_spec("rensa") is None:
            raise CopydeskError(
                "missing-extra",
                "`similarity` below 1 needs the package `rensa`, which is not installed",
                hint="install it with `pip install 'copydesk[clean]'`",
                option="similarity",
            )

    def fingerprints(self) -> Mapping[str, str]:
        """Name the version of the library: another one may hash in another way."""
        try:
            return {"rensa": version("rensa")} if self.options.similarity < 1 else {}
        except PackageNotFoundError:
            return {}

    def open(self) -> None:
        """Choose the bands."""
        self.bands = bands_for(self.options.similarity)

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Sign each document."""
        for doc in documents:
            words = _TOKENS.findall(doc.text.casefold())
            if not words:
                yield Changes()
            elif self.options.similarity == 1:
                digest = hashlib.blake2b("\n".join(words).encode(), digest_size=16).digest()
                yield Changes(signature=Signature(digest))
            else:
                yield Changes(signature=self._near(words))

    def _near(self, words: list[str]) -> Signature:
        import rensa

        library: Any = rensa
        size = self.options.run_words
        runs = [" ".join(words[at : at + size]) for at in range(max(1, len(words) - size + 1))]
        hashes = library.RMinHash(num_perm=_HASHES, seed=_SEED)
        hashes.update(runs)
        packed = struct.pack(f"<{_HASHES}I", *hashes.digest())
        return Signature(packed, "near-duplicate", self.bands, self.options.similarity)


def bands_for(similarity: float) -> int:
    """Choose how many bands: as few as find nearly all texts that are so similar.

    Of two texts with Jaccard similarity `s`, the share 1 - (1 - s^r)^b has a band of `r` hashes in common
    when there are `b` bands. Source: Leskovec, Rajaraman, Ullman (2014), section 3.4.2.
    """
    for rows in range(_HASHES, 1, -1):
        bands = _HASHES // rows
        if 1 - (1 - similarity**rows) ** bands >= _FOUND:
            return bands
    return _HASHES
