"""Reports inside quotations: “He told me that he would resign,” she said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from copydesk_quotes.extents import FINITE
from copydesk_quotes.marks import find_marked_inside
from copydesk_quotes.page import Found, Page
from copydesk_quotes.phrases import SUBJECTS
from copydesk_quotes.quotations import find_cued
from copydesk_quotes.reported import find_reported
from copydesk_quotes.speakers import Range
from copydesk_quotes.statement import Statement

if TYPE_CHECKING:
    from spacy.tokens import Token

# "I tell you it is old" is what the speaker says anyway; "I told her it was old" is one more report.
_SPEAKING = frozenset({"i", "we", "me", "us", "my", "our"})
# Whoever is spoken to, anybody, nobody: "you say it is old".
_ANYBODY = frozenset({"you", "your", "one", "nobody", "none", "anybody", "anyone"})
# "If she says that it is old": nobody has said it.
_ONLY_IF = frozenset({"if", "unless", "whether", "when", "whenever", "until", "before"})
# What only a question reports: "She asked who had left".
_OPEN = re.compile(r"(?:what|who|whom|whose|which|where|when|why|how)\b", re.IGNORECASE)
_ASKING = frozenset({"ask", "inquire", "enquire", "wonder", "question"})
_OPENING = "\u2018\u201c'\""
_QUOTED = re.compile(r"[^.!?,:\n]{0,30}[,:] [\u2018\u201c'\"]")
_SPOKEN = frozenset({"speech", "writing", "manner"})
_LESS_SURE = 0.1


def find_nested(page: Page, quotes: Sequence[Found], statements: Sequence[Statement]) -> list[Found]:
    """Find what somebody is said to have said in the words of somebody else.

    Only speech and writing count, and only when it took place: no plan, no question, no “if”.

    Args:
        page: The document.
        quotes: The quotes of the document.
        statements: Every cue of the document, in order, those in quotation marks too.

    Returns:
        Quotes whose `outer` is the quote that they stand in.
    """
    found: list[Found] = []
    at = 0
    for (start, end), outer in _regions(page, quotes):
        while at < len(statements) and statements[at].cue_start < start:
            at += 1
        first = at
        while at < len(statements) and statements[at].cue_start < end:
            at += 1
        told = [*filter(None, (_within(page, one, start, end) for one in statements[first:at]))]
        if told:
            found += _in_region(page, (start, end), told, outer)
    return found


def _regions(page: Page, quotes: Sequence[Found]) -> Iterator[tuple[Range, Found]]:
    """Give what somebody says in their own words, in order, with the quote that it belongs to."""
    end = 0
    for quote in sorted(quotes, key=lambda quote: quote.start):
        own = [(quote.start, quote.end)]
        if quote.kind == "mixed":
            own = [(one.start, one.end) for one in page.marked_in(quote.start, quote.end)]
        for region in own:
            if quote.kind != "indirect" and region[0] >= end:
                yield region, quote
                end = region[1]


def _in_region(page: Page, region: Range, told: Sequence[Statement], outer: Found) -> Iterator[Found]:
    marked = find_marked_inside(page.text, *region)
    inner = replace(page, paragraphs=[region], marked=marked, statements=told)
    reported, taken = find_reported(inner)
    for one in (*reported, *find_cued(inner, taken)):
        if (one.start, one.end) != (outer.start, outer.end):
            yield replace(one, confidence=round(one.confidence - _LESS_SURE, 2), outer=outer)


def _within(page: Page, statement: Statement, start: int, end: int) -> Statement | None:
    """Cut a statement at the marks that it stands in; None when it tells of no speech that took place."""
    spoken = statement.kind in _SPOKEN or not page.speech_only
    if not spoken or statement.negated or statement.cue_end > end:
        return None
    if statement.speaker is not None and not start <= statement.speaker[0] < statement.speaker[1] <= end:
        return None
    if _is_unsaid(page, statement) or not _took_place(page, statement):
        return None
    low, high = max(statement.start, start), min(statement.end, end)
    if low >= high:
        low, high = -1, -1
    also = statement.also
    if also is not None:
        also = (max(also[0], start), min(also[1], end))
        also = also if also[0] < also[1] else None
    first, last = statement.sentence
    return replace(statement, start=low, end=high, also=also, sentence=(max(first, start), min(last, end)))


def _is_unsaid(page: Page, statement: Statement) -> bool:
    """Tell what names no words: "I've said what I've said", "They remember who stood with them"."""
    asks = page.parse[statement.token].lemma_ in _ASKING or page.text[statement.start - 1] in _OPENING
    return statement.start >= 0 and not asks and _OPEN.match(page.text, statement.start) is not None


def _took_place(page: Page, statement: Statement) -> bool:
    if statement.speaker is None:
        return False
    cue = page.parse[statement.token]
    speaker = page.parse[statement.speaker_token].lower_
    if speaker in _ANYBODY or (cue.tag_ == "VB" and not _did(cue)):
        return False
    if any(child.tag_ in ("MD", "TO") or child.lower_ in _ONLY_IF for child in cue.lefts) or _is_asked(cue):
        return False
    performed = speaker in _SPEAKING and statement.kind in _SPOKEN
    if _QUOTED.match(page.text, statement.cue_end):
        # "I tell them, ‘Go home’".
        return True
    return not performed or cue.tag_ in ("VBD", "VBN") or _did(cue)


def _did(cue: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ in ("did", "had", "has", "have") for child in cue.lefts)


def _is_asked(cue: Token) -> bool:
    """Tell a question: "Did he say it was old?"."""
    subject = next((child for child in cue.lefts if child.dep_ in SUBJECTS), None)
    return subject is not None and any(
        child.dep_ in ("aux", "auxpass") and child.tag_ in FINITE and child.i < subject.i
        for child in cue.lefts
    )
