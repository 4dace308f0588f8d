"""Names, patterns and aliases that the user gives."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, ValidationError, field_validator

from copydesk import CopydeskError
from copydesk_entities.mentions import Found, found_at
from copydesk_entities.occurrences import Occurrences
from copydesk_entities.phrases import PhraseTable


class Entry(BaseModel, extra="forbid"):
    """A name to mark wherever it stands."""

    name: str = Field(description="The name, as the output shows it.", min_length=1)
    label: str = Field(description="Its kind: PERSON, ORG, LOC or a word of your own.", min_length=1)
    aliases: list[str] = Field(default=[], description="Other ways to write it; they are marked too.")


class EntityPattern(BaseModel, extra="forbid"):
    """A regular expression whose matches are marked."""

    label: str = Field(description="The kind of what it matches.", min_length=1)
    regex: str = Field(
        description="A regular expression in Python's syntax; a group called `name` marks a part."
    )

    @field_validator("regex")
    @classmethod
    def _compiles(cls, regex: str) -> str:
        try:
            re.compile(regex)
        except re.error as error:
            raise ValueError(f"must be a regular expression: {error}") from error
        return regex


Gazetteer = str | dict[str, str] | list[Entry]


def read_gazetteer(given: Gazetteer) -> list[Entry]:
    """Read the entries of a gazetteer: inline, or from a file.

    A file holds one entry a line: as JSON Lines (`.jsonl`), or as columns name, label and aliases
    with tabs (`.tsv`) or commas (`.csv`). Aliases in a column are separated by "|".

    Raises:
        CopydeskError: `bad-gazetteer` with the file and the line.
    """
    if isinstance(given, str):
        return [*_read_file(Path(given))] if given else []
    if isinstance(given, list):
        return given
    return [Entry(name=name, label=label) for name, label in given.items()]


def gazetteer_table(entries: Iterable[Entry]) -> PhraseTable[Entry]:
    """Make a table that finds the names and aliases of the entries; the first entry of a name wins."""
    phrases: dict[str, Entry] = {}
    for entry in entries:
        for form in (entry.name, *entry.aliases):
            phrases.setdefault(form, entry)
            phrases.setdefault(form.replace("'", "\u2019"), entry)
    return PhraseTable(phrases)


def user_mentions(
    occurrences: Occurrences, table: PhraseTable[Entry], patterns: Sequence[tuple[re.Pattern[str], str]]
) -> Iterator[Found]:
    """Find what the user's names and patterns match, patterns after names."""
    text = occurrences.text
    for hit in table.find(text, occurrences):
        found = found_at(text, hit.start, hit.end, hit.value.label, by="user")
        found.name = hit.value.name
        yield found
    for pattern, label in patterns:
        part = "name" if "name" in pattern.groupindex else 0
        for match in pattern.finditer(text):
            start, end = match.span(part)
            if 0 <= start < end and text[start:end].strip():
                yield found_at(text, start, end, label, by="user")


def compiled(patterns: Iterable[EntityPattern]) -> list[tuple[re.Pattern[str], str]]:
    """Compile the patterns."""
    return [(re.compile(pattern.regex), pattern.label) for pattern in patterns]


def alias_table(aliases: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Give the name by each of its aliases, also as they open a sentence ("The Chancellor")."""
    given = [(alias, name) for name, others in aliases.items() for alias in others]
    return {f"{alias[:1].upper()}{alias[1:]}": name for alias, name in given} | dict(given)


def _read_file(path: Path) -> Iterator[Entry]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CopydeskError(
            "bad-gazetteer",
            f"the gazetteer `{path}` cannot be read: {getattr(error, 'strerror', None) or error}",
            hint="give the path of a .jsonl, .tsv or .csv file in UTF-8",
            option="gazetteer",
        ) from error
    for number, row in _rows(path, text):
        try:
            yield Entry.model_validate(row() if callable(row) else row)
        except (ValidationError, ValueError) as error:
            raise CopydeskError(
                "bad-gazetteer",
                f"`{path}` line {number} is no entry: expected a name and a label",
                hint='write {"name": "NATO", "label": "ORG"}, or the columns name, label and aliases',
                option="gazetteer",
            ) from error


def _rows(path: Path, text: str) -> Iterator[tuple[int, Any]]:
    lines = text.splitlines()
    if path.suffix in {".jsonl", ".ndjson", ".json"}:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, lambda line=line: json.loads(line)
        return
    delimiter = "," if path.suffix == ".csv" else "\t"
    for number, cells in enumerate(csv.reader(lines, delimiter=delimiter), 1):
        if not cells or cells[0].startswith("#") or cells[:2] == ["name", "label"]:
            continue
        row = dict(zip(("name", "label", "aliases"), cells, strict=False))
        aliases = [alias.strip() for alias in row.pop("aliases", "").split("|") if alias.strip()]
        yield number, {**row, "aliases": aliases}
