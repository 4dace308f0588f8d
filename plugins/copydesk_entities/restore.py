"""Names put back where they were taken out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field

from copydesk import Changes, Document, Edit, Step
from copydesk_entities.sealing import key_fingerprint, read_key, unseal


class RestoreOptions(BaseModel):
    """Options of `entities.restore`."""

    key: str = Field(min_length=1, description="Path of the key file that `entities.redact` had.")


class Restore(Step[RestoreOptions]):
    """Put back what `entities.redact` took out with a key.

    Reads the output of a redacted run, whose metadata holds under `redacted` what was taken out,
    encrypted. Text and metadata are as before; documents without `redacted` stay as they are.
    Marks that a later step took out of the text are not put back.

    Example:
        steps:
          - entities.restore: {key: redact.key}
    """

    name = "entities.restore"
    Options = RestoreOptions
    edits = True

    def check(self) -> None:
        """Look for the key."""
        read_key(self.options.key)

    def fingerprints(self) -> dict[str, str]:
        """Give what tells one key from another."""
        return key_fingerprint(self.options.key)

    def open(self) -> None:
        """Read the key."""
        self._key = read_key(self.options.key)

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Restore each document."""
        for document in documents:
            sealed = document.meta.get("redacted")
            yield self._restored(document, sealed) if isinstance(sealed, str) else Changes()

    def _restored(self, document: Document, sealed: str) -> Changes:
        kept: Mapping[str, Any] = unseal(sealed, self._key, document.id)
        return Changes(edits=[*_edits(document.text, kept["text"])], meta={**kept["meta"], "redacted": None})


def _edits(text: str, replaced: Sequence[tuple[int, str, str]]) -> Iterator[Edit]:
    at = 0
    for place, mark, surface in replaced:
        # A mark may stand in the source too; in a text that nobody changed since, its place tells them apart.
        start = place if text.startswith(mark, place) else text.find(mark, at)
        if start >= at:
            at = start + len(mark)
            yield Edit(start, at, surface)
