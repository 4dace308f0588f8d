"""One decision a name: which kind it is, from all that speaks for one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from copydesk_entities.cues import context_cues
from copydesk_entities.mentions import COARSE, LOC, ORG, OTHER, PERSON, Found
from copydesk_entities.occurrences import Occurrences
from copydesk_entities.shapes import shape_cues
from copydesk_entities.words import Words

LABELS = (PERSON, ORG, LOC, OTHER)

# A name is left out only when the evidence that it is none is stronger by this.
DOUBT = 0.4

# What the model's label is worth more where the text is not English. Set by reason: enough to keep a name
# for which nothing else speaks, less than a title or a country in the lists.
TRUST = 2.0

# Where one of the first and one of the second are seen, a place is likelier than each of them makes it.
PLACED = frozenset(
    [
        "in place",
        "from place",
        "near",
        "at",
        "place noun",
        "ruler of",
        "followed by a country",
        "and LOC",
        "comma LOC",
    ]
)
_TOWN = frozenset(["big town", "town", "region"])

# A theatre is a place where people are in it, else a body.
_AT_VENUE = frozenset(["in the", "at the", "near the", "at", "near", "in place"])
# What nobody but a person has; without it, few are "in" a person.
_NAMED = frozenset(
    [
        "first name",
        "first name alone",
        "rare first name",
        "initials",
        "title",
        "trusted",
        "age",
        "who",
        "possessive",
    ]
)
# Where a town plays, it is a team.
_PLAYED = frozenset(["opponent", "squad", "score"])
# Where all is written in capitals, only so few letters are an acronym.
_IN_CAPITALS = frozenset(["shouted", "dateline"])
_LETTERS = 4

# Evidence for each of the labels, in their order; the exponent gives odds.
Votes = tuple[float, float, float, float]


class Decision(NamedTuple):
    """What a name is.

    Attributes:
        label: PERSON, ORG, LOC, or OTHER when it is none of them.
        confidence: Probability of the label by the evidence, 0 to 1.
    """

    label: str
    confidence: float


def cues_of(occurrences: Occurrences, mentions: Sequence[Found], words: Words) -> dict[str, float]:
    """Give the cues in all mentions of one name, and how strongly each is seen.

    Ten mentions count more than one, but not ten times: a cue counts by the root of how often it
    was seen.
    """
    seen: dict[str, int] = {}
    tagged: dict[str, int] = {}
    for found in mentions:
        if found.around is None:
            found.around = context_cues(occurrences, found, words)
        for cue in found.around:
            seen[cue] = seen.get(cue, 0) + 1
        for cue in found.beside:
            seen[cue] = seen.get(cue, 0) + 1
        if cue := _tagged(found):
            tagged[cue] = tagged.get(cue, 0) + 1
    strengths = {cue: math.sqrt(count) for cue, count in seen.items()}
    surface = _running(mentions)
    strengths.update(dict.fromkeys(shape_cues(surface, words), 1.0))
    if not _TOWN.isdisjoint(strengths) and not PLACED.isdisjoint(strengths):
        strengths["town as a place"] = 1.0
    if len(surface) > _LETTERS and not _IN_CAPITALS.isdisjoint(strengths):
        strengths.pop("acronym", None)
    if "venue word" in strengths and ("tagged FAC" in tagged or not _AT_VENUE.isdisjoint(strengths)):
        strengths["venue as a place"] = 1.0
    in_place = 2 * seen.get("in place", 0) >= len(mentions)
    if in_place and "tagged PERSON" in tagged and _NAMED.isdisjoint(strengths):
        strengths["placed person"] = 1.0
    if not _TOWN.isdisjoint(strengths) and not _PLAYED.isdisjoint(strengths):
        strengths["town as a team"] = 1.0
    if occurrences.has_small(surface.lower()):
        strengths["small elsewhere"] = 1.0
    total = math.sqrt(sum(tagged.values()))
    for cue, count in tagged.items():
        strengths[cue] = count / total
    return strengths


def _running(mentions: Sequence[Found]) -> str:
    """Give the name as it stands in running text, where it does not stand in capitals only."""
    for found in mentions:
        if not found.surface.isupper():
            return found.surface
    return mentions[0].surface


def _tagged(found: Found) -> str:
    if found.by == "model":
        return f"tagged {found.kind}"
    if found.by == "list":
        return f"listed {COARSE[found.kind]}"
    return "untagged" if found.by == "capital" else ""


def weigh(occurrences: Occurrences, mentions: Sequence[Found], words: Words) -> Votes:
    """Add up what speaks for each kind in all mentions of one name."""
    weights = words.weights
    person, organisation, place, other = weights["any"]
    for cue, strength in cues_of(occurrences, mentions, words).items():
        if worth := weights.get(cue):
            person += worth[0] * strength
            organisation += worth[1] * strength
            place += worth[2] * strength
            other += worth[3] * strength
    return person, organisation, place, other


def trusting(words: Words) -> Words:
    """Let the model's word count for more, as texts that are not English have few of the cues."""
    weights = dict(words.weights)
    for kind, label in COARSE.items():
        person, organisation, place, other = weights[f"tagged {kind}"]
        trust = {label: TRUST}
        weights[f"tagged {kind}"] = (
            person + trust.get(PERSON, 0),
            organisation + trust.get(ORG, 0),
            place + trust.get(LOC, 0),
            other,
        )
    return replace(words, weights=weights, english=False)


def decide(votes: Votes) -> Decision:
    """Choose the kind with the strongest evidence, and tell how sure that is."""
    label = label_of(votes)
    chosen = votes[LABELS.index(label)]
    person, organisation, place, other = votes
    odds = math.exp(person - chosen) + math.exp(organisation - chosen)
    odds += math.exp(place - chosen) + math.exp(other - chosen)
    return Decision(label, round(1 / odds, 2))


def label_of(votes: Votes) -> str:
    """Choose the kind with the strongest evidence; the first of `LABELS` on a tie, OTHER last."""
    person, organisation, place, other = votes
    lead = max(person, organisation, place)
    if other > lead + DOUBT:
        return OTHER
    return PERSON if person == lead else ORG if organisation == lead else LOC


def pooled(several: Iterable[tuple[Votes, float]]) -> Votes:
    """Add votes of names that belong together, each with its share."""
    total = [0.0] * len(LABELS)
    for votes, share in several:
        for at, value in enumerate(votes):
            total[at] += value * share
    return total[0], total[1], total[2], total[3]
