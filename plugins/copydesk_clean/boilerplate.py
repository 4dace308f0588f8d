"""Page furniture in plain text: what a page says about itself, not what the article says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, Field

from copydesk import Changes, Document, Step
from copydesk_clean.furniture import Reason, furniture_reason
from copydesk_clean.line_model import furniture_lines
from copydesk_clean.lines import Line, removal_edits, visible_lines

Action = Literal["remove", "keep"]


class BoilerplateOptions(BaseModel):
    """Options of `clean.boilerplate`."""

    reasons: dict[Reason, Action] = Field(
        default_factory=dict,
        description="What to do with the lines of a reason: remove (the default) or keep.",
    )
    learned: bool = Field(
        True,
        description="Also remove the lines that a small trained model is certain of, not only those that"
        " rules know by their words. It looks at plain text only, never at the main text of a page.",
    )


class Boilerplate(Step[BoilerplateOptions]):
    """Remove page furniture: navigation, share bars, adverts, notices, captions, credits.

    Works on whole lines. Rules know furniture by its words. A small model knows menus, teasers,
    author boxes and the like by their shape and place, in texts that have running text; it is set
    to lose less than 0.3 % of the characters of articles. What it takes has the reason
    `outside-main-text`. Every removed line is listed in the output with its place in the source.

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
            reasons = self._reasons(lines, learned=self.options.learned and not _is_page(doc))
            yield Changes(edits=[*removal_edits(lines, reasons, len(doc.text))])

    def _reasons(self, lines: Sequence[Line], *, learned: bool) -> dict[int, str]:
        found: dict[int, Reason] = {}
        if learned:
            found = dict.fromkeys(furniture_lines(lines), "outside-main-text")
        for index, line in enumerate(lines):
            reason = furniture_reason(line.text)
            if reason:
                found[index] = reason
        return {
            index: reason
            for index, reason in sorted(found.items())
            if self.options.reasons.get(reason, "remove") == "remove"
        }


def _is_page(doc: Document) -> bool:
    return doc.source.media_type in ("text/html", "application/xhtml+xml")
