"""Cues that stand inside or beside what they report: "The dam, she said, was old"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk_quotes.extents import (
    BEGINS_PHRASE,
    FINITE,
    MOST_TOKENS_APART,
    MOST_TOKENS_INSIDE,
    bounds_of,
    goes_on_behind_comma,
    is_clause,
    sentence_of,
    trimmed,
)
from copydesk_quotes.phrases import CLOSING_CUES, INSIDE_PHRASE, MEDIA, NOUN_TAGS, SUBJECTS, TELLING, TENSED
from copydesk_quotes.speakers import Range
from copydesk_quotes.tenses import perfect_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

_SETTING_OFF = frozenset({",", "\u2014", "\u2013", "--"})
_CLAUSES = frozenset({"ccomp", "parataxis"})
_FEWEST_TOKENS_BEFORE = 4
# A full stop and the end of a line.
_FEWEST_TOKENS_AFTER = 3
_OBJECTS = frozenset({"dobj", "ccomp", "xcomp", "mark", "prt"})
_STRONG = frozenset({":", ";", '"', "\u201c", "\u201d", "that", "so"})
# A sentence that goes on so after ", she said," goes on with what she said.
_GOES_ON = frozenset(
    "and but or because that which who while although though when if so as nor yet unless".split()
)
_ADVISING = frozenset({"recommend", "advise", "suggest", "urge", "say", "counsel"})
_CONNECTING = frozenset({"CC", "RB", "UH"})
_CONNECTING_PHRASES = frozenset(
    {
        "in any case", "in any event", "in fact", "in other words", "in addition", "in short", "of course",
        "for example", "for instance", "after all", "as a result", "on the other hand", "at any rate",
    }
)  # fmt: skip
_BEGINS_SCENE = frozenset({"IN", "TO", "RB", "RBR", "VBG", "VBN", "WDT", "WRB"})
# What may stand behind "said": "in an email", "Friday".
_SCENES = frozenset({"prep", "npadvmod", "advmod", "punct"})
_SUBORDINATE = frozenset("when as if while because although though since unless once before after".split())
# "Had it come sooner, she said, ...".
_INVERTED = frozenset({"had", "were", "should"})
# Behind "as" they tell whose words a sentence is; others tell when.
_AFTER_AS = frozenset(
    """
    say note report observe warn find show explain argue suggest write acknowledge concede predict claim
    allege contend assert maintain insist
    """.split()
)
_DEGREES = frozenset("mostly partly largely mainly chiefly primarily only just simply solely purely".split())
_OF_VERBS = frozenset("at to for from of against with into toward towards".split())
# A sentence does not end with one of these: "It was, she said, a hard winter".
_OPEN_VERBS = frozenset({"be", "have", "do", "become", "seem", "mean"})


def clauses_around(verb: Token, subject: Token | None) -> tuple[Range, Range | None] | None:
    """Take what stands before and after a cue between commas, or dashes: "The dam, she said, was old".

    Returns:
        The first piece, and the second when the sentence goes on with what is reported.
    """
    closes = verb.lemma_ in CLOSING_CUES or _has_out(verb) or _has_it(verb)
    finite = verb.tag_ in FINITE or perfect_of(verb)
    if subject is None or not closes or not finite:
        return None
    doc = verb.doc
    low, high = sentence_of(verb)
    begin = min(subject.left_edge.i, verb.i)
    that = any(one.dep_ == "ccomp" and one.left_edge.lower_ == "that" for one in verb.rights)
    if that and verb.lemma_ in TELLING:
        # "On Monday, he told them, through his lawyer, that he was ill".
        return None
    after_as = begin > 1 and _is_as(doc[begin - 1]) and doc[begin - 2].text in _SETTING_OFF
    if after_as and (_has_it(verb) or _tells_as(verb, subject)):
        # "The dam, as Weber noted, was old".
        begin -= 1
    opening = _opening_of_insertion(doc, begin, low)
    if opening is None:
        return None
    end = _end_of_insertion(verb, subject, high, opening.text)
    marked = opening.i + 1 < begin
    if end is None or (marked and doc[end + 1].tag_ not in FINITE):
        return None
    if _leads_to_that(doc, end + 1) or (after_as and doc[end + 1].lower_ == "that"):
        # "Weber said in a letter to owners, tenants and agents that it was old"; "They found, as they wrote
        # in May, that it was old": it is found.
        return None
    if doc[end + 1].is_quote and not _goes_on_in_marks(doc, low, begin - 1, doc[end + 1]):
        return None
    before = _after_colon(doc, low, begin - 1), doc[begin - 1].idx + marked
    after = doc[end + 1].idx, _before_semicolon(doc, end + 1, high)
    words = doc.char_span(*before, alignment_mode="expand")
    if words is None or not len(words):
        return before, None
    connects = all(word.tag_ in _CONNECTING or word.is_punct for word in words) or _is_subject_matter(words)
    connects = connects or words.text.strip(" ,").lower() in _CONNECTING_PHRASES
    if connects or _is_open(words):
        # "But nevertheless, she warned, it may fail".
        return (after, None) if connects else (before, after)
    if not is_clause(words) and any(token.lemma_ in MEDIA for token in words):
        # "In a statement, she said, ...".
        return None
    if is_clause(words):
        return before, after if _takes_up(verb, words, doc[end + 1]) else None
    if len(words) >= MOST_TOKENS_INSIDE:
        return None
    # "In 2012, she said, the firm moved": the scene is a piece of what she said too.
    scene = words[0].tag_ in _BEGINS_SCENE and is_clause(doc[end + 1 : bounds_of(verb)[1]])
    # "What they want, she said, is cash": so is what has no noun for its subject.
    begins = words[0].tag_ in BEGINS_PHRASE or doc[end + 1].tag_ in FINITE
    return (before, after) if scene or begins else None


def _opening_of_insertion(doc: Doc, begin: int, low: int) -> Token | None:
    """Find the comma or dash before a cue: "The dam, she said, was", "The “old dam,” she said, was"."""
    before = doc[max(0, begin - 2) : begin]
    if not len(before) or before[-1].idx <= low:
        return None
    if before[-1].text in _SETTING_OFF:
        return before[-1]
    first = doc.char_span(low, low + 1, alignment_mode="expand")
    marked = before[-1].is_quote and before[0].text == "," and first is not None and not first[0].is_quote
    return before[0] if marked else None


def _leads_to_that(doc: Doc, first: int) -> bool:
    """Tell whether a list goes on, and "that" opens what is said."""
    for token in doc[first : first + MOST_TOKENS_INSIDE]:
        if token.lower_ == "that" and token.tag_ == "IN":
            return token.i > first
        if token.tag_ not in INSIDE_PHRASE and token.tag_ != "CC" and token.text != ",":
            break
    return False


def _before_semicolon(doc: Doc, first: int, high: int) -> int:
    """End before a semicolon: "because it brings jobs; it was no favor"."""
    for token in doc[first : first + MOST_TOKENS_APART]:
        if token.idx >= high:
            break
        if token.text == ";":
            return token.idx
    return high


def _is_subject_matter(words: SpacySpan) -> bool:
    """Know "When it comes to dams, she said, Arden is ahead": that leads to what she said."""
    return [word.lower_ for word in words[:2]] == ["when", "it"] and words[2:3].lemma_ == "come"


def _is_open(words: SpacySpan) -> bool:
    """Tell whether a sentence cannot end so: "It was", "It was not", "She lives in"."""
    last = words[-2] if len(words) > 1 and words[-1].dep_ == "neg" else words[-1]
    return last.tag_ in ("IN", "CC", "MD", "TO") or last.lemma_ in _OPEN_VERBS


def _goes_on_in_marks(doc: Doc, low: int, comma: int, mark: Token) -> bool:
    """Tell "Its investors, she said, “deserve better”" from "In 2012, she said, “we were broke”"."""
    words = doc.char_span(low, doc[comma].idx, alignment_mode="expand")
    if (
        words is None
        or not len(words)
        or mark.i + 1 == len(doc)
        or words[0].tag_ in _BEGINS_SCENE - {"VBG", "VBN"}
    ):
        return False
    if words[-1].tag_ not in (*NOUN_TAGS, "PRP", "CD"):
        return False
    return len(words) < MOST_TOKENS_INSIDE and not is_clause(words) and mark.nbor(1).tag_ in FINITE


def _after_colon(doc: Doc, low: int, comma: int) -> int:
    """Begin after a colon: "It was a misunderstanding: the memo referred, she said, to another dam"."""
    for token in reversed(doc[max(0, comma - MOST_TOKENS_APART) : comma]):
        if token.idx <= low or token.text in (":", ";"):
            return low if token.idx <= low else token.nbor(1).idx
    return low


def _takes_up(verb: Token, before: SpacySpan, first: Token) -> bool:
    """Tell whether a sentence goes on with what is reported after ", she said,"."""
    if first.i + 1 == len(first.doc):
        return False
    if first.lower_ in _GOES_ON:
        # "Prices fell, she says, and she notes that ...": that is her own next report.
        subject = first.nbor(1)
        own = first.dep_ == "cc" and subject.dep_ in SUBJECTS
        return not own or not any(child.dep_ == "ccomp" for child in subject.head.rights)
    if first.tag_ in FINITE:
        # "A third, she said, used it": whoever does it stands before.
        return True
    if before[0].lower_ in _INVERTED or any(word.lower_ in _SUBORDINATE for word in before[:3]):
        rest = first.doc[first.i : bounds_of(verb)[1]]
        return first.tag_ in BEGINS_PHRASE | {"EX", "RB"} and is_clause(rest)
    if first.tag_ in ("WRB", "WP"):
        return True
    if first.tag_ == "TO":
        return first.nbor(1).tag_ == "VB"
    if first.lower_ in _DEGREES:
        # "He wrote it, he explains, mostly for himself".
        return first.nbor(1).tag_ in ("IN", "TO")
    if first.lower_ in ("between", "of"):
        # "That is the difference, she said, between the two".
        return before[-1].pos_ == "NOUN"
    # "The remarks were aimed, she said, at him".
    return first.lower_ in _OF_VERBS and before[-1].pos_ == "VERB"


def _end_of_insertion(verb: Token, subject: Token, high: int, mark: str) -> int | None:
    """Find the comma or dash that closes an inserted cue, with words between that only set its scene."""
    doc = verb.doc
    hearer = (child for child in verb.rights if child.dep_ == "dobj" and child.left_edge.i == verb.i + 1)
    told = next(hearer, None) if verb.lemma_ in TELLING else None
    named = subject if subject.i > verb.i else told
    first = max(named.right_edge.i if named is not None else 0, verb.i) + 1
    if doc[first - 1].text == mark:
        # ", said Weber, who runs it, ": the parser gives the second comma to Weber.
        return first - 1 if first < len(doc) and doc[first].idx < high else None
    for token in doc[first + (_has_out(verb) or _has_it(verb)) : -1]:
        if token.text == mark:
            return token.i if doc[token.i + 1].idx < high else None
        if token.idx >= high or token.tag_ in FINITE or token.text in _STRONG or token.dep_ in _OBJECTS:
            return None
    return None


def _has_out(verb: Token) -> bool:
    """Know "The road, she pointed out, was closed"."""
    return verb.lemma_ == "point" and verb.i + 1 < len(verb.doc) and verb.nbor(1).lower_ == "out"


def before_the_end(verb: Token) -> tuple[int, int] | None:
    """Take the sentence before a cue that ends it: "The dam was safe the board said."."""
    subject = next((child for child in verb.lefts if child.dep_ in SUBJECTS), None)
    last = verb.i + 1 == len(verb.doc) or verb.nbor(1).is_punct or verb.nbor(1).is_space
    ends = last and all(token.is_space for token in verb.doc[verb.i + 2 : verb.right_edge.i + 1])
    passive = any(child.dep_ == "auxpass" for child in verb.lefts)
    if subject is None or passive or verb.lemma_ not in CLOSING_CUES or not (ends or _closes(verb, subject)):
        return None
    first, begin = subject.left_edge, bounds_of(verb)[0]
    if first.i - begin < _FEWEST_TOKENS_BEFORE or first.nbor(-1).pos_ in ("SCONJ", "CCONJ", "ADP", "PRON"):
        return None
    if verb.head.i == first.i - 1:
        # "I think most voters agree": that is what is thought.
        return None
    rest = verb.doc[begin : first.i]
    if any(token.text == ";" for token in rest) or _is_scene(rest):
        return None
    if rest.text.count("(") > rest.text.count(")"):
        # "the owner (he is Dutch, I believe)".
        return None
    return rest.start_char, rest.start_char + len(rest.text.rstrip(" ,\u2014-"))


def _is_scene(words: SpacySpan) -> bool:
    """Know "In her only answer, Weber said", "If we look at it, we find": that leads to what comes next."""
    if not any(token.tag_ in FINITE for token in words):
        return words[0].tag_ in ("IN", "TO")
    return words[0].lower_ in _SUBORDINATE and not goes_on_behind_comma(words)


def before_turned(verb: Token) -> Range | None:
    """Take what stands before a cue that is turned round at the end: "Not so, said Weber."."""
    if verb.lemma_ not in CLOSING_CUES or verb.tag_ not in TENSED or not verb.i or verb.nbor(-1).text != ",":
        return None
    low, high = bounds_of(verb)
    behind = next((one for one in verb.rights if one.left_edge.i == verb.i + 1 and one.dep_ == "nsubj"), None)
    if behind is None or high - behind.right_edge.i > _FEWEST_TOKENS_AFTER:
        return None
    return trimmed(verb.doc[low : verb.i - 1])


def _closes(verb: Token, subject: Token) -> bool:
    """Know "He believes the dam will hold, his aide, Ida Wren, said in an email": nothing joins the two."""
    first, head = subject.left_edge, verb.head
    joined = any(child.dep_ == "cc" for child in head.rights)
    scene = all(child.dep_ in _SCENES for child in verb.rights)
    return verb.dep_ == "conj" and head.i < first.i and first.nbor(-1).text == "," and scene and not joined


def _has_it(verb: Token) -> bool:
    """Know "The plan, as one senator put it, is dead"."""
    return verb.lemma_ == "put" and verb.i + 1 < len(verb.doc) and verb.nbor(1).lower_ == "it"


def _tells_as(verb: Token, subject: Token) -> bool:
    """Tell "as Weber noted" from "as the crowd complained", which is when, and "as they say" of all."""
    proverb = subject.lower_ == "they" and verb.tag_ == "VBP"
    return (verb.lemma_ in _AFTER_AS or _has_out(verb)) and not proverb


def _is_as(token: Token) -> bool:
    return token.lower_ == "as" and token.tag_ == "IN"


def beside_as(verb: Token) -> Range | None:
    """Take the main clause of "As Weber told the board, it was old", "It was old, as Weber noted"."""
    mark = next((child for child in verb.lefts if child.dep_ == "mark" and child.lower_ == "as"), None)
    low, high = sentence_of(verb)
    # The parser may see no main clause: "As Weber noted in May, the gap grows".
    alone = mark is not None and mark.idx == low and verb.dep_ == "ROOT"
    if mark is None or not (alone or verb.dep_ == "advcl"):
        return None
    before = mark.nbor(-1) if mark.i else mark
    subject = next((child for child in verb.lefts if child.dep_ in SUBJECTS), None)
    if before.text in _SETTING_OFF and before.idx > low:
        # "The dam broke, as Weber said it would".
        rest = verb.doc[verb.right_edge.i + 1 : bounds_of(verb)[1]]
        ends = all(token.is_punct or token.is_space for token in rest) and not any(
            child.dep_ in ("dobj", "ccomp", "xcomp") for child in verb.rights
        )
        noted = ends and subject is not None and _tells_as(verb, subject)
        words = verb.doc.char_span(low, before.idx, alignment_mode="contract") if noted else None
        return trimmed(words) if words is not None and is_clause(words) else None
    told = verb.lemma_ in CLOSING_CUES | {"mention", "describe"} or _has_out(verb) or _has_it(verb)
    if not told or (mark.idx != low and not (before.tag_ == "CC" and before.idx == low)):
        # "As demand continues to grow, we build more" is when.
        return None
    for token in verb.doc[verb.i if alone else verb.right_edge.i : bounds_of(verb)[1] - 1]:
        if token.text == ",":
            start = token.nbor(1).idx
            return (start, high) if start < high else None
    return None


def order_before(verb: Token) -> Range | None:
    """Take what somebody is advised to do: "Drink more water, doctors advise."."""
    if verb.lemma_ not in _ADVISING or verb.i + 1 >= len(verb.doc) or verb.nbor(1).text not in (".", ","):
        return None
    low = sentence_of(verb)[0]
    for child in verb.lefts:
        bare = child.tag_ == "VB" and child.idx == low and not any(one.tag_ == "TO" for one in child.lefts)
        if bare and child.dep_ in ("advcl", "ccomp"):
            return trimmed(verb.doc[child.i : child.right_edge.i + 1])
    return None


def is_inserted(verb: Token) -> bool:
    """Tell whether a cue is set off from the clause it hangs on: ", she said,"."""
    if verb.dep_ not in _CLAUSES or verb.head.pos_ not in ("VERB", "AUX"):
        return False
    # "so you might find", "but I would say": no report.
    hedged = any(child.tag_ == "MD" or child.dep_ in ("neg", "mark", "cc") for child in verb.lefts)
    return not hedged and _stands_apart(verb)


def _stands_apart(verb: Token) -> bool:
    """Tell whether a verb is set off by commas: ", she said,"."""
    first, last = verb.left_edge, verb.right_edge
    before = first.nbor(-1).text if first.i > 0 else ","
    own = first.text
    if first.i > 0 and first.nbor(-1).tag_ == "``":
        # "“He told us on Monday that he would go,” she said": his words are hers, and nothing stands before.
        return False
    after = last.nbor(1).text if last.i + 1 < len(verb.doc) else "."
    return (before in ',\u2014-"\u201d' or own in ",\u2014-") and after in '.,;\u2014-?!"\u201c'
