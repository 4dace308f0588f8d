"""The worker process: `python -m copydesk.runs.child FD_IN FD_OUT FD_PARENT`."""

from __future__ import annotations

import contextlib
import fcntl
import io
import os
import pickle
import select
import signal
import struct
import sys
import threading
from pathlib import Path
from typing import IO

import msgspec

from copydesk.errors import CopydeskError
from copydesk.runs.tasks import Task
from copydesk.runs.work import Job, Worker

HEADER = struct.Struct("<cI")
# In front of a result: how long it is without the documents that stand behind it.
SIZE = struct.Struct("<I")
OPENED, REFUSED, BATCH, RESULT = b"o", b"e", b"b", b"r"
# What a worker is sent after its last task.
NO_MORE = b"\xc0"


class Batch(msgspec.Struct, frozen=True, array_like=True):
    """What a worker works on now.

    Attributes:
        first: First document of the batch, counted from 0 in its task.
        last: Document after the last.
        step: Full name of the step that begins; empty at the start of the batch.
    """

    first: int
    last: int
    step: str = ""


def main() -> None:
    """Be a worker in a Python of its own."""
    # Ctrl-C reaches the whole group; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    incoming = os.fdopen(int(sys.argv[1]), "rb")
    outgoing = os.fdopen(int(sys.argv[2]), "wb")
    job: Job = pickle.loads(_frame(incoming))  # noqa: S301  it comes from the parent, over its own pipe
    work(job, incoming, outgoing, int(sys.argv[3]))


def work(job: Job, incoming: IO[bytes], outgoing: IO[bytes], parent: int) -> None:
    """Open the steps, then do tasks until there are no more or the parent is gone.

    A worker has one thread: locks cost less then, and a parse takes many.

    Args:
        job: What to do.
        incoming: Where tasks come from.
        outgoing: Where results go.
        parent: Descriptor of a pipe that nothing comes through; it ends with the parent.
    """
    _end_with(parent)
    # A worker does not end as a program does: what a plugin prints is to be seen when it prints it.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    # When memory runs out, a worker is to go and not the parent that can start another.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500")
    decode = msgspec.msgpack.Decoder(Task).decode
    try:
        with job.worker() as worker:
            _limit(job.max_memory)
            _send(outgoing, OPENED, b"")
            while (frame := _frame(incoming)) != NO_MORE:
                if not frame:
                    os._exit(1)
                _work(worker, decode(frame), outgoing)
    except CopydeskError as error:
        _send(outgoing, REFUSED, pickle.dumps(error))
    except BrokenPipeError:
        # The parent is gone, and with it whoever would read of it.
        os._exit(1)


def _work(worker: Worker, task: Task, outgoing: IO[bytes]) -> None:
    encode = msgspec.msgpack.Encoder().encode

    def tell(first: int, last: int, step: str) -> None:
        _send(outgoing, BATCH, encode(Batch(first, last, step)))

    for result in worker.process(task, tell):
        output, result.output = result.output, b""
        told = encode(result)
        # The documents go as they are: they are most of it, and are not copied for nothing.
        outgoing.write(HEADER.pack(RESULT, SIZE.size + len(told) + len(output)) + SIZE.pack(len(told)))
        outgoing.write(told)
        outgoing.write(output)
        outgoing.flush()


def _end_with(parent: int) -> None:
    """Let this process end when a pipe does, whatever is running.

    Linux says with a signal that the other end was closed (fcntl(2), O_ASYNC), and the signal ends the
    process even in the middle of a library's loop. Elsewhere a thread waits for it.
    """
    if sys.platform == "linux":
        signal.signal(signal.SIGIO, signal.SIG_DFL)
        # A sandbox may not know of it.
        with contextlib.suppress(OSError):
            fcntl.fcntl(parent, fcntl.F_SETOWN, os.getpid())
            fcntl.fcntl(parent, fcntl.F_SETFL, fcntl.fcntl(parent, fcntl.F_GETFL) | os.O_ASYNC)
            # It may have been closed before.
            if select.select([parent], [], [], 0)[0]:
                os._exit(1)
            return
    threading.Thread(target=lambda: os.read(parent, 1) or os._exit(1), daemon=True).start()


def _frame(incoming: IO[bytes]) -> bytes:
    head = incoming.read(4)
    return incoming.read(int.from_bytes(head, "little")) if len(head) == 4 else b""


def _send(outgoing: IO[bytes], kind: bytes, payload: bytes) -> None:
    outgoing.write(HEADER.pack(kind, len(payload)) + payload)
    outgoing.flush()


def _limit(max_memory: int) -> None:
    """Let the process take so many bytes more than it has; Python then raises MemoryError."""
    if not max_memory:
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text().split()[5])
    now = pages * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_DATA, (now + max_memory, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
