"""How far sentences and clauses reach."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from copydesk_quotes.breaks import after_dateline
from copydesk_quotes.phrases import DAYS, HEARERS, HEARERS_TOO, SUBJECTS, TELLING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

    from copydesk_quotes.speakers import Range

# A blank line, or the end of a line that a sentence ends with.
_LINE_BREAK = re.compile(r"\n[^\S\n]*\n|(?<=[.!?])[\"\u201d]?[^\S\n]*\n|(?<=[.!?]) \| ")
# Under this name a parse has its text in `user_data`; spaCy joins it anew each time.
TEXT = "copydesk_quotes.text"
MOST_TOKENS_INSIDE = 12
# No sentence that somebody writes is longer: what hangs on a word stands no farther from it.
MOST_TOKENS_APART = 250
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
BEGINS_PHRASE = frozenset({"DT", "PRP", "PRP$", "NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "CD", "PDT"})
_BEFORE_DAYS = frozenset({"late", "early", "last", "this", "earlier"})
_SPANS = frozenset({"week", "weekend", "month", "year", "spring", "summer", "fall", "winter"})
_LATER = frozenset({"later", "afterward", "afterwards", "again", "earlier", "recently", "then"})
MONTHS = frozenset(
    """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sept sep oct nov dec
    """.split()
)


def bounds_of(token: Token) -> Range:
    """Give the first token of a sentence, and the one after its last.

    `Token.sent` reads the document from its start, which makes long texts slow. Text without any
    sentence end is cut some way off, for the same reason.
    """
    starts = _starts(token.doc)
    after = bisect.bisect_right(starts, token.i)
    first = starts[after - 1]
    last = starts[after] if after < len(starts) else len(token.doc)
    return max(first, token.i - MOST_TOKENS_APART), min(last, token.i + 1 + MOST_TOKENS_APART)


@functools.lru_cache(maxsize=1)
def _starts(doc: Doc) -> tuple[int, ...]:
    """Give the tokens that begin the sentences of a document, which is asked about one at a time.

    The parser misses some that open with a number.
    """
    begins = (doc.to_array("SENT_START") == 1).nonzero()[0].tolist()
    numbers = (doc[int(at)] for at in doc.to_array("IS_DIGIT").nonzero()[0] if at)
    missed = (one.i for one in numbers if one.nbor(-1).text == "." and one.nbor(-1).whitespace_)
    return tuple(sorted({0, *begins, *missed}))


def sentence_of(token: Token) -> Range:
    """Give the sentence of a token; the parser lets some run over a blank line, which none does."""
    laid_out = _layout(token.doc)
    if token.i not in laid_out.known:
        laid_out.known[token.i] = _sentence(token, laid_out)
    return laid_out.known[token.i]


class _Layout(NamedTuple):
    """The text of a document, where what no sentence goes over begins and ends, and the known sentences."""

    text: str
    starts: list[int]
    ends: list[int]
    known: dict[int, Range]


@functools.lru_cache(maxsize=1)
def _layout(doc: Doc) -> _Layout:
    text: str = doc.user_data.get(TEXT) or doc.text
    breaks = [match.span() for match in _LINE_BREAK.finditer(text)]
    return _Layout(text, [start for start, _ in breaks], [end for _, end in breaks], {})


def _sentence(token: Token, laid_out: _Layout) -> Range:
    text, starts, ends, _ = laid_out
    first, last = bounds_of(token)
    start, end = token.doc[first].idx, token.doc[last - 1].idx + len(token.doc[last - 1])
    before, after = bisect.bisect_right(ends, token.idx), bisect.bisect_left(starts, token.idx)
    low = max(start, ends[before - 1]) if before else start
    body = text[low : min(end, starts[after]) if after < len(starts) else end]
    low += len(body) - len(body.lstrip())
    body = body.strip()
    return low + after_dateline(body), low + len(body)


def is_clause(span: SpacySpan | None) -> bool:
    """Tell whether words hold a finite verb that is not one of a relative clause."""
    return span is not None and any(
        token.tag_ in FINITE and not any(child.tag_ in ("WDT", "WP") for child in token.lefts)
        for token in span
    )


def goes_on_behind_comma(span: SpacySpan) -> bool:
    """Tell whether a clause follows a comma inside some words: "If we look at it, it is old"."""
    commas = (token.i for token in span if token.text == ",")
    return any(is_clause(span.doc[at + 1 : span.end]) for at in commas)


def is_infinitive(verb: Token) -> bool:
    """Tell "to win" from a clause; the words before "to" may be its subject."""
    return verb.tag_ == "VB" and any(child.tag_ == "TO" for child in verb.lefts)


def clause_without(head: Token, cue: Token) -> tuple[int, int] | None:
    """Give the run of text of a clause, without the words of the cue and its speaker.

    A clause that is cut in two by its cue gives the part before it; `quotes` takes the rest.
    """
    tokens = _words_of(head, cue)
    own = {token.i for token in _words_of(cue, cue)} if cue in tokens else {cue.i}
    tokens = [token for token in tokens if token.i not in own]
    before = [token for token in tokens if token.i < cue.i]
    after = [token for token in tokens if token.i > cue.i]
    chosen = after if head.i > cue.i else before
    day = after_day(cue)
    while chosen and (chosen[0].is_punct or chosen[0].is_space or cue.i < chosen[0].i < day):
        chosen = chosen[1:]
    while head.i > cue.i and len(chosen) > 2 and chosen[0].lower_ == "on" and _is_day(chosen[1]):
        # "told Reuters on Monday it would close".
        chosen = chosen[2:]
    if cue.lemma_ in TELLING and cue.lemma_ != "show" and chosen and head.i > cue.i:
        day = _after_hearer(cue, chosen[0])
    if chosen and head.i > cue.i and _lacks_subject(head, cue, day, chosen[0]):
        chosen = [*cue.doc[day : chosen[0].i], *chosen]
    while chosen and head.i > cue.i and chosen[0].i - 2 > cue.i and _is_torn(chosen[0]):
        # "claiming the e | - | tailer was late".
        first = chosen[0].nbor(-2)
        chosen = [*cue.doc[first.i - (first.nbor(-1).tag_ == "DT") : chosen[0].i], *chosen]
    if len(chosen) > 1 and chosen[0].pos_ == "ADV" and chosen[1].dep_ == "mark":
        chosen = chosen[1:]
    return trimmed(chosen)


def _after_hearer(cue: Token, first: Token) -> int:
    """Step over who is told: "told Reuters | the board that he had seen was old"."""
    if cue.nbor(1).lower_ in HEARERS:
        # "told ABC News the dam was old".
        two = cue.i + 3 < len(cue.doc) and cue.nbor(2).lower_ in HEARERS_TOO
        return cue.i + 3 if two else cue.i + 2
    for token in cue.doc[cue.i + 2 : first.i]:
        if token.tag_ == "DT" and token.nbor(-1).tag_ in ("NN", "NNS", "NNP", "NNPS", "PRP"):
            return token.i
    return first.i


def _is_torn(word: Token) -> bool:
    """Tell whether a hyphen without spaces stands before a word."""
    hyphen = word.nbor(-1)
    return hyphen.text == "-" and not hyphen.whitespace_ and not hyphen.nbor(-1).whitespace_


def _words_of(head: Token, cue: Token) -> list[Token]:
    """Give what hangs on a word, in order, as far as it stands near a cue."""
    first = max(head.left_edge.i, cue.i - MOST_TOKENS_APART)
    last = min(head.right_edge.i, cue.i + MOST_TOKENS_APART)
    if (first, last) != (head.left_edge.i, head.right_edge.i):
        return [*head.doc[first : last + 1]]
    return sorted(head.subtree, key=lambda token: token.i)


def after_day(verb: Token) -> int:
    """Step over the day after a cue: "said Monday the dam was old", "said late on Monday", "said later"."""
    doc, at, end = verb.doc, verb.i + 1, bounds_of(verb)[1]
    if at + 2 < end and doc[at].lower_ in _LATER and doc[at + 1].tag_ in BEGINS_PHRASE:
        return at + 1
    while at + 1 < end:
        if _is_day(doc[at]) or (doc[at].lower_ == "on" and _is_day(doc[at + 1])):
            at += 1
        elif at + 3 < end and doc[at + 2].lower_ == "ago" and doc[at + 1].lemma_ in _SPANS | {"day", "hour"}:
            at += 3
        else:
            return at
    return at


def _is_day(token: Token) -> bool:
    if not 0 < token.i < len(token.doc) - 1:
        return False
    word, before, after = (one.lower_.rstrip(".") for one in (token, token.nbor(-1), token.nbor(1)))
    if word in MONTHS:
        return token.nbor(1).like_num
    if word in _BEFORE_DAYS:
        return after in DAYS or after in _SPANS or after == "on"
    numbered = token.like_num and before in MONTHS
    return numbered or (
        (word in DAYS or (word in _SPANS and before in _BEFORE_DAYS)) and after not in ("'s", "\u2019s")
    )


def _lacks_subject(head: Token, cue: Token, day: int, first: Token) -> bool:
    """Tell whether the parser cut the subject off a clause: "showed | crops, such as wheat, lose more"."""
    finite = head.tag_ in (*FINITE, "VB") or any(child.tag_ in FINITE for child in head.lefts)
    finite = finite and not is_infinitive(head)
    if not finite or day >= first.i or any(child.dep_ in SUBJECTS for child in head.children):
        return False
    between = cue.doc[day : first.i]
    # "says | around two-thirds of those killed were women".
    counts = len(between) > 1 and between[0].tag_ in ("RB", "IN", "JJR") and between[1].tag_ == "CD"
    begins = counts or (len(between) > 0 and between[0].tag_ in BEGINS_PHRASE)
    return begins and any(token.tag_.startswith("NN") for token in between)


def trimmed(tokens: Sequence[Token] | SpacySpan) -> Range | None:
    """Give the range of some words, without spaces and dividing marks at their end."""
    last = len(tokens)
    while last and (tokens[last - 1].is_space or tokens[last - 1].text in ",;:\u2014-"):
        last -= 1
    return (tokens[0].idx, tokens[last - 1].idx + len(tokens[last - 1].text)) if last else None
