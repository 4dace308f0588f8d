"""The step `quotes`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec
from pydantic import BaseModel, Field

from copydesk import ENTITIES, PARSE, QUOTES, Changes, Document, Mention, Quote, Span, Step
from copydesk_quotes.lexicon import CueClass, lexicon
from copydesk_quotes.marks import find_headlined, find_marked, paragraphs
from copydesk_quotes.names import with_names
from copydesk_quotes.near import Near
from copydesk_quotes.nested import find_nested
from copydesk_quotes.outermost import outermost
from copydesk_quotes.page import Found, Page
from copydesk_quotes.quotations import find_quotations
from copydesk_quotes.reported import find_reported
from copydesk_quotes.resolving import Resolver
from copydesk_quotes.set_off import find_blocks, find_headline, find_posts
from copydesk_quotes.statements import find_statements
from copydesk_quotes.transcripts import Turn, find_turns


class QuotesOptions(BaseModel):
    """Options of `quotes`."""

    indirect: bool = Field(True, description="Whether reported speech without quotation marks counts.")
    kinds: list[Literal["direct", "indirect", "mixed"]] = Field(
        ["direct", "indirect", "mixed"], min_length=1, description="The kinds of quotes to keep."
    )
    speech_only: bool = Field(
        True,
        description="Leave out plans and wishes (“she hopes that ...”). What somebody is said to believe, "
        "know, expect or fear counts as said; the writer's own “I think” does not.",
    )
    min_words: int = Field(1, ge=1, description="Words that a quote must have.")
    min_confidence: float = Field(0.0, ge=0, le=1, description="Confidence that a quote must have.")
    resolve: bool = Field(
        True, description="Give pronouns and roles (“she”, “the minister”) the name of the person they mean."
    )
    marks: Literal["auto", "double", "all"] = Field(
        "auto",
        description="Which quotation marks count: double ones, all, or (auto) double ones, and single ones "
        "in a text that has no others or where headlines put them (“Weber: 'We won't wait'”).",
    )
    transcripts: bool = Field(
        True,
        description="Take lines that begin with a speaker's label (“WEBER: We will ...”) for what they say.",
    )
    nested: bool = Field(
        False,
        description="Give quotes inside other quotes too (of “He told me he would go,” she said, what he "
        "told her), so that some words are said by two; “I” in a quotation is whoever says the whole.",
    )
    cues: dict[str, CueClass] = Field(
        {},
        description="Further words that report, with their class: {moot: speech}. Verbs in their base form.",
    )


class Quotes(Step[QuotesOptions]):
    """Find who said what: direct, mixed and indirect speech, with its speaker and its cue.

    A quote stands inside its quotation marks. The speaker is the words in the text, with the name
    of the entity that they mean; none when the text does not tell. No offset moves.

    Example:
        steps:
          - clean
          - entities
          - quotes: {indirect: false}
    """

    name = "quotes"
    Options = QuotesOptions
    requires = (PARSE.having("tagger", "parser", "lemmatizer", "attribute_ruler"), ENTITIES)
    provides = (QUOTES,)

    def open(self) -> None:
        """Read the lexicon."""
        self._lexicon = lexicon().with_cues(self.options.cues)

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Find the quotes of each document."""
        for document in documents:
            yield Changes(layers={QUOTES: self._quotes(document)})

    def _quotes(self, document: Document) -> list[Quote]:
        options = self.options
        parse = with_names(document[PARSE], document.text, document[ENTITIES])
        marked = find_marked(document.text, "all" if options.marks == "all" else "double")
        if options.marks == "auto":
            single = find_headlined(document.text, marked) if marked else find_marked(document.text, "single")
            marked = sorted((*marked, *single), key=lambda one: one.outer_start)
        statements = find_statements(parse, document.text, self._lexicon)
        bounds = paragraphs(document.text)
        people = _people(document)
        labelled = find_turns(document.text, people) if options.transcripts else []
        turns = [*labelled, *find_posts(document.text, bounds, marked)]
        apart = [*map(_said, turns), *find_blocks(parse, document.text, bounds, marked, statements)]
        if not labelled:
            apart += find_headline(parse, document.text, bounds, people)
        page = Page(
            parse,
            document.text,
            bounds,
            [one for one in marked if not _inside(one.start, apart)],
            [one for one in statements if not _inside(one.cue_start, apart)],
            self._lexicon,
            options.speech_only,
        )
        reported, taken = find_reported(page)
        found = [*reported, *find_quotations(page, reported, taken), *apart]
        if options.nested:
            found += find_nested(page, found, statements)
        return self._resolved(found, document, Near(parse, document.text, document[ENTITIES], bounds))

    def _resolved(self, found: Sequence[Found], document: Document, near: Near) -> list[Quote]:
        """Give the quotes that are wanted, in order, with the names of their speakers."""
        resolver = Resolver(near, resolve=self.options.resolve)
        speakers = _speakers(found, resolver)
        quotes: list[Quote] = []
        for one in found:
            cue = Span(*one.cue) if one.cue else None
            quotes.append(
                Quote(one.start, one.end, one.kind, speakers[one], cue, one.statement, one.confidence)
            )
        wanted = [quote for quote in quotes if self._wanted(quote, document)]
        if not self.options.nested:
            wanted = [*outermost(document, wanted, self._lexicon.phrases)]
        return _grouped(sorted(wanted, key=lambda quote: (quote.start, quote.end)))

    def _wanted(self, quote: Quote, document: Document) -> bool:
        options = self.options
        if quote.kind not in options.kinds or (quote.kind == "indirect" and not options.indirect):
            return False
        if quote.confidence < options.min_confidence:
            return False
        return len(document.text_of(quote).split()) >= options.min_words


def _grouped(quotes: Sequence[Quote]) -> list[Quote]:
    """Number the statements that have several pieces from 1 on, and all others 0."""
    pieces = Counter(quote.group for quote in quotes if quote.group)
    numbers = {0: 0}
    found: list[Quote] = []
    for quote in quotes:
        shared = quote.group if pieces[quote.group] > 1 else 0
        found.append(msgspec.structs.replace(quote, group=numbers.setdefault(shared, len(numbers))))
    return found


def _people(document: Document) -> set[str]:
    """Give the names of people in a document, whole and last names, in small letters."""
    people = [entity.name.lower() for entity in document[ENTITIES] if entity.label == "PERSON"]
    return {*people, *(name.split()[-1] for name in people if name.split())}


def _speakers(found: Sequence[Found], resolver: Resolver) -> dict[Found, Mention | None]:
    """Give who says each quote: in order of position, those inside another one after it.

    The words for a speaker mean one, whatever they say in how many pieces.
    """
    speakers: dict[Found, Mention | None] = {}
    told: dict[tuple[int, int], list[Found]] = {}
    meant: dict[tuple[int, int], Mention] = {}
    for one in found:
        if one.speaker is not None and one.outer is None:
            told.setdefault(one.speaker, []).append(one)
    for one in sorted(found, key=lambda one: (*_outermost(one), one.start, one.end)):
        speakers[one] = None
        if one.speaker is None or one.speaker[0] >= one.speaker[1]:
            continue
        if one.outer is not None:
            within = speakers[one.outer]
            speakers[one] = resolver.mention_inside(one.speaker, one.speaker_token, within)
            continue
        if one.speaker not in meant:
            meant[one.speaker] = resolver.mention(one.speaker, one.speaker_token, told[one.speaker])
        speakers[one] = meant[one.speaker]
    return speakers


def _outermost(one: Found) -> tuple[int, int, bool]:
    outer = one.outer or one
    return outer.start, outer.end, one.outer is not None


def _inside(at: int, quotes: Sequence[Found]) -> bool:
    return any(quote.start <= at < quote.end for quote in quotes)


def _said(turn: Turn) -> Found:
    label = (turn.label_start, turn.label_end)
    return Found(turn.start, turn.end, "direct", label, -1, None, 0, 0.9)
