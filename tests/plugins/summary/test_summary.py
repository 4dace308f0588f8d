"""Summaries of sentences that stand in the text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import SUMMARY, Document, Pipeline
from copydesk.testing import run_step
from copydesk_sentences.sentences import sentences
from copydesk_summary.summary import Summary

ARTICLE = (
    "The city of Kelhaven will close its oldest bridge in June after engineers found cracks in two pillars. "
    "The bridge carries about 14,000 cars a day. "
    "But that is not all. "
    "“I have crossed it every morning since I was a child,” said a baker. "
    "Is it the end of the line?\n\n"
    "Engineers found the cracks in the pillars during a routine check of the bridge in March. "
    "Repairs to the bridge would cost the city 30 million euros, the council said on Tuesday. "
    "Repairs to the bridge would cost 30 million euros, the city council said. "
    "A ferry will carry passengers across the river until a new bridge opens."
)


def summed(text: str = ARTICLE, title: str = "", **options: Any) -> list[str]:
    doc = Document.of(text, meta={"title": title} if title else {})
    (result,) = run_step(Summary, run_step(sentences, doc), **options)
    return [result.text_of(sentence) for sentence in result[SUMMARY]]


def test_the_story_comes_in_the_order_of_the_text() -> None:
    found = summed()

    assert len(found) == 3
    assert found[0].startswith("The city of Kelhaven will close")
    assert [ARTICLE.index(sentence) for sentence in found] == sorted(ARTICLE.index(s) for s in found)


def test_fragments_questions_and_hanging_sentences_are_passed_over() -> None:
    assert not {"But that is not all.", "Is it the end of the line?"} & {*summed(sentences=5)}


def test_what_is_said_twice_is_told_once() -> None:
    found = summed(sentences=4, diversity=1.0)

    assert sum("30 million" in sentence for sentence in found) == 1


def test_the_lead_can_be_all() -> None:
    assert summed(lead=1.0, diversity=0.0, sentences=2) == [
        ARTICLE.split(". ", maxsplit=1)[0] + ".",
        "The bridge carries about 14,000 cars a day.",
    ]


def test_the_headline_points_to_its_sentence() -> None:
    plain, titled = summed(sentences=2), summed(sentences=2, title="Ferry to carry passengers across river")

    assert not any("ferry" in sentence for sentence in plain)
    assert any("ferry" in sentence for sentence in titled)


@pytest.mark.parametrize("words", [5, 20, 40])
def test_words_are_a_limit(words: int) -> None:
    assert sum(len(sentence.split()) for sentence in summed(words=words)) <= words


def test_ranks_and_scores_agree() -> None:
    (doc,) = run_step(Summary, run_step(sentences, ARTICLE), sentences=5, diversity=0.0)

    by_rank = sorted(doc[SUMMARY], key=lambda sentence: sentence.rank)
    assert [sentence.rank for sentence in by_rank] == [1, 2, 3, 4, 5]
    assert [s.score for s in by_rank] == sorted((s.score for s in by_rank), reverse=True)
    assert by_rank[0].score == 1.0


def test_it_works_without_a_parse() -> None:
    pipeline = Pipeline.parse("steps: [summary]")

    assert [planned.name for planned in pipeline.steps] == ["sentences", "summary"]


@pytest.mark.parametrize("text", ["", "\n", "One.", "\U0001f600"])
def test_odd_texts_are_summed_up(text: str) -> None:
    assert len(summed(text)) <= 1


@given(st.text(alphabet="ab C.!?\n", max_size=80), st.integers(1, 5))
def test_a_summary_has_no_more_sentences_than_asked(text: str, count: int) -> None:
    assert len(summed(text, sentences=count)) <= count
