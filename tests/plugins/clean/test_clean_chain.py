"""The chain `clean`: the whole way, and the way back."""

from __future__ import annotations

import html
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk import Document, Pipeline
from copydesk.testing import run_step
from copydesk_clean import copydesk_steps
from copydesk_clean.chain import Clean
from copydesk_html.extraction import Html

FILTERS = ("clean.length", "clean.words", "clean.symbols", "clean.repetition", "clean.quality")
STEPS = {
    definition.name: definition
    for definition in [*copydesk_steps(), Html]
    if definition is not Clean and definition.name not in FILTERS
}

MESSY = """top of page

Old fish market to close after 103 years

The photo shows the market hall in its last spring

Share this article
Facebook Twitter WhatsApp

The harbour board of Tallin Bay voted on Monday to close the old fish market, which opened in 1921.

“We couldnâ€™t pay for the roof,” said Marta Ilves, who chairs the board.  The  hall  will be sold.

Advertisement

Read more: Ferry prices rise again

© 2024 Bay Courier. All rights reserved.

bottom of page"""


def run_chain(doc: Document, names: list[str], options: dict[str, dict[str, Any]] | None = None) -> Document:
    for name in names:
        [doc] = run_step(STEPS[name], doc, **(options or {}).get(name, {}))
    return doc


def pipeline_text(yaml: str, doc: Document) -> Document:
    pipeline = Pipeline.parse(yaml)
    with pipeline.opened():
        [outcome] = pipeline.process([doc])
    assert isinstance(outcome, Document)
    return outcome


def test_clean_leaves_the_article() -> None:
    doc = pipeline_text("name: test\nsteps:\n  - clean\n", Document.of(MESSY))

    assert doc.meta["title"] == "Old fish market to close after 103 years"
    assert doc.text == (
        "The harbour board of Tallin Bay voted on Monday to close the old fish market, which opened in 1921."
        "\n\n“We couldn’t pay for the roof,” said Marta Ilves, who chairs the board. The hall will be sold."
    )
    assert sorted({item.reason for item in doc.removed}) == [
        "advert",
        "caption",
        "copyright",
        "headline",
        "page-marker",
        "related",
        "share",
    ]


def test_clean_keeps_what_its_options_keep() -> None:
    yaml = "name: test\nsteps:\n  - clean: {headline: keep, reasons: {caption: keep}}\n"

    doc = pipeline_text(yaml, Document.of(MESSY))

    assert doc.text.startswith("Old fish market to close after 103 years\n\nThe photo shows the market hall")


def test_a_text_that_is_all_furniture_becomes_empty() -> None:
    doc = pipeline_text("name: test\nsteps:\n  - clean\n", Document.of("top of page\n\nbottom of page"))

    assert doc.text == ""


PIECES = st.sampled_from(
    [
        *("top of page", "Advertisement", "Share this", "© 2024 Bay Courier", "Photo: Jaan Tamm"),
        *("Old fish market to close", "The board voted on Monday to close the old fish market."),
        *("The board voted on Monday to close the old fish market, which opened in 1921, for good."),
        *("\r\n", "\n\n", "\n", " ", "\t", "\u00a0", "\u2028", "- ", "donâ€™t", "cafÃ©", "Ã\u00a0", "\ufeff"),
        *(
            "e\u0301",
            "\u1112\u1161\u11ab",
            "o\u0323\u0302",
            "\u0301",
            "\u200d",
            "\U0001f468\u200d\U0001f469",
            "ﬁ",
        ),
        *(
            "&amp;",
            "&eacute;",
            "&#128;",
            "&shy;",
            "&bogus;",
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<br>",
            "<li>",
            "<td>",
        ),
        *("<!-- x -->", "<script>", "</script>", "<", ">", "שלום", "\u200f", "\x00", "\x85", "\U0001f600"),
    ]
)


def leads_back(doc: Document, at: int) -> bool:
    """Tell whether a character is an insertion, or made from what stands at its place in the source."""
    character = doc.text[at]
    start, end = doc.offsets.to_source(at, at + 1)
    source = doc.source.text[start:end]
    if start == end or character == source or (character.isspace() and not source.strip()):
        return True
    if source.startswith("&"):
        return character in html.unescape(source)
    whole = [i for i in range(len(doc.text)) if doc.offsets.to_source(i, i + 1) == (start, end)]
    made = "".join(doc.text[i] for i in whole)
    # Composed, mended or split characters are made of characters that are not ASCII.
    return not source.isascii() and (not made.isascii() or made in {"fi", " "})


@settings(max_examples=150)
@given(
    pieces=st.lists(PIECES, max_size=25),
    names=st.lists(st.sampled_from(sorted(STEPS)), max_size=6),
    media_type=st.sampled_from(["text/plain", "text/html"]),
)
def test_every_character_leads_back_to_what_it_came_from(
    pieces: list[str], names: list[str], media_type: str
) -> None:
    doc = Document.of("".join(pieces), media_type=media_type)

    result = run_chain(doc, names, {"html": {"fast": True}, "clean.unicode": {"ligatures": "split"}})

    assert [at for at in range(len(result.text)) if not leads_back(result, at)] == []


@pytest.mark.parametrize("name", sorted(STEPS))
@pytest.mark.parametrize("text", ["", "x", "\U0001f600", "\r\n", "“", "<", "&", "\x00", "\u0301"])
def test_every_step_takes_odd_input(name: str, text: str) -> None:
    result = run_chain(Document.of(text, media_type="text/html"), [name])

    assert len(result.text) <= len(text) + 2
