"""Documents: values whose layers move along with edits."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from copydesk import (
    ENTITIES,
    PARSE,
    QUOTES,
    SENTENCES,
    CopydeskError,
    Document,
    Edit,
    Entity,
    Mention,
    Quote,
    Sentence,
    Span,
)

TEXT = "[AD] Weber said: \u201cNo.\u201d"
QUOTE = Quote(18, 21, kind="direct", speaker=Mention(5, 10, name="Weber"), cue=Span(11, 15))


def annotated() -> Document:
    layers = {
        "entities": (Entity(5, 10, label="PERSON", name="Weber", entity="e1"),),
        "quotes": (QUOTE,),
        "parse": object(),
    }
    return replace(Document.of(TEXT), layers=layers)


def test_layers_move_with_the_text() -> None:
    doc = annotated().edited([Edit(0, 5, "", "advert")])

    assert doc.text == "Weber said: \u201cNo.\u201d"
    assert [doc.text_of(entity) for entity in doc[ENTITIES]] == ["Weber"]
    assert [doc.source_of(quote) for quote in doc[QUOTES]] == ["No."]


def test_spans_in_fields_move_too() -> None:
    (quote,) = annotated().edited([Edit(0, 5)])[QUOTES]

    assert quote == Quote(13, 16, kind="direct", speaker=Mention(0, 5, name="Weber"), cue=Span(6, 10))


def test_an_optional_span_that_vanishes_leaves_none() -> None:
    (quote,) = annotated().edited([Edit(5, 11)])[QUOTES]

    assert quote.speaker is None
    assert quote.cue == Span(5, 9)


def test_an_annotation_that_vanishes_is_gone() -> None:
    doc = annotated().edited([Edit(17, 22)])

    assert doc[QUOTES] == ()
    assert len(doc[ENTITIES]) == 1


def test_an_edit_drops_transient_layers() -> None:
    doc = annotated()

    assert PARSE in doc
    assert PARSE not in doc.edited([Edit(0, 5)])


def test_a_deletion_with_a_reason_is_listed() -> None:
    doc = annotated().edited([Edit(0, 5, "", "advert"), Edit(10, 11)], step="clean.boilerplate")

    assert [(r.source_start, r.source_end, r.reason, r.step) for r in doc.removed] == [
        (0, 5, "advert", "clean.boilerplate")
    ]


def test_a_missing_layer_says_what_to_do() -> None:
    with pytest.raises(CopydeskError) as caught:
        Document.of("x")[SENTENCES]

    assert caught.value.code == "missing-layer"
    assert caught.value.hint == "add `sentences` to what your step requires"


def test_an_empty_layer_is_there() -> None:
    doc = replace(Document.of("x"), layers={"sentences": ()})

    assert SENTENCES in doc
    assert doc[SENTENCES] == ()


def test_sentences_are_spans() -> None:
    assert Document.of("One. Two.").text_of(Sentence(5, 9)) == "Two."
