"""Annotations and layers: the contract between plugins."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, TypeVar

import msgspec

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Span(msgspec.Struct, frozen=True, gc=False):
    """A half-open range `[start, end)` of the current text, in Unicode code points.

    The simplest annotation, and the base of all others: a plugin's own type is a subclass with
    more fields. Fields may be strings, numbers, booleans, lists and mappings of them, and spans.

    Example:
        >>> class Shout(Span, frozen=True):
        ...     loudness: int = 1
        >>> Shout(0, 4, loudness=3)
        Shout(start=0, end=4, loudness=3)

    Attributes:
        start: First code point.
        end: Code point after the last; greater than `start`.
    """

    #: Whether the output repeats the characters of the span under `text`.
    writes_text: ClassVar[bool] = True

    start: int
    end: int


class Sentence(Span, frozen=True, gc=False):
    """A sentence."""

    writes_text: ClassVar[bool] = False


class Entity(Span, frozen=True, gc=False):
    """A mention of somebody or something by name.

    Attributes:
        label: Kind: PERSON, ORG, LOC, or what a tagger or a gazetteer calls it.
        name: Canonical name in the document: "Scholz" and "Mr Scholz" are both "Olaf Scholz".
        entity: Id of the entity in the document ("e1"); equal for all its mentions.
        title: Title or rank that stands before the name ("Lieutenant General"); may be empty.
        confidence: How sure the tagger is, 0 to 1.
    """

    label: str
    name: str
    entity: str
    title: str = ""
    confidence: float = 1.0


class Mention(Span, frozen=True, gc=False):
    """The words in the text that stand for somebody, and who that is.

    Attributes:
        name: Canonical name; the words themselves when nobody is known by them.
        entity: Id of the entity in the document; empty when it is none of the `entities`.
    """

    name: str
    entity: str = ""


QuoteKind = Literal["direct", "indirect", "mixed"]


class Quote(Span, frozen=True, gc=False):
    """Something that somebody said, wrote or thought.

    Attributes:
        kind: "direct" (all of it in quotation marks), "indirect" (reported, no marks) or "mixed"
            (reported words that contain a quoted part).
        speaker: Who said it; None when the text does not tell.
        cue: The words that report it ("said", "according to"); None when there are none.
        group: Number of the statement in the document, counted from 1; the pieces of one
            interrupted or many-paragraph quote share it. 0 when it has no other piece.
        confidence: How sure the tagger is, 0 to 1.
    """

    kind: QuoteKind
    speaker: Mention | None = None
    cue: Span | None = None
    group: int = 0
    confidence: float = 1.0


class SummarySentence(Span, frozen=True, gc=False):
    """A sentence of the summary.

    Attributes:
        rank: Place by importance, counted from 1.
        score: How much of the document it carries, 0 to 1.
    """

    rank: int
    score: float


S = TypeVar("S", bound=Span)
T = TypeVar("T")


@dataclass(frozen=True)
class Layer(Generic[S]):
    """A named, typed, ordered set of annotations.

    Attributes:
        name: Plural noun, as it stands in the output.
        type: Type of its annotations.
        provider: Step that the plan puts in where the layer is first needed and nothing before
            provides it; empty when the person has to choose one.
    """

    name: str
    type: type[S]
    provider: str = ""


@dataclass(frozen=True)
class TransientLayer(Generic[T]):
    """A layer that lives in the worker only: it is never written, and an edit drops it.

    Attributes:
        name: Noun, for messages.
        provider: Step that the plan puts in where the layer is first needed.
        parts: What of it a step needs; the provider may leave out the rest. For the parse these
            are names of spaCy components.
    """

    name: str
    provider: str = ""
    parts: frozenset[str] = field(default=frozenset(), compare=False)

    def having(self, *parts: str) -> TransientLayer[T]:
        """Give the same layer with the parts that a step needs.

        Example:
            >>> sorted(PARSE.having("ner").parts)
            ['ner']
        """
        return replace(self, parts=self.parts | {*parts})


AnyLayer = Layer[Any] | TransientLayer[Any]

SENTENCES = Layer("sentences", Sentence, provider="sentences")
ENTITIES = Layer("entities", Entity)
QUOTES = Layer("quotes", Quote)
SUMMARY = Layer("summary", SummarySentence)
PARSE: TransientLayer[Doc] = TransientLayer("parse", provider="language")
"""A spaCy `Doc` whose text is the document's text, character for character.

Ask for the components you use: `PARSE.having("parser", "lemmatizer")`.
"""
