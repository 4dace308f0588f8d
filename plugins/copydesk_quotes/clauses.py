"""What a cue governs: the clause that somebody reports, by grammar and by place."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from copydesk_quotes.extents import (
    FINITE,
    MOST_TOKENS_APART,
    clause_without,
    is_infinitive,
)
from copydesk_quotes.inserted import (
    before_the_end,
    before_turned,
    beside_as,
    is_inserted,
    order_before,
)
from copydesk_quotes.lost_subjects import is_next_move
from copydesk_quotes.passives import is_aside
from copydesk_quotes.phrases import CLOSING_CUES, INSIDE_PHRASE, ONLY_CLAUSES, OUGHT, SUBJECTS, TELLING
from copydesk_quotes.speakers import Range
from copydesk_quotes.tenses import goes_on_in_tense
from copydesk_quotes.that_clauses import NAMING, WANTS_CLAUSE, after_that, after_what, is_of_story, is_second

if TYPE_CHECKING:
    from spacy.tokens import Token

_SEEING = frozenset({"show", "find", "see"})
# What they report stands behind them, or in marks.
_NEVER_AFTER = frozenset(
    """
    refer charge offer describe define compare detail outline address challenge express phrase call blame
    """.split()
)
# They open the scene in which somebody speaks, where they follow a quotation and its cue.
_SCENES = frozenset({"once", "when", "after", "before", "while", "as", "until", "because", "since"})
_MOST_TOKENS_ASKED = 8
_TREATING = frozenset({"address", "discuss", "challenge", "question"})
_EXPLAINING = frozenset("explain describe detail outline recount tell".split())
_ASKING = frozenset({"ask", "wonder", "inquire", "enquire", "question"})


def clause_of(verb: Token) -> Range | None:
    """Find the clause that a verb reports."""
    clause = _own_clause(verb) or _clause_of_medium(verb)
    if clause is None and verb.lemma_ in _ASKING:
        clause = _question_of(verb)
    if clause is not None:
        return _with_subject(clause, verb, _with_next(clause, verb))
    if verb.lemma_ in CLOSING_CUES and is_inserted(verb):
        return clause_without(verb.head, verb)
    if verb.lemma_ in TELLING and (clause := _clause_of_hearer(verb)) is not None:
        return clause_without(clause, verb)
    return (
        _after_object(verb)
        or after_what(verb)
        or after_that(verb)
        or beside_as(verb)
        or before_the_end(verb)
        or before_turned(verb)
        or order_before(verb)
    )


def _after_object(verb: Token) -> Range | None:
    """Know "judges ruled the men were free": the parser takes the men for what is ruled."""
    noun = next((one for one in verb.rights if one.dep_ == "dobj" and one.left_edge.i == verb.i + 1), None)
    last = noun.right_edge.i + 1 if noun is not None else len(verb.doc)
    if noun is None or last >= len(verb.doc) or verb.doc[last].tag_ not in ("VBD", "MD"):
        return None
    closes = (verb.lemma_ in CLOSING_CUES or verb.lemma_ == "rule") and verb.lemma_ not in TELLING
    above = {verb.i, *(one.i for one in verb.ancestors)}
    main = verb.doc[last].head if verb.doc[last].dep_.startswith("aux") else verb.doc[last]
    if main.i in above:
        # "issued a report claiming | the change | would harm it": the parser hangs the claim on the harm;
        # "adding a lamp was easy" claims nothing.
        torn = verb.tag_ == "VBG" and main.i > verb.i and verb.lemma_ in ONLY_CLAUSES
    else:
        torn = verb.tag_ in FINITE and (main.dep_ == "conj" or main.head.i in above)
    return (noun.left_edge.idx, main.right_edge.idx + len(main.right_edge.text)) if closes and torn else None


def _with_next(clause: Token, verb: Token) -> Range | None:
    """Take in the next clause with "that": "said that he was ill, and that he would go"."""
    found = clause_without(clause, verb)
    for child in verb.rights:
        first = child.left_edge
        marked = child.dep_ in ("ccomp", "conj") and first.lower_ == "that" and first.dep_ == "mark"
        # "... and that each time he told her": that is his, and a report by itself.
        joined = marked and first.nbor(-1).lower_ in ("and", "but") and child.lemma_ not in TELLING
        joined = joined or (child.dep_ == "conj" and goes_on_in_tense(child, clause, verb))
        rest = clause_without(child, verb) if joined and child.i > clause.i > verb.i else None
        if found is not None and rest is not None:
            found = found[0], max(found[1], rest[1])
        elif found is not None and clause.i > verb.i and _is_next_infinitive(child, clause):
            found = found[0], max(found[1], child.right_edge.idx + len(child.right_edge.text))
    return found


def _is_next_infinitive(child: Token, clause: Token) -> bool:
    """Know "say they told her to sign it, | ignore the bell and wait": the parser gives that to "say"."""
    bare = child.dep_ == "conj" and child.tag_ == "VB" and child.left_edge.i > clause.right_edge.i
    if not bare:
        return False
    last = next((one for one in clause.rights if one.dep_ == "xcomp" and one.tag_ == "VB"), None)
    comma = "," in (clause.right_edge.text, child.left_edge.nbor(-1).text)
    return comma and last is not None and not any(one.dep_ in SUBJECTS for one in child.lefts)


def _with_subject(clause: Token, verb: Token, found: Range | None) -> Range | None:
    """Take in what the parser takes for a clause: "say | that plans to close it | will be dropped"."""
    if found is None or any(child.dep_ in SUBJECTS for child in clause.lefts):
        return found
    passive = any(child.dep_ == "auxpass" for child in verb.lefts)
    for child in verb.rights:
        if passive and child.dep_ == "dobj" and child.left_edge.i == verb.i + 1 < clause.i:
            # "The court was told | the wall of water was a wonder": it is told nothing else.
            return child.left_edge.idx, found[1]
        planned = child.dep_ == "ccomp" and child.i < clause.i and is_infinitive(child)
        if planned and any(one.dep_ in SUBJECTS for one in child.lefts):
            return min(found[0], child.left_edge.idx), found[1]
    return found


def _own_clause(verb: Token) -> Token | None:
    # "In a talk, parts of which were taped, she asked if it was safe": the marked clause is the one.
    for child in sorted(verb.children, key=lambda one: one.i < verb.i and _has_clause_after(verb)):
        if child.dep_ != "ccomp" or child.pos_ not in ("VERB", "AUX") or _holds(child, verb):
            continue
        first = child.left_edge
        if any(_is_which_of(token, child) for token in verb.doc[first.i + 1 : child.i] if child.i < verb.i):
            # "In a talk, parts of which were taped, Weber said so".
            continue
        if child.i < verb.i and (_is_possessive(child, verb) or is_aside(child, verb)):
            continue
        if child.i < verb.i and (
            (first.lower_ in ("while", "although", "though") and first.head.i == child.i)
            or any(one.lower_ in OUGHT for one in verb.lefts)
        ):
            # "While some like it, many complain"; "told them that to stay, they must report".
            continue
        if verb.lemma_ == "offer" and first.lower_ != "that":
            # "The lenses it offers you can't get elsewhere".
            continue
        if first.lower_ == "who" and verb.lemma_ in TELLING and _tells_of(verb):
            # "She told of meeting a couple who lost their home".
            continue
        if child.i > verb.i and first.lower_.endswith(("self", "selves")):
            # "I found myself reaching for it".
            continue
        if first.lower_ == ("what" if verb.lemma_ in _TREATING else "that" if verb.lemma_ in NAMING else ""):
            # "She called that “a fairy tale”", "A plan to address what he called “a crisis”".
            continue
        if child.i > verb.i and (
            first.lower_ == "so"
            or is_of_story(first, verb)
            or _is_inverted(verb)
            or _is_relative(first, verb)
            or _is_scene(first, verb)
        ):
            continue
        if is_second(first, verb) or (first.i < verb.i and first.tag_ == "VBN" and first.dep_ == "advcl"):
            # "Asked by a reporter whether she ..., Weber said no" is no report of hers.
            continue
        small = child.tag_ == "VBG" and verb.lemma_ not in _SEEING and _is_bare(child)
        if not (small or is_infinitive(child) or _is_apart(child, verb)):
            return child
    return None


def _is_which_of(token: Token, clause: Token) -> bool:
    """Tell "talk, parts of which were taped" from "The dam, which was old, broke", a whole sentence."""
    above = itertools.takewhile(lambda one: one.i != clause.i, token.ancestors)
    return token.tag_ == "WDT" and not any(one.dep_ == "relcl" for one in above)


def _tells_of(verb: Token) -> bool:
    return any(child.dep_ == "prep" and child.lower_ in ("of", "about") for child in verb.rights)


def _is_possessive(clause: Token, verb: Token) -> bool:
    """Know "Weber, who gave to a rival of Reed's, says": the parser takes "'s" for "is"."""
    return clause.lower_ in ("'s", "\u2019s") and not any(child.dep_ in SUBJECTS for child in verb.children)


def _is_scene(first: Token, verb: Token) -> bool:
    """Know “...,” she said once she had left: who speaks stands right behind a quotation."""
    subject = next((child for child in reversed([*verb.lefts]) if child.dep_ in SUBJECTS), None)
    mark = subject.left_edge.nbor(-1) if subject is not None and subject.left_edge.i > 1 else verb
    marked = mark.is_quote and mark.nbor(-1).text in (",", "?", "!")
    return marked and first.i > verb.i and first.lower_ in _SCENES


def _is_inverted(verb: Token) -> bool:
    """Know “...,” said Weber, whose town had flooded: who speaks comes next, and nothing more is said."""
    marked = verb.i > 1 and verb.nbor(-1).is_quote and verb.nbor(-2).text in (",", "?", "!")
    # "blamed the “press,” saying it was late".
    return marked and verb.tag_ != "VBG"


def _is_relative(first: Token, verb: Token) -> bool:
    """Know "wrote in a paper on dams that was published in May": it tells of the paper."""
    if verb.lemma_ in WANTS_CLAUSE:
        return False
    # "told a crowd in Reno that help was near": the parser takes "that" for which help.
    other = first.head.dep_ in (*SUBJECTS, "aux") or any(
        child.dep_ in SUBJECTS and child.i != first.i for child in first.head.lefts
    )
    return first.tag_ == "WDT" and first.dep_ in SUBJECTS and first.i > verb.i + 2 and not other


def _has_clause_after(verb: Token) -> bool:
    """Tell whether a clause after a cue is surely its own: with "that", or right behind it with a subject."""
    for child in verb.rights:
        first = child.left_edge
        near = first.i == verb.i + 1 and any(one.dep_ in SUBJECTS for one in child.lefts)
        if child.dep_ == "ccomp" and (first.lower_ in ("that", "if", "whether") or near):
            return True
    return False


def _clause_of_medium(verb: Token) -> Token | None:
    """Find the clause of "said in a letter sent Friday that", which the parser gives to "sent"."""
    for participle in verb.doc[verb.i + 1 : min(verb.right_edge.i, verb.i + MOST_TOKENS_APART) + 1]:
        if participle.dep_ != "acl" or participle.tag_ != "VBN":
            continue
        noun = participle.head
        if noun.dep_ == "pobj" and verb.i < noun.i < participle.i:
            clauses = (one for one in participle.rights if one.dep_ == "ccomp")
            return next((one for one in clauses if one.left_edge.lower_ == "that"), None)
    return _how_behind_medium(verb) if verb.lemma_ in _EXPLAINING else None


def _how_behind_medium(verb: Token) -> Token | None:
    """Find the clause of "explained in a letter how it broke", which the parser gives to the letter."""
    for token in verb.doc[verb.i + 1 : verb.right_edge.i]:
        if token.lower_ in ("how", "why") and token.tag_ == "WRB":
            given = token.head.dep_ in ("relcl", "advcl") and token.head.i > token.i > verb.i + 1
            return token.head if given and verb.is_ancestor(token.head) else None
        if token.tag_ in FINITE or token.is_punct:
            return None
    return None


def _clause_of_hearer(verb: Token) -> Token | None:
    """Find the clause of "told officers he was tired", which the parser takes for one about the officers."""
    for child in verb.rights:
        about = next((one for one in child.rights if one.dep_ == "relcl"), None)
        if child.dep_ == "dobj" and about is not None and about.left_edge.i == child.i + 1:
            # "told anyone who would listen that it was old".
            heard = (one for one in about.rights if one.dep_ == "ccomp" and one.left_edge.lower_ == "that")
            return about if _is_clause_alone(about) else next(heard, None)
    # "told us over and over that it was late": the parser gives that to the second "over".
    for that in verb.doc[verb.i + 1 : min(verb.right_edge.i, verb.i + _MOST_TOKENS_ASKED) + 1]:
        if that.lower_ == "that" and that.dep_ == "mark" and that.head.dep_ == "pcomp":
            return that.head
        if that.tag_ in FINITE:
            break
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
        if verb.lemma_ in _NEVER_AFTER:
            # "You know the word, but 4K refers to the screen".
            return True
        if verb.i + 1 < len(verb.doc) and verb.nbor(1).lower_ == "so":
            # "He was tired, she said so, and left".
            return True
        if is_next_move(verb):
            return True
        denied = any(child.dep_ == "neg" for child in verb.lefts)
        # "They have fought before: last year she called him a liar".
        last = clause.right_edge.i
        announces = ":" in [one.text for one in verb.doc[last : last + 2]]
        return denied or announces or any(token.text == ";" for token in verb.doc[clause.i : verb.i])
    # "Roan said yes; when she asked, he said no"; a sentence ends though the parser does not see it.
    return any(token.text in ("(", ";", ".") for token in verb.doc[verb.i : clause.left_edge.i + 1])


def _question_of(verb: Token) -> Token | None:
    """Find the clause of "asked whether the dam would hold", which the parser takes for an adverbial one."""
    # "She can ask for help if it fails".
    asked = any(child.dep_ == "prep" and child.lower_ in ("for", "about") for child in verb.rights)
    marks = ("whether",) if asked else ("whether", "if")
    for child in verb.children:
        if child.dep_ == "advcl" and any(mark.lower_ in marks for mark in child.lefts):
            return child
        if child.dep_ == "xcomp" and {"WRB", "TO"} <= {one.tag_ for one in child.lefts}:
            # "asked them how to get there".
            return child
    below = verb.doc[verb.i + 1 : verb.right_edge.i + 1]
    whether = next((token for token in below if token.lower_ == "whether" and token.dep_ == "mark"), None)
    if whether is not None and whether.nbor(-1).lower_ == "of":
        # "question men regardless of whether they ran".
        return None
    if whether is not None:
        return whether.head
    # "When a reporter asked Weber | if it was late, she left": the parser gives that to "left".
    for token in verb.doc[verb.i + 1 : verb.i + _MOST_TOKENS_ASKED]:
        if token.lower_ in marks and token.head.i > token.i:
            return token.head
        if token.tag_ not in INSIDE_PHRASE and token.tag_ != "PRP":
            break
    return None


def _holds(child: Token, verb: Token) -> bool:
    return child.i < verb.i and child.right_edge.i >= verb.i
