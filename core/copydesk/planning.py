"""From the steps that a file names to a plan: the same chain with every requirement resolved."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from copydesk.config.conditions import Condition
from copydesk.config.file import PipelineFile, StepUse
from copydesk.config.nodes import Node
from copydesk.config.options import validate
from copydesk.errors import CopydeskError, Place, Problem, nearest
from copydesk.layers import AnyLayer, TransientLayer
from copydesk.plugins import Plugin, Plugins
from copydesk.steps import Chain, Step, StepFunction, new_step, options_model

if TYPE_CHECKING:
    from pydantic import BaseModel


@dataclass
class PlannedStep:
    """A step of a plan, ready to be opened.

    Attributes:
        name: Full name.
        plugin: The plugin that it comes from.
        options: Its options with every default filled in.
        place: Where the file names it, or the step that it was put in for.
        step: What runs.
        origin: "" when the file names it; else why the plan put it in: "part of `clean`",
            "for `entities`".
        when: Condition on the document; None to run on every one.
    """

    name: str
    plugin: Plugin
    options: Mapping[str, Any]
    place: Place
    step: Step[Any]
    origin: str = ""
    when: Condition | None = None

    @functools.cached_property
    def fingerprints(self) -> dict[str, str]:
        """Versions and digests of what the step reads from files: models, word lists."""
        return dict(self.step.fingerprints())

    @functools.cached_property
    def provenance(self) -> str:
        """Name, version and a digest of the options: "quotes@0.1.0#cd34ef01"."""
        digest = hashlib.sha256(json.dumps(self.options, sort_keys=True).encode()).hexdigest()
        return f"{self.name}@{self.plugin.version}#{digest[:8]}"


@dataclass
class _Available:
    """The layers that are there at one point of the chain, and who provides them."""

    providers: dict[str, PlannedStep] = field(default_factory=dict)
    transient: set[str] = field(default_factory=set)

    def add(self, layer: AnyLayer, planned: PlannedStep) -> None:
        self.providers[layer.name] = planned
        if isinstance(layer, TransientLayer):
            self.transient.add(layer.name)

    def drop_transient(self) -> None:
        for name in self.transient:
            self.providers.pop(name, None)
        self.transient.clear()


def plan(file: PipelineFile, plugins: Plugins) -> tuple[list[PlannedStep], list[Problem]]:
    """Plan a chain: look up its steps, validate their options, resolve what they require.

    Nothing is opened. Only plugins that the file names, and those that provide what they require,
    are imported.

    Returns:
        The steps that will run, and the problems in the order in which they were found.
    """
    planner = _Planner(plugins)
    problems = [*planner.problems]
    for name, place in file.plugins:
        try:
            plugins.load(name)
        except CopydeskError as error:
            problems.append(_placed(error, place))
    named = [step for use in file.steps for step in planner.look_up(use)]
    planner.resolve(named)
    return planner.planned, problems + planner.problems


class _Planner:
    def __init__(self, plugins: Plugins) -> None:
        self.plugins = plugins
        self.problems: list[Problem] = []
        self.planned: list[PlannedStep] = []
        self.unknown_provides = False
        self.when_places: dict[int, Place] = {}
        self.options: dict[int, Node] = {}

    def look_up(self, use: StepUse, origin: str = "", inside: Sequence[str] = ()) -> list[PlannedStep]:
        """Find a step and validate its options; a chain gives several, a mistake none."""
        try:
            plugin, definition = self.plugins.step(use.name)
        except CopydeskError as error:
            self.problems.append(_placed(error, use.place))
            self.unknown_provides = True
            return []
        try:
            model = options_model(definition)
            options, found = validate(model, use.options, use.name)
            self.problems += found
            if options is None:
                options = self._defaults(model)
                if options is None:
                    return []
        except Exception as error:  # noqa: BLE001  the border of a plugin: recorded as a problem
            self._broken(use, error)
            return []
        try:
            if not isinstance(definition, StepFunction) and issubclass(definition, Chain):
                if use.name in inside:
                    raise RecursionError(f"the chain `{use.name}` contains itself")  # noqa: TRY301
                parts = definition(options).steps()
                uses = [
                    StepUse(name, use.place, _node(values, use.place), use.id, use.when, use.when_place)
                    for name, values in parts
                ]
                why = f"part of `{use.name}`"
                return [step for part in uses for step in self.look_up(part, why, [*inside, use.name])]
            step = new_step(definition, options)
        except CopydeskError as error:
            self.problems.append(_placed(error, use.place))
            return []
        except Exception as error:  # noqa: BLE001  the border of a plugin: recorded as a problem
            self._broken(use, error)
            return []
        values = options.model_dump(mode="json")
        if use.when is not None and any(isinstance(layer, TransientLayer) for layer in step.provides):
            self._problem(
                "when-on-provider",
                f"`{use.name}` cannot have `when`: later steps need what it provides for every document",
                use.when_place or use.place,
                "put `when` on the steps that use it",
            )
        planned = PlannedStep(use.name, plugin, values, use.place, step, origin, use.when)
        self.when_places[id(planned)] = use.when_place or use.place
        self.options[id(planned)] = use.options
        return [planned]

    def _defaults(self, model: type[BaseModel]) -> BaseModel | None:
        """Go on with the default options, so that one mistake does not hide the next."""
        from pydantic import ValidationError

        try:
            return model.model_validate({})
        except ValidationError:
            self.unknown_provides = True
            return None

    def resolve(self, named: Sequence[PlannedStep]) -> None:
        """Put implicit providers where they are first needed, and check what each step needs."""
        available = _Available()
        for index, current in enumerate(named):
            self._place(current, available, named, index)
        for planned in self.planned:
            self._look(planned)

    def _look(self, planned: PlannedStep) -> None:
        """Let a step look whether it can be opened."""
        try:
            planned.step.check()
        except CopydeskError as error:
            option = self.options[id(planned)].get(error.option) if error.option else None
            self.problems.append(_placed(error, option.place if option else planned.place))
        except Exception as error:  # noqa: BLE001  the border of a plugin: recorded as a problem
            self._broken(planned, error)

    def _place(
        self, current: PlannedStep, available: _Available, named: Sequence[PlannedStep], index: int
    ) -> None:
        for layer in current.step.requires:
            if layer.name not in available.providers:
                self._provide(layer, current, available, named, index)
            provider = available.providers.get(layer.name)
            if provider and isinstance(layer, TransientLayer):
                provider.step.wanted |= layer.parts
        self._check_condition(current, available)
        required = {layer.name for layer in current.step.requires}
        for layer in current.step.provides:
            other = available.providers.get(layer.name)
            if other and layer.name not in required:
                self._provided_twice(layer, other, current)
            available.add(layer, current)
        if current.step.edits:
            available.drop_transient()
        self.planned.append(current)

    def _check_condition(self, current: PlannedStep, available: _Available) -> None:
        """A condition may count only layers that are there by then."""
        if self.unknown_provides:
            return  # a step that could not be found may well provide it
        for name in sorted(current.when.layers - {*available.providers} if current.when else ()):
            near = nearest(name, available.providers)
            self._problem(
                "unknown-layer",
                f"the condition counts the layer `{name}`, which no step before provides",
                self.when_places.get(id(current), current.place),
                f"did you mean `{near}`?" if near else f"put a step that provides `{name}` before it",
            )

    def _provide(
        self,
        layer: AnyLayer,
        current: PlannedStep,
        available: _Available,
        named: Sequence[PlannedStep],
        index: int,
    ) -> None:
        """Put in the implicit provider of a layer, with the options that the file gives it."""
        if not layer.provider or layer.provider == current.name:
            self._missing(layer, current, named[index + 1 :])
            return
        known = [step for step in named[:index] if step.name == layer.provider]
        values = known[-1].options if known else {}
        use = StepUse(layer.provider, current.place, _node(values, current.place))
        for provider in self.look_up(use, f"for `{current.name}`"):
            self._place(provider, available, named, index)

    def _missing(self, layer: AnyLayer, current: PlannedStep, later: Sequence[PlannedStep]) -> None:
        for step in later:
            if any(layer.name == provided.name for provided in step.step.provides):
                self._problem(
                    "wrong-order",
                    f"`{current.name}` needs the layer `{layer.name}`, which `{step.name}` provides after it",
                    current.place,
                    f"put `{step.name}` before `{current.name}`",
                )
                return
        if self.unknown_provides:
            return  # a step that could not be found may well provide it
        provider = self._somebody_who_provides(layer)
        self._problem(
            "missing-layer",
            f"`{current.name}` needs the layer `{layer.name}`, and no step before it provides one",
            current.place,
            f"put `{provider}` before `{current.name}`" if provider else "`copydesk plugins` lists the steps",
        )

    def _somebody_who_provides(self, layer: AnyLayer) -> str:
        """Look for a step by the layer's name, so that no other plugin needs to be imported."""
        try:
            _, definition = self.plugins.step(layer.name)
        except CopydeskError:
            return ""
        provides = getattr(definition, "provides", ())
        return layer.name if any(layer.name == provided.name for provided in provides) else ""

    def _provided_twice(self, layer: AnyLayer, first: PlannedStep, second: PlannedStep) -> None:
        if isinstance(layer, TransientLayer) and first.origin:
            needs = first.origin.removeprefix("for ")
            self._problem(
                "wrong-order",
                f"`{second.name}` provides the layer `{layer.name}`, which {needs} needs before it",
                second.place,
                f"put `{second.name}` before {needs}",
            )
            return
        self._problem(
            "two-providers",
            f"`{second.name}` provides the layer `{layer.name}`, and so does `{first.name}` before it",
            second.place,
            "remove one of the two",
        )

    def _broken(self, use: StepUse | PlannedStep, error: Exception) -> None:
        self._problem(
            "broken-step",
            f"the step `{use.name}` cannot be made: {type(error).__name__}: {error}",
            use.place,
            "tell the author of its plugin",
        )

    def _problem(self, code: str, message: str, place: Place, hint: str) -> None:
        self.problems.append(Problem(code, message, place, hint))


def _placed(error: CopydeskError, place: Place) -> Problem:
    return Problem(error.code, error.problem.message, place, error.hint)


def _node(values: Any, place: Place) -> Node:
    """Make a node of plain values, for steps that the plan puts in."""
    if isinstance(values, Mapping):
        entries = {key: (Node(place, value=key), _node(value, place)) for key, value in values.items()}
        return Node(place, entries=entries)
    if isinstance(values, (list, tuple)):
        return Node(place, items=tuple(_node(value, place) for value in values))
    return Node(place, value=values)
