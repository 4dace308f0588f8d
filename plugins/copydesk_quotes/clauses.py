"""What a cue governs: the clause that somebody reports, by grammar and by place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk_quotes.extents import (
    FINITE,
    TELLING,
    after_day,
    bounds_of,
    clause_without,
    is_infinitive,
)
from copydesk_quotes.inserted import CLOSING_CUES, before_the_end, beside_as, is_inserted, order_before
from copydesk_quotes.passives import is_aside
from copydesk_quotes.phrases import SUBJECTS
from copydesk_quotes.speakers import Range

if TYPE_CHECKING:
    from spacy.tokens import Token

_MOST_TOKENS_TO_THAT = 14
_FEWEST_TOKENS = 4
_SEEING = frozenset({"show", "find", "see"})
# After these the word "that" may be missing.
_WITHOUT_THAT = frozenset("say claim insist believe think estimate argue".split())
# What they report cannot be left out: "said in a letter that he would go".
_WANTS_CLAUSE = frozenset(
    """
    say insist contend argue assert acknowledge concede confirm maintain add allege claim testify warn caution
    state predict announce disclose reveal
    """.split()
)
# What only tells when and where something is told.
_SETTING = frozenset({"at", "on", "in", "during", "after", "before"})
_WITH_THAT = _WANTS_CLAUSE | _WITHOUT_THAT
_NAMING = frozenset("call describe dub label term brand".split())
_ASKING = frozenset({"ask", "wonder", "inquire", "enquire", "question"})


def clause_of(verb: Token) -> Range | None:
    """Find the clause that a verb reports."""
    clause = _own_clause(verb) or (_question_of(verb) if verb.lemma_ in _ASKING else None)
    if clause is not None:
        return clause_without(clause, verb)
    if verb.lemma_ in CLOSING_CUES and is_inserted(verb):
        return clause_without(verb.head, verb)
    if verb.lemma_ in TELLING and (clause := _clause_of_hearer(verb)) is not None:
        return clause_without(clause, verb)
    return _after_that(verb) or beside_as(verb) or before_the_end(verb) or order_before(verb)


def _own_clause(verb: Token) -> Token | None:
    # "In a talk, parts of which were taped, she asked if it was safe": the marked clause is the one.
    for child in sorted(verb.children, key=lambda one: one.i < verb.i and _has_marked_clause(verb)):
        if child.dep_ != "ccomp" or child.pos_ not in ("VERB", "AUX") or _holds(child, verb):
            continue
        first = child.left_edge
        if any(token.tag_ == "WDT" for token in verb.doc[first.i + 1 : child.i] if child.i < verb.i):
            # "In a talk, parts of which were taped, Weber said so".
            continue
        if child.i < verb.i and (_is_possessive(child, verb) or is_aside(child, verb)):
            continue
        if verb.lemma_ in _NAMING and first.lower_ == "that":
            # "She called that “a fairy tale”".
            continue
        if child.i > verb.i and (first.lower_ == "so" or _is_inverted(verb) or _is_relative(first, verb)):
            continue
        if _is_second(first, verb) or (first.i < verb.i and first.tag_ == "VBN" and first.dep_ == "advcl"):
            # "Asked by a reporter whether she ..., Weber said no" is no report of hers.
            continue
        small = child.tag_ == "VBG" and verb.lemma_ not in _SEEING and _is_bare(child)
        if not (small or is_infinitive(child) or _is_apart(child, verb)):
            return child
    return None


def _is_possessive(clause: Token, verb: Token) -> bool:
    """Know "Weber, who gave to a rival of Reed's, says": the parser takes "'s" for "is"."""
    return clause.lower_ in ("'s", "\u2019s") and not any(child.dep_ in SUBJECTS for child in verb.children)


def _is_inverted(verb: Token) -> bool:
    """Know “...,” said Weber, whose town had flooded: who speaks comes next, and nothing more is said."""
    return verb.i > 1 and verb.nbor(-1).is_quote and verb.nbor(-2).text in (",", "?", "!")


def _is_relative(first: Token, verb: Token) -> bool:
    """Know "wrote in a paper on dams that was published in May": it tells of the paper."""
    if verb.lemma_ in _WANTS_CLAUSE:
        return False
    other = any(child.dep_ in SUBJECTS and child.i != first.i for child in first.head.lefts)
    return first.tag_ == "WDT" and first.dep_ in SUBJECTS and first.i > verb.i + 2 and not other


def _has_marked_clause(verb: Token) -> bool:
    return any(
        child.dep_ == "ccomp" and child.left_edge.lower_ in ("that", "if", "whether") for child in verb.rights
    )


def _is_second(first: Token, verb: Token) -> bool:
    """Tell the second half of another's report: "said that she knew of it and that she was sorry"."""
    joined = first.lower_ == "that" and first.i > verb.i + 1 and first.nbor(-1).dep_ == "cc"
    inside = verb.dep_ == "ccomp" and any(one.dep_ == "mark" and one.lower_ == "that" for one in verb.lefts)
    return joined and inside


def _clause_of_hearer(verb: Token) -> Token | None:
    """Find the clause of "told officers he was tired", which the parser takes for one about the officers."""
    for child in verb.rights:
        about = next((one for one in child.rights if one.dep_ == "relcl"), None)
        if child.dep_ == "dobj" and about is not None and about.left_edge.i == child.i + 1:
            # "told anyone who would listen that it was old".
            heard = (one for one in about.rights if one.dep_ == "ccomp" and one.left_edge.lower_ == "that")
            return about if _is_clause_alone(about) else next(heard, None)
    return None


def _is_clause_alone(verb: Token) -> bool:
    """Tell whether a clause has a subject of its own and no relative word."""
    subject = any(child.dep_ in SUBJECTS for child in verb.lefts)
    return subject and not any(child.tag_ in ("WDT", "WP", "WRB") for child in verb.lefts)


def _is_bare(participle: Token) -> bool:
    return not any(child.tag_ in FINITE for child in participle.lefts)


def _is_apart(clause: Token, verb: Token) -> bool:
    """Tell whether a clause beside a cue is not what it reports: before a colon, in brackets, denied."""
    if clause.i < verb.i:
        denied = any(child.dep_ == "neg" for child in verb.lefts)
        # "They have fought before: last year she called him a liar".
        announces = ":" in (clause.right_edge.text, clause.right_edge.nbor(1).text)
        return denied or announces or any(token.text == ";" for token in verb.doc[clause.i : verb.i])
    return any(token.text == "(" for token in verb.doc[verb.i : clause.left_edge.i + 1])


def _question_of(verb: Token) -> Token | None:
    """Find the clause of "asked whether the dam would hold", which the parser takes for an adverbial one."""
    for child in verb.children:
        if child.dep_ == "advcl" and any(mark.lower_ in ("whether", "if") for mark in child.lefts):
            return child
    below = verb.doc[verb.i + 1 : verb.right_edge.i + 1]
    whether = next((token for token in below if token.lower_ == "whether" and token.dep_ == "mark"), None)
    if whether is not None:
        return whether.head
    after = verb.nbor(1) if verb.i + 1 < len(verb.doc) else verb
    return after.head if after.lower_ in ("whether", "if") and after.head.i > after.i else None


def _after_that(verb: Token) -> Range | None:
    """Take what follows "that", where the parser shows no clause: "observed that the ... coincided".

    After "say" the word may be missing.
    """
    doc, end = verb.doc, bounds_of(verb)[1]
    last = verb.right_edge.i + 1
    if verb.dep_ == "relcl" and last < end and doc[last].text == ",":
        end = last
    near = doc[verb.i + 1 : min(end, verb.i + _MOST_TOKENS_TO_THAT)]
    start = next(
        (
            token.i
            for token in near
            if token.lower_ == "that"
            and (token.pos_ == "SCONJ" or token.dep_ == "mark" or _is_no_relative(token, verb))
            and not _is_second(token, verb)
            and not _is_pronoun(token)
        ),
        -1,
    )
    if start > 0 and (doc[verb.i + 1].tag_ == "TO" or any(t.tag_ in FINITE for t in doc[verb.i + 1 : start])):
        # "promising to win and warning that ...": that is the next one's.
        start = -1
    if start >= 0 and verb.lemma_ in _NAMING:
        return None
    if start >= 0:
        fits = not _is_nouns(doc[start], verb) and (
            any(token.tag_ in FINITE for token in doc[start:end])
            or (
                start == verb.i + 1
                and verb.lemma_ in _WANTS_CLAUSE | _WITHOUT_THAT
                and end - start >= _FEWEST_TOKENS
            )
        )
    else:
        start = after_day(verb)
        named = verb.lemma_ in _WITHOUT_THAT and any(child.dep_ in SUBJECTS for child in verb.lefts)
        fits = named and start < end and any(_has_own_subject(token, verb) for token in doc[start:end])
    apart = any(
        token.is_punct and not token.is_quote and token.tag_ != "HYPH" for token in doc[verb.i + 1 : start]
    )
    if not fits or doc[start].is_punct or doc[start].tag_ == "CC" or apart or _continues_cue(doc[start]):
        return None
    rest = doc[start:end]
    return rest.start_char, rest.start_char + len(rest.text.rstrip())


def _is_pronoun(that: Token) -> bool:
    """Know "He denied that, adding ..."."""
    after = that.doc[that.i + 1 : that.i + 3]
    return len(after) > 1 and after[0].text == "," and after[1].tag_ == "VBG"


def _is_no_relative(that: Token, verb: Token) -> bool:
    """Tell the clause of "said in a letter that he was leaving", which the parser takes for the letter's."""
    clause = that.head.head if that.head.dep_ == "xcomp" else that.head
    wants = verb.lemma_ in _WANTS_CLAUSE or verb.lemma_ in TELLING
    if not wants or clause.dep_ != "relcl" or clause.left_edge.i != that.i:
        return False
    own = any(child.dep_ in SUBJECTS and child.i != that.i for child in clause.lefts)
    if verb.lemma_ in TELLING:
        # "told us on Monday that he was leaving", but "told us of the book that he wrote".
        hears = any(child.dep_ in ("dobj", "dative") for child in verb.rights)
        return own and hears and clause.head.head.lower_ in _SETTING
    return own and any(child.dep_ in ("prep", "dative") for child in verb.rights)


def _continues_cue(first: Token) -> bool:
    """Tell "insisted on anonymity" from "estimated by 2050, diets would change"."""
    after = first.right_edge.i + 1
    is_scene = after < len(first.doc) and first.doc[after].text == ","
    return first.tag_ in ("IN", "TO", "RP") and first.lower_ != "that" and not is_scene


def _is_nouns(that: Token, verb: Token) -> bool:
    """Tell the clause of a noun: "rejected a claim that she called a fantasy"."""
    clause = that.head
    return clause.dep_ in ("acl", "relcl") and clause.head.dep_ == "dobj" and verb.lemma_ not in TELLING


def _has_own_subject(token: Token, verb: Token) -> bool:
    """Tell whether a finite verb after a cue is not one more thing that the same speaker does."""
    if token.tag_ not in FINITE or (token.dep_ == "conj" and token.head == verb):
        return False
    return token.dep_ not in ("relcl", "advcl") and not (
        token.dep_ in ("aux", "auxpass") and token.head.dep_ == "relcl"
    )


def _holds(child: Token, verb: Token) -> bool:
    return child.i < verb.i and child.right_edge.i >= verb.i
