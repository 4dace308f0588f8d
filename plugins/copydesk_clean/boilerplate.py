"""Page furniture in plain text: what a page says about itself, not what the article says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, Field

from copydesk import Changes, Document, Layer, Span, Step
from copydesk_clean.furniture import Reason, furniture_reason
from copydesk_clean.line_model import furniture_lines
from copydesk_clean.lines import Line, removal_edits, visible_lines

Action = Literal["remove", "label", "keep"]


class Furniture(Span, frozen=True, gc=False):
    """Lines of page furniture that were left in the text.

    Attributes:
        reason: What they are, for example "caption".
    """

    reason: str = ""


FURNITURE = Layer("furniture", Furniture)


class BoilerplateOptions(BaseModel):
    """Options of `clean.boilerplate`."""

    reasons: dict[Reason, Action] = Field(
        {},
        description="What to do with the lines of a reason: remove (the default), keep, or label: keep"
        " and list them in the layer `furniture`.",
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

    def __init__(self, options: BoilerplateOptions) -> None:
        super().__init__(options)
        self.labels = "label" in options.reasons.values()
        if self.labels:
            self.provides = (FURNITURE,)

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Find the furniture of each document."""
        for doc in documents:
            lines = visible_lines(doc.text)
            found = _find_furniture(lines, learned=self.options.learned and not _is_page(doc))
            removed = self._with_action(found, "remove")
            labelled = self._with_action(found, "label")
            yield Changes(
                edits=[*removal_edits(lines, removed, len(doc.text))],
                layers={FURNITURE: [*_labels(lines, labelled)]} if self.labels else {},
            )

    def _with_action(self, found: Mapping[int, Reason], action: Action) -> dict[int, str]:
        chosen = self.options.reasons
        return {index: reason for index, reason in found.items() if chosen.get(reason, "remove") == action}


def _find_furniture(lines: Sequence[Line], *, learned: bool) -> dict[int, Reason]:
    """Give the reason of each line that is furniture; rules know better than the model."""
    found: dict[int, Reason] = {}
    if learned:
        found = dict.fromkeys(furniture_lines(lines), "outside-main-text")
    for index, line in enumerate(lines):
        reason = furniture_reason(line.text)
        if reason:
            found[index] = reason
    return dict(sorted(found.items()))


def _labels(lines: Sequence[Line], reasons: Mapping[int, str]) -> Iterator[Furniture]:
    for index, reason in reasons.items():
        yield Furniture(lines[index].start, lines[index].end, reason=reason)


def _is_page(doc: Document) -> bool:
    return doc.source.media_type in ("text/html", "application/xhtml+xml")
