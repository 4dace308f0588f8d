"""YAML 1.2 as a tree in which each key and value knows its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from copydesk.errors import Place, Problem

# How libyaml's messages end when something was opened and not closed, and what a person calls it.
_OPENED = {
    "quoted scalar": "the quotation mark is not closed",
    "flow mapping": "the `{` is not closed, or a comma is missing after it",
    "flow sequence": "the `[` is not closed, or a comma is missing after it",
}
_COLON = "mapping values are not allowed"
_DASH = re.compile(r"\s*(-[A-Za-z][^\s:]*)")
MAX_DEPTH = 40
MAX_NODES = 20_000
MAX_CHARACTERS = 1_000_000
_TOO_DEEP = f"the nesting is deeper than {MAX_DEPTH} levels"

# Source: YAML 1.2.2, section 10.3.2 (core schema). `yes`, `no`, `on`, `off` are strings there.
_NULL = re.compile(r"~|null|Null|NULL|")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_INT = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = {".inf": "inf", "+.inf": "inf", "-.inf": "-inf", ".nan": "nan"}


@dataclass(frozen=True)
class Node:
    """A value of a YAML file.

    Attributes:
        place: Where it begins.
        end: Line and column, counted from 1, where it ends.
        value: A string, number, boolean or None; None too for a list or a mapping.
        items: Values of a list, else None.
        entries: Keys and values of a mapping, else None; keys are scalars without duplicates.
    """

    place: Place
    end: tuple[int, int] = (0, 0)
    value: Any = None
    items: tuple[Node, ...] | None = None
    entries: dict[str, tuple[Node, Node]] | None = None

    def plain(self) -> Any:
        """Give the value as plain Python data."""
        if self.items is not None:
            return [item.plain() for item in self.items]
        if self.entries is not None:
            return {key: value.plain() for key, (_, value) in self.entries.items()}
        return self.value

    def get(self, key: str) -> Node | None:
        """Give the value under a key of a mapping, or None."""
        entry = (self.entries or {}).get(key)
        return entry[1] if entry else None


@dataclass
class _Open:
    """A list or mapping that is being read."""

    place: Place
    is_mapping: bool
    anchor: str | None
    items: list[Node] = field(default_factory=list)
    entries: dict[str, tuple[Node, Node]] = field(default_factory=dict)
    key: Node | None = None


class _UnreadableError(Exception):
    """The rest of the file cannot be read; the problem is recorded."""


def read_yaml(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """Read a YAML text.

    Nothing but strings, numbers, booleans, None, lists and mappings comes out: tags, merge keys
    and multiple documents are problems. Depth and size are bounded, also through aliases.

    Returns:
        The tree, None when it cannot be read or is empty, and the problems in order of position.
    """
    return _Composer(text, file).compose()


class _Composer:
    """Makes the tree from the parser's events: iterative, so that depth cannot crash it."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.problems: list[Problem] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.count = 0

    def compose(self) -> tuple[Node | None, list[Problem]]:
        import yaml

        if len(self.text) > MAX_CHARACTERS:
            self._problem(
                "too-large",
                f"the file has {len(self.text)} characters, the limit is {MAX_CHARACTERS}",
                Place(self.file),
                "put long lists in files of their own",
            )
            return None, self.problems
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        root: Node | None = None
        try:
            root = self._build(yaml.parse(self.text, Loader=loader))
        except yaml.reader.ReaderError as error:
            self._problem(
                "yaml-syntax",
                f"the character U+{_code(error.character):04X} may not stand in YAML",
                self._place_at(error.position),
                "remove it, or write it as an escape in double quotation marks",
            )
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
        except _UnreadableError:
            pass
        return root, self.problems

    def _build(self, events: Iterator[Any]) -> Node | None:
        stack: list[_Open] = []
        root: Node | None = None
        documents = 0
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    self._problem(
                        "yaml-syntax",
                        "the file has more than one YAML document, expected one",
                        self._place(event),
                        "remove the line `---` and what follows, or make it a file of its own",
                    )
                    raise _UnreadableError
            elif kind in ("MappingStartEvent", "SequenceStartEvent"):
                self._refuse_tag(event)
                stack.append(_Open(self._place(event), kind[0] == "M", event.anchor))
                if len(stack) > MAX_DEPTH:
                    self._problem("too-deep", _TOO_DEEP, self._place(event))
                    raise _UnreadableError
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                node = self._closed(stack.pop(), event)
                root = self._put(node, stack) or root
            elif kind == "ScalarEvent":
                self._refuse_tag(event)
                node = self._scalar(event)
                root = self._put(node, stack) or root
            elif kind == "AliasEvent":
                root = self._put(self._alias(event), stack) or root
        return root

    def _put(self, node: Node, stack: list[_Open]) -> Node | None:
        """Put a finished node into what is open; give it back when nothing is."""
        self._grow(1, node.place)
        if not stack:
            return node
        top = stack[-1]
        if not top.is_mapping:
            top.items.append(node)
        elif top.key is None:
            top.key = node
        else:
            self._enter(top, top.key, node)
            top.key = None
        return None

    def _enter(self, top: _Open, key: Node, value: Node) -> None:
        if key.items is not None or key.entries is not None:
            self._problem("wrong-type", "a key must be a word, got a list or a mapping", key.place)
            return
        name = key.value if isinstance(key.value, str) else self._raw(key)
        if name == "<<":
            self._problem(
                "merge-key",
                "merge keys (`<<`) are not part of YAML 1.2",
                key.place,
                "write the keys out, or use `extends`",
            )
        elif name in top.entries:
            first = top.entries[name][0].place
            self._problem(
                "duplicate-key",
                f"`{_short(name)}` stands twice, first in line {first.line}",
                key.place,
                "remove one of the two",
            )
        else:
            top.entries[name] = (key, value)

    def _closed(self, top: _Open, event: Any) -> Node:
        end = (event.end_mark.line + 1, event.end_mark.column + 1)
        place = top.place
        if end[0] == place.line:
            place = replace(place, width=max(1, end[1] - place.column))
        if top.is_mapping:
            node = Node(place, end, entries=top.entries)
        else:
            node = Node(place, end, items=tuple(top.items))
        self._remember(top.anchor, node)
        return node

    def _scalar(self, event: Any) -> Node:
        end = (event.end_mark.line + 1, event.end_mark.column + 1)
        plain = event.style in (None, "")
        node = Node(self._place(event), end, value=resolved(event.value) if plain else event.value)
        self._remember(event.anchor, node)
        return node

    def _remember(self, anchor: str | None, node: Node) -> None:
        if anchor:
            self.anchors[anchor] = (node, _size(node))

    def _alias(self, event: Any) -> Node:
        known = self.anchors.get(event.anchor)
        if known is None:
            self._problem(
                "yaml-syntax",
                f"`*{_short(event.anchor)}` refers to an anchor that does not exist before it",
                self._place(event),
                "put the value in quotation marks when the `*` belongs to it",
            )
            return Node(self._place(event))
        self._grow(known[1], self._place(event))
        return known[0]

    def _grow(self, size: int, place: Place) -> None:
        self.count += size
        if self.count > MAX_NODES:
            self._problem(
                "too-large",
                f"the file has more than {MAX_NODES} values, aliases written out",
                place,
                "use fewer anchors and aliases, and put long lists in files of their own",
            )
            raise _UnreadableError

    def _refuse_tag(self, event: Any) -> None:
        if event.tag and event.tag != "!":
            self._problem(
                "yaml-tag",
                f"the tag `{_short(event.tag)}` is not allowed: values are text, numbers, lists and mappings",
                self._place(event),
                "remove the tag",
            )

    def _syntax(self, error: Any) -> None:
        mark = error.problem_mark or error.context_mark
        opened = [words for ending, words in _OPENED.items() if (error.context or "").endswith(ending)]
        if error.context_mark and opened:
            mark = error.context_mark  # where it was opened tells more than where it was missed
        place = Place(self.file, mark.line + 1, mark.column + 1) if mark else Place(self.file)
        lines = self.text.splitlines()
        line = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
        if "\t" in line[: max(place.column, len(line) - len(line.lstrip()))]:
            column = line.index("\t") + 1
            self._problem(
                "tab",
                "a tab stands where YAML wants spaces",
                Place(self.file, place.line, column),
                "indent with spaces",
            )
            return
        if "nesting depth" in (error.problem or ""):
            # libyaml reads ahead in brackets, and gives up at a thousand before the first comes out.
            self._problem("too-deep", _TOO_DEEP, place)
            return
        first = error.context_mark.line if error.context_mark else place.line - 1
        for number, text in enumerate(lines[first : place.line], first + 1):
            dash = _DASH.match(text)
            if dash:
                self._problem(
                    "yaml-syntax",
                    "a dash that begins an item of a list must be followed by a space",
                    Place(self.file, number, dash.start(1) + 1, len(dash[1])),
                    f"write `- {dash[1][1:]}`",
                )
                return
        message = opened[0] if opened else (error.problem or "the YAML cannot be read").strip()
        if error.context and not opened:
            message = f"{message} ({error.context.strip()})"
        hint = "put a value that has `: ` in it in quotation marks" if message.startswith(_COLON) else ""
        self._problem("yaml-syntax", message, place, hint)

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if end.line == start.line else 1
        return Place(self.file, start.line + 1, start.column + 1, max(1, width))

    def _place_at(self, position: int) -> Place:
        before = self.text[:position]
        return Place(self.file, before.count("\n") + 1, position - before.rfind("\n"))

    def _raw(self, key: Node) -> str:
        line = self.text.splitlines()[key.place.line - 1]
        return line[key.place.column - 1 : key.end[1] - 1] if key.end[0] == key.place.line else str(key.value)

    def _problem(self, code: str, message: str, place: Place, hint: str = "") -> None:
        self.problems.append(Problem(code, message, place, hint))


def resolved(text: str) -> Any:
    """Give the value of a plain scalar."""
    if _NULL.fullmatch(text):
        return None
    if _TRUE.fullmatch(text):
        return True
    if _FALSE.fullmatch(text):
        return False
    # Python refuses to read whole numbers of more than 4,300 digits.
    if _INT.fullmatch(text) and len(text) < 4300:
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    if text.lower() in _SPECIAL:
        return float(_SPECIAL[text.lower()])
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def _size(node: Node) -> int:
    """Count the values below a node with aliases written out; shared nodes count each time."""
    children = [*(node.items or ()), *(value for _, value in (node.entries or {}).values())]
    return 1 + sum(map(_size, children))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


def _code(character: Any) -> int:
    return character if isinstance(character, int) else ord(character)
