"""Who speaks through what they send or say in between: "sent an email claiming that", ", said Weber,"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk_quotes.phrases import NOUN_TAGS, SUBJECTS, TENSED
from copydesk_quotes.somebody import is_somebody

if TYPE_CHECKING:
    from spacy.tokens import Token

_QUOTING = frozenset({"quote", "cite"})
_MEDIA = frozenset("email e-mail letter note message memo post text flier flyer tweet report".split())


def named_inside(verb: Token) -> Token | None:
    """Know "The plan, said Weber, is dead": the parser takes the plan for who says it."""
    inside = verb.dep_ == "parataxis" and verb.tag_ in TENSED and verb.i and verb.nbor(-1).text == ","
    if not inside or verb.head.i < verb.i or not any(child.dep_ in SUBJECTS for child in verb.lefts):
        return None
    behind = (child for child in verb.rights if child.left_edge.i == verb.i + 1)
    return next((child for child in behind if child.dep_ in ("nsubj", "dobj")), None)


def sender_before(verb: Token) -> Token | None:
    """Know "calls from parents asking whether it was safe": who sends something says it."""
    noun = verb.nbor(-1) if verb.i and verb.tag_ == "VBG" else verb
    sent = noun.dep_ == "pobj" and noun.head.lower_ == "from" and is_somebody(noun)
    return noun if sent and noun.tag_ in NOUN_TAGS else None


def sending_before(verb: Token) -> Token | None:
    """Find the verb of "sent an email to donors claiming that it was safe": who sends it claims that."""
    to = verb.head.head
    if verb.dep_ != "acl" or verb.tag_ != "VBG" or verb.head.dep_ != "pobj" or to.lower_ not in ("to", "for"):
        return None
    beside = (to.head, *to.head.rights)
    sent = next((one for one in beside if one.lemma_ in _MEDIA and one.dep_ == "dobj" and one.i < to.i), None)
    return sent.head if sent is not None else None


def quoted_as(verb: Token) -> Token | None:
    """Find whom somebody quotes: "the notes quote Weber as saying that"."""
    quoting = verb if verb.lemma_ in _QUOTING and _saying_after(verb) else verb.head.head
    if quoting is not verb and (verb.dep_ != "pcomp" or verb.head.lower_ != "as"):
        return None
    if quoting.lemma_ not in _QUOTING:
        return None
    return next((child for child in quoting.rights if child.dep_ == "dobj" and is_somebody(child)), None)


def _saying_after(verb: Token) -> bool:
    return any(
        child.lower_ == "as" and any(one.dep_ == "pcomp" and one.tag_ == "VBG" for one in child.rights)
        for child in verb.rights
    )
