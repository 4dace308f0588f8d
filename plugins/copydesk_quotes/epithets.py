"""What news calls somebody the second time: "the father-of-three", "the 44-year-old"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARENT = re.compile(
    r"the\s+(?:great-)*(?:(?P<man>father|dad|daddy|grandfather|grandad|granddad|grandpa)"
    r"|(?P<woman>mother|mum|mom|mam|mummy|grandmother|grandma|granny|gran|nan))[-\s]of[-\s]\w+",
    re.IGNORECASE,
)
_AGED = re.compile(r"the\s+(?P<age>\d{1,3})[-\s]years?[-\s]old", re.IGNORECASE)


@dataclass(frozen=True)
class Epithet:
    """What an epithet tells of somebody.

    Attributes:
        gender: "m", "f"; empty when it does not tell.
        age: The age, in years; empty when it does not tell.
    """

    gender: str = ""
    age: str = ""


def epithet_of(words: str) -> Epithet | None:
    """Read an epithet; none when the words may bring in somebody new ("the judge").

    Example:
        >>> epithet_of("the great-grandfather-of-six")
        Epithet(gender='m', age='')
        >>> epithet_of("The 44-year-old")
        Epithet(gender='', age='44')
        >>> epithet_of("the judge") is None
        True
    """
    if match := _PARENT.fullmatch(words):
        return Epithet(gender="m" if match["man"] else "f")
    if match := _AGED.fullmatch(words):
        return Epithet(age=match["age"])
    return None
