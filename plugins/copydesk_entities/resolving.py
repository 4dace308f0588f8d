"""From mentions to entities: one kind and one name each over a whole document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from copydesk_entities.bearers import (
    hear_bearers,
    hear_last_names,
    kin_of,
    part_places,
    part_relatives,
    speaks,
)
from copydesk_entities.bodies import link_bodies, link_bracketed, name_by_company
from copydesk_entities.deciding import Decision, Votes, decide, label_of, pooled, weigh
from copydesk_entities.linking import (
    MOST,
    NameIndex,
    join_persons,
    key_of,
    root_of,
)
from copydesk_entities.mentions import ORG, OTHER, PERSON, Found, joints_of, set_neighbours
from copydesk_entities.occurrences import Occurrences
from copydesk_entities.words import Words

# What the votes of a full name add to those of its short form, and the other way round.
SHARE = 0.5


@dataclass
class Resolution:
    """What the names of a document are.

    Attributes:
        decisions: Kind of each entity, by its key.
        links: Key of the entity, by the key of another way to write its name.
        shared: Keys of the people that a short name may mean, where there are several.
    """

    decisions: dict[str, Decision] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    shared: dict[str, list[str]] = field(default_factory=dict)

    def settle(self) -> None:
        """Leave among those that share a name only who turned out to be a person."""
        for name, several in [*self.shared.items()]:
            roots = dict.fromkeys(root_of(one, self.links) for one in several)
            people = [root for root in roots if self.decisions[root].label == PERSON]
            if len(people) > 1:
                self.shared[name] = people
            else:
                del self.shared[name]

    def share(self, name: str, person: str) -> bool:
        """Let a last name mean a person who has it; False when it means something else."""
        if name in self.decisions or name in self.links:
            return root_of(name, self.links) == person
        meant = self.shared.setdefault(name, [])
        if person not in meant and len(meant) < MOST:
            meant.append(person)
        return True


def resolve(occurrences: Occurrences, mentions: Sequence[Found], words: Words) -> Resolution:
    """Decide what each name of a document is, and which names mean the same.

    Sets the key of each mention to that of its name; `assign` then gives it that of its entity.

    Args:
        occurrences: The words of the document.
        mentions: In order of position, none overlapping another.
        words: Word lists.
    """
    joints = joints_of(occurrences.text, mentions)
    set_neighbours(joints)
    by_key: dict[str, list[Found]] = {}
    for found in mentions:
        found.key = key_of(found.name or found.surface, words)
        by_key.setdefault(found.key, []).append(found)
    hear_last_names(by_key, words)
    votes = {key: weigh(occurrences, group, words) for key, group in by_key.items()}
    fixed = {key: group[0].kind for key, group in by_key.items() if group[0].by == "user"}
    kinds = {key: fixed.get(key) or label_of(votes[key]) for key in votes}
    for key in set_neighbours(joints, kinds):
        votes[key] = weigh(occurrences, by_key[key], words)
        kinds[key] = fixed.get(key) or label_of(votes[key])
    _name_by_title(by_key, kinds, words)
    name_by_company(by_key, votes, kinds, words)
    full = join_persons(key for key in votes if kinds[key] == PERSON and " " in key)
    hear_bearers(occurrences, by_key, votes, full, words)
    part_places(occurrences, by_key, votes, full, words)
    alone = part_relatives(occurrences, by_key, votes, full, words)
    resolution = Resolution(links={key: root for key, root in full.items() if key != root})
    bodies = {key for key, kind in kinds.items() if kind == ORG and by_key[key][0].surface in words.bodies}
    _link_persons(votes, full, resolution, bodies | alone)
    link_bracketed(occurrences.text, mentions, resolution.links)
    link_bodies(by_key, votes, kinds, resolution.links, words)
    _calm_links(by_key, votes, resolution)
    _decide(votes, fixed, resolution)
    resolution.settle()
    return resolution


def assign(text: str, mentions: Sequence[Found], resolution: Resolution, words: Words) -> None:
    """Give each mention the key of its entity.

    A last name that several have goes to who may have the title before it ("Mr Weber" to Paul and not to
    Anna), where it speaks to who speaks under the full name ("His mother, Ida Weber, said ... Weber said"),
    of those to who is no relative of another (in the news "his son, Al Weber" keeps his first name), of
    those to who is named in full most often, and of those to who was named first.
    """
    named: Counter[str] = Counter()
    relatives: set[str] = set()
    speaking: set[str] = set()
    genders: dict[str, str] = {}
    meant: dict[tuple[str, str, bool], str] = {}
    for found in mentions if resolution.shared else ():
        if " " in found.surface:
            person = root_of(found.key, resolution.links)
            kin = kin_of(text, found) if person not in named else None
            if kin is not None:
                relatives.add(person)
            named[person] += 1
            if speaks(text, found):
                speaking.add(person)
            if gender := words.gender_of(found.surface, found.title) or kin:
                genders.setdefault(person, gender)
    for found in mentions:
        several = resolution.shared.get(found.key)
        if several:
            which = found.key, words.gender_of("", found.title), speaks(text, found)
            if which not in meant:
                fitting = _fitting(several, which[1], genders)
                said = [one for one in fitting if one in speaking] if which[2] else []
                meant[which] = max(said or fitting, key=lambda one: (one not in relatives, named[one]))
            found.key = meant[which]
        else:
            found.key = root_of(found.key, resolution.links)


def _fitting(several: Sequence[str], gender: str, genders: Mapping[str, str]) -> Sequence[str]:
    """Choose who may have a form of address: surely, else as far as anything tells; all when nobody may."""
    if not gender:
        return several
    sure = [one for one in several if genders.get(one) == gender]
    return sure or [one for one in several if genders.get(one, gender) == gender] or several


def display_names(mentions: Sequence[Found], words: Words) -> dict[str, str]:
    """Choose the name of each entity: what the user gave, else its fullest form in the document."""
    forms: dict[str, dict[str, None]] = {}
    given: dict[str, str] = {}
    for found in mentions:
        forms.setdefault(found.key, {})[found.surface] = None
        if found.name:
            given.setdefault(found.key, found.name)
    shown = {key: given.get(key) or max(forms[key], key=_fullness) for key in forms}
    for key, several in forms.items():
        if len(several) > 1 and key not in given and shown[key] in words.countries:
            shown[key] = words.countries[shown[key]]
    return shown


def _fullness(surface: str) -> tuple[int, bool, int]:
    return len(surface.split()), not surface.isupper(), len(surface)


def _name_by_title(by_key: Mapping[str, Sequence[Found]], kinds: dict[str, str], words: Words) -> None:
    """Take "Raila Omondi" for a person where there is a "Mr Omondi"."""
    titled = {
        key for key, group in by_key.items() for found in group if found.title.rstrip(".") in words.address
    }
    for key, group in by_key.items():
        parts = group[0].surface.split()
        unknown = kinds[key] != PERSON and group[0].by != "user" and 1 < len(parts) < 4
        if unknown and key.split()[-1] in titled and words.may_be_last_name(parts[-1]):
            kinds[key] = PERSON


def _link_persons(
    votes: Mapping[str, Votes], full: Mapping[str, str], resolution: Resolution, others: set[str]
) -> None:
    """Link last names to full names, but those of others: no "Siemens" to Werner von Siemens."""
    index = NameIndex(name for name in votes if name in full)
    for key in votes if full else ():
        if key in resolution.links or key in others:
            continue
        meant = [*dict.fromkeys(full[name] for name in index.longer(key))]
        if not meant:
            continue
        together = pooled([(votes[key], 1.0), *((votes[name], SHARE) for name in meant)])
        if label_of(together) in (PERSON, OTHER):
            resolution.links[key] = meant[0]
            if len(meant) > 1:
                resolution.shared[key] = meant


def _calm_links(
    by_key: Mapping[str, Sequence[Found]], votes: dict[str, Votes], resolution: Resolution
) -> None:
    """Let a word with a capital, linked to a name, not speak against that name being one."""
    for key in resolution.links:
        if all(found.by == "capital" for found in by_key[key]):
            person, organisation, place, other = votes[key]
            votes[key] = person, organisation, place, min(other, max(person, organisation, place))


def _decide(votes: Mapping[str, Votes], fixed: Mapping[str, str], resolution: Resolution) -> None:
    groups: dict[str, list[str]] = {}
    for key in votes:
        groups.setdefault(root_of(key, resolution.links), []).append(key)
    for root, keys in groups.items():
        label = next((fixed[key] for key in keys if key in fixed), "") if fixed else ""
        if label:
            resolution.decisions[root] = Decision(label, 1.0)
        elif keys == [root]:
            resolution.decisions[root] = decide(votes[root])
        else:
            shares = [(votes[key], 1.0 if key == root else SHARE) for key in keys]
            resolution.decisions[root] = decide(pooled(shares))
