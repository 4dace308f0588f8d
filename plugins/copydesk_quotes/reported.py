"""Indirect and mixed quotes: the clauses that cues govern."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from copydesk_quotes.extents import is_clause
from copydesk_quotes.marks import Marked
from copydesk_quotes.page import Found, Kind, Page
from copydesk_quotes.phrases import SUBJECTS
from copydesk_quotes.reporting import is_open, reports
from copydesk_quotes.somebody import is_somebody
from copydesk_quotes.speakers import Range
from copydesk_quotes.statement import Statement
from copydesk_quotes.titles import is_sentence_case
from copydesk_quotes.widening import widened

if TYPE_CHECKING:
    from spacy.tokens import Token

# Share of the letters inside marks from which a quote is direct. Source: Newell et al. 2018, on
# the kinds of quotes in the PolNeAR corpus.
_DIRECT_SHARE = 0.95
_FEWEST_WORDS = 2
_FEWEST_LETTERS_LEFT = 10
# "A tape in which he boasts", "said little about the plan": that names no words.
_NO_REPORT = re.compile(
    r"(?:in|of|to|for|by|with|on|at|from|about) (?:which|whom|whose)\b"
    r"|(?:little|nothing|much|more) (?:about|of|on)\b"
)
# What is left of "..., she said, and then called 911" before "called".
_JOINING = re.compile(r"(?:and|but)(?: then| later| also)?")
# Where the writer takes the word again before a colon: "..., and she had a warning:".
_ANNOUNCING = re.compile(r"\s*(?:[\u2014\u2013,;]|--)\s*(?:and|but)\s(?=[^,;:\u2014]*:\s*\W?$)|\s*;\s")
# What is left before a verb that is cut off: "there are votes, | though he acknowledged ...".
_DANGLING = re.compile(r"(?:[ ,]+(?:and|but|though|although|because)|, so)$")
_MEANWHILE = frozenset({"while", "though", "although"})
_LONGEST_OVERHANG = 400
_FARTHEST_CUE = 80
_DASHES = ("\u2014", "\u2013", "-")
_MOST_WORDS_OF_LABEL = 3
_OPENING = ('"', "\u201c")
_LONGEST_TELLING = 120
_LONGEST_REPORT = 3000
# What stands before a whole quoted clause and is no part of it.
_BEFORE_QUOTED = frozenset({"", "that", "as"})
# Two cues report the same words though one of them ends before the full stop.
_ENDS = " .,;:!?"
_SURE = {"speech": 0.85, "writing": 0.8, "finding": 0.7, "manner": 0.6, "opinion": 0.6, "thought": 0.5}


def find_reported(page: Page) -> tuple[list[Found], set[int]]:
    """Find what is reported in clauses.

    Returns:
        The quotes, and where the quotations begin that belong to mixed ones.
    """
    found: list[Found] = []
    taken: set[int] = set()
    for statement in page.statements:
        if statement.start < 0 or _is_told_of(page, statement) or _is_scene_or_label(page, statement):
            continue
        number = next(page.numbers)
        if statement.also is not None:
            pieces = [(statement.start, statement.end), statement.also]
        else:
            pieces = [widened(page, statement)]
        for start, end in pieces:
            quote = _quote(page, statement, start, end, number)
            if quote is not None:
                found.append(quote)
                taken |= {one.outer_start for one in page.marked_in(quote.start, quote.end)}
    return _without_repeats(page, found), taken


def _is_told_of(page: Page, statement: Statement) -> bool:
    """Tell whether a cue stands in what its clause reports: "The firm added jobs, the bureau reported"."""
    if statement.also is not None or "," not in page.text[statement.cue_end : statement.start]:
        return False
    return any(
        other is not statement and other.start <= statement.cue_start < other.end <= statement.start
        for other in page.statements_in(statement.start, statement.end)
    )


def _is_scene_or_label(page: Page, statement: Statement) -> bool:
    """Tell a scene or a label from a clause: "Then, getting to the core of it, Weber said:"."""
    if statement.end > statement.cue_start:
        return False
    leads = page.text.startswith(":", statement.cue_end)
    # 'Story highlights | "It is late," Weber said': the parser ends a sentence behind the mark.
    labels = page.text[statement.end - 1] in _OPENING
    words = page.parse.char_span(statement.start, statement.end, alignment_mode="contract")
    labels = labels and len(page.text[statement.start : statement.end].split()) <= _MOST_WORDS_OF_LABEL + 1
    return labels or (leads and words is not None and not is_clause(words))


def _quote(page: Page, statement: Statement, start: int, end: int, number: int) -> Found | None:
    if end - start > _LONGEST_REPORT or _NO_REPORT.match(page.text, start, end):
        return None
    apart = next((one for one in page.marked_in(start, end) if _is_set_off(page, one)), None)
    if apart is not None:
        end = start + len(page.text[start : apart.outer_start].rstrip(" ".join(_DASHES)))
    end = _before_dash(page, statement, start, _before_announcement(page, start, end))
    if _closes_what_a_colon_opens(page, statement, end):
        return None
    start = _behind_bracket(page, statement, start, end)
    end = _before_end_of_bracket(page, statement, start, end)
    if start >= end:
        return None
    inside = page.marked_in(start, end)
    share = page.marked_share(start, end)
    if share >= _DIRECT_SHARE or (not inside and not reports(page, statement)):
        return None
    if _is_apart(page, statement, start):
        return None
    if inside:
        if _is_told_apart(page, statement, start, end, inside):
            return None
        if inside[-1].end - end < _LONGEST_OVERHANG:
            end = max(end, inside[-1].outer_end)
        start = min(start, inside[0].start)
    if statement.also is None and len(page.text[start:end].split()) < _FEWEST_WORDS:
        return None
    if inside and start >= statement.cue_end:
        end = _after_comma(page, inside[-1], end)
    end = _before_next_cue(page, statement, start, end)
    end = start + len(_DANGLING.sub("", page.text[start:end]).rstrip())
    closed = page.text.rfind(")", max(start, end - 2), end)
    if closed >= 0 and "(" not in page.text[start:end]:
        end = closed
    start = end - len(page.text[start:end].lstrip())
    return _found(page, statement, start, end, number) if start < end else None


def _behind_bracket(page: Page, statement: Statement, start: int, end: int) -> int:
    """Leave out what stands before the bracket of a cue: "He met Pike (| “He is late,” Weber said)"."""
    if end > statement.cue_start:
        return start
    opened = page.text.rfind("(", start, statement.cue_start)
    if opened < 0 or page.text.find(")", opened, statement.cue_start) >= 0:
        return start
    return opened + 1 if opened < end or page.marked_in(end, statement.cue_start) else start


def _before_end_of_bracket(page: Page, statement: Statement, start: int, end: int) -> int:
    """End a report where the bracket ends that its cue stands in: "(she said it was late) and left"."""
    before = page.text[statement.sentence[0] : statement.cue_start]
    if page.text[statement.cue_end : start].strip() == "[" and (closed := page.text.find("]", start)) >= 0:
        # "those who ask [why not wait] are many".
        return min(closed, end)
    if start < statement.cue_end or before.count("(") <= before.count(")"):
        return end
    depth = 1
    for at in range(statement.cue_end, end):
        depth += {"(": 1, ")": -1}.get(page.text[at], 0)
        if not depth:
            return at
    return end


def _is_told_apart(page: Page, statement: Statement, start: int, end: int, inside: Sequence[Marked]) -> bool:
    """Tell whether what stands in marks is a quotation by itself, or nobody's words."""
    thought = statement.kind == "thought" and page.speech_only
    # "was shown a letter in which he bragged that ...": it shows nothing.
    denied = statement.kind == "finding" and (statement.negated or statement.speaker is None)
    return (
        denied
        or (statement.negated and is_open(page, statement))
        or (thought and (page.marked_share(start, end) < 0.5 or _is_told(page, statement)))
        or _is_all_told(page, start, end, inside)
        or _only_quotes(page, start, end, inside)
        or _introduces(page, statement, end, inside[-1])
        or (statement.speaker is None and page.is_whole(inside[-1]))
        or _is_own_sentence(page, statement, start, inside[-1])
        or _is_labelled(page, statement, start, inside[-1])
        or _is_told_behind_dash(page, statement, start, inside)
        or (start >= statement.cue_end and _ends_with_comma(page, start, inside[0]))
    )


def _is_apart(page: Page, statement: Statement, start: int) -> bool:
    """Tell whether a cue closes only what was set off: "It is late — “too late,” she said"."""
    return any(_is_set_off(page, one) for one in page.marked_in(start, statement.cue_start))


def _found(page: Page, statement: Statement, start: int, end: int, number: int) -> Found:
    kind: Kind = "mixed" if page.marked_in(start, end) else "indirect"
    cue = (statement.cue_start, statement.cue_end)
    return Found(
        start, end, kind, statement.speaker, statement.speaker_token, cue, number, _confidence(statement)
    )


def _is_own_sentence(page: Page, statement: Statement, start: int, last: Marked) -> bool:
    """Know “... before 8 a.m. “After eight it's open,” he said”: the parser sees no end before the mark."""
    before = page.before(last.outer_start)[-1:]
    # "The board says so; “we call everyone,” said its clerk".
    opens = start < last.outer_start and (
        before == ";" or (before in (".", "!", "?") and page.is_whole(last))
    )
    return opens and last.closed and statement.cue_start >= last.outer_end


def _is_labelled(page: Page, statement: Statement, start: int, last: Marked) -> bool:
    """Know 'Story highlights "It is late," Weber said': a label opens the paragraph."""
    label = page.text[start : last.outer_start]
    return (
        label.replace(" ", "").isalnum()
        and len(label.split()) <= _MOST_WORDS_OF_LABEL
        and start == page.paragraphs[last.paragraph][0]
        and not page.statements_in(start, last.outer_start)
        and last.closed
        and statement.cue_start >= last.outer_end
        and page.last_mark(last) in ",?!"
        and len(page.text[last.start : last.end].split()) > _FEWEST_WORDS
        and page.text[last.start].isupper()
    )


def _is_told_behind_dash(page: Page, statement: Statement, start: int, inside: Sequence[Marked]) -> bool:
    """Know 'said, “It is late” — not quite a promise': the writer has the word again behind the dash."""
    first = inside[0]
    led = statement.cue_end <= start == first.start and page.before(first.outer_start)[-1:] in (",", ":")
    alone = len(inside) == 1 and is_sentence_case(page, first)
    return led and alone and page.text[first.outer_end :].lstrip().startswith((*_DASHES[:2], "--"))


def _before_announcement(page: Page, start: int, end: int) -> int:
    """Cut a report where the writer announces what comes next: "..., and she had a warning: “Run.”"."""
    for one in page.marked_in(start, end):
        if page.before(one.outer_start)[-1:] == ":" and page.is_whole(one):
            if _has_own_cue(page, one):
                # "complained that the plan was secret: “Nobody asked us,” he said".
                return start + len(page.text[start : one.outer_start].rstrip(" :"))
            breaks = [*_ANNOUNCING.finditer(page.text, start, one.outer_start)]
            return breaks[-1].start() if breaks else end
    return end


def _before_dash(page: Page, statement: Statement, start: int, end: int) -> int:
    """Cut a report that stands between dashes: "The dam — engineers say it is old — could fail"."""
    opens = min(statement.cue_start, statement.speaker[0]) if statement.speaker else statement.cue_start
    if start < opens or page.before(opens)[-1:] not in _DASHES[:2]:
        return end
    closing = [at for at in (page.text.find(dash, start, end) for dash in _DASHES[:2]) if at >= 0]
    return start + len(page.text[start : min(closing)].rstrip()) if closing else end


def _is_set_off(page: Page, one: Marked) -> bool:
    """Know a quotation with a cue of its own after a dash: "It is late — “too late,” she said — and cold"."""
    return page.before(one.outer_start)[-1:] in _DASHES and _has_own_cue(page, one)


def _closes_what_a_colon_opens(page: Page, statement: Statement, end: int) -> bool:
    """Know “...,” he said, after a colon: what stands before the colon is another's report."""
    between = page.marked_in(end - 1, statement.cue_start) if end <= statement.cue_start else []
    return any(page.before(one.outer_start)[-1:] == ":" and page.is_whole(one) for one in between)


def _has_own_cue(page: Page, one: Marked) -> bool:
    """Tell whether who says it stands right behind a quotation: “...,” she said."""
    if not one.closed or page.last_mark(one) != ",":
        return False
    near = page.statements_in(one.outer_end, one.outer_end + _FARTHEST_CUE)
    return any(
        cue.speaker is not None
        and not any(mark in page.text[one.outer_end : cue.cue_start] for mark in ".,;\u2014")
        for cue in near
    )


def _is_told(page: Page, statement: Statement) -> bool:
    """Tell whether a cue stands in what another one reports: "said he wished that ..."."""
    return any(
        other.start <= statement.cue_start < other.end
        for other in page.statements_in(statement.sentence[0], statement.cue_start)
    )


def _is_all_told(page: Page, start: int, end: int, inside: Sequence[Marked]) -> bool:
    """Tell whether nothing is left but who says it: "“Never,” he said, according to two aides"."""
    edges = [start, *(edge for one in inside for edge in (one.outer_start, one.outer_end)), end]
    rest = [(low, high) for low, high in zip(edges[::2], edges[1::2], strict=True) if low < high]
    if sum(high - low for low, high in rest) > _LONGEST_TELLING:
        return False
    if any(map(str.isalnum, page.text[start : inside[0].start])):
        return False
    words = [word for low, high in rest for word in _words(page, low, high)]
    for other in page.statements_in(inside[0].outer_end, end):
        if other.speaker is not None and start <= other.speaker[0] < other.speaker[1] <= end:
            told = (other.speaker, (other.cue_start, other.cue_end))
            left = [word for word in words if not any(low <= word.idx < high for low, high in told)]
            # "“Never,” he said on the call, according to two aides".
            if not any(word.pos_ in ("VERB", "AUX", "PRON") and word.dep_ != "poss" for word in left):
                return True
    return False


def _words(page: Page, start: int, end: int) -> Sequence[Token]:
    found = page.parse.char_span(start, end, alignment_mode="expand")
    return [] if found is None else [word for word in found if word.is_alpha]


def _before_next_cue(page: Page, statement: Statement, start: int, end: int) -> int:
    """Cut a clause where its speaker goes on with another cue: "said it was late and accused ..."."""
    cue = page.parse[statement.token]
    for other in page.statements_in(start, end):
        if page.is_marked(other.cue_start) and not page.is_marked(statement.cue_start):
            # "asked if they could picture Pike, “saying it is good”": those are the words of who asks.
            continue
        verb = page.parse[other.token]
        if (
            cue.tag_ == verb.tag_ == "VBG"
            and other.speaker is not None
            and other.speaker[1] < other.cue_start
        ):
            # "with Pike promising to win and Marsden warning that he would lose".
            rest = page.text[start : other.speaker[0]].rstrip()
            if rest.endswith(" and") and len(rest) > _FEWEST_LETTERS_LEFT:
                return start + len(rest.removesuffix(" and").rstrip(" ,"))
        meanwhile = _meanwhile(verb)
        # "said that while she saw why, it was wrong": nothing stands before.
        led = page.text[start : meanwhile.idx].strip() if meanwhile is not None else ""
        if (
            meanwhile is not None
            and other.speaker is not None
            and (other.start >= 0 or is_somebody(page.parse[other.speaker_token]))
            and meanwhile.idx > max(start, statement.cue_end)
            and led.lower() != "that"
        ):
            # "said she was ready, while Pike said he was not".
            return start + len(page.text[start : meanwhile.idx].rstrip(" ,"))
        moves = verb.dep_ in ("conj", "advcl") and verb.tag_ != "VB"
        if other.speaker_token != statement.speaker_token or not moves:
            continue
        words = _DANGLING.sub("", page.text[start : verb.left_edge.idx].rstrip(" ,"))
        if words.strip() and not (_JOINING.fullmatch(words) and other.start < 0):
            return start + (0 if _JOINING.fullmatch(words) else len(words.rstrip(" ,\u2014\u2013-")))
    return end


def _meanwhile(verb: Token) -> Token | None:
    """Find "while" before a cue, or what it hangs on: "while Pike went further, calling it a lie"."""
    above = (verb, verb.head) if verb.dep_ == "advcl" and verb.tag_ == "VBG" else (verb,)
    marks = (one for head in above for one in head.lefts if one.dep_ == "mark")
    return next((one for one in marks if one.lower_ in _MEANWHILE), None)


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
    if not last.closed or page.last_mark(last) != "," or joined is None:
        return end
    first = page.token(last.outer_end + joined.end())
    if first is not None and first.lower_ == "that":
        return end
    if first is not None and first.lower_ == "by":
        # "condemned by the league, which called it “cruel,” and by two unions".
        return last.outer_end
    last_token = page.token(end - 1)
    words = page.parse[first.i : last_token.i] if first is not None and last_token is not None else ()
    return last.outer_end if any(token.dep_ in SUBJECTS and token.tag_ != "PRP" for token in words) else end


def _introduces(page: Page, statement: Statement, end: int, last: Marked) -> bool:
    """Tell whether a scene leads to a quoted sentence: "And when asked why, “I forgot,” she said"."""
    if statement.cue_start < last.outer_end or end > last.outer_end + 1 or not page.is_whole(last):
        return False
    led = page.before(last.outer_start)[-1:] in (",", ":")
    return led and len(page.text[last.start : last.end].split()) > _FEWEST_WORDS


def _confidence(statement: Statement) -> float:
    return round(_SURE[statement.kind] - 0.1 * statement.negated - 0.2 * (statement.speaker is None), 2)


def _without_repeats(page: Page, found: Sequence[Found]) -> list[Found]:
    """Keep one of several cues that report the same words: one with a speaker, the nearest to them."""
    best: dict[Range, Found] = {}
    for quote in found:
        words = page.text[quote.start : quote.end].rstrip(_ENDS)
        other = best.setdefault((quote.start, len(words)), quote)
        if _rank(quote) < _rank(other):
            best[quote.start, len(words)] = quote
    return [*best.values()]


def _rank(quote: Found) -> tuple[bool, int]:
    return quote.speaker is None, _distance(quote)


def _distance(quote: Found) -> int:
    cue = quote.cue or (quote.start, quote.end)
    return min(abs(quote.start - cue[1]), abs(cue[0] - quote.end))
