"""Mentions that the tagger missed: of names that the document knows, and after titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from copydesk_entities.mentions import PERSON, Found, found_at
from copydesk_entities.occurrences import Occurrences
from copydesk_entities.phrases import PhraseTable, first_word
from copydesk_entities.titles import title_before
from copydesk_entities.words import Words

_PART = r"(?:[A-Z][\w'\u2019-]*[\w]|[A-Z]\.|van|von|de|der|den|la|al|bin)"
_TITLED = re.compile(rf"\b([A-Z]\w+)\.?[ \u00a0](?=([A-Z][\w'\u2019-]*(?:[ \u00a0]{_PART}){{0,3}}))")
_CAPITAL_AFTER = re.compile(r"[ \u00a0-]([A-Z]\w*)|-[^a-z]")
_CAPITAL_BEFORE = re.compile(r"(?:^|\s)([A-Z][\w.'\u2019]*)[ \u00a0]$|[\w@/#_-]$")
_PARTICLE_END = re.compile(r"(?:[ \u00a0](?:van|von|de|der|den|la|al|bin|[A-Z]\.))+$|['\u2019]s$")


class Taken:
    """The ranges of a text that mentions stand on.

    Args:
        length: Code points of the text.
        found: Mentions to mark.
    """

    def __init__(self, length: int, found: Iterable[Found] = ()) -> None:
        self._marks = bytearray(length)
        marks = self._marks
        for mention in found:
            start, end = mention.start, mention.end
            marks[start:end] = b"\x01" * (end - start)

    def add(self, found: Found) -> None:
        """Mark a mention's range."""
        self.add_range(found.start, found.end)

    def add_range(self, start: int, end: int) -> None:
        """Mark a range."""
        self._marks[start:end] = b"\x01" * (end - start)

    def is_free(self, place: int) -> bool:
        """Tell whether a place is in no range."""
        return not self._marks[place]

    def overlaps(self, start: int, end: int) -> bool:
        """Tell whether a range touches a marked one."""
        return self._marks.find(1, start, end) >= 0


def titled_names(occurrences: Occurrences, taken: Taken, words: Words) -> Iterator[Found]:
    """Find people by their titles ("Mr Scholz")."""
    text = occurrences.text
    for at, _ in occurrences.of(filter(words.titles.__contains__, occurrences.starts)):
        match = _TITLED.match(text, at)
        if not match:
            continue
        start = match.start(2)
        name = _PARTICLE_END.sub("", match[2])
        end = start + len(name)
        if not taken.overlaps(start, end) and _may_be_person(match[1], name.split(), words):
            yield found_at(text, start, end, PERSON, title_before(text, start, words), by="title")


def _may_be_person(title: str, parts: list[str], words: Words) -> bool:
    if not parts or len(parts[0]) < 2 or parts[0] in words.openers or parts[-1] in words.organisations:
        return False
    if any(part in words.titles or part in words.modifiers or part in words.countries for part in parts):
        return False
    return title in words.address or words.is_first_name(parts[0])


def known_names(
    occurrences: Occurrences, names: Mapping[str, tuple[str, str]], taken: Taken, words: Words
) -> Iterator[Found]:
    """Find more mentions of names that the document has established.

    Args:
        occurrences: The words of the document.
        names: Key and label by each way to write a name.
        taken: Where mentions stand already.
        words: Word lists.
    """
    text = occurrences.text
    starts = occurrences.starts
    # Most names stand nowhere else.
    firsts = {name: first_word(name) for name in names}
    free = {
        word for word in set(firsts.values()) if word not in starts or any(map(taken.is_free, starts[word]))
    }
    left = {name: value for name, value in names.items() if firsts[name] in free}
    for hit in PhraseTable(left).find(text, occurrences):
        surface = text[hit.start : hit.end]
        if taken.overlaps(hit.start, hit.end):
            continue
        if " " not in surface and (
            occurrences.has_small(surface.lower()) or in_longer_name(text, hit.start, hit.end, words)
        ):
            continue
        key, kind = hit.value
        title = title_before(text, hit.start, words) if kind == PERSON else ""
        yield Found(hit.start, hit.end, surface, kind, title, by="name", key=key)


def in_longer_name(text: str, start: int, end: int, words: Words) -> bool:
    """Tell whether a word with a capital stands right beside the range, as part of one name."""
    after = _CAPITAL_AFTER.match(text, end, end + 30)
    if after or text.startswith(("_", "@", ".com"), end):
        return True
    before = _CAPITAL_BEFORE.search(text[max(0, start - 30) : start])
    if not before:
        return False
    word = (before[1] or "").rstrip(".")
    if len(word) > 2 and before[1].endswith(".") and word not in words.titles:
        return False
    lists = (words.openers, words.titles, words.peoples, words.loose)
    return not any(word in one for one in lists) or not word
