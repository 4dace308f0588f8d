"""Page furniture in plain text: what a page says about itself, not what the article says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field

from copydesk import Changes, Document, Layer, Span, Step
from copydesk_clean.comments import comment_thread
from copydesk_clean.furniture import Reason, furniture_reason
from copydesk_clean.line_features import is_table_or_code
from copydesk_clean.line_model import REPEATED_WORDS, judge_lines
from copydesk_clean.lines import Line, removal_edits, visible_lines
from copydesk_clean.site_lines import RepeatedLines, Repetition, check_site_lines, site_of

Action = Literal["remove", "label", "keep"]

# A rule whose words a story may use too ("Read more: ...") gives way where the model is sure of the story.
DOUBTFUL: frozenset[Reason] = frozenset(["related"])


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
    repeated: str = Field(
        "",
        description="File with the lines of the documents of each site, written by an earlier run"
        " (`-o NAME.lines`): lines that come again on other pages of the same site are removed.",
    )


class Boilerplate(Step[BoilerplateOptions]):
    """Remove page furniture: navigation, share bars, adverts, notices, captions, credits, comments.

    Works on whole lines. Rules know furniture by its words, and the comments of readers by their heading
    and the marks between them. A small model knows menus, teasers,
    author boxes and the like by their shape and place, in texts that have running text; it is set
    to lose less than 0.3 % of the characters of articles. What it takes has the reason
    `outside-main-text`. With `repeated`, lines that other documents of the site have too speak for furniture,
    and have the reason `repeated`. Every removed line is listed in the output with its place in the source.

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

    def check(self) -> None:
        """Look whether the file of repeated lines is there."""
        if self.options.repeated:
            check_site_lines(Path(self.options.repeated))

    def fingerprints(self) -> dict[str, str]:
        """Give the digest of the file of repeated lines."""
        path = self.options.repeated
        if not path:
            return {}
        with Path(path).open("rb") as file:
            return {path: f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()[:16]}"}

    def open(self) -> None:
        """Count the repeated lines."""
        path = self.options.repeated
        self._repeated = RepeatedLines(Path(path)) if path else None

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Find the furniture of each document."""
        for doc in documents:
            lines = visible_lines(doc.text)
            found = self._find_furniture(doc, lines)
            removed = self._with_action(found, "remove")
            labelled = self._with_action(found, "label")
            yield Changes(
                edits=[*removal_edits(lines, removed, len(doc.text))],
                layers={FURNITURE: [*_labels(lines, labelled)]} if self.labels else {},
            )

    def _find_furniture(self, doc: Document, lines: Sequence[Line]) -> dict[int, Reason]:
        """Give the reason of each line that is furniture; rules know better than the model."""
        again = self._repeated.among(site_of(doc), lines) if self._repeated else []
        found: dict[int, Reason] = dict.fromkeys(_plainly_repeated(lines, again), "repeated")
        story: frozenset[int] = frozenset()
        thread = range(0) if _is_page(doc) else comment_thread(lines)
        found |= dict.fromkeys(thread, "comments")
        if self.options.learned and not _is_page(doc):
            verdict = judge_lines(lines, again, thread)
            story = verdict.story
            headline = _headline(doc, lines)
            for index in verdict.furniture:
                if index != headline and index not in thread:
                    found[index] = "repeated" if again and again[index] else "outside-main-text"
        for index, line in enumerate(lines):
            reason = furniture_reason(line.text)
            if reason and index not in thread[:1] and not (reason in DOUBTFUL and index in story):
                found[index] = reason
        return dict(sorted(found.items()))

    def _with_action(self, found: Mapping[int, Reason], action: Action) -> dict[int, str]:
        chosen = self.options.reasons
        return {index: reason for index, reason in found.items() if chosen.get(reason, "remove") == action}


def _headline(doc: Document, lines: Sequence[Line]) -> int | None:
    """Give the line that is the headline, if `clean.headline` was told to keep it."""
    title = doc.meta.get("title")
    if any(item.reason == "headline" for item in doc.removed):
        return None
    return next((index for index, line in enumerate(lines) if " ".join(line.text.split()) == title), None)


def _plainly_repeated(lines: Sequence[Line], again: Sequence[Repetition]) -> Iterator[int]:
    """Give the lines that so many pages of the site have that they need no second opinion."""
    for index, (line, repetition) in enumerate(zip(lines, again, strict=False)):
        is_told = len(line.text.split()) >= REPEATED_WORDS and not is_table_or_code(line.text)
        if repetition == Repetition.MOST and is_told:
            yield index


def _labels(lines: Sequence[Line], reasons: Mapping[int, str]) -> Iterator[Furniture]:
    for index, reason in reasons.items():
        yield Furniture(lines[index].start, lines[index].end, reason=reason)


def _is_page(doc: Document) -> bool:
    return doc.source.media_type in ("text/html", "application/xhtml+xml")
