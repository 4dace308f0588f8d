"""Runs on a Ray cluster: the same pipeline, the same output, on many machines."""

from copydesk import Executor, hookimpl
from copydesk_ray.executor import Ray

__all__ = ["Ray", "copydesk_executors"]


@hookimpl
def copydesk_executors() -> list[Executor]:
    """Register the executor."""
    return [Ray()]
