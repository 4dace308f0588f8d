"""Which verbs belong together, by their tense: "says he | knew of it and told her"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk_quotes.phrases import CLOSING_CUES, SUBJECTS, TENSED

if TYPE_CHECKING:
    from spacy.tokens import Token

# "Can't" and "won't" are two words each.
_NOW = frozenset({"will", "can", "may", "must", "shall", "'ll", "\u2019ll", "ca", "wo"})
_BREAKS = frozenset({"\u2014", "\u2013", "--", "-", ";", ":"})


def reported_with(verb: Token) -> Token | None:
    """Find the verb that another one goes on with by their tense: "says he | knew of it and told her".

    The parser hangs such a verb on the cue.
    """
    cue = verb.head
    if verb.dep_ != "conj" or {cue.tag_, verb.tag_} not in ({"VBZ", "VBD"}, {"VBP", "VBD"}):
        return None
    clauses = (one for one in cue.rights if one.dep_ == "ccomp" and one.i < verb.i and one.tag_ == verb.tag_)
    return None if any(one.dep_ in SUBJECTS for one in verb.lefts) else next(clauses, None)


def in_its_tense(verb: Token) -> Token | None:
    """Know "He is seen grabbing a man after the man came up and asked if": who came up asks."""
    main = verb.head
    alone = verb.dep_ == "conj" and verb.tag_ == "VBD" and not any(one.dep_ in SUBJECTS for one in verb.lefts)
    if not alone or not is_now(main) or reported_with(verb) is not None:
        return None
    before = (one for one in reversed(verb.doc[main.i + 1 : verb.i]) if one.tag_ in TENSED)
    last = next(before, None)
    if last is None or last.tag_ != "VBD" or last.dep_ != "advcl":
        return None
    return next((one for one in last.lefts if one.dep_ in SUBJECTS), None)


def goes_on_in_tense(verb: Token, clause: Token, cue: Token) -> bool:
    """Know "said that it is old, but it still holds": a writer who says "said" would go on in the past."""
    subject = any(one.dep_ in SUBJECTS for one in verb.lefts)
    if cue.tag_ != "VBD" or verb.lemma_ in CLOSING_CUES or not subject:
        return False
    between = verb.doc[clause.i : verb.left_edge.i + 1]
    joined = any(one.dep_ == "cc" for one in between) and not any(one.text in _BREAKS for one in between)
    return joined and is_now(clause) and is_now(verb)


def is_now(verb: Token) -> bool:
    """Tell whether a clause is in the present or the future."""
    helping = next((one for one in verb.lefts if one.dep_ in ("aux", "auxpass")), verb)
    return helping.tag_ in ("VBZ", "VBP") or helping.lower_ in _NOW


def perfect_of(verb: Token) -> str:
    """Give the auxiliary of the perfect: "has" of "has said"; empty when there is none."""
    return next((one.lower_ for one in verb.lefts if one.dep_ == "aux" and one.lemma_ == "have"), "")
