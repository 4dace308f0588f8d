"""Sentences by rules, without a model."""

from copydesk import StepDefinition, hookimpl
from copydesk_sentences.sentences import sentences


@hookimpl
def copydesk_steps() -> list[StepDefinition]:
    """Register the step."""
    return [sentences]
