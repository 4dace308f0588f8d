"""The matrix library that a model runs on."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from typing import Any

# With one thread, these multiply a model's small matrices faster than the library that spaCy brings.
FAST = frozenset(("openblas", "mkl"))

# Source: glibc, malloc.h. In bytes; the first may be 32 MB at most.
_M_MMAP_THRESHOLD, _M_TRIM_THRESHOLD = -3, -1

OneThread = Callable[[], AbstractContextManager[object]]


@contextmanager
def fastest_matrices() -> Generator[OneThread]:
    """Load a model in this context, and run it in the one that the value makes.

    The model then multiplies with NumPy's library on one thread, where that is a fast one. The
    choice depends on what is installed and never on a measurement, so that all workers of a run
    do the same.
    """
    controller = _controller()
    if controller is None:
        yield nullcontext
        return
    from thinc.api import use_ops

    with use_ops("numpy", use_blis=False):
        yield lambda: controller.limit(limits=1, user_api="blas")


def keep_memory() -> None:
    """Let this process keep the memory that a parse takes and gives back with each batch.

    The C library hands every large array back to the system, and gets the next one as empty pages, which
    takes a twentieth of the time of a parse. Source: mallopt(3); other C libraries than glibc have none.
    """
    import ctypes

    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    for parameter, size in ((_M_MMAP_THRESHOLD, 1 << 25), (_M_TRIM_THRESHOLD, 1 << 27)):
        mallopt(parameter, size)


def _controller() -> Any:
    """Give what limits the threads of NumPy's library; None when that is unknown or a slow one."""
    import_module("numpy")  # loads its matrix library, so that the controller sees it
    try:
        controller = import_module("threadpoolctl").ThreadpoolController()
    except ImportError:
        return None
    libraries = [found["internal_api"] for found in controller.info() if found["user_api"] == "blas"]
    return controller if libraries and FAST.issuperset(libraries) else None
