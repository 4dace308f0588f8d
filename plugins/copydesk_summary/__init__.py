"""A summary of sentences that stand in the text."""

from copydesk import StepDefinition, hookimpl
from copydesk_summary.summary import Summary


@hookimpl
def copydesk_steps() -> list[StepDefinition]:
    """Register the step."""
    return [Summary]
