"""Who the words for a speaker mean: names, pronouns, roles."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from copydesk import Entity, Mention
from copydesk_quotes.bodies import HINTS, may_be, sounds_like
from copydesk_quotes.epithets import Epithet, calls_somebody, epithet_of
from copydesk_quotes.extents import bounds_of
from copydesk_quotes.genders import genders_of
from copydesk_quotes.interviews import interview_before
from copydesk_quotes.near import Near
from copydesk_quotes.noun_phrases import noun_phrase, plain
from copydesk_quotes.phrases import SUBJECTS
from copydesk_quotes.pronouns import People, named_in
from copydesk_quotes.roles import Roles
from copydesk_quotes.somebody import is_somebody, words_for
from copydesk_quotes.unnamed import Unnamed

if TYPE_CHECKING:
    from spacy.tokens import Token

    from copydesk_quotes.page import Found

_PRONOUNS = {"he": "m", "she": "f", "him": "m", "her": "f", "his": "m", "hers": "f"}
_OTHER_PRONOUNS = {"they", "we", "it", "i", "you", "who", "them", "us"}
_SELF = frozenset({"i", "me", "my"})
_ANSWERS = ("Q", "A")
_ROLE_LABELS = ("PERSON", "ORG")
# "The board" is another one than the company before it; "the bank" may be it.
_PART_OF_NAME = frozenset(
    "board panel court committee commission council department ministry bureau team".split()
)
# What stands before a name beside a role: ", Vice President".
_BESIDE = re.compile(r", (?:[A-Z][a-z.]+(?:-[A-Z][a-z]+)? ){0,3}")
_LONGEST_TITLE = 40
_FARTHEST = 1500
_GROUPS = ("they", "it")
_FARTHEST_GROUP = 600


class Resolver:
    """Finds the name behind the words for a speaker.

    Args:
        near: The text with its names.
        resolve: Whether pronouns and roles are resolved; names always are.
    """

    def __init__(self, near: Near, *, resolve: bool) -> None:
        self.near = near
        self.parse, self.text, self.entities = near.parse, near.text, near.entities
        self.resolve = resolve
        self.genders = genders_of(self.text, self.entities)
        self.roles = Roles(self.parse, self.entities)
        self.unnamed = Unnamed(near, self.genders, self._named)
        self.people = People(near, self.genders)
        self.last_groups: dict[str, Mention] = {}
        self.interview: dict[str, Entity] | None = None

    def mention(self, span: tuple[int, int], token: int, quotes: Sequence[Found] = ()) -> Mention:
        """Give the mention for the words of a speaker; call in order of position.

        Args:
            span: First and last code point of the words.
            token: Index of their head in the parse; -1 when there is none.
            quotes: What they say: nobody whom it names is "he" who says it.
        """
        start, end = span
        if quotes:
            named = (named_in(self.near, quote) for quote in quotes)
            self.people.left_out = frozenset(itertools.chain.from_iterable(named))
            self.people.quoted = [(one.start, one.end) for one in quotes if one.kind == "direct"]
        words = self.text[start:end]
        together = self._are_several(start, end, token)
        entity = None if together else self._named(start, end, token)
        if entity is None and self.resolve:
            word = words.lower()
            if word in _GROUPS:
                group = self._group(start, end, token)
                self._goes_on(word, group)
                return group
            if (unnamed := self.unnamed.meant(start, word, token)) is not None:
                known = self._known(unnamed)
                name, entity_id = (known.name, known.entity) if known is not None else (unnamed.name, "")
                return Mention(start, end, name=name, entity=entity_id)
            entity = None if together else self._meant(start, words, token)
        name = entity.name if entity is not None else plain(words)
        found = Mention(start, end, name=name, entity=entity.entity if entity is not None else "")
        if entity is not None and entity.label in _ROLE_LABELS:
            self.people.last = entity
        self.unnamed.remember(found, entity, None if together or token < 0 else self.parse[token])
        self._remember_group(found, entity, together or (token >= 0 and _is_many(self.parse[token])))
        return found

    def _known(self, unnamed: Mention) -> Entity | None:
        """Find who goes by a role: "The judge claimed so. “No,” he said" may have been named before."""
        words = self.parse.char_span(unnamed.start, unnamed.end)
        text = self.text[unnamed.start : unnamed.end]
        return self._meant(unnamed.start, text, words.root.i) if words is not None else None

    def mention_inside(self, span: tuple[int, int], token: int, said_by: Mention | None) -> Mention:
        """Give the mention for words in a quotation: "I" is who says it, and nobody else is.

        Args:
            span: First and last code point of the words.
            token: Index of their head in the parse; -1 when there is none.
            said_by: Who says the quotation.
        """
        start, end = span
        if said_by is not None and self.text[start:end].lower() in _SELF:
            return Mention(start, end, name=said_by.name, entity=said_by.entity)
        kept = self.people.last, dict(self.last_groups), self.unnamed.last
        self.people.left_out = frozenset({said_by.entity}) if said_by is not None else frozenset()
        self.people.quoted = ()
        found = self.mention(span, token)
        self.people.last, self.last_groups, self.unnamed.last = kept
        return found

    def _are_several(self, start: int, end: int, token: int) -> bool:
        """Tell whether the words name more than one: "Carl and Tina Mott"."""
        inside = [e for e in self.near.between(start, end) if e.end <= end and e.label == "PERSON"]
        joined = token >= 0 and any(c.dep_ == "conj" and c.idx < end for c in self.parse[token].rights)
        return joined or (" and " in self.text[start:end] and len({e.entity for e in inside}) > 1)

    def _remember_group(self, mention: Mention, entity: Entity | None, many: bool) -> None:
        """Keep the body, or the people, who spoke last: "it" and "they" mean them."""
        is_body = entity is not None and entity.label != "PERSON"
        if is_body:
            self.last_groups["it"] = mention
        if is_body or many:
            self.last_groups["they"] = mention

    def _goes_on(self, word: str, group: Mention) -> None:
        """Keep that a pronoun goes on with somebody, from where they were named."""
        before = self.last_groups.get(word)
        if group.name.lower() != word:
            same = before is not None and before.name == group.name
            start = before.start if before is not None and same else group.start
            self.last_groups[word] = msgspec.structs.replace(group, start=start)

    def _group(self, start: int, end: int, token: int) -> Mention:
        """Give who "it" and "they" are: the subject of the sentence, or who spoke not long before."""
        word = self.text[start:end]
        if word.lower() == "they" and token >= 0:
            first = bounds_of(self.parse[token])[0]
            said = self.parse[token].head
            ahead = (one for one in _many_in(self.parse[first:token]) if not _is_what_is_said(one, said))
            many = next(ahead, None)
            if many is None and first and not self._has_spoken(start, first):
                several = _many_in(self.parse[slice(*bounds_of(self.parse[first - 1]))])
                many = next(filter(is_somebody, several), None)
            if many is not None:
                low, high = noun_phrase(many)
                return Mention(start, end, name=plain(self.text[low:high]))
        if word.lower() == "it" and token >= 0 and (body := self._body_before_it(token)) is not None:
            return msgspec.structs.replace(body, start=start, end=end)
        group = self.last_groups.get(word.lower())
        if group is None or not group.start < start < group.end + _FARTHEST_GROUP:
            return Mention(start, end, name=word)
        return Mention(start, end, name=group.name, entity=group.entity)

    def _body_before_it(self, token: int) -> Mention | None:
        """Find the body that does something just before: "The ministry wrote to her. It said".

        So in the same sentence: "Iran fired at what it said were tanks".
        """
        first = bounds_of(self.parse[token])[0]
        if self.parse[token].head.tag_ != "VBD":
            return None
        ahead = self._body_that_acts(first, token)
        if (
            ahead is not None
            or not first
            or self.near.breaks(self.parse[first - 1].idx, self.parse[first].idx)
        ):
            return ahead
        return self._body_that_acts(bounds_of(self.parse[first - 1])[0], first)

    def _body_that_acts(self, first: int, last: int) -> Mention | None:
        words = self.parse[first:last]
        subject = next((one for one in words if one.dep_ in SUBJECTS and one.head.dep_ == "ROOT"), None)
        if subject is None or subject.tag_ in ("NNS", "NNPS", "PRP"):
            return None
        low, high = noun_phrase(subject)
        named = self._named(low, high, subject.i)
        if named is not None and named.end > subject.idx:
            fits = named.label in ("ORG", "LOC")
            return Mention(low, high, name=named.name, entity=named.entity) if fits else None
        body = subject.lemma_.lower() in words_for("bodies") | words_for("groups")
        return Mention(low, high, name=plain(self.text[low:high])) if body else None

    def _has_spoken(self, start: int, first: int) -> bool:
        """Tell whether several spoke since the sentence before began: "they" goes on with them."""
        group = self.last_groups.get("they")
        since = bounds_of(self.parse[first - 1])[0] if first else 0
        return group is not None and self.parse[since].idx <= group.start < start

    def _named(self, start: int, end: int, token: int) -> Entity | None:
        """Find the name inside the words: the one with their head, else the last person that they name."""
        inside = [e for e in self.near.between(start - 60, end) if e.end > start and e.start < end]
        people = [entity for entity in inside if entity.label == "PERSON"]
        if token >= 0:
            head = self.parse[token]
            for entity in inside:
                if entity.start <= head.idx < entity.end:
                    return self._who_belongs_to(entity, people)
            people = [entity for entity in people if self._is_called_so(head, entity)]
        if people:
            return people[-1]
        return self._apposed(token, start, end) if token >= 0 else self._labelled(start, end)

    def _who_belongs_to(self, owner: Entity, people: Sequence[Entity]) -> Entity:
        """Tell "the Bureau's Ann Weber" from the Bureau; the parser may take that for the head."""
        last = people[-1] if people else owner
        owned = self.text[owner.end : last.start].strip() in ("'s", "\u2019s")
        return last if owner.label == "ORG" and owned else owner

    def _is_called_so(self, head: Token, entity: Entity) -> bool:
        """Tell the name of somebody, "the engineer Ann Polk", from whose they are: "Polk's lawyer"."""
        if entity.end <= head.idx:
            return head.pos_ == "PROPN" and self.text[entity.end : head.idx].isspace()
        if any(
            one.label in ("ORG", "LOC") and one.end == entity.start - 1
            for one in self.near.between(head.idx, entity.start)
        ):
            # "CEO of the Refugee Council Ida Wren", "director of Reno Airport Tom Kell".
            return True
        between = self.parse.char_span(head.idx, entity.start, alignment_mode="contract")
        return between is None or not any(word.tag_ in ("IN", "TO") for word in between)

    def _labelled(self, start: int, end: int) -> Entity | None:
        """Find whose label begins a line of a transcript: "WEBER"."""
        label = self.text[start:end]
        if label in _ANSWERS:
            return self._in_interview(label, start) if self.resolve else None
        last = label.lower().split()[-1:]
        for entity in self.entities:
            if entity.label == "PERSON" and entity.name.lower().split()[-1:] == last:
                return entity
        return None

    def _in_interview(self, label: str, start: int) -> Entity | None:
        """Find who "Q" and "A" are, when a sentence before the first of them tells."""
        if self.interview is None:
            self.interview = {}
            told = interview_before(self.parse, start)
            asks = self._named(told[1].idx, told[1].idx + len(told[1].text), told[1].i) if told else None
            if told is not None and asks is not None:
                self.interview["Q"] = asks
                self.people.left_out = frozenset({asks.entity})
                answers = self.people.before(told[0].idx, _PRONOUNS[told[0].lower_])
                self.people.left_out = frozenset()
                if answers is not None:
                    self.interview["A"] = answers
        return self.interview.get(label)

    def _apposed(self, token: int, start: int, end: int) -> Entity | None:
        """Find the name beside a role: "the coach, Alireza Mehraban, said"; the parser may not see that."""
        for child in self.parse[token].children:
            if child.dep_ == "appos":
                for entity in self.near.between(child.left_edge.idx, child.right_edge.idx + 1):
                    if entity.label == "PERSON":
                        return entity
        is_source = self.text[max(0, start - 13) : start].lower() == "according to "
        if is_source:
            return None
        described = next((one for one in self.parse[token].rights if one.dep_ in ("relcl", "acl")), None)
        # "The man who made them, Ben Hocke, said"; "the man to lead it, Mayor Ben Hocke, said": the parser
        # may take the name for a part of what describes him.
        last = described.right_edge.idx + len(described.right_edge.text) if described is not None else end
        for match in _BESIDE.finditer(self.text, end, last + _LONGEST_TITLE):
            if match.start() > last:
                break
            for entity in self.near.between(match.start() + 2, match.end() + 1):
                after = self.text[entity.end : entity.end + 6]
                if entity.label == "PERSON" and after.startswith(", ") and not after.startswith(", and "):
                    return entity
            if described is None:
                break
        return None

    def _meant(self, start: int, words: str, token: int) -> Entity | None:
        word = words.lower()
        if self.people.last is not None and token >= 0 and _answers(self.parse[token].head):
            self.people.left_out |= {self.people.last.entity}
        if word in _PRONOUNS:
            return self.people.before(start, _PRONOUNS[word])
        if word in _OTHER_PRONOUNS:
            return self.people.before(start, "") if word == "who" else None
        if token < 0:
            return None
        head = self.parse[token]
        if (epithet := epithet_of(words)) is not None:
            return self._called(epithet, start)
        if (known := self.roles.owned(head)) and (named := self._last_of(known, start)):
            return named
        article = next((child for child in head.lefts if child.lower_ in ("the", "this", "that")), None)
        if article is None:
            return None
        described = self.parse[article.i + 1 : head.i + 1]
        if (known := self.roles.known([*described], start)) and (named := self._last_of(known, start)):
            return named
        if calls_somebody(words) and (named := self.people.before(start, "")) is not None:
            return named if start - named.end < _FARTHEST_GROUP else None
        goes_on = head.idx + len(head.text) < start + len(words)
        if goes_on or any(word.pos_ == "PROPN" for word in described):
            # "The board of Orvane": what is added tells which.
            return None
        if head.tag_ in ("NNS", "NNPS"):
            # "The companies" are several.
            return None
        return self._body_before(start, head.lemma_.lower())

    def _body_before(self, start: int, noun: str) -> Entity | None:
        """Find the body that goes by a noun: the last whose name has it, or, of most nouns, just the last."""
        if noun not in words_for("bodies"):
            return None
        near = self.near.between(start - _FARTHEST, start)
        bodies = [entity for entity in near if entity.label == "ORG" and may_be(noun, entity.name)]
        so_named = [entity for entity in bodies if sounds_like(noun, entity.name)]
        several = noun in HINTS and len({entity.entity for entity in bodies}) > 1
        found = so_named or ([] if noun in _PART_OF_NAME or several else bodies)
        # "Orvane sued Lurex. The company said it had been robbed": what a text goes on about is the subject.
        found = [entity for entity in found if self._acts(entity)] or found
        return found[-1] if found else None

    def _acts(self, entity: Entity) -> bool:
        """Tell whether a name is the subject of a sentence, and not of a clause that describes something."""
        token = self.near.token(entity.end - 1)
        return token is not None and token.dep_ in SUBJECTS and token.head.dep_ not in ("relcl", "acl")

    def _last_of(self, ids: Collection[str], start: int) -> Entity | None:
        """Give who of some was named last before a position: of two presidents that one is meant."""
        for at in reversed(range(bisect.bisect_left(self.near.starts, start))):
            if self.entities[at].entity in ids:
                return self.entities[at]
        return None

    def _called(self, epithet: Epithet, start: int) -> Entity | None:
        """Find whom an epithet means: whose age stands beside the name, else as for a pronoun."""
        if epithet.age:
            aged = re.compile(rf"\s*[,(]\s*(?:aged\s+)?{epithet.age}\b")
            for entity in reversed(self.near.between(0, start)):
                if entity.label == "PERSON" and aged.match(self.text, entity.end):
                    return entity
        return self.people.before(start, epithet.gender)


def _answers(cue: Token) -> bool:
    """Know "Weber said it was late, to which the mogul replied": whom that answers is somebody else."""
    to = (one for one in cue.lefts if one.dep_ == "prep" and one.lower_ == "to")
    return any(which.tag_ == "WDT" for one in to for which in one.rights)


def _many_in(words: Iterable[Token]) -> Iterator[Token]:
    """Find the subject of a sentence that is several: "Critics waited.", not "A critic waited."."""
    return (one for one in words if one.dep_ in SUBJECTS and _is_main(one.head) and _is_many(one))


def _is_main(verb: Token) -> bool:
    """Tell the verb of a sentence, and of what ends with a semicolon: "Critics waited; they said no"."""
    behind = verb.doc[verb.right_edge.i + 1 : verb.right_edge.i + 2].text
    return verb.dep_ == "ROOT" or (verb.head.dep_ == "ROOT" and behind == ";")


def _is_what_is_said(subject: Token, cue: Token) -> bool:
    """Know "Prices, they said, will fall": no price says that."""
    return subject.head.i > cue.i and cue.dep_ in ("parataxis", "ccomp")


def _is_many(noun: Token) -> bool:
    return noun.tag_ in ("NNS", "NNPS") or noun.lower_ == "police"
