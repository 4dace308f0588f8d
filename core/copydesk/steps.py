"""Steps: pure units of work, document in, changes out."""

from __future__ import annotations

import functools
import inspect
import re
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

import msgspec

from copydesk.document import Document
from copydesk.errors import CopydeskError
from copydesk.layers import AnyLayer, Layer, Span, TransientLayer
from copydesk.offsets import Edit
from copydesk.signatures import Signature

if TYPE_CHECKING:
    from pydantic import BaseModel

OptionsT = TypeVar("OptionsT", bound="BaseModel")


class Changes(msgspec.Struct, frozen=True):
    """What a step returns for one document. All positions are those of the text it was given.

    Attributes:
        edits: Replacements in the text, not overlapping.
        layers: Annotations by layer, for the layers that the step provides; moved along when
            there are edits too.
        meta: Metadata to set; None removes a key.
        drop: Reason to drop the document, in words that count ("too-short"); empty to keep it.
        signature: What a run compares the document by with those before it; for a step that
            `compares`.
    """

    edits: Sequence[Edit] = ()
    layers: Mapping[AnyLayer, Any] = {}
    meta: Mapping[str, Any] = {}
    drop: str = ""
    signature: Signature | None = None


class Step(Generic[OptionsT]):
    """A step that opens something (a model, a file) or works on several documents at once.

    The engine calls `open` once in each worker process, then `process` once a batch, then
    `close`. A step keeps nothing between documents that could change a result.

    Example:
        class Options(BaseModel):
            model: str = Field("tiny", description="Name of the model.")

        class Tagger(Step[Options]):
            '''Tag names.'''

            name = "tagger"
            Options = Options
            provides = (ENTITIES,)

            def open(self) -> None:
                self.model = load(self.options.model)

            def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
                for doc in documents:
                    yield Changes(layers={ENTITIES: self.model.tag(doc.text)})

    Attributes:
        name: Full name: the plugin's name, or "plugin.noun".
        Options: Pydantic model of the options that YAML may give.
        requires: Layers that must be there. May be set in `__init__` when it depends on options.
        uses: Layers that are used if they are there.
        provides: Layers that come out. A layer that is required too is refined: the step returns
            the whole layer.
        edits: Whether the step may return edits.
        compares: Whether the step signs documents, so that a run drops those that are like an
            earlier one.
        wanted: Set by the plan on a provider of a transient layer: the parts that later steps
            ask for.
    """

    name: ClassVar[str] = ""
    Options: ClassVar[type[Any]]

    requires: Sequence[AnyLayer] = ()
    uses: Sequence[AnyLayer] = ()
    provides: Sequence[AnyLayer] = ()
    edits: bool = False
    compares: bool = False
    wanted: frozenset[str] = frozenset()

    def __init__(self, options: OptionsT) -> None:
        self.options = options

    def check(self) -> None:
        """Look whether `open` can succeed: a model is installed, a file is there.

        Called when a pipeline is planned, also by `copydesk check`, after `wanted` is set. It must
        be quick: it looks, and imports nothing heavy.

        Raises:
            CopydeskError: What is missing, how to get it, and the `option` that it is about.
        """

    def fingerprints(self) -> Mapping[str, str]:
        """Tell what a result depends on besides text and options: models, word lists in files.

        Goes into the manifest of a run, and decides whether a run may go on or a cached result
        holds. Called in the main process after `check`; imports nothing heavy.

        Returns:
            Version or digest by name: {"en_core_web_sm": "3.8.0 sha256:1f2e..."}.
        """
        return {}

    def open(self) -> None:
        """Get ready; heavy imports and models belong here. Called once in each process."""

    def process(self, documents: Sequence[Document]) -> Iterable[Changes]:
        """Give the changes for each document, in the same order.

        Args:
            documents: A batch; how many is the engine's choice and changes no result.
        """
        raise NotImplementedError(f"{type(self).__name__} has no `process`")

    def close(self) -> None:
        """Let go of what `open` took. Called once, also after an error."""


class StepFunction:
    """A function that `@step` made into a step; calling it calls the function."""

    def __init__(
        self,
        function: Callable[..., Any],
        name: str,
        requires: Sequence[AnyLayer],
        uses: Sequence[AnyLayer],
        provides: Sequence[AnyLayer],
        edits: bool | None = None,
    ) -> None:
        functools.update_wrapper(self, function)
        self._edits = edits
        self.function = function
        self.name = name
        self.requires = tuple(requires)
        self.uses = tuple(uses)
        self.provides = tuple(provides)

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Call the function."""
        return self.function(*args, **options)

    @functools.cached_property
    def edits(self) -> bool:
        """Whether the function edits: what `@step` was told, else whether it is annotated with `Edit`."""
        if self._edits is not None:
            return self._edits
        returned = typing.get_type_hints(self.function).get("return")
        return Edit in (returned, *typing.get_args(returned))

    @functools.cached_property
    def Options(self) -> type[BaseModel]:  # noqa: N802  the same name as on a class step
        """The pydantic model of the function's keyword arguments."""
        return _options_of(self.function)

    def __reduce__(self) -> str:
        return self.function.__qualname__


class Chain(Generic[OptionsT]):
    """A name in YAML that stands for a list of steps; the plan shows the steps themselves.

    Example:
        class Tidy(Chain[TidyOptions]):
            '''Tidy a text.'''

            name = "tidy"
            Options = TidyOptions

            def steps(self) -> list[tuple[str, dict[str, Any]]]:
                return [("tidy.spaces", {}), ("tidy.lines", {"keep": self.options.keep})]

    Attributes:
        name: Full name: the plugin's name, or "plugin.noun".
        Options: Pydantic model of the options that YAML may give.
    """

    name: ClassVar[str] = ""
    Options: ClassVar[type[Any]]

    def __init__(self, options: OptionsT) -> None:
        self.options = options

    def steps(self) -> Sequence[tuple[str, Mapping[str, Any]]]:
        """Give the full name and the options of each step, in order."""
        raise NotImplementedError(f"{type(self).__name__} has no `steps`")


StepDefinition = StepFunction | type[Step[Any]] | type[Chain[Any]]
"""What a plugin registers: a function with `@step`, a subclass of `Step`, or one of `Chain`."""


@typing.overload
def step(function: Callable[..., Any], /) -> StepFunction: ...
@typing.overload
def step(
    *,
    name: str = "",
    requires: AnyLayer | Sequence[AnyLayer] = (),
    uses: AnyLayer | Sequence[AnyLayer] = (),
    provides: AnyLayer | Sequence[AnyLayer] = (),
    edits: bool | None = None,
) -> Callable[[Callable[..., Any]], StepFunction]: ...
def step(
    function: Callable[..., Any] | None = None,
    /,
    *,
    name: str = "",
    requires: AnyLayer | Sequence[AnyLayer] = (),
    uses: AnyLayer | Sequence[AnyLayer] = (),
    provides: AnyLayer | Sequence[AnyLayer] = (),
    edits: bool | None = None,
) -> Any:
    """Make a step of a function.

    The function takes a document, and its options as keyword arguments with types and defaults.
    It yields `Edit`s, or annotations for the one layer it provides, or returns `Changes` or None.
    Its docstring is the step's help; "Args:" describes the options. A function that is annotated to
    yield `Edit`s edits; one that returns `Changes` with edits in them says so with `edits=True`.

    Args:
        function: The function, when the decorator stands without arguments.
        name: Full name in YAML; by default the function's name.
        requires: Layers that must be there.
        uses: Layers that are used if they are there.
        provides: Layers that come out.
        edits: Whether it edits; by default what the return annotation tells.

    Example:
        >>> @step(name="shouts.lower")
        ... def lower(doc: Document, *, first: int = 0) -> Iterator[Edit]:
        ...     "Write the first characters small."
        ...     yield Edit(0, first, doc.text[:first].lower())
        >>> next(lower(Document.of("HELLO"), first=2)).text
        'he'
    """

    def decorate(function: Callable[..., Any]) -> StepFunction:
        return StepFunction(
            function,
            name or function.__name__,
            _several(requires),
            _several(uses),
            _several(provides),
            edits,
        )

    return decorate if function is None else decorate(function)


def new_step(definition: StepFunction | type[Step[Any]], options: BaseModel) -> Step[Any]:
    """Make the step that runs from what a plugin registered, with validated options."""
    if isinstance(definition, StepFunction):
        return _FunctionStep(definition, options)
    return definition(options)


def options_model(definition: StepDefinition) -> type[BaseModel]:
    """Give the pydantic model of a step's options; one without fields when it has none."""
    from pydantic import ConfigDict, create_model

    declared = getattr(definition, "Options", None)
    if declared is None:
        return create_model("Options", __config__=ConfigDict(extra="forbid"))
    if declared.model_config.get("extra") == "forbid":
        return typing.cast("type[BaseModel]", declared)
    closed = type(declared.__name__, (declared,), {"model_config": ConfigDict(extra="forbid")})
    closed.__doc__ = declared.__doc__
    return closed


_ONLY_EDITS = frozenset([Edit])


class _FunctionStep(Step[Any]):
    """Runs a function for each document of a batch."""

    def __init__(self, definition: StepFunction, options: BaseModel) -> None:
        super().__init__(options)
        self.definition = definition
        self.requires = definition.requires
        self.uses = definition.uses
        self.provides = definition.provides
        self.edits = definition.edits
        self.arguments = {name: getattr(options, name) for name in type(options).model_fields}

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        function, arguments, has_layers = self.definition.function, self.arguments, bool(self.provides)
        for document in documents:
            returned = function(document, **arguments)
            is_ready = not has_layers and isinstance(returned, Changes)
            yield returned if is_ready else self._changes(returned)

    def _changes(self, returned: Any) -> Changes:
        layers: dict[AnyLayer, Any] = dict.fromkeys(self.provides, ())
        if isinstance(returned, Changes):
            return msgspec.structs.replace(returned, layers={**layers, **returned.layers})
        if returned is None:
            return Changes(layers=layers)
        found = [*returned]
        if not layers and {*map(type, found)} <= _ONLY_EDITS:
            return Changes(found)
        return self._sorted_out(found, layers)

    def _sorted_out(self, returned: Sequence[Any], layers: dict[AnyLayer, Any]) -> Changes:
        """Tell edits and annotations apart."""
        edits: list[Edit] = []
        annotations: list[Span] = []
        for found in returned:
            if isinstance(found, Edit):
                edits.append(found)
            elif isinstance(found, Span):
                annotations.append(found)
            else:
                raise CopydeskError(
                    "bad-changes",
                    f"`{self.definition.name}` yielded {found!r}, expected an Edit or a Span",
                )
        if annotations:
            if len(self.provides) != 1:
                raise CopydeskError(
                    "bad-changes",
                    f"`{self.definition.name}` yielded annotations and provides {len(self.provides)} layers",
                    hint="provide one layer, or return Changes(layers={LAYER: annotations})",
                )
            layers = {self.provides[0]: tuple(annotations)}
        return Changes(edits=edits, layers=layers)


def _several(layers: AnyLayer | Sequence[AnyLayer]) -> tuple[AnyLayer, ...]:
    return (layers,) if isinstance(layers, (Layer, TransientLayer)) else tuple(layers)


def _options_of(function: Callable[..., Any]) -> type[BaseModel]:
    from pydantic import ConfigDict, Field, create_model

    described = described_arguments(inspect.getdoc(function) or "")
    hints = typing.get_type_hints(function, include_extras=True)
    fields: dict[str, Any] = {}
    for parameter in [*inspect.signature(function).parameters.values()][1:]:
        default = ... if parameter.default is parameter.empty else parameter.default
        hint = hints.get(parameter.name, Any)
        fields[parameter.name] = (hint, Field(default, description=described.get(parameter.name)))
    return create_model("Options", __config__=ConfigDict(extra="forbid"), **fields)


def described_arguments(docstring: str) -> dict[str, str]:
    """Read the "Args:" section of a Google docstring: description by argument name."""
    section = re.search(r"^Args:\n((?:[ \t]+.*\n?|\n)*)", docstring, re.MULTILINE)
    if not section:
        return {}
    described: dict[str, str] = {}
    name = ""
    indent = len(section[1]) - len(section[1].lstrip(" "))
    for line in section[1].splitlines():
        entry = re.match(rf"[ ]{{{indent}}}(\w+)(?:\s*\([^)]*\))?:\s*(.*)", line)
        if entry:
            name = entry[1]
            described[name] = entry[2].strip()
        elif name and line.strip():
            described[name] = f"{described[name]} {line.strip()}".strip()
    return described
