"""What the full names of people tell of last names that are towns, or nobody's so far."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from copydesk_entities.bodies import is_listed_place
from copydesk_entities.deciding import PLACED, Votes, label_of, weigh
from copydesk_entities.linking import NameIndex
from copydesk_entities.mentions import LOC, PERSON, Found
from copydesk_entities.occurrences import Occurrences
from copydesk_entities.words import Words

# A town of so many thousands is meant more often than somebody who bears its name.
_LARGE = 500

# Words of a full name.
_FULL_NAME = range(2, 5)

# Ends the key of a place that somebody in the document has the name of.
PLACE = "\0place"
# Ends the key of who is called by a last name alone, where a relative has it too.
RELATIVE = "\0relative"

_REACH = 48
_FIRST_LADY = "first lady"
_WOMEN = "wife|widow|daughter|sister|mother|niece|aunt|granddaughter|grandmother|fianc[e\u00e9]e"
_MEN = "husband|widower|son|brother|father|nephew|uncle|grandson|grandfather|fianc[e\u00e9]"
_KIN = rf"(?:(?:ex|late|former|step|half)[ -]?)?(?:(?P<f>{_WOMEN})|(?P<m>{_MEN})|spouse|cousin)(?:-in-law)?"
_WHOSE = r"(?:his|her|their|[\w-]+['\u2019]s?)\s(?:[\w-]+\s){0,2}"
# "His wife, Ida Weber", "Weber's oldest son Al Weber"; "Ida Weber, his wife", "Al Weber, a son of".
_KIN_BEFORE = re.compile(rf"\b{_WHOSE}{_KIN},?\s$", re.IGNORECASE)
_KIN_AFTER = re.compile(rf",\s(?:{_WHOSE}|(?:an?|the)\s(?=[\w-]+\sof\b)){_KIN}\b", re.IGNORECASE)

_SAYING = "said|says|told|tells|added|adds|asked|wrote|tweeted|recalled|explained|testified|argued|replied"
_SAYS_AFTER = re.compile(rf"(?:,[^.,;]{{1,60}})?,?\s(?:{_SAYING})\b")
_SAYS_BEFORE = re.compile(rf"\b(?:{_SAYING})\s(?:[A-Z][\w.]*\s){{0,2}}$")
_REACH_OF_SAYING = 16


def hear_last_names(by_key: Mapping[str, Sequence[Found]], words: Words) -> None:
    """Hear that "Oluwaseun Adebayo" is called "Adebayo" too, as people are and bodies are not."""
    for key, group in by_key.items():
        if " " not in key:
            continue
        parts = group[0].surface.split()
        if len(parts) not in _FULL_NAME or key.rpartition(" ")[2] not in by_key:
            continue
        last = parts[-1]
        listed = last in words.cities or last in words.bodies
        if last.isalpha() and words.may_be_last_name(last) and not listed:
            for found in group:
                found.beside += ("called by the last word",)


def hear_bearers(
    occurrences: Occurrences,
    by_key: Mapping[str, Sequence[Found]],
    votes: dict[str, Votes],
    full: Mapping[str, str],
    words: Words,
) -> None:
    """Take "Garland" for Merrick Garland where nothing but the list of towns makes it a place."""
    towns = [key for key, group in by_key.items() if 0 < words.cities.get(group[0].surface, 0) < _LARGE]
    index = NameIndex(full if towns else ())
    for key in towns:
        if not index.longer(key):
            continue
        group = by_key[key]
        for found in group:
            if PLACED.isdisjoint(found.around or ()):
                found.beside += ("bearer",)
        votes[key] = weigh(occurrences, group, words)


def part_relatives(
    occurrences: Occurrences,
    by_key: dict[str, list[Found]],
    votes: dict[str, Votes],
    full: Mapping[str, str],
    words: Words,
) -> set[str]:
    """Part who is called by a last name alone from a relative: "President Weber ... his wife, Ida Weber".

    A last name is not that of the only ones who are named in full where its form of address speaks against
    it ("Mr. Weber"), and where it stands before them and they are all brought in as relatives.

    Returns:
        Keys that are of nobody who is named in full.
    """
    index = NameIndex(full)
    named: dict[str, list[Found]] = {}
    for name, person in full.items():
        named.setdefault(person, []).extend(by_key.get(name, ()))
    alone: set[str] = set()
    for key in [key for key in by_key if " " not in key and key not in full] if full else ():
        group = by_key[key]
        people = [named[person] for person in dict.fromkeys(full[name] for name in index.longer(key))]
        if not people or not all(people) or group[0].by == "user":
            continue
        apart = _others(occurrences.text, group, people, words)
        if not apart or label_of(weights := weigh(occurrences, apart, words)) != PERSON:
            continue
        if len(apart) == len(group):
            alone.add(key)
            continue
        by_key[key + RELATIVE], votes[key + RELATIVE] = apart, weights
        for found in apart:
            found.key = key + RELATIVE
        by_key[key] = [found for found in group if found.key == key]
        votes[key] = weigh(occurrences, by_key[key], words)
    return alone


def _gender_of(group: Sequence[Found], words: Words) -> str:
    return next(filter(None, (words.gender_of(found.surface, found.title) for found in group)), "")


def _others(
    text: str, group: Sequence[Found], people: Sequence[Sequence[Found]], words: Words
) -> list[Found]:
    """Choose the mentions of a last name that are of none of the people who are named in full."""
    kin = [_kin_of(text, one, group) for one in people]
    genders = {_gender_of(one, words) or told or "" for one, told in zip(people, kin, strict=True)}
    relatives = None not in kin
    ladies = all(any(_is_first_lady(text, found) for found in one) for one in people)
    others: list[Found] = []
    for found in group:
        told = words.gender_of("", found.title)
        opposed = told not in genders and "" not in genders if told else relatives
        in_office = ladies and bool(found.title) and told != "f" and not _is_first_lady(text, found)
        if opposed or in_office:
            others.append(found)
    return others


def _is_first_lady(text: str, found: Found) -> bool:
    """Tell whose husband has the office: "President Weber" is not "the first lady, Anna Weber"."""
    before = text[max(0, found.start - len(_FIRST_LADY) - 2) : found.start].lower().rstrip(", ")
    after = text[found.end : found.end + len(_FIRST_LADY) + 6].lower()
    behind = after.startswith((f", {_FIRST_LADY}", f", the {_FIRST_LADY}"))
    return found.title.lower() == _FIRST_LADY or before.endswith(_FIRST_LADY) or behind


def speaks(text: str, found: Found) -> bool:
    """Tell whether a word of saying stands beside a name: "Weber said", "said Weber.", "Weber, 40, said"."""
    if _SAYS_AFTER.match(text, found.end):
        return True
    before = text[max(0, found.start - len(found.title) - _REACH_OF_SAYING) : found.start]
    # "Police said Weber was ill": that is not Weber who says so.
    return text[found.end : found.end + 1] in (",", ".", "") and _SAYS_BEFORE.search(before) is not None


def _kin_of(text: str, person: Sequence[Found], others: Sequence[Found]) -> str | None:
    """Tell whose relative somebody is who is brought in after others of that last name, as `kin_of` does."""
    first = min(person, key=lambda found: found.start)
    return kin_of(text, first) if any(found.start < first.start for found in others) else None


def kin_of(text: str, found: Found) -> str | None:
    """Tell whether somebody is brought in as a relative: "his wife, Ida Weber", "Al Weber, a son of".

    Returns:
        "m" or "f" by the word for it, "" when it does not tell; None for nobody's relative.
    """
    if _is_first_lady(text, found):
        return "f"
    before = text[max(0, found.start - _REACH) : found.start]
    kin = _KIN_BEFORE.search(before) or _KIN_AFTER.match(text, found.end)
    if kin is None:
        return None
    return "f" if kin["f"] else "m" if kin["m"] else ""


def part_places(
    occurrences: Occurrences,
    by_key: dict[str, list[Found]],
    votes: dict[str, Votes],
    full: Mapping[str, str],
    words: Words,
) -> None:
    """Part the city from the man: "Washington" where a Denzel Washington is named too."""
    listed = [key for key, group in by_key.items() if is_listed_place(group[0].surface, words)]
    index = NameIndex(full if listed else ())
    for key in listed:
        if not index.longer(key):
            continue
        group = by_key[key]
        places: list[Found] = []
        people: list[Found] = []
        for found in group:
            is_place = label_of(weigh(occurrences, [found], words)) == LOC
            (places if is_place else people).append(found)
        if not places or not people:
            continue
        together = weigh(occurrences, places, words)
        if label_of(together) != LOC:
            # What looks like a place here and there, and like nobody's town in all.
            continue
        by_key[key], by_key[key + PLACE] = people, places
        votes[key], votes[key + PLACE] = weigh(occurrences, people, words), together
        for found in places:
            found.key = key + PLACE
