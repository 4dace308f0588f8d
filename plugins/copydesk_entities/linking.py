"""Which names mean the same: last names, initials, acronyms, short forms of organisations."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

from copydesk_entities.words import KEPT, Words

_GENERATION = frozenset(["jr", "sr", "ii", "iii", "iv", "v", "vi"])
_PLAIN = str.maketrans("\u2019\u2018\u2010\u2011\u2013", "''---", ".,")


# With more bearers of one name, a short form means nobody in particular.
MOST = 50


@functools.lru_cache(KEPT)
def key_of(surface: str, words: Words) -> str:
    """Give what two ways to write one name share: case, full stops and curly marks are left out.

    The names of a country share its first name in the list, also in front of another name ("U.S.
    Congress", "United States Congress").
    """
    country = words.countries.get(surface)
    if country is None and " " in surface:
        first, _, rest = surface.partition(" ")
        country = f"{words.countries[first]} {rest}" if first in words.countries else None
    return (country or surface).translate(_PLAIN).casefold()


def is_full_name_of(full: str, short: str) -> bool:
    """Tell whether a person of the name `full` may be called `short`.

    Example:
        "carlos ruiz zafón" may be called "zafón", "ruiz zafón" and "carlos".
    """
    long_parts, short_parts = _parts(full), _parts(short)
    if not short_parts or len(long_parts) <= len(short_parts):
        return False
    if len(short_parts) == 1:
        return short_parts[0] in (long_parts[-1], long_parts[0])
    return long_parts[-len(short_parts) :] == short_parts


def is_same_person(one: str, other: str) -> bool:
    """Tell whether two names of two parts and more may be one person's.

    The last names are the same, and the first names are the same or one is the initial of the
    other; middle names may be missing.
    """
    ones, others = _parts(one), _parts(other)
    if len(ones) == 2 and ones == others[::-1]:
        return True
    if len(ones) < 2 or len(others) < 2 or ones[-1] != others[-1] or _generation(one) != _generation(other):
        return False
    return _agree(ones[0], others[0]) and _middles_agree(ones[1:-1], others[1:-1])


def acronyms_of(long: str, words: Words) -> frozenset[str]:
    """Give the acronyms of a name of several words: of all of them, and of the large ones."""
    parts = long.casefold().replace("-", " ").split()
    if len(parts) < 2:
        return frozenset()
    every = "".join(part[0] for part in parts)
    large = "".join(part[0] for part in parts if part not in words.joiners)
    return frozenset(letters for letters in (every, large) if 2 <= len(letters) <= 8)


def is_short_for(short: str, long: str, words: Words) -> bool:
    """Tell whether an organisation of the name `long` may be called `short`.

    Example:
        "goldman" for "goldman sachs", "society" for "society of the cincinnati", "commission" for
        "european commission", "home office" for "united kingdom home office".
    """
    short_parts, long_parts = short.split(), long.split()
    if not short_parts or len(long_parts) <= len(short_parts):
        return False
    if long.startswith((f"{short} of ", f"{short} for ")):
        return True
    if long.endswith(f" {short}"):
        # "The House" is that of the deputies, not the White House.
        return (short != "house" and short.title() in words.organisations) or _is_origin(
            long[: -len(short) - 1], words
        )
    rest = long_parts[len(short_parts) :]
    if long_parts[: len(short_parts)] != short_parts:
        return False
    if len(long_parts) == 2 or long_parts[-1] in words.companies:
        return True
    return all(part in words.companies or part.title() in words.organisations for part in rest)


def is_company_of(short: str, long: str, words: Words) -> bool:
    """Tell whether a name is that of a company, or starts it ("lone star" for "lone star polymers inc")."""
    return long.startswith(f"{short} ") and long.rpartition(" ")[2] in words.companies


def _is_origin(start: str, words: Words) -> bool:
    name = start.title()
    return name in words.countries or name in words.peoples or name in words.regions


def join_persons(names: Iterable[str]) -> dict[str, str]:
    """Join the full names of one person: the longest name by each name."""
    joined: dict[str, str] = {}
    index = NameIndex(())
    for name in sorted(names, key=lambda name: (-len(name.split()), -len(name), name)):
        likely = index.ending_like(name)
        if (turned := " ".join(reversed(name.split()))) in joined:
            likely = [*likely, turned]
        same = {joined[other] for other in likely if is_same_person(name, other)}
        joined[name] = same.pop() if len(same) == 1 else name
        index.add(name)
    return joined


class NameIndex:
    """Names by their first and last words, so that a long document costs no more a name."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_word: dict[str, dict[str, None]] = {}
        self._by_last: dict[str, list[str]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Take a name into the index."""
        parts = _parts(name)
        for word in (parts[0], parts[-1]):
            self._by_word.setdefault(word, {})[name] = None
        self._by_last.setdefault(parts[-1], []).append(name)

    def near(self, name: str) -> list[str]:
        """Give the names that start or end with the first or last word of a name, in order.

        A word that more names than `MOST` share tells nothing.
        """
        parts = _parts(name)
        found: dict[str, None] = {}
        for word in parts[:1] if len(parts) == 1 else (parts[0], parts[-1]):
            names = self._by_word.get(word)
            if names and len(names) <= MOST:
                found |= names
        return [*found]

    def ending_like(self, name: str) -> list[str]:
        """Give the names with the same last word, in order; none where more than `MOST` have it."""
        names = self._by_last.get(_parts(name)[-1], [])
        return names if len(names) <= MOST else []

    def longer(self, name: str) -> list[str]:
        """Give the names of people who may be called by a name, in order."""
        likely = self.near(name) if len(_parts(name)) == 1 else self.ending_like(name)
        return [full for full in likely if is_full_name_of(full, name)]


def root_of(name: str, links: Mapping[str, str]) -> str:
    """Follow links to their end."""
    if name not in links:
        return name
    seen = set()
    while name in links and links[name] != name and name not in seen:
        seen.add(name)
        name = links[name]
    return name


def _parts(name: str) -> list[str]:
    if " " not in name:
        return [name]
    return [part for part in name.split() if part not in _GENERATION] or name.split() or [name]


def _generation(name: str) -> frozenset[str]:
    return _GENERATION & {*name.split()}


def _agree(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _middles_agree(ones: list[str], others: list[str]) -> bool:
    if not ones or not others:
        return True
    return all(_agree(one, other) for one, other in zip(ones, others, strict=False))
