"""People, organisations and places, under one name each."""

from typing import Any

from copydesk import Step, hookimpl
from copydesk_entities.entities import Entities
from copydesk_entities.redact import Redact
from copydesk_entities.restore import Restore
from copydesk_entities.table import EntityTable

__all__ = ["Entities", "EntityTable", "Redact", "Restore", "copydesk_steps"]


@hookimpl
def copydesk_steps() -> list[type[Step[Any]]]:
    """Register the steps."""
    return [Entities, EntityTable, Redact, Restore]
