"""Direct quotes: whose the words in quotation marks are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from copydesk_quotes.breaks import has_sentence_end
from copydesk_quotes.carried import (
    announcer,
    carried,
    doer_after,
    goes_on,
    goes_on_within,
    is_in_clause,
    is_statement,
    span_of,
)
from copydesk_quotes.extents import is_clause
from copydesk_quotes.fragments import is_fragment, is_said, teller_of
from copydesk_quotes.lost_subjects import subject_after
from copydesk_quotes.marks import Marked
from copydesk_quotes.messages import worded_by
from copydesk_quotes.noun_phrases import noun_phrase
from copydesk_quotes.page import Found, Page
from copydesk_quotes.predicates import swallowed, with_predicates
from copydesk_quotes.statement import Statement
from copydesk_quotes.titles import MOST_WORDS_OF_TITLE, NAMING, TERM_BEFORE, is_sentence_case, is_titled

_FEWEST_WORDS_FOUND = 3
_LONGEST_GAP = 220
_AS_SOMEBODY = re.compile(r",? as [\w.'\u2019-]+(?: [\w.'\u2019-]+){0,3} ")
# "Yelled at him to “drop the gun”".
_TO_SOMEBODY = re.compile(r" (?:at|to) \w[\w'\u2019-]*(?: [\w'\u2019-]+){0,3} to ")
_AFTERWARDS = re.compile(r",? (?:after|when)$")
_LONGEST_LEAD = 4
_MOST_WORDS_BEFORE = 14
_MOST_WORDS_BETWEEN = 4
_MOST_WORDS_LISTED = 6
_SUBORDINATES = frozenset(
    {"where", "when", "if", "because", "whom", "which", "that", "before", "after", "until", "once"}
)
# “Extra lessons, often called “labs””: that is what they are called by all.
_IN_GENERAL = re.compile(r"\b(?:sometimes|often|commonly|usually|generally|widely)\s+called$")
_DENYING = frozenset("deny reject dismiss refute rebut dispute challenge question repudiate discount".split())
# “...,” and the crowd laughed: another clause.
_JOINING = frozenset({"and", "but", "while", "though", "yet"})


# "“It is late.” Weber agreed." is no quotation of hers.
_PLAIN_CUES = frozenset({"say", "add", "write", "reply", "note", "explain", "recall"})


def find_quotations(page: Page, reported: Sequence[Found], taken: Collection[int]) -> list[Found]:
    """Find whose the quotations are: first those with a cue, then the others by their neighbours.

    Args:
        page: The document.
        reported: The indirect and mixed quotes.
        taken: Where the quotations begin that belong to mixed quotes.
    """
    free = [one for one in page.marked if one.outer_start not in taken]
    cued = with_predicates(page, _with_who_goes_on(page, _cued(page, free), reported))
    within = swallowed(page, cued.values())
    free = [one for one in free if one.outer_start in cued or one.outer_start not in within]
    told = _cued(page, [one for one in page.marked if one.outer_start in taken and _is_led(page, one)])
    speaking = sorted(
        (quote for quote in (*reported, *cued.values()) if quote.speaker), key=lambda quote: quote.start
    )
    speaking = [quote for quote in _outermost(speaking) if not _is_aside(page, quote, speaking)]
    starts = [quote.start for quote in speaking]
    found = [*cued.values(), *(quote for quote in told.values() if _is_inside(quote, reported))]
    last: Found | None = None
    for one in free:
        if one.outer_start in cued:
            last = cued[one.outer_start]
        elif (teller := teller_of(page, one) or worded_by(page, one)) is not None:
            speaker, word = teller
            cue = word.idx, word.idx + len(word.text)
            words = noun_phrase(speaker)
            found.append(Found(*span_of(page, one), "direct", words, speaker.i, cue, 0, 0.6))
        elif _is_quoted(page, one, last):
            at = bisect_left(starts, one.start)
            before = speaking[at - 1] if at else None
            if last is not None and last.speaker and (before is None or last.start > before.start):
                before = last
            last = carried(page, one, before, speaking[at] if at < len(speaking) else None)
            found.append(last)
    return found


def _with_who_goes_on(page: Page, cued: dict[int, Found], reported: Sequence[Found]) -> dict[int, Found]:
    """Give "Adding: “...”", which opens a line, to whoever spoke before."""
    spoke: Found | None = None
    told = {quote.start: at for at, quote in cued.items()}
    for quote in sorted((*reported, *cued.values()), key=lambda one: one.start):
        cue = page.token(quote.cue[0]) if quote.cue is not None else None
        opens = cue is not None and cue.tag_ == "VBG" and (cue.i == 0 or cue.nbor(-1).is_space)
        if quote.speaker is None and opens and spoke is not None and quote.kind == "direct":
            cued[told[quote.start]] = replace(
                quote, speaker=spoke.speaker, speaker_token=spoke.speaker_token, confidence=0.8
            )
        spoke = quote if quote.speaker is not None else spoke
    return cued


def _is_quoted(page: Page, one: Marked, last: Found | None) -> bool:
    """Tell a quotation without a cue from a term: by its words, its place or what announces it."""
    if is_statement(page, one) or goes_on(page, one, last) or goes_on_within(page, one, last):
        return True
    if doer_after(page, one) is not None:
        return True
    # "Weber's answer was short: “No.”"
    return page.last_mark(one) in ".!?" and page.is_whole(one) and announcer(page, one) is not None


def _outermost(quotes: Sequence[Found]) -> Iterator[Found]:
    """Leave out what is told inside another quote: whoever tells it goes on to speak.

    Args:
        quotes: Quotes in order of their start.
    """
    end = 0
    for quote in sorted(quotes, key=lambda quote: (quote.start, -quote.end)):
        if quote.end > end:
            yield quote
            end = quote.end


def _is_aside(page: Page, quote: Found, others: Sequence[Found]) -> bool:
    """Know “...,” Weber said when Hill asked whether it was true: Weber goes on."""
    if (
        quote.cue is not None
        and quote.speaker is not None
        and _AFTERWARDS.search(page.before(quote.speaker[0]))
    ):
        first = page.text.rfind("\n", 0, quote.speaker[0])
        sentence = max(first, page.text.rfind(". ", 0, quote.speaker[0]))
        if any(other.cue and sentence < other.cue[0] < quote.speaker[0] for other in others):
            return True
    token = page.token(quote.cue[0]) if quote.cue is not None else None
    if token is None or token.dep_ not in ("advcl", "relcl"):
        return False
    if any(child.dep_ == "prep" and child.nbor(1).lower_ in ("which", "whom") for child in token.lefts):
        # "Holt asked why, to which Weber replied that it was late": Weber goes on.
        return False
    above = {one.idx for one in token.ancestors}
    return any(other.cue is not None and other.cue[0] in above for other in others)


def _is_led(page: Page, one: Marked) -> bool:
    """Tell whether a sentence is quoted inside a report: "wrote that she had said, “Go home”"."""
    before = page.before(one.outer_start)
    first = page.token(one.start)
    # "Promised that “nobody gets hurt”", but "emails that “may matter”".
    clause = first is not None and first.tag_[:2] not in ("VB", "MD")
    long = len(page.text[one.start : one.end].split()) > _FEWEST_WORDS_FOUND
    that = before.endswith(" that") and clause and long
    return (before[-1:] in (",", ":") or that) and is_sentence_case(page, one)


def _is_inside(quote: Found, reported: Sequence[Found]) -> bool:
    """Tell whether a quotation is led by a cue, and by whose it is, in what somebody else reports."""
    cue, speaker = quote.cue, quote.speaker
    if cue is None or speaker is None or max(cue[1], speaker[1]) > quote.start:
        return False
    first = min(cue[0], speaker[0])
    return any(one.start <= first and quote.end <= one.end for one in reported)


def find_cued(page: Page, taken: Collection[int]) -> list[Found]:
    """Find the quotations that have a cue, besides those that belong to mixed quotes."""
    return [*_cued(page, [one for one in page.marked if one.outer_start not in taken]).values()]


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
            # “What a day!” exclaimed Weber: the parser takes "day" for who exclaims.
            after = subject_after(page.parse[statement.token])
            speaker, token = (noun_phrase(after), after.i) if after is not None else (None, -1)
        cue = (statement.cue_start, statement.cue_end)
        confidence = 0.95 if speaker else 0.6
        found[one.outer_start] = Found(*span_of(page, one), "direct", speaker, token, cue, number, confidence)
    return found


def _cue_of(page: Page, one: Marked) -> Statement | None:
    """Find the cue beside a quotation: after it when it ends with a comma, else before it."""
    after, before = _cue_after(page, one), _cue_before(page, one)
    inner_end = page.last_mark(one)
    following = page.text[one.outer_end : one.outer_end + 1]
    if before and inner_end != "," and page.before(one.outer_start)[-1:] in (",", ":"):
        # "A man shouted, “Go!” Weber smiled and said".
        return before
    puts = after is not None and page.parse[after.token].lemma_ == "put"
    if after and puts and _AS_SOMEBODY.fullmatch(page.text, one.outer_end, after.cue_start):
        # "calling them lazy (“no work, no aim,” as he puts it)".
        return after
    if before and after and _leads(page, before, one.outer_start):
        answer = next(iter(page.marked_in(after.cue_end, after.cue_end + _LONGEST_LEAD)), None)
        if answer is not None and _leads(page, after, answer.outer_start):
            # "People say, “Hey,” I say, “Hello.”"
            return before
    if not page.is_whole(one) and (before or (inner_end != "," and following != ",")):
        return before
    if after and (inner_end in ",?!\u2014-\u2026" or following in (",", "\u2014")):
        return after
    return before or after


def _leads(page: Page, statement: Statement, start: int) -> bool:
    """Tell whether a cue stands right before a quotation: "Weber says, “Yes.”"."""
    return page.text[statement.cue_end : start].strip() in (",", ":")


def _cue_after(page: Page, one: Marked) -> Statement | None:
    if not one.closed or is_titled(page, one):
        return None
    if page.last_mark(one) == ".":
        return _cue_after_stop(page, one)
    for statement in page.statements_in(one.outer_end, one.outer_end + _LONGEST_GAP):
        gap = page.text[one.outer_end : statement.cue_start]
        if statement.cue_start >= page.paragraphs[one.paragraph][1] or _begins_sentence(page, one, gap):
            return None
        if has_sentence_end(gap) or '"' in gap or "\u201c" in gap:
            return None
        if statement.kind == "finding" and statement.start >= 0:
            continue
        if _is_who_speaks(one, statement):
            continue
        if statement.kind == "opinion" and is_fragment(page, one) and is_in_clause(page, one):
            # "When you say “cheap seats,” everybody understands".
            return None
        if page.parse[statement.token].lemma_ in NAMING and not is_sentence_case(page, one):
            continue
        if TERM_BEFORE.search(page.before(one.outer_start)) and not is_sentence_case(page, one):
            return None
        if _is_close(page, one, statement):
            return statement
    return None


def _cue_after_stop(page: Page, one: Marked) -> Statement | None:
    """Find the cue of “It is late.” Weber said. — many write a full stop where a comma belongs."""
    for statement in page.statements_in(one.outer_end, one.outer_end + _LONGEST_GAP):
        speaker = statement.speaker
        between = page.text[one.outer_end : speaker[0]] if speaker is not None else "."
        near = not between.strip(" ,") and "\n" not in between
        ends = page.text[statement.cue_end : statement.cue_end + 1] in (".", "\n", "")
        alone = statement.start < 0 and ends
        plain = page.parse[statement.token].lemma_ in _PLAIN_CUES
        return statement if near and alone and plain and _is_close(page, one, statement) else None
    return None


def _is_who_speaks(one: Marked, statement: Statement) -> bool:
    """Know a name in marks before what it reports: "“Sunday Live” reported that she had left"."""
    speaker = statement.speaker
    named = speaker is not None and one.outer_start <= speaker[0] < one.outer_end
    return named and statement.start >= one.outer_end


def _begins_sentence(page: Page, one: Marked, gap: str) -> bool:
    """Tell whether a sentence begins after “Vote!” or “Vote?”: “So sad!” He later wrote ..."."""
    words = gap.split()
    if page.last_mark(one) not in "!?\u2026" or not words or not words[0][0].isupper():
        return False
    token = page.token(one.outer_end + len(gap) - len(gap.lstrip()))
    return token is not None and token.pos_ not in ("PROPN", "NOUN")


def _is_close(page: Page, one: Marked, statement: Statement) -> bool:
    """Tell whether nothing but the speaker stands between a quotation and the cue after it."""
    first, most = statement.cue_start, _MOST_WORDS_BETWEEN
    if statement.speaker is not None:
        # A comma before the closing mark promises the cue; then a title that the parser tears from
        # its name may stand between them.
        most = MOST_WORDS_OF_TITLE if page.last_mark(one) == "," else 1
        if one.outer_end <= statement.speaker[0] < first:
            first = statement.speaker[0]
    between = page.text[one.outer_end : first].strip(" ,\u2014-\n").lower().split()
    apart = not _JOINING.isdisjoint(between) or (bool(between) and between[-1] in _SUBORDINATES)
    return len(between) <= most and not apart


def _cue_before(page: Page, one: Marked) -> Statement | None:
    near = page.statements_in(one.outer_start - _LONGEST_GAP, one.outer_start)
    for statement in reversed(near):
        if statement.cue_end > one.outer_start:
            continue
        gap = page.text[statement.cue_end : one.outer_start]
        if ")" in gap and "(" not in gap:
            # "(as the men who backed her had said) “It is late.”"
            continue
        if _is_announced_by_another(page, statement, one, gap):
            return None
        if has_sentence_end(gap) or gap.rstrip(' \n"\u201d)')[-1:] in (".", "!", "?"):
            return statement if re.fullmatch(r"[^.!?]*[:,]\s*", gap) else None
        if page.parse[statement.token].lemma_ in NAMING and not is_sentence_case(page, one):
            return None
        if is_titled(page, one) and not page.text[statement.cue_start : statement.cue_end].endswith(" of"):
            return None
        if ":" in gap and _lists(page, statement, one):
            return None
        if "\u201d" in gap or '"' in gap:
            # Another quotation of the same sentence stands between: they share the cue.
            led = re.split('["\u201c]', gap, maxsplit=1)[0]
            apart = page.is_whole(one) or (is_fragment(page, one) and not is_said(page, statement, one, led))
            return None if apart else statement
        leads = gap.strip() in ("", "that") or gap.strip()[-1] in ",:" or _TO_SOMEBODY.fullmatch(gap)
        if statement.kind == "manner" and not leads:
            continue
        return statement if _fits_before(page, statement, one, gap) else None
    return None


def _is_announced_by_another(page: Page, statement: Statement, one: Marked, gap: str) -> bool:
    """Know "When Pike asked if it was late, Weber had an answer: “...”": Pike has asked already."""
    told = statement.cue_end <= statement.start < statement.end < one.outer_start
    told = told or page.parse[statement.token].dep_ in ("advcl", "relcl")
    # "Weber has a reason for not calling him a liar: “...”".
    called = page.parse[statement.token].dep_ == "pcomp" and bool(gap.strip(" :"))
    if gap.rstrip()[-1:] != ":" or not (called or (told and "," in gap)):
        return False
    subject = announcer(page, one)
    return subject is not None and subject.i != statement.speaker_token


def _is_denied(page: Page, statement: Statement, one: Marked) -> bool:
    """Tell a word that describes what somebody rejects: "denied the “ridiculous” claim"."""
    before, after = page.token(one.outer_start - 2), page.token(one.outer_end + 1)
    if before is None or after is None or page.parse[statement.token].lemma_ not in _DENYING:
        return False
    described = before.tag_ in ("DT", "PRP$", "POS") and after.tag_ in ("NN", "NNS", "JJ", "NNP", "NNPS")
    return described and len(page.text[one.start : one.end].split()) < _FEWEST_WORDS_FOUND


def _lists(page: Page, statement: Statement, one: Marked) -> bool:
    """Know "announced the topics: “our direction,” “our safety”": what is listed has names, not words."""
    named = (one for one in page.parse[statement.token].rights if one.dep_ == "dobj" and one.pos_ == "NOUN")
    things = any(noun.tag_ == "NNS" and noun.lemma_.lower() not in page.lexicon.nouns for noun in named)
    few = len(page.text[one.start : one.end].split()) <= _MOST_WORDS_LISTED
    return things and few and not is_clause(page.parse.char_span(one.start, one.end, alignment_mode="expand"))


def _fits_before(page: Page, statement: Statement, one: Marked, gap: str) -> bool:
    if _IN_GENERAL.search(page.before(one.outer_start)):
        return False
    if _is_denied(page, statement, one):
        return False
    if statement.start >= one.outer_end and not is_sentence_case(page, one):
        # "Told the “Right Now” podcast that it was late".
        return False
    if statement.kind == "finding" and len(page.text[one.start : one.end].split()) < _FEWEST_WORDS_FOUND:
        return False
    if gap.rstrip().endswith(";") and gap.strip(" ;\n"):
        # "The board says that is not so; “we call everyone,” said its clerk".
        return False
    if statement.kind in ("opinion", "finding") and gap.rstrip().endswith(",") and gap.strip(" ,\n"):
        # "She said that while he understood the anger, “this is no answer”".
        return False
    led = gap.rstrip().endswith((",", ":")) or gap.strip(" ,\n") in ("that", "it")
    apart = led and gap.strip() != "that"
    if not apart and is_fragment(page, one) and not is_said(page, statement, one, gap):
        return False
    if led or gap.strip(" ,\n") in ("", "as", ";"):
        return True
    between = statement.cue_end <= one.start and one.outer_end <= statement.start
    if statement.start >= 0 and not between and not statement.start <= one.start <= statement.end + 3:
        return False
    if TERM_BEFORE.search(page.before(one.outer_start)):
        return False
    if statement.speaker is None and statement.kind in ("opinion", "thought", "finding"):
        return False
    return len(gap.split()) <= _MOST_WORDS_BEFORE
