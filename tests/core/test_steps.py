"""Steps: what a function becomes, and what its changes may be."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any, Literal

import pytest

from copydesk import SENTENCES, Changes, CopydeskError, Document, Edit, Layer, Sentence, Span, step
from copydesk.steps import described_arguments, options_model
from copydesk.testing import run_step

LINES = Layer("lines", Span)
OTHER = Layer("other", Sentence)


@step(provides=LINES, uses=SENTENCES)
def lines(
    doc: Document, *, keep: Literal["all", "first"] = "all", limit: int = 9, words: list[str] | None = None
) -> Iterator[Span]:
    """Mark lines.

    Args:
        doc: The document.
        keep: Which lines,
            "all" or "first".
        limit: Highest number of lines.
        words: Ignored.

    Returns:
        Lines.
    """
    at = 0
    for number, line in enumerate(doc.text.split("\n")):
        if line and number < (1 if keep == "first" else limit):
            yield Span(at, at + len(line))
        at += len(line) + 1


@step(name="lines.cut")
def cut(doc: Document) -> Iterator[Edit]:
    """Cut the first character."""
    yield Edit(0, 1)


@step(name="lines.title", edits=True)
def title(doc: Document) -> Changes:
    """Take the first line as the title."""
    head, _, _ = doc.text.partition("\n")
    return Changes(edits=[Edit(0, len(head), "", "headline")], meta={"title": head, "old": None})


def test_the_options_are_the_keyword_arguments() -> None:
    fields = options_model(lines).model_json_schema()["properties"]

    assert [*fields] == ["keep", "limit", "words"]
    assert fields["keep"]["enum"] == ["all", "first"]
    assert fields["keep"]["description"] == 'Which lines, "all" or "first".'
    assert fields["limit"]["default"] == 9


def test_a_step_is_still_its_function() -> None:
    assert [*lines(Document.of("a\nb"), limit=1)] == [Span(0, 1)]
    assert lines.__doc__ is not None
    assert pickle.loads(pickle.dumps(lines)) is lines


@step(name="lines.count")
def count(doc: Document) -> Changes:
    """Count the lines."""
    return Changes(meta={"lines": doc.text.count("\n") + 1})


def test_a_step_tells_whether_it_edits() -> None:
    assert [definition.edits for definition in (lines, cut, title, count)] == [False, True, True, False]


def test_descriptions_end_with_their_section() -> None:
    assert described_arguments(
        "Do.\n\nArgs:\n    a: One\n        two.\n    b (int): Three.\n\nReturns:\n    c: x."
    ) == {
        "a": "One two.",
        "b": "Three.",
    }


def test_edits_and_metadata_come_together() -> None:
    (doc,) = run_step(title, Document.of("Head\nBody", meta={"old": 1}))

    assert (doc.text, doc.meta) == ("\nBody", {"title": "Head"})
    assert [(removed.reason, removed.step) for removed in doc.removed] == [("headline", "lines.title")]


def test_annotations_come_out_in_order() -> None:
    @step(provides=LINES)
    def backwards(doc: Document) -> Iterator[Span]:
        """Mark from the end."""
        yield Span(2, 3)
        yield Span(0, 1)

    (doc,) = run_step(backwards, "a b")

    assert doc[LINES] == (Span(0, 1), Span(2, 3))


def returning(found: Any, provides: Any = LINES) -> Any:
    @step(provides=provides)
    def odd(doc: Document) -> Any:
        """Return what it may not."""
        return found

    return odd


@pytest.mark.parametrize(
    ("definition", "code", "words"),
    [
        pytest.param(returning([Span(0, 99)]), "bad-span", "outside the text of 3 characters", id="outside"),
        pytest.param(returning([Span(1, 1)]), "bad-span", "is empty", id="empty"),
        pytest.param(returning([Span(0, 1)], OTHER), "bad-span", "expected Sentence", id="wrong type"),
        pytest.param(
            returning(["x"]), "bad-changes", "yielded 'x', expected an Edit or a Span", id="no span"
        ),
        pytest.param(returning([Edit(0, 1)]), "bad-changes", "does not declare them", id="undeclared edit"),
        pytest.param(returning([Span(0, 1)], ()), "bad-changes", "provides 0 layers", id="no layer"),
        pytest.param(
            returning(Changes(layers={OTHER: ()})), "bad-changes", "the layer `other`", id="undeclared layer"
        ),
    ],
)
def test_the_engine_refuses_what_a_step_may_not_return(definition: Any, code: str, words: str) -> None:
    with pytest.raises(CopydeskError) as caught:
        run_step(definition, "a b")

    assert caught.value.code == code
    assert words in caught.value.problem.message


def test_a_step_that_finds_nothing_provides_an_empty_layer() -> None:
    (doc,) = run_step(lines, "")

    assert doc[LINES] == ()
