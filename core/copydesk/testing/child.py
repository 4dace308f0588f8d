"""The fresh process: imports a step, uses it once, and tells what it did besides.

Started by `processes.py` as `python -P -c "from copydesk.testing.child import main; main()" ASKED TOLD`.
"""

from __future__ import annotations

import gc
import importlib
import os
import pickle
import socket
import stat
import sys
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

HEAVY = frozenset(
    (
        *("datasets", "flair", "gensim", "jax", "keras", "lxml", "matplotlib", "networkx", "nltk", "numba"),
        *("numpy", "onnxruntime", "pandas", "polars", "pyarrow", "ray", "requests", "rich", "scipy"),
        *(
            "sentence_transformers",
            "sklearn",
            "spacy",
            "stanza",
            "sympy",
            "tensorflow",
            "tokenizers",
            "torch",
        ),
        *("trafilatura", "transformers"),
    )
)
"""Libraries that take long to import, which a plugin imports when its step opens."""


@dataclass(frozen=True)
class Asked:
    """What the fresh process is to try.

    Attributes:
        module: Name of the step's module.
        file: Its file, for a module that cannot be imported by name; "" when there is none.
        name: Qualified name of the step in it.
        options: Its options.
        texts: The texts of its author, pickled: they may need the module.
    """

    module: str
    file: str
    name: str
    options: Mapping[str, Any]
    texts: bytes


@dataclass
class Told:
    """What happened in the fresh process.

    Attributes:
        seen: What was seen in each phase, a pair of kind and words each. The phases are "import",
            "make", "check", "open", "process", "again" and "close"; the kinds are "network",
            "write", "program", "read", "thread", "heavy" and "print".
        left: What was still open after `close`.
        results: What the step returned, in a form that can be compared; pickled.
        failed: The phase that raised; "" when none did.
        error: What it raised, in a line.
        unopened: What `close` raised on a step that was not opened; "" when nothing.
    """

    seen: dict[str, list[tuple[str, str]]] = field(default_factory=dict[str, list[tuple[str, str]]])
    left: list[str] = field(default_factory=list[str])
    results: bytes = b""
    failed: str = ""
    error: str = ""
    unopened: str = ""


def main() -> None:
    """Do what the file ASKED says, and write the file TOLD."""
    asked: Asked = pickle.loads(Path(sys.argv[1]).read_bytes())  # noqa: S301  written by `processes.py`
    told = Told()
    phases = _Phases(told)
    try:
        _try(asked, told, phases)
    except BaseException as error:  # noqa: BLE001  a plugin may even call sys.exit()
        from copydesk.testing.calling import told as in_words

        told.failed, told.error = phases.last, in_words(error)
    Path(sys.argv[2]).write_bytes(pickle.dumps(told))


def _try(asked: Asked, told: Told, phases: _Phases) -> None:
    import_host()
    with phases.phase("import"):
        module = _import(asked.module, asked.file)
    definition: Any = module
    for part in asked.name.split("."):
        definition = getattr(definition, part)
    from copydesk.testing.calling import comparable, process
    from copydesk.testing.calling import told as in_words
    from copydesk.testing.subject import Subject

    texts = pickle.loads(asked.texts)  # noqa: S301  written by `processes.py`
    subject = Subject(definition, asked.options, texts)
    _ = subject.validated
    with phases.phase("make"):
        step = subject.new_step()
    with phases.phase("check"):
        step.check()
    try:
        subject.new_step().close()
    except Exception as error:  # noqa: BLE001  a step may raise anything
        told.unopened = in_words(error)
    documents = subject.ordinary
    files, threads = _regular_files(), {*threading.enumerate()}
    try:
        with phases.phase("open"):
            step.open()
        with phases.phase("process"):
            changes = process(step, documents)
        told.results = pickle.dumps([comparable(one) for one in changes])
        with phases.phase("again"):
            process(step, documents)
    finally:
        with phases.phase("close"):
            step.close()
    gc.collect()
    told.left = [f"the file {name}" for name in sorted({*_regular_files().values()} - {*files.values()})]
    told.left += [
        f"the thread {thread.name!r}" for thread in {*threading.enumerate()} - threads if not thread.daemon
    ]


def import_host() -> None:
    """Import what every plugin finds imported, so that it does not count as the plugin's own."""
    from pydantic import BaseModel

    for name in ("copydesk", "copydesk.planning", "copydesk.testing.subject"):
        importlib.import_module(name)
    # The first model lets pydantic look for its plugins in the metadata of all packages.
    type("First", (BaseModel,), {})


def _import(name: str, file: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        # A test module that pytest found by its path, for example.
        is_itself = error.name is not None and f"{name}.".startswith(f"{error.name}.")
        if not (is_itself and file):
            raise
    loader = SourceFileLoader(name, file)
    # Not `ModuleSpec(origin=…)`: a module made from it has no `__file__`.
    spec = spec_from_file_location(name, file, loader=loader)
    assert spec is not None  # noqa: S101  it has a loader
    module = module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)
    return module


class _Phases:
    """Watches what is done, phase by phase. A hook can not be removed, so there is one for all."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.last = "import"
        self.current = ""
        sys.addaudithook(self._hear)

    @contextmanager
    def phase(self, name: str) -> Generator[None]:
        self.last = name
        seen = self.told.seen.setdefault(name, [])
        heavy = HEAVY & sys.modules.keys()
        threads = {*threading.enumerate()}
        printed = _printed()
        self.current = name
        try:
            yield
        finally:
            self.current = ""
            seen += [
                ("heavy", f"imported {library}") for library in sorted(HEAVY & sys.modules.keys() - heavy)
            ]
            # Python tells of a new thread since 3.12; before, of those that still run.
            if {*threading.enumerate()} - threads and not any(kind == "thread" for kind, _ in seen):
                seen.append(("thread", "started a thread"))
            if _printed() > printed:
                seen.append(("print", "printed to the standard output"))

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.current:
            return
        found = _meaning(event, arguments)
        if found is None:
            return
        place, is_import = _place(sys._getframe(1))  # noqa: SLF001  the only way to the caller
        # What a library does when it is imported, in `open` for example, is not what the step does.
        if is_import and self.current != "import":
            return
        kind, words = found
        seen = (kind, f"{words}{place}")
        if seen not in self.told.seen[self.current]:
            self.told.seen[self.current].append(seen)


_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CODE = (".py", ".pyc", ".pyi", ".pth", ".so", ".pyd", ".dll", ".dylib", ".zip", "pyvenv.cfg")
_NETWORK = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"} | {
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.getnameinfo",
}
_CHANGES = {"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.link", "os.truncate"} | {
    "os.chmod",
    "os.chown",
    "os.utime",
}
_PROGRAMS = {"subprocess.Popen", "os.system", "os.posix_spawn", "os.spawn", "os.exec", "os.startfile"} | {
    "os.fork",
    "os.forkpty",
    "pty.spawn",
}


def _meaning(event: str, arguments: tuple[Any, ...]) -> tuple[str, str] | None:
    """Give the kind and the words of an event; None for one that does no harm."""
    if event == "open":
        return _opening(*arguments)
    if event in _NETWORK or (event == "socket.__new__" and arguments[1] in (socket.AF_INET, socket.AF_INET6)):
        return "network", f"used the network ({event})"
    if event in _CHANGES:
        is_python = isinstance(arguments[0], str) and _is_compiled(arguments[0])
        return None if is_python else ("write", f"called {event} for {arguments[0]}")
    if event in _PROGRAMS:
        return "program", f"started a program ({event})"
    if event == "_thread.start_new_thread":
        return "thread", "started a thread"
    return None


def _opening(path: Any, _: str | None, flags: int) -> tuple[str, str] | None:
    if isinstance(path, int) or path is None:
        return None
    name = os.fsdecode(path)
    if name == os.devnull or _is_compiled(name):
        return None
    if flags & _WRITING:
        return "write", f"opened {name} for writing"
    # Code, the metadata of packages, and what the system tells of itself.
    is_quiet = name.endswith(_CODE) or ".dist-info" in name or ".egg-info" in name
    if is_quiet or name.startswith(("/proc/", "/sys/", "/dev/", "/etc/")):
        return None
    return "read", f"read {name}"


def _is_compiled(name: str) -> bool:
    """Tell whether Python itself keeps a compiled module there, as it does unless it is told not to."""
    return "__pycache__" in name or (sys.pycache_prefix is not None and name.startswith(sys.pycache_prefix))


_LIBRARY = str(Path(os.__file__).parent)


def _place(frame: FrameType | None) -> tuple[str, bool]:
    """Give the nearest line that is not of the standard library, and whether it is being imported."""
    place, is_import = "", False
    while frame is not None:
        code: CodeType = frame.f_code
        is_import = is_import or code.co_filename.startswith("<frozen importlib._bootstrap")
        is_own = code.co_filename != __file__ and not code.co_filename.startswith("<")
        in_library = code.co_filename.startswith(_LIBRARY) and "site-packages" not in code.co_filename
        if not place and is_own and not in_library:
            place = f" ({code.co_filename}:{frame.f_lineno})"
        frame = frame.f_back
    return place, is_import


def _printed() -> int:
    """Give how much was written to the standard output, which is a file."""
    sys.stdout.flush()
    return os.lseek(1, 0, os.SEEK_CUR)


def _regular_files() -> dict[int, str]:
    """Find the files that are open, by their descriptors."""
    found: dict[int, str] = {}
    for descriptor in range(3, 1024):
        try:
            is_file = stat.S_ISREG(os.fstat(descriptor).st_mode)
        except OSError:
            continue
        if is_file:
            link = Path(f"/proc/self/fd/{descriptor}")
            found[descriptor] = str(link.readlink()) if link.is_symlink() else f"number {descriptor}"
    return found
