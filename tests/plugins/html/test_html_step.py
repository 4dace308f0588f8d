"""The main text of pages, as the step `html` takes it."""

from __future__ import annotations

import html
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk import Document
from copydesk.testing import opened_step, run_step
from copydesk_html.extraction import Html

PAGES = Path(__file__).parent / "pages"

MODES = pytest.mark.parametrize("fast", [False, True], ids=["trafilatura", "fast"])


def main_text(raw: str, **options: object) -> Document:
    [doc] = run_step(Html, Document.of(raw, media_type="text/html"), **options)
    return doc


def market_page() -> str:
    return (PAGES / "market.html").read_text("utf-8")


def misplaced(doc: Document) -> list[str]:
    """Give the characters that are neither insertions nor what stands at their place in the page."""
    wrong = []
    for at, character in enumerate(doc.text):
        start, end = doc.offsets.to_source(at, at + 1)
        source = doc.source.text[start:end]
        white = character.isspace() and source.isspace()
        if start < end and source != character and not white and character not in html.unescape(source):
            wrong.append(character)
    return wrong


@MODES
def test_keeps_the_article_and_leaves_the_rest(fast: bool) -> None:
    doc = main_text(market_page(), fast=fast)

    for sentence in (
        "The harbour board of Tallin Bay voted on Monday to close the old fish market, which opened in 1921.",
        "“We could not pay for the roof,” said Marta Ilves, who chairs the board.",
        "The ferry company Sørlinjen & Sons has offered to buy the hall.",
    ):
        assert sentence in doc.text
    for line in ("Skip to content", "Ferry prices rise again", "All rights reserved", "We use cookies"):
        assert line not in doc.text


@MODES
def test_paragraphs_lists_and_tables_stay_readable(fast: bool) -> None:
    doc = main_text(market_page(), fast=fast)

    assert "for the hall:\n\n- a theatre for the school\n- a museum of the herring trade\n- homes" in doc.text
    assert "Year | Stalls | Visitors\n1921 | 64 | 210,000\n2023 | 9 | 18,500" in doc.text
    assert "letter.\n\n“We could" in doc.text


def test_reads_the_metadata() -> None:
    meta = main_text(market_page()).meta

    assert {key: meta[key] for key in ("title", "author", "date", "site", "language", "url")} == {
        "title": "Old fish market to close after 103 years",
        "author": "Jaan Tamm",
        "date": "2024-03-04",
        "site": "Bay Courier",
        "language": "en-GB",
        "url": "https://courier.example/old-fish-market",
    }
    assert meta["captions"] == ["The market hall in its last spring. Photo: Jaan Tamm"]


def test_metadata_tells_where_in_the_page_it_stands() -> None:
    doc = main_text(market_page())

    sources = doc.meta["sources"]
    for key in ("title", "author", "date", "site", "language", "url"):
        assert doc.source.text[slice(*sources[key])] == doc.meta[key]
    [[start, end]] = sources["captions"]
    assert doc.source.text[start:end].startswith("The market hall in its last spring.")


def test_a_value_that_the_page_writes_otherwise_has_no_place() -> None:
    raw = (
        '<title>Fish &amp; chips</title><meta name="description" content="Eel on Monday."><p>The board voted.'
    )

    meta = main_text(raw).meta

    assert (meta["title"], meta["lead"]) == ("Fish & chips", "Eel on Monday.")
    assert {key: raw[slice(*place)] for key, place in meta["sources"].items()} == {"lead": "Eel on Monday."}


def test_metadata_that_the_document_has_wins() -> None:
    doc = Document.of(market_page(), media_type="text/html", meta={"title": "My title"})

    [result] = run_step(Html, doc)

    assert result.meta["title"] == "My title"
    assert result.meta["author"] == "Jaan Tamm"


@MODES
def test_every_character_leads_back_to_its_place_in_the_page(fast: bool) -> None:
    doc = main_text(market_page(), fast=fast)

    assert misplaced(doc) == []
    at = doc.text.index("& Sons")
    assert doc.source.text[slice(*doc.offsets.to_source(at, at + 6))] == "&amp; Sons"
    bullet = doc.text.index("- a theatre")
    assert doc.offsets.to_source(bullet, bullet + 2) == doc.offsets.to_source(bullet, bullet + 1)
    assert len({*doc.offsets.to_source(bullet, bullet + 2)}) == 1


def test_removed_blocks_are_listed_with_a_reason() -> None:
    doc = main_text(market_page())

    removed = {item.reason: doc.source.text[item.source_start : item.source_end] for item in doc.removed}
    assert set(removed) == {"navigation", "caption", "outside-main-text"}
    assert removed["caption"].startswith("The market hall")


def test_words_with_markup_inside_stay_whole() -> None:
    raw = market_page().replace("chairs the board", "ch<b>ai</b>rs the bo&shy;ard")

    doc = main_text(raw)

    at = doc.text.index("chairs the bo\u00adard")
    pieces = [doc.source.text[slice(*piece)] for piece in doc.offsets.pieces(at, at + 6)]
    assert pieces == ["ch", "ai", "rs"]


@MODES
def test_a_page_that_shows_nothing_without_scripts_is_read_as_noscript_has_it(fast: bool) -> None:
    post = "<p>The harbour board voted on Monday to close the old fish market.</p>"
    raw = f"<title>Market</title><div id=app></div><noscript data-x><div class=post>{post}</div></noscript>"

    doc = main_text(raw, fast=fast)

    assert doc.text == "The harbour board voted on Monday to close the old fish market."
    assert misplaced(doc) == []


def test_noscript_beside_a_text_stays_out() -> None:
    assert "Turn scripts on" not in main_text(f"{market_page()}<noscript>Turn scripts on.</noscript>").text


def test_other_media_types_are_left_alone() -> None:
    raw = market_page()

    [doc] = run_step(Html, raw)

    assert doc.text == raw
    assert not doc.meta


def test_one_by_one_or_in_a_batch_gives_the_same() -> None:
    docs = [
        Document.of(raw, media_type="text/html", id=str(n))
        for n, raw in enumerate([market_page(), "", "<p>A short page.", market_page().replace("Bay", "Lake")])
    ]

    together = run_step(Html, docs)

    assert together == [run_step(Html, doc)[0] for doc in docs]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("   \n", "", id="white space"),
        pytest.param("No markup at all.", "No markup at all.", id="no markup"),
        pytest.param("<p>Caf&eacute; &#128; &lt;3", "Café € <3", id="references"),
        pytest.param("<p>AT&T &bogus; &", "AT&T &bogus; &", id="no references"),
        pytest.param("<p>One</p></div></p><p>Two", "One\n\nTwo", id="broken tags"),
        pytest.param("a\r\nb<br>c\r\rd", "a b\nc d", id="line ends"),
        pytest.param("<p>x</></p><p>y", "x\n\ny", id="empty end tag"),
        pytest.param(
            "<title>T</title><p>One<script>var p = '<p>no</p>'</script> two", "One two", id="script"
        ),
        pytest.param("<pre>a\n  b</pre>", "a\n  b", id="preformatted"),
        pytest.param("<html><head><title>T</title><p>No body tag", "No body tag", id="no body"),
        pytest.param(
            "<p>\U0001f600 \U0001f1e9\U0001f1ea ok", "\U0001f600 \U0001f1e9\U0001f1ea ok", id="emoji"
        ),
        pytest.param("<head><title>T</title>Text <b>in</b> a head", "Text in a head", id="text in a head"),
        pytest.param("<p>a<svg><path><g>x</svg>b", "ab", id="drawing"),
        pytest.param("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n- b\n- c", id="nested list"),
    ],
)
@MODES
def test_small_pages(raw: str, text: str, fast: bool) -> None:
    doc = main_text(raw, fast=fast)

    assert doc.text == text
    assert misplaced(doc) == []


def test_a_page_over_the_limit_is_cut_without_trafilatura() -> None:
    step = opened_step(Html, max_characters=10)

    [changes] = step.process([Document.of("<p>A page that is too long.", media_type="text/html")])

    assert changes.edits


MARKUP = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div class=x>",
            "</div>",
            "<b>",
            "</b>",
            "<br>",
            "<ul><li>",
            "</ul>",
            "<table><tr><td>",
        ),
        *("<td>", "</table>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>", "<svg>", "</svg>"),
        *(
            "&amp;",
            "&#128;",
            "&notit;",
            "&#x1F600;",
            "&",
            "&NotEqualTilde;",
            "<",
            ">",
            '"',
            "=",
            "</>",
            "<?x>",
        ),
        *("word", "The board voted on Monday.", "é", "e\u0301", "\U0001f600", "\u00ad", "שלום", "\x00"),
        *(
            " ",
            "\n",
            "\r\n",
            "\r",
            "\t",
            "<pre>",
            "</pre>",
            "<title>",
            "</title>",
            "<head>",
            "<body>",
            "<a href=x>",
        ),
    ]
)


@settings(max_examples=200)
@given(st.lists(MARKUP, max_size=40).map("".join))
def test_any_markup_leads_back_to_the_page(raw: str) -> None:
    doc = main_text(raw, fast=True)

    assert misplaced(doc) == []


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="<&"), max_size=60))
def test_text_without_markup_keeps_its_visible_characters(raw: str) -> None:
    doc = main_text(raw, fast=True)

    white = " \t\n\r\f"
    expected = "".join(raw.split()) if raw.isascii() else unicodedata.normalize("NFC", raw)
    if raw.isascii():
        assert "".join(doc.text.split()) == expected
    else:
        kept = [c for c in raw if c not in white]
        assert [c for c in doc.text if c not in white] == kept


@pytest.mark.slow
@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("<div>" * 100_000 + "The board voted on Monday.", id="nested tags"),
        pytest.param("<p>The board voted on Monday. " * 50_000, id="unclosed paragraphs"),
        pytest.param("&amp;" * 300_000, id="references"),
        pytest.param("The board voted on Monday. " * 100_000, id="endless line"),
        pytest.param("</b>" * 300_000 + "x", id="end tags"),
        pytest.param("<a " * 300_000 + "x", id="broken tags"),
        pytest.param("<p>a\x00b\x00" * 100_000, id="nul characters"),
        pytest.param("<!--" * 300_000 + "x", id="comments"),
    ],
)
def test_hostile_pages_come_back(raw: str) -> None:
    doc = main_text(raw)

    assert len(doc.text) <= len(raw) + 10
