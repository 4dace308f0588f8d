"""Tests in pipeline files, and traces."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from copydesk import Document, Pipeline
from copydesk.errors import ConfigError
from copydesk.formats.output import row_of
from copydesk.inspection.accepting import accept
from copydesk.inspection.testing import CaseResult, run_test, unexercised
from copydesk.inspection.trace import trace
from copydesk.offsets import Edit, apply_edits

Make = Callable[[str], Pipeline]
CHAIN = "steps: [shouts, shouts.refuse, shouts.cut, lengths, names]\n"


def results(pipeline: Pipeline) -> list[CaseResult]:
    with pipeline.opened():
        return [run_test(pipeline, test) for test in pipeline.tests]


def outcome(make: Make, expect: str, text: str = "Olaf NATO spoke") -> list[tuple[str, str, str]]:
    (result,) = results(make(f"{CHAIN}tests:\n  - text: {text}\n    expect: {expect}\n"))
    return [(mismatch.what, mismatch.got, mismatch.step) for mismatch in result.mismatches]


@pytest.mark.parametrize(
    "expect",
    [
        "{entities: [Olaf]}",
        "{entities: [{text: Olaf, label: PERSON, source: Olaf, source_start: 0}]}",
        "{entities: {exact: [Olaf], absent: [NATO], count: 1}}",
        "{text: Olaf  spoke}",
        "{text: {contains: Olaf, lacks: [NATO, STOP]}}",
        "{meta: {}, shouts: {count: 0}}",
        "{lengths: [Olaf, spoke]}",
    ],
)
def test_an_expectation_that_is_met_passes(make_pipeline: Make, expect: str) -> None:
    assert outcome(make_pipeline, expect) == []


@pytest.mark.parametrize(
    ("expect", "mismatch"),
    [
        ("{entities: [Anna]}", ("entities", "'Olaf'", "names")),
        ("{entities: [{text: Olaf, label: ORG}]}", ("entities", "{text: Olaf, label: PERSON}", "names")),
        ("{entities: {absent: [Olaf]}}", ("entities", "'Olaf'", "names")),
        ("{lengths: {exact: [Olaf]}}", ("lengths", "'spoke'", "lengths")),
        ("{entities: {count: 2}}", ("entities", "1: 'Olaf'", "names")),
        ("{text: {contains: NATO}}", ("text", "'Olaf  spoke'", "shouts.cut")),
        ("{text: Olaf spoke}", ("text", "'Olaf  spoke'", "")),
        ("{meta: {title: T}}", ("meta.title", "None", "")),
        ("{dropped: shouted}", ("dropped", "a document", "")),
    ],
)
def test_an_expectation_that_is_not_met_names_what_there_was_and_the_step(
    make_pipeline: Make, expect: str, mismatch: tuple[str, str, str]
) -> None:
    assert outcome(make_pipeline, expect) == [mismatch]


def test_a_dropped_document_can_be_expected(make_pipeline: Make) -> None:
    assert outcome(make_pipeline, "{dropped: shouted}", "STOP it") == []
    assert outcome(make_pipeline, "{dropped: other}", "STOP it") == [("dropped", "shouted", "shouts.refuse")]
    assert outcome(make_pipeline, "{entities: []}", "STOP it") == [
        ("dropped", "dropped: shouted", "shouts.refuse")
    ]


def test_a_document_that_fails_fails_the_test(make_pipeline: Make) -> None:
    text = "steps: [shouts.crash]\ntests:\n  - text: BOOM\n    expect: {text: BOOM}\n"

    (result,) = results(make_pipeline(text))

    assert [(m.got, m.step) for m in result.mismatches] == [
        ("failed: ValueError: found BOOM", "shouts.crash")
    ]


def test_steps_that_no_test_exercises_are_named(make_pipeline: Make) -> None:
    pipeline = make_pipeline(f"{CHAIN}tests:\n  - text: Olaf spoke\n    expect: {{entities: [Olaf]}}\n")

    assert unexercised(pipeline, results(pipeline)) == ["shouts", "shouts.refuse", "shouts.cut"]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (
            "{text: x, expect: {entitees: [a]}}",
            "error[unknown-layer]: the pipeline provides no layer `entitees`\n  hint: did you mean `entities`?",
        ),
        (
            "{text: x, expect: {entities: [{lable: a}]}}",
            "error[unknown-field]: `entities` have no field `lable`\n  hint: did you mean `label`?",
        ),
        (
            "{text: x, expect: {entities: {abscent: [a]}}}",
            "error[unknown-key]: an expectation on `entities` has no key `abscent`\n  hint: did you mean `absent`?",
        ),
        (
            "{text: x, expct: {text: a}}",
            "error[unknown-key]: a test has no key `expct`\n  hint: did you mean `expect`?",
        ),
        ("{text: x}", "error[wrong-test]: a test must expect something"),
        ("{expect: {text: a}}", "error[wrong-test]: a test needs one input: `text` or `file`"),
        ("{text: 3, expect: {text: a}}", "error[wrong-type]: `text` must be a text, got the number 3"),
        ("just text", 'error[wrong-type]: a test must be a mapping, got the string "just text"'),
    ],
)
def test_a_wrong_test_is_a_problem_and_no_pass(make_pipeline: Make, test: str, expected: str) -> None:
    with pytest.raises(ConfigError) as caught:
        make_pipeline(f"{CHAIN}tests: [{test}]\n")

    assert expected in "\n".join(str(problem) for problem in caught.value.problems)


def test_a_trace_tells_what_each_step_does(make_pipeline: Make) -> None:
    pipeline = make_pipeline(CHAIN)

    with pipeline.opened():
        found = trace(pipeline, Document.of("Olaf NATO spoke"))

    steps = {step.name: step for step in found.steps}
    assert [row["text"] for row in steps["shouts"].added["shouts"]] == ["NATO"]
    (change,) = steps["shouts.cut"].text
    assert (change.source_start, change.source_end, change.before, change.after, change.reason) == (
        5,
        9,
        "NATO",
        "",
        "shout",
    )
    assert [row["text"] for row in steps["shouts.cut"].removed["shouts"]] == ["NATO"]
    assert [row["source_start"] for row in steps["names"].added["entities"]] == [0]
    assert steps["words"].origin == "for `lengths`"


def test_the_sum_of_the_changes_is_the_output(make_pipeline: Make) -> None:
    pipeline = make_pipeline(CHAIN)
    document = Document.of("One NATO two MORE, three LOUD\U0001f600 words")

    with pipeline.opened():
        found = trace(pipeline, document)
        (out,) = pipeline.process([document])

    text = document.text
    for step in found.steps:
        text = apply_edits(text, [Edit(change.start, change.end, change.after) for change in step.text])
    assert isinstance(out, Document)
    assert isinstance(found.outcome, Document)
    assert text == out.text
    assert row_of(found.outcome) == row_of(out)


def test_a_trace_of_a_dropped_document_ends_there(make_pipeline: Make) -> None:
    pipeline = make_pipeline(CHAIN)

    with pipeline.opened():
        found = trace(pipeline, Document.of("STOP it"))

    assert [step.name for step in found.steps] == ["shouts", "shouts.refuse"]
    assert found.steps[-1].ended == "dropped: shouted"


@pytest.mark.parametrize(
    ("expect", "accepted"),
    [
        ("{entities: [Anna]}  # names", '{entities: ["Olaf"]}  # names'),
        ("{entities: [{text: Anna, label: ORG}]}", '{entities: [{"text": "Olaf", "label": "PERSON"}]}'),
        ("{entities: {absent: [Olaf, Anna], count: 7}}", '{entities: {absent: ["Anna"], count: 1}}'),
        ("{text: Olaf NATO spoke, entities: [Olaf]}", '{text: "Olaf  spoke", entities: [Olaf]}'),
        ("{text: {contains: [NATO, Olaf]}}", '{text: {contains: ["Olaf"]}}'),
        ("{meta: {title: T}}", '{meta: {"title": null}}'),
        (
            "\n      entities:\n        - text: Anna\n          label: ORG\n      text: {lacks: NATO}",
            '\n      entities:\n        [{"text": "Olaf", "label": "PERSON"}]\n      text: {lacks: NATO}',
        ),
    ],
)
def test_what_came_out_can_be_accepted(make_pipeline: Make, expect: str, accepted: str) -> None:
    text = f"{CHAIN}tests:\n  - text: Olaf NATO spoke\n    expect: {expect}\n# the end\n"

    written, count = accept(text, "p.yaml", results(make_pipeline(text)))

    assert written == f"{CHAIN}tests:\n  - text: Olaf NATO spoke\n    expect: {accepted}\n# the end\n"
    assert count >= 1
    assert [result.mismatches for result in results(make_pipeline(written))] == [[]]
