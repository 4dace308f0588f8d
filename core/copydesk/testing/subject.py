"""A step under test, with the documents that it is tested on."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from copydesk.document import Document
from copydesk.errors import CopydeskError
from copydesk.plugins import Plugins
from copydesk.steps import Chain, Changes, Step, StepDefinition, StepFunction, new_step, options_model
from copydesk.testing.calling import content_of, process, told
from copydesk.testing.providers import Providers
from copydesk.testing.rules import NotApplicableError
from copydesk.testing.texts import ORDINARY, SMALL, SPECIAL

if TYPE_CHECKING:
    from pydantic import BaseModel

    from copydesk.testing.child import Told

_SMALL = "small"


@dataclass(frozen=True, eq=False)
class Subject:
    """A step under test.

    Attributes:
        definition: The step as a plugin registers it.
        options: Its options, as YAML would give them.
        texts: What its author gave to test it on.
    """

    definition: StepDefinition
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    texts: tuple[str | Document, ...] = ()

    @property
    def name(self) -> str:
        """Full name of the step."""
        return self.definition.name

    @cached_property
    def parts(self) -> tuple[Subject, ...] | None:
        """The steps that a chain stands for, with the options that it gives them; None for a step."""
        definition = self.definition
        if isinstance(definition, StepFunction) or not issubclass(definition, Chain):
            return None
        plugins = Plugins()
        return tuple(
            Subject(plugins.step(name)[1], options, self.texts)
            for name, options in definition(self.validated).steps()
        )

    @cached_property
    def validated(self) -> BaseModel:
        """The options, held to the step's model as strictly as those of a pipeline file."""
        return options_model(self.definition).model_validate_json(json.dumps(dict(self.options)), strict=True)

    def new_step(self) -> Step[Any]:
        """Make the step; it is not opened."""
        definition = self.definition
        if not isinstance(definition, StepFunction) and issubclass(definition, Chain):
            raise TypeError(f"{definition.name} is a chain")
        return new_step(definition, self.validated)

    @contextmanager
    def opened(self) -> Generator[Step[Any]]:
        """Open a step of its own."""
        step = self.new_step()
        try:
            step.open()
            yield step
        finally:
            # What `close` must do is a rule of its own.
            with suppress(Exception):
                step.close()

    @cached_property
    def ordinary(self) -> list[Document]:
        """The documents of the author, then those of the kit, with the layers that the step requires.

        Those that it only uses are there in a second copy of each, if somebody provides them.

        Raises:
            CopydeskError: `missing-layer` when nobody provides a layer that the step requires.
        """
        given = [
            Document.of(text, id=f"given-{number}") if isinstance(text, str) else text
            for number, text in enumerate(self.texts, 1)
        ]
        ours = [Document.of(text, id=name) for name, text in ORDINARY.items()]
        step = self.new_step()
        required = Providers(step.requires, self.name)
        with required.opened():
            documents = required.prepare(given if required.missing else [*given, *ours])
        if not documents:
            missing = required.missing[0].name
            raise CopydeskError(
                "missing-layer",
                f"`{self.name}` needs the layer `{missing}`, and no step that is installed provides one",
                hint="give documents that have it: `texts=[make_document(text, layers={...})]`",
            )
        used = Providers(step.uses, self.name)
        # A layer that is only used may be missing.
        used.missing.clear()
        if used.steps:
            with used.opened():
                documents += used.prepare(documents)
        return documents

    def trials(self, name: str) -> list[Tried]:
        """What the step did with documents of one kind.

        Raises:
            NotApplicableError: They lack a layer that the step requires.
        """
        if not self._special[name]:
            raise NotApplicableError("nobody provides the layers that it requires for a text of the kit")
        return self.tried[name]

    @cached_property
    def _special(self) -> dict[str, list[Document]]:
        """Prepare all kinds at once, so that the steps that provide layers open once."""
        required = Providers(self.new_step().requires, self.name)
        with required.opened():
            return {
                name: required.prepare(
                    [Document.of(text, id=f"{name}-{number}") for number, text in enumerate(texts, 1)],
                    fill_missing=True,
                )
                for name, texts in {**SPECIAL, _SMALL: [SMALL]}.items()
            }

    @cached_property
    def tried(self) -> dict[str, list[Tried]]:
        """What the step did with documents that trip steps, one by one, by the name of the rule.

        Under "small" a long text is tried several times, for the time it takes.
        """
        with self.opened() as step:
            kinds = {_SMALL: self._special[_SMALL] * 3, **self._special}
            return {
                name: [Tried.of(step, document) for document in documents]
                for name, documents in kinds.items()
            }

    def again(self, documents: Sequence[Document]) -> list[Document]:
        """Make what came out of the step its input: without what it provides, with what it requires."""
        step = self.new_step()
        required = {layer.name for layer in step.requires}
        own = {layer.name for layer in step.provides} - required
        bare = [
            msgspec.structs.replace(
                document, layers={name: found for name, found in document.layers.items() if name not in own}
            )
            for document in documents
        ]
        providers = Providers(step.requires, self.name)
        with providers.opened():
            return providers.prepare(bare)

    @cached_property
    def first_run(self) -> FirstRun:
        """Run the step over the ordinary documents in one batch."""
        documents = self.ordinary
        with self.opened() as step:
            options = step.options.model_dump()
            before = [_snapshot(document) for document in documents]
            changes = process(step, documents)
            after = [_snapshot(document) for document in documents]
            mutated = [
                f"{what} of the document `{document.id}` was {was[what]!r:.200} and is now {now[what]!r:.200}"
                for document, was, now in zip(documents, before, after, strict=True)
                for what in was
                if was[what] != now[what]
            ]
            if options != step.options.model_dump():
                mutated.append(f"the options were {options!r:.200} and are now {step.options!r:.200}")
        return FirstRun(step, documents, changes, mutated)

    @cached_property
    def fresh(self) -> Told:
        """What happened when the step was tried in a fresh process."""
        from copydesk.testing.processes import ask

        return ask(self)

    @cached_property
    def seconds(self) -> tuple[float, float]:
        """Processor time for a long text and for one of eight times its length, in seconds.

        Raises:
            NotApplicableError: They lack a layer that the step requires.
        """
        # Other programs on the machine can only make it slower.
        small = min(one.seconds for one in self.trials(_SMALL))
        first = self.trials("huge-text")[0]
        if not is_too_steep(small, first.seconds):
            return small, first.seconds
        with self.opened() as step:
            return small, min(first.seconds, Tried.of(step, first.document).seconds)


@dataclass(frozen=True)
class FirstRun:
    """What a step did with the ordinary documents.

    Attributes:
        step: The step, closed.
        documents: What it was given.
        changes: What it returned for each.
        mutated: What it changed in place, a line each.
    """

    step: Step[Any]
    documents: list[Document]
    changes: list[Changes]
    mutated: list[str]

    @property
    def pairs(self) -> list[tuple[Document, Changes]]:
        """Each document with what was returned for it."""
        return [*zip(self.documents, self.changes, strict=True)]


@dataclass(frozen=True)
class Tried:
    """What a step did with one document.

    Attributes:
        document: What it was given.
        changes: What it returned; None when it raised.
        error: What it raised, in a line.
        seconds: Processor time.
    """

    document: Document
    changes: Changes | None
    error: str
    seconds: float

    @classmethod
    def of(cls, step: Step[Any], document: Document) -> Tried:
        """Try a document."""
        changes, error = None, ""
        began = time.process_time()
        try:
            (changes,) = process(step, [document])
        except Exception as raised:  # noqa: BLE001  a step may raise anything
            error = told(raised)
        return cls(document, changes, error, time.process_time() - began)


# Eight times the text takes 8 times as long in linear time and 64 times in quadratic time.
_TOO_STEEP = 24
# Below that, the clock and the first touch of caches count for too much.
_JUDGED_SECONDS = 0.5


def is_too_steep(small: float, huge: float) -> bool:
    """Tell whether the time grows so fast with the text that it cannot be linear."""
    return huge > _JUDGED_SECONDS and huge > _TOO_STEEP * small


def _snapshot(document: Document) -> dict[str, Any]:
    """Copy what a step could change in place."""
    return {
        "the metadata": copy.deepcopy(dict(document.meta)),
        "the provenance": dict(document.provenance),
        **{f"the layer `{name}`": content_of(found) for name, found in document.layers.items()},
        "the set of layers": [*document.layers],
    }
