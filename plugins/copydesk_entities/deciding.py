"""One decision a name: which kind it is, from all that speaks for one."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from copydesk_entities.cues import CUES, context_cues, shape_cues
from copydesk_entities.mentions import COARSE, LOC, ORG, OTHER, PERSON, Found
from copydesk_entities.words import Words

LABELS = (PERSON, ORG, LOC, OTHER)

# What one mention counts that the tagger gave a kind; the cues are measured by it.
VOTE = 1.0
VOTE_OTHER = 1.5

Votes = Mapping[str, float]


class Decision(NamedTuple):
    """What a name is.

    Attributes:
        label: PERSON, ORG, LOC, or OTHER when it is none of them.
        confidence: Share of the evidence that agrees, 0 to 1.
    """

    label: str
    confidence: float


def weigh(text: str, mentions: Sequence[Found], words: Words) -> Votes:
    """Add up what speaks for each kind in all mentions of one name.

    Ten mentions count more than one, but not ten times: each cue counts by the root of how often
    it was seen.
    """
    seen: Counter[str] = Counter()
    tagged: Counter[str] = Counter()
    for found in mentions:
        seen.update(context_cues(text, found, words))
        if found.by == "model":
            tagged[COARSE.get(found.kind, OTHER)] += 1
    surface = next((found.surface for found in mentions if not found.surface.isupper()), mentions[0].surface)
    seen.update(shape_cues(surface, words))
    votes: defaultdict[str, float] = defaultdict(float)
    total = sum(tagged.values())
    for label, count in tagged.items():
        votes[label] += (VOTE if label != OTHER else VOTE_OTHER) * count / math.sqrt(total)
    for cue, count in seen.items():
        votes[CUES[cue].label] += CUES[cue].weight * math.sqrt(count)
    return votes


def decide(votes: Votes) -> Decision:
    """Choose the kind with the strongest evidence; the first of `LABELS` on a tie."""
    best = max(LABELS, key=lambda label: votes.get(label, 0.0))
    return Decision(best, _confidence(votes, best))


def pooled(several: Iterable[tuple[Votes, float]]) -> Votes:
    """Add votes of names that belong together, each with its share."""
    total: defaultdict[str, float] = defaultdict(float)
    for votes, share in several:
        for label, value in votes.items():
            total[label] += value * share
    return total


def _confidence(votes: Votes, best: str) -> float:
    lead = votes.get(best, 0.0)
    return round(1 / sum(math.exp(votes.get(label, 0.0) - lead) for label in LABELS), 2)
