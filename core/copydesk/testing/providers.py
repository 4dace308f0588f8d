"""The steps that put in what a step under test requires."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import msgspec

from copydesk.document import Document
from copydesk.errors import CopydeskError
from copydesk.layers import AnyLayer, TransientLayer
from copydesk.plugins import Plugins
from copydesk.steps import Chain, Step, StepFunction, new_step, options_model
from copydesk.testing.calling import applied, process


class Providers:
    """The steps that provide some layers, in the order in which they run.

    Args:
        layers: What is required.
        step: Full name of the step that requires it.

    Attributes:
        steps: The full name of each and the step.
        missing: The layers that nobody provides.
    """

    def __init__(self, layers: Iterable[AnyLayer], step: str) -> None:
        self.steps: list[tuple[str, Step[Any]]] = []
        self.missing: list[AnyLayer] = []
        self._by_layer: dict[str, Step[Any]] = {}
        self._known = {step}
        self._plugins = Plugins()
        self._own = step.partition(".")[0]
        self._add(layers)

    @contextmanager
    def opened(self) -> Generator[None]:
        """Open the steps."""
        with ExitStack() as stack:
            for _, step in self.steps:
                step.open()
                stack.callback(step.close)
            yield

    def prepare(self, documents: Iterable[Document], *, fill_missing: bool = False) -> list[Document]:
        """Put in the layers; documents that lack one that nobody provides are left out.

        Args:
            documents: What they have already stays.
            fill_missing: Whether a layer that nobody provides may be empty instead.
        """
        prepared: list[Document] = []
        for document in documents:
            ready = document
            for name, step in self.steps:
                if any(layer not in ready for layer in step.provides):
                    (changes,) = process(step, [ready])
                    ready = applied(step, name, ready, changes)
            lacking = [layer for layer in self.missing if layer not in ready]
            if fill_missing and not any(isinstance(layer, TransientLayer) for layer in lacking):
                empty: dict[str, Any] = {layer.name: () for layer in lacking}
                ready = msgspec.structs.replace(ready, layers={**ready.layers, **empty})
            elif lacking:
                continue
            prepared.append(ready)
        return prepared

    def _add(self, layers: Iterable[AnyLayer]) -> None:
        for layer in layers:
            if layer.name not in self._by_layer:
                self._find(layer)
            provider = self._by_layer.get(layer.name)
            if provider and isinstance(layer, TransientLayer):
                provider.wanted |= layer.parts

    def _find(self, layer: AnyLayer) -> None:
        """Find a step by what the layer names, by the layer's name, or in the step's own plugin."""
        for name in self._candidates(layer):
            if name in self._known:
                continue
            step = self._made(name)
            if step is not None and layer in step.provides:
                self._known.add(name)
                self._by_layer[layer.name] = step
                self._add(step.requires)
                self.steps.append((name, step))
                return
        self.missing.append(layer)

    def _candidates(self, layer: AnyLayer) -> list[str]:
        own: list[str] = []
        with suppress(CopydeskError):
            own = [*self._plugins.load(self._own).steps]
        return [name for name in (layer.provider, layer.name, *own) if name]

    def _made(self, name: str) -> Step[Any] | None:
        """Make a step; None when it is not installed, is a chain, or needs options."""
        try:
            _, definition = self._plugins.step(name)
            if not isinstance(definition, StepFunction) and issubclass(definition, Chain):
                return None
            return new_step(definition, options_model(definition)())
        except (CopydeskError, ValueError):
            return None
