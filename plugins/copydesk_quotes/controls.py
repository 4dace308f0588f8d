"""Who does what an infinitive says: "It led him to say so", "She urged them to tell us"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

# Whoever they name does it. Own compilation, as the next two.
_BRINGING_ABOUT = frozenset(
    "lead cause prompt force push compel drive inspire move allow enable help get".split()
)
# Whoever they name is asked to, and may not.
_BIDDING = frozenset(
    """
    ask urge encourage invite advise order instruct direct tell want beg request implore press challenge
    persuade remind require teach train prepare
    """.split()
)
# What something asks for is done by nobody in particular: "This requires considering how it fits".
_NEEDING = frozenset("require involve mean entail include need demand avoid".split())
_MOST_STEPS = 6


def brought_to(verb: Token) -> Token | None:
    """Find who is brought to say something: "His research led him to suspect that"."""
    head = verb.head
    if verb.dep_ not in ("xcomp", "advcl", "ccomp") or head.lemma_ not in _BRINGING_ABOUT or head.i > verb.i:
        return None
    if not any(child.tag_ == "TO" for child in verb.lefts) and head.lemma_ != "help":
        return None
    return next((child for child in head.rights if child.dep_ == "dobj" and child.i < verb.i), None)


def is_only_wanted(verb: Token) -> bool:
    """Know "encourages you to try it and tell them what you think", "requires considering how it fits"."""
    seen = verb
    for _ in range(_MOST_STEPS):
        if seen.dep_ != "conj" or seen.head.i > seen.i:
            break
        seen = seen.head
    head = seen.head
    if seen.dep_ not in ("xcomp", "ccomp", "pcomp") or head.i > seen.i or verb.tag_ in ("VBD", "VBZ"):
        # "urged them to wait and said it was early": that is said.
        return False
    if verb.tag_ == "VBG":
        return head.lemma_ in _NEEDING
    infinitive = any(child.tag_ == "TO" for child in seen.lefts)
    others = any(child.dep_ == "dobj" and child.i < seen.i for child in head.rights) or any(
        child.dep_ == "nsubj" for child in seen.lefts
    )
    return infinitive and others and head.lemma_ in _BIDDING
