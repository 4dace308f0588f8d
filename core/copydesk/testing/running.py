"""Running a step, or a pipeline with steps that are not installed yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from copydesk import hookimpl
from copydesk.applying import apply_changes
from copydesk.document import Document
from copydesk.errors import CopydeskError
from copydesk.layers import AnyLayer
from copydesk.pipeline import Pipeline
from copydesk.plugins import GROUP, Plugins
from copydesk.steps import Chain, Changes, Step, StepDefinition, StepFunction, new_step, options_model
from copydesk.testing.calling import applied


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
    step = opened_step(definition, **options)
    try:
        return _apply(step, definition.name, as_documents(documents))
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


def run_pipeline(
    pipeline: str | Path,
    documents: Document | str | Iterable[Document | str],
    *,
    steps: Sequence[StepDefinition] = (),
) -> list[Document]:
    """Run a pipeline over documents and give what comes out; dropped documents are left out.

    Args:
        pipeline: The YAML itself, or the path of a file: a `Path`, or a string that ends in `.yaml`
            or `.yml`.
        documents: Documents, or texts to make documents of.
        steps: Steps that the pipeline may name besides the installed ones, so that a chain can be
            tested before its plugin is installed. One of them wins over an installed step of the
            same name.

    Raises:
        ConfigError: The pipeline has problems.
        CopydeskError: A step cannot be opened.
        AssertionError: A document failed.
    """
    plugins = plugins_with(steps)
    is_file = isinstance(pipeline, Path) or pipeline.endswith((".yaml", ".yml"))
    made = Pipeline.load(str(pipeline), plugins) if is_file else Pipeline.parse(str(pipeline), plugins)
    with made.opened():
        outcomes = [*made.run(as_documents(documents))]
    for outcome in outcomes:
        problem = getattr(outcome, "problem", None)
        if problem is not None:
            trace = getattr(outcome, "traceback", "")
            raise AssertionError(f"the document `{outcome.id}` failed: {problem}\n{trace}".rstrip())
    return [outcome for outcome in outcomes if isinstance(outcome, Document)]


def make_document(
    text: str,
    *,
    id: str = "text",
    meta: Mapping[str, Any] | None = None,
    layers: Mapping[AnyLayer, Any] | None = None,
    media_type: str = "text/plain",
) -> Document:
    """Make a document as earlier steps would have left it.

    Args:
        text: The text, which is its own source.
        id: Id of the document.
        meta: Metadata.
        layers: Annotations by layer; those of a layer are put in order.
        media_type: Media type of the source.

    Raises:
        CopydeskError: `bad-span` when an annotation does not fit the text or its layer.

    Example:
        >>> from copydesk import SENTENCES, Sentence
        >>> doc = make_document("One. Two.", layers={SENTENCES: [Sentence(0, 4), Sentence(5, 9)]})
        >>> [doc.text_of(sentence) for sentence in doc[SENTENCES]]
        ['One.', 'Two.']
    """
    document = Document.of(text, id=id, media_type=media_type, meta=meta)
    given = dict(layers or {})
    changes = Changes(layers=given)
    return apply_changes(document, changes, step="test", provides=[*given], edits=False, provenance="test")


def as_documents(documents: Document | str | Iterable[Document | str]) -> list[Document]:
    """Make documents of texts: "text-1", "text-2", ..."""
    given = [documents] if isinstance(documents, (Document, str)) else [*documents]
    return [
        Document.of(doc, id=f"text-{n}") if isinstance(doc, str) else doc for n, doc in enumerate(given, 1)
    ]


def plugins_with(steps: Sequence[StepDefinition]) -> Plugins:
    """Give the installed plugins, and steps that need not be installed."""
    given: dict[str, list[StepDefinition]] = {}
    for definition in steps:
        given.setdefault(definition.name.partition(".")[0], []).append(definition)
    others = [point for point in entry_points(group=GROUP) if point.name not in given]
    # What a plugin looks like to the loader, without a distribution.
    made = [cast("EntryPoint", _Given(name, tuple(own))) for name, own in given.items()]
    return Plugins([*others, *made])


@dataclass(frozen=True)
class _Given:
    """An entry point for steps that a test gives."""

    name: str
    steps: tuple[StepDefinition, ...]
    dist: None = None

    @property
    def value(self) -> str:
        return f"steps of a test:{self.name}"

    def load(self) -> Any:
        """Give a plugin with the steps, and with the others of an installed plugin of the same name."""
        own = {definition.name: definition for definition in self.steps}
        try:
            registered = {**Plugins().load(self.name).steps, **own}
        except CopydeskError:
            registered = own

        @hookimpl
        def copydesk_steps() -> list[StepDefinition]:
            return [*registered.values()]

        return SimpleNamespace(copydesk_steps=copydesk_steps)


def _apply(step: Step[Any], name: str, documents: Sequence[Document]) -> list[Document]:
    return [
        applied(step, name, document, changes)
        for document, changes in zip(documents, step.process(documents), strict=True)
        if not changes.drop
    ]
