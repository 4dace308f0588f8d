"""Who speaks or acts without a name: “his mother said ... She added”."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from copydesk import Entity, Mention
from copydesk_quotes.extents import bounds_of
from copydesk_quotes.genders import gender_of_role
from copydesk_quotes.near import Near
from copydesk_quotes.noun_phrases import noun_phrase, plain
from copydesk_quotes.phrases import SUBJECTS
from copydesk_quotes.somebody import is_somebody, words_for

if TYPE_CHECKING:
    from spacy.tokens import Token

_WANTED = {"he": "m", "she": "f"}
_OTHERS = frozenset({"ORG", "GPE", "LOC", "NORP"})
# Code points: somebody without a name is meant for so long; somebody with one may be for longer.
_FARTHEST, _FARTHEST_NAMED = 600, 1500


class Unnamed:
    """Remembers who spoke without a name, and tells when a pronoun means them.

    Args:
        near: The text.
        genders: "m" or "f" by entity, where a text tells.
        named: Finds the name in the words from one position to another with this head.
    """

    def __init__(
        self, near: Near, genders: Mapping[str, str], named: Callable[[int, int, int], Entity | None]
    ) -> None:
        self.near = near
        self.genders = genders
        self.named = named
        self.last: tuple[Mention, str] | None = None

    def remember(self, mention: Mention, entity: Entity | None, head: Token | None) -> None:
        """Keep who spoke last without a name: "she" means the mother who spoke, not whose mother she is."""
        if entity is not None or head is None:
            self.last = None
        elif head.tag_ in ("NN", "NNP") and _is_person(head) and head.ent_type_ not in _OTHERS:
            # A name that the tagger does not know is one all the same.
            self.last = mention, gender_of_role(head.lemma_.lower())

    def meant(self, start: int, word: str, token: int) -> Mention | None:
        """Give whom "he" or "she" means that has no name: who acts in the sentence before, or spoke last.

        Somebody who fits and has a name goes before, when they do something in between, and when nothing
        tells the gender of who has none: in the same paragraph, or, of who spoke, not far before.

        Args:
            start: First code point of the pronoun.
            word: The pronoun in small letters.
            token: Its index in the parse; -1 when there is none.
        """
        wanted = _WANTED.get(word)
        mention, gender = (self._doer_before(token) or self.last or (None, "")) if wanted else (None, "")
        if mention is None or not 0 < start - mention.end < _FARTHEST or gender not in ("", wanted):
            return None
        paragraph = self.near.paragraph_of(start)
        since = paragraph if paragraph <= mention.start else start - _FARTHEST_NAMED
        fitting = [
            entity
            for entity in self.near.between(since, start)
            if entity.label == "PERSON" and self.genders.get(entity.entity, wanted) == wanted
        ]
        if not gender and any(entity.entity in self.genders for entity in fitting):
            return None
        between = (self.near.token(entity.end - 1) for entity in fitting if entity.start > mention.end)
        return None if any(one is not None and one.dep_ in SUBJECTS for one in between) else mention

    def _doer_before(self, token: int) -> tuple[Mention, str] | None:
        """Find who has no name and is the subject of the sentence before, in the same paragraph."""
        parse, text = self.near.parse, self.near.text
        first = bounds_of(parse[token])[0] if token > 0 else 0
        if not first or self.near.breaks(parse[first - 1].idx - 1, parse[token].idx):
            return None
        low, high = bounds_of(parse[first - 1])
        words = parse[low:high]
        if any(word.is_quote for word in words):
            return None
        for word in words:
            if word.dep_ in SUBJECTS and word.head.dep_ == "ROOT":
                if word.tag_ != "NN" or word.ent_type_ or not _is_person(word):
                    return None
                if word.head.lemma_ == "ask" and word.dep_ == "nsubj":
                    # "A reporter asked Weber about it. “No,” he said".
                    return None
                start, end = noun_phrase(word)
                if self.named(start, end, word.i) is not None:
                    return None
                return Mention(start, end, name=plain(text[start:end])), gender_of_role(word.lemma_.lower())
        return None


def _is_person(noun: Token) -> bool:
    return is_somebody(noun) and noun.lemma_.lower() not in words_for("bodies") | words_for("groups")
