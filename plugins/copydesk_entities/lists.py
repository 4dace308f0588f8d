"""Reading of the lists that come with the plugin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

DATA = files("copydesk_entities") / "data"

_PLAIN_LETTERS = str.maketrans("\u00f8\u00d8\u0142\u0141\u0111\u0110\u0131", "oOlLdDi", "\u2018\u2019'")
_ARTICLE = re.compile(r"(?:Al|Ad|An|Ar|As|Ash|At|Az)[ -]")


def data_lines(name: str) -> list[str]:
    """Read the lines of a list, without comments."""
    text = (DATA / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def sections(name: str) -> dict[str, list[str]]:
    """Read words, one list for each line that ends with a colon."""
    sections: dict[str, list[str]] = {"": []}
    current = sections[""]
    for line in data_lines(name):
        if line.endswith(":"):
            current = sections.setdefault(line[:-1], [])
        else:
            current += line.split()
    return sections


def listed(name: str) -> frozenset[str]:
    """Read names that stand between commas."""
    return frozenset(part.strip() for line in data_lines(name) for part in line.split(",")) - {""}


def plain_letters(word: str) -> str:
    """Write a word without accents."""
    if word.isascii():
        return word
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


def spellings(town: str) -> Iterator[str]:
    """Give the ways in which English texts write a town: also without accents, "Fallujah" without "Al"."""
    yield town
    plain = plain_letters(town).translate(_PLAIN_LETTERS)
    if plain != town:
        yield plain
    if (match := _ARTICLE.match(plain)) and len(plain) - match.end() > 4:
        yield plain[match.end() :]


class Countries(NamedTuple):
    """The list of countries.

    Attributes:
        names: The name to show by each name.
        codes: ISO 3166 code by the name to show.
        peoples: The same code by the names of its people and its adjective.
    """

    names: dict[str, str]
    codes: dict[str, str]
    peoples: dict[str, str]


def read_countries() -> Countries:
    """Read the list of countries."""
    found = Countries({}, {}, {})
    for line in data_lines("countries.txt"):
        code, name, others, demonyms = line.split("|")
        for form in (name, *filter(None, others.split(", "))):
            found.names[form] = name
        found.codes[name] = code
        for demonym in demonyms.split():
            found.peoples.setdefault(demonym.replace("_", " "), code)
    return found
