"""People, organisations and places, under one name each."""

from typing import Any

from copydesk import Step, hookimpl
from copydesk_entities.entities import Entities
from copydesk_entities.redact import Redact

__all__ = ["Entities", "Redact", "copydesk_steps"]


@hookimpl
def copydesk_steps() -> list[type[Step[Any]]]:
    """Register the steps."""
    return [Entities, Redact]
