"""Filters that drop documents, each with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from copydesk import Document, Pipeline
from copydesk.running import Dropped
from copydesk.testing import opened_step
from copydesk_clean.filters import drop_by_length, drop_by_repetition, drop_by_symbols, drop_by_words

STORY = (
    "The harbour board of Tallin Bay voted on Monday to close the old fish market, which opened in 1921.\n\n"
    "Two surveys had found the beams to be rotten, and the winter storms of recent years made it worse.\n\n"
    "The ferry company has offered to buy the hall, and the town council is going to decide in May.\n\n"
    "Peeter Kask, who has sold smoked eel there for forty years, said that he would rather go fishing."
)


def reason(definition: Any, text: str, **options: object) -> str:
    step = opened_step(definition, **options)
    [changes] = step.process([Document.of(text)])
    assert not changes.edits
    return changes.drop


@pytest.mark.parametrize("definition", [drop_by_length, drop_by_words, drop_by_symbols, drop_by_repetition])
def test_an_article_passes(definition: Any) -> None:
    assert reason(definition, STORY) == ""


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"min_words": 100}, "too-short"),
        ({"min_words": 0, "min_characters": 10_000}, "too-short"),
        ({"max_words": 20}, "too-long"),
        ({"min_words": 0}, ""),
    ],
)
def test_drops_by_length(options: dict[str, object], expected: str) -> None:
    assert reason(drop_by_length, STORY, **options) == expected


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        pytest.param("A b c of d to e", {}, "odd-word-length", id="short words"),
        pytest.param(
            "Donaudampfschifffahrtsgesellschaft Hafenmeisterei of the", {}, "odd-word-length", id="long words"
        ),
        pytest.param("Fish market closes Monday", {}, "too-few-stop-words", id="a list of words"),
        pytest.param(
            "\u201cThe market,\u201d they said, closes (with) regret.", {}, "", id="marks around words"
        ),
        pytest.param(
            "Der Markt schlie\u00dft und bleibt zu", {}, "too-few-stop-words", id="another language"
        ),
        pytest.param("Der Markt und der Hafen", {"stop_words": ["der", "und"]}, "", id="its own words"),
        pytest.param("Fish market closes Monday", {"min_stop_words": 0}, "", id="none asked for"),
        pytest.param("", {}, "", id="empty"),
    ],
)
def test_drops_by_words(text: str, options: dict[str, object], expected: str) -> None:
    assert reason(drop_by_words, text, **options) == expected


@pytest.mark.parametrize(
    ("text", "preset", "expected"),
    [
        (STORY, "gopher", ""),
        ("The board of the market met with the mayor.", "gopher", "too-short"),
        ("The board of the market met with the mayor.", "short", ""),
        ("Der Rat tagte gestern in der Halle am Hafen. " + "Danach gingen alle heim. " * 20, "short", "repeated-words"),
        (STORY.replace("the ", "").replace(" to ", " ").replace(" of ", " ").replace("and", "&")
         .replace("that", "").replace("The ", "").replace("have", ""), "gopher", "too-few-stop-words"),
    ],
)  # fmt: skip
def test_drops_by_a_preset(tmp_path: Path, text: str, preset: str, expected: str) -> None:
    (tmp_path / "p.yaml").write_text(f"steps:\n  - clean.quality: {{preset: {preset}}}\n")

    with Pipeline.load(str(tmp_path / "p.yaml")).opened() as pipeline:
        [outcome] = pipeline.process([Document.of(text)])

    assert (outcome.reason if isinstance(outcome, Dropped) else "") == expected


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        pytest.param("#a #b # c", {}, "too-many-symbols", id="hash signs"),
        pytest.param("12 34 | 56 and 78", {}, "too-few-letters", id="numbers"),
        pytest.param("- a\n- b\n- c", {}, "too-few-letters", id="bullets count as words"),
        pytest.param(
            "- one fish here today\n- two fish swim there\n- red fish and blue",
            {},
            "too-many-list-items",
            id="list",
        ),
        pytest.param(
            "- one fish\n- two fish", {"max_list_lines": 1.0, "min_alphabetic": 0.5}, "", id="lists allowed"
        ),
        pytest.param(
            "The board voted to close the market for good and…\nMore.", {}, "too-many-cut-lines", id="cut"
        ),
        pytest.param("", {}, "", id="empty"),
    ],
)
def test_drops_by_symbols(text: str, options: dict[str, object], expected: str) -> None:
    assert reason(drop_by_symbols, text, **options) == expected


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        pytest.param("Fish.\n" * 5 + STORY, {}, "repeated-lines", id="lines"),
        pytest.param(f"{STORY}\n\n{STORY}", {"max_repeated_lines": 1.0}, "repeated-lines", id="characters"),
        pytest.param(
            "One a\nb.\n\nOne c\nd.\n\nOne a\nb.", {"max_repeated_lines": 0.9}, "repeated-lines", id="both"
        ),
        pytest.param("buy fish now " * 30, {}, "repeated-words", id="words"),
        pytest.param("buy fish now " * 30, {"runs": False}, "", id="words allowed"),
        pytest.param("", {}, "", id="empty"),
    ],
)
def test_drops_by_repetition(text: str, options: dict[str, object], expected: str) -> None:
    assert reason(drop_by_repetition, text, **options) == expected


def test_drops_repeated_paragraphs() -> None:
    options = {"max_repeated_lines": 1.0, "max_repeated_characters": 1.0, "max_repeated_paragraphs": 0.3}

    assert reason(drop_by_repetition, "A b\nc.\n\nA b\nc.\n\nD.", **options) == "repeated-paragraphs"
