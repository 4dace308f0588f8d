"""Whole passages of news: every quote of each, its words, its kind and the words for its speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from copydesk import QUOTES, Document, Pipeline

PASSAGES = Path(__file__).parent / "passages"
QUOTE = re.compile(r"(direct|indirect|mixed) \| (.+?) \| (.+)")
EDGES = ' .,?!"\u201c\u201d\u2014:;'


def passages() -> list[ParameterSet]:
    found: list[ParameterSet] = []
    for path in sorted(PASSAGES.glob("*.txt")):
        for block in path.read_text("utf-8").split("\n== ")[1:]:
            name, *lines = block.rstrip().split("\n")
            quotes = [match.groups() for line in lines if (match := QUOTE.fullmatch(line))]
            text = "\n".join(line for line in lines if not QUOTE.fullmatch(line)).strip()
            found.append(pytest.param(text, quotes, id=f"{path.stem}: {name}"))
    return found


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Pipeline]:
    with Pipeline.parse("steps: [entities, quotes: {nested: true}]").opened() as opened:
        yield opened


@pytest.mark.parametrize(("text", "expected"), passages())
def test_finds_every_quote_of_a_passage(
    pipeline: Pipeline, text: str, expected: list[tuple[str, str, str]]
) -> None:
    (doc,) = pipeline.process([Document.of(text)])

    assert isinstance(doc, Document)
    found = {
        (quote.kind, doc.text_of(quote.speaker) if quote.speaker else "-", doc.text_of(quote).strip(EDGES))
        for quote in doc[QUOTES]
    }
    assert found == {(kind, speaker, words.strip(EDGES)) for kind, speaker, words in expected}
