"""The step that marks people, organisations and places."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field

from copydesk import ENTITIES, PARSE, Changes, Document, Step
from copydesk_entities.deciding import trusting
from copydesk_entities.finding import Finder
from copydesk_entities.gazetteer import (
    EntityPattern,
    Gazetteer,
    alias_table,
    compiled,
    gazetteer_table,
    read_gazetteer,
)
from copydesk_entities.untagged import table_of
from copydesk_entities.values import Kind, values
from copydesk_entities.words import load_words


class EntitiesOptions(BaseModel):
    """Options of `entities`."""

    scheme: Literal["coarse", "ontonotes"] = Field(
        "coarse",
        description="`coarse` marks PERSON, ORG and LOC; `ontonotes` keeps the model's own kinds, "
        "dates and sums too.",
    )
    also: list[Kind] = Field(
        default=[],
        description="More to mark: `dates`, `times`, `money`, `percentages`, `quantities` and `peoples` as "
        "the model finds them, `emails`, `urls` and `phones` by their form. The name of a date or time is "
        "its ISO form, counted from the document's `date` where it has one.",
    )
    gazetteer: Gazetteer = Field(
        default={},
        description="Names that you know, with their kinds: a mapping, a list of entries, or the path of a "
        ".jsonl, .tsv or .csv file. They win over the model.",
    )
    patterns: list[EntityPattern] = Field(
        default=[], description="Regular expressions with a label each. They win over the model."
    )
    aliases: dict[str, list[str]] = Field(
        default={}, description="Other names of somebody or something, by the name to show."
    )


class Entities(Step[EntitiesOptions]):
    r"""Mark people, organisations and places, each under one name.

    Every mention gets a label, the fullest name that the document gives ("Scholz" and "Mr Scholz"
    are both "Olaf Scholz"), an id for the entity and the title before it. What a name is, the step
    decides once for the whole document, from all its mentions. It changes no text, so no offset
    moves. With a model for another language than English it leans on the model.

    Example:
        steps:
          - entities:
              gazetteer: {Nord Stream: ORG}
              patterns: [{label: CASE, regex: 'AZ \d+/\d\d'}]
              aliases: {Olaf Scholz: [the Chancellor]}
    """

    name = "entities"
    Options = EntitiesOptions
    requires = (PARSE.having("ner"),)
    provides = (ENTITIES,)

    def check(self) -> None:
        """Read the user's gazetteer, so that a mistake in it is told before a run."""
        read_gazetteer(self.options.gazetteer)

    def fingerprints(self) -> dict[str, str]:
        """Give the digest of the user's gazetteer, when it is a file."""
        path = self.options.gazetteer
        if not isinstance(path, str) or not path:
            return {}
        return {path: f"sha256:{hashlib.sha256(Path(path).read_bytes()).hexdigest()[:16]}"}

    def open(self) -> None:
        """Read the word lists and the user's gazetteer."""
        options = self.options
        words = load_words()
        self._finder = Finder(
            words=words,
            known=table_of(words),
            gazetteer=gazetteer_table(read_gazetteer(options.gazetteer)),
            patterns=compiled(options.patterns),
            aliases=alias_table(options.aliases),
            fine=options.scheme == "ontonotes",
        )
        self._foreign = replace(self._finder, words=trusting(words))

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Mark the names in each document."""
        for document in documents:
            tagged = document[PARSE].ents
            finder = self._finder if document[PARSE].lang_ == "en" else self._foreign
            entities = finder.find(document.text, tagged)
            if self.options.also:
                entities += values(document.text, tagged, self.options.also, day_of(document.meta), entities)
            yield Changes(layers={ENTITIES: entities})


def day_of(meta: Mapping[str, Any]) -> date | None:
    """Read the day of a document from its metadata; None when there is none in ISO form."""
    try:
        return date.fromisoformat(str(meta.get("date", ""))[:10])
    except ValueError:
        return None
