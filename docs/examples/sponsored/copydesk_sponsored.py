"""Advertising that looks like an article."""

import re
from typing import Annotated

from pydantic import Field

from copydesk import Changes, Document, StepDefinition, hookimpl, step


@step
def sponsored(
    doc: Document,
    *,
    labels: tuple[str, ...] = ("advertisement", "advertorial", "paid content", "paid post", "sponsored"),
    lines: Annotated[int, Field(ge=1)] = 5,
) -> Changes:
    """Drop articles that are labelled as advertising.

    A label counts, in small letters or capitals, when it is a line of its own or begins one that goes
    on with a colon or "by": "SPONSORED by Alpha Bank".

    Args:
        doc: The document.
        labels: The labels.
        lines: Lines at the head of the text in which to look.
    """
    either = "|".join(map(re.escape, labels))
    wanted = re.compile(rf"\s*(?:{either})\s*(?:$|:|\bby\b)", re.IGNORECASE)
    if labels and any(wanted.match(line) for line in doc.text.split("\n", lines)[:lines]):
        return Changes(drop="sponsored")
    return Changes()


@hookimpl
def copydesk_steps() -> list[StepDefinition]:
    """Register the step."""
    return [sponsored]
