"""Page furniture in plain text: what a page says about itself, not what the article says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, Field

from copydesk import Changes, Document, Step
from copydesk_clean.furniture import Reason, furniture_reason
from copydesk_clean.lines import removal_edits, visible_lines

Action = Literal["remove", "keep"]


class BoilerplateOptions(BaseModel):
    """Options of `clean.boilerplate`."""

    reasons: dict[Reason, Action] = Field(
        default_factory=dict,
        description="What to do with the lines of a reason: remove (the default) or keep.",
    )


class Boilerplate(Step[BoilerplateOptions]):
    """Remove page furniture: navigation, share bars, adverts, notices, captions, credits.

    Works on whole lines. A line goes only when its words say what it is, so article text stays.
    Every removed line is listed in the output with its place in the source and the reason.

    Example:
        steps:
          - clean.boilerplate: {reasons: {caption: keep}}
    """

    name = "clean.boilerplate"
    Options = BoilerplateOptions
    edits = True

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Find the furniture of each document."""
        for doc in documents:
            lines = visible_lines(doc.text)
            reasons: dict[int, str] = {}
            for index, line in enumerate(lines):
                reason = furniture_reason(line.text)
                if reason and self.options.reasons.get(reason, "remove") == "remove":
                    reasons[index] = reason
            yield Changes(edits=[*removal_edits(lines, reasons, len(doc.text))])
