"""Where the name of a person starts and ends."""

from __future__ import annotations

import re

from copydesk_entities.titles import title_before, title_inside
from copydesk_entities.words import Words

_WORD = re.compile(r"(\S+)\s+")
_NAME_BEFORE = re.compile(r"(?:^|[\s(\[\"\u201c])([^\W\d_][\w-]+)[ ]$")
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
_HYPHEN_BEFORE = re.compile(r"(?<![\w-])([A-Z]\w+)-$")
_PARTICLES_BEFORE = re.compile(r"(?<![\w-])((?:(?:von|van|der|den|bin|ibn)\s)+)$")
# What somebody does, before a first name: "Beekeeper Ann Holt". Of names only last ones end so.
_OF_WORK = ("er", "or", "ist", "ian", "eer", "man", "woman")
_LAST_NAMES = frozenset(
    "Walker Porter Chandler Sawyer Archer Miller Potter Harper Cooper Fletcher Mercer Webster".split()
)
ROLES_TOO = frozenset({"center", "model", "victim", "tackle"})
"""What somebody is as seldom as not: only before a first name."""
_UNFINISHED = re.compile(r"(?:\s(?:of|at|in|von|van|der|den|de|del|di|da|do|du|la|bin|bint|ibn|al))+$")


def person_span(text: str, start: int, end: int, words: Words) -> tuple[int, int, str]:
    """Cut all but the name off a person; give its start, its end and the title."""
    start, title = title_inside(text, start, end, words)
    start = _without_role(text, start, end, words)
    start = _without_lower_case(text, start, end, words)
    end = _without_suffix(text, start, end, words)
    end = _with_last_name(text, start, _with_particles(text, start, end), words)
    end = with_rest_of_name(text, start, end)
    return _with_start_of_name(text, start, words) if words.english else start, end, title


def starts_a_person(text: str, start: int, end: int, words: Words) -> bool:
    """Tell whether a word is a first name with the last name after it ("Fumio" before "Kishida")."""
    word = text[start:end]
    if (
        not words.is_first_name(word)
        or word in words.cities
        or word in words.regions
        or word in words.countries
    ):
        return False
    match = _LAST_NAME.match(text, end)
    return match is not None and words.may_be_last_name(match[1]) and match[1] not in words.cities


def _without_role(text: str, start: int, end: int, words: Words) -> int:
    """Cut "Actor" and "Startup", which have a capital at the start of a sentence only."""
    match = _WORD.match(text, start, end)
    if not match or not text[match.end()].isupper() or words.is_first_name(match[1]):
        return start
    if words.before.get(match[1].lower()) in ("role", "body"):
        return match.end()
    name = _WORD.match(text, match.end(), end)
    works = match[1].lower() in ROLES_TOO or (match[1].endswith(_OF_WORK) and match[1] not in _LAST_NAMES)
    return match.end() if works and name is not None and words.is_first_name(name[1]) else start


def _without_lower_case(text: str, start: int, end: int, words: Words) -> int:
    """Cut words without a capital off the front of a person ("magician David Gish")."""
    at = start
    while match := _WORD.match(text, at, end):
        word = match[1]
        if not word[0].islower() or word in words.particles or "-" in word:
            return at
        at = match.end()
    return start


def _with_particles(text: str, start: int, end: int) -> int:
    """Complete "Ursula von" and "Vincent" with "der Leyen" and "van Gogh"."""
    if not text[start:end].isalpha() and (match := _UNFINISHED.search(text, start, end)):
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


def _with_start_of_name(text: str, start: int, words: Words) -> int:
    """Take in "Jean-" before "Luc Mélenchon", "von der" before "Leyen", and the first name."""
    reach = max(0, start - 24)
    match = None
    if text.endswith("-", reach, start):
        match = _HYPHEN_BEFORE.search(text, reach, start)
        match = match if match and words.is_first_name(match[1]) else None
    elif text.endswith(("n ", "r "), reach, start):
        match = _PARTICLES_BEFORE.search(text, reach, start)
    start = match.start(1) if match else start
    return _with_first_name(text, start, words)


def _with_first_name(text: str, start: int, words: Words) -> int:
    """Take in the first name that stands before a span ("Nguyễn" before "Văn Thành")."""
    before = text[max(0, start - 24) : start]
    last = before.rsplit(maxsplit=1)[-1:]
    if not last or not last[0].lstrip('(["\u201c')[:1].isupper():
        return start
    match = _NAME_BEFORE.search(before)
    if not match or match[1] in words.titles or match[1] in words.peoples:
        return start
    if words.is_first_name(match[1]) or not match[1].isascii():
        return start - len(match[1]) - 1
    return start


def _without_suffix(text: str, start: int, end: int, words: Words) -> int:
    while True:
        rest, _, last = text[start:end].rpartition(" ")
        if not rest or last not in words.suffixes:
            return end
        end = start + len(rest.rstrip().removesuffix(","))


def with_rest_of_name(text: str, start: int, end: int) -> int:
    """Take in "Jr.", "III" and "the Great"."""
    if text.endswith((" the", " The"), start, end):
        end -= 4
    if " " in text[start:end] and (match := _SYLLABLE.match(text, end)):
        end = match.end()
    for more in (_NUMERAL, _BYNAME):
        if match := more.match(text, end):
            end = match.end()
    return end
