"""The step that takes the main text of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, Field

from copydesk import Changes, Document, Step
from copydesk_html.assembling import main_text_edits, removal_reason, visible_range
from copydesk_html.choosing import choose_blocks, extract_with_trafilatura
from copydesk_html.metadata import metadata_sources, page_metadata, plain
from copydesk_html.page import Block, Page
from copydesk_html.reading import read_page

MEDIA_TYPES = frozenset(["text/html", "application/xhtml+xml"])


class HtmlOptions(BaseModel):
    """Options of `html`."""

    fast: bool = Field(
        False,
        description="Decide from the page alone, without trafilatura: several times faster, and rougher.",
    )
    max_characters: int = Field(
        1_000_000,
        ge=0,
        description="A page with more characters is treated as with `fast`, so that its time stays bounded.",
    )


class Html(Step[HtmlOptions]):
    """Take the main text of an HTML page.

    Does nothing to documents of another media type. Markup and everything outside the main text
    goes, references such as `&amp;` become characters, paragraphs are set apart by a blank line,
    list items begin with "- ", table cells are set apart by " | ". All of it are edits on the raw
    page: every character leads back to its place there, and inserted marks to an empty place.
    Title, author, date, site, language, address and lead of the page go into the metadata, and the
    captions inside the main text; `meta.sources` tells where in the page each of them stands.

    Example:
        steps:
          - html: {fast: true}
    """

    name = "html"
    Options = HtmlOptions
    edits = True

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Find the main text of each page."""
        for doc in documents:
            if doc.source.media_type in MEDIA_TYPES and doc.offsets.is_identity:
                yield self._main_text(doc)
            else:
                yield Changes()

    def _main_text(self, doc: Document) -> Changes:
        page = read_page(doc.text)
        alone = self.options.fast or len(doc.text) > self.options.max_characters
        kept = choose_blocks(page, None if alone else extract_with_trafilatura)
        found = page_metadata(page)
        meta: dict[str, Any] = {key: value for key, value in found.items() if not doc.meta.get(key)}
        sources: dict[str, Any] = {**metadata_sources(page, meta)}
        captions = _captions(page, kept)
        if captions:
            meta["captions"] = [plain(block.text) for block in captions]
            sources["captions"] = [[*visible_range(block)] for block in captions]
        if sources:
            meta["sources"] = sources
        return Changes(edits=main_text_edits(page, kept), meta=meta)


def _captions(page: Page, kept: Sequence[bool]) -> list[Block]:
    """Give the captions that stand inside the main text and are not part of it."""
    inside = [index for index, keep in enumerate(kept) if keep]
    if not inside:
        return []
    blocks = zip(page.blocks[: inside[-1]], kept, strict=False)
    return [block for block, keep in blocks if not keep and removal_reason(block) == "caption"]
