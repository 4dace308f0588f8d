"""Subjects that the parser loses: found by their place beside the verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk_quotes.extents import sentence_of
from copydesk_quotes.phrases import (
    CLOSING_CUES,
    INSIDE_PHRASE,
    LONGEST_PHRASE,
    NOUN_TAGS,
    SUBJECTS,
    TELLING,
    TENSED,
)
from copydesk_quotes.somebody import is_somebody
from copydesk_quotes.tenses import perfect_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_MOST_TOKENS_APART = 60
_LONGEST_RELATIVE = 30
_SOME = frozenset({"one", "another", "some", "many", "others", "several"})
_DASHES = frozenset({"\u2014", "\u2013", "--"})
_PLACES = frozenset({"GPE", "LOC"})


def lost_subject(verb: Token) -> Token | None:
    """Find who stands beside a verb that has no subject in the parse."""
    return (
        _behind_quotation(verb)
        or _named_before(verb)
        or _of_first_move(verb)
        or _before_infinitive(verb)
        or _called_out(verb)
        or _after_as(verb)
        or _before_that(verb)
        or _across_which(verb)
        or _across_dashes(verb)
        or subject_after(verb)
        or _behind_dateline(verb)
        or _of_sentence(verb)
        or _before_participle(verb)
        or _of_cue_before(verb)
    )


def _behind_quotation(verb: Token) -> Token | None:
    """Find the name in “...,” Sen. Ann Weber of Ohio, the leader of the board, said."""
    if verb.tag_ not in TENSED or not verb.i or verb.nbor(-1).text != ",":
        return None
    for token in reversed(verb.doc[max(0, verb.i - _LONGEST_RELATIVE) : verb.i - 1]):
        if token.is_quote:
            break
        if token.tag_ in TENSED:
            return None
    else:
        return None
    named: Token | None = None
    for word in verb.doc[token.i + 1 : verb.i]:
        if word.tag_ not in INSIDE_PHRASE:
            break
        named = word if word.tag_ in NOUN_TAGS else named
    ended = token.i > 0 and token.nbor(-1).text in (",", "?", "!")
    return named if ended and named is not None and is_somebody(named) else None


def is_next_move(verb: Token) -> bool:
    """Know "Weber waves at them, then says:": the parser may take the first verb for what she says.

    So with "Weber has blamed the town for it, has called it “good news”".
    """
    before = verb.doc[max(0, verb.i - 2) : verb.i]
    if any(child.dep_ in SUBJECTS for child in verb.children):
        return False
    perfect = perfect_of(verb)
    if perfect and before[-1].lower_ == perfect:
        first = next((one for one in verb.lefts if one.dep_ == "ccomp"), verb)
        return first is not verb and perfect_of(first) == perfect and before[0].text in (",", "\u201d", '"')
    if verb.tag_ in TENSED and verb.lemma_ not in CLOSING_CUES and before[-1].text in (",", "\u201d", '"'):
        # "Weber called it “weak,” defended the man and said it was late".
        first = next((one for one in verb.lefts if one.dep_ == "ccomp"), verb)
        acts = any(child.dep_ == "dobj" for child in verb.rights)
        return acts and first is not verb and first.tag_ == verb.tag_ and not _is_closed(first, verb)
    return verb.tag_ in TENSED and [one.lower_ for one in before] == [",", "then"]


def _is_closed(clause: Token, verb: Token) -> bool:
    """Tell whether a quotation ends before a verb that stands in none: “It was late,” she hit back."""
    return any(word.tag_ == "``" for word in verb.doc[max(0, clause.left_edge.i - 1) : clause.i])


def _of_first_move(verb: Token) -> Token | None:
    first = next((one for one in verb.lefts if one.dep_ == "ccomp" and one.tag_ == verb.tag_), None)
    if first is None or not is_next_move(verb):
        return None
    return next((one for one in first.lefts if one.dep_ in SUBJECTS), None)


def _before_infinitive(verb: Token) -> Token | None:
    """Know "The first writer to be given a visa reported that": the parser takes "given" for the verb."""
    head = verb.head
    opened = any(child.dep_ == "mark" or child.tag_ == "WRB" for child in verb.lefts)
    if verb.dep_ != "advcl" or verb.tag_ not in TENSED or opened or verb.i < head.i:
        return None
    if head.dep_ != "ROOT" or not any(child.tag_ == "TO" for child in head.lefts):
        return None
    return next((one for one in head.lefts if one.dep_ in SUBJECTS), None)


def after_article(verb: Token) -> Token | None:
    """Find a subject that the parser takes apart: "the | father-of-six laughed", "the | 44-year-old said"."""
    article = next((child for child in verb.lefts if child.dep_ == "det" and child.i + 1 < verb.i), None)
    if article is None or verb.tag_ not in TENSED:
        return None
    head: Token | None = None
    of = False
    for token in verb.doc[article.i + 1 : verb.i]:
        joined = token.tag_ == "IN" and token.nbor(-1).text == "-"
        if token.tag_ not in INSIDE_PHRASE and not joined:
            return None
        of = of or joined
        head = token if not of else head
    while head is not None and head.text == "-":
        head = head.nbor(-1)
    return head


def spoken_to(verb: Token) -> Token | None:
    """Know "Customers we spoke to say": the parser takes it for "to say", and "we" for who says it."""
    if verb.i < 4 or verb.nbor(-1).lower_ not in ("to", "with"):
        return None
    customers, we, spoke = verb.doc[verb.i - 4 : verb.i - 1]
    asked = spoke.lemma_ in ("speak", "talk", "chat") and we.tag_ in ("PRP", "NNP")
    return customers if asked and customers.tag_ in NOUN_TAGS else None


def _named_before(verb: Token) -> Token | None:
    """Find a name right before a cue, which the tagger takes for no noun, or the parser for another's.

    "Pike shot back", "On “Tonight,” Speaker Ann Pike argued that".
    """
    before = verb.nbor(-1) if verb.i else verb
    named = before.ent_type_ == "PERSON" and (before.tag_ not in NOUN_TAGS or before.dep_ == "appos")
    return before if named and verb.tag_ in TENSED else None


def _after_as(verb: Token) -> Token | None:
    """Find who it is in "As Daniel Yi, a lawyer at the bank, puts it", which the parser hangs on "as"."""
    leads = next((one for one in verb.lefts if one.lower_ == "as" and one.dep_ == "prep"), None)
    if leads is None or verb.tag_ not in TENSED:
        return None
    return next((one for one in leads.rights if one.dep_ == "pobj" and is_somebody(one)), None)


def _before_that(verb: Token) -> Token | None:
    """Find the report of "a report that alleged misuse": the parser takes "alleged" for what describes it."""
    noun, that = verb.doc[max(0, verb.i - 2) : verb.i] if verb.i > 1 else (verb, verb)
    described = verb.tag_ in TENSED and verb.dep_ == "amod" and that.lower_ in ("that", "which")
    return noun if described and noun.tag_ in NOUN_TAGS else None


def _across_dashes(verb: Token) -> Token | None:
    """Find the host of "Host Bill Marr \u2013 someone not often at ease \u2013 said"."""
    if not verb.i or verb.nbor(-1).text not in _DASHES or verb.tag_ not in TENSED:
        return None
    for token in reversed(verb.doc[max(0, verb.i - _LONGEST_RELATIVE) : verb.i - 1]):
        if token.text in _DASHES:
            named = token.nbor(-1) if token.i else token
            return named if named.tag_ in NOUN_TAGS and is_somebody(named) else None
        if token.is_sent_start or token.is_quote:
            break
    return None


def _across_which(verb: Token) -> Token | None:
    """Find the memo of "The memo, a copy of which was obtained by the board, says"."""
    if not verb.i or verb.nbor(-1).text != "," or verb.tag_ not in TENSED:
        return None
    which = None
    for token in reversed(verb.doc[max(0, verb.i - _LONGEST_RELATIVE) : verb.i - 1]):
        if token.lower_ in ("which", "whom") and token.i and token.nbor(-1).lower_ == "of":
            which = token
        if token.is_sent_start:
            break
        if which is not None and token.text == ",":
            noun = token.nbor(-1)
            noun = noun.nbor(-1) if noun.lower_.endswith("self") and noun.i else noun
            return noun if noun.tag_ in NOUN_TAGS else None
    return None


def _called_out(verb: Token) -> Token | None:
    """Find a name that the tagger takes for an interjection: "Trump, meanwhile, has claimed that"."""
    return next((one for one in verb.lefts if one.dep_ == "intj" and one.ent_type_), None)


def subject_after(verb: Token) -> Token | None:
    """Find a subject that the parser missed after a mark: “...,” added her husband."""
    head: Token | None = None
    for token in verb.doc[verb.i + 1 : verb.i + LONGEST_PHRASE]:
        if token.tag_ in NOUN_TAGS or (token.i == verb.i + 1 and token.lower_ in _SOME):
            head = token
        elif token.tag_ not in INSIDE_PHRASE:
            break
    before = verb.doc[verb.i - 1] if verb.i else None
    if head is not None and verb.tag_ == "VBG" and head.head == verb and head.dep_ == "dobj":
        # "It ended by urging Mayor Ann Weber to go": she is urged.
        return None
    if head is not None and (head.pos_ == "PROPN" or (before is not None and before.is_punct)):
        if before is not None and before.text == "," and not _may_be_turned(verb, head):
            return _before(verb)
        return head
    return _before(verb) if before is not None and before.text == "," else None


def _may_be_turned(verb: Token, head: Token) -> bool:
    """Tell "..., said her husband" from "..., ask a neighbour to help", "..., noted any damage"."""
    if verb.i > 1 and verb.nbor(-2).is_quote:
        return True
    asks = verb.tag_ in ("VB", "VBG") or verb.lemma_ in (*TELLING, "ask", "urge")
    return not asks and is_somebody(head)


def _before(verb: Token) -> Token | None:
    """Find a subject that the parser missed before a description: "Weber, SC, said"."""
    for at in range(verb.i - 2, max(0, verb.i - LONGEST_PHRASE), -1):
        token = verb.doc[at]
        if token.text == ",":
            return verb.doc[at - 1] if verb.doc[at - 1].tag_ in NOUN_TAGS else None
        if token.tag_ in ("VBD", "VBZ", "VBP", "MD"):
            return None
    return None


def _behind_dateline(verb: Token) -> Token | None:
    """Find who stands right behind a place: "BEIRUT, Lebanon — Rebels and officials said"."""
    start = sentence_of(verb)[0]
    first = verb.i
    while first and verb.doc[first - 1].idx >= start:
        first -= 1
    if verb.doc[first].is_sent_start or verb.tag_ not in TENSED:
        return None
    words = verb.doc[first : verb.i]
    if any(token.tag_ not in INSIDE_PHRASE and token.tag_ != "CC" for token in words):
        return None
    return next((one for one in words if one.tag_ in NOUN_TAGS and one.head not in words), None)


def _of_sentence(verb: Token) -> Token | None:
    """Find the subject across what the parser misreads: "Weber, who gave to a rival of Pike's, says"."""
    if verb.tag_ not in TENSED or verb.dep_ != "ROOT" or not verb.i or verb.nbor(-1).text != ",":
        return None
    first = verb.i
    while not verb.doc[first].is_sent_start and verb.i - first < _MOST_TOKENS_APART and first:
        first -= 1
    head: Token | None = None
    for token in verb.doc[_after_scene(verb.doc[first], verb) : verb.i]:
        if token.text == "," and head is not None and head.ent_type_ in _PLACES:
            # "Speaking in Akron, Ohio, Weber, who ran it, said".
            head = None
        elif token.tag_ not in INSIDE_PHRASE:
            return head if token.text == "," and head is not None and is_somebody(head) else None
        else:
            head = token
    return None


def _before_participle(verb: Token) -> Token | None:
    """Know "At that event, Weber, pleading for more, clearly says": the parser hangs Weber on the event."""
    comma = verb.nbor(-1) if verb.i else verb
    comma = comma.nbor(-1) if comma.tag_ == "RB" and comma.i else comma
    if verb.tag_ not in TENSED or comma.text != ",":
        return None
    for token in reversed(verb.doc[max(0, verb.i - _LONGEST_RELATIVE) : comma.i]):
        if token.tag_ in TENSED or token.is_sent_start or token.is_quote:
            return None
        if token.text == "," and token.i and token.nbor(1).tag_ == "VBG":
            named = token.nbor(-1)
            return named if named.tag_ in NOUN_TAGS and is_somebody(named) else None
    return None


def _of_cue_before(verb: Token) -> Token | None:
    """Find the speaker of “...,” Weber said, before speaking of it and claiming that it was late."""
    if verb.tag_ != "VBG":
        return None
    for token in reversed(verb.doc[max(1, verb.i - _LONGEST_RELATIVE) : verb.i]):
        if token.lower_ in ("before", "after", "while") and token.nbor(-1).text == "," and token.i > 1:
            cue = token.nbor(-2)
            said = cue.tag_ in TENSED and cue.lemma_ in CLOSING_CUES
            return next((one for one in cue.lefts if one.dep_ in SUBJECTS), None) if said else None
        if token.tag_ in TENSED or token.is_sent_start:
            break
    return None


def _after_scene(first: Token, verb: Token) -> int:
    """Step over what somebody does meanwhile: "Speaking with Fox, Weber, who ran it, said"."""
    if first.tag_ not in ("VBG", "VBN"):
        return first.i
    return next((token.i + 1 for token in verb.doc[first.i : verb.i] if token.text == ","), verb.i)
