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
# Whoever they name did what stands behind "for" or "of". Own compilation.
_JUDGING = frozenset(
    """
    criticize criticise blast slam attack mock praise thank blame fault condemn rebuke scold chide hammer
    hit rip ridicule denounce accuse applaud commend credit lambast lambaste assail excoriate berate
    reprimand admonish fire oust sack suspend arrest charge sue jail punish fine convict prosecute
    investigate suspect skewer knock deride taunt tease castigate chastise upbraid reproach hail laud
    salute heckle boo indict censure discipline
    """.split()
)
_FOR = frozenset({"for", "of", "over"})
_SHOTS = frozenset({"shot", "aim", "issue", "swipe", "jab", "dig", "potshot"})
_MOST_STEPS = 6


def brought_to(verb: Token) -> Token | None:
    """Find who is brought to say something: "His research led him to suspect that"."""
    head = verb.head
    if verb.dep_ not in ("xcomp", "advcl", "ccomp") or head.lemma_ not in _BRINGING_ABOUT or head.i > verb.i:
        return None
    if not any(child.tag_ == "TO" for child in verb.lefts) and head.lemma_ != "help":
        return None
    return next((child for child in head.rights if child.dep_ == "dobj" and child.i < verb.i), None)


def judged_for(verb: Token) -> Token | None:
    """Find who is judged by what they say: "criticized Pike for saying", "took a shot at Pike for saying"."""
    main = verb.head.head
    led = verb.dep_ == "pcomp" and verb.tag_ == "VBG" and verb.head.lower_ in _FOR and main.i < verb.i
    if not led or main.pos_ not in ("VERB", "NOUN"):
        return None
    main = main.head if main.lemma_ in _SHOTS else main
    passive = next((child for child in main.lefts if child.dep_ == "nsubjpass"), None)
    if main.lemma_ in _JUDGING and passive is not None:
        return passive
    judged = next((child for child in main.rights if child.dep_ == "dobj" and child.i < verb.i), None)
    if judged is not None and judged.lemma_ in _SHOTS:
        beside = (one for one in (*main.rights, *judged.rights) if one.lower_ in ("at", "with"))
        return next((noun for one in beside for noun in one.rights if noun.dep_ == "pobj"), None)
    return judged if main.lemma_ in _JUDGING else None


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
