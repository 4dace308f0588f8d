"""Which verbs belong together, by their tense: "says he | knew of it and told her"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk_quotes.phrases import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Token


def reported_with(verb: Token) -> Token | None:
    """Find the verb that another one goes on with by their tense: "says he | knew of it and told her".

    The parser hangs such a verb on the cue.
    """
    cue = verb.head
    if verb.dep_ != "conj" or {cue.tag_, verb.tag_} not in ({"VBZ", "VBD"}, {"VBP", "VBD"}):
        return None
    clauses = (one for one in cue.rights if one.dep_ == "ccomp" and one.i < verb.i and one.tag_ == verb.tag_)
    return None if any(one.dep_ in SUBJECTS for one in verb.lefts) else next(clauses, None)


def perfect_of(verb: Token) -> str:
    """Give the auxiliary of the perfect: "has" of "has said"; empty when there is none."""
    return next((one.lower_ for one in verb.lefts if one.dep_ == "aux" and one.lemma_ == "have"), "")
