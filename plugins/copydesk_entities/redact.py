"""Names taken out of a text, their marks kept."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec
from pydantic import BaseModel, Field, model_validator

from copydesk import ENTITIES, Changes, Document, Edit, Entity, Step
from copydesk_entities.phrases import PhraseTable
from copydesk_entities.sealing import key_fingerprint, read_key, seal

_DIGITS = 6


class RedactOptions(BaseModel):
    """Options of `entities.redact`."""

    style: Literal["label", "number", "pseudonym"] = Field(
        "number",
        description="`label` writes [PERSON], `number` [PERSON 1] (the same for all mentions in a document), "
        "`pseudonym` [PERSON 3f9a2c] (the same in all documents, by the secret).",
    )
    labels: list[str] = Field(
        default=["PERSON"],
        description="Kinds to take out: any label that `entities` gives, for example PERSON, EMAIL, PHONE.",
    )
    keep: list[str] = Field(default=[], description="Names that may stay, as `entities` shows them.")
    secret: str = Field(
        "",
        description="Needed for `pseudonym`: who has it can tell whether a name is behind a pseudonym. "
        "Take it from the environment: ${REDACT_SECRET}.",
    )
    key: str = Field(
        "",
        description="Path of a key file, to undo it: what was taken out is kept in the metadata under "
        "`redacted`, encrypted, and `entities.restore` puts it back. Make one with "
        "`openssl rand -hex 32 > redact.key`.",
    )

    @model_validator(mode="after")
    def _has_secret(self) -> RedactOptions:
        if self.style == "pseudonym" and not self.secret:
            raise ValueError("`style: pseudonym` must come with a `secret`")
        return self


class Redact(Step[RedactOptions]):
    """Replace names by their kind, a number or a pseudonym.

    Put it right after `entities`, before steps that copy names (`quotes`). Every mention of the
    chosen kinds is replaced in the text and in the metadata (title, author), and its name in the
    layer too. Offsets lead back to the source, where the names still stand: do not pass the source
    on. A name that `entities` missed stays in the text; read the result before you publish it.

    Example:
        steps:
          - entities: {also: [emails, phones]}
          - entities.redact: {labels: [PERSON, EMAIL, PHONE]}
    """

    name = "entities.redact"
    Options = RedactOptions
    requires = (ENTITIES,)
    provides = (ENTITIES,)
    edits = True

    def check(self) -> None:
        """Look for the key, so that a mistake is told before a run."""
        if self.options.key:
            read_key(self.options.key)

    def fingerprints(self) -> dict[str, str]:
        """Give what tells one key from another."""
        return key_fingerprint(self.options.key)

    def open(self) -> None:
        """Read the key."""
        self._key = read_key(self.options.key) if self.options.key else b""

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Redact each document."""
        for document in documents:
            yield self._redacted(document)

    def _redacted(self, document: Document) -> Changes:
        entities = document[ENTITIES]
        marks = self._marks(entities)
        forms: dict[str, str] = {}
        for entity in entities:
            if mark := marks.get(_identity(entity)):
                for form in _forms(entity, document.text_of(entity)):
                    forms.setdefault(form, mark)
        edits = [
            Edit(entity.start, entity.end, mark)
            for entity in entities
            if (mark := marks.get(_identity(entity)))
        ]
        hidden = tuple(
            msgspec.structs.replace(entity, name=marks.get(_identity(entity), entity.name))
            for entity in entities
        )
        table = PhraseTable(forms)
        meta = {key: new for key, value in document.meta.items() if (new := _hidden(value, table)) != value}
        if self._key:
            kept = {"text": _replaced(document, edits), "meta": {key: document.meta[key] for key in meta}}
            meta["redacted"] = seal(kept, self._key, document.id)
        return Changes(edits=edits, layers={ENTITIES: hidden}, meta=meta)

    def _marks(self, entities: Sequence[Entity]) -> dict[str, str]:
        """Choose what stands for each entity that is taken out."""
        marks: dict[str, str] = {}
        counts: dict[str, int] = {}
        for entity in entities:
            identity = _identity(entity)
            if (
                entity.label not in self.options.labels
                or entity.name in self.options.keep
                or identity in marks
            ):
                continue
            counts[entity.label] = counts.get(entity.label, 0) + 1
            marks[identity] = self._mark(entity, counts[entity.label])
        return marks

    def _mark(self, entity: Entity, number: int) -> str:
        if self.options.style == "label":
            return f"[{entity.label}]"
        if self.options.style == "number":
            return f"[{entity.label} {number}]"
        return f"[{entity.label} {pseudonym(entity.name, self.options.secret)}]"


def _replaced(document: Document, edits: Sequence[Edit]) -> list[tuple[int, str, str]]:
    """Give each mark with its place in the new text and the words that it stands for, in order."""
    found: list[tuple[int, str, str]] = []
    shift = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        found.append((edit.start + shift, edit.text, document.text[edit.start : edit.end]))
        shift += len(edit.text) - (edit.end - edit.start)
    return found


def pseudonym(name: str, secret: str) -> str:
    """Give the pseudonym of a name; who has the secret can do the same and compare."""
    return hmac.new(secret.encode(), name.casefold().encode(), hashlib.sha256).hexdigest()[:_DIGITS]


def _identity(entity: Entity) -> str:
    return entity.entity or f"{entity.label}\0{entity.name}"


def _forms(entity: Entity, surface: str) -> Iterator[str]:
    """Give the ways in which metadata may write a name: whole, by the last name, in capitals."""
    last = entity.name.split()[-1] if entity.label == "PERSON" and entity.name.strip() else entity.name
    for form in (entity.name, surface, last):
        yield form
        yield form.upper()


def _hidden(value: Any, table: PhraseTable[str]) -> Any:
    """Replace the names in a value of the metadata."""
    if isinstance(value, str):
        pieces, at = [], 0
        for hit in table.find(value):
            pieces += [value[at : hit.start], hit.value]
            at = hit.end
        return "".join([*pieces, value[at:]])
    if isinstance(value, Mapping):
        return {key: _hidden(inner, table) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [_hidden(inner, table) for inner in value]
    return value
