"""Importing what others wrote: within a time, away from standard output, with nothing shared replaced."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from copydesk.errors import CopydeskError

TELL_SECONDS = 5.0
LIMIT_SECONDS = 60.0
LIMIT_VARIABLE = "COPYDESK_IMPORT_SECONDS"
# What the engine's results depend on.
_SHARED = ("hashlib", "json", "re")


class BadImportError(BaseException):
    """What a plugin may not do when it is imported; no `except Exception` in it catches this."""


def import_seconds(default: float = LIMIT_SECONDS) -> float:
    """Give the seconds that the import of a plugin may take.

    Raises:
        CopydeskError: `wrong-value` when the variable COPYDESK_IMPORT_SECONDS is no such number.
    """
    given = os.environ.get(LIMIT_VARIABLE, "")
    try:
        seconds = float(given) if given else default
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise CopydeskError(
            "wrong-value", f"`{LIMIT_VARIABLE}` must be a number of seconds above 0, got {given!r}"
        )
    return seconds


@contextmanager
def guarded(what: str) -> Generator[None]:
    """Import something inside: what it prints goes to standard error, and it may not take for ever.

    Args:
        what: What is imported, for the message when it takes long.

    Raises:
        BadImportError: It took too long, or replaced what everybody uses.
    """
    with _printing_to_stderr(), _within_time(what), _keeping_what_is_shared():
        yield


@contextmanager
def _printing_to_stderr() -> Generator[None]:
    """Keep standard output for data, whether Python, C or another program prints."""
    with contextlib.redirect_stdout(sys.stderr):
        _flush()
        try:
            kept = os.dup(1)
            os.dup2(2, 1)
        except OSError:  # started without standard output, or without standard error
            yield
            return
        try:
            yield
        finally:
            _flush()
            os.dup2(kept, 1)
            os.close(kept)


def _flush() -> None:
    """Let go of what stands in the buffer, which belongs to what the descriptor is now."""
    if sys.__stdout__ is not None:
        with contextlib.suppress(OSError, ValueError):
            sys.__stdout__.flush()


@contextmanager
def _within_time(what: str) -> Generator[None]:
    """Tell after some seconds what is being imported, and end it when it takes too long."""
    limit = import_seconds()
    # Only the main thread hears signals; workers import what the main process has imported before.
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    told = False

    def ring(_signal: int, _frame: Any) -> None:
        nonlocal told
        if told or limit <= TELL_SECONDS:
            raise BadImportError(f"it took more than {limit:g} s to import")
        told = True
        signal.setitimer(signal.ITIMER_REAL, limit - TELL_SECONDS)
        message = f"still importing {what}; Ctrl-C ends it, and so does the limit of {limit:g} s\n"
        with contextlib.suppress(OSError):
            os.write(2, message.encode())  # sys.stderr may be in the middle of a line

    before = signal.signal(signal.SIGALRM, ring)
    timer = signal.setitimer(signal.ITIMER_REAL, min(limit, TELL_SECONDS))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *timer)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _keeping_what_is_shared() -> Generator[None]:
    """Put back what was replaced in modules that everybody uses, and refuse who did it."""
    modules = {name: importlib.import_module(name) for name in _SHARED}
    kept = {name: (module, {**vars(module)}) for name, module in modules.items()}
    replaced: list[str] = []
    try:
        yield
    finally:
        for name, (module, public) in kept.items():
            if sys.modules.get(name) is not module:
                sys.modules[name] = module
                replaced.append(name)
            for key, value in public.items():
                if not key.startswith("_") and vars(module).get(key) is not value:
                    setattr(module, key, value)
                    replaced.append(f"{name}.{key}")
    if replaced:
        raise BadImportError(f"it replaces {' and '.join(f'`{name}`' for name in replaced)} for everybody")
