"""Finding plugins by entry point name, and keeping their failures to themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any

from pluggy import PluginManager
from pluggy import PluginValidationError as PluggyError

from copydesk import hookspecs
from copydesk.errors import CopydeskError, nearest
from copydesk.importing import guarded
from copydesk.plugin_files import PluginFile, has_hooks, in_one_line
from copydesk.steps import Chain, Step, StepDefinition, StepFunction

if TYPE_CHECKING:
    from copydesk.formats.protocols import Reader, Writer

GROUP = "copydesk"
# Its plugins have their names for themselves, so that nothing that is installed can take one away.
OWN_DISTRIBUTION = "copydesk"


@dataclass(frozen=True)
class Plugin:
    """A plugin that was loaded.

    Attributes:
        name: Name of its entry point, or of its file.
        distribution: Name of the package that it comes with, or of the file.
        version: Version of that package; for a file "0+" and a digest of it.
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
        points: One, or several when distributions clash over the name.
        refused: Those that have the name of a plugin of copydesk, which is used all the same.
    """

    name: str
    points: tuple[EntryPoint | PluginFile, ...]
    refused: tuple[EntryPoint, ...] = ()

    @property
    def distributions(self) -> tuple[str, ...]:
        """The packages that have this entry point: "name version" each."""
        return tuple(" ".join(distribution_of(point)) for point in self.points)

    @property
    def is_own(self) -> bool:
        """Whether it comes with copydesk itself."""
        return all(distribution_of(point)[0] == OWN_DISTRIBUTION for point in self.points)


class Plugins:
    """The plugins that can be used; each is imported when it is first asked for.

    Args:
        points: Entry points to use instead of the installed ones, for tests.
        files: Paths of plugins in single files, which are there besides.

    Raises:
        CopydeskError: `no-such-file`, `bad-name` or `plugin-clash`, for one of the files.
    """

    def __init__(self, points: Iterable[EntryPoint] | None = None, files: Iterable[str] = ()) -> None:
        self.points = None if points is None else tuple(points)
        self.files: dict[str, PluginFile] = {}
        self._loaded: dict[str, Plugin | CopydeskError] = {}
        for path in files:
            self._add(PluginFile.read(path))

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what was imported: another process imports for itself."""
        kept = {key: value for key, value in self.__dict__.items() if key != "installed"}
        return {**kept, "_loaded": {}}

    @cached_property
    def installed(self) -> dict[str, Installed]:
        """What can be used, by name in alphabetical order; reads metadata, imports nothing."""
        found: dict[str, list[EntryPoint]] = {}
        for point in entry_points(group=GROUP) if self.points is None else self.points:
            found.setdefault(point.name, []).append(point)
        installed = {name: _installed(name, points) for name, points in found.items()}
        installed |= {name: Installed(name, (file,)) for name, file in self.files.items()}
        return {name: installed[name] for name in sorted(installed)}

    def load(self, name: str) -> Plugin:
        """Import a plugin and register what it has; the second time, give the same again.

        What it prints goes to standard error.

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
            raise CopydeskError(
                "unknown-step",
                f"no step is called `{full_name}`",
                hint=f"did you mean `{near}`?"
                if near
                else "`copydesk plugins` lists the steps that are installed",
            )
        plugin = self.load(name)
        if full_name not in plugin.steps:
            raise unknown_step(full_name, plugin.steps)
        return plugin, plugin.steps[full_name]

    def watchers(self, names: Iterable[str]) -> PluginManager:
        """Give a manager on which a run calls its hooks, with the plugins that the run names."""
        manager = _manager()
        for name in names:
            plugin = self.load(name)
            if not manager.is_registered(plugin.implementation):
                manager.register(plugin.implementation, name)
        return manager

    def _add(self, file: PluginFile) -> None:
        if file.name in self.installed:
            taken = " and ".join(self.installed[file.name].distributions)
            raise CopydeskError(
                "plugin-clash",
                f"the plugin `{file.path}` has the name `{file.name}`, which is that of one from {taken}",
                hint="give the file another name",
            )
        self.files[file.name] = file
        del self.installed

    def _load(self, name: str) -> Plugin:
        installed = self.installed.get(name)
        if installed is None:
            near = nearest(name, self.installed)
            raise CopydeskError(
                "unknown-plugin",
                f"no plugin is called `{name}`",
                hint=f"did you mean `{near}`?" if near else "`copydesk plugins` lists what is installed",
            )
        point, *others = installed.points
        if others:
            raise CopydeskError(
                "plugin-clash",
                f"the plugin name `{name}` is claimed by {' and by '.join(installed.distributions)}",
                hint="uninstall one of them",
            )
        try:
            with guarded(f"the plugin `{name}` from {distribution_of(point)[0]}"):
                return _registered(point)
        except (CopydeskError, KeyboardInterrupt):
            raise
        except PluggyError as error:
            raise _broken(point, str(error)) from error
        # A plugin may even call sys.exit() at import: nothing of it may end the host.
        except BaseException as error:
            raise _broken(point, error) from error


def distribution_of(point: EntryPoint | PluginFile) -> tuple[str, str]:
    """Give name and version of what a plugin comes with; reads the metadata of one package."""
    if isinstance(point, PluginFile):
        return point.distribution, point.version
    if point.dist is None:
        return "no distribution", "0"
    # A package may be damaged so that its metadata is missing.
    return point.dist.name or "a package without a name", point.dist.version or "0"


def unknown_step(full_name: str, steps: Iterable[str]) -> CopydeskError:
    """Make the error for a step that its plugin does not have.

    Args:
        full_name: What was asked for.
        steps: Full names of the steps that the plugin has.
    """
    known = [*steps]
    plugin = full_name.partition(".")[0]
    near = nearest(full_name.removeprefix(f"{plugin}."), [step.removeprefix(f"{plugin}.") for step in known])
    hint = f"`{plugin}` has the steps {', '.join(f'`{name}`' for name in known)}"
    if near:
        hint = f"did you mean `{plugin}.{near}`?"
    elif not known:
        hint = f"`{plugin}` has no steps"
    return CopydeskError("unknown-step", f"no step is called `{full_name}`", hint=hint)


def _installed(name: str, points: Sequence[EntryPoint]) -> Installed:
    if len(points) == 1:
        return Installed(name, tuple(points))
    different: dict[tuple[str, str], EntryPoint] = {}
    for point in points:
        # A distribution may be on the path twice, for example in place and built.
        different.setdefault((distribution_of(point)[0], point.value), point)
    own = tuple(point for (distribution, _), point in different.items() if distribution == OWN_DISTRIBUTION)
    others = tuple(point for point in different.values() if point not in own)
    return Installed(name, own, others) if own else Installed(name, others)


def _registered(point: EntryPoint | PluginFile) -> Plugin:
    name, implementation = point.name, point.load()
    manager = _manager()
    manager.register(implementation, name)
    manager.check_pending()
    _check_api(manager, name)
    registered = manager.hook.copydesk_steps()
    if isinstance(point, PluginFile) and not has_hooks(implementation):
        registered = [point.steps(implementation)]
    steps = _steps_by_name(registered, point)
    readers = tuple(_flat(manager.hook.copydesk_readers()))
    writers = tuple(_flat(manager.hook.copydesk_writers()))
    executors = tuple(_flat(manager.hook.copydesk_executors()))
    if not (steps or manager.get_hookcallers(implementation)):
        if isinstance(point, PluginFile):
            raise _broken(point, "it has no function with `@step`, no step class and no `@hookimpl`")
        raise _broken(point, "it implements no hook of copydesk; is `@hookimpl` missing?")
    return Plugin(name, *distribution_of(point), implementation, steps, readers, writers, executors)


def _manager() -> PluginManager:
    manager = PluginManager(GROUP)
    manager.add_hookspecs(hookspecs)
    return manager


def _broken(point: EntryPoint | PluginFile, reason: BaseException | str) -> CopydeskError:
    if isinstance(point, PluginFile):
        return point.broken(reason)
    distribution = distribution_of(point)[0]
    told = in_one_line(reason) if isinstance(reason, BaseException) else reason
    return CopydeskError(
        "broken-plugin",
        f"the plugin `{point.name}` from {distribution} cannot be used: {told}",
        hint=f"`pip install --upgrade {distribution}`, or tell its author",
    )


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


def _steps_by_name(
    registered: Sequence[Sequence[StepDefinition]], point: EntryPoint | PluginFile
) -> dict[str, StepDefinition]:
    plugin = point.name
    steps: dict[str, StepDefinition] = {}
    for definition in _flat(registered):
        place = point.line_of(definition) if isinstance(point, PluginFile) else None
        is_step = isinstance(definition, StepFunction) or (
            isinstance(definition, type) and issubclass(definition, (Step, Chain))
        )
        if not is_step:
            raise CopydeskError(
                "broken-plugin",
                f"the plugin `{plugin}` registers {definition!r}, which is no step",
                place,
                "decorate the function with @step, or subclass Step",
            )
        name = definition.name
        if name != plugin and not name.startswith(f"{plugin}."):
            own = f"{plugin}.{name.rpartition('.')[2]}" if name else plugin
            raise CopydeskError(
                "broken-plugin",
                f"the plugin `{plugin}` registers a step called `{name}`, "
                f"expected `{plugin}` or `{plugin}.something`",
                place,
                f'a step\'s name begins with that of its plugin: write `name="{own}"`',
            )
        if name in steps:
            raise CopydeskError(
                "broken-plugin",
                f"the plugin `{plugin}` registers `{name}` twice",
                place,
                "rename one of them",
            )
        steps[name] = definition
    return steps


def _flat(results: Sequence[Sequence[Any]]) -> list[Any]:
    return [item for result in results for item in result]
