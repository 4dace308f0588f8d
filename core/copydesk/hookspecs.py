"""The hooks that a plugin may implement, each with `@hookimpl` from `copydesk`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pluggy import HookspecMarker

if TYPE_CHECKING:
    from copydesk.formats.protocols import Reader, Writer
    from copydesk.runs.protocol import Executor
    from copydesk.steps import StepDefinition

hookspec = HookspecMarker("copydesk")

API_VERSION = "1.0"
"""Version of what a plugin sees: these hooks and `copydesk.__all__`. Grows by a minor step when
something is added, by a major one when something is taken away."""


# Registering: called once in each process that uses the plugin, when a pipeline first names it.


@hookspec(firstresult=True)
def copydesk_api() -> str:
    """Tell which versions of the plugin API this plugin works with.

    Called before any other hook. Without an implementation every version is taken to be right. A
    version outside the range, or an exception, makes the plugin unusable; pipelines that do not
    name it are not affected.

    Returns:
        A version range in the form of PEP 440, for example ">=1.0,<2".

    Example:
        @hookimpl
        def copydesk_api() -> str:
            return ">=1.0,<2"
    """
    raise NotImplementedError


@hookspec
def copydesk_steps() -> Sequence[StepDefinition]:
    """Register steps.

    Called once in each process. If it raises, or a name is not the plugin's own, the plugin is
    unusable; pipelines that do not name it are not affected.

    Returns:
        Functions made with `@step`, subclasses of `Step`, subclasses of `Chain`. Each is called
        as the plugin ("shouts") or begins with the plugin's name and a dot ("shouts.lower").

    Example:
        @hookimpl
        def copydesk_steps() -> list[StepDefinition]:
            return [shouts, lower]
    """
    raise NotImplementedError


@hookspec
def copydesk_readers() -> Sequence[Reader]:
    """Register readers: input formats.

    Called once in each process, for plugins that the pipeline names under `plugins:` or through a
    step. If it raises, the plugin is unusable.

    Returns:
        Objects with `name`, `suffixes` and `read`; see `copydesk.formats.protocols.Reader`.

    Example:
        @hookimpl
        def copydesk_readers() -> list[Reader]:
            return [SubtitleReader()]
    """
    raise NotImplementedError


@hookspec
def copydesk_writers() -> Sequence[Writer]:
    """Register writers: output formats.

    Called once in each process, for plugins that the pipeline names under `plugins:` or through a
    step. If it raises, the plugin is unusable.

    Returns:
        Objects with `name`, `suffix` and `encode`; see `copydesk.formats.protocols.Writer`.

    Example:
        @hookimpl
        def copydesk_writers() -> list[Writer]:
            return [TableWriter()]
    """
    raise NotImplementedError


@hookspec
def copydesk_executors() -> Sequence[Executor]:
    """Register executors: what carries out the tasks of a run, for `--executor`.

    Called once in the main process, for plugins that the pipeline names under `plugins:` or through
    a step, and for the plugin that `--executor` names. If it raises, the plugin is unusable.

    Returns:
        Objects with `name` and `run`; see `copydesk.runs.protocol.Executor`.

    Example:
        @hookimpl
        def copydesk_executors() -> list[Executor]:
            return [Threads()]
    """
    raise NotImplementedError


# Watching a run: called in the main process; the return value is ignored. If an implementation
# raises, the run goes on and the error is reported once at the end.


@hookspec
def copydesk_run_started(pipeline: str, inputs: int) -> None:
    """Hear that a run begins.

    Called once, before the first document is read.

    Args:
        pipeline: Name of the pipeline.
        inputs: Number of files that will be read.

    Example:
        @hookimpl
        def copydesk_run_started(pipeline: str) -> None:
            log.info("start of %s", pipeline)
    """


@hookspec
def copydesk_document_failed(document_id: str, step: str, error: str) -> None:
    """Hear that a document could not be processed.

    Called once for each failed document, after it is in the dead-letter file.

    Args:
        document_id: The id of the document.
        step: Full name of the step, for example "clean.quotes"; "read" when it could not be read.
        error: What went wrong, in one line; the traceback is in the dead-letter file.

    Example:
        @hookimpl
        def copydesk_document_failed(document_id: str) -> None:
            counter.add(document_id)
    """


@hookspec
def copydesk_run_finished(pipeline: str, ledger: Mapping[str, Any]) -> None:
    """Hear that a run has ended.

    Called once, after the last output is written.

    Args:
        pipeline: Name of the pipeline.
        ledger: Counts: "read", "written", "dropped" (by reason) and "failed".

    Example:
        @hookimpl
        def copydesk_run_finished(ledger: Mapping[str, Any]) -> None:
            gauge.set(ledger["written"])
    """
