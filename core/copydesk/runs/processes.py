"""Starting a worker process: a copy of this one where that is safe, else a new Python."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pickle
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn, Protocol

from copydesk.runs import ONE_THREAD, child
from copydesk.runs.work import Job


class Process(Protocol):
    """A worker process.

    Attributes:
        pid: Its number.
        returncode: Its exit code, negative for the signal that ended it; None before `wait`.
    """

    pid: int
    returncode: int | None

    def kill(self) -> None:
        """End it at once."""
        ...

    def wait(self) -> int:
        """Wait for its end; give the exit code."""
        ...


def start(job: Job, incoming: int, outgoing: int, parent: int) -> tuple[Process, bytes]:
    """Start a worker.

    A copy of this process is at work at once, a new Python first imports for a fifth of a second.
    But a copy has only the thread that made it, and may wait for ever for a lock that another
    thread held; so this process is copied only as long as it has one thread.

    Args:
        job: What the worker is to do.
        incoming: Descriptor that it reads tasks from.
        outgoing: Descriptor that it writes results to.
        parent: Descriptor of a pipe that ends with this process, and the worker with it.

    Returns:
        The process, and what it has to be sent before the first task.
    """
    if sys.platform == "linux" and len([*Path("/proc/self/task").iterdir()]) == 1:
        return _Copy(job, incoming, outgoing, parent), b""
    process = subprocess.Popen(  # noqa: S603  this Python, this package
        [sys.executable, "-m", "copydesk.runs.child", *map(str, (incoming, outgoing, parent))],
        pass_fds=(incoming, outgoing, parent),
        stdin=subprocess.DEVNULL,
        # What a plugin prints must not come between the documents.
        stdout=sys.stderr.fileno() if _has_file(sys.stderr) else subprocess.DEVNULL,
        env={**os.environ, **ONE_THREAD},
    )
    return process, pickle.dumps(job)


class _Copy:
    """A worker that began as a copy of this process."""

    def __init__(self, job: Job, incoming: int, outgoing: int, parent: int) -> None:
        self.returncode: int | None = None
        for stream in (sys.stdout, sys.stderr):
            # What waits in them would be written twice.
            with contextlib.suppress(AttributeError, OSError, ValueError):
                stream.flush()
        # A signal in between would be handled by what the parent set up.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
        try:
            self.pid = os.fork()
            if not self.pid:
                _become_worker(job, incoming, outgoing, parent, before)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def kill(self) -> None:
        if self.returncode is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.returncode


def _become_worker(job: Job, incoming: int, outgoing: int, parent: int, signals: Any) -> NoReturn:
    code = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_SETMASK, signals)
        os.environ.update(ONE_THREAD)
        _let_go({incoming, outgoing, parent})
        child.work(job, os.fdopen(incoming, "rb"), os.fdopen(outgoing, "wb"), parent)
        code = 0
    except BaseException as error:  # noqa: BLE001  nothing of the parent's may run on in the copy
        sys.excepthook(type(error), error, error.__traceback__)
        sys.stderr.flush()
    finally:
        os._exit(code)


def _let_go(kept: set[int]) -> None:
    """Leave to the parent what it writes to: its files with their locks, and other workers' pipes.

    Their numbers lead nowhere from then on, so that nothing else gets one of them.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for path in [*Path("/proc/self/fd").iterdir()]:
        number = int(path.name)
        if number <= 2 or number == nowhere or number in kept:
            continue
        with contextlib.suppress(OSError):
            mode = os.fstat(number).st_mode
            is_written = fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE != os.O_RDONLY
            if stat.S_ISFIFO(mode) or (stat.S_ISREG(mode) and is_written):
                os.dup2(nowhere, number, inheritable=False)
    os.dup2(nowhere, 0)
    # What a plugin prints must not come between the documents.
    os.dup2(sys.stderr.fileno() if _has_file(sys.stderr) else nowhere, 1)
    os.close(nowhere)


def _has_file(stream: Any) -> bool:
    try:
        stream.fileno()
    except (AttributeError, OSError, ValueError):
        return False
    return True
