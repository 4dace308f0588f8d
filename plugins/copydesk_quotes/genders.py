"""Who is he and who is she: told by titles, then by first names."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from importlib.resources import files

from copydesk import Entity

_MALE = frozenset("mr sir lord king prince father brother herr monsieur senor baron duke count".split())
_FEMALE = frozenset(
    "mrs ms miss lady queen princess sister mother dame madame frau baroness duchess countess".split()
)

# Besides "spokesman" and the like. Own compilation.
_MEN = frozenset(
    """
    boy guy father dad grandfather husband ex-husband widower boyfriend brother stepbrother
    son stepson grandson uncle nephew stepfather groom monk priest actor waiter
    """.split()
)
_WOMEN = frozenset(
    """
    girl lady mother mom mum grandmother wife ex-wife widow girlfriend sister stepsister
    daughter stepdaughter granddaughter aunt niece stepmother bride nun actress waitress
    """.split()
)


def gender_of_role(noun: str) -> str:
    """Give "m" or "f" for a noun that only men or only women go by, else an empty string.

    Args:
        noun: In lower case and the singular.
    """
    if noun in _WOMEN or noun.endswith("woman"):
        return "f"
    return "m" if noun in _MEN or (noun.endswith("man") and noun not in ("human", "german")) else ""


def genders_of(text: str, entities: Iterable[Entity]) -> dict[str, str]:
    """Give "m" or "f" by the id of an entity, for the people of whom the text or the name tells."""
    by_title: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for entity in entities:
        if entity.label != "PERSON":
            continue
        before = text[max(0, entity.start - 24) : entity.start].lower().replace(".", " ").split()
        titles = {*before[-2:], *entity.title.lower().replace(".", " ").split()}
        if titles & _MALE:
            by_title[entity.entity] = "m"
        elif titles & _FEMALE:
            by_title[entity.entity] = "f"
        words = entity.name.lower().split()
        gender = first_names().get(words[0], "") if words else ""
        # Alone, the first names of men are as often last ones: "James", "Thomas".
        if gender and (len(words) > 1 or gender == "f"):
            by_name[entity.entity] = gender
    return by_name | by_title


@functools.cache
def first_names() -> dict[str, str]:
    """Read the first names that come with the plugin: "m" or "f" by name."""
    genders: dict[str, str] = {}
    gender = ""
    for line in files("copydesk_quotes").joinpath("data", "names.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            gender = line.strip("[]")
        elif not line.startswith("#"):
            genders |= dict.fromkeys(line.split(), gender)
    return genders
