"""Mending the spans of a tagger: titles, articles, possessives, lists, brackets, line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk_entities.mentions import COARSE, LOC, LONGEST, ORG, PERSON, Found, found_at
from copydesk_entities.titles import rank_inside, title_before, title_inside
from copydesk_entities.words import Words

_LEADING = re.compile(
    r"(?:[\s\"'\u2018\u201c\u201d\u00ab\u00bb\u201e`*_~|>#@.,;:!?)\]}/\\=+&\u2022\u2013\u2014-]|(?:the|an?)\s)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[\s\"\u201c\u201d\u00ab\u00bb`*_~|<>#,;:!?(\[{/\\=+&\u2022\u2013\u2014-]|\s?['\u2019\u2018]s|['\u2019\u2018]S\b|['\u2019\u2018])+$"
)
_PREFIX = re.compile(r"(?:pro|anti|non|pan|ex|post|pre)-[A-Za-z]+\s+(?=[A-Z])", re.IGNORECASE)
_SHORT = frozenset(
    """Inc. Corp. Co. Ltd. Jr. Sr. Bros. St. Fla. Calif. Tex. Mass. Conn. Wash. Ore. Minn. Wis. Mich.
    Ill. Ind. Tenn. Ala. Ark. Ariz. Colo. Del. Ga. Kan. Ky. La. Md. Miss. Mo. Mont. Neb.
    Nev. Okla. Pa. Va. Vt. Wyo.""".split()
)
_LINE_BREAK = re.compile(r"\s*\n\s*")
_NO_MEMBER = re.compile(r"(?:Jr|Sr|Ph|M\.?D|Esq|I+)\b")
# Other openers start the names of organisations too ("Our Future").
_ADVERBS = frozenset(
    """Later Earlier Meanwhile Yesterday Today However But And Although Because While When After Since Until
    Despite During According Also Still Now Then There""".split()
)
_WORD = re.compile(r"(?<!\S)(\S+)\s+")
_NAME_BEFORE = re.compile(r"(?:^|\s)([^\W\d_][\w-]+)[ ]$")
_CAPITAL_BEFORE = re.compile(r"(?<![\w-])([A-Z]\w+\.?)[ \u00a0]$")
_ADDRESS = re.compile(r"@|://|www\.|\.com\b|\d{3}")
_SEATED = re.compile(r"\b(?:Inc|Corp|Ltd|LLC|LLP|plc|PLC|GmbH|AG)\.?(\s(?:of|in|from|at)\s)")
_SCORE = re.compile(r"\s+\d+[-\u2013:]\d+$")
_BREAK = re.compile(r"\s+(?:before|after|against|beats?|over|without|while|when|who|said|says|told)\s+")
_LAST_NAME = re.compile(r"[ \u00a0]([A-Z][\w\u2019'-]*[a-z])(?!\w|\.\w)")
_NUMERAL = re.compile(
    r"(?:,?[ \u00a0](?:Jr|Sr)\.?"
    r"|[ \u00a0](?:I(?=[.,;:)]|[ ](?:of|was|and)\b)|I[IVX]{1,3}|V(?:I{1,3})?|XI?[IVX]{0,3}))(?![\w'\u2019])"
)
# The second syllable of a given name ("Wong Yeung-tat"), and what follows a last name as often ("Trump-led").
_SYLLABLE = re.compile(r"-(?!(?:led|era|run|like|free|made|only|type|held|hit)\b)[a-z]{2,5}(?![\w-])")
_BYNAME = re.compile(r"\s(?:the\s)?(?:Elder|Younger|Great|Terrible|Conqueror|Confessor|Bold|Wise)\b")
_PARTICLES = re.compile(
    r"(?:\s(?:von|van|der|den|de|del|della|di|da|do|dos|das|du|la|le|ten|ter|al|bin|bint|binti|ibn|ben|abu|zu|zum|zur))+"
    r"\s[A-Z][\w\u2019'-]*[a-z](?:\s[A-Z][\w\u2019'-]*[a-z])?"
)
_UNFINISHED = re.compile(r"(?:\s(?:of|at|in|von|van|der|den|de|del|di|da|do|du|la|bin|bint|ibn|al))+$")
_OF = re.compile(r"\s+(?:of|for|and|in|on|at|to)(?:\s+the)?$")
_REST = re.compile(
    r"(?:\s+(?:the|of|and|for|de|du|da))*(?:\s[A-Z][\w\u2019'-]*)"
    r"(?:\s(?:of\s|and\s|for\s|the\s)*[A-Z][\w\u2019'-]*){0,4}"
)
_PERSONS = re.compile(r",\s+(?:and\s+)?|\s+(?:and|&|und|et)\s+|\s?/\s?|\s+[-\u2013\u2014]+\s+")
_BODIES = re.compile(r",\s+(?:and\s+)?")
_PLACES = re.compile(r",\s+(?:and\s+)?|\s+and\s+|/")
_SOFT_LINE = 45


def mended(text: str, start: int, end: int, kind: str, words: Words) -> Iterator[Found]:
    """Turn one span of a tagger into mentions: none, one or several.

    Args:
        text: The document's text.
        start: First code point of the span.
        end: Code point after the last.
        kind: Label of the tagger.
        words: Word lists.
    """
    for line_start, line_end in _lines(text, start, end):
        for piece_start, piece_end, piece_kind in _pieces(text, line_start, line_end, kind, words):
            yield from _mended_piece(text, piece_start, piece_end, piece_kind, words)


def _mended_piece(text: str, start: int, end: int, kind: str, words: Words) -> Iterator[Found]:
    start, end = trimmed(text, start, end)
    if not 0 < end - start <= LONGEST or (kind in COARSE and _ADDRESS.search(text, start, end)):
        return
    label = COARSE.get(kind)
    if label:
        start = _without_opener(text, start, end, label, words)
    if label and (match := _PREFIX.match(text, start, end)):
        start = match.end()
    rank = rank_inside(text, start, end, words) if label in (ORG, LOC) else -1
    if rank > start:
        yield from _mended_piece(text, start, rank, kind, words)
    if rank >= 0:
        start, kind, label = rank, PERSON, PERSON
    title = ""
    if label == PERSON:
        start, end, title = _mended_person(text, start, end, words)
    elif label == ORG:
        end = _with_rest(text, start, end)
    elif label == LOC:
        start = _with_landform(text, start, words)
    start, end = trimmed(text, start, end)
    if start < end and any(char.isalpha() for char in text[start:end]):
        yield found_at(text, start, end, kind, title or title_before(text, start, words))


def _mended_person(text: str, start: int, end: int, words: Words) -> tuple[int, int, str]:
    """Cut all but the name off a person; give its start, its end and the title."""
    start, title = title_inside(text, start, end, words)
    start = _without_lower_case(text, start, end, words)
    end = _without_suffix(text, start, end, words)
    end = _with_last_name(text, start, _with_particles(text, start, end), words)
    end = _with_rest_of_name(text, start, end)
    return _with_first_name(text, start, words), end, title


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut articles, quotation marks, punctuation and possessives off the ends of a span."""
    if match := _LEADING.match(text, start, end):
        start = match.end()
    if match := _TRAILING.search(text, start, end):
        end = match.start()
    if end > start and text[end - 1] == "." and not _is_abbreviation(text[start:end]):
        end -= 1
    if text[start:end].count(")") > text[start:end].count("(") and text[end - 1] == ")":
        end -= 1
    return start, end


def _is_abbreviation(surface: str) -> bool:
    last = surface.rsplit(maxsplit=1)[-1]
    return last.count(".") > 1 or last in _SHORT or (len(last) == 2 and " " in surface)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a span at line breaks, but for those that only wrap a long line."""
    if "\n" not in text[start:end]:
        yield start, end
        return
    at = start
    for match in _LINE_BREAK.finditer(text[start:end]):
        place = start + match.start()
        line_length = place - (text.rfind("\n", 0, place) + 1)
        if match[0].count("\n") > 1 or line_length < _SOFT_LINE:
            yield at, place
            at = start + match.end()
    yield at, end


def _pieces(text: str, start: int, end: int, kind: str, words: Words) -> Iterator[tuple[int, int, str]]:
    """Cut a span at brackets, and a list of people or places into its members."""
    label = COARSE.get(kind)
    opened = text.find("(", start, end)
    if label and opened > start:
        closed = text.find(")", opened, end)
        yield start, opened, kind
        yield opened + 1, closed if closed > 0 else end, kind
        return
    surface = text[start:end]
    if label == LOC and (surface in words.countries or surface in words.regions):
        yield start, end, kind
        return
    if label and (match := _SCORE.search(surface)):
        end, surface = start + match.start(), surface[: match.start()]
    if label == ORG and (match := _SEATED.search(surface)):
        yield start, start + match.start(1), kind
        yield start + match.end(), end, "GPE"
        return
    if label and (match := _BREAK.search(surface)):
        yield start, start + match.start(), kind
        yield start + match.end(), end, kind
        return
    joint = {PERSON: _PERSONS, LOC: _PLACES, ORG: _BODIES}.get(label or "")
    at = start
    for match in joint.finditer(surface) if joint else ():
        if not _is_joint(surface, match) or (label == ORG and not _is_list(surface, match, words)):
            continue
        yield at, start + match.start(), kind
        at = start + match.end()
    yield at, end, kind


def _is_joint(surface: str, match: re.Match[str]) -> bool:
    """Tell a list from "Martin Luther King, Jr." and "North and South Korea"."""
    before, after = surface[: match.start()], surface[match.end() :]
    if _NO_MEMBER.match(after) or not after[:1].isupper():
        return False
    return "and" not in match[0] or before.split()[-1:] not in (["North"], ["South"], ["East"], ["West"])


def _without_opener(text: str, start: int, end: int, label: str, words: Words) -> int:
    """Cut a word that only starts the sentence off the front ("Later" off "Later Weber")."""
    match = _WORD.match(text, start, end)
    if not match or match[1] not in (_ADVERBS if label == ORG else words.openers):
        return start
    return start if words.is_first_name(match[1]) else match.end()


def _without_lower_case(text: str, start: int, end: int, words: Words) -> int:
    """Cut words without a capital off the front of a person ("magician David Gish")."""
    for match in _WORD.finditer(text, start, end):
        word = match[1]
        if not word[0].islower() or word in words.particles or "-" in word:
            return match.start()
    return start


def _with_particles(text: str, start: int, end: int) -> int:
    """Complete "Ursula von" and "Vincent" with "der Leyen" and "van Gogh"."""
    if match := _UNFINISHED.search(text, start, end):
        end = match.start()
    match = _PARTICLES.match(text, end)
    return match.end() if match else end


def _with_last_name(text: str, start: int, end: int, words: Words) -> int:
    """Take in the last name after a first name ("Khan" after "Sayeeda")."""
    name = text[start:end]
    if not (words.is_first_name(name) or (name.isalpha() and title_before(text, start, words))):
        return end
    match = _LAST_NAME.match(text, end)
    return match.end() if match and words.may_be_last_name(match[1]) else end


def _with_first_name(text: str, start: int, words: Words) -> int:
    """Take in the first name that stands before a span ("Nguyễn" before "Văn Thành")."""
    match = _NAME_BEFORE.search(text[max(0, start - 24) : start])
    if not match or not match[1][0].isupper() or match[1] in words.titles or match[1] in words.peoples:
        return start
    if words.is_first_name(match[1]) or not match[1].isascii():
        return start - len(match[1]) - 1
    return start


def _is_list(surface: str, match: re.Match[str], words: Words) -> bool:
    """Tell "Tesla, Uber" from "Enron Corp, Inc." and "University of California, Berkeley"."""
    after = surface[match.end() :]
    first = after.split(",")[0]
    company = first.rstrip(".").split()[-1].casefold() in words.companies
    place = first in words.cities or first in words.regions or first in words.countries
    return not (company or place)


def _without_suffix(text: str, start: int, end: int, words: Words) -> int:
    while True:
        rest, _, last = text[start:end].rpartition(" ")
        if not rest or last not in words.suffixes:
            return end
        end = start + len(rest.rstrip().removesuffix(","))


def _with_landform(text: str, start: int, words: Words) -> int:
    """Take in "Mount" before "Kenya"."""
    match = _CAPITAL_BEFORE.search(text[max(0, start - 14) : start])
    return start - len(match[1]) - 1 if match and match[1] in words.first_landforms else start


def _with_rest_of_name(text: str, start: int, end: int) -> int:
    if text.endswith((" the", " The"), start, end):
        end -= 4
    if " " in text[start:end] and (match := _SYLLABLE.match(text, end)):
        end = match.end()
    for more in (_NUMERAL, _BYNAME):
        if match := more.match(text, end):
            end = match.end()
    return end


def _with_rest(text: str, start: int, end: int) -> int:
    """Complete "Institute of" with the name that follows, or cut the "of"."""
    match = _OF.search(text, start, end)
    if not match:
        return end
    rest = _REST.match(text, end)
    return rest.end() if rest else match.start()
