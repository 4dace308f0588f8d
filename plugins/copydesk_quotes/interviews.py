"""Who asks and who answers, by the sentence that leads to an interview: "She spoke to Oliver Tan."."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

_SPEAKING = frozenset({"speak", "talk", "chat"})
_HEARING = frozenset({"to", "with"})
_PRONOUNS = frozenset({"he", "she"})


def interview_before(parse: Doc, end: int) -> tuple[Token, Token] | None:
    """Find who answers and who asks in the text before an interview; the last sentence that tells it.

    Only a pronoun tells it: "she" is whom the text is about, but of "Rasch spoke to Tan" either may ask.
    """
    told: tuple[Token, Token] | None = None
    for verb in parse:
        if verb.idx >= end:
            break
        answers = next((one for one in verb.lefts if one.lower_ in _PRONOUNS), None)
        asks = next((one for one in _hearers(verb) if one.ent_type_ == "PERSON"), None)
        if answers is not None and asks is not None and asks.idx < end:
            told = answers, asks
    return told


def _hearers(verb: Token) -> Iterator[Token]:
    """Give who hears: "spoke to Tan", "was interviewed by Tan"."""
    for child in verb.rights:
        spoken = child.dep_ == "prep" and child.lower_ in _HEARING and verb.lemma_ in _SPEAKING
        if spoken or (child.dep_ == "agent" and verb.lemma_ == "interview"):
            for noun in child.rights:
                yield noun
                # "to our reporter, Oliver Tan".
                yield from (one for one in noun.rights if one.dep_ == "appos")
