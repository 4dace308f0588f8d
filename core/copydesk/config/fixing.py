"""Mending a pipeline file: its text is changed where a problem is, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from copydesk.errors import Problem

_MEANT = re.compile(r"did you mean `([^`]+)`\?")
_PUT_BEFORE = re.compile(r"put `([^`]+)` before `([^`]+)`")
_RENAMED = frozenset(
    {"unknown-step", "unknown-option", "unknown-key", "unknown-plugin", "unknown-layer", "unknown-field"}
)
_MOST_ROUNDS = 50


def fix(text: str, path: str, check: Callable[[str], Sequence[Problem]]) -> tuple[str, list[Problem]]:
    """Mend what can be mended without a choice: misspelt names, missing providers, wrong order.

    Comments and layout stay. Each round mends one problem and checks again.

    Args:
        text: The text of the file.
        path: Its path, to tell its problems from those of files that it extends.
        check: Gives the problems of a text.

    Returns:
        The mended text, and the problems that were mended, in order.
    """
    mended: list[Problem] = []
    seen = {text}
    for _ in range(_MOST_ROUNDS):
        problems = check(text)
        for problem in problems:
            better = _mended(text, problem) if problem.place and problem.place.file == path else None
            if better is None or better in seen:
                continue
            if (problem.code, problem.message) not in {(p.code, p.message) for p in check(better)}:
                text = better
                seen.add(text)
                mended.append(problem)
                break
        else:
            break
    return text, mended


def _mended(text: str, problem: Problem) -> str | None:
    lines = text.split("\n")
    place = problem.place
    if place is None or not 0 < place.line <= len(lines) or not place.column:
        return None
    meant = _MEANT.search(problem.hint)
    if meant and problem.code in _RENAMED:
        return _renamed(lines, problem, meant[1])
    put = _PUT_BEFORE.search(problem.hint)
    if put and problem.code == "missing-layer":
        return _inserted(lines, place.line, place.column, put[1])
    if put and problem.code == "wrong-order":
        return _moved(lines, put[1], put[2])
    return None


def _renamed(lines: list[str], problem: Problem, name: str) -> str | None:
    place = problem.place
    if place is None:
        return None
    line = lines[place.line - 1]
    start, end = place.column - 1, place.column - 1 + place.width
    typed = line[start:end].strip("'\"")
    if not typed or (f"`{typed}`" not in problem.message and f".{typed}`" not in problem.message):
        return None
    at = line.index(typed, start)
    lines[place.line - 1] = line[:at] + name + line[at + len(typed) :]
    return "\n".join(lines)


def _inserted(lines: list[str], number: int, column: int, name: str) -> str | None:
    line = lines[number - 1]
    item = re.match(r"(\s*)- ", line)
    if item and column == item.end() + 1:
        lines.insert(number - 1, f"{item[1]}- {name}")
        return "\n".join(lines)
    # A list in brackets: the name goes before the one that needs it.
    lines[number - 1] = f"{line[: column - 1]}{name}, {line[column - 1 :]}"
    return "\n".join(lines)


def _moved(lines: list[str], name: str, before: str) -> str | None:
    """Move the lines of one item of a list before those of another."""
    first, second = _item(lines, name), _item(lines, before)
    if first is None or second is None or first[0] < second[0]:
        return None
    block = lines[first[0] : first[1]]
    rest = lines[: first[0]] + lines[first[1] :]
    return "\n".join(rest[: second[0]] + block + rest[second[0] :])


def _item(lines: Sequence[str], name: str) -> tuple[int, int] | None:
    """Find the lines of an item with the comments right above it."""
    pattern = re.compile(rf"(\s*)- {re.escape(name)}\s*(?::.*|#.*)?$")
    for number, line in enumerate(lines):
        match = pattern.match(line)
        if not match:
            continue
        indent = len(match[1])
        end = number + 1
        while end < len(lines) and lines[end].strip() and len(lines[end]) - len(lines[end].lstrip()) > indent:
            end += 1
        start = number
        while start and lines[start - 1].lstrip().startswith("#"):
            start -= 1
        return start, end
    return None
