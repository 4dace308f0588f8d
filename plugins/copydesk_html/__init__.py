"""The main text of HTML pages, as edits on the page."""

from typing import Any

from copydesk import Step, hookimpl
from copydesk_html.extraction import Html

__all__ = ["copydesk_steps"]


@hookimpl
def copydesk_steps() -> list[type[Step[Any]]]:
    """Register the step `html`."""
    return [Html]
