"""What `clean` stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, Field

from copydesk import Chain
from copydesk_clean.boilerplate import Action
from copydesk_clean.furniture import Reason


class CleanOptions(BaseModel):
    """Options of `clean`."""

    fast: bool = Field(
        False,
        description="Take the main text of HTML pages with a faster and rougher method.",
    )
    headline: Literal["remove", "keep"] = Field(
        "remove",
        description="What to do with the headline line, after it has become `meta.title`.",
    )
    reasons: dict[Reason, Action] = Field(
        default_factory=dict,
        description="What to do with the page furniture of a reason: remove (the default) or keep.",
    )


class Clean(Chain[CleanOptions]):
    """Clean a raw page or a messy paste down to the text of the article.

    For HTML pages it starts with the main text. Then it mends the encoding and the characters,
    takes out page furniture and repeated paragraphs, finds the headline and tidies white space.
    All of it are edits, so every character leads back to the source, and what was taken out is
    listed in the output with its reason. The plan that `copydesk check` prints shows the steps.

    Example:
        steps:
          - clean: {headline: keep, reasons: {caption: keep}}
    """

    name = "clean"
    Options = CleanOptions

    def steps(self) -> Sequence[tuple[str, Mapping[str, Any]]]:
        """Give the steps in order: characters first, then lines, white space last."""
        return [
            ("html", {"fast": self.options.fast}),
            ("clean.mojibake", {}),
            ("clean.unicode", {}),
            ("clean.headline", {"keep": self.options.headline == "keep"}),
            ("clean.boilerplate", {"reasons": dict(self.options.reasons)}),
            ("clean.repeats", {}),
            ("clean.whitespace", {}),
        ]
