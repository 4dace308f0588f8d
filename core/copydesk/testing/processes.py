"""What a step does in a fresh process: at import, before it is opened, while it works, when it closes."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from copydesk.steps import StepFunction
from copydesk.testing.calling import comparable
from copydesk.testing.child import Asked, Told
from copydesk.testing.rules import NotApplicableError, rule
from copydesk.testing.subject import Subject

_PROGRAM = "from copydesk.testing.child import main; main()"
_SECONDS = 600
_METHODS = {"make": "__init__", "again": "process"}
_USE = ("make", "check", "open", "process", "again", "close")


@rule(
    "no-work-at-import",
    mend="do it in `open`, or in a function behind `functools.cache`: a run imports many plugins",
    needs=["pickles"],
)
def no_work_at_import(subject: Subject) -> Iterator[str]:
    """Importing the step's module reads code only, and imports no heavy library."""
    for _, words in _told(subject, "import").seen["import"]:
        yield f"at import it {words}"


@rule(
    "light-until-opened",
    mend="leave `__init__` and `check` to options; load in `open`, which each worker calls once",
    needs=["pickles"],
)
def light_until_opened(subject: Subject) -> Iterator[str]:
    """Until the step opens it reads no file but in `check`, and imports no heavy library."""
    seen = _told(subject, "check").seen
    for phase, kinds in (("make", {"read", "heavy", "thread"}), ("check", {"heavy", "thread"})):
        for kind, words in seen[phase]:
            if kind in kinds:
                yield f"in `{_METHODS.get(phase, phase)}` it {words}"


@rule(
    "fresh-process",
    mend="take nothing from globals that other code filled, and nothing from the order of a set",
    needs=["pickles", "same-result-twice"],
)
def fresh_process(subject: Subject) -> Iterator[str]:
    """The step starts in a fresh process, where texts hash otherwise, and gives the same results."""
    told = subject.fresh
    if not told.results:
        yield f"{_where(told)}: {told.error}"
        return
    first = subject.first_run
    results = pickle.loads(told.results)  # noqa: S301  written by `child.py`
    for document, changes, fresh in zip(first.documents, first.changes, results, strict=True):
        here = comparable(changes)
        if here != fresh:
            yield f"the document `{document.id}` gave {here!r:.300}, and in a fresh process {fresh!r:.300}"


@rule("opens-once", mend="load in `open`, and keep it on the step", needs=["runs", "pickles"])
def opens_once(subject: Subject) -> Iterator[str]:
    """What the step reads it reads once, not with every batch."""
    seen = _told(subject, "again").seen
    before = {words for kind, words in seen["process"] if kind == "read"}
    for kind, words in seen["again"]:
        if kind == "read" and words in before:
            yield f"with every batch it {words}"


@rule(
    "closes",
    mend="let `close` give back what `open` took, as far as `open` came",
    needs=["runs", "pickles"],
)
def closes(subject: Subject) -> Iterator[str]:
    """After `close` no file is open and no thread runs; `close` raises nothing, also if `open` did."""
    told = subject.fresh
    if told.failed == "close":
        yield f"`close` raised {told.error}"
    elif told.failed:
        raise NotApplicableError(f"{_where(told)}: {told.error}")
    if told.unopened:
        yield f"after an `open` that failed at once `close` raised {told.unopened}"
    for left in told.left:
        yield f"after `close`, {left} was still there"


@rule(
    "no-network",
    mend="bring what is needed in the package, or let the person name a file in an option",
    needs=["runs", "pickles"],
)
def no_network(subject: Subject) -> Iterator[str]:
    """The step does its work without the network."""
    yield from _seen(subject, "network")


@rule(
    "no-writes",
    mend="return what you found; readers and writers are for files, the standard output is for results",
    needs=["runs", "pickles"],
)
def no_writes(subject: Subject) -> Iterator[str]:
    """The step writes no file and prints nothing."""
    yield from _seen(subject, "write", "print")


@rule(
    "no-programs",
    mend="use a library: a program may be missing or of another version where the pipeline runs",
    needs=["runs", "pickles"],
)
def no_programs(subject: Subject) -> Iterator[str]:
    """The step starts no other program."""
    yield from _seen(subject, "program")


RULES = (
    no_work_at_import,
    light_until_opened,
    opens_once,
    closes,
    no_network,
    no_writes,
    no_programs,
    fresh_process,
)


def ask(subject: Subject) -> Told:
    """Try a step in a fresh process."""
    definition = subject.definition
    target = definition.function if isinstance(definition, StepFunction) else definition
    module = sys.modules[target.__module__]
    asked = Asked(
        module.__name__,
        getattr(module, "__file__", None) or "",
        target.__qualname__,
        dict(subject.options),
        pickle.dumps(subject.texts),
    )
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        # Another seed than here, so that the order of sets is another one.
        "PYTHONHASHSEED": "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1",
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "asked").write_bytes(pickle.dumps(asked))
        with (folder / "printed").open("wb") as printed:
            done = subprocess.run(  # noqa: S603  this Python and a program of ours
                [sys.executable, "-P", "-c", _PROGRAM, str(folder / "asked"), str(folder / "told")],
                stdout=printed,
                stderr=subprocess.PIPE,
                env=environment,
                check=False,
                timeout=_SECONDS,
            )
        if not (folder / "told").exists():
            last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
            return Told(failed="import", error=f"exit code {done.returncode} {' '.join(last)}".strip())
        told: Told = pickle.loads((folder / "told").read_bytes())  # noqa: S301  written by `child.py`
        return told


def _told(subject: Subject, phase: str) -> Told:
    """Give what the fresh process told, if it came to the end of a phase."""
    told = subject.fresh
    if phase not in told.seen or told.failed == phase:
        raise NotApplicableError(f"{_where(told)}: {told.error}")
    return told


def _seen(subject: Subject, *kinds: str) -> Iterator[str]:
    seen = _told(subject, "again").seen
    for phase in _USE:
        for kind, words in seen.get(phase, ()):
            if kind in kinds:
                yield f"in `{_METHODS.get(phase, phase)}` it {words}"


def _where(told: Told) -> str:
    return f"a fresh process failed at {told.failed}"
