"""A name where it stands in the text, on its way to an entity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

PERSON, ORG, LOC, OTHER = "PERSON", "ORG", "LOC", "OTHER"

# OntoNotes kinds in the words of the coarse scheme.
COARSE = {"PERSON": PERSON, "ORG": ORG, "GPE": LOC, "LOC": LOC, "FAC": LOC}

# Models of other languages name people PER.
KINDS = {"PER": "PERSON"}

_SPACE = re.compile(r"\s+")


class Tagged(Protocol):
    """A name that a tagger found; a spaCy `Span` is one."""

    @property
    def start_char(self) -> int:
        """First code point."""
        raise NotImplementedError

    @property
    def end_char(self) -> int:
        """Code point after the last."""
        raise NotImplementedError

    @property
    def label_(self) -> str:
        """Its kind."""
        raise NotImplementedError


@dataclass(slots=True)
class Found:
    """A name where it stands in the text.

    Attributes:
        start: First code point.
        end: Code point after the last.
        surface: The characters between, white space made single; in a line of capitals as the
            name stands elsewhere.
        kind: What the tagger calls it: an OntoNotes label, or one of the user's.
        title: Title or rank before it.
        by: Who found it: "model", "title", "name" (a name known from elsewhere) or "user".
        name: Name that the user gave for it; empty when the document decides.
        key: Entity that it belongs to, once that is decided.
    """

    start: int
    end: int
    surface: str
    kind: str
    title: str = ""
    by: str = "model"
    name: str = ""
    key: str = ""


def found_at(text: str, start: int, end: int, kind: str, title: str = "", by: str = "model") -> Found:
    """Make a mention of a range of the text."""
    return Found(start, end, _SPACE.sub(" ", text[start:end]), kind, title, by)


def overlapping(ordered: list[Found], start: int, end: int) -> bool:
    """Tell whether a range shares a character with one of the mentions."""
    return any(found.start < end and start < found.end for found in ordered)
