"""Where whoever speaks does something else: "said it was old and left", "has said so and has sued"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk_quotes.extents import FINITE
from copydesk_quotes.page import Page
from copydesk_quotes.phrases import CLOSING_CUES, SUBJECTS
from copydesk_quotes.statement import Statement
from copydesk_quotes.tenses import is_now, perfect_of, reported_with

if TYPE_CHECKING:
    from spacy.tokens import Token

# What somebody does while they speak. Own compilation.
_BESIDE_SPEAKING = frozenset(
    """
    cite refer point describe call speak quote use laugh smile grin shake nod gesture wave stand sit look
    raise pause choke wipe hold clutch wear read list name mention reference invoke echo allude appear address
    joke sob weep cry gaze glance turn sigh shrug wince
    """.split()
)
_OPENING = frozenset({"after", "before", "because", "until", "since", "once", "if", "unless"})
_BEFORE_MAIN = frozenset({"aux", "auxpass", "neg", "advmod"})


def next_move(page: Page, statement: Statement, end: int) -> int:
    """Find where the cue's own next move begins: "and left", "adding that ..."."""
    text = page.text
    limit = min(statement.sentence[1], _end_of_aside(page, statement, end))
    cue = page.parse[statement.token]
    for child in cue.rights:
        if child.left_edge.idx < end:
            continue
        comma = text[end : child.left_edge.idx].strip() == ","
        apart = child.dep_ == "advcl" and (child.tag_ == "VBG" or comma)
        apart = apart and not (comma and _tells_more(page, statement, child))
        # "... that it was old, and it would fall" goes on; "... and left" does not.
        anaphoric = any(one.dep_ in SUBJECTS and one.tag_ == "PRP" for one in child.lefts)
        moves = child.dep_ in ("conj", "parataxis") and child.pos_ in ("VERB", "AUX")
        # "telling them that he had tried and had failed": the cue itself does not go on so.
        moves = moves and not (cue.tag_ == "VBG" and _is_finite(child)) and reported_with(child) is None
        # "has conceded that it failed, but she has not left".
        goes_on = bool(perfect_of(cue)) and perfect_of(child) == perfect_of(cue)
        if apart or (moves and (goes_on or not anaphoric)):
            limit = min(limit, child.left_edge.idx)
    for other in page.statements_in(end, limit):
        # "... and had come to believe it": that is still what is reported.
        is_part = page.parse[other.token].tag_ == "VB" or reported_with(page.parse[other.token]) is not None
        is_part = is_part or _hangs_on(other, page)
        if other is not statement and other.speaker and not is_part:
            own = page.parse[other.token]
            first = own.left_edge.idx if own.dep_ == "conj" and own.head.i == cue.i else limit
            limit = min(limit, other.speaker[0], other.cue_start, max(end, first))
    stop = text[end:limit].rstrip(" \n,;:\u2014-")
    for word in (" and", " but", " while", " as", " even"):
        stop = stop.removesuffix(word).rstrip(" ,")
    return end + len(stop)


def _hangs_on(other: Statement, page: Page) -> bool:
    """Know "said that it was granted after Pike, the mayor, wrote a letter": a clause of what is said."""
    first = page.token(other.speaker[0]) if other.speaker is not None else None
    opens = first is not None and first.i > 1 and first.nbor(-1).text in _OPENING
    return first is not None and opens and first.nbor(-2).text != ","


def _tells_more(page: Page, statement: Statement, clause: Token) -> bool:
    """Tell "said the fund is growing, gaining members" from "said it was old, pointing to a crack".

    A writer who says "said" tells what somebody did meanwhile in the past; what "is" belongs to the report.
    """
    cue, first = page.parse[statement.token], page.token(statement.start)
    root = cue.head if cue.tag_ == "VBG" and cue.dep_ in ("advcl", "conj") else cue
    lemma = clause.lemma_.lower()
    if root.tag_ not in ("VBD", "VBN") or first is None or lemma in _BESIDE_SPEAKING | CLOSING_CUES:
        return False
    if page.lexicon.verbs.get(lemma) or not (clause.tag_ == "VBG" or is_now(clause)):
        return False
    verb = next((token for token in page.parse[first.i : clause.i] if token.tag_ in FINITE), None)
    return verb is not None and is_now(verb)


def _is_finite(verb: Token) -> bool:
    return verb.tag_ in FINITE or any(child.tag_ in FINITE for child in verb.lefts)


def _end_of_aside(page: Page, statement: Statement, end: int) -> int:
    """Find where the sentence takes up again, when the cue stands in an aside.

    "Weber, who said so, left"; without commas its own verb tells it, "Those who say so | are wrong".
    """
    verb = page.parse[statement.token]
    while verb.dep_ in ("xcomp", "conj", "ccomp", "parataxis") and verb.head.i != verb.i:
        verb = verb.head
    is_aside = verb.dep_ == "relcl" or (verb.dep_ == "advcl" and verb.head.i > verb.i)
    last = verb.right_edge
    while last.text == "," and last.i > verb.i:
        # The parser may hang the comma on what is reported.
        last = last.nbor(-1)
    stop = last.idx + len(last.text)
    main = verb.head.head
    if verb.dep_ == "relcl" and verb.head.dep_ in SUBJECTS and main.i > last.i:
        words = [one for one in main.lefts if one.i > last.i and one.dep_ in _BEFORE_MAIN]
        return max(end, min(words, default=main, key=lambda one: one.i).idx)
    torn = is_aside and stop < end and page.text[end : end + 1] == ","
    # ... or what is said, with "while" before "Weber said it was late, Pike left".
    torn = torn and (end < verb.head.idx or statement.start <= verb.head.idx)
    if torn and verb.dep_ == "advcl":
        # "When Pike asked her | if it was late, she laughed": the parser gives the question to "laughed".
        return end
    if not is_aside or stop < end or last.i + 1 >= len(page.parse) or last.nbor(1).text != ",":
        return statement.sentence[1]
    return stop


def where_tense_goes_on(page: Page, statement: Statement, start: int, end: int) -> int:
    """Find the cue's own next move by its tense.

    By its auxiliary ("has said the bank is too big | and has sued it"), or by the past behind what is
    so now ("said she hopes to win | and called for a vote").
    """
    cue = page.parse[statement.token]
    own = perfect_of(cue)
    past = (own or cue.tag_ in ("VBD", "VBZ", "VBP")) and start >= statement.cue_end
    series = cue.tag_ == "VBG" and cue.dep_ == "advcl" and cue.head.tag_ == "VBD"
    first, last = (page.token(at) for at in (start, end - 1)) if own or past or series else (None, None)
    for token in page.parse[first.i : last.i] if first is not None and last is not None else ():
        if own and token.lower_ == own and token.dep_ == "aux" and token.tag_ in FINITE:
            return token.nbor(-1).idx - 1 if token.nbor(-1).tag_ == "CC" else end
        if series and _ends_series(token):
            return token.nbor(-2).idx
        if past and _is_next_in_past(token, cue) and token.idx > start:
            return token.nbor(-1).idx - 1
        past = past and token.tag_ != "VBD"
    return end


def _ends_series(verb: Token) -> bool:
    """Know "called for calm, insisting that it hurts, and proposed a plan": he who called proposed."""
    before = [one.lower_ for one in verb.doc[max(0, verb.i - 2) : verb.i]]
    alone = not any(one.dep_ in SUBJECTS or one.dep_.startswith("aux") for one in verb.lefts)
    return (
        verb.tag_ == "VBD" and verb.dep_ == "conj" and alone and before == [",", "and"] and is_now(verb.head)
    )


def _is_next_in_past(verb: Token, cue: Token) -> bool:
    """Know "said she hopes to win and called for a vote": the tagger may take it for "is called"."""
    before = [one.lower_ for one in verb.doc[max(0, verb.i - 2) : verb.i]]
    joined = verb.dep_ == "conj" and verb.tag_ in ("VBD", "VBN") and before[-1:] in (["and"], ["but"])
    # "would seek more money, a new dam, and improved access": that is a list.
    if (
        not joined
        or before[0] == ","
        or any(one.dep_ in SUBJECTS or one.dep_.startswith("aux") for one in verb.lefts)
    ):
        return False
    head = verb.head
    # "said he would have been better off | and laced into the senator".
    modal = any(one.tag_ == "MD" for one in head.lefts)
    now = head.tag_ in ("VB", "VBZ", "VBP") and head.lemma_ not in ("be", "get", "have")
    acts = any(one.dep_ in ("dobj", "prep", "ccomp", "xcomp") for one in verb.rights)
    if cue.tag_ in ("VBZ", "VBP") and not perfect_of(cue):
        # "says he will not go and dismissed the claim".
        return acts and modal and head.tag_ == "VB"
    return acts and (now or (modal and head.tag_ == "VBN"))
