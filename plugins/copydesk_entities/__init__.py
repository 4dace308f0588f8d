"""People, organisations and places, under one name each."""

from typing import Any

from copydesk import Step, hookimpl
from copydesk_entities.entities import Entities

__all__ = ["Entities", "copydesk_steps"]


@hookimpl
def copydesk_steps() -> list[type[Step[Any]]]:
    """Register the step."""
    return [Entities]
