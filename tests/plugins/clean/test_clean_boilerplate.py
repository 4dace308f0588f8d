"""Page furniture, as the step `clean.boilerplate` removes it."""

from __future__ import annotations

import pytest

from copydesk.testing import run_step
from copydesk_clean.boilerplate import Boilerplate
from copydesk_clean.repeats import remove_repeats

STORY = (
    "The harbour board of Tallin Bay voted on Monday to close the old fish market.\n\n"
    "“We could not pay for the roof,” said Marta Ilves, who chairs the board."
)


def removed(text: str, **options: object) -> list[tuple[str, str]]:
    [doc] = run_step(Boilerplate, text, **options)
    return [(item.reason, doc.source.text[item.source_start : item.source_end]) for item in doc.removed]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("top of page", "page-marker"),
        ("Back to Top ↑", "page-marker"),
        ("Skip to main content", "navigation"),
        ("4 min read", "navigation"),
        ("Share on Facebook", "share"),
        ("Facebook Twitter WhatsApp Email", "share"),
        ("Facebook | X | Copy link", "share"),
        ("We use cookies to improve your experience. Read our policy.", "cookies"),
        ("Accept all cookies", "cookies"),
        ("Sign up for our weekly newsletter and never miss a story", "newsletter"),
        ("Get the latest headlines delivered to your inbox", "newsletter"),
        ("Advertisement", "advert"),
        ("Story continues below", "advert"),
        ("Read more: Ferry prices rise again", "related"),
        ("You may also like", "related"),
        ("© 2024 Bay Courier Ltd", "copyright"),
        ("Copyright Bay Courier. All rights reserved.", "copyright"),
        ("The photo shows fishermen at the old market in spring", "caption"),
        ("Pictured: Marta Ilves in front of the hall", "caption"),
        ("Marta Ilves at the market hall. Photo: Jaan Tamm/Reuters", "caption"),
        ("Photo: Jaan Tamm", "credit"),
        ("Photograph by Jaan Tamm", "credit"),
        ("Jaan Tamm/Getty Images", "credit"),
    ],
)
def test_removes_furniture_lines_with_their_reason(line: str, reason: str) -> None:
    assert removed(f"{STORY}\n\n{line}\n\nThe market opened in 1921.") == [(reason, line)]


@pytest.mark.parametrize(
    "line",
    [
        "The photo shows that the minister was in the room, the court heard.",
        "We use cookies in the lab to reward the mice that finish the maze.",
        "She told reporters that she would share the letter on Facebook.",
        "“Subscribe to nothing you would not sign,” her father used to say.",
        "Copyright law was written for printers, and it shows.",
        "Related companies owe the state 4 million euros.",
        "Getty said the pictures were his.",
        "Home",
        "A fair wind blows",
        "Lakeside 3, Hilltown 1",
        "- two cups of flour",
        "“Never.”",
        "Sign of the times",
        "Read more books, she told the children.",
    ],
)
def test_keeps_what_an_article_says(line: str) -> None:
    assert removed(f"{STORY}\n\n{line}\n\nThe market opened in 1921.") == []


def test_neighbours_with_one_reason_are_one_removal() -> None:
    text = f"Share this\n\nFacebook Twitter\n{STORY}\nAdvertisement"

    assert removed(text) == [("share", "Share this\n\nFacebook Twitter"), ("advert", "Advertisement")]


def test_a_kept_reason_stays() -> None:
    text = f"{STORY}\n\nPhoto: Jaan Tamm\n\nAdvertisement"

    assert removed(text, reasons={"credit": "keep"}) == [("advert", "Advertisement")]


@pytest.mark.parametrize("text", ["", "\n", "x", "top of page", "\u202e\r\n\r\n", "A" * 5000])
def test_takes_odd_input(text: str) -> None:
    [doc] = run_step(Boilerplate, text)

    assert doc.text == ("" if text == "top of page" else text)


def test_removes_a_paragraph_that_stands_there_twice() -> None:
    [doc] = run_step(remove_repeats, f"{STORY}\n\n{STORY.upper()}\n\nEnd.")

    assert doc.text == f"{STORY}\n\nEnd."
    assert [item.reason for item in doc.removed] == ["repeat"]


def test_keeps_a_chorus_and_a_score() -> None:
    song = "Row on, row on\nRow on, row on\nHilltown 1, Lakeside 1\nHilltown 1, Lakeside 1"

    [doc] = run_step(remove_repeats, song)

    assert doc.text == song


def test_shorter_repeats_go_when_the_options_say_so() -> None:
    [doc] = run_step(remove_repeats, "Row on now\nRow on now", min_characters=5, min_words=3)

    assert doc.text == "Row on now\n"
