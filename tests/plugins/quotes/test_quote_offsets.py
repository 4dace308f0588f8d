"""Whatever the marks and whatever cleaning takes out, a quote leads back to the words it was made from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk import QUOTES, Document, Pipeline

MARKS = ["\u201c", "\u201d", '"', "'", "\u2018", "\u2019", "\u00ab", "\u00bb", "\u201e", "``", "''", "\u2033"]
WORDS = [
    "Weber said", " said Weber", "The dam", " is old", " was", " that ", ", ", ". ", "? ", ": ", "\u2014",
    "Mr. ", "RENO \u2014 ", "according to ", "vowed to ", "WEBER: ", "Q. ", "he ", "\n", "\n\n", "   ", "\t",
    "\u00a0", "\u200b", "\U0001f600", "(", ")", "6", "and ",
    "He told me ", "goes, ", " even as ", ", prompting ", ", a move critics called ", " jokes", "“She said ",
    " that he had not shown ", "nearly six in 10 said ", "asked the board to quietly stop ", "I said ",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(MARKS + WORDS), max_size=40).map("".join)


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Pipeline]:
    with Pipeline.parse("steps: [clean.whitespace, entities, quotes: {marks: all}]").opened() as opened:
        yield opened


@settings(deadline=None, max_examples=100)
@given(text=TEXTS)
def test_a_quote_leads_back_to_its_source(pipeline: Pipeline, text: str) -> None:
    (doc,) = pipeline.process([Document.of(text)])

    assert isinstance(doc, Document)
    for quote in doc[QUOTES]:
        spans = [quote, *(span for span in (quote.speaker, quote.cue) if span is not None)]
        for span in spans:
            assert 0 <= span.start < span.end <= len(doc.text)
            assert "".join(doc.source_of(span).split()) == "".join(doc.text_of(span).split())
