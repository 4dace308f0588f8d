"""A name where it stands in the text, on its way to an entity."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

PERSON, ORG, LOC, OTHER = "PERSON", "ORG", "LOC", "OTHER"

# OntoNotes kinds in the words of the coarse scheme.
COARSE = {"PERSON": PERSON, "ORG": ORG, "GPE": LOC, "LOC": LOC, "FAC": LOC}

# Models of other languages name people PER.
KINDS = {"PER": "PERSON"}

# Code points of a name. What is longer is a table or a line without spaces, and costs much time to read.
LONGEST = 200

_SPACE = re.compile(r"\s+")
_WIDEST = 16


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
        beside: Cues by other names of the document: those beside it in a list, and its short form.
        around: Cues in the words around it, once they are read.
    """

    start: int
    end: int
    surface: str
    kind: str
    title: str = ""
    by: str = "model"
    name: str = ""
    key: str = ""
    beside: tuple[str, ...] = ()
    around: list[str] | None = None


def found_at(text: str, start: int, end: int, kind: str, title: str = "", by: str = "model") -> Found:
    """Make a mention of a range of the text."""
    surface = text[start:end]
    if "  " in surface or not surface.isprintable():
        surface = _SPACE.sub(" ", surface)
    return Found(start, end, surface, kind, title, by)


# Opponents are of one kind as the members of a list are.
_AND = re.compile(
    r",?\s(?:and|or|&|und|et|y|beat|beats|drew\swith|lost\sto|defeated|thrashed|vs?\.?|versus|against)\s(?:the\s)?|/"
)
_COMMA = re.compile(r",\s(?:the\s)?")


def joints_of(text: str, mentions: Sequence[Found]) -> list[tuple[Found, Found, str]]:
    """Find the names that stand beside each other in a list, with "and" or "comma" for what is between."""
    joints: list[tuple[Found, Found, str]] = []
    for one, other in pairwise(mentions):
        if other.start - one.end > _WIDEST:
            continue
        joint = text[one.end : other.start]
        if word := "and" if _AND.fullmatch(joint) else "comma" if _COMMA.fullmatch(joint) else "":
            joints.append((one, other, word))
    return joints


def set_neighbours(
    joints: Sequence[tuple[Found, Found, str]], kinds: Mapping[str, str] | None = None
) -> set[str]:
    """Tell each mention the kinds of the names beside it in a list: "and LOC", "comma PERSON".

    Args:
        joints: What `joints_of` finds.
        kinds: What the names are, by key, as far as that is decided; else what the tagger calls them.

    Returns:
        The keys of names to which it tells something new.
    """
    before = {id(found): (found, found.beside) for one, other, _ in joints for found in (one, other)}
    for found, old in before.values():
        found.beside = tuple(cue for cue in old if not cue.startswith(("and ", "comma ")))
    for one, other, word in joints:
        for near, found in ((one, other), (other, one)):
            label = kinds.get(near.key) if kinds else COARSE.get(near.kind)
            if label and label != OTHER:
                found.beside += (f"{word} {label}",)
    return {found.key for found, old in before.values() if found.beside != old}
