"""Choosing what carries out the tasks of a run."""

from __future__ import annotations

from copydesk.errors import CopydeskError, nearest
from copydesk.formats.inputs import Inputs
from copydesk.formats.readers import TextReader
from copydesk.pipeline import Pipeline
from copydesk.runs.local import InProcess, LocalExecutor
from copydesk.runs.protocol import Executor

# A file of this size is read and done before a second process has started.
_SMALL_BYTES = 100_000


def find_executor(name: str, pipeline: Pipeline, inputs: Inputs, workers: int | None) -> Executor:
    """Find an executor by its name.

    One small text needs no process of its own, unless the person asked for workers.

    Args:
        name: "local", "in-process", that of a plugin which takes part, or that of an installed plugin
            which is called like its executor.
        pipeline: What runs.
        inputs: What it reads.
        workers: How many workers were asked for; None when nothing was said.

    Raises:
        CopydeskError: `unknown-executor`, or what `Plugins.load` raises.
    """
    # Where a run is carried out is no part of what it does: this plugin the YAML need not name.
    asked = [name] if name in pipeline.plugins.installed else []
    plugins = [pipeline.plugins.load(plugin) for plugin in (*pipeline.plugin_names, *asked)]
    installed = [one for plugin in plugins for one in plugin.executors]
    built_in: tuple[Executor, ...] = (LocalExecutor(pipeline.file.timeout), InProcess())
    known: dict[str, Executor] = {one.name: one for one in (*built_in, *installed)}
    if name not in known:
        near = nearest(name, [*known, *pipeline.plugins.installed])
        hint = f"did you mean `{near}`?" if near else f"known are {', '.join(known)}"
        raise CopydeskError("unknown-executor", f"no executor is called `{name}`", hint=hint)
    if name == "local" and workers is None and _is_one_small_text(inputs):
        return known["in-process"]
    return known[name]


def _is_one_small_text(inputs: Inputs) -> bool:
    if len(inputs.files) != 1:
        return False
    file = inputs.files[0]
    return file.stream is None and isinstance(file.reader, TextReader) and file.bytes < _SMALL_BYTES
