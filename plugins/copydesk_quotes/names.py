"""The names of the `entities` layer, put where the grammar stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from copydesk import Entity
from copydesk_quotes.extents import TEXT

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as SpacySpan


def with_names(parse: Doc, text: str, entities: Iterable[Entity]) -> Doc:
    """Give a copy of a parse, with its text, whose entities are those of the layer, whoever found them.

    Names that the parser's words do not fit are widened to whole words; of names that overlap, the
    first one counts.
    """
    from spacy.tokens import Span as SpacySpan

    named = parse.copy()
    named.user_data[TEXT] = text
    names: list[SpacySpan] = []
    end = 0
    for entity in sorted(entities, key=lambda entity: (entity.start, -entity.end)):
        words = named.char_span(entity.start, entity.end, alignment_mode="expand")
        if words is not None and len(words) and words.start >= end:
            names.append(SpacySpan(named, words.start, words.end, label=entity.label))
            end = words.end
    named.set_ents(names)
    return named
