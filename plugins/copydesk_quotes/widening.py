"""How far a report reaches in its sentence: to where its speaker, or the writer, moves on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk_quotes.extents import FINITE
from copydesk_quotes.leading import end_in_leading
from copydesk_quotes.moves import next_move, where_tense_goes_on
from copydesk_quotes.page import Page
from copydesk_quotes.somebody import is_somebody
from copydesk_quotes.speakers import Range
from copydesk_quotes.statement import Statement
from copydesk_quotes.with_phrases import end_behind_with

if TYPE_CHECKING:
    from spacy.tokens import Token

_DASHES = ("\u2014", "\u2013", "--")
# "Said the tanks were safe but declined to explain". Own compilation.
_WITHHELD = (
    "say|comment|elaborate|specify|identify|name|give|provide|offer|respond|disclose|explain|discuss|answer|"
    "release|describe|confirm|reveal|speculate|endorse|commit"
)
# "a plea for help in a crisis “of epic size,” | despite the anger at home".
_BEHIND = r'(?<= ,["\u201d] ) \s (?= (?:despite|amid|even\ as)\s )'
_LEAVES = re.compile(
    rf"""
    ; \s (?! (?:and\s)? that \b )
    | \s? (?:[\u2014\u2013]|--) \s? (?= (?:an?|the|something|which) \s )
    | , \s (?= (?:though|although|whereas) \s (?! (?:he|she|they|it|i|we|there\ would) \b ) )
    | {_BEHIND}
    | , \s (?= even\ as \s (?:he|she|they) \s )
    | , \s (?=
        (?: (?:just|only|nearly|about|barely|more\ than|less\ than|fewer\ than) \s )?
        (?: (?:an?|one|two|three|four|five|six|seven|eight|nine|10|several|[1-9]\d?) \s )?
        (?:hours?|days?|weeks?|months?|years?) \s (?:after|before) \s
      )
    | \s \( (?= [^()]* \) \W* \Z )
    | , \s (?=
        (?:who|which) \s (?: (?:has|have|had) \s )? (?:repeatedly \s)? (?:
            denied | declined \s to
            | (?:did|does|could) (?:n['\u2019]t|\s not) \s (?:be|respond|return|reply)
        ) \b
      )
    | (?: (?<= ,["\u201d] ) | , ) \s (?= a\ reference\ to\b )
    | (?<= ["\u201d] ) \s? (?:[\u2014\u2013]|--) \s? (?! \s? (?:rather\ than|instead\ of|not|or)\b )
    | , \s (?=
        (?:but|though|although) \s it (?: ['\u2019]s | \s(?:is|was|remains) ) \s (?:un|not\s) clear \b
      )
    | , \s (?=
        but \s (?:that|this) \s (?:is|was) (?: n['\u2019]t | \s (?:not|no\ longer|false|untrue|wrong) ) \b
      )
    | ,?\s (?= when\ (?:asked|pressed|questioned)\b )
    | , \s (?= to\ which\ (?:\S+\s){{1,4}} (?:replied|responded|answered|said)\b )
    | ,?\s (?=
        (?:and|but) \s (?: (?:he|she|they|it) \s )? (?:
            (?:declined|refused) \s to \s (?:{_WITHHELD}) \b | stopped \s short \b
            | (?:did|does|do|would|could) (?:n['\u2019]t|\s not) \s (?:immediately\s)? (?:{_WITHHELD}) \b
            | (?:gave|offered|provided|cited) \s (?:no|few) \b
        )
      )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What a clause that is cut before the next speaker keeps of the next report: "..., and that each time".
_DANGLING = re.compile(r"(?:,? (?:and|but) that(?: \w+){0,3},?|,? to which)\s*\Z")
# What news does, and nobody says. Own compilation.
_FOLLOWING = frozenset(
    """
    prompting sparking drawing fueling fuelling triggering igniting reigniting reviving renewing rekindling
    deepening escalating intensifying contradicting undercutting undermining echoing capping reversing
    heightening stoking inflaming angering infuriating stunning surprising alarming sending dealing casting
    upending roiling jolting complicating dashing clouding shaking rattling widening paving signaling
    signalling underscoring underlining highlighting bowing marking
    """.split()
)
# What news calls, by and by, what somebody said. Own compilation.
_SUMS = frozenset(
    """
    step move number figure claim charge allegation assertion accusation pledge promise prediction contention
    argument view opinion position stance sentiment refrain statement remark comment description
    characterization word phrase term tactic decision strategy idea notion suggestion complaint threat vow
    explanation denial request requirement development setback milestone threshold reversal departure shift
    trend
    """.split()
)
_DOUBTS = re.compile(
    r"\b(?:questions?|doubts?|fears?|concerns?|alarms?|the (?:possibility|prospect|stakes))\b"
)
# "Setting the stage for a strike", "clearing the way for a vote".
_WAY = re.compile(r"(?<=setting) the stage\b|(?<=clearing) the way\b")
_DOES = re.compile(r", which (?:he|she|it|they) (?:did|does|do|has|had|have)\b")
_CLAUSE_BETWEEN = re.compile(
    r", (?:even|if|unless|though|although|when|while|because|since|until|after|before|as|whether)\b.*,"
)
# "11 percent think it will fall | and 23 percent do not": the next ones who are asked.
_SHARE = re.compile(r"[\d.]+(?:%| percent)\b")
_NEXT_SHARE = re.compile(r",? and [\d.]+(?:%| percent) ")
_BEHIND_MARKS = re.compile(_BEHIND, re.VERBOSE)
_LONGEST_STEP = 4
_FEWEST_LETTERS = 10


def widened(page: Page, statement: Statement) -> Range:
    """Widen a clause to where the sentence lets it end: the parser cuts it short now and then."""
    if (goes_on := _where_wish_goes_on(page, statement)) is not None:
        return statement.start, goes_on
    if statement.exact:
        end = _where_others_judge(page, statement, statement.start, statement.end)
        behind = _BEHIND_MARKS.search(page.text, statement.start, end)
        return statement.start, behind.start() if behind else end
    text = page.text
    first, last = statement.sentence
    start, end = max(statement.start, first), min(statement.end, last)
    if start >= statement.cue_end:
        end = max(end, next_move(page, statement, end))
    elif statement.end <= statement.cue_start:
        start = first if not page.statements_in(first, start) else start
        end = _to_speaker(page, statement, end)
    if start >= statement.cue_end:
        end = min(end, _where_writer_goes_on(page, statement, start, end))
        cue = page.parse[statement.token]
        end = end_behind_with(cue, end_in_leading(cue, (start, end)))[1]
    dangling = _DANGLING.search(text, start, end) if start >= statement.cue_end else None
    end = dangling.start() if dangling else end
    while start < end and text[start] in " \n,;:\u2014-":
        start += 1
    while end > start and (text[end - 1] in " \n,;:\u2014-(" or text[:end].endswith((" and", " but"))):
        end -= 1 if text[end - 1] in " \n,;:\u2014-(" else 4
    end = min(end, last)
    return start, _into_marks(page, end) if start >= statement.cue_end else end


def _into_marks(page: Page, end: int) -> int:
    """Take in the last words of a sentence, in marks: "asked if they could see Pike, “saying no?”"."""
    one = next(iter(page.marked_in(end, end + _LONGEST_STEP)), None)
    if one is None or not one.closed or end > one.start:
        return end
    closes = page.text[one.start].islower() and page.last_mark(one) in ".?!"
    return one.outer_end if closes and page.text[end : one.outer_start] in ("", " ", ", ") else end


def _where_wish_goes_on(page: Page, statement: Statement) -> int | None:
    """Find the end of "a request that the man in the picture | be charged": the parser sees two clauses."""
    end = statement.end
    verb = page.token(end + 1) if page.text[end : end + 1] == " " else None
    wishes = verb is not None and verb.lower_ == "be" and page.text.startswith("that ", statement.start)
    return statement.sentence[1] if wishes and statement.start >= statement.cue_end else None


def _to_speaker(page: Page, statement: Statement, end: int) -> int:
    """Take in a clause before who tells it: "It may be late, even if it rains, a study suggests"."""
    limit = min(statement.cue_start, statement.speaker[0]) if statement.speaker is not None else end
    between = page.text[end:limit].strip()
    told = any(one.start >= 0 for one in page.statements_in(end, limit))
    if told or not _CLAUSE_BETWEEN.fullmatch(between):
        return end
    return end + len(page.text[end:limit].rstrip(" ,"))


def _where_writer_goes_on(page: Page, statement: Statement, start: int, end: int) -> int:
    """Find where a sentence leaves what was said: "; the court ...", ", though the court ..."."""
    for match in _LEAVES.finditer(page.text, start, end):
        dash = match.group().strip() in _DASHES
        # "if it goes on -- as we fear -- the board will act": that dash closes what another one opened.
        opened = sum(page.text.count(mark, start, match.start()) for mark in _DASHES) % 2
        paired = dash and (opened or any(mark in page.text[match.end() : end] for mark in _DASHES))
        if not paired and not page.is_marked(match.start()) and match.start() - start > _FEWEST_LETTERS:
            return match.start()
    end = min(end, _where_others_judge(page, statement, start, end))
    share = _SHARE.search(page.text, *statement.speaker) if statement.speaker is not None else None
    others = _NEXT_SHARE.search(page.text, start, end) if share is not None else None
    end = others.start() if others is not None else end
    end = min(end, _where_purpose_goes_on(page, statement, start, end))
    end = min(end, _where_it_tells_what_followed(page, statement, start, end))
    end = min(end, where_tense_goes_on(page, statement, start, end))
    verb = page.parse[statement.token]
    clause = page.token(start) if verb.dep_ == "relcl" else None
    for token in page.parse[clause.i : verb.right_edge.i + 1] if clause is not None else ():
        # "The bill, which she said would cost billions, passed".
        if token.dep_ == "conj" and token.tag_ in ("VBD", "VBN") and token.nbor(-1).text == ",":
            return token.nbor(-1).idx
    return end


def _where_others_judge(page: Page, statement: Statement, start: int, end: int) -> int:
    """Find where the writer sums up for somebody else: "vowed to stay, a move critics called “mad”"."""
    end = _before_source(page, statement, start, end)
    done = _DOES.search(page.text, start, end)
    end = done.start() if done and statement.start >= statement.cue_end else end
    for match in re.finditer(r",[\"\u201d]?\s(?=an?\s)", page.text[start:end]):
        article = page.token(start + match.end())
        noun = article.head if article is not None else None
        if noun is None or is_somebody(noun) or page.is_marked(start + match.end()):
            continue
        before = start + len(page.text[start : start + match.end()].rstrip(" ,"))
        if noun.lemma_.lower() in _SUMS and any(one.dep_ in ("relcl", "acl") for one in noun.rights):
            return before
        if noun.dep_ != "appos" or _goes_on_after(noun):
            continue
        for other in page.statements_in(start + match.end(), end):
            verb = page.parse[other.token]
            if verb.dep_ in ("relcl", "acl") and verb.head.i == noun.i:
                return before
    return end


def _goes_on_after(noun: Token) -> bool:
    """Know "that Pike, a man known to all, lacked it": the clause goes on after the apposition."""
    last = noun.right_edge.i
    after = noun.doc[last + 1 : last + 3]
    return len(after) > 1 and after[0].text == "," and after[1].tag_ in FINITE


def _before_source(page: Page, statement: Statement, start: int, end: int) -> int:
    """End before whoever else tells of it: "that sales would slip, according to a survey"."""
    for other in page.statements_in(start, end):
        apart = page.text[other.end : other.cue_start].strip() == ","
        phrase = page.parse[other.token].tag_ == "VBG" and other.start <= statement.cue_start
        if phrase and apart and start < other.end <= other.cue_start:
            return other.end
        which = page.parse[other.token].left_edge
        first = page.token(other.speaker[0] - 2) if other.speaker is not None else None
        which = first if first is not None and first.lower_ == "which" else which
        if start < which.idx and _is_told_by_the_way(page, other, which, end):
            return start + len(page.text[start : which.idx].rstrip(" ,"))
    return end


def _is_told_by_the_way(page: Page, other: Statement, which: Token, end: int) -> bool:
    """Know "urged him to pay for the system, which he said had been starved"."""
    verb = page.parse[other.token]
    if page.text[which.idx - 2 : which.idx + 6] == ", which " and "," not in page.text[other.cue_end : end]:
        return other.speaker is not None and other.speaker[0] == which.idx + 6
    if which.nbor(-1).tag_ == "IN":
        # "at a talk in which she said she had served".
        return False
    last = verb.right_edge
    rest = page.text[last.idx + len(last.text) : end].strip(' .,\u201d"')
    told = other.speaker is not None and other.speaker[0] > which.idx
    return verb.dep_ == "relcl" and which.lower_ == "which" and told and not rest


def _where_purpose_goes_on(page: Page, statement: Statement, start: int, end: int) -> int:
    """Find the next of several aims: "sought to assure them that he would stay and to win them over"."""
    cue, first = page.parse[statement.token], page.token(start)
    if first is None or first.lower_ != "that" or not any(child.tag_ == "TO" for child in cue.lefts):
        return end
    last = page.token(end - 1)
    for token in page.parse[first.i : last.i] if last is not None else ():
        if token.tag_ == "TO":
            joined = token.nbor(-1)
            return joined.idx if joined.dep_ == "cc" else end
    return end


def _where_it_tells_what_followed(page: Page, statement: Statement, start: int, end: int) -> int:
    """Find where the writer tells what a report led to: "said the bridge was unsafe, prompting ..."."""
    cue = page.parse[statement.token]
    if cue.dep_ != "ROOT":
        return end
    for match in re.finditer(r", (\w+ing)\b", page.text[start:end]):
        raises = match[1] == "raising" and _DOUBTS.search(page.text, start + match.end(), end)
        raises = raises or _WAY.match(page.text, start + match.end(1))
        if (match[1] in _FOLLOWING or raises) and not page.is_marked(start + match.start()):
            return start + match.start()
    return end
