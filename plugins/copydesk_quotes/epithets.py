"""What news calls somebody the second time: "the father-of-three", "the Ohio senator"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copydesk_quotes.capitals import latin

_PARENT = re.compile(
    r"the\s+(?:great-)*(?:(?P<man>father|dad|daddy|grandfather|grandad|granddad|grandpa)"
    r"|(?P<woman>mother|mum|mom|mam|mummy|grandmother|grandma|granny|gran|nan))[-\s]of[-\s]\w+",
    re.IGNORECASE,
)
# What a politician is called by party and place, and whoever is rich, after the name has been given.
_KNOWN = re.compile(
    latin(
        r"[Tt]he\s+(?:[A-Z][\w.-]*\s+){0,3}(?:Republican|Democrat)"
        r"|[Tt]he\s+(?:[A-Z][\w.-]*\s+){1,3}"
        r"(?:senator|congressman|congresswoman|lawmaker|representative|legislator|governor|native)"
        r"|[Tt]he\s+(?:[\w.-]+\s+){0,3}(?:mogul|tycoon|magnate|billionaire|millionaire)"
    )
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


def calls_somebody(words: str) -> bool:
    """Tell whether words may call somebody by party and place, or by what they own.

    Example:
        >>> calls_somebody("the Vermont senator"), calls_somebody("The New York Democrat")
        (True, True)
        >>> calls_somebody("the real estate mogul")
        True
        >>> calls_somebody("the senator"), calls_somebody("a Vermont senator")
        (False, False)
    """
    return _KNOWN.fullmatch(words) is not None


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
