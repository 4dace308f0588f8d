"""Sentences that are cut off, patched or run together cost no document, and no quote has space at its ends."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk import QUOTES, Document, Pipeline

PASSAGES = Path(__file__).parent / "passages"
MARKED = re.compile(r"(?:direct|indirect|mixed) \| |== ")
SENTENCES = [
    sentence
    for path in sorted(PASSAGES.glob("*.txt"))
    for line in path.read_text("utf-8").splitlines()
    if line and not MARKED.match(line)
    for sentence in re.split(r"(?<=[.!?”\"])\s+", line)
]
PATCHES = ["", "“", "”", '"', " said ", ",", ":", "—", " that ", " as ", "\n", "\n\n", "  ", "."]


def assert_sound(pipeline: Pipeline, text: str) -> None:
    (doc,) = pipeline.process([Document.of(text)])
    assert isinstance(doc, Document), doc
    assert [doc.text_of(one) for one in doc[QUOTES]] == [doc.text_of(one).strip() for one in doc[QUOTES]]


@settings(max_examples=600)
@given(
    st.sampled_from(SENTENCES),
    st.integers(0, 100),
    st.integers(0, 400),
    st.sampled_from(PATCHES),
    st.integers(0, 400),
)
def test_a_sentence_that_is_cut_or_patched_costs_nothing(
    pipeline: Pipeline, sentence: str, start: int, end: int, patch: str, at: int
) -> None:
    assert_sound(pipeline, (sentence[:at] + patch + sentence[at:])[start : end or None])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The harbour, Weber said, “", id="an opening mark at the end"),
        pytest.param("Hill accused the council of “", id="another"),
        pytest.param("The latest offer:, he said, \n”amounts to a cut.", id="nothing before the cue"),
        pytest.param("The bank, Ms. Holt said,  cut 400 jobs by March.", id="two spaces behind the cue"),
        pytest.param("As she said in a talk,", id="a comma at the end"),
        pytest.param("said Marta Ruiz, 58, ", id="a comma behind the name"),
        pytest.param("“I always win,” Weber said in explaining", id="an occasion at the end"),
        pytest.param("whom he said was no citizen.", id="a relative clause alone"),
        pytest.param("telling the foe exactly what we're going to do,” Weber said.", id="a participle alone"),
        pytest.param(
            "Reed called it “a loaded gun aimed at\n\n Ohio”", id="a paragraph ends in what it is called"
        ),
    ],
)
def test_odd_ends_cost_nothing(pipeline: Pipeline, text: str) -> None:
    assert_sound(pipeline, text)
