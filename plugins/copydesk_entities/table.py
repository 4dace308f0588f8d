"""The entities of a document, each once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field

from copydesk import ENTITIES, Changes, Document, Entity, Step
from copydesk_entities.places import Places, load_places

_WORD = re.compile(r"[^\W\d_]+")


class TableOptions(BaseModel):
    """Options of `entities.table`."""

    labels: list[str] = Field(
        default=[], description="Kinds to list: any label that `entities` gives. Empty for all."
    )
    places: bool = Field(
        True,
        description="Whether to add the country of a place, and where a town lies, when the name can mean "
        "only one: by its size, or because the text speaks of the country.",
    )


class EntityTable(Step[TableOptions]):
    """List each entity once in the metadata, under `entities`.

    A row has the entity's id, name and label, its title if it has one, how often it is named and
    how sure the label is; a place has its country (ISO 3166), a town its latitude and longitude
    too. The rows stand in the order of first mention.
    It works with the names of any plugin that gives `entities`. Put it after `entities.redact`,
    where you use both.

    Example:
        steps:
          - entities
          - entities.table: {labels: [PERSON, LOC]}
    """

    name = "entities.table"
    Options = TableOptions
    requires = (ENTITIES,)

    def open(self) -> None:
        """Read the list of places."""
        self._places = load_places() if self.options.places else None

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """List the entities of each document."""
        for document in documents:
            yield Changes(meta={"entities": self._rows(document)})

    def _rows(self, document: Document) -> list[dict[str, Any]]:
        mentions: dict[tuple[str, str, str], list[Entity]] = {}
        for entity in document[ENTITIES]:
            if not self.options.labels or entity.label in self.options.labels:
                key = (entity.entity, entity.label, "" if entity.entity else entity.name)
                mentions.setdefault(key, []).append(entity)
        places = _located(self._places, document, mentions) if self._places else {}
        return [{**_row(found), **places.get(key, {})} for key, found in mentions.items()]


def _row(mentions: Sequence[Entity]) -> dict[str, Any]:
    first = mentions[0]
    row: dict[str, Any] = {"entity": first.entity, "name": first.name, "label": first.label}
    # "Defence Minister" tells more than "Mr".
    if title := max((mention.title for mention in mentions), key=len):
        row["title"] = title
    return {**row, "mentions": len(mentions), "confidence": first.confidence}


def _located(
    places: Places, document: Document, mentions: Mapping[tuple[str, str, str], Sequence[Entity]]
) -> dict[tuple[str, str, str], dict[str, Any]]:
    names = {key: found[0].name for key, found in mentions.items() if found[0].label in ("LOC", "GPE")}
    spoken_of = places.countries_in({*names.values()}, {*_WORD.findall(document.text)} if names else ())
    located: dict[tuple[str, str, str], dict[str, Any]] = {}
    for key, name in names.items():
        if place := places.find(name, spoken_of):
            located[key] = {field: value for field, value in place._asdict().items() if value is not None}
    return located
