"""Indirect and mixed quotes: the clauses that cues govern."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from copydesk_quotes.marks import Marked
from copydesk_quotes.page import Found, Kind, Page
from copydesk_quotes.speakers import SUBJECTS, Range, is_impersonal
from copydesk_quotes.statement import Statement

# Share of the letters inside marks from which a quote is direct. Source: Newell et al. 2018, on
# the kinds of quotes in the PolNeAR corpus.
_DIRECT_SHARE = 0.95
_FEWEST_WORDS = 2
_LONGEST_OVERHANG = 400
# What stands before a whole quoted clause and is no part of it.
_BEFORE_QUOTED = frozenset({"", "that", "as"})
_WRITER = frozenset({"i", "you", "we", "me", "us", "one"})
_WRITER_OPEN = frozenset({"you", "one", "me", "us"})
_BODIES = frozenset({"PERSON", "ORG", "LOC", "GPE", "NORP"})
_OPEN_QUESTIONS = ("whether ", "if ", "when ", "why ", "who ", "what ", "how ", "where ", "which ")
_DASHES = "\u2014\u2013"
_LEAVES = re.compile(
    r"""
    ; \s (?! (?:and\s)? that \b )
    | \s? [\u2014\u2013] \s? (?= (?:an?|the|something|which) \s )
    | , \s (?= (?:though|although|whereas) \s (?! (?:he|she|they|it|i|we) \b ) )
    | \s \( (?= [^()]* \) \W* \Z )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FEWEST_LETTERS = 10
_SURE = {"speech": 0.85, "writing": 0.8, "finding": 0.7, "manner": 0.6, "opinion": 0.6, "thought": 0.5}


def find_reported(page: Page) -> tuple[list[Found], set[int]]:
    """Find what is reported in clauses.

    Returns:
        The quotes, and where the quotations begin that belong to mixed ones.
    """
    found: list[Found] = []
    taken: set[int] = set()
    for statement in page.statements:
        if statement.start < 0 or _is_told_of(page, statement):
            continue
        number = next(page.numbers)
        if statement.also is not None:
            pieces = [(statement.start, statement.end), statement.also]
        else:
            whole = (statement.start, statement.end)
            pieces = [whole if statement.exact else _widened(page, statement)]
        for start, end in pieces:
            quote = _quote(page, statement, start, end, number)
            if quote is not None:
                found.append(quote)
                taken |= {one.outer_start for one in page.marked_in(quote.start, quote.end)}
    return _without_repeats(found), taken


def _is_told_of(page: Page, statement: Statement) -> bool:
    """Tell whether a cue stands in what its clause reports: "The firm added jobs, the bureau reported"."""
    if statement.also is not None or "," not in page.text[statement.cue_end : statement.start]:
        return False
    return any(
        other is not statement and other.start <= statement.cue_start < other.end <= statement.start
        for other in page.statements_in(statement.start, statement.end)
    )


def _quote(page: Page, statement: Statement, start: int, end: int, number: int) -> Found | None:
    inside = page.marked_in(start, end)
    share = page.marked_share(start, end)
    if share >= _DIRECT_SHARE or (not inside and not _reports(page, statement)):
        return None
    if inside:
        if statement.kind == "thought" and page.speech_only and share < 0.5:
            return None
        if _only_quotes(page, start, end, inside) or _introduces(page, statement, end, inside[-1]):
            return None
        if statement.speaker is None and page.is_whole(inside[-1]):
            return None
        if start >= statement.cue_end and _ends_with_comma(page, start, inside[0]):
            return None
        if inside[-1].end - end < _LONGEST_OVERHANG:
            end = max(end, inside[-1].outer_end)
        start = min(start, inside[0].start)
    if statement.also is None and len(page.text[start:end].split()) < _FEWEST_WORDS:
        return None
    if inside and start >= statement.cue_end:
        end = _after_comma(page, inside[-1], end)
    end = _before_next_cue(page, statement, start, end)
    kind: Kind = "mixed" if page.marked_in(start, end) else "indirect"
    cue = (statement.cue_start, statement.cue_end)
    return Found(
        start, end, kind, statement.speaker, statement.speaker_token, cue, number, _confidence(statement)
    )


def _before_next_cue(page: Page, statement: Statement, start: int, end: int) -> int:
    """Cut a clause where its speaker goes on with another cue: "said it was late and accused ..."."""
    for other in page.statements_in(start, end):
        verb = page.parse[other.token]
        if other.speaker_token != statement.speaker_token or verb.dep_ not in ("conj", "advcl"):
            continue
        words = page.text[start : verb.left_edge.idx].rstrip(" ,").removesuffix(" and").removesuffix(" but")
        if words.strip():
            return start + len(words.rstrip(" ,"))
    return end


def _reports(page: Page, statement: Statement) -> bool:
    """Tell whether a cue reports without quotation marks, and somebody is there to report."""
    if statement.kind == "manner" or (statement.kind == "thought" and page.speech_only):
        return False
    if statement.speaker is None:
        cue = page.parse[statement.token]
        return statement.kind == "speech" and (is_impersonal(cue) or cue.pos_ == "NOUN")
    if statement.negated and _is_open(page, statement):
        return False
    speaker = page.parse[statement.speaker_token]
    if speaker.lower_ in _WRITER and page.speech_only:
        # "I think", "I would say", "you might find": the writer talks; "I said", "we found" report.
        modal = any(child.tag_ == "MD" for child in page.parse[statement.token].lefts)
        open_ = statement.kind == "opinion" or speaker.lower_ in _WRITER_OPEN
        return not (open_ or modal or statement.negated)
    if statement.kind == "finding":
        found = speaker.lemma_.lower() in page.lexicon.sources or speaker.ent_type_ in _BODIES
        return found or (speaker.tag_ == "PRP" and speaker.lower_ != "it")
    return True


def _is_open(page: Page, statement: Statement) -> bool:
    """Tell whether nothing is reported: "has not said whether the dam will hold"."""
    return page.text[statement.start : statement.end].lower().startswith(_OPEN_QUESTIONS)


def _only_quotes(page: Page, start: int, end: int, inside: Sequence[Marked]) -> bool:
    """Tell whether whole sentences are quoted: those are direct quotes, each by itself."""
    before = page.text[start : inside[0].outer_start].strip(" ,:;\u2014-\n")
    after = page.text[inside[-1].outer_end : end].strip(" ,:;.\u2014-\n")
    between = [
        page.text[one.outer_end : other.outer_start].strip(" ,;:.\u2014-\n")
        for one, other in itertools.pairwise(inside)
    ]
    return before.lower() in _BEFORE_QUOTED and not after and all(gap in ("", "and", "or") for gap in between)


def _ends_with_comma(page: Page, start: int, first: Marked) -> bool:
    """Tell whether a sentence goes on in the writer's words: "The letter says “we may”, but ..."."""
    before = page.text[start : first.outer_start].strip(" ,:;\u2014-\n")
    comma = page.text[first.outer_end - 2 : first.outer_end + 1]
    return before.lower() in _BEFORE_QUOTED and first.closed and "," in comma


def _after_comma(page: Page, last: Marked, end: int) -> int:
    """End a report at “...,” when another clause follows: "“limited,” but experts are not so sure"."""
    after = page.text[last.outer_end : end]
    joined = re.match(r"\s+(?:but|and|while|though|although|yet)\s", after)
    if not last.closed or page.text[last.end - 1] != "," or joined is None:
        return end
    first = page.token(last.outer_end + joined.end())
    last_token = page.token(end - 1)
    words = page.parse[first.i : last_token.i] if first is not None and last_token is not None else ()
    return last.outer_end if any(token.dep_ in SUBJECTS and token.tag_ != "PRP" for token in words) else end


def _introduces(page: Page, statement: Statement, end: int, last: Marked) -> bool:
    """Tell whether a scene leads to a quoted sentence: "And when asked why, “I forgot,” she said"."""
    if statement.cue_start < last.outer_end or end > last.outer_end + 1 or not page.is_whole(last):
        return False
    led = page.before(last.outer_start)[-1:] in (",", ":")
    return led and len(page.text[last.start : last.end].split()) > _FEWEST_WORDS


def _widened(page: Page, statement: Statement) -> Range:
    """Widen a clause to where the sentence lets it end: the parser cuts it short now and then."""
    text = page.text
    first, last = statement.sentence
    start, end = max(statement.start, first), min(statement.end, last)
    if start >= statement.cue_end:
        end = max(end, _next_move(page, statement, end))
    elif statement.end <= statement.cue_start and not page.statements_in(first, start):
        start = first
    if start >= statement.cue_end:
        end = min(end, _where_writer_goes_on(page, statement, start, end))
    while start < end and text[start] in " \n,;:\u2014-":
        start += 1
    while end > start and (text[end - 1] in " \n,;:\u2014-(" or text[:end].endswith((" and", " but"))):
        end -= 1 if text[end - 1] in " \n,;:\u2014-(" else 4
    return start, min(end, last)


def _where_writer_goes_on(page: Page, statement: Statement, start: int, end: int) -> int:
    """Find where a sentence leaves what was said: "; the court ...", ", though the court ..."."""
    for match in _LEAVES.finditer(page.text, start, end):
        paired = match.group().lstrip()[0] in _DASHES and any(
            mark in page.text[match.end() : end] for mark in _DASHES
        )
        if not paired and not page.is_marked(match.start()) and match.start() - start > _FEWEST_LETTERS:
            return match.start()
    verb = page.parse[statement.token]
    clause = page.token(start) if verb.dep_ == "relcl" else None
    for token in page.parse[clause.i : verb.right_edge.i + 1] if clause is not None else ():
        # "The bill, which she said would cost billions, passed".
        if token.dep_ == "conj" and token.tag_ in ("VBD", "VBN") and token.nbor(-1).text == ",":
            return token.nbor(-1).idx
    return end


def _next_move(page: Page, statement: Statement, end: int) -> int:
    """Find where the cue's own next move begins: "and left", "adding that ..."."""
    text = page.text
    limit = min(statement.sentence[1], _end_of_aside(page, statement, end))
    for child in page.parse[statement.token].rights:
        if child.left_edge.idx < end:
            continue
        comma = text[end : child.left_edge.idx].strip() == ","
        apart = child.dep_ == "advcl" and (child.tag_ == "VBG" or comma)
        # "... that it was old, and it would fall" goes on; "... and left" does not.
        anaphoric = any(one.dep_ in SUBJECTS and one.tag_ == "PRP" for one in child.lefts)
        moves = child.dep_ in ("conj", "parataxis") and child.pos_ in ("VERB", "AUX")
        if apart or (moves and not anaphoric):
            limit = min(limit, child.left_edge.idx)
    for other in page.statements_in(end, limit):
        if other is not statement and other.speaker:
            limit = min(limit, other.speaker[0], other.cue_start)
    stop = text[end:limit].rstrip(" \n,;:\u2014-")
    for word in (" and", " but", " while", " as"):
        stop = stop.removesuffix(word).rstrip(" ,")
    return end + len(stop)


def _end_of_aside(page: Page, statement: Statement, end: int) -> int:
    """Find where the sentence takes up again, when the cue stands in an aside: "Weber, who said so, left"."""
    verb = page.parse[statement.token]
    while verb.dep_ in ("xcomp", "conj", "ccomp", "parataxis") and verb.head.i != verb.i:
        verb = verb.head
    is_aside = verb.dep_ == "relcl" or (verb.dep_ == "advcl" and verb.head.i > verb.i)
    last = verb.right_edge
    stop = last.idx + len(last.text)
    if not is_aside or stop < end or last.i + 1 >= len(page.parse) or last.nbor(1).text != ",":
        return statement.sentence[1]
    return stop


def _confidence(statement: Statement) -> float:
    return round(_SURE[statement.kind] - 0.1 * statement.negated - 0.2 * (statement.speaker is None), 2)


def _without_repeats(found: Sequence[Found]) -> list[Found]:
    """Keep one of several cues that report the same words: the one nearest to them."""
    best: dict[Range, Found] = {}
    for quote in found:
        other = best.setdefault((quote.start, quote.end), quote)
        if _distance(quote) < _distance(other):
            best[quote.start, quote.end] = quote
    return [*best.values()]


def _distance(quote: Found) -> int:
    cue = quote.cue or (quote.start, quote.end)
    return min(abs(quote.start - cue[1]), abs(cue[0] - quote.end))
