"""The shared parse: one spaCy pass that all steps of a chain read."""

from typing import Any

from copydesk import Step, hookimpl
from copydesk_language.language import Language

__all__ = ["Language", "copydesk_steps"]


@hookimpl
def copydesk_steps() -> list[type[Step[Any]]]:
    """Register the provider of the parse."""
    return [Language]
