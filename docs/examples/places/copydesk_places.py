"""Coordinates of the places in an article, from a table, for maps."""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, Field

from copydesk import ENTITIES, Changes, CopydeskError, Document, Layer, Span, Step, StepDefinition, hookimpl


class Place(Span, frozen=True):
    """A place, with degrees north and degrees east."""

    name: str
    latitude: float
    longitude: float


PLACES = Layer("places", Place)


class PlacesOptions(BaseModel):
    """Options of `places`."""

    table: Path = Field(description="CSV file with the columns name, latitude, longitude.")


class Places(Step[PlacesOptions]):
    """Give the places of a text their coordinates, from a table."""

    name = "places"
    Options = PlacesOptions
    requires = (ENTITIES,)
    provides = (PLACES,)

    def check(self) -> None:
        """Look whether the table is there; called by `copydesk check` too."""
        if not self.options.table.is_file():
            raise CopydeskError("no-such-file", f"no file `{self.options.table}`", option="table")

    def fingerprints(self) -> dict[str, str]:
        """Tell which table it was; it goes into the manifest of a run."""
        table = self.options.table
        return {str(table): f"sha256:{hashlib.sha256(table.read_bytes()).hexdigest()[:16]}"}

    def open(self) -> None:
        """Read the table; called once in each worker process."""
        with self.options.table.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            self.table = {row["name"]: (float(row["latitude"]), float(row["longitude"])) for row in rows}

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Look up the entities of each document of a batch."""
        for doc in documents:
            found = [
                Place(entity.start, entity.end, entity.name, *self.table[entity.name])
                for entity in doc[ENTITIES]
                if entity.name in self.table
            ]
            yield Changes(layers={PLACES: found})

    def close(self) -> None:
        """Let the table go; called even when `open` failed."""
        self.table = {}


@hookimpl
def copydesk_steps() -> list[StepDefinition]:
    """Register the step."""
    return [Places]
