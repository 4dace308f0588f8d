"""The headline, as the step `clean.headline` finds it."""

from __future__ import annotations

import pytest

from copydesk import Document
from copydesk.testing import run_step
from copydesk_clean.datelines import byline_author, line_date
from copydesk_clean.headline import find_headline

STORY = "The harbour board of Tallin Bay voted on Monday to close the old fish market after 103 years."


def found(text: str) -> object:
    [doc] = run_step(find_headline, text)
    return doc.meta.get("title")


@pytest.mark.parametrize(
    "headline",
    [
        "Old fish market to close",
        "“We could not pay for the roof”: old market to close",
        "Who will buy the old fish market?",
        "3 reasons why the market closes",
        "Alter Fischmarkt schließt nach 103 Jahren",
    ],
)
def test_the_line_that_is_set_apart_becomes_the_title(headline: str) -> None:
    [doc] = run_step(find_headline, f"{headline}\n\n{STORY}\n\nMore follows.")

    assert doc.meta["title"] == headline
    assert doc.text == f"{STORY}\n\nMore follows."
    assert [item.reason for item in doc.removed] == ["headline"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{STORY}\n\nMore follows on page two of this paper, as ever.", id="a sentence first"),
        pytest.param("Bread\n\nMilk\n\nEggs", id="a list of words"),
        pytest.param("- Old market to close\n\n" + STORY, id="a list item"),
        pytest.param("and then it closed for good\n\n" + STORY, id="the middle of a sentence"),
        pytest.param("Old market to close", id="nothing after it"),
        pytest.param("", id="empty"),
        pytest.param(f"May 4     Noon     Old Hall     Ada Mets\n\n{STORY}", id="row of a table"),
    ],
)
def test_finds_no_headline_where_there_is_none(text: str) -> None:
    [doc] = run_step(find_headline, text)

    assert doc.text == text
    assert "title" not in doc.meta


def test_keeps_the_line_when_asked() -> None:
    text = f"Old fish market to close\n\n{STORY}"

    [doc] = run_step(find_headline, text, keep=True)

    assert doc.text == text
    assert doc.meta["title"] == "Old fish market to close"


@pytest.mark.parametrize(
    "line",
    [
        "Listen to this article · 6:12",
        "Listen to the story (4 min)",
        "READ IN APP",
        "View this email in your browser",
        "Forwarded this newsletter? Subscribe here",
        "Investors | Careers | Newsroom | Contact",
        "News · Sport · Weather · Culture and more",
    ],
)
def test_what_stands_around_a_headline_is_none(line: str) -> None:
    [doc] = run_step(find_headline, f"{line}\n\nMarket closes\n\n{line}\n\n{STORY}\n\nMore follows.")

    assert doc.meta["title"] == "Market closes"


@pytest.mark.parametrize("title", ["Old Fish Market to Close", "Old fish market to close | Bay Courier"])
def test_a_first_line_that_repeats_the_title_goes(title: str) -> None:
    doc = Document.of(f"Old fish market to close\n\n{STORY}", meta={"title": title})

    [result] = run_step(find_headline, doc)

    assert result.text == STORY
    assert result.meta["title"] == title


def test_a_first_line_that_is_not_the_title_stays() -> None:
    doc = Document.of(f"Bay news\n\n{STORY}", meta={"title": "Old fish market to close"})

    [result] = run_step(find_headline, doc)

    assert result.text == doc.text


def test_a_headline_right_above_a_long_paragraph_is_found() -> None:
    assert found(f"Old fish market to close\n{STORY}") == "Old fish market to close"


@pytest.mark.parametrize(
    "below",
    [
        pytest.param([f"By Jaan Tamm\n{STORY}"], id="a byline between"),
        pytest.param([f"12 comments\n{STORY}"], id="a notice of the page between"),
        pytest.param(
            [STORY, "The vote was close.", "A buyer is there.", "Nobody wept."], id="lines that end"
        ),
    ],
)
def test_a_long_headline_right_above_the_story_is_found(below: list[str]) -> None:
    headline = "Fishmongers of Tallin Bay, some of them 80, told by the board to find another roof"

    assert found("\n".join([headline, *below])) == headline


def test_the_first_line_of_a_story_that_was_wrapped_by_hand_stays() -> None:
    text = (
        "The harbour board of Tallin Bay, which has met each\nMonday since the year 1921, voted after a long night of\n"
        "speeches to close the old fish market. The roof leaks,\nand nobody has paid for a new one. The ferry company may buy."
    )

    assert found(text) is None


def test_a_headline_below_a_menu_is_found_with_its_byline_and_date() -> None:
    text = f"Bay Courier\nHome\nLog in\n\nOld fish market to close\nBy Jaan Tamm\n4 March 2024\n\n{STORY}"

    [doc] = run_step(find_headline, text)

    assert doc.meta == {"title": "Old fish market to close", "author": "Jaan Tamm", "date": "2024-03-04"}
    assert doc.text == f"Bay Courier\nHome\nLog in\n\n{STORY}"


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Jaan Tamm", "Jaan Tamm"),
        ("Von Anna Weber und Karl Maria Ott", "Anna Weber und Karl Maria Ott"),
        ("By the sea", ""),
        ("By Monday", ""),
        ("by Jaan Tamm, who lives in Tallin Bay", ""),
        ("Jaan Tamm", ""),
    ],
)
def test_knows_a_byline(line: str, author: str) -> None:
    assert byline_author(line) == author


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("4 March 2024", "2024-03-04"),
        ("Published: Monday, March 4, 2024 at 8:15 am", "2024-03-04"),
        ("2024-03-04", "2024-03-04"),
        ("The market closed on 4 March 2024", ""),
        ("March 2024", ""),
        ("31 cats", ""),
    ],
)
def test_knows_a_date_line(line: str, date: str) -> None:
    assert line_date(line) == date


@pytest.mark.parametrize(
    ("opening", "dateline"),
    [
        ("HAMBURG, May 4 (Reuters) — ", "HAMBURG, May 4 (Reuters)"),
        ("TALLIN BAY — ", "TALLIN BAY"),
        ("Tallin Bay (AP) – ", "Tallin Bay (AP)"),
        ("OSLO, Norway, 4 March (NTB) - ", "OSLO, Norway, 4 March (NTB)"),
        ("Marta Ilves — ", ""),
        ("Yes — ", ""),
        ("", ""),
    ],
)
def test_a_dateline_becomes_metadata_and_stays(opening: str, dateline: str) -> None:
    text = f"Old fish market to close\n\n{opening}The harbour board voted on Monday to close the old fish market."

    [doc] = run_step(find_headline, text)

    assert doc.meta.get("dateline", "") == dateline
    assert doc.text.startswith(opening + "The harbour")
