"""A pipeline file as it stands, before its steps are looked up."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from copydesk.config.nodes import Node, read_yaml
from copydesk.config.options import describe, validate
from copydesk.errors import Place, Problem

if TYPE_CHECKING:
    from pydantic import BaseModel

OnError = Literal["quarantine", "fail"]
MAX_DOCUMENT_BYTES = 20_000_000


@dataclass(frozen=True)
class StepUse:
    """A step as a pipeline file names it.

    Attributes:
        name: Full name, as typed.
        place: Where the name stands.
        options: The node of its options; an empty one when there are none.
    """

    name: str
    place: Place
    options: Node


@dataclass(frozen=True)
class PipelineFile:
    """A pipeline file.

    Attributes:
        path: Path as the person typed it.
        name: Name of the pipeline; by default the file's name.
        description: What it is for.
        steps: Its steps in order.
        plugins: Names of plugins that take part besides those of the steps: watchers, formats.
        on_error: What happens after a document that fails: "quarantine" goes on, "fail" stops.
        max_document_bytes: Bytes that one document may have.
    """

    path: str
    name: str
    description: str = ""
    steps: tuple[StepUse, ...] = ()
    plugins: tuple[tuple[str, Place], ...] = ()
    on_error: OnError = "quarantine"
    max_document_bytes: int = MAX_DOCUMENT_BYTES
    place: Place = field(default=Place(""))


def read_file(path: str) -> tuple[PipelineFile | None, list[Problem]]:
    """Read a pipeline file.

    Returns:
        What could be understood, None when nothing could, and all problems.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = f"the file is not UTF-8: byte 0x{error.object[error.start]:02X} in line {line}"
        return None, [Problem("not-utf-8", message, Place(path, line), "save it as UTF-8")]
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return None, [Problem("no-such-file", f"cannot read the file: {reason}", Place(path))]
    return parse_file(text, path)


def parse_file(text: str, path: str) -> tuple[PipelineFile | None, list[Problem]]:
    """Read the text of a pipeline file; see `read_file`."""
    root, problems = read_yaml(text, path)
    if root is None:
        if not problems:
            problems.append(_empty(path))
        return None, problems
    if root.entries is None:
        message = f"a pipeline file must be a mapping, got {describe(root)}"
        return None, [*problems, Problem("wrong-type", message, root.place, "begin with `steps:`")]
    checked, found = validate(file_model(), root, "")
    problems += found
    if "steps" not in root.entries:
        return None, problems
    steps, found = _steps(root.get("steps") or root)
    problems += found
    names = root.get("plugins")
    plugins = tuple((str(item.value), item.place) for item in (names.items if names else None) or ())
    values = checked.model_dump(exclude={"steps", "plugins"}) if checked else {}
    values["name"] = values.get("name") or Path(path).stem
    return PipelineFile(path, steps=steps, plugins=plugins, place=root.place, **values), problems


def file_model() -> type[BaseModel]:
    """Give the pydantic model of a pipeline file; steps are validated by their own models."""
    from typing import Any

    from pydantic import BaseModel, ConfigDict, Field

    class File(BaseModel):
        """A chain of steps that turns documents into annotated documents."""

        model_config = ConfigDict(extra="forbid")

        name: str | None = Field(None, description="Name of the pipeline.", min_length=1)
        description: str = Field("", description="What the pipeline is for.")
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

    return File


def _steps(node: Node) -> tuple[tuple[StepUse, ...], list[Problem]]:
    if node.items is None:
        return (), []  # the file's model has reported it
    problems: list[Problem] = []
    steps: list[StepUse] = []
    for item in node.items:
        if isinstance(item.value, str):
            steps.append(StepUse(item.value, item.place, Node(item.place, entries={})))
        elif item.entries is not None and len(item.entries) == 1:
            name, (key, options) = next(iter(item.entries.items()))
            steps.append(StepUse(name, key.place, options))
        else:
            problems.append(_odd_step(item))
    if not node.items:
        message = "`steps` must be a list with at least one step, got an empty list"
        problems.append(Problem("wrong-type", message, node.place, "`copydesk plugins` lists the steps"))
    return tuple(steps), problems


def _odd_step(item: Node) -> Problem:
    hint = "write `- name` or `- name: {option: value}`"
    if item.entries is not None:
        keys = [*item.entries]
        if len(keys) > 1:
            second = item.entries[keys[1]][0].place
            message = f"a step must be one name with its options, got the names {_listed(keys)}"
            fix = f"indent `{keys[1]}` further when it is an option of `{keys[0]}`, else begin it with `- `"
            return Problem("wrong-type", message, second, fix)
        return Problem("wrong-type", "a step must have a name, got an empty mapping", item.place, hint)
    return Problem("wrong-type", f"a step must be a name, got {describe(item)}", item.place, hint)


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names[:-1]) + f" and `{names[-1]}`"


def _empty(path: str) -> Problem:
    return Problem("empty-file", "the file has no steps", Place(path, 1, 1), "begin with `steps:`")
