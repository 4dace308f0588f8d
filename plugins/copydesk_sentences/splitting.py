"""Where sentences begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORDS_BEFORE_NAMES = """
    Mr Mrs Ms Mx Dr Prof Sen Sens Rep Reps Gov Govs Gen Lt Col Cmdr Adm Capt Cpt Maj Sgt Cpl Pvt Pte
    Brig Hon Rev Fr Br Sr Sra St Ste Mt Ft Pres Supt Det Insp Const Messrs Mme Mlle Herr Frau
    Atty Asst Assoc Dist Justice's Amb Ald Coun Cllr Rabbi's Bros
"""
_WORDS_BEFORE_NUMBERS = """
    No Nos Art Arts Sec Fig Figs Vol Vols Ch pp p cf vs v ca approx est Jan Feb Mar Apr Jun Jul Aug
    Sept Sep Oct Nov Dec
"""
_WORDS_INSIDE = "e.g i.e eg ie viz al resp incl esp etc"
# What may end a sentence as well: then the next word decides.
_WORDS_EITHER = """
    Inc Ltd Corp Co Cos Plc LLC Jr Sr Esq Ph.D M.D B.A M.A a.m p.m U.S U.K U.N E.U D.C U.S.A L.A
    N.Y etc al Ave Blvd Rd Dept Univ Assn ft in lb oz mph
"""

# Source: own compilation from news style guides' lists of abbreviations that keep their stop.
NEVER_LAST = frozenset(f"{_WORDS_BEFORE_NAMES} {_WORDS_BEFORE_NUMBERS} {_WORDS_INSIDE}".split())
MAYBE_LAST = frozenset(_WORDS_EITHER.split())
# Words that begin a sentence far more often than they follow an abbreviation inside one.
STARTERS = frozenset(
    """
    The A An This That These Those It He She They We You I His Her Its Their Our My In On At But
    And However Meanwhile When While After Before As If For From With Since Although There Then
    Last Next Now Both Some Many Most No Not One Two So Yet Also Still Earlier Later Under
    According What Who Why How Where Police Officials
    """.split()
)

_PARAGRAPH = re.compile(r"[^\S\n]*\S(?:[^\n]|\n(?![^\S\n]*(?:\n|\Z)))*")
_STOP = re.compile(
    r"""
    (?P<mark> [.!?\u2026\u203d]+ | [\u3002\uff01\uff1f\u0964\u061f]+ )
    (?P<close> ["'\u201d\u2019\u00bb\u203a)\]]* )
    (?P<space> \s+ | (?<=[\u3002\uff01\uff1f]) | \Z )
    """,
    re.VERBOSE,
)
_NEXT_WORD = re.compile(
    r"[\"'\u201c\u2018\u201e\u00ab\u00bf\u00a1(\[\u2014\u2013-]*(?P<word>[^\W_][\w'\u2019.-]*)?"
)
_LAST_WORD = re.compile(
    r"(?:^|[\s(\[\"'\u201c\u2018\u2014\u2013/-])(?P<word>[^\s(\[\"'\u201c\u2018\u2014\u2013/]+)$"
)
_BULLET = re.compile(r"\s*(?:[-*\u2022\u2023\u25aa\u2013]|\d{1,2}[.)])\s")
# Longer lines that end without a mark were wrapped by hand; shorter ones stand by themselves.
_HEADING_CHARACTERS = 60


def split(text: str) -> Iterator[tuple[int, int]]:
    """Find the sentences of a text.

    Yields:
        Half-open ranges in code points, in order, not overlapping, without white space at the
        ends. They never cross a blank line.
    """
    for paragraph in _PARAGRAPH.finditer(text):
        start = paragraph.start()
        for end in _ends(text, paragraph.start(), paragraph.end()):
            trimmed = _trimmed(text, start, end)
            if trimmed:
                yield trimmed
            start = end


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Find the ends of the sentences of a paragraph; the last one is the paragraph's end."""
    ends = {end}
    for stop in _STOP.finditer(text, start, end):
        if stop.end() < end and _ends_sentence(text, stop, start, end):
            ends.add(stop.end("close"))
    at = text.find("\n", start, end)
    while at >= 0:
        if _line_ends_sentence(text, at, start, end):
            ends.add(at)
        at = text.find("\n", at + 1, end)
    yield from sorted(ends)


def _ends_sentence(text: str, stop: re.Match[str], start: int, end: int) -> bool:
    following = _NEXT_WORD.match(text, stop.end(), end)
    word = (following["word"] if following else None) or ""
    if word[:1].islower():
        return False
    if stop["mark"] != ".":
        return True
    # From one before the paragraph on: its first word has white space in front of it as any other.
    before = _LAST_WORD.search(text, max(start - 1, stop.start() - 40, 0), stop.start())
    last = before["word"] if before else ""
    if last in NEVER_LAST and last not in MAYBE_LAST:
        return False
    is_initial = len(last) == 1 and last.isupper() and last != "I"
    if is_initial or last in MAYBE_LAST or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", last):
        # "the U.S. The court" ends, "the U.S. Supreme Court" and "J. Smith" go on.
        return bool(stop["close"]) or word.rstrip("'\u2019s") in STARTERS
    # "1. Mix the flour": the number of a list item belongs to it.
    line = max(start, text.rfind("\n", start, stop.start()) + 1)
    return not (last.isdigit() and before is not None and not text[line : before.start("word")].strip())


def _line_ends_sentence(text: str, at: int, start: int, end: int) -> bool:
    """Tell whether a line break inside a paragraph ends a sentence, or was put in by a wrap."""
    line_start = text.rfind("\n", start, at) + 1 or start
    line = text[max(start, line_start) : at].strip()
    if not line or _BULLET.match(text, at + 1, end):
        return True
    if line[-1] in ".!?\u2026:\u3002" or line.rstrip("\"'\u201d\u2019)").endswith((".", "!", "?")):
        return line[-1] != "," and text[at + 1 : end].lstrip()[:1].isupper()
    following = text[at + 1 : end].lstrip()[:1]
    return len(line) < _HEADING_CHARACTERS and not following.islower() and line[-1] not in ",;\u2014-"


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
