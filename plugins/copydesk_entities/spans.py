"""Mending the spans of a tagger: titles, articles, possessives, lists, brackets, line breaks."""

from __future__ import annotations

import re

from copydesk_entities.mentions import COARSE, LOC, LONGEST, ORG, PERSON, Found, found_at
from copydesk_entities.people import ROLES_TOO, person_span, starts_a_person
from copydesk_entities.pieces import lines_of, pieces_of
from copydesk_entities.titles import rank_inside, title_before
from copydesk_entities.words import Words

_LEADING = re.compile(
    r"(?:[\s\"'\u2018\u201c\u201d\u00ab\u00bb\u201e`*_~|>#@.,;:!?)\]}/\\=+&\u2022\u2013\u2014-]|(?:the|an?)\s)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[\s\"\u201c\u201d\u00ab\u00bb`*_~|<>#,;:!?(\[{/\\=+&\u2022\u2013\u2014-]|\s?['\u2019\u2018]s|['\u2019\u2018]S\b|['\u2019\u2018])+$"
)
# "Jill Moor of Patients First" is Jill Moor; "Elizabeth of York" has one name before the "of".
_NAMES_OF = re.compile(r"([A-Z][\w'\u2019-]+)(?:[ ][A-Z][\w.'\u2019-]*)+(?=[ ](?:of|from)[ ])")
_HYPHENED = re.compile(r"(?:-[A-Z]\w+)+(?![\w-])")
_PREFIX = re.compile(r"(?:pro|anti|non|pan|ex|post|pre)-[A-Za-z]+\s+(?=[A-Z])", re.IGNORECASE)
_SHORT = frozenset(
    """Inc. Corp. Co. Ltd. Jr. Sr. Bros. St. Fla. Calif. Tex. Mass. Conn. Wash. Ore. Minn. Wis. Mich.
    Ill. Ind. Tenn. Ala. Ark. Ariz. Colo. Del. Ga. Kan. Ky. La. Md. Miss. Mo. Mont. Neb.
    Nev. Okla. Pa. Va. Vt. Wyo.""".split()
)
# Other openers start the names of organisations too ("Our Future").
_ADVERBS = frozenset(
    """Later Earlier Meanwhile Yesterday Today However But And Although Because While When After Since Until
    Despite During According Also Still Now Then There""".split()
)
_WORD = re.compile(r"(?<!\S)(\S+)\s+")
_CAPITAL_BEFORE = re.compile(r"(?<![\w-])([A-Z]\w+\.?)[ \u00a0]$")
_ADDRESS = re.compile(r"@|://|www\.|\.com\b|\d{3}")
_OF = re.compile(r"\s+(?:of|for|and|in|on|at|to)(?:\s+the)?$")
_REST = re.compile(
    r"(?:\s+(?:the|of|and|for|de|du|da))*(?:\s[A-Z][\w\u2019'-]*)"
    r"(?:\s(?:of\s|and\s|for\s|the\s)*[A-Z][\w\u2019'-]*){0,4}"
)
_BODY_WORDS = (
    r"(?:[ ](?:International|National|Regional|Municipal|Memorial|General|Presidential|State|City|Central"
    r"|University|Community|Public|High|Primary|Medical|Children['\u2019]s|Research|Cancer|Arts?|Family))"
)
_NAMED_AFTER = re.compile(rf"{_BODY_WORDS}*[ ]([A-Z]\w+)(?![\w'\u2019-]|[ ][A-Z])")
# "Carter's Bridge", but no "Trump's Tower Grill".
_LANDMARK = re.compile(r"['\u2019]s?[ ]([A-Z]\w+)(?![\w'\u2019-]|[ ](?:of[ ])?[A-Z])")
_ONE_NAME = re.compile(r"[ ][A-Z][\w-]+(?![\w'\u2019]|[ ][A-Z])")
_ROLE_AND_NAME = 3
_ENDS_AS_BODY = re.compile(rf"{_BODY_WORDS}+[ ][A-Z]\w+$")
# One person has, is and does.
_PLURAL = re.compile(r"[ ](?:have|are|were|do|haven|aren|weren|don)\b")
# "The Denver Broncos hired".
_VERB = re.compile(r"\s[a-z]+ed$")
# Names of which nothing is to be cut but an article.
_PLAIN = re.compile(r"[A-Z][^\W\d_]*(?:[ ][A-Z][^\W\d_]*)*")
# As many spaces and more may be those of a headline.
_FEWEST_SPACES = 3
_APOSTROPHES = frozenset("'\u2019\u2018")


def mended(text: str, start: int, end: int, kind: str, words: Words) -> list[Found]:
    """Turn one span of a tagger into mentions: none, one or several.

    Args:
        text: The document's text.
        start: First code point of the span.
        end: Code point after the last.
        kind: Label of the tagger.
        words: Word lists.
    """
    if text.count(" ", start, end) < _FEWEST_SPACES and _PLAIN.fullmatch(text, start, end):
        return _mended_piece(text, start, end, kind, words)
    return [
        found
        for line_start, line_end in lines_of(text, start, end)
        for piece in pieces_of(text, line_start, line_end, kind, words)
        for found in _mended_piece(text, *piece, words)
    ]


def _mended_piece(text: str, start: int, end: int, kind: str, words: Words) -> list[Found]:
    first, last = start, end = trimmed(text, start, end)
    label = COARSE.get(kind)
    is_word = text[start:end].isalpha()
    if not 0 < end - start <= LONGEST or (label and not is_word and _ADDRESS.search(text, start, end)):
        return []
    if label and not is_word:
        start = _without_opener(text, start, end, label, words)
        end = match.start() if (match := _VERB.search(text, start, end)) else end
        if match := _PREFIX.match(text, start, end):
            start = match.end()
    rank = _person_inside(text, start, end, words) if label in (ORG, LOC) else -1
    before = _mended_piece(text, start, rank, kind, words) if rank > start else []
    if rank >= 0:
        start, kind, label = rank, PERSON, PERSON
    title = ""
    if label == PERSON and _is_nobody(text, start, end, words):
        return before
    if label == PERSON:
        end = _with_second_name(text, start, end, words)
        of = _NAMES_OF.match(text, start, end)
        end = of.end() if of and words.is_first_name(of[1]) else end
        whole = _ENDS_AS_BODY.search(text, start, end)
        start, end, title = person_span(text, start, whole.start() if whole else end, words)
        if body := body_named_after(text, end, words):
            end, kind, title = *body, ""
    elif label == ORG:
        end = _with_name_after(text, start, _with_rest(text, start, end), words)
    elif label == LOC:
        start = _with_landform(text, start, words)
    if (start, end) != (first, last):
        start, end = trimmed(text, start, end)
    owns = label and text.startswith(("'", "\u2019"), end)
    if owns and (landmark := _LANDMARK.match(text, end)) and landmark[1] in words.landmarks:
        end, kind, title = landmark.end(), "FAC", ""
    if start < end and (is_word or any(map(str.isalpha, text[start:end]))):
        before.append(found_at(text, start, end, kind, title or title_before(text, start, words)))
    return before


def _with_second_name(text: str, start: int, end: int, words: Words) -> int:
    """Take in "Eames" in "Mr. Cole-Eames": the tagger knows "Cole"; "the Cole-Eames race" has two."""
    joined = _HYPHENED.match(text, end)
    return joined.end() if joined is not None and title_before(text, start, words) else end


def _person_inside(text: str, start: int, end: int, words: Words) -> int:
    """Find where a person starts in what a tagger took for none, -1 when nobody does."""
    if text[start:end].isalpha():
        return start if starts_a_person(text, start, end, words) else -1
    rank = rank_inside(text, start, end, words)
    return rank if rank >= 0 else _behind_role(text, start, end, words)


def _behind_role(text: str, start: int, end: int, words: Words) -> int:
    """Find the name in "Linebacker Tasha Coleman", where a sentence begins with what somebody does."""
    parts = text[start:end].split()
    role = parts[0].lower()
    if len(parts) != _ROLE_AND_NAME or not (words.before.get(role) == "role" or role in ROLES_TOO):
        return -1
    named = words.is_common_name(parts[1]) and words.may_be_last_name(parts[2])
    return text.index(parts[1], start + len(parts[0])) if named else -1


def _is_nobody(text: str, start: int, end: int, words: Words) -> bool:
    """Tell "Headteacher Mrs" before a name, and "Drugmakers" in "Drugmakers have lobbied": no names."""
    if text[start:end].rpartition(" ")[2].rstrip(".") in words.address:
        return True
    opens = text[max(0, start - 3) : start].rstrip(" \"'\u2018\u201c")[-1:] in (".", "!", "?", "\n", "")
    is_plural = text[end - 1] == "s" and text[start:end].isalpha() and _PLURAL.match(text, end) is not None
    return opens and is_plural


def body_named_after(text: str, end: int, words: Words) -> tuple[int, str] | None:
    """Find "International Airport" after "John F. Kennedy": where it ends, and of which kind the whole is."""
    match = _NAMED_AFTER.match(text, end)
    if not match:
        return None
    if match[1] in words.landforms:
        return match.end(), "FAC"
    return (match.end(), "ORG") if match[1] in words.organisations else None


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut articles, quotation marks, punctuation and possessives off the ends of a span."""
    if not text[start : start + 1].isalpha() or text[start] in "AaTt":
        match = _LEADING.match(text, start, end)
        start = match.end() if match else start
    may_end = not text[end - 1 : end].isalnum() or text[end - 2 : end - 1] in _APOSTROPHES
    if may_end and (match := _TRAILING.search(text, start, end)):
        end = match.start()
    if end > start and text[end - 1] == "." and not _is_abbreviation(text[start:end]):
        end -= 1
    if end > start and text[end - 1] == ")" and text.count(")", start, end) > text.count("(", start, end):
        end -= 1
    return start, end


def _is_abbreviation(surface: str) -> bool:
    last = surface.rsplit(maxsplit=1)[-1]
    return last.count(".") > 1 or last in _SHORT or (len(last) == 2 and " " in surface)


def _without_opener(text: str, start: int, end: int, label: str, words: Words) -> int:
    """Cut a word that only starts the sentence off the front ("Later" off "Later Weber")."""
    match = _WORD.match(text, start, end)
    if not match or match[1] not in (_ADVERBS if label == ORG else words.openers):
        return start
    return start if words.is_first_name(match[1]) else match.end()


def _with_landform(text: str, start: int, words: Words) -> int:
    """Take in "Mount" before "Kenya"."""
    match = _CAPITAL_BEFORE.search(text[max(0, start - 14) : start])
    return start - len(match[1]) - 1 if match and match[1] in words.first_landforms else start


def _with_name_after(text: str, start: int, end: int, words: Words) -> int:
    """Take in "Metall" after "IG" and "Porto" after "FC", but not "Parliament" after "EU"."""
    letters = text[start:end]
    known = letters in words.bodies or letters in words.countries or letters in words.regions
    may_grow = len(letters) == 2 and letters.isupper() and not known
    match = _ONE_NAME.match(text, end) if may_grow else None
    return match.end() if match else end


def _with_rest(text: str, start: int, end: int) -> int:
    """Complete "Institute of" with the name that follows, or cut the "of"."""
    match = _OF.search(text, start, end)
    if not match:
        return end
    rest = _REST.match(text, end)
    return rest.end() if rest else match.start()
