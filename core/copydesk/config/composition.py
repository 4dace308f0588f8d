"""One file of several: `extends`, `--set`, and variables of the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from copydesk.config.nodes import Node, read_yaml, resolved
from copydesk.errors import Place, Problem, nearest

STEP_KEYS = ("id", "when", "before", "after", "remove")
"""What may stand beside the name of a step."""

_VARIABLE = re.compile(r"\$\$|\$\{(?P<name>\w+)(?::-(?P<default>[^}]*))?\}")


@dataclass
class Composed:
    """A pipeline file with everything that it extends and that was set on the command line.

    Attributes:
        root: The merged tree; None when nothing can be read. Each node keeps the place that it
            came from.
        problems: What is wrong so far.
        sources: Lines of each file that was read, and of "--set", for excerpts.
    """

    root: Node | None = None
    problems: list[Problem] = field(default_factory=list[Problem])
    sources: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def problem(self, code: str, message: str, place: Place, hint: str = "") -> None:
        """Record a problem."""
        self.problems.append(Problem(code, message, place, hint))


def compose(
    path: str,
    sets: Sequence[str] = (),
    *,
    text: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Composed:
    """Read a pipeline file with what it extends.

    Mappings are merged key by key, the extending file wins; other values replace those below.
    Steps are matched by their `id`, which is their name unless given: a matching one is merged in
    its place, a new one is added at the end or where `before` or `after` says, `remove: true`
    takes one out. Lists of tests and plugins are joined.

    Args:
        path: Path of the file as typed.
        sets: "PATH=VALUE" each, as given with `--set`.
        text: Text of the file, when it is not to be read from disk.
        environment: Variables; by default those of the process.
    """
    found = Composed()
    found.root = _Reader(found).read(path, text)
    found.sources["--set"] = [*sets]
    if found.root is not None and found.root.entries is not None:
        for number, setting in enumerate(sets, 1):
            found.root = _Setting(found, number, setting).apply(found.root)
        variables = os.environ if environment is None else environment
        found.root = _substituted(found.root, variables, found)
    return found


def step_name(item: Node) -> str | None:
    """Give the name of the step that an item of `steps` names; None when it is no such item."""
    if isinstance(item.value, str):
        return item.value
    names = [key for key in item.entries or () if key not in STEP_KEYS]
    return names[0] if len(names) == 1 else None


def step_id(item: Node) -> str | None:
    """Give the id of an item of `steps`: what it says, else its name."""
    given = item.get("id")
    return given.value if given and isinstance(given.value, str) else step_name(item)


class _Reader:
    def __init__(self, found: Composed) -> None:
        self.found = found
        self.reading: list[str] = []

    def read(self, path: str, text: str | None = None) -> Node | None:
        if text is None:
            text = self._text(path)
            if text is None:
                return None
        self.found.sources[path] = text.splitlines()
        root, problems = read_yaml(text, path)
        self.found.problems += problems
        if root is None and not problems:
            self.found.problem(
                "empty-file", "the file has no steps", Place(path, 1, 1), "begin with `steps:`"
            )
        if root is None or root.entries is None or "extends" not in root.entries:
            return root
        self.reading.append(os.path.realpath(path))
        merged: Node | None = None
        for base in self._bases(path, root.entries["extends"][1]):
            merged = base if merged is None else _merged(merged, base, self.found)
        self.reading.pop()
        own = replace(root, entries={key: entry for key, entry in root.entries.items() if key != "extends"})
        return own if merged is None else _merged(merged, own, self.found)

    def _bases(self, path: str, node: Node) -> list[Node]:
        bases = []
        for name in node.items if node.items is not None else (node,):
            if not isinstance(name.value, str):
                self.found.problem("wrong-type", "`extends` must be a file or a list of files", name.place)
                continue
            target = str(Path(path).parent / name.value)
            if os.path.realpath(target) in self.reading:
                self.found.problem(
                    "extends-cycle", f"`{name.value}` extends itself", name.place, "remove one `extends`"
                )
                continue
            if not Path(target).is_file():
                near = nearest(name.value, [file.name for file in Path(target).parent.glob("*.y*ml")])
                hint = f"did you mean `{near}`?" if near else f"the path is taken from the folder of {path}"
                self.found.problem("no-such-file", f"no such file: `{name.value}`", name.place, hint)
                continue
            base = self.read(target)
            if base is not None and base.entries is not None:
                bases.append(base)
        return bases

    def _text(self, path: str) -> str | None:
        try:
            data = Path(path).read_bytes()
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            message = f"the file is not UTF-8: byte 0x{error.object[error.start]:02X} in line {line}"
            self.found.problem("not-utf-8", message, Place(path, line), "save it as UTF-8")
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            self.found.problem("no-such-file", f"cannot read the file: {reason}", Place(path))
        return None


def _merged(base: Node, over: Node, found: Composed, key: str = "") -> Node:
    if base.entries is not None and over.entries is not None:
        entries = dict(base.entries)
        for name, (where, value) in over.entries.items():
            below = base.get(name)
            entries[name] = (where, value if below is None else _merged(below, value, found, key or name))
        return replace(over, entries=entries)
    if base.items is not None and over.items is not None and key in ("tests", "plugins"):
        return replace(over, items=base.items + over.items)
    if base.items is not None and over.items is not None and key == "steps":
        return replace(over, items=tuple(_merged_steps(base.items, over.items, found)))
    return over


def _merged_steps(base: Sequence[Node], over: Sequence[Node], found: Composed) -> list[Node]:
    steps = [*base]
    for item in over:
        name = step_id(item)
        ids = [step_id(step) for step in steps]
        if name is not None and name in ids:
            at = ids.index(name)
            if _flag(item, "remove"):
                del steps[at]
                continue
            _place(_merged_step(steps.pop(at), item, found), steps, at, found)
        elif _flag(item, "remove"):
            near = nearest(name or "", [known for known in ids if known])
            hint = f"did you mean `{near}`?" if near else ""
            found.problem("unknown-step-id", f"no step has the id `{name}`", item.place, hint)
        else:
            _place(item, steps, len(steps), found)
    return steps


def _merged_step(base: Node, over: Node, found: Composed) -> Node:
    name = step_name(base)
    if over.entries is None or base.entries is None:
        # A bare name adds nothing to what stands below.
        return base if over.entries is None else over
    if name not in over.entries or name not in base.entries:
        return replace(over, entries={**base.entries, **over.entries})
    below, (where, above) = base.entries[name][1], over.entries[name]
    options = below if above.entries is None and above.value is None else _merged(below, above, found, name)
    return replace(over, entries={**base.entries, **over.entries, name: (where, options)})


def _place(item: Node, steps: list[Node], default: int, found: Composed) -> None:
    """Put a step where its `before` or `after` says."""
    at = default
    for key in ("before", "after"):
        target = item.get(key)
        if target is None:
            continue
        ids = [step_id(step) for step in steps]
        if target.value in ids:
            at = ids.index(target.value) + (key == "after")
        else:
            near = nearest(str(target.value), [known for known in ids if known])
            hint = f"did you mean `{near}`?" if near else ""
            found.problem("unknown-step-id", f"no step has the id `{target.value}`", target.place, hint)
    steps.insert(at, item)


def _flag(item: Node, key: str) -> bool:
    node = item.get(key)
    return node is not None and node.value is True


class _Setting:
    """One `--set PATH=VALUE`."""

    def __init__(self, found: Composed, number: int, setting: str) -> None:
        self.found = found
        self.path, self.has_value, self.text = setting.partition("=")
        self.place = Place("--set", number, 1, len(self.path))
        self.value_place = Place("--set", number, len(self.path) + 2, len(self.text))

    def apply(self, root: Node) -> Node:
        if not self.has_value:
            message = f"`--set {self.path}` has no value"
            self.found.problem("bad-setting", message, self.place, f"write `--set {self.path}=VALUE`")
            return root
        value = self._value()
        if value is None:
            return root
        steps = root.get("steps")
        for at, item in enumerate(steps.items if steps and steps.items else ()):
            name = step_id(item) or ""
            if self.path.startswith(f"{name}.") and name:
                rest = self.path[len(name) + 1 :].split(".")
                items = [*(steps.items or ())] if steps else []
                items[at] = self._in_step(item, rest, value)
                key, old = (root.entries or {})["steps"]
                new = replace(old, items=tuple(items))
                return replace(root, entries={**(root.entries or {}), "steps": (key, new)})
        head, *rest = self.path.split(".")
        if head not in TOP_KEYS:
            self._unknown(steps)
            return root
        return self._in_mapping(root, [head, *rest], value)

    def _value(self) -> Node | None:
        # Only what begins like a list, a mapping or a quoted string is YAML; "-" is a dash.
        if not self.text.startswith(("[", "{", '"', "'")):
            return Node(self.value_place, value=resolved(self.text))
        parsed, problems = read_yaml(self.text, "--set")
        if parsed is None or problems:
            reason = problems[0].message if problems else "it is empty"
            self.found.problem("bad-setting", f"the value cannot be read: {reason}", self.value_place)
            return None
        return _moved(parsed, self.value_place)

    def _in_step(self, item: Node, path: list[str], value: Node) -> Node:
        name = step_name(item) or ""
        if item.entries is None:
            item = Node(
                item.place,
                item.end,
                entries={name: (replace(item, value=name), Node(item.place, entries={}))},
            )
        key, options = (item.entries or {}).get(name, (item, item))
        if options.entries is None:
            options = Node(options.place, options.end, entries={})
        if len(path) == 1 and path[0] in STEP_KEYS:
            return replace(item, entries={**(item.entries or {}), path[0]: (Node(self.place), value)})
        changed = self._in_mapping(options, path, value)
        return replace(item, entries={**(item.entries or {}), name: (key, changed)})

    def _in_mapping(self, node: Node, path: list[str], value: Node) -> Node:
        head, *rest = path
        old = node.get(head)
        if rest:
            inner = old if old is not None and old.entries is not None else Node(self.place, entries={})
            value = self._in_mapping(inner, rest, value)
        return replace(node, entries={**(node.entries or {}), head: (Node(self.place, value=head), value)})

    def _unknown(self, steps: Node | None) -> None:
        ids = [step_id(item) or "" for item in (steps.items if steps and steps.items else ())]
        head = self.path.partition(".")[0]
        near = nearest(head, [*ids, *TOP_KEYS])
        hint = (
            f"did you mean `{near}`?" if near else f"the steps are {', '.join(f'`{name}`' for name in ids)}"
        )
        self.found.problem("unknown-path", f"the pipeline has nothing at `{self.path}`", self.place, hint)


TOP_KEYS = (
    "name",
    "description",
    "steps",
    "plugins",
    "on_error",
    "max_document_bytes",
    "timeout",
    "memory_limit",
    "cache",
    "cache_limit",
    "fields",
    "tests",
    "extends",
)
"""Keys of a pipeline file."""


def _moved(node: Node, place: Place) -> Node:
    """Give a value from the command line its place there."""
    items = None if node.items is None else tuple(_moved(item, place) for item in node.items)
    entries = None
    if node.entries is not None:
        entries = {
            key: (_moved(name, place), _moved(value, place)) for key, (name, value) in node.entries.items()
        }
    return replace(node, place=place, items=items, entries=entries)


def _substituted(node: Node, variables: Mapping[str, str], found: Composed, key: str = "") -> Node:
    """Fill in variables in string values; the texts of tests are left as they are."""
    if key == "tests":
        return node
    if node.items is not None:
        return replace(node, items=tuple(_substituted(item, variables, found) for item in node.items))
    if node.entries is not None:
        entries = {
            name: (where, _substituted(value, variables, found, name))
            for name, (where, value) in node.entries.items()
        }
        return replace(node, entries=entries)
    if not isinstance(node.value, str) or "$" not in node.value:
        return node

    unset: dict[str, None] = {}

    def fill(match: re.Match[str]) -> str:
        name, default = match["name"], match["default"]
        if name is None:
            return "$"
        if name in variables:
            return variables[name]
        if default is not None:
            return default
        unset[name] = None
        return ""

    value = _VARIABLE.sub(fill, node.value)
    for name in unset:
        message = f"the environment variable `{name}` is not set"
        hint = f"set it, or give a default: `${{{name}:-default}}`"
        found.problem("unset-variable", message, node.place, hint)
    return replace(node, value=value)
