"""What went wrong, in fields: the errors and problems that a person can mend."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Place:
    """Where a problem is.

    Attributes:
        file: Path as the person typed it, or "--set" and the like for the command line.
        line: Line, counted from 1; 0 when the file as a whole is meant.
        column: Column in code points, counted from 1; 0 when the line as a whole is meant.
        width: Code points that are meant, on that line; for the carets under an excerpt.
    """

    file: str
    line: int = 0
    column: int = 0
    width: int = field(default=1, compare=False)

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Problem:
    """One thing to mend, as `check` reports it.

    Attributes:
        code: Stable name in words, for example "unknown-step".
        message: What is wrong and what was expected; lower case, no full stop.
        place: Where; None when it has no place in a file.
        hint: How to mend it; may be empty.
    """

    code: str
    message: str
    place: Place | None = None
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{where}error[{self.code}]: {self.message}{hint}"


class CopydeskError(Exception):
    """An error that the person at the keyboard can mend.

    Everything else that is raised is a bug in a plugin or in copydesk.

    Args:
        code: Stable name in words.
        message: What is wrong and what was expected; lower case, no full stop.
        place: Where; the engine fills it in for what a step raises.
        hint: How to mend it.
        option: Option of the step that it is about; empty for the step as a whole.
    """

    def __init__(
        self, code: str, message: str, place: Place | None = None, hint: str = "", *, option: str = ""
    ) -> None:
        super().__init__(code, message, place, hint)
        self.option = option
        self.problems: tuple[Problem, ...] = (Problem(code, message, place, hint),)

    @property
    def problem(self) -> Problem:
        """The first problem, which is the only one but for a configuration."""
        return self.problems[0]

    @property
    def code(self) -> str:
        """Stable name of the problem in words."""
        return self.problem.code

    @property
    def place(self) -> Place | None:
        """Where the problem is."""
        return self.problem.place

    @property
    def hint(self) -> str:
        """How to mend it."""
        return self.problem.hint

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.problems))


class ConfigError(CopydeskError):
    """All problems of a pipeline file at once, in order of position.

    Args:
        problems: At least one.
        sources: Lines of the files that they are in, for excerpts.
    """

    def __init__(
        self, problems: Iterable[Problem], sources: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        found = tuple(sorted(problems, key=lambda problem: problem.place or Place("")))
        first = found[0]
        super().__init__(first.code, first.message, first.place, first.hint)
        self.problems = found
        self.sources = dict(sources or {})

    def __reduce__(self) -> tuple[type[ConfigError], tuple[tuple[Problem, ...], dict[str, Sequence[str]]]]:
        return ConfigError, (self.problems, self.sources)

    def __str__(self) -> str:
        return "\n\n".join(with_excerpt(problem, self.sources) for problem in self.problems)


def with_excerpt(problem: Problem, sources: Mapping[str, Sequence[str]]) -> str:
    """Put a problem in words, with its line and carets under what is meant."""
    place = problem.place
    head, separator, hint = str(problem).partition("\n  hint: ")
    lines = sources.get(place.file, ()) if place else ()
    if place is None or not place.column or place.line > len(lines):
        return str(problem)
    line = lines[place.line - 1]
    number = str(place.line)
    # Tabs stay tabs, so that the carets stand where the terminal puts the text.
    before = "".join("\t" if character == "\t" else " " for character in line[: place.column - 1])
    carets = "^" * max(1, min(place.width, len(line) - place.column + 1))
    margin = " " * len(number)
    excerpt = f"{margin} |\n{number} | {_shown(line)}\n{margin} | {before}{carets}"
    if len(line) > _EXCERPT_CHARACTERS:
        excerpt = f"{margin} |\n{number} | {_shown(line)}"
    return f"{head}\n{excerpt}{separator}{hint}"


_EXCERPT_CHARACTERS = 160


def _shown(line: str) -> str:
    return line if len(line) <= _EXCERPT_CHARACTERS else f"{line[:_EXCERPT_CHARACTERS]}…"


def nearest(name: str, known: Iterable[str]) -> str:
    """Find the known name that a misspelt one most likely means.

    Returns:
        The nearest name, or "" when none is near (ratio of difflib below 0.6).
    """
    found = difflib.get_close_matches(name, [*known], n=1, cutoff=0.6)
    return found[0] if found else ""
