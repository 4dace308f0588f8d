"""Finding plugins by entry point name, and keeping their failures to themselves."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any

from pluggy import PluginManager
from pluggy import PluginValidationError as PluggyError

from copydesk import hookspecs
from copydesk.errors import CopydeskError, nearest
from copydesk.steps import Chain, Step, StepDefinition, StepFunction

if TYPE_CHECKING:
    from copydesk.formats.protocols import Reader, Writer

GROUP = "copydesk"


@dataclass(frozen=True)
class Plugin:
    """A plugin that was loaded.

    Attributes:
        name: Name of its entry point.
        distribution: Name of the package that it comes with.
        version: Version of that package.
        implementation: The module or object that the entry point names.
        steps: Step definitions by full name.
        readers: Its readers.
        writers: Its writers.
        executors: Its executors.
    """

    name: str
    distribution: str
    version: str
    implementation: Any
    steps: dict[str, StepDefinition] = field(default_factory=dict)
    readers: tuple[Reader, ...] = ()
    writers: tuple[Writer, ...] = ()
    executors: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Installed:
    """A plugin as its entry points tell of it, before anything is imported.

    Attributes:
        name: Name of the entry point.
        entry_points: One, or several when distributions clash over the name.
    """

    name: str
    entry_points: tuple[EntryPoint, ...]

    @property
    def distributions(self) -> tuple[str, ...]:
        """The packages that have this entry point: "name version" each."""
        return tuple(" ".join(_distribution(entry)) for entry in self.entry_points)


class Plugins:
    """The plugins that are installed; each is imported when it is first asked for.

    Args:
        points: Entry points to use instead of the installed ones, for tests.
    """

    def __init__(self, points: Iterable[EntryPoint] | None = None) -> None:
        self._points = points
        self._loaded: dict[str, Plugin | CopydeskError] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what was imported: another process imports for itself."""
        kept = {key: value for key, value in self.__dict__.items() if key != "installed"}
        return {**kept, "_loaded": {}}

    @cached_property
    def installed(self) -> dict[str, Installed]:
        """What is installed, by name in alphabetical order; reads metadata, imports nothing."""
        found: dict[str, dict[tuple[str, str], EntryPoint]] = {}
        points = entry_points(group=GROUP) if self._points is None else self._points
        for point in points:
            # A distribution may be on the path twice, for example in place and built.
            key = (_distribution(point)[0], point.value)
            found.setdefault(point.name, {}).setdefault(key, point)
        return {name: Installed(name, tuple(found[name].values())) for name in sorted(found)}

    def load(self, name: str) -> Plugin:
        """Import a plugin and register what it has; the second time, give the same again.

        Raises:
            CopydeskError: `unknown-plugin`, `plugin-clash`, `broken-plugin` or `plugin-api`.
        """
        if name not in self._loaded:
            try:
                self._loaded[name] = self._load(name)
            except CopydeskError as error:
                self._loaded[name] = error
        known = self._loaded[name]
        if isinstance(known, CopydeskError):
            raise known
        return known

    def step(self, full_name: str) -> tuple[Plugin, StepDefinition]:
        """Find a step by its full name; imports only the plugin that the name begins with.

        Raises:
            CopydeskError: `unknown-step`, or what `load` raises.
        """
        name = full_name.partition(".")[0]
        if name not in self.installed:
            near = nearest(name, self.installed)
            near = near and full_name.replace(name, near, 1)
            raise _unknown_step(full_name, near)
        plugin = self.load(name)
        if full_name not in plugin.steps:
            own = full_name.removeprefix(f"{name}.")
            near = nearest(own, [step.removeprefix(f"{name}.") for step in plugin.steps])
            raise _unknown_step(full_name, near and f"{name}.{near}", plugin)
        return plugin, plugin.steps[full_name]

    def watchers(self, names: Iterable[str]) -> PluginManager:
        """Give a manager on which a run calls its hooks, with the plugins that the run names."""
        manager = _manager()
        for name in names:
            plugin = self.load(name)
            if not manager.is_registered(plugin.implementation):
                manager.register(plugin.implementation, name)
        return manager

    def _load(self, name: str) -> Plugin:
        installed = self.installed.get(name)
        if installed is None:
            near = nearest(name, self.installed)
            raise CopydeskError(
                "unknown-plugin",
                f"no plugin is called `{name}`",
                hint=f"did you mean `{near}`?" if near else "`copydesk plugins` lists what is installed",
            )
        point, *others = installed.entry_points
        if others:
            raise CopydeskError(
                "plugin-clash",
                f"the plugin name `{name}` is claimed by {' and by '.join(installed.distributions)}",
                hint="uninstall one of them",
            )
        distribution, version = _distribution(point)
        implementation = _imported(point)
        manager = _manager()
        try:
            manager.register(implementation, name)
            manager.check_pending()
            _check_api(manager, name)
            steps = _steps_by_name(manager.hook.copydesk_steps(), name)
            readers = tuple(_flat(manager.hook.copydesk_readers()))
            writers = tuple(_flat(manager.hook.copydesk_writers()))
            executors = tuple(_flat(manager.hook.copydesk_executors()))
        except CopydeskError:
            raise
        except PluggyError as error:
            raise _broken(point, str(error)) from error
        except Exception as error:
            raise _broken(point, _last_line(error)) from error
        if not (steps or readers or writers or executors or manager.get_hookcallers(implementation)):
            raise _broken(point, "it implements no hook of copydesk; is `@hookimpl` missing?")
        return Plugin(name, distribution, version, implementation, steps, readers, writers, executors)


def _manager() -> PluginManager:
    manager = PluginManager(GROUP)
    manager.add_hookspecs(hookspecs)
    return manager


def _distribution(point: EntryPoint) -> tuple[str, str]:
    if point.dist is None:
        return ("no distribution", "0")
    return (point.dist.name, point.dist.version)


def _imported(point: EntryPoint) -> Any:
    try:
        return point.load()
    except KeyboardInterrupt:
        raise
    # A plugin may even call sys.exit() at import: nothing of it may end the host.
    except BaseException as error:
        raise _broken(point, _last_line(error)) from error


def _broken(point: EntryPoint, reason: str) -> CopydeskError:
    distribution = _distribution(point)[0]
    return CopydeskError(
        "broken-plugin",
        f"the plugin `{point.name}` from {distribution} cannot be used: {reason}",
        hint=f"`pip install --upgrade {distribution}`, or tell its author",
    )


def _last_line(error: BaseException) -> str:
    lines = traceback.format_exception_only(error)
    return lines[-1].strip()


def _check_api(manager: PluginManager, name: str) -> None:
    wanted = manager.hook.copydesk_api()
    if wanted is None:
        return
    from packaging.specifiers import SpecifierSet

    if hookspecs.API_VERSION not in SpecifierSet(wanted):
        raise CopydeskError(
            "plugin-api",
            f"the plugin `{name}` works with plugin API {wanted}, this copydesk has {hookspecs.API_VERSION}",
            hint="upgrade the plugin or copydesk",
        )


def _steps_by_name(registered: Sequence[Sequence[StepDefinition]], plugin: str) -> dict[str, StepDefinition]:
    steps: dict[str, StepDefinition] = {}
    for definition in _flat(registered):
        is_step = isinstance(definition, StepFunction) or (
            isinstance(definition, type) and issubclass(definition, (Step, Chain))
        )
        if not is_step:
            raise CopydeskError(
                "broken-plugin",
                f"the plugin `{plugin}` registers {definition!r}, which is no step",
                hint="decorate the function with @step, or subclass Step",
            )
        name = definition.name
        if name != plugin and not name.startswith(f"{plugin}."):
            raise CopydeskError(
                "broken-plugin",
                f"the plugin `{plugin}` registers a step called `{name}`, "
                f"expected `{plugin}` or `{plugin}.something`",
                hint="a step's name begins with the name of its plugin",
            )
        if name in steps:
            raise CopydeskError(
                "broken-plugin", f"the plugin `{plugin}` registers `{name}` twice", hint="rename one of them"
            )
        steps[name] = definition
    return steps


def _flat(results: Sequence[Sequence[Any]]) -> list[Any]:
    return [item for result in results for item in result]


def _unknown_step(full_name: str, near: str, plugin: Plugin | None = None) -> CopydeskError:
    hint = "`copydesk plugins` lists the steps that are installed"
    if near:
        hint = f"did you mean `{near}`?"
    elif plugin:
        hint = f"`{plugin.name}` has the steps {', '.join(f'`{name}`' for name in plugin.steps)}"
    return CopydeskError("unknown-step", f"no step is called `{full_name}`", hint=hint)
