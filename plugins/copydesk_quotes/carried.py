"""Quotations without a cue: whose they are, by what stands beside them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from copydesk_quotes.capitals import latin
from copydesk_quotes.extents import FINITE, bounds_of, sentence_of
from copydesk_quotes.fragments import is_fragment
from copydesk_quotes.marks import Marked
from copydesk_quotes.noun_phrases import is_credit, noun_phrase
from copydesk_quotes.page import Found, Page
from copydesk_quotes.phrases import INSIDE_PHRASE, SUBJECTS
from copydesk_quotes.somebody import is_somebody
from copydesk_quotes.speakers import Range
from copydesk_quotes.titles import (
    MOST_WORDS_OF_TITLE,
    SMALL_IN_TITLES,
    TERM_BEFORE,
    is_sentence_case,
)

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# Own compilation.
_FURNITURE = re.compile(
    r"\s*(?:(?:story|article|post)\s+continue[sd]?\s+(?:below|after).*|continue\s+reading.*|advertisement|read\s+more.*)\s*",
    re.IGNORECASE,
)
_SIGNED = re.compile(latin(r"\s*(?:\u2014|\u2013|--|-|~)\s*(?P<name>[A-Z])"))
_ALONE = re.compile(
    latin(r"\s(?P<name>(?:[A-Z][\w.'\u2019-]*\s){1,6}[A-Z][\w'\u2019-]*)(?:\s\([^()\n]{1,20}\))?\.(?=\s|\Z)")
)
_AFTER_SIGNER = frozenset({",", "(", "|", "."})
# "And: “...”".
_ADDING = re.compile(r"(?:and|also|but|then|or|plus|again|finally|next)\s*:?\s*", re.IGNORECASE)
_FEWEST_WORDS_ALONE = 5
_MOST_TOKENS_TO_DOER = 6
_MOST_TOKENS_TO_NAME = 12
_LONGEST_MARK = 2
_MOST_WORDS_LEADING = 3
_POINTING = frozenset({"it", "this", "that", "they", "he", "she"})
_MOST_TOKENS_OF_LABEL = 4
_SHORTEST_LABEL = 3
# What somebody does before they answer. Own compilation.
_GESTURES = frozenset(
    """
    shake shrug nod laugh smile pause grin sigh chuckle wince lean turn point raise roll wave frown scowl
    blink stare hesitate bristle demur grimace weep cry stand rise interrupt smirk giggle snort
    """.split()
)
_HAVING = frozenset({"have", "offer", "give"})
_ANSWERS = frozenset("excuse doubt regret idea illusion explanation theory thought plan".split())
_SAYINGS = frozenset("quip joke retort comeback zinger quote punchline jab".split())
_SEEMING = frozenset({"be", "seem", "sound", "look", "appear", "remain", "grow"})
_SUBORDINATE = frozenset({"if", "when", "while", "because", "unless", "once"})
_SOMEBODY = frozenset({"he", "she", "they", "another", "others", "one", "some"})
# Labels of names that are nobody's; taggers differ in what they call a place.
_BODIES = frozenset({"ORG", "LOC", "GPE", "FAC"})


def carried(page: Page, one: Marked, before: Found | None, after: Found | None) -> Found:
    """Give a quotation without a cue the speaker of what stands beside it.

    Args:
        page: The document.
        one: The quotation.
        before: The last before it that has a speaker.
        after: The first after it that has a speaker.
    """
    start, end = page.paragraphs[one.paragraph]
    if (signer := _signer_after(page, one)) is not None:
        return Found(
            *span_of(page, one), "direct", noun_phrase(signer), signer.i, None, next(page.numbers), 0.8
        )
    subject = doer_after(page, one) or announcer(page, one) or _turn_taker(page, one, before)
    if subject is not None:
        number = next(page.numbers)
        token = -1 if _is_label(page, subject) else subject.i
        return Found(*span_of(page, one), "direct", noun_phrase(subject), token, None, number, 0.7)
    if before is not None and before.end > start:
        return _like(page, before, one, 0.8)
    if one.continues and before is not None:
        return _like(page, before, one, 0.9)
    subject = _subject_before(page, one)
    if subject is not None:
        number = next(page.numbers)
        return Found(*span_of(page, one), "direct", noun_phrase(subject), subject.i, None, number, 0.6)
    if after is not None and after.start < end:
        return _like(page, after, one, 0.75)
    opens = page.opens_paragraph(one) or bool(_ADDING.fullmatch(page.text, start, one.outer_start))
    if before is not None and opens and before.end > page.paragraphs[_paragraph_before(page, one)][0]:
        return _like(page, before, one, 0.6)
    if after is not None and opens and _is_next(page, one, after):
        return _like(page, after, one, 0.55)
    if opens and (subject := _speaker_of_paragraph_before(page, one)) is not None:
        number = next(page.numbers)
        return Found(*span_of(page, one), "direct", noun_phrase(subject), subject.i, None, number, 0.5)
    return Found(*span_of(page, one), "direct", None, -1, None, next(page.numbers), 0.4)


def _speaker_of_paragraph_before(page: Page, one: Marked) -> Token | None:
    """Find who speaks, in other words, where the paragraph before ends: "Weber condemned the riots."."""
    start, end = page.paragraphs[_paragraph_before(page, one)]
    last = page.token(end - 1) if end <= one.outer_start else None
    if last is None or page.text[end - 1] not in ".:":
        return None
    words = page.parse[slice(*bounds_of(last))]
    root = words.root
    kinds = page.lexicon.classes_of(root.lemma_.lower(), root.lower_)
    subject = next((token for token in root.lefts if token.dep_ in SUBJECTS), None)
    if subject is None or "speech" not in kinds or subject.idx < start:
        return None
    return subject if is_somebody(subject) or _is_somebody(subject) else None


def _paragraph_before(page: Page, one: Marked) -> int:
    """Give the number of the paragraph before a quotation; lines that a site puts between are none."""
    number = max(0, one.paragraph - 1)
    while number and _FURNITURE.fullmatch(page.text, *page.paragraphs[number]):
        number -= 1
    return number


def _is_next(page: Page, one: Marked, after: Found) -> bool:
    """Tell whether the next paragraph begins with a quotation that has a speaker."""
    if one.paragraph + 1 >= len(page.paragraphs):
        return False
    start, _ = page.paragraphs[one.paragraph + 1]
    return after.kind == "direct" and start < after.start <= start + _LONGEST_MARK


def _like(page: Page, other: Found, one: Marked, confidence: float) -> Found:
    start, end = span_of(page, one)
    number = other.statement if other.kind == "direct" else next(page.numbers)
    return replace(
        other, start=start, end=end, kind="direct", cue=None, statement=number, confidence=confidence
    )


def _signer_after(page: Page, one: Marked) -> Token | None:
    """Find who signs a quotation that opens its paragraph: "“It will hold.” — Ann Weber, mayor".

    So with a name alone behind the comma: "“It will hold,” Mayor Ann Weber (D).".
    """
    alone = page.last_mark(one) == ","
    signed = (_ALONE if alone else _SIGNED).match(page.text, one.outer_end)
    first = page.token(signed.start("name")) if signed and page.opens_paragraph(one) else None
    if first is None:
        return None
    words = page.parse[first.i : first.i + _MOST_TOKENS_TO_NAME]
    named = next((word for word in words if word.ent_type_ == "PERSON"), None)
    if named is None and not alone:
        # "“It holds.” — Senior engineer at a bank": somebody who is not to be named.
        phrase = [*takewhile(lambda word: word.tag_ in INSIDE_PHRASE, words)]
        return phrase[-1] if phrase and phrase[-1].pos_ == "NOUN" and is_somebody(phrase[-1]) else None
    before = page.parse[first.i : named.i] if named is not None else ()
    if named is None or any(word.tag_ not in INSIDE_PHRASE for word in before):
        return None
    while (
        named.i + 1 < len(page.parse) and named.nbor(1).ent_type_ == "PERSON" and not named.nbor(1).is_space
    ):
        named = named.nbor(1)
    following = page.parse[named.i + 1 : named.i + 2]
    ends = not following or following[0].is_space or following[0].text in _AFTER_SIGNER
    return named if ends or (not alone and following[0].tag_ in ("VBG", "IN")) else None


def doer_after(page: Page, one: Marked) -> Token | None:
    """Find who does something right after “...,”: whatever it is, it tells how it was said."""
    if not one.closed or page.last_mark(one) != ",":
        return None
    titled = not is_sentence_case(page, one)
    named = titled and TERM_BEFORE.search(page.before(one.outer_start))
    if named or is_fragment(page, one) or is_in_clause(page, one):
        return None
    first = page.token(one.outer_end + 1)
    for token in page.parse[first.i : first.i + _MOST_TOKENS_TO_DOER] if first is not None else ():
        if token.dep_ in SUBJECTS and token.head.tag_ in ("VBD", "VBZ", "VBP"):
            between = page.parse[first.i : token.left_edge.i] if first is not None else ()
            apart = any(word.is_punct or word.tag_ in (*FINITE, "WDT", "WP") for word in between)
            nobody = token.lower_ in ("it", "that", "this", "there")
            return None if apart or nobody or (titled and token.lower_ not in ("he", "she")) else token
    return None


def is_in_clause(page: Page, one: Marked) -> bool:
    """Tell whether the comma of “...,” ends a clause: "If someone searches “best dentist,” they want one"."""
    mark = page.token(one.outer_start)
    if mark is None:
        return False
    words = page.parse[bounds_of(mark)[0] : mark.i]
    return len(words) > 1 and words[0].lower_ in _SUBORDINATE and any(word.tag_ in FINITE for word in words)


def announcer(page: Page, one: Marked) -> Token | None:
    """Find whose words a colon announces: "Weber's answer: “...”", "Weber was blunter: “...”"."""
    before = page.before(one.outer_start).rstrip()
    colon = page.token(_last_before(page, one)) if before.endswith(":") else None
    if colon is None:
        return None
    words = page.parse[bounds_of(colon)[0] : colon.i]
    credit = next((word for word in reversed(words) if is_credit(word)), None)
    words = page.parse[credit.i + 1 : colon.i] if credit is not None else words
    if _is_name(words) or (len(words) == 1 and _is_label(page, words[0])):
        return words[-1]
    if credit is not None and 0 < len(words) <= _MOST_TOKENS_OF_LABEL and is_somebody(words[-1]):
        return words[-1]
    for token in reversed(words):
        if token.dep_ == "poss" and token.head.lemma_.lower() in page.lexicon.nouns:
            return token
    # "When Pike asked, Weber had an answer:".
    subjects = [one for one in words if one.dep_ in SUBJECTS]
    subject = min(subjects, key=lambda one: one.head.dep_ == "advcl", default=None)
    if subject is None:
        return None
    # "The mayor had a message for owners: “...”".
    sayings = page.lexicon.nouns | _SAYINGS
    brings = any(token.lemma_.lower() in sayings for token in words if token.dep_ == "dobj")
    return subject if _is_somebody(subject) or (brings and is_somebody(subject)) else None


def _is_name(words: Span) -> bool:
    """Tell whether a name is all that stands before a colon: "Mayor Ann Polk: “...”"."""
    named = len(words) > 0 and words[-1].ent_type_ == "PERSON"
    return named and all(word.ent_type_ == "PERSON" or word.pos_ in ("PROPN", "PUNCT") for word in words)


def _is_label(page: Page, word: Token) -> bool:
    """Know "WEBER: “...”" where a Weber is named: the tagger sees no name in capitals."""
    if not word.is_upper or word.ent_type_ == "PERSON" or len(word) < _SHORTEST_LABEL:
        return False
    return any(name.label_ == "PERSON" and name[-1].lower_ == word.lower_ for name in page.parse.ents)


def _is_somebody(token: Token) -> bool:
    """Tell whether a noun names somebody, alone or with what describes it."""
    words = token.doc[token.left_edge.i : min(token.right_edge.i, token.i + _MOST_TOKENS_TO_NAME) + 1]
    named = any(word.ent_type_ == "PERSON" for word in words)
    return named or token.pos_ == "PROPN" or token.lower_ in _SOMEBODY


def _subject_before(page: Page, one: Marked) -> Token | None:
    """Take the subject of the sentence before, when it is somebody and the quotation follows it."""
    if not page.is_whole(one) or page.opens_paragraph(one):
        return None
    last = page.token(_last_before(page, one))
    if last is None:
        return None
    subjects = [token for token in page.parse[slice(*bounds_of(last))] if token.dep_ in SUBJECTS]
    subjects = [token for token in subjects if token.idx < one.outer_start]
    # "Asked if he was worried, Weber shrugged": the subject of the whole sentence comes first.
    subjects.sort(key=lambda token: token.head.dep_ != "ROOT")
    return next((token for token in subjects if _is_somebody(token) and token.ent_type_ not in _BODIES), None)


def _turn_taker(page: Page, one: Marked, before: Found | None) -> Token | None:
    """Find who takes the turn between two quotations: “...,” Weber said. Hill shook her head. “...”."""
    subject = _subject_before(page, one)
    if subject is None or before is None or before.cue is None or subject.lower_ in _SOMEBODY:
        return None
    if page.before(noun_phrase(subject)[0]).endswith((" after", " when")):
        # "“...,” Weber said, after Hill noted that it was late. “...”": Weber goes on.
        return None
    if subject.idx <= max(before.end, before.cue[1]):
        return None
    verb = subject.head
    kinds = page.lexicon.classes_of(verb.lemma_.lower(), verb.lower_)
    alone = not any(child.dep_ in ("dobj", "aux") for child in verb.children)
    reacts = verb.lemma_ in _GESTURES or (alone and not kinds.isdisjoint(("manner", "speech")))
    looks = verb.lemma_ in _SEEMING and any(child.dep_ == "acomp" for child in verb.rights)
    # "Weber had no excuses. “...”".
    given = (child for child in verb.rights if child.dep_ == "dobj" and verb.lemma_ in _HAVING)
    has_words = any(one.lemma_.lower() in _ANSWERS | page.lexicon.nouns for one in given)
    return subject if verb.dep_ == "ROOT" and (reacts or looks or has_words) else None


def _last_before(page: Page, one: Marked) -> int:
    at = one.outer_start - 1
    while at > 0 and page.text[at].isspace():
        at -= 1
    return at


def is_statement(page: Page, one: Marked) -> bool:
    """Tell a quotation without a cue from a title, a term or a scare quote."""
    words = page.text[one.start : one.end].split()
    whole = page.is_whole(one)
    ended = page.last_mark(one) in ".!?"
    if one.continues or (
        whole and len(words) >= _FEWEST_WORDS_ALONE and (ended or is_sentence_case(page, one))
    ):
        return True
    if not whole or len(words) < 2:
        return False
    plain = any(word[:1].islower() and word.strip(".,!?") not in SMALL_IN_TITLES for word in words)
    return ended and plain


def goes_on(page: Page, one: Marked, last: Found | None) -> bool:
    """Tell whether a short answer goes on with what was quoted in its paragraph before."""
    beside = last is not None and last.end > page.paragraphs[one.paragraph][0]
    if len(page.text[one.start : one.end].split()) > MOST_WORDS_OF_TITLE and not is_sentence_case(page, one):
        return False
    return beside and page.is_whole(one) and page.last_mark(one) in ".!?"


def goes_on_within(page: Page, one: Marked, last: Found | None) -> bool:
    """Know "“It eats us,” she said. “It does.” Moreover, it “was designed to eat us.”": she goes on.

    The writer's sentence has no more than the subject, and follows what was quoted in full.
    """
    first = page.token(one.start)
    if last is None or last.kind != "direct" or first is None or page.last_mark(one) not in ".!?":
        return False
    begin = sentence_of(first)[0]
    follows = begin >= last.end > page.paragraphs[one.paragraph][0] and not any(
        map(str.isalnum, page.text[last.end : begin])
    )
    led = page.text[begin : one.outer_start].replace(",", "").lower().split()
    few = 0 < len(led) <= _MOST_WORDS_LEADING and led[-1] in _POINTING
    long = len(page.text[one.start : one.end].split()) > _LONGEST_MARK
    return follows and few and long and first.tag_ in FINITE and not page.statements_in(begin, one.end)


def span_of(page: Page, one: Marked) -> Range:
    """Give what stands inside the marks, without spaces and the comma before the closing mark."""
    start, end = one.start, one.end
    while start < end and page.text[start].isspace():
        start += 1
    while end > start and (page.text[end - 1].isspace() or page.text[end - 1] == ","):
        end -= 1
    return start, end
