"""Who said what."""

from copydesk import StepDefinition, hookimpl
from copydesk_quotes.quotes import Quotes


@hookimpl
def copydesk_steps() -> list[StepDefinition]:
    """Register the step."""
    return [Quotes]
