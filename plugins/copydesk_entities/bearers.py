"""What the full names of people tell of last names that are towns, or nobody's so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from copydesk_entities.bodies import is_listed_place
from copydesk_entities.deciding import PLACED, Votes, label_of, weigh
from copydesk_entities.linking import NameIndex
from copydesk_entities.mentions import LOC, Found
from copydesk_entities.occurrences import Occurrences
from copydesk_entities.words import Words

# A town of so many thousands is meant more often than somebody who bears its name.
_LARGE = 500

# Words of a full name.
_FULL_NAME = range(2, 5)

# Ends the key of a place that somebody in the document has the name of.
PLACE = "\0place"


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
