"""What `clean` and `clean.quality` stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, Field

from copydesk import Chain
from copydesk_clean.boilerplate import Action
from copydesk_clean.furniture import Reason


class CleanOptions(BaseModel):
    """Options of `clean`."""

    preset: Literal["news", "transcript", "corpus", "ocr"] = Field(
        "news",
        description="What the texts are: news for articles, pages and pastes; transcript for spoken text,"
        " where every line stays; corpus for a text corpus, where every notice goes and headlines stay;"
        " ocr for scanned pages and PDF files.",
    )
    fast: bool = Field(
        False,
        description="Take the main text of HTML pages with a faster and rougher method.",
    )
    headline: Literal["remove", "keep"] | None = Field(
        None,
        description="What to do with the headline line, after it has become `meta.title`; by default what"
        " the preset says: remove for news and ocr, keep for transcript and corpus.",
    )
    reasons: dict[Reason, Action] = Field(
        {},
        description="What to do with the page furniture of a reason: remove (the default), keep, or label:"
        " keep and list it in the layer `furniture`.",
    )
    repeated: str = Field(
        "",
        description="File with the lines of the documents of each site, written by an earlier run"
        " (`-o NAME.lines`): lines that come again on other pages of the same site are removed.",
    )


class Clean(Chain[CleanOptions]):
    """Clean a raw page or a messy paste down to the text of the article.

    HTML pages are cut down to their main text, and Markdown loses its marks. Then it mends the
    encoding and the characters, finds the headline, takes out page furniture and repeated
    paragraphs, and tidies white space.
    All of it are edits, so every character leads back to the source, and what was taken out is
    listed in the output with its reason. The plan that `copydesk check` prints shows the steps,
    which `preset` chooses.

    Example:
        steps:
          - clean: {headline: keep, reasons: {caption: keep}}
    """

    name = "clean"
    Options = CleanOptions

    def steps(self) -> Sequence[tuple[str, Mapping[str, Any]]]:
        """Give the steps in order: characters first, then lines, white space last."""
        is_scan = self.options.preset == "ocr"
        characters: list[tuple[str, Mapping[str, Any]]] = [
            ("html", {"fast": self.options.fast}),
            ("clean.markdown", {}),
            ("clean.mojibake", {}),
        ]
        if is_scan:
            characters += [("clean.pages", {}), ("clean.hyphens", {})]
        characters.append(("clean.unicode", {"ligatures": "split" if is_scan else "keep"}))
        return [*characters, *self._line_steps(), ("clean.whitespace", {})]

    def _line_steps(self) -> list[tuple[str, Mapping[str, Any]]]:
        preset, reasons = self.options.preset, dict(self.options.reasons)
        keeps = self.options.headline or ("keep" if preset in ("transcript", "corpus") else "remove")
        headline = ("clean.headline", {"keep": keeps == "keep"})
        furniture: dict[str, Any] = {"reasons": reasons, "learned": preset in ("news", "corpus")}
        if self.options.repeated:
            furniture["repeated"] = self.options.repeated
        if preset == "transcript":
            return [headline]
        if preset == "ocr":
            return [("clean.wraps", {}), headline, ("clean.boilerplate", furniture)]
        return [headline, ("clean.boilerplate", furniture), ("clean.repeats", {})]


class QualityOptions(BaseModel):
    """Options of `clean.quality`."""

    preset: Literal["gopher", "short"] = Field(
        "gopher",
        description="Whose figures: gopher for those of the paper, which are for English texts of 50 words"
        " and more; short for the same without what asks for English or for length.",
    )


class Quality(Chain[QualityOptions]):
    """Drop documents that are no prose worth keeping, by the rules of a published corpus.

    The figures are those of Rae et al., "Scaling Language Models: Methods, Analysis & Insights from
    Training Gopher" (2021), appendix A.1.1. For other figures name the steps themselves:
    `clean.length`, `clean.words`, `clean.symbols`, `clean.repetition`. The text is not changed.

    Example:
        steps:
          - clean: {preset: corpus}
          - clean.quality: {preset: gopher}
    """

    name = "clean.quality"
    Options = QualityOptions

    def steps(self) -> Sequence[tuple[str, Mapping[str, Any]]]:
        """Give the filters, the cheapest first."""
        if self.options.preset == "short":
            return [("clean.length", {"min_words": 1}), ("clean.symbols", {}), ("clean.repetition", {})]
        return [("clean.length", {}), ("clean.words", {}), ("clean.symbols", {}), ("clean.repetition", {})]
