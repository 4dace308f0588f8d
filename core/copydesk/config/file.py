"""A pipeline file as it stands, before its steps are looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from copydesk.config.composition import STEP_KEYS, Composed, compose, step_id, step_name
from copydesk.config.conditions import Condition, parse_condition
from copydesk.config.nodes import Node
from copydesk.config.options import describe, validate
from copydesk.errors import CopydeskError, Place, Problem, nearest
from copydesk.formats.rows import Fields

if TYPE_CHECKING:
    from pydantic import BaseModel

OnError = Literal["quarantine", "fail"]
MAX_STEPS = 500
MAX_DOCUMENT_BYTES = 20_000_000
TIMEOUT = 600.0
CACHE_LIMIT = 5_000_000_000


@dataclass(frozen=True)
class StepUse:
    """A step as a pipeline file names it.

    Attributes:
        name: Full name, as typed.
        place: Where the name stands.
        options: The node of its options; an empty one when there are none.
        id: What `extends` and `--set` know it by; its name unless the file gives one.
        when: Condition on the document; None to run on every one.
        when_place: Where the condition stands.
    """

    name: str
    place: Place
    options: Node
    id: str = ""
    when: Condition | None = None
    when_place: Place | None = None


@dataclass(frozen=True)
class PipelineFile:
    """A pipeline file with everything that it extends.

    Attributes:
        path: Path as the person typed it.
        name: Name of the pipeline; by default the file's name.
        description: What it is for.
        steps: Its steps in order.
        plugins: Names of plugins that take part besides those of the steps: watchers, formats.
        on_error: What happens after a document that fails: "quarantine" goes on, "fail" stops.
        max_document_bytes: Bytes that one document may have.
        timeout: Seconds that one document may take.
        memory_limit: Bytes that a worker may take for documents; None for no limit.
        cache: Folder in which the changes of each step are kept; empty for none.
        cache_limit: Bytes that the cache may take.
        fields: Which fields of JSON and which columns of tables are the text and the id.
        root: The merged tree, each node with the place that it came from.
        sources: Lines of each file that was read.
    """

    path: str
    name: str
    description: str = ""
    steps: tuple[StepUse, ...] = ()
    plugins: tuple[tuple[str, Place], ...] = ()
    on_error: OnError = "quarantine"
    max_document_bytes: int = MAX_DOCUMENT_BYTES
    timeout: float = TIMEOUT
    memory_limit: int | None = None
    cache: str = ""
    cache_limit: int = CACHE_LIMIT
    fields: Fields = field(default_factory=Fields)
    root: Node = field(default_factory=lambda: Node(Place("")))
    sources: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    @property
    def steps_are_known(self) -> bool:
        """Whether every item under `steps` could be read as a step."""
        listed = self.root.get("steps")
        return 0 < len(self.steps) == len((listed.items if listed else None) or ())


def read_file(path: str, sets: Sequence[str] = ()) -> tuple[PipelineFile | None, Composed]:
    """Read a pipeline file, what it extends, and what `--set` changes in it.

    Returns:
        What could be understood, None when nothing could; and the problems with the lines of the
        files that they are in.
    """
    composed = compose(path, sets)
    return _file(path, composed), composed


def parse_file(text: str, path: str) -> tuple[PipelineFile | None, Composed]:
    """Read the text of a pipeline file; see `read_file`."""
    composed = compose(path, text=text)
    return _file(path, composed), composed


def _file(path: str, composed: Composed) -> PipelineFile | None:
    root, problems = composed.root, composed.problems
    if root is None:
        return None
    if root.entries is None:
        message = f"a pipeline file must be a mapping, got {describe(root)}"
        problems.append(Problem("wrong-type", message, root.place, "begin with `steps:`"))
        return None
    checked, found = validate(file_model(), root, "")
    reported = {problem.place for problem in problems}
    problems += [problem for problem in found if problem.place not in reported]
    if "steps" not in root.entries:
        return None
    steps, found = _steps(root.get("steps") or root)
    problems += found
    names = root.get("plugins")
    named = (names.items if names else None) or ()
    plugins = tuple((item.value, item.place) for item in named if isinstance(item.value, str))
    values = checked.model_dump(exclude={"extends", "steps", "plugins", "tests"}) if checked else {}
    values["name"] = values.get("name") or Path(path).stem
    values["fields"] = Fields(**values.get("fields", {}))
    return PipelineFile(path, steps=steps, plugins=plugins, root=root, sources=composed.sources, **values)


def file_model() -> type[BaseModel]:
    """Give the pydantic model of a pipeline file; steps and tests are validated on their own."""
    from pydantic import BaseModel, ConfigDict, Field

    class FieldNames(BaseModel):
        """Which fields of JSON and which columns of tables are what; all others are metadata."""

        model_config = ConfigDict(extra="forbid")

        text: str = Field("text", description="The one with the text.", min_length=1)
        id: str = Field("id", description="The one with the id.", min_length=1)

    class File(BaseModel):
        """A chain of steps that turns documents into annotated documents."""

        model_config = ConfigDict(extra="forbid")

        name: str | None = Field(None, description="Name of the pipeline.", min_length=1)
        description: str = Field("", description="What the pipeline is for.")
        extends: str | list[str] | None = Field(
            None, description="A file that this one builds on, or several."
        )
        steps: list[Any] = Field(description="The steps in the order in which they run.")
        plugins: list[str] = Field(
            [], description="Plugins that take part besides those of the steps: watchers and formats."
        )
        on_error: OnError = Field(
            "quarantine",
            description="After a document that fails: `quarantine` puts it aside and goes on, "
            "`fail` stops the run.",
        )
        max_document_bytes: int = Field(
            MAX_DOCUMENT_BYTES, ge=1, description="Bytes that one document may have; a larger one fails."
        )
        timeout: float = Field(
            TIMEOUT, gt=0, description="Seconds that one document may take; one that takes longer fails."
        )
        memory_limit: int | None = Field(
            None,
            ge=50_000_000,
            description="Bytes that a worker may take for documents, beyond its models; a document that "
            "needs more fails.",
        )
        cache: str = Field(
            "",
            description="Folder in which the changes of each step are kept, so that only what changed runs.",
        )
        cache_limit: int = Field(
            CACHE_LIMIT,
            ge=1_000_000,
            description="Bytes that the cache may take; the oldest changes go first.",
        )
        fields: FieldNames = Field(
            FieldNames.model_validate({}),
            description="Fields of JSON and columns of tables that hold the text and the id; all others are "
            "metadata.",
        )
        tests: list[Any] = Field([], description="Tests of the pipeline; `copydesk test` runs them.")

    return File


def _steps(node: Node) -> tuple[tuple[StepUse, ...], list[Problem]]:
    if node.items is None:
        return (), []  # the file's model has reported it
    if len(node.items) > MAX_STEPS:
        message = f"the pipeline has {len(node.items)} steps, the limit is {MAX_STEPS}"
        return (), [Problem("too-large", message, node.items[MAX_STEPS].place, "split the pipeline")]
    problems: list[Problem] = []
    steps: list[StepUse] = []
    for item in node.items:
        name = step_name(item)
        if name is None:
            problems.append(_odd_step(item))
            continue
        use, found = _step(item, name)
        steps.append(use)
        problems += found
    problems += _ids_given_twice(node.items)
    if not node.items:
        message = "`steps` must be a list with at least one step, got an empty list"
        problems.append(Problem("wrong-type", message, node.place, "`copydesk plugins` lists the steps"))
    return tuple(steps), problems


def _step(item: Node, name: str) -> tuple[StepUse, list[Problem]]:
    if item.entries is None:
        return StepUse(name, item.place, Node(item.place, entries={}), name), []
    key, options = item.entries[name]
    problems = _wrong_step_keys(item)
    condition, when = None, item.get("when")
    if when is not None and isinstance(when.value, str):
        try:
            condition = parse_condition(when.value)
        except CopydeskError as error:
            problems.append(Problem(error.code, error.problem.message, when.place, error.hint))
    place = when.place if when else None
    return StepUse(name, key.place, options, step_id(item) or name, condition, place), problems


def _wrong_step_keys(item: Node) -> list[Problem]:
    problems = []
    for key in STEP_KEYS:
        node = item.get(key)
        wanted: type = bool if key == "remove" else str
        if node is not None and not isinstance(node.value, wanted):
            kind = "true or false" if key == "remove" else "a text"
            message = f"`{key}` must be {kind}, got {describe(node)}"
            hint = f'write `{key}: "{node.value}"`' if isinstance(node.value, int) else ""
            problems.append(Problem("wrong-type", message, node.place, hint if key == "id" else ""))
    return problems


def _ids_given_twice(items: Sequence[Node]) -> list[Problem]:
    """Refuse one explicit `id` on two steps; a step without one may stand twice."""
    seen: dict[str, Place] = {}
    problems = []
    for item in items:
        node = item.get("id")
        if node is None or not isinstance(node.value, str):
            continue
        if node.value in seen:
            message = f"the id `{node.value}` stands twice, first in line {seen[node.value].line}"
            problems.append(Problem("duplicate-id", message, node.place, "rename one of the two"))
        seen.setdefault(node.value, node.place)
    return problems


def _odd_step(item: Node) -> Problem:
    hint = "write `- name` or `- name: {option: value}`"
    if item.entries is not None:
        keys = [key for key in item.entries if key not in STEP_KEYS]
        if len(keys) > 1:
            second = item.entries[keys[1]][0].place
            near = nearest(keys[1], STEP_KEYS)
            if near:
                message = f"a step has no key `{keys[1]}` beside its name"
                return Problem("unknown-key", message, second, f"did you mean `{near}`?")
            message = f"a step must be one name with its options, got the names {_listed(keys)}"
            fix = f"indent `{keys[1]}` further when it is an option of `{keys[0]}`, else begin it with `- `"
            return Problem("wrong-type", message, second, fix)
        return Problem("wrong-type", "a step must have a name, got none", item.place, hint)
    return Problem("wrong-type", f"a step must be a name, got {describe(item)}", item.place, hint)


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names[:-1]) + f" and `{names[-1]}`"
