"""The matrix library that a model runs on."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from typing import Any

# With one thread, these multiply a model's small matrices faster than the library that spaCy brings.
FAST = frozenset(("openblas", "mkl"))

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


def _controller() -> Any:
    """Give what limits the threads of NumPy's library; None when that is unknown or a slow one."""
    import_module("numpy")  # loads its matrix library, so that the controller sees it
    try:
        controller = import_module("threadpoolctl").ThreadpoolController()
    except ImportError:
        return None
    libraries = [found["internal_api"] for found in controller.info() if found["user_api"] == "blas"]
    return controller if libraries and FAST.issuperset(libraries) else None
