"""What somebody who calls `run` sees of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from copydesk.formats.inputs import Inputs
    from copydesk.pipeline import Pipeline

FOUND, INTERRUPTED = 1, 130


@dataclass(frozen=True)
class Shown:
    """What somebody wants to see of a run.

    Attributes:
        quiet: Nothing but errors.
        verbose: Also the tracebacks of documents that failed.
        profile: The table of the steps.
        as_json: The manifest.
        log_as_json: Each event as a line of JSON, and nothing else.
    """

    quiet: bool = False
    verbose: bool = False
    profile: bool = False
    as_json: bool = False
    log_as_json: bool = False

    def say(self, text: str, event: str = "", **values: Any) -> None:
        """Tell of an event, in words or as JSON; what has no name is for people alone."""
        from copydesk.cli.progress import log_line

        if self.log_as_json:
            if event:
                log_line(event, **values)
        elif not self.quiet:
            typer.echo(text, err=True)

    def say_left_alone(self, inputs: Inputs) -> None:
        """Tell how many files in folders nothing reads, by their endings."""
        count = sum(inputs.left_alone.values())
        if count:
            files = "1 file" if count == 1 else f"{count} files"
            endings = ", ".join(sorted(ending or "none" for ending in inputs.left_alone))
            self.say(f"{files} of other types left alone, by ending: {endings}")


def shrink_cache(cache: str, pipeline: Pipeline, shown: Shown) -> None:
    """Keep the cache within its limit."""
    from contextlib import closing

    from copydesk.runs.cache import Store

    with closing(Store(cache)) as store:
        removed = store.shrink(pipeline.file.cache_limit)
    if removed:
        shown.say(f"{removed} values removed from the cache to keep its limit")
