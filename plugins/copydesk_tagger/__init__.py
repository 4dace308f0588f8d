"""Names by a transformer model of your own, without spaCy."""

from typing import Any

from copydesk import Step, hookimpl
from copydesk_tagger.tagger import Tagger

__all__ = ["Tagger", "copydesk_steps"]


@hookimpl
def copydesk_steps() -> list[type[Step[Any]]]:
    """Register the step."""
    return [Tagger]
