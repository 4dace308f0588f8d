"""Where a sentence ends, by its letters: "Mr. Weber" does not end one."""

from __future__ import annotations

import re

from copydesk_quotes.capitals import latin

_END = re.compile(latin(r"[.!?\u2026][\"'\u201d\u2019)\]]*\s+(?=[\"'\u201c\u2018(\[]*[A-Z])|\n\s*\n|\s\|\s"))
_LAST_WORD = re.compile(r"[\w.'\u2019-]*$")
# News agencies and broadcasters that sign a place without a dash. Own compilation.
_AGENCY = (
    r"(?:AP|AFP|UPI|DPA|PA|BBC|Reuters|Bloomberg|Xinhua|Tribune|(?:CNN|CBS|NBC|ABC|CNBC|CNS|Fox)[\w.\ ]*)"
)
_LONG_DASH = r"(?:\u2014|\u2013|--)"
_DASH = rf"(?:{_LONG_DASH}|-)"
_DATELINE = re.compile(
    latin(rf"""
    (?:
      [A-Z][A-Z.'\u2019-]{{2,}} (?: ,?\ (?:[A-Z][\w.'\u2019]*|\d{{1,2}}) ){{0,5}}    # RENO, Nev., May 4
      (?: \ ? \([^)\n]{{2,30}}\) )? ,?                                           # (AP)
      (?: \ ? {_LONG_DASH} | (?: (?<= [.,)] ) | \  ) - ) \ ? (?= \S )         # no "U.N. Secretary-General"
    |
      [A-Z][\w.'\u2019-]+ (?: ,?\ [A-Z][\w.'\u2019]* ){{0,3}} \ \({_AGENCY}\)       # Reno (CNN)
      (?: \ ? {_DASH} )? \ ? (?= ["\u201c]?[A-Z] )
    )
    """),
    re.VERBOSE,
)
# Words with a point before a capital letter. Source: own compilation from news style guides: titles,
# months, states and company forms.
TITLES = frozenset(
    """
    mr mrs ms dr sen sens rep reps gov govs gen lt col sgt capt cpl pvt maj adm cmdr supt insp det
    prof rev fr pres atty asst hon amb sec gens messrs
    """.split()
)
_SHORT = TITLES | frozenset(
    """
    sr jr assoc del st mt ft no vs dept univ
    jan feb mar apr jun jul aug sept oct nov dec
    ala ariz ark calif colo conn fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla
    ore pa tenn tex va vt wash wis wyo
    inc corp ltd co bros
    """.split()
)


def has_sentence_end(text: str) -> bool:
    """Tell whether a sentence ends inside a text, and another begins."""
    return any(not _is_short(text[: match.start()]) for match in _END.finditer(text))


def after_dateline(text: str) -> int:
    """Give where a sentence begins after its place: "RENO, Nev. (AP) \u2014 "; 0 when there is none."""
    match = _DATELINE.match(text)
    return match.end() if match else 0


def _is_short(before: str) -> bool:
    """Tell whether a point belongs to the word before it: "Sen.", "J.", "D.C."."""
    match = _LAST_WORD.search(before)
    word = match.group() if match else ""
    return word.lower() in _SHORT or (len(word) == 1 and word.isupper()) or "." in word.strip(".")
