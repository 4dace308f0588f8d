"""The conformance kit as plugin authors use it: reports, expected failures, pytest, fixtures."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from copydesk import (
    SENTENCES,
    Chain,
    Changes,
    CopydeskError,
    Document,
    Layer,
    Sentence,
    Span,
    TransientLayer,
    step,
)
from copydesk.errors import ConfigError
from copydesk.plugins import Plugins
from copydesk.testing import Check, check_step, conformance, make_document, run_pipeline

SHOUTS = Layer("shouts", Span)
RUMOURS = Layer("rumours", Span)
# What `sloppy` breaks.
SLOPPY = ("docstring", "option-descriptions", "no-mutation")
TREES: TransientLayer[list[str]] = TransientLayer("trees")


@step(provides=SHOUTS)
def shouts(doc: Document, *, min_length: int = 4) -> Iterator[Span]:
    """Mark words written in capitals.

    Args:
        doc: The document.
        min_length: Letters that a word must have.
    """
    at = 0
    for word in doc.text.split(" "):
        if word.isupper() and len(word) >= min_length:
            yield Span(at, at + len(word))
        at += len(word) + 1


@step(provides=SHOUTS)
def sloppy(doc: Document, *, limit: int = 9) -> Changes:
    doc.meta["seen"] = True  # type: ignore[index]
    return Changes(layers={SHOUTS: [Span(0, 1)] if len(doc.text) > 20 else []})


@step(provides=SHOUTS)
def sketchy(doc: Document, *, limit: int = 9) -> Changes:
    return Changes(layers={SHOUTS: [Span(0, 1)] if len(doc.text) > 20 else []})


@step(requires=RUMOURS)
def count_rumours(doc: Document) -> Changes:
    """Count rumours."""
    return Changes(meta={"rumours": len(doc[RUMOURS])})


@step(requires=TREES)
def count_trees(doc: Document) -> Changes:
    """Count trees."""
    return Changes(meta={"trees": len(doc[TREES])})


class Lost(Chain[BaseModel]):
    """Stand for what is not there."""

    name = "lost"
    Options = BaseModel

    def steps(self) -> list[tuple[str, dict[str, Any]]]:
        """Name it."""
        return [("lost.step", {})]


@conformance(shouts, texts=["well STOP now"])
def test_each_check_is_a_test(check: Check) -> None:
    check()


@conformance(sketchy, texts=["x" * 30], expected_failures=dict.fromkeys(SLOPPY[:2], "it is a sketch"))
def test_expected_failures_are_strict(check: Check) -> None:
    check()


def test_pytest_has_the_fixtures(
    run_step: Callable[..., list[Document]],
    run_pipeline: Callable[..., list[Document]],
    make_document: Callable[..., Document],
) -> None:
    doc = make_document("well STOP now", meta={"n": 1})

    assert run_step(shouts, doc)[0][SHOUTS] == (Span(5, 9),)
    assert run_pipeline("steps: [shouts]", doc, steps=[shouts])[0][SHOUTS] == (Span(5, 9),)


def test_the_report_tells_every_outcome_and_the_speed() -> None:
    report = check_step(shouts)

    lines = str(report).splitlines()
    assert lines[:2] == ["passed    docstring", "passed    options-schema"]
    assert "passed    no-mutation" in lines
    assert lines[-1].startswith("shouts: 38 passed, ")
    assert lines[-1].endswith(" characters a second")


def test_one_error_lists_every_failed_check_with_its_cure(golden: Callable[[str, str], None]) -> None:
    with pytest.raises(AssertionError) as caught:
        check_step(sloppy)

    golden("conformance.txt", f"{caught.value}\n")


def test_failures_that_are_expected_do_not_count() -> None:
    report = check_step(sloppy, expected_failures=dict.fromkeys(SLOPPY, "it is a sketch"))

    assert [outcome.name for outcome in report.outcomes if outcome.status == "expected"] == [*SLOPPY]
    assert report.failed == ()


def test_a_check_that_passes_against_expectation_fails() -> None:
    with pytest.raises(AssertionError, match="no-network: it passed, and was expected to fail: it asks"):
        check_step(shouts, expected_failures={"no-network": "it asks a model"})


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        pytest.param({"no-mutations": "why"}, "did you mean `no-mutation`?", id="unknown"),
        pytest.param({"zzz": "why"}, "there are docstring, ", id="unknown, and none is near"),
        pytest.param({"no-mutation": " "}, "`no-mutation` needs a reason", id="no reason"),
    ],
)
def test_an_expected_failure_needs_a_reason_and_the_name_of_a_check(
    expected: dict[str, str], message: str
) -> None:
    with pytest.raises(ValueError, match=message.replace("?", r"\?")):
        check_step(shouts, expected_failures=expected)


def test_wrong_options_are_refused_before_anything_runs() -> None:
    with pytest.raises(ValidationError, match="min_length"):
        check_step(shouts, options={"min_length": "four"})


def test_the_step_is_held_to_the_contract_with_its_options() -> None:
    with pytest.raises(AssertionError, match="does-something: it returned nothing"):
        check_step(shouts, options={"min_length": 40})


def test_a_layer_that_nobody_provides_must_be_given() -> None:
    with pytest.raises(AssertionError, match="needs the layer `rumours`, and no step that is installed"):
        check_step(count_rumours)


def test_a_step_is_tested_on_documents_that_bring_the_layer() -> None:
    heard = make_document("Somebody said so.", layers={RUMOURS: [Span(0, 8)]})

    report = check_step(count_rumours, texts=[heard])

    assert {outcome.status for outcome in report.outcomes} == {"passed"}


def test_what_cannot_be_looked_at_is_skipped_with_its_reason() -> None:
    grown = make_document("Oak and elm.", layers={TREES: ["oak", "elm"]})

    report = check_step(count_trees, texts=[grown])

    skipped = {outcome.name: outcome.detail for outcome in report.outcomes if outcome.status == "skipped"}
    assert skipped["emoji"] == "nobody provides the layers that it requires for a text of the kit"
    assert skipped["linear-time"] == "it builds on `huge-text`, which did not pass"
    assert report.characters_per_second is None


PLUGIN = '''
from collections.abc import Iterator
from copydesk import Chain, Changes, Document, Layer, Span, hookimpl, step
from pydantic import BaseModel, Field

NOISES = Layer("noises", Span)

@step(name="loud.mark", provides=NOISES)
def mark(doc: Document) -> Iterator[Span]:
    """Mark exclamation marks and full stops."""
    yield from (Span(at, at + 1) for at, mark in enumerate(doc.text) if mark in "!.")

@step(name="loud.count", requires=NOISES)
def count(doc: Document, *, most: int = 10_000) -> Changes:
    """Count noises.

    Args:
        doc: The document.
        most: Where counting stops.
    """
    if doc.text == "\\U0001f600\\U0001f601\\U0001f602" and most == 7:
        raise ValueError("seven")
    return Changes(meta={"noises": min(most, len(doc[NOISES]))})

class Options(BaseModel):
    """Options of `loud`."""
    most: int = Field(9, description="Where counting stops.")

class Loud(Chain[Options]):
    """Mark noises and count them."""
    name = "loud"
    Options = Options

    def steps(self):
        """Name the steps."""
        return [("loud.mark", {}), ("loud.count", {"most": self.options.most})]

@hookimpl
def copydesk_steps():
    return [mark, count, Loud]
'''


@pytest.fixture
def loud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plugins:
    """Install a plugin for the time of a test."""
    (tmp_path / "copydesk_loud.py").write_text(PLUGIN)
    metadata = tmp_path / "copydesk_loud-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: copydesk-loud\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[copydesk]\nloud = copydesk_loud\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "copydesk_loud", raising=False)
    return Plugins()


def test_a_layer_comes_from_another_step_of_the_same_plugin(loud: Plugins) -> None:
    report = check_step(loud.step("loud.count")[1])

    assert {outcome.status for outcome in report.outcomes} == {"passed"}


def test_a_chain_is_held_to_the_contract_step_by_step(loud: Plugins) -> None:
    report = check_step(loud.step("loud")[1])

    assert {outcome.status for outcome in report.outcomes} == {"passed"}


def test_a_faulty_step_of_a_chain_is_named(loud: Plugins) -> None:
    with pytest.raises(AssertionError) as caught:
        check_step(loud.step("loud")[1], options={"most": 7})

    assert "1 of 38 checks failed" in str(caught.value)
    assert "emoji: `loud.count`: on " in str(caught.value)


def test_a_chain_of_steps_that_are_not_there_says_so_once() -> None:
    with pytest.raises(AssertionError) as caught:
        check_step(Lost)

    assert "1 of 38 checks failed" in str(caught.value)
    assert "runs: its steps cannot be told: error[unknown-step]: no step is called `lost.step`" in str(
        caught.value
    )


def test_a_pipeline_runs_with_steps_that_are_not_installed(loud: Plugins) -> None:
    found = run_pipeline("steps: [shouts, loud.mark]", ["STOP!", "no"], steps=[shouts])

    assert [[*map(doc.text_of, doc[SHOUTS])] for doc in found] == [["STOP!"], []]
    assert [len(doc.layers["noises"]) for doc in found] == [1, 0]


def test_a_step_that_is_given_wins_over_an_installed_one_and_the_others_stay(loud: Plugins) -> None:
    @step(name="loud.count")
    def count(doc: Document) -> Changes:
        """Count nothing."""
        return Changes(meta={"counted": False})

    (doc,) = run_pipeline("steps: [loud.mark, loud.count]", "Stop!", steps=[count])

    assert doc.meta == {"counted": False}
    assert len(doc.layers["noises"]) == 1


def test_a_pipeline_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "loud.yaml"
    path.write_text("steps: [shouts]\n")

    for given in (path, str(path)):
        (doc,) = run_pipeline(given, make_document("STOP", id="first"), steps=[shouts])

        assert (doc.id, len(doc[SHOUTS])) == ("first", 1)


def test_problems_of_a_pipeline_and_of_documents_are_raised() -> None:
    @step
    def refuse(doc: Document) -> None:
        """Refuse all."""
        raise ValueError("never")

    with pytest.raises(ConfigError, match="did you mean `shouts`"):
        run_pipeline("steps: [shoutz]", "x", steps=[shouts])
    with pytest.raises(AssertionError, match=r"the document `text-1` failed: .*ValueError: never"):
        run_pipeline("steps: [refuse]", "x", steps=[refuse])


def test_a_document_is_made_as_earlier_steps_would_leave_it() -> None:
    doc = make_document(
        "One. Two.", id="a", meta={"n": 1}, layers={SENTENCES: [Sentence(5, 9), Sentence(0, 4)]}
    )

    assert (doc.id, doc.meta, doc.source.text) == ("a", {"n": 1}, "One. Two.")
    assert [doc.text_of(sentence) for sentence in doc[SENTENCES]] == ["One.", "Two."]
    with pytest.raises(CopydeskError, match="outside the text"):
        make_document("One.", layers={SENTENCES: [Sentence(0, 5)]})


TESTS = """
from copydesk import ENTITIES, Entity
from copydesk.testing import Check, conformance
from copydesk_loud import Loud, NOISES, count, mark

@conformance(mark, count)
def test_keeps_the_contract(check: Check) -> None:
    check()

@conformance(count, options={"most": 7}, expected_failures={"emoji": "seven is a sacred number"})
def test_sevens(check: Check) -> None:
    check()

@conformance(count, expected_failures={"crlf": "it was so once"})
def test_fails(check: Check) -> None:
    check()

def test_fixtures(run_step, run_pipeline, make_document) -> None:
    (marked,) = run_step(mark, "Stop!")
    (counted,) = run_pipeline("steps: [loud]", make_document("Go! Go!", meta={"n": 1}))
    assert len(marked[NOISES]) == 1
    assert counted.meta == {"n": 1, "noises": 2}
"""


@pytest.mark.usefixtures("loud")
def test_pytest_gets_a_test_for_each_check_and_the_fixtures(tmp_path: Path) -> None:
    (tmp_path / "test_loud.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-v", "-rxX", "-W", "error", "-p", "no:cacheprovider", "."]

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    # 4 times 38 checks and the fixtures, less the expected failure that failed and the one that passed.
    assert "1 failed, 151 passed, 1 xfailed" in done.stdout, done.stdout
    assert "test_loud.py::test_keeps_the_contract[loud.mark-no-mutation] PASSED" in done.stdout
    assert "XFAIL test_loud.py::test_sevens[loud.count-emoji] - seven is a sacred number" in done.stdout
    assert "[XPASS(strict)] it was so once" in done.stdout
    assert "test_loud.py::test_fixtures PASSED" in done.stdout


def test_the_guide_can_be_followed(tmp_path: Path) -> None:
    guide = (Path(__file__).parent.parent.parent / "docs" / "how-to" / "test-a-plugin.md").read_text()
    for name, program in re.findall(r'```python title="(.*?)"\n(.*?)```', guide, re.DOTALL):
        (tmp_path / name).write_text(program)
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "."]

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    # Three tests of what it does, one with a layer, and two steps with every check; one is expected to fail.
    assert "117 passed, 1 xfailed" in done.stdout, done.stdout


def test_pytest_starts_without_copydesk() -> None:
    program = (
        "import sys, pytest, pytest_copydesk;"
        "print([name for name in sys.modules if name.split('.')[0] in ('copydesk', 'pydantic', 'spacy')])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
