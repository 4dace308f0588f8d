"""Describing every plugin that is installed, each in a process of its own, so that none can do harm."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from copydesk.errors import CopydeskError, Place
from copydesk.importing import LIMIT_VARIABLE, import_seconds
from copydesk.plugin_files import in_one_line
from copydesk.plugins import Plugins, distribution_of
from copydesk.reference import plugin_reference

LIMIT_SECONDS = 10.0
_AT_ONCE = 16

Described = Mapping[str, dict[str, Any] | CopydeskError]
"""What `plugin_reference` gives for each plugin by name, or why it cannot be used."""


class PluginState(msgspec.Struct, frozen=True):
    """How a plugin is.

    Attributes:
        name: Its name.
        distribution: What it comes with: "name version", or several when they clash.
        state: "ready", "broken", "slow", "clash" or "other-api".
        steps: Full names of its steps.
        reason: Why it cannot be used; empty when it can.
        hint: How to mend that.
    """

    name: str
    distribution: str
    state: str
    steps: Sequence[str] = ()
    reason: str = ""
    hint: str = ""


_STATES = {"slow-plugin": "slow", "plugin-clash": "clash", "plugin-api": "other-api"}


def plugin_states(plugins: Plugins) -> list[PluginState]:
    """Tell for every plugin whether it can be used; see `describe_all` for how that is found out."""
    states: list[PluginState] = []
    for name, found in describe_all(plugins).items():
        installed = plugins.installed[name]
        distribution = ", ".join(installed.distributions)
        if isinstance(found, CopydeskError):
            reason = f"{found.place}: {found.problem.message}" if found.place else found.problem.message
            state = _STATES.get(found.code, "broken")
            states.append(PluginState(name, distribution, state, (), reason, found.hint))
        else:
            steps = tuple(step["name"] for step in found["steps"])
            states.append(PluginState(name, distribution, "ready", steps))
        for point in installed.refused:
            package, version = distribution_of(point)
            reason = f"the name `{name}` belongs to a plugin of copydesk, so that of {package} is never used"
            hint = f"`pip uninstall {package}`, or tell its author"
            states.append(PluginState(name, f"{package} {version}", "clash", (), reason, hint))
    return states


def describe(plugins: Plugins, name: str) -> dict[str, Any]:
    """Describe one plugin; see `describe_all`.

    Raises:
        CopydeskError: What `Plugins.load` raises, and `slow-plugin`.
    """
    found = describe_all(plugins, [name])[name]
    if isinstance(found, CopydeskError):
        raise found
    return found


def describe_all(plugins: Plugins, names: Iterable[str] | None = None) -> Described:
    """Describe plugins: what `plugin_reference` gives for each, or why it cannot be used.

    What comes with copydesk is imported here. Every other plugin is imported in a process of its
    own, several at once, for at most 10 seconds or as many as COPYDESK_IMPORT_SECONDS says.

    Args:
        plugins: The plugins that can be used.
        names: Names of those to describe; by default all.
    """
    chosen = [*(plugins.installed if names is None else names)]
    apart = [name for name in chosen if _is_kept_apart(plugins, name)]
    found = {name: _described(plugins, name) for name in chosen if name not in apart}
    found |= _described_apart(plugins, apart)
    return {name: found[name] for name in chosen}


def _is_kept_apart(plugins: Plugins, name: str) -> bool:
    installed = plugins.installed.get(name)
    if installed is None or len(installed.points) > 1:
        return False  # an error that needs no import
    return name in plugins.files or (plugins.points is None and not installed.is_own)


def _described(plugins: Plugins, name: str) -> dict[str, Any] | CopydeskError:
    try:
        return plugin_reference(plugins.load(name))
    except CopydeskError as error:
        return error
    except Exception as error:  # noqa: BLE001  the border of a plugin: its options may be anything
        return CopydeskError(
            "broken-plugin",
            f"the plugin `{name}` cannot be described: {in_one_line(error)}",
            hint="tell its author",
        )


def _described_apart(plugins: Plugins, names: Iterable[str]) -> dict[str, dict[str, Any] | CopydeskError]:
    seconds = import_seconds(LIMIT_SECONDS)
    waiting = [*names]
    running: dict[str, _Import] = {}
    found: dict[str, dict[str, Any] | CopydeskError] = {}
    try:
        while waiting or running:
            while waiting and len(running) < _AT_ONCE:
                name = waiting.pop(0)
                running[name] = _Import(plugins, name)
            for name, one in [*running.items()]:
                if one.has_ended or one.seconds > seconds:
                    found[name] = one.outcome(seconds)
                    del running[name]
            time.sleep(0.01)
    finally:
        for one in running.values():
            one.end()
    return found


class _Refusal(msgspec.Struct):
    """Why a plugin cannot be used, on its way from one process to another."""

    code: str
    message: str
    hint: str
    place: tuple[str, int, int] | None

    @classmethod
    def of(cls, error: CopydeskError) -> _Refusal:
        place = error.place
        where = (place.file, place.line, place.column) if place else None
        return cls(error.code, error.problem.message, error.hint, where)

    def as_error(self) -> CopydeskError:
        place = Place(*self.place) if self.place else None
        return CopydeskError(self.code, self.message, place, self.hint)


class _Import:
    """A process that imports and describes one plugin."""

    def __init__(self, plugins: Plugins, name: str) -> None:
        self.distribution = " and ".join(plugins.installed[name].distributions)
        self.name = name
        self.began = 0.0
        # Files and no pipes, which a program that the plugin starts could hold open.
        self.reply = tempfile.TemporaryFile()  # noqa: SIM115  closed when the outcome is read
        with tempfile.TemporaryFile() as request:
            pickle.dump((plugins, name), request)
            request.seek(0)
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "copydesk.listing"],
                stdin=request,
                stdout=self.reply,
                stderr=subprocess.DEVNULL,
                # The clock is here; that of the process itself would only come first by chance.
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), LIMIT_VARIABLE: "3600"},
                start_new_session=True,
            )

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    @property
    def seconds(self) -> float:
        """Seconds since it began to import; starting Python may take long on a busy machine."""
        if not self.began and os.fstat(self.reply.fileno()).st_size:
            self.began = time.monotonic()
        return time.monotonic() - self.began if self.began else 0.0

    def outcome(self, limit: float) -> dict[str, Any] | CopydeskError:
        code = self.process.poll()
        self.end()
        self.reply.seek(0)
        with self.reply:
            lines = self.reply.read().splitlines()
        if len(lines) > 1:
            found: dict[str, Any] = msgspec.json.decode(lines[1])
            return msgspec.convert(found["error"], _Refusal).as_error() if "error" in found else found
        who = f"the plugin `{self.name}` from {self.distribution}"
        if code is None:
            return CopydeskError(
                "slow-plugin",
                f"{who} takes more than {limit:g} s to import",
                hint="tell its author; or give it more time with COPYDESK_IMPORT_SECONDS=60",
            )
        how = f"by {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"
        return CopydeskError(
            "broken-plugin",
            f"{who} cannot be used: importing it ended the process {how}",
            hint="tell its author",
        )

    def end(self) -> None:
        """End the process and what it started."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def main() -> None:
    """Import one plugin and write what it is to standard output: `python -m copydesk.listing`."""
    plugins, name = pickle.load(sys.stdin.buffer)  # noqa: S301  it comes from the parent
    reply = os.fdopen(os.dup(1), "wb")
    # What the plugin prints must not come into the reply.
    os.dup2(2, 1)
    reply.write(b"\n")
    reply.flush()
    found = _described(plugins, name)
    told = {"error": _Refusal.of(found)} if isinstance(found, CopydeskError) else found
    reply.write(msgspec.json.encode(told))
    reply.flush()
    # Threads and exit handlers of the plugin are no longer of interest.
    os._exit(0)


if __name__ == "__main__":
    main()
