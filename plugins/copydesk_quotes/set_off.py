"""Words set off from the text without marks: embedded posts, and paragraphs that a colon announces."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from copydesk_quotes.capitals import latin
from copydesk_quotes.extents import is_clause
from copydesk_quotes.fragments import is_doing
from copydesk_quotes.marks import Marked
from copydesk_quotes.page import Found
from copydesk_quotes.somebody import is_somebody
from copydesk_quotes.speakers import Range
from copydesk_quotes.statement import Statement
from copydesk_quotes.transcripts import Turn

if TYPE_CHECKING:
    from spacy.tokens import Doc

# "— Ann Weber (@annweber) October 3, 2016": who posted what stands before it.
_POSTED = re.compile(r"(?:\u2014|\u2013|--?)\s?(?P<name>[^\n()@\u2014]{2,50}?)\s\(@\w{1,30}\)[^\n.]{0,40}\Z")
# Links that end a post are no words of it.
_LINKS = re.compile(r"(?:\s*(?:https?://\S+|pic\.twitter\.com/\S+|t\.co/\S+))+\s*\Z")
_NAME = r"[A-Z][\w.'\u2019-]*"
_HEADLINE = re.compile(
    latin(rf"(?P<name>{_NAME}(?: {_NAME}){{0,3}}): (?P<said>[A-Z][^\n:\"\u201c\u201d]{{14,140}}[\w%)])")
)
_ANNOUNCED = re.compile(r"[^.!?:\n]{0,60}:\s*")
_LISTED = re.compile(r"[-*\u2022\u00b7\u2013\u2014(\[]|\d+[.)]\s|\"|\u201c|''|``|\u2018|'")
_FEWEST_WORDS = 6
_ENDS = ".!?\u2026\"\u201d\u2019')]"
# What they tell is told by whoever is announced.
_FIRST = frozenset({"i", "we"})
_TELLING = frozenset("say write tell ask reply answer note argue explain".split())


def find_posts(text: str, paragraphs: Sequence[Range], marked: Sequence[Marked]) -> Iterator[Turn]:
    """Find embedded posts by the line that names who posted them.

    Args:
        text: The text.
        paragraphs: First and last code point of each paragraph.
        marked: What stands in quotation marks; a post in marks is a quotation already.
    """
    for number, (start, end) in enumerate(paragraphs):
        line = _POSTED.search(text, start, end)
        if line is None:
            continue
        first, last = start, line.start()
        if not text[first:last].strip() and number:
            first, last = paragraphs[number - 1]
        links = _LINKS.search(text, first, last)
        last = links.start() if links else last
        last = first + len(text[first:last].rstrip())
        if first < last and not any(one.start < last and first < one.end for one in marked):
            yield Turn(first, last, *line.span("name"))


def find_headline(
    parse: Doc, text: str, paragraphs: Sequence[Range], names: Collection[str]
) -> Iterator[Found]:
    """Find what a headline lets somebody say: "Weber: The dam will hold".

    Args:
        parse: The parse of the text.
        text: The text.
        paragraphs: First and last code point of each paragraph; the first may be a headline.
        names: Names of people in the text, whole or last names, in small letters.
    """
    line = _HEADLINE.fullmatch(text, *paragraphs[0]) if len(paragraphs) > 1 else None
    if line is None:
        return
    name, said = line["name"], line.span("said")
    known = name.lower() in names or name.split()[-1].lower() in names
    again = text.find(name.split()[-1], line.end()) >= 0
    if known and again and is_clause(parse.char_span(*said, alignment_mode="expand")):
        yield Found(*said, "indirect", line.span("name"), -1, None, 0, 0.6)


def find_blocks(
    parse: Doc,
    text: str,
    paragraphs: Sequence[Range],
    marked: Sequence[Marked],
    statements: Sequence[Statement],
) -> Iterator[Found]:
    """Find paragraphs that a cue and a colon announce: "In a statement, Weber said:".

    Args:
        parse: The parse of the text.
        text: The text.
        paragraphs: First and last code point of each paragraph.
        marked: What stands in quotation marks; a paragraph that begins with some is no block.
        statements: Every cue of the text.
    """
    cues = sorted(statements, key=lambda one: one.cue_start)
    for (start, end), (first, last) in itertools.pairwise(paragraphs):
        if text[end - 1] != ":" or text[last - 1] == ":" or _LISTED.match(text, first):
            continue
        if len(text[first:last].split()) < _FEWEST_WORDS or any(one.outer_start == first for one in marked):
            continue
        within = (one for one in cues if first <= one.cue_start < last)
        if _POSTED.search(text, first, last) or any(
            one.start >= 0 and one.speaker and parse[one.speaker_token].lower_ not in _FIRST for one in within
        ):
            # The writer goes on reporting.
            continue
        near = [one for one in cues if start <= one.cue_start and one.cue_end <= end]
        cue = near[-1] if near else None
        if cue is None or cue.speaker is None or cue.kind not in ("speech", "writing") or cue.negated:
            continue
        if (
            text[last - 1] in _ENDS
            and _ANNOUNCED.fullmatch(text, cue.cue_end, end)
            and _announces(parse, cue)
        ):
            span = (cue.cue_start, cue.cue_end)
            yield Found(first, last, "direct", cue.speaker, cue.speaker_token, span, 0, 0.6)


def _announces(parse: Doc, cue: Statement) -> bool:
    """Tell what somebody says from what a page does: "Weber said:", "Follow these steps:", "We offer:"."""
    verb, speaker = parse[cue.token], parse[cue.speaker_token]
    if not is_somebody(speaker) or speaker.lower_ == "we" or verb.tag_ in ("VB", "VBG"):
        return False
    if speaker.lower_ == "i" and verb.lemma_ not in _TELLING:
        return False
    if verb.i + 1 == len(parse):
        return False
    after = verb.nbor(1)
    return after.text == ":" or (after.tag_ not in ("VBG", "CD", "JJ") and not is_doing(verb))
