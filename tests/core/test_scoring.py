"""Scores against what people annotated."""

from __future__ import annotations

from typing import Any

import pytest

from copydesk.inspection.scoring import Counts, Score, bootstrap, score

TEXT = "Anna Weber said the dam was safe. NATO agreed."


def span(start: int, end: int, **fields: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "text": TEXT[start:end], **fields}


def totals(gold: dict[str, Any], predicted: dict[str, Any]) -> dict[str, tuple[float, float, float]]:
    row = {"id": "a", "text": TEXT, **gold}
    scores = score([row], {"a": predicted}, ["entities", "quotes", "summary"])
    return {one.name: (one.total.hits, one.total.false, one.total.missed) for one in scores}


def test_spans_count_by_place_and_label() -> None:
    gold = [span(0, 10, label="PERSON"), span(34, 38, label="ORG")]
    found = [span(0, 10, label="PERSON"), span(34, 38, label="LOC"), span(20, 23, label="PERSON")]

    assert totals({"entities": gold}, {"entities": found}) == {
        "entities": (1, 1, 1),
        "entities:PERSON": (1, 1, 0),
        "entities:ORG": (0, 0, 1),
    }


def quote(start: int, end: int, speaker: str | None) -> dict[str, Any]:
    return span(start, end, speaker=speaker and {"text": speaker, "name": speaker})


@pytest.mark.parametrize(
    ("start", "speaker", "overlap", "attribution"),
    [
        pytest.param(16, "Weber", (1, 0, 0), (1, 0, 0), id="right, by last name"),
        pytest.param(11, "Anna Weber", (1, 0, 0), (1, 0, 0), id="a word more"),
        pytest.param(16, "NATO", (1, 0, 0), (0, 1, 1), id="wrong speaker"),
        pytest.param(16, None, (1, 0, 0), (0, 1, 1), id="no speaker"),
        pytest.param(24, "Weber", (0, 1, 1), (0, 1, 1), id="too short"),
    ],
)
def test_quotes_count_by_overlap_and_speaker(
    start: int, speaker: str | None, overlap: tuple[int, ...], attribution: tuple[int, ...]
) -> None:
    gold = [quote(16, 32, "Anna Weber")]

    assert totals({"quotes": gold}, {"quotes": [quote(start, 32, speaker)]}) == {
        "quotes:overlap": overlap,
        "quotes:attribution": attribution,
    }


def test_summaries_count_by_the_best_reference() -> None:
    found = totals(
        {"references": ["nothing alike", "Anna Weber said the bridge was safe."]}, {"summary": [span(0, 33)]}
    )

    assert {name: round(2 * h / (2 * h + f + m), 3) for name, (h, f, m) in found.items()} == {
        "summary:ROUGE-1": 0.857,
        "summary:ROUGE-2": 0.667,
        "summary:ROUGE-L": 0.857,
    }


def test_layers_that_nobody_annotated_are_left_out() -> None:
    assert totals({"quotes": []}, {"entities": [span(0, 4, label="PERSON")]}) == {
        "quotes:overlap": (0, 0, 0),
        "quotes:attribution": (0, 0, 0),
    }


def test_the_worst_documents_come_first() -> None:
    one = Score("x", {"a": Counts(5, 1, 0), "b": Counts(0, 2, 3), "c": Counts(9, 0, 0)})

    assert [name for name, _ in one.worst(5)] == ["b", "a"]
    assert (one.total.precision, one.total.recall) == (14 / 17, 14 / 17)


def test_the_bootstrap_tells_better_from_the_same() -> None:
    weak = Score("x", {str(n): Counts(n % 2, 1, 1) for n in range(30)})
    strong = Score("x", {str(n): Counts(1, 0, 0) for n in range(30)})

    assert bootstrap(weak, strong) == 0.0
    assert bootstrap(weak, weak) == 1.0
    assert bootstrap(strong, weak) == 1.0
