"""A pipeline for the tests of quotes, opened once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from copydesk import QUOTES, Document, Pipeline


@pytest.fixture(scope="package")
def pipeline() -> Iterator[Pipeline]:
    """Open a pipeline that finds names, then quotes."""
    with Pipeline.parse("steps: [entities, quotes: {nested: true}]").opened() as opened:
        yield opened


@pytest.fixture(scope="package")
def said(pipeline: Pipeline) -> Callable[[str], list[tuple[str, str]]]:
    """Give what finds the words of each quote of a text, with the words for who says them."""

    def find(text: str) -> list[tuple[str, str]]:
        (doc,) = pipeline.process([Document.of(text)])
        assert isinstance(doc, Document)
        return [(doc.text_of(one), doc.text_of(one.speaker) if one.speaker else "-") for one in doc[QUOTES]]

    return find
