"""The step `quotes`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, Field

from copydesk import ENTITIES, PARSE, QUOTES, Changes, Document, Quote, Span, Step
from copydesk_quotes.lexicon import CueClass, lexicon
from copydesk_quotes.marks import find_marked
from copydesk_quotes.page import Found, Page
from copydesk_quotes.quotations import find_quotations
from copydesk_quotes.reported import find_reported
from copydesk_quotes.resolving import Resolver
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
        "in a text that has no others.",
    )
    transcripts: bool = Field(
        True,
        description="Take lines that begin with a speaker's label (“WEBER: We will ...”) for what they say.",
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
    requires = (PARSE.having("tagger", "parser", "lemmatizer", "attribute_ruler", "ner"), ENTITIES)
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
        parse = document[PARSE]
        marked = find_marked(document.text, "all" if options.marks == "all" else "double")
        if not marked and options.marks == "auto":
            marked = find_marked(document.text, "single")
        statements = find_statements(parse, self._lexicon)
        turns = self._turns(document)
        page = Page(
            parse,
            [one for one in marked if not _inside(one.start, turns)],
            [one for one in statements if not _inside(one.cue_start, turns)],
            lexicon=self._lexicon,
            speech_only=options.speech_only,
        )
        reported, taken = find_reported(page)
        found = [*reported, *find_quotations(page, reported, taken), *map(_said, turns)]
        found.sort(key=lambda one: (one.start, one.end))
        resolver = Resolver(parse, document[ENTITIES], resolve=options.resolve)
        pieces = Counter(one.statement for one in found if one.statement)
        numbers: dict[int, int] = {}
        quotes: list[Quote] = []
        for one in found:
            quote = self._quote(one, resolver)
            if not self._wanted(quote, document):
                continue
            if pieces[one.statement] > 1:
                group = numbers.setdefault(one.statement, len(numbers) + 1)
                quote = Quote(
                    quote.start, quote.end, quote.kind, quote.speaker, quote.cue, group, quote.confidence
                )
            quotes.append(quote)
        return quotes

    def _turns(self, document: Document) -> list[Turn]:
        if not self.options.transcripts:
            return []
        people = [entity.name.lower() for entity in document[ENTITIES] if entity.label == "PERSON"]
        return find_turns(document.text, {*people, *(name.split()[-1] for name in people if name.split())})

    @staticmethod
    def _quote(found: Found, resolver: Resolver) -> Quote:
        speaker = None
        if found.speaker is not None and found.speaker[0] < found.speaker[1]:
            speaker = resolver.mention(found.speaker, found.speaker_token)
        cue = Span(*found.cue) if found.cue else None
        return Quote(found.start, found.end, found.kind, speaker, cue, 0, found.confidence)

    def _wanted(self, quote: Quote, document: Document) -> bool:
        options = self.options
        if quote.kind not in options.kinds or (quote.kind == "indirect" and not options.indirect):
            return False
        if quote.confidence < options.min_confidence:
            return False
        return len(document.text_of(quote).split()) >= options.min_words


def _inside(at: int, turns: Sequence[Turn]) -> bool:
    return any(turn.start <= at < turn.end for turn in turns)


def _said(turn: Turn) -> Found:
    label = (turn.label_start, turn.label_end)
    return Found(turn.start, turn.end, "direct", label, -1, None, 0, 0.9)
