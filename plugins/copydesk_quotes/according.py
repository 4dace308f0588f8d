"""What a phrase reports: "according to Weber", "in her view", "by his own account"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from copydesk_quotes.extents import BEGINS_PHRASE, FINITE, MOST_TOKENS_INSIDE, is_clause, sentence_of
from copydesk_quotes.lexicon import Lexicon
from copydesk_quotes.noun_phrases import noun_phrase
from copydesk_quotes.phrases import CLOSING_CUES, SUBJECTS, TELLING
from copydesk_quotes.speakers import Range
from copydesk_quotes.statement import Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

_LONGEST_DESCRIPTION = 90
_RELATIVES = ("which ", "who ", "whose ")
_LEADS_ON = (" which", " that", " who", " where", " because")
_CONCEDING = ("While ", "Although ", "Though ")
_SUBORDINATES = frozenset("while although though when after before because since if once as".split())
_THAT_IS = re.compile(r"(?:that|this|all)(?:['\u2019]s| is| was)(?: all)?", re.IGNORECASE)
_BEGINS_SCENE = frozenset({"IN", "TO", "RB"})
# "Sorted according to size": what something goes by. Own compilation.
_MEASURES = frozenset(
    """
    order size type kind sort region area plan schedule need age level taste preference standard procedure
    principle method rank weight height price value rule what season location budget degree extent convention
    system rotation direction length number amount availability skill ability income wish instruction
    requirement guideline condition circumstance specification tradition custom behavior behaviour performance
    complexity interest criterion priority demand usage habit
    """.split()
)
_OWN = frozenset("own personal expert professional humble considered honest".split())
# "One theory, according to Weber, is that the dam was old".
_IS_THAT = re.compile(r"(?:is|was) (?=that\b)")


def of_phrases(parse: Doc, text: str, lexicon: Lexicon) -> Iterator[Statement]:
    """Find what phrases report: "according to Weber".

    Args:
        parse: The parse.
        text: Its text, which `Doc.text` would join anew each time.
        lexicon: The words that report.
    """
    if not lexicon.phrases:
        return
    any_phrase = "|".join(map(re.escape, sorted(lexicon.phrases, key=len, reverse=True)))
    for match in re.finditer(rf"\b(?:{any_phrase})\b", text, re.IGNORECASE):
        statement = _of_phrase(parse, text, *match.span())
        if statement:
            yield statement


def of_view(text: str, noun: Token) -> Iterator[Statement]:
    """Find whose view a sentence is: "In her view, the dam was old"."""
    owner = next((child for child in noun.lefts if child.dep_ == "poss"), None)
    leads = ("in", "by") if noun.lower_ == "account" else ("in",)
    if any(one.dep_ in ("nummod", "compound", "amod") and one.lower_ not in _OWN for one in noun.lefts):
        # "In her 40-page opinion" is a paper.
        return
    if owner is None or owner.lower_ == "your" or noun.dep_ != "pobj" or noun.head.lower_ not in leads:
        return
    sentence = sentence_of(noun)
    start, end = noun.head.idx, noun.idx + len(noun.text)
    if text[end : end + 1] == ",":
        content = _beside(text, sentence, start, end)
        yield Statement(*content, start, end, noun_phrase(owner), owner.i, "speech", sentence, noun.head.i)


def _of_phrase(parse: Doc, text: str, start: int, end: int) -> Statement | None:
    span = parse.char_span(start, end)
    if span is None or span.end >= len(parse):
        return None
    last = parse[span.end - 1]
    noun = next((child for child in last.children if child.dep_ == "pobj"), None)
    if noun is None:
        noun = next(
            (token for token in parse[span.end : span.end + 8] if token.pos_ in ("PROPN", "NOUN", "PRON")),
            None,
        )
    if noun is None or (noun.lemma_.lower() in _MEASURES and text[:start].rstrip()[-1:] != ","):
        return None
    speaker = _name_first(parse, span.end) or noun_phrase(noun)
    if (first := parse[span.end]).dep_ == "pcomp" and first.is_title:
        # "according to Pike the plan ...": the parser takes the name for a verb.
        noun, speaker = first, (first.idx, first.idx + len(first.text))
    sentence = sentence_of(parse[span.start])
    phrase_end = _phrase_end(parse, text, speaker[1], sentence[1])
    if (clause := _relative_before(parse, span.start)) is not None:
        return Statement(*clause, start, end, speaker, noun.i, "speech", sentence, span.start)
    content = _beside(text, sentence, start, phrase_end)
    if _THAT_IS.fullmatch(text[sentence[0] : start].strip()):
        # "That is according to the board — a panel of nine": it tells of the sentence before.
        return None
    if text[content[0] : content[1]].lower().startswith(_RELATIVES):
        # "That is according to the board, which ...": what it reports stands in the sentence before.
        return None
    also = _after_phrase(parse, content, phrase_end, sentence[1]) if content[0] < start else None
    if also is not None and text[content[0] : also[0]].startswith(_CONCEDING):
        # "While some farms are old, according to the board, most are new": the writer concedes that.
        content, also = also, None
    if content[0] > start and (head := _few_words_before(parse, text, sentence[0], start, content[0])):
        if _is_said(parse, content[0]):
            # "Weber, according to the Post, said it was late": Weber says it.
            return None
        content, also = head, content
    return Statement(*content, start, end, speaker, noun.i, "speech", sentence, span.start, also=also)


def _is_said(parse: Doc, at: int) -> bool:
    words = parse.char_span(at, at + 1, alignment_mode="expand")
    return words is not None and len(words) > 0 and words[0].lemma_ in CLOSING_CUES | TELLING


def _few_words_before(parse: Doc, text: str, low: int, start: int, after: int) -> Range | None:
    """Take "The plan" of "The plan, according to Weber, is dead": a verb has its subject before it."""
    told = text[low:start].rstrip()
    head = told.rstrip(" ,")
    rest = parse.char_span(after, after + 1, alignment_mode="expand")
    goes_on = told.endswith(",") and rest is not None and len(rest) > 0 and rest[0].tag_ in FINITE
    return (low, low + len(head)) if head and goes_on and not head.lower().endswith(_LEADS_ON) else None


def _relative_before(parse: Doc, at: int) -> Range | None:
    """Take the relative clause that a phrase ends: "Weber, who won, according to the board, said"."""
    last = parse[at - 1] if at else None
    last = last.nbor(-1) if last is not None and last.i and last.text == "," else last
    for token in reversed(parse[max(0, at - MOST_TOKENS_INSIDE * 3) : at]):
        if token.dep_ == "relcl" and last is not None and token.right_edge.i == last.i:
            first, main = token.left_edge, token.head.head
            relative = first.tag_ in ("WP", "WDT", "WP$") and main.i > at and main.tag_ in FINITE
            return (first.idx, last.idx + len(last.text)) if relative else None
    return None


def _after_phrase(parse: Doc, before: Range, end: int, limit: int) -> Range | None:
    """Take up what follows a phrase inside a sentence: "What he wants, according to Weber, is a deal".

    So does a scene: "At the first meeting, according to Weber, he left".
    """
    comma = parse.char_span(end, end + 1)
    if comma is None or comma.text != "," or comma.end >= len(parse):
        return None
    first = parse[comma.end]
    told = parse.char_span(*before, alignment_mode="contract")
    rest = parse.char_span(first.idx, limit, alignment_mode="contract")
    scene = told is not None and is_clause(rest) and (_is_subordinate(told) or _is_scene(told))
    goes_on = scene or first.tag_ in FINITE or first.lower_ == "because"
    return (first.idx, limit) if goes_on and first.idx < limit else None


def _is_scene(words: SpacySpan) -> bool:
    return not is_clause(words) and words[0].tag_ in _BEGINS_SCENE


def _is_subordinate(words: SpacySpan) -> bool:
    """Know "When he left, according to Weber, it rained": what follows is the main clause."""
    first = words[0]
    return first.dep_ in ("mark", "advmod") and first.lower_ in _SUBORDINATES and first.head.i < words.end


def _name_first(parse: Doc, at: int) -> Range | None:
    """Take the name of a person that a phrase begins with: "according to Weber the dam ..."."""
    if parse[at].ent_type_ != "PERSON" or parse[at].ent_iob_ != "B":
        return None
    end = at + 1
    while end < len(parse) and parse[end].ent_iob_ == "I":
        end += 1
    possessive = end < len(parse) and parse[end].tag_ in ("POS", "NN", "NNS")
    return None if possessive else (parse[at].idx, parse[end - 1].idx + len(parse[end - 1].text))


def _phrase_end(parse: Doc, text: str, end: int, limit: int) -> int:
    """Step over what describes a speaker: "according to a report by the board, a body of nine, it was"."""
    comma = text.find(",", end, limit)
    between = parse.char_span(end, comma, alignment_mode="contract") if comma >= 0 else None
    # "according to a report that was written in May, it was": the clause is the report's.
    first = between[0] if between is not None and len(between) else None
    # So is "according to research cited above, it was".
    relative = first is not None and (first.tag_ in ("WDT", "WP", "WP$") or first.dep_ == "acl")
    clause = between is not None and not relative and is_clause(between)
    if not 0 <= comma - end <= _LONGEST_DESCRIPTION or clause:
        return end
    nearest = comma
    for _ in range(2):
        following = text.find(",", comma + 1, limit)
        if not 0 <= following - comma <= _LONGEST_DESCRIPTION:
            break
        described = parse.char_span(comma + 1, following, alignment_mode="contract")
        if described is None or not len(described) or _is_subject(described):
            break
        if any(token.tag_ in ("WDT", "WP") and token.head.tag_ == "IN" for token in described[:4]):
            # "a letter, parts of which were read, it was".
            comma = following
            continue
        if is_clause(described):
            break
        if described[0].tag_ not in BEGINS_PHRASE or len(described) > MOST_TOKENS_INSIDE:
            break
        comma = following
    rest = parse.char_span(_next_word(text, comma, limit), limit, alignment_mode="expand")
    # "According to the Herald, Ann Burrows, who leads the panel, said that": nobody is described.
    return nearest if rest is not None and len(rest) and rest[0].tag_ in FINITE else comma


def _is_subject(described: SpacySpan) -> bool:
    """Know "According to the Herald, Ann Burrows, the head of the panel, said that": nobody is described."""
    verb = next((w.head for w in described if w.dep_ in SUBJECTS and w.head.i >= described.end), None)
    return verb is not None and not any(
        child.dep_ in SUBJECTS and child.i >= described.end for child in verb.lefts
    )


def _beside(text: str, sentence: Range, start: int, end: int) -> tuple[int, int]:
    """Give the side of the sentence that a phrase reports: what follows it when it comes first."""
    head = text[sentence[0] : start].strip(' ,\u2014-\u201c"')
    is_that = _IS_THAT.match(text, _next_word(text, end, sentence[1]))
    if is_that and not head.startswith("What "):
        return is_that.end(), sentence[1]
    if len(head.split()) > 2 and not head.lower().endswith(_LEADS_ON):
        told = text[sentence[0] : start].rstrip(" ,\u2014-(")
        return sentence[0], sentence[0] + len(told.removesuffix(" and").removesuffix(" but").rstrip(" ,"))
    return _next_word(text, end, sentence[1]), sentence[1]


def _next_word(text: str, at: int, limit: int) -> int:
    while at < limit and text[at] in " ,\u2014-\n":
        at += 1
    return at
