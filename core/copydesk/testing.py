"""What plugin authors test their steps with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from copydesk.applying import apply_changes
from copydesk.document import Document
from copydesk.steps import Chain, Step, StepDefinition, StepFunction, new_step, options_model


def run_step(
    definition: StepDefinition, documents: Document | str | Iterable[Document | str], **options: Any
) -> list[Document]:
    """Run one step over documents and give what comes out; dropped documents are left out.

    Args:
        definition: The step as a plugin registers it.
        documents: Documents, or texts to make documents of.
        options: Options of the step, as YAML would give them.

    Raises:
        pydantic.ValidationError: An option is wrong.
    """
    given = [documents] if isinstance(documents, (Document, str)) else [*documents]
    docs = [
        Document.of(doc, id=f"text-{n}") if isinstance(doc, str) else doc for n, doc in enumerate(given, 1)
    ]
    step = opened_step(definition, **options)
    try:
        return _apply(step, definition.name, docs)
    finally:
        step.close()


def opened_step(definition: StepDefinition, **options: Any) -> Step[Any]:
    """Make a step with options and open it."""
    if not isinstance(definition, StepFunction) and issubclass(definition, Chain):
        raise TypeError(f"{definition.name} is a chain; run its steps, or a pipeline")
    model = options_model(definition)
    step = new_step(definition, model.model_validate(options))
    step.open()
    return step


def _apply(step: Step[Any], name: str, documents: Sequence[Document]) -> list[Document]:
    return [
        apply_changes(document, changes, step=name, provides=step.provides, edits=step.edits, provenance=name)
        for document, changes in zip(documents, step.process(documents), strict=True)
        if not changes.drop
    ]
