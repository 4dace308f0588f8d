"""The command `copydesk`: its verbs, and what becomes of errors."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from copydesk.cli import (
    check,
    diff,
    doctor,
    evaluate,
    explain,
    merge,
    new,
    plan,
    plugins,
    retry,
    run,
    schema,
    show,
    test,
    trace,
    why,
)
from copydesk.runs import ONE_THREAD

FOUND, NOT_STARTED, BUG, INTERRUPTED = 1, 2, 3, 130
"""Exit codes besides 0: see docs/reference/exit-codes.md."""


class _Verbs(TyperGroup):
    """The verbs; a Ctrl-C has a word from each, where typer would say nothing."""

    def make_context(self, *arguments: Any, **extra: Any) -> Any:
        with _word_at_an_interrupt():
            return super().make_context(*arguments, **extra)

    def invoke(self, ctx: Any) -> Any:
        with _word_at_an_interrupt():
            return super().invoke(ctx)


@contextmanager
def _word_at_an_interrupt() -> Generator[None]:
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("interrupted", err=True)
        raise typer.Exit(INTERRUPTED) from None


app = typer.Typer(
    name="copydesk",
    cls=_Verbs,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Clean, tag, quote and sum up folders of text with a chain of plugins.\n\n"
    "Example: copydesk run news ARTICLE.txt",
)
app.command("run")(run.run)
app.command("plan")(plan.plan)
app.command("retry")(retry.retry)
app.command("merge")(merge.merge)
app.command("check")(check.check)
app.command("test")(test.test)
app.command("trace")(trace.trace)
app.command("why")(why.why)
app.command("diff")(diff.diff)
app.command("eval")(evaluate.evaluate)
app.command("show")(show.show)
app.command("explain")(explain.explain)
app.command("schema")(schema.schema)
app.add_typer(new.new, name="new")
app.command("plugins")(plugins.plugins)
app.command("doctor")(doctor.doctor)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"copydesk {version('copydesk')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Hold the options that stand before a verb."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    from copydesk.errors import CopydeskError

    # The process is this program's own, and a verb may run steps in it.
    os.environ.update({name: one for name, one in ONE_THREAD.items() if name not in os.environ})
    _leave_out_others(sys.argv[1:2])
    try:
        app()
    except CopydeskError as error:
        if error.__cause__ is not None and error.code == "broken-step":
            import traceback

            traceback.print_exception(error.__cause__)
        typer.echo(str(error), err=True)
        sys.exit(NOT_STARTED)
    except KeyboardInterrupt:
        typer.echo("interrupted", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader at the other end of the pipe has what it wants; nothing may be flushed to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception:  # noqa: BLE001  the border of the program: shown with what to do
        _report_bug()
        sys.exit(BUG)


def _leave_out_others(typed: list[str]) -> None:
    """When a verb is typed, let only that one be built: building one looks at each of its parameters."""
    for known in (app.registered_commands, app.registered_groups):
        chosen = [one for one in known if one.name in typed]
        if chosen:
            app.registered_commands = [one for one in app.registered_commands if one in chosen]
            app.registered_groups = [one for one in app.registered_groups if one in chosen]
            return


def _report_bug() -> None:
    import platform
    import traceback
    from importlib.metadata import version

    traceback.print_exc()
    typer.echo(
        f"\nThis is a bug in copydesk {version('copydesk')} (Python {platform.python_version()}). "
        "Please report it with the lines above.",
        err=True,
    )
