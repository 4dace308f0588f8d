"""Running documents through a chain."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from copydesk import Document, Pipeline
from copydesk.formats.output import row_of
from copydesk.running import Dropped, Failed

Make = Callable[[str], Pipeline]


def run(pipeline: Pipeline, *texts: str, batch_documents: int = 16) -> list[object]:
    documents = [Document.of(text, id=f"d{n}") for n, text in enumerate(texts)]
    with pipeline.opened():
        return [*pipeline.run(documents, batch_documents=batch_documents)]


def test_annotations_keep_their_source_through_edits(make_pipeline: Make) -> None:
    (doc,) = run(make_pipeline("steps: [shouts: {only: STOP}, shouts.cut, lengths]"), "well STOP now")

    assert isinstance(doc, Document)
    assert doc.text == "well  now"
    assert row_of(doc)["layers"]["lengths"] == [
        {"start": 0, "end": 4, "source_start": 0, "source_end": 4, "text": "well"},
        {"start": 6, "end": 9, "source_start": 10, "source_end": 13, "text": "now"},
    ]


def test_what_was_cut_is_listed_with_its_source(make_pipeline: Make) -> None:
    (doc,) = run(make_pipeline("steps: [shouts, shouts.cut]"), "well STOP now")

    assert isinstance(doc, Document)
    assert row_of(doc)["removed"] == [
        {"source_start": 5, "source_end": 9, "reason": "shout", "step": "shouts.cut"}
    ]


def test_a_document_that_fails_costs_no_other_anything(make_pipeline: Make) -> None:
    outcomes = run(make_pipeline("steps: [shouts.crash, shouts]"), "one", "BOOM", "TWOS")

    assert [type(outcome) for outcome in outcomes] == [Document, Failed, Document]
    failed = outcomes[1]
    assert isinstance(failed, Failed)
    assert (failed.id, failed.step, failed.problem.message) == (
        "d1",
        "shouts.crash",
        "ValueError: found BOOM",
    )
    assert "found BOOM" in failed.traceback
    assert failed.traceback.count("Traceback") == 1
    assert "in crash" in failed.traceback


def test_a_dropped_document_tells_why(make_pipeline: Make) -> None:
    outcomes = run(make_pipeline("steps: [shouts.refuse: {word: NO}]"), "NO way", "fine")

    assert outcomes[0] == Dropped("d0", "d0", "shouts.refuse", "shouted")
    assert isinstance(outcomes[1], Document)


def test_transient_layers_are_not_in_the_result(make_pipeline: Make) -> None:
    (doc,) = run(make_pipeline("steps: [lengths]"), "a b")

    assert isinstance(doc, Document)
    assert [*doc.layers] == ["lengths"]


@pytest.mark.parametrize("batch_documents", [1, 2, 5])
def test_the_batch_size_changes_nothing(make_pipeline: Make, batch_documents: int) -> None:
    texts = ["ones STOP", "BOOM", "", "two FOUR", "\U0001f600 SMILE"]
    pipeline = make_pipeline("steps: [shouts, shouts.crash, shouts.lower, lengths]")

    outcomes = run(pipeline, *texts, batch_documents=batch_documents)

    found = [row_of(outcome) if isinstance(outcome, Document) else outcome for outcome in outcomes]
    expected = run(make_pipeline("steps: [shouts, shouts.crash, shouts.lower, lengths]"), *texts)
    assert [
        f.text if isinstance(f, Document) else f["text"] if isinstance(f, dict) else None for f in found
    ] == [
        "ones stop",
        None,
        "",
        "two four",
        "\U0001f600 smile",
    ]
    assert len(expected) == len(found)
    assert [row_of(e) for e in expected if isinstance(e, Document)] == [
        f for f in found if isinstance(f, dict)
    ]


def test_provenance_names_step_version_and_options(make_pipeline: Make) -> None:
    pipeline = make_pipeline("steps: [shouts]")
    (doc,) = run(pipeline, "LOUD")

    assert isinstance(doc, Document)
    assert doc.provenance == {"shouts": pipeline.steps[0].provenance}
