"""Who speaks through what they send or say in between: "sent an email claiming that", ", said Weber,"."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from copydesk_quotes.phrases import (
    CLOSING_CUES,
    DAYS,
    INSIDE_PHRASE,
    LONGEST_PHRASE,
    MEDIA,
    NOUN_TAGS,
    SUBJECTS,
    TELLING,
    TENSED,
)
from copydesk_quotes.somebody import is_somebody

if TYPE_CHECKING:
    from spacy.tokens import Token

_FINITE = TENSED | {"MD"}
_NAMED = frozenset({"nsubj", "nsubjpass", "dobj"})
_SENDING = frozenset("issue send release post write publish circulate leave tweet email sign".split())
_REMARKS = frozenset({"comment", "remark", "joke", "statement", "speech", "call", "threat"})
# What somebody does for or against a plan. Own compilation.
_SIDES = frozenset(
    """
    oppose resist support back favor favour fight protest object condemn criticize criticise reject defend
    question challenge endorse dispute denounce welcome praise
    """.split()
)
# ... and what they do with a lawsuit, a letter or a complaint.
_FILING = frozenset("file bring launch lodge level wage sign send write post publish issue circulate".split())
_LONGEST_PLACE = 4
_WHEN = DAYS | frozenset("on late early last this earlier week month year".split())
_QUOTING = frozenset({"quote", "cite"})


def named_inside(verb: Token) -> Token | None:
    """Know "The plan, said Weber, is dead": the parser takes the plan, or nobody, for who says it."""
    doc, first = verb.doc, verb.i
    if verb.tag_ not in TENSED or verb.lemma_ not in CLOSING_CUES or first < 2 or doc[first - 1].text != ",":
        return None
    while first and not doc[first].is_sent_start and verb.i - first < LONGEST_PHRASE * 2:
        first -= 1
    if verb.i - first >= LONGEST_PHRASE * 2 or any(
        word.tag_ in _FINITE or word.is_punct for word in doc[first : verb.i - 1]
    ):
        return None
    behind = (word for word in doc[verb.i + 1 : verb.i + LONGEST_PHRASE] if word.left_edge.i == verb.i + 1)
    named = next((word for word in behind if word.dep_ in _NAMED), None)
    # "The men, told the news, wept", but "The dam, warned engineers, could fail".
    told = verb.lemma_ in TELLING and verb.lemma_ != "warn"
    if named is None or told or not (is_somebody(named) or named.pos_ == "PROPN"):
        return None
    for word in doc[named.i + 1 : named.i + LONGEST_PHRASE]:
        if word.text == ",":
            return named
        if word.tag_ in _FINITE:
            return None
    return None


def between_commas(verb: Token) -> Token | None:
    """Find who speaks in "Weber, an aide said Tuesday, will go": the parser takes an aide for Weber.

    What describes somebody would have a comma behind it too, and no verb would go on: "Weber, an aide, said".
    """
    doc, first = verb.doc, verb.i
    if verb.tag_ not in TENSED or verb.lemma_ not in CLOSING_CUES:
        return None
    while first and (doc[first - 1].tag_ in INSIDE_PHRASE or doc[first - 1].lower_ == "of"):
        first -= 1
    if first == verb.i or first < 2 or doc[first - 1].text != ",":
        return None
    before = list(itertools.takewhile(lambda word: not word.is_sent_end, reversed(doc[: first - 1])))
    if doc[first - 2].tag_ not in NOUN_TAGS or any(word.tag_ in _FINITE or word.is_punct for word in before):
        return None
    for word in doc[verb.i + 1 : verb.i + LONGEST_PHRASE * 2]:
        if word.text == ",":
            goes_on = word.i + 1 < len(doc) and word.nbor(1).tag_ in _FINITE
            named = doc[first : verb.i].root
            return named if goes_on and is_somebody(named) else None
        if word.tag_ in _FINITE or word.is_quote:
            return None
    return None


def sender_before(verb: Token) -> Token | None:
    """Know "calls from parents asking whether it was safe", "for viewers wondering why": they ask."""
    noun = verb.nbor(-1) if verb.i and verb.tag_ == "VBG" else verb
    sent = noun.dep_ == "pobj" and noun.head.lower_ in ("from", "for", "among") and is_somebody(noun)
    return noun if sent and noun.tag_ in NOUN_TAGS else None


def sending_before(verb: Token) -> Token | None:
    """Find the verb of "sent an email to donors claiming that it was safe": who sends it claims that.

    So with "issued a statement saying that".
    """
    if verb.tag_ == "VBG" and (sending := _sending_to(verb) or _sending_then(verb)) is not None:
        return sending
    if verb.dep_ != "acl" or verb.tag_ != "VBG":
        return None
    to, medium = verb.head.head, verb.head
    sends = medium.lemma_ in MEDIA and to.lemma_ in _SENDING
    # "made a comment promising to go".
    makes = medium.lemma_ in _REMARKS and to.lemma_ in ("make", "give", "post", "issue", "leave", "write")
    # "posted a comment on Facebook claiming that".
    where = medium.i + 1 < verb.i <= medium.i + _LONGEST_PLACE and medium.nbor(1).dep_ == "prep"
    if (sends or makes) and medium.dep_ == "dobj" and (verb.i == medium.i + 1 or where):
        return to
    if verb.head.dep_ != "pobj" or to.lower_ not in ("to", "for"):
        return None
    beside = (to.head, *to.head.rights)
    sent = next((one for one in beside if one.lemma_ in MEDIA and one.dep_ == "dobj" and one.i < to.i), None)
    return sent.head if sent is not None else None


def _sending_to(verb: Token) -> Token | None:
    """Know "are sending a letter to Mayor Ann Weber warning her that": Weber is warned."""
    doc, first = verb.doc, verb.i
    while first and verb.i - first < LONGEST_PHRASE and doc[first - 1].tag_ in INSIDE_PHRASE:
        first -= 1
    if first < 2 or first == verb.i or doc[first - 1].lower_ not in ("to", "for"):
        return None
    return _sent(doc[first - 2])


def _sending_then(verb: Token) -> Token | None:
    """Know "issued a report on Tuesday claiming that", "this week claiming": who issues it claims that."""
    doc, first = verb.doc, verb.i
    while first and verb.i - first <= _LONGEST_PLACE and doc[first - 1].lower_ in _WHEN:
        first -= 1
    return _sent(doc[first - 1]) if 0 < first < verb.i else None


def _sent(medium: Token) -> Token | None:
    """Give the verb of who sends something: "issued a statement"."""
    sent = medium.lemma_ in MEDIA and medium.dep_ == "dobj" and medium.head.lemma_ in _SENDING
    return medium.head if sent else None


def taking_sides(verb: Token) -> Token | None:
    """Know "met members who oppose the plan, saying it costs too much": who opposes it says that.

    So with "the lawsuit that the union filed, alleging that it cut wages".
    """
    comma = verb.nbor(-1) if verb.i else verb
    if verb.tag_ != "VBG" or verb.dep_ != "advcl" or comma.text != ",":
        return None
    for token in reversed(verb.doc[max(0, comma.i - LONGEST_PHRASE) : comma.i]):
        if token.dep_ == "relcl" and token.right_edge.i in (comma.i - 1, comma.i):
            subject = next((child for child in token.lefts if child.dep_ in SUBJECTS), None)
            if subject is None or subject.lower_ == "that" or token.lemma_ not in _SIDES | _FILING:
                return None
            subject = token.head if subject.lower_ == "who" else subject
            return subject if is_somebody(subject) or subject.pos_ == "PROPN" else None
    return None


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
