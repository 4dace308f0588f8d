"""Direct quotes: whose the words in quotation marks are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from copydesk_quotes.breaks import has_sentence_end
from copydesk_quotes.clauses import FINITE, bounds_of
from copydesk_quotes.marks import Marked
from copydesk_quotes.page import Found, Page
from copydesk_quotes.speakers import SUBJECTS, Range, noun_phrase
from copydesk_quotes.statement import Statement

if TYPE_CHECKING:
    from spacy.tokens import Token

_FEWEST_WORDS_ALONE = 5
_FEWEST_WORDS_FOUND = 3
_MOST_WORDS_OF_TITLE = 3
_LONGEST_GAP = 220
_MOST_WORDS_BEFORE = 14
_MOST_WORDS_BETWEEN = 4
# Words before a marked run that show it to be a name or a term.
_TERM_BEFORE = re.compile(
    r"(?:\b(?:so-called|known as|called|dubbed|nicknamed|titled|entitled|named|labell?ed|term(?:ed)?|"
    r"the word|the phrase|song|album|film|movie|novel|book|play|series|show|magazine|"
    r"single|track|video|headline|chapter|essay|column|poem|opera|game|app|episode|banner)\s*,?\s*)$",
    re.IGNORECASE,
)
# "said on “Face the Nation”": where it was said.
_TITLE_PLACE = re.compile(r"\b(?:on|in|at|from|for|of|by|to|with|into)\s+(?:\S+['\u2019]s\s+)?$")
# "Who wrote “The Long Road”".
_AUTHORING = frozenset({"write", "publish", "print", "pen"})
_SMALL_IN_TITLES = frozenset(
    "the and for but nor with from into over upon via not its our his her a an of or to in on by as".split()
)
_MOST_TOKENS_TO_DOER = 6
_MOST_TOKENS_TO_NAME = 12
_SOMEBODY = frozenset({"he", "she", "they", "another", "others", "one", "some"})
_SUBORDINATES = frozenset({"where", "when", "if", "because", "whom", "which", "that"})


def find_quotations(page: Page, reported: Sequence[Found], taken: Collection[int]) -> list[Found]:
    """Find whose the quotations are: first those with a cue, then the others by their neighbours.

    Args:
        page: The document.
        reported: The indirect and mixed quotes.
        taken: Where the quotations begin that belong to mixed quotes.
    """
    free = [one for one in page.marked if one.outer_start not in taken]
    cued = _cued(page, free)
    speaking = sorted(
        (quote for quote in (*reported, *cued.values()) if quote.speaker), key=lambda quote: quote.start
    )
    starts = [quote.start for quote in speaking]
    found = [*cued.values()]
    last: Found | None = None
    for one in free:
        if one.outer_start in cued:
            last = cued[one.outer_start]
        elif _is_statement(page, one) or _goes_on(page, one, last) or _doer_after(page, one) is not None:
            at = bisect_left(starts, one.start)
            before = speaking[at - 1] if at else None
            if last is not None and last.speaker and (before is None or last.start > before.start):
                before = last
            last = _carried(page, one, before, speaking[at] if at < len(speaking) else None)
            found.append(last)
    return found


def _cued(page: Page, free: Sequence[Marked]) -> dict[int, Found]:
    """Give the quotations that have a cue, by where they begin; those of one cue share a number."""
    found: dict[int, Found] = {}
    numbers: dict[int, int] = {}
    for one in free:
        statement = _cue_of(page, one)
        if statement is None:
            continue
        number = numbers.get(statement.token) or next(page.numbers)
        numbers[statement.token] = number
        speaker, token = statement.speaker, statement.speaker_token
        if speaker is not None and one.start <= speaker[0] < one.end:
            speaker, token = None, -1
        cue = (statement.cue_start, statement.cue_end)
        confidence = 0.95 if speaker else 0.6
        found[one.outer_start] = Found(*_span(page, one), "direct", speaker, token, cue, number, confidence)
    return found


def _carried(page: Page, one: Marked, before: Found | None, after: Found | None) -> Found:
    """Give a quotation without a cue the speaker of what stands beside it.

    Args:
        page: The document.
        one: The quotation.
        before: The last before it that has a speaker.
        after: The first after it that has a speaker.
    """
    start, end = page.paragraphs[one.paragraph]
    subject = _doer_after(page, one) or _announcer(page, one)
    if subject is not None:
        number = next(page.numbers)
        return Found(*_span(page, one), "direct", noun_phrase(subject), subject.i, None, number, 0.7)
    if before is not None and before.end > start:
        return _like(page, before, one, 0.8)
    if one.continues and before is not None:
        return _like(page, before, one, 0.9)
    subject = _subject_before(page, one)
    if subject is not None:
        number = next(page.numbers)
        return Found(*_span(page, one), "direct", noun_phrase(subject), subject.i, None, number, 0.6)
    if after is not None and after.start < end:
        return _like(page, after, one, 0.75)
    follows = before is not None and one.paragraph > 0 and before.end > page.paragraphs[one.paragraph - 1][0]
    if before is not None and follows and page.opens_paragraph(one):
        return _like(page, before, one, 0.6)
    return Found(*_span(page, one), "direct", None, -1, None, next(page.numbers), 0.4)


def _like(page: Page, other: Found, one: Marked, confidence: float) -> Found:
    start, end = _span(page, one)
    number = other.statement if other.kind == "direct" else next(page.numbers)
    return replace(
        other, start=start, end=end, kind="direct", cue=None, statement=number, confidence=confidence
    )


def _cue_of(page: Page, one: Marked) -> Statement | None:
    """Find the cue beside a quotation: after it when it ends with a comma, else before it."""
    after, before = _cue_after(page, one), _cue_before(page, one)
    inner_end = page.text[one.end - 1 : one.end]
    following = page.text[one.outer_end : one.outer_end + 1]
    if not page.is_whole(one) and (before or (inner_end != "," and following != ",")):
        return before
    if after and (inner_end in ",?!\u2014-\u2026" or following in (",", "\u2014")):
        return after
    return before or after


def _cue_after(page: Page, one: Marked) -> Statement | None:
    if not one.closed or page.text[one.end - 1 : one.end] == "." or _is_titled(page, one):
        return None
    for statement in page.statements_in(one.outer_end, one.outer_end + _LONGEST_GAP):
        gap = page.text[one.outer_end : statement.cue_start]
        if statement.cue_start >= page.paragraphs[one.paragraph][1] or _begins_sentence(page, one, gap):
            return None
        if has_sentence_end(gap) or '"' in gap or "\u201c" in gap:
            return None
        if statement.kind == "finding" and statement.start >= 0:
            continue
        if page.parse[statement.token].lemma_ in _AUTHORING and not _is_sentence_case(page, one):
            continue
        if _TERM_BEFORE.search(page.before(one.outer_start)) and not _is_sentence_case(page, one):
            return None
        if _is_close(page, one, statement):
            return statement
    return None


def _begins_sentence(page: Page, one: Marked, gap: str) -> bool:
    """Tell whether a sentence begins after “Vote!” or “Vote?”: “So sad!” He later wrote ..."."""
    words = gap.split()
    if page.text[one.end - 1] not in "!?\u2026" or not words or not words[0][0].isupper():
        return False
    token = page.token(one.outer_end + len(gap) - len(gap.lstrip()))
    return token is not None and token.pos_ not in ("PROPN", "NOUN")


def _is_close(page: Page, one: Marked, statement: Statement) -> bool:
    """Tell whether nothing but the speaker stands between a quotation and the cue after it."""
    first, most = statement.cue_start, _MOST_WORDS_BETWEEN
    if statement.speaker is not None:
        # A comma before the closing mark promises the cue; then a title that the parser tears from
        # its name may stand between them.
        most = _MOST_WORDS_OF_TITLE if page.text[one.end - 1] == "," else 1
        if one.outer_end <= statement.speaker[0] < first:
            first = statement.speaker[0]
    between = page.text[one.outer_end : first].strip(" ,\u2014-\n").lower().split()
    return len(between) <= most and (not between or between[-1] not in _SUBORDINATES)


def _cue_before(page: Page, one: Marked) -> Statement | None:
    near = page.statements_in(one.outer_start - _LONGEST_GAP, one.outer_start)
    for statement in reversed(near):
        if statement.cue_end > one.outer_start:
            continue
        gap = page.text[statement.cue_end : one.outer_start]
        if has_sentence_end(gap) or gap.rstrip(' \n"\u201d)')[-1:] in (".", "!", "?"):
            return statement if re.fullmatch(r"[^.!?]*:\s*", gap) else None
        if page.parse[statement.token].lemma_ in _AUTHORING and not _is_sentence_case(page, one):
            return None
        if _is_titled(page, one):
            return None
        if "\u201d" in gap or '"' in gap:
            # Another quotation of the same sentence stands between: they share the cue.
            return None if page.is_whole(one) else statement
        if statement.kind == "manner" and gap.strip() and not gap.strip().endswith((",", ":")):
            continue
        return statement if _fits_before(page, statement, one, gap) else None
    return None


def _fits_before(page: Page, statement: Statement, one: Marked, gap: str) -> bool:
    if statement.kind == "finding" and len(page.text[one.start : one.end].split()) < _FEWEST_WORDS_FOUND:
        return False
    if gap.rstrip().endswith((",", ":")) or gap.strip(" ,\n") in ("", "that", "it", "as"):
        return True
    between = statement.cue_end <= one.start and one.outer_end <= statement.start
    if statement.start >= 0 and not between and not statement.start <= one.start <= statement.end + 3:
        return False
    if _TERM_BEFORE.search(page.before(one.outer_start)):
        return False
    return len(gap.split()) <= _MOST_WORDS_BEFORE


def _doer_after(page: Page, one: Marked) -> Token | None:
    """Find who does something right after “...,”: whatever it is, it tells how it was said."""
    if not one.closed or page.text[one.end - 1] != "," or not _is_sentence_case(page, one):
        return None
    first = page.token(one.outer_end + 1)
    for token in page.parse[first.i : first.i + _MOST_TOKENS_TO_DOER] if first is not None else ():
        if token.dep_ in SUBJECTS and token.head.tag_ in ("VBD", "VBZ", "VBP"):
            between = page.parse[first.i : token.left_edge.i] if first is not None else ()
            apart = any(word.is_punct or word.tag_ in FINITE for word in between)
            return None if apart or token.lower_ in ("it", "that", "this", "there") else token
    return None


def _announcer(page: Page, one: Marked) -> Token | None:
    """Find whose words a colon announces: "Weber's answer: “...”", "Weber was blunter: “...”"."""
    before = page.before(one.outer_start)
    colon = page.token(_last_before(page, one)) if before.endswith(":") else None
    if colon is None:
        return None
    words = page.parse[bounds_of(colon)[0] : colon.i]
    for token in reversed(words):
        if token.dep_ == "poss" and token.head.lemma_.lower() in page.lexicon.nouns:
            return token
    subject = next((token for token in words if token.dep_ in SUBJECTS), None)
    return subject if subject is not None and _is_somebody(subject) else None


def _is_somebody(token: Token) -> bool:
    """Tell whether a noun names somebody, alone or with what describes it."""
    words = token.doc[token.left_edge.i : min(token.right_edge.i, token.i + _MOST_TOKENS_TO_NAME) + 1]
    named = any(word.ent_type_ == "PERSON" for word in words)
    return named or token.ent_type_ == "ORG" or token.lower_ in _SOMEBODY


def _subject_before(page: Page, one: Marked) -> Token | None:
    """Take the subject of the sentence before, when it is somebody and the quotation follows it."""
    if not page.is_whole(one) or page.opens_paragraph(one):
        return None
    last = page.token(_last_before(page, one))
    if last is None:
        return None
    for token in page.parse[slice(*bounds_of(last))]:
        if token.dep_ in SUBJECTS and token.idx < one.outer_start:
            known = _is_somebody(token) and token.ent_type_ != "ORG"
            return token if known else None
    return None


def _last_before(page: Page, one: Marked) -> int:
    at = one.outer_start - 1
    while at > 0 and page.text[at].isspace():
        at -= 1
    return at


def _is_statement(page: Page, one: Marked) -> bool:
    """Tell a quotation without a cue from a title, a term or a scare quote."""
    words = page.text[one.start : one.end].split()
    whole = page.is_whole(one)
    if one.continues or (whole and len(words) >= _FEWEST_WORDS_ALONE):
        return True
    if not whole or len(words) < 2:
        return False
    plain = any(word[:1].islower() and word.strip(".,!?") not in _SMALL_IN_TITLES for word in words)
    return page.text[one.end - 1] in ".!?" and plain


def _goes_on(page: Page, one: Marked, last: Found | None) -> bool:
    """Tell whether a short answer goes on with what was quoted in its paragraph before."""
    beside = last is not None and last.end > page.paragraphs[one.paragraph][0]
    if len(page.text[one.start : one.end].split()) > _MOST_WORDS_OF_TITLE and not _is_sentence_case(
        page, one
    ):
        return False
    return beside and page.is_whole(one) and page.text[one.end - 1] in ".!?"


def _is_titled(page: Page, one: Marked) -> bool:
    """Tell a title by its place and its capitals: "on “Face the Nation”"."""
    return bool(_TITLE_PLACE.search(page.text[max(0, one.outer_start - 60) : one.outer_start])) and not (
        _is_sentence_case(page, one)
    )


def _is_sentence_case(page: Page, one: Marked) -> bool:
    """Tell whether a quotation is written like a sentence and not like a title."""
    words = re.findall(r"[^\W\d_]{3,}", page.text[one.start : one.end])
    return any(word[0].islower() and word not in _SMALL_IN_TITLES for word in words)


def _span(page: Page, one: Marked) -> Range:
    start, end = one.start, one.end
    while start < end and page.text[start].isspace():
        start += 1
    while end > start and (page.text[end - 1].isspace() or page.text[end - 1] == ","):
        end -= 1
    return start, end
