"""A plugin in a single file, for which nothing is installed."""

from __future__ import annotations

import hashlib
import importlib.util
import inspect
import re
import sys
import traceback
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from copydesk.errors import ConfigError, CopydeskError, Place, Problem
from copydesk.importing import BadImportError
from copydesk.steps import Chain, Step, StepDefinition, StepFunction

# One word for the entry point, the step, the layer and, behind `copydesk_`, the Python package.
_NAME = re.compile(r"(?!copydesk(_|$))[a-z][a-z0-9]*(_[a-z0-9]+)*")
NAME_RULE = "lower-case letters, digits and single underscores, begin with a letter and not with `copydesk`"
_REASON_CHARACTERS = 400


@dataclass(frozen=True)
class PluginFile:
    """A plugin in a single file; stands where an entry point stands for one that is installed.

    It holds what was in the file when it was read, so that every process of a run has the same.

    Attributes:
        path: Path as the person typed it.
        source: What is in the file.
    """

    path: str
    source: bytes

    @classmethod
    def read(cls, path: str) -> PluginFile:
        """Read a file and look whether its name is that of a plugin.

        Raises:
            CopydeskError: `no-such-file` or `bad-name`.
        """
        try:
            file = cls(path, Path(path).read_bytes())
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CopydeskError(
                "no-such-file", f"cannot read the plugin `{path}`: {reason}", hint="give a Python file"
            ) from error
        stem, suffix = Path(path).stem, Path(path).suffix
        if suffix != ".py" or not is_plugin_name(file.name):
            near = near_plugin_name(stem)
            raise CopydeskError(
                "bad-name",
                f"the file of a plugin must be called NAME.py, and NAME be {NAME_RULE}, got `{stem}{suffix}`",
                hint=f"call it `{near}.py`" if near else "for example `shouts.py`",
            )
        return file

    @property
    def name(self) -> str:
        """Name of the plugin: that of the file, as it would be called in a package `copydesk_NAME`."""
        return Path(self.path).stem.removeprefix("copydesk_")

    @property
    def distribution(self) -> str:
        """Name of the file."""
        return Path(self.path).name

    @property
    def version(self) -> str:
        """A version that another content does not have: "0+" and a digest of the file."""
        return f"0+{hashlib.sha256(self.source).hexdigest()[:8]}"

    def load(self) -> ModuleType:
        """Execute the file and give its module.

        Raises:
            CopydeskError: `broken-plugin`, with the line of the file that is to blame.
        """
        module = ModuleType(f"copydesk_file_{self.name}")
        module.__file__ = str(Path(self.path).absolute())
        # Where pickle, dataclasses and pydantic look for the module of a class.
        sys.modules[module.__name__] = module
        try:
            # Not with the `from __future__` of this module.
            code = compile(self.source, self.path, "exec", dont_inherit=True)
            exec(code, vars(module))  # noqa: S102  what the person asked for
        except KeyboardInterrupt:
            raise
        # A plugin may even call sys.exit() at import: nothing of it may end the host.
        except BaseException as error:
            raise self.broken(error) from error
        return module

    def steps(self, module: ModuleType) -> list[StepDefinition]:
        """List the steps that a file without hooks defines, in order."""
        found = [value for value in vars(module).values() if _is_own_step(value, module)]
        return [*dict.fromkeys(found)]

    def broken(self, error: BaseException | str) -> CopydeskError:
        """Tell what is wrong, with the line of the file that is to blame as far as it is known."""
        place, reason = Place(self.path), str(error)
        if isinstance(error, BaseException):
            reason = in_one_line(error, path=self.path)
            place = self._place_of(error)
        message = f"the plugin `{self.name}` cannot be used: {reason}"
        return ConfigError([Problem("broken-plugin", message, place, _hint(error))], self._lines())

    def line_of(self, definition: Any) -> Place:
        """Find where a step is defined."""
        code = getattr(getattr(definition, "function", None), "__code__", None)
        return Place(self.path, code.co_firstlineno if code else 0)

    def _place_of(self, error: BaseException) -> Place:
        if isinstance(error, SyntaxError) and error.filename == self.path:
            start, end = error.offset or 0, error.end_offset or 0
            width = end - start if error.end_lineno == error.lineno else 1
            return Place(self.path, error.lineno or 0, max(0, start), max(1, width))
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == self.path]
        return self._place_in(frames[-1]) if frames else Place(self.path)

    def _place_in(self, frame: traceback.FrameSummary) -> Place:
        """Find the expression that was at work."""
        number = frame.lineno or 0
        lines = self._lines().get(self.path, [])
        if frame.colno is None or frame.end_colno is None or not 0 < number <= len(lines):
            return Place(self.path, number)
        line = lines[number - 1].encode()
        end = frame.end_colno if frame.end_lineno == number else len(line)
        # Python counts bytes here.
        before, meant = line[: frame.colno].decode(), line[frame.colno : end].decode()
        return Place(self.path, number, len(before) + 1, max(1, len(meant)))

    def _lines(self) -> dict[str, list[str]]:
        try:
            return {self.path: importlib.util.decode_source(self.source).split("\n")}
        except (SyntaxError, UnicodeDecodeError):
            return {}


def has_hooks(module: ModuleType) -> bool:
    """Tell whether a module has a function with `@hookimpl`, rightly spelt or not."""
    return any(
        inspect.isroutine(value) and hasattr(value, "copydesk_impl") for value in vars(module).values()
    )


def is_plugin_name(name: str) -> bool:
    """Tell whether a plugin may have this name."""
    return bool(_NAME.fullmatch(name))


def near_plugin_name(name: str) -> str:
    """Make a plugin's name of one that is none; empty when nothing is left of it."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    near = re.sub(r"[^a-z0-9]+", "_", plain).strip("_").removeprefix("copydesk").lstrip("_0123456789")
    return near if is_plugin_name(near) else ""


def in_one_line(error: BaseException, *, path: str = "") -> str:
    """Put an exception in one line: its type and message, and for wrong syntax where it is.

    Args:
        error: What was raised.
        path: File whose place is told beside the line, and is left out here.
    """
    if isinstance(error, BadImportError):
        return str(error)
    if isinstance(error, SyntaxError):
        where = f" ({error.filename}:{error.lineno})" if error.filename not in (None, path) else ""
        return f"{type(error).__name__}: {error.msg}{where}"
    # Whatever a plugin raises; even making a text of it may fail, which `traceback` survives.
    line = " ".join(traceback.format_exception_only(error)[0].split())
    return line if len(line) <= _REASON_CHARACTERS else f"{line[:_REASON_CHARACTERS]}…"


def _is_own_step(value: Any, module: ModuleType) -> bool:
    if getattr(value, "__module__", "") != module.__name__:
        return False  # imported from elsewhere, to be used here
    if isinstance(value, StepFunction):
        return True
    # A class without a name on which others build is their base, and no step.
    return (
        isinstance(value, type)
        and issubclass(value, (Step, Chain))
        and not (not value.name and value.__subclasses__())
    )


def _hint(error: BaseException | str) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name:
        return f"install the package that has the module `{error.name}`"
    return "mend the file"
