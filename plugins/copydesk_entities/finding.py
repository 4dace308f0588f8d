"""From the names that a tagger found to the entities of a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from copydesk import Entity
from copydesk_entities.acronyms import with_acronyms
from copydesk_entities.capitals import capitalised
from copydesk_entities.gazetteer import Entry, user_mentions
from copydesk_entities.headlines import told_apart
from copydesk_entities.joining import joined
from copydesk_entities.linking import key_of
from copydesk_entities.mentions import COARSE, KINDS, LOC, ORG, OTHER, PERSON, Found, Tagged, found_at
from copydesk_entities.missed import Taken, known_names, titled_names
from copydesk_entities.occurrences import Occurrences
from copydesk_entities.phrases import PhraseTable
from copydesk_entities.resolving import Resolution, assign, display_names, resolve
from copydesk_entities.spans import mended
from copydesk_entities.untagged import with_untagged
from copydesk_entities.words import Words

# What a tagger marks beside names; it takes no part in the decisions.
NO_NAMES = frozenset("""DATE TIME PERCENT MONEY QUANTITY ORDINAL CARDINAL EMAIL URL PHONE ADDRESS""".split())

_NEXT = re.compile(r"[ \u00a0]([A-Z]\w+)")

_JUNIOR = ("Jr", "Sr")

_FINE = {PERSON: "PERSON", ORG: "ORG", LOC: "GPE"}


@dataclass(frozen=True)
class Finder:
    """Finds the entities of one text after the other; keeps nothing between them.

    Attributes:
        words: Word lists.
        known: Countries, regions, well-known organisations and people.
        gazetteer: The user's names.
        patterns: The user's regular expressions, with a label each.
        aliases: The user's name by each of its aliases.
        fine: Whether to keep the tagger's own kinds.
    """

    words: Words
    known: PhraseTable[str]
    gazetteer: PhraseTable[Entry] = field(default_factory=lambda: PhraseTable({}))
    patterns: Sequence[tuple[re.Pattern[str], str]] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    fine: bool = False

    def find(self, text: str, tagged: Iterable[Tagged]) -> list[Entity]:
        """Find the entities of a text.

        Args:
            text: The document's text.
            tagged: Names that the model found, in order, none overlapping another.
        """
        tagged = [*tagged]
        occurrences = Occurrences(text)
        users = _apart(len(text), user_mentions(occurrences, self.gazetteer, self.patterns))
        mentions = _apart(len(text), [*users, *self._mended(text, tagged)])
        titled = titled_names(occurrences, Taken(len(text), mentions), self.words)
        mentions = _apart(len(text), [*mentions, *titled])
        if self.words.english:
            mentions = with_untagged(occurrences, mentions, self.known, self.words)
        mentions = joined(text, mentions, self.words)
        mentions = with_acronyms(text, mentions, self.words)
        if self.words.english:
            mentions = _apart(len(text), [*mentions, *self._untagged(occurrences, tagged, mentions)])
        mentions = told_apart(text, mentions, self.words)
        self._name_aliases(mentions)
        resolution = resolve(occurrences, mentions, self.words)
        assign(text, mentions, resolution, self.words)
        kept = [found for found in mentions if self._is_kept(found, resolution)]
        taken = Taken(len(text), [*kept, *(found for found in mentions if " " in found.surface)])
        more = known_names(occurrences, self._names(kept, resolution), taken, self.words)
        kept = _apart(len(text), [*kept, *more])
        self._name_aliases(kept)
        assign(text, kept, resolution, self.words)
        return [*self._entities(kept, resolution), *self._no_names(text, tagged, kept)]

    def _mended(self, text: str, tagged: Iterable[Tagged]) -> Iterable[Found]:
        before = 0
        for name in tagged:
            kind = KINDS.get(name.label_, name.label_)
            if kind not in NO_NAMES:
                for found in mended(text, name.start_char, name.end_char, kind, self.words):
                    grown = found.start < before  # into the name before it
                    whole = found_at(text, name.start_char, found.end, found.kind) if grown else found
                    if not _is_bare_title(text, whole, self.words):
                        yield whole
            before = name.end_char

    def _untagged(
        self, occurrences: Occurrences, tagged: Iterable[Tagged], mentions: Sequence[Found]
    ) -> Iterable[Found]:
        taken = Taken(len(occurrences.text), mentions)
        for name in tagged:
            if name.label_ in NO_NAMES:
                taken.add_range(name.start_char, name.end_char)
        found = capitalised(occurrences, taken, self.words)
        return (one for one in found if one.surface not in self.aliases)

    def _name_aliases(self, mentions: Iterable[Found]) -> None:
        for found in mentions if self.aliases else ():
            found.name = found.name or self.aliases.get(found.surface, "")

    def _is_kept(self, found: Found, resolution: Resolution) -> bool:
        return resolution.decisions[found.key].label != OTHER or (self.fine and found.by != "capital")

    def _names(self, kept: Sequence[Found], resolution: Resolution) -> dict[str, tuple[str, str]]:
        """Give key and label by each way to write the name of an entity, and by the last names of people."""
        names: dict[str, tuple[str, str]] = {}
        labels = {key: decision.label for key, decision in resolution.decisions.items()}
        for found in kept:
            if len(found.surface) > 1 and found.surface not in names:
                key = key_of(found.surface, self.words) if resolution.shared else ""
                names[found.surface] = (key if key in resolution.shared else found.key, labels[found.key])
        for found in kept:
            if labels[found.key] != PERSON or " " not in found.surface:
                continue
            for last in self._last_names(found.surface):
                plain = (
                    len(last) > 2
                    and last[0].isupper()
                    and last.isalpha()
                    and last not in self.words.countries
                )
                key = key_of(last, self.words)
                if (plain or " " in last) and resolution.share(key, found.key):
                    names.setdefault(last, (key, PERSON))
        for found in kept:
            first, _, rest = found.surface.partition(" ")
            if rest and labels[found.key] == PERSON and self._is_telling(first):
                key = key_of(first, self.words)
                if resolution.share(key, found.key):
                    names.setdefault(first, (key, PERSON))
        for alias, name in self.aliases.items():
            if (key := key_of(name, self.words)) in labels:
                names[alias] = (key, labels[key])
        return names

    def _last_names(self, surface: str) -> Iterable[str]:
        """Give the last name of a person, and that with its particles ("Leyen", "von der Leyen")."""
        parts = surface.split()
        yield parts[-1]
        for at, part in enumerate(parts[1:-1], 1):
            if part in self.words.particles:
                yield " ".join(parts[at:])
                return

    def _is_telling(self, first: str) -> bool:
        """Tell whether a first name means somebody where it stands alone: "Chidi", not "Mark" or "Paris"."""
        words = self.words
        plain = len(first) > 3 and first.isalpha() and not words.is_common_name(first)
        return (
            plain
            and words.may_be_last_name(first)
            and first not in words.cities
            and first not in words.regions
        )

    def _entities(self, kept: Sequence[Found], resolution: Resolution) -> Iterable[Entity]:
        shown = display_names(kept, self.words)
        fine = _fine_labels(kept, resolution) if self.fine else {}
        numbers: dict[str, str] = {}
        for found in kept:
            label, confidence = resolution.decisions[found.key]
            yield Entity(
                found.start,
                found.end,
                fine.get(found.key, label),
                shown[found.key],
                numbers.setdefault(found.key, f"e{len(numbers) + 1}"),
                found.title if label == PERSON else "",
                confidence,
            )

    def _no_names(self, text: str, tagged: Iterable[Tagged], kept: Sequence[Found]) -> Iterable[Entity]:
        """Give dates, sums and the like, which the fine scheme keeps; they belong to no entity."""
        if not self.fine:
            return
        taken = Taken(len(text), kept)
        for span in tagged:
            if span.label_ in NO_NAMES and not taken.overlaps(span.start_char, span.end_char):
                surface = found_at(text, span.start_char, span.end_char, span.label_).surface
                yield Entity(span.start_char, span.end_char, span.label_, surface, "")


def _apart(length: int, mentions: Iterable[Found]) -> list[Found]:
    """Keep mentions that overlap none before them in the list, in order of position."""
    mentions = [*mentions]
    if _are_apart(mentions):
        return mentions
    kept: list[Found] = []
    taken = Taken(length)
    for found in mentions:
        if not taken.overlaps(found.start, found.end):
            taken.add(found)
            kept.append(found)
    return sorted(kept, key=lambda found: found.start)


def _are_apart(mentions: Sequence[Found]) -> bool:
    end = 0
    for found in mentions:
        if found.start < end:
            return False
        end = found.end
    return True


def _is_bare_title(text: str, found: Found, words: Words) -> bool:
    """Tell "Prime Minister" and "Home" Secretary from "Green Party", and a suffix without a name ("Jr.")."""
    last = found.surface.rpartition(" ")[2].rstrip(".")
    if not (last in words.titles or last in words.modifiers or last in words.suffixes or last in _JUNIOR):
        return False
    parts = [part.rstrip(".") for part in found.surface.split()]
    if len(parts) == 1 and parts[0] in words.modifiers and (match := _NEXT.match(text, found.end)):
        return match[1] in words.titles
    if all(part in words.titles or part in words.modifiers for part in parts):
        return parts[-1] in words.titles
    return all(part in _JUNIOR or part in words.suffixes for part in parts)


def _fine_labels(kept: Sequence[Found], resolution: Resolution) -> dict[str, str]:
    """Choose the tagger's kind for each entity: the most frequent one within the decision."""
    seen: dict[str, Counter[str]] = {}
    for found in kept:
        label = resolution.decisions[found.key].label
        if found.by == "user" or COARSE.get(found.kind, OTHER) == label:
            seen.setdefault(found.key, Counter())[found.kind] += 1
    labels = {}
    for key, decision in resolution.decisions.items():
        labels[key] = (
            seen[key].most_common(1)[0][0] if key in seen else _FINE.get(decision.label, decision.label)
        )
    return labels
