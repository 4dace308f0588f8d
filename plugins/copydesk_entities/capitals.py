"""Words with a capital that no list and no tagger took for a name, as candidates for one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk_entities.cues import said_to_be
from copydesk_entities.mentions import LONGEST, Found, found_at
from copydesk_entities.missed import Taken
from copydesk_entities.occurrences import Occurrences
from copydesk_entities.titles import title_before, title_inside
from copydesk_entities.words import Words

_WORD = r"(?:[A-Z][\w\u2019'-]*\w|[^\W\d_a-z][\w\u2019'-]*\w)"
_RUN = re.compile(
    rf"(?<![\w@/#.\u2019'-])(?:[A-Z]\.[ \u00a0]?){{0,3}}{_WORD}"
    r"(?:[ \u00a0](?:(?:van|von|de|der|den|del|di|da|du|la|al|bin|ibn|el|y)[ \u00a0]){0,2}"
    rf"(?:{_WORD}|[A-Z]\.))*"
)
_START = re.compile(r"(?:^|[.!?:\u201c\"\u2018(\u2022*\u2013\u2014-]['\"\u201d\u2019)]*\s*|\n\s*)$")
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_OF = re.compile(rf"[ ](?:of|for)[ ](?:the[ ])?{_WORD}(?:[ ]{_WORD}){{0,3}}")
_LONGEST = 6
# "Bergen is a city", "Quarterlight, a logistics company in Leeds, has".
_SAID_TO_BE = re.compile(
    r"[ ](?:is|was)[ ](?:an?|the|one[ ]of[ ]the)[ ]|,[ ](?=(?:an?|the)[ ][^,.\n]{3,60},[ ][a-z])"
)


def capitalised(occurrences: Occurrences, taken: Taken, words: Words) -> Iterator[Found]:
    """Find runs of words with a capital that nothing else took.

    A run at the start of a sentence must have two words or stand in a list, for any word may stand there.

    Args:
        occurrences: The words of the document.
        taken: Where mentions stand already.
        words: Word lists.
    """
    text = occurrences.text
    for match in _runs(occurrences):
        start, end = match.span()
        if match[0] in words.openers:
            continue
        if end - start > LONGEST or taken.overlaps(start, end):
            continue
        end -= len(match[0]) - len(_POSSESSIVE.sub("", match[0]))
        is_first = _START.search(text, max(0, start - 8), start) is not None
        start, title = title_inside(text, start, end, words)
        parts = text[start:end].split()
        while parts and (parts[0] in words.openers or parts[0] in words.loose):
            start += len(parts[0]) + 1
            del parts[0]
            is_first = False
        if (
            not parts
            or len(parts) > _LONGEST
            or (parts[0].endswith(".") and not _may_follow_initials(text, start, parts, words))
            or (is_first and len(parts) == 1 and not (title or _is_known(text, end, parts[0], words)))
        ):
            continue
        if parts[-1] in words.organisations and (more := _OF.match(text, end)):
            end = more.end()
        if len(parts[-1]) < 2 or all(part in words.titles or part in words.modifiers for part in parts):
            continue
        if title.endswith("Chief") and parts[-1] == "Officer":
            # "Chief Product Officer"
            continue
        yield found_at(text, start, end, "", title or title_before(text, start, words), by="capital")


def _runs(occurrences: Occurrences) -> Iterator[re.Match[str]]:
    end = 0
    for at in occurrences.capitals():
        if at >= end and (match := _RUN.match(occurrences.text, at)):
            end = match.end()
            yield match


def _may_follow_initials(text: str, start: int, parts: list[str], words: Words) -> bool:
    """Tell "O. Weber" from "A. At home", the answer in a transcript."""
    is_transcript = parts[0] in ("Q.", "A.") and text[max(0, start - 1) : start] in ("", "\n")
    return not is_transcript and words.may_be_last_name(parts[-1])


def _is_known(text: str, end: int, word: str, words: Words) -> bool:
    """Tell whether a word at the start of a sentence is in the lists, or said to be something with a name."""
    if word in words.cities or words.is_common_name(word):
        return True
    match = _SAID_TO_BE.match(text, end)
    return match is not None and said_to_be(text, match.end(), words).endswith(" after")
