"""Page furniture, as the step `clean.boilerplate` removes it."""

from __future__ import annotations

import pytest

from copydesk.testing import run_step
from copydesk_clean.boilerplate import FURNITURE, Boilerplate
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
        ("12 Comments on “Fish market to close”", "navigation"),
        ("147 more comments...", "navigation"),
        ("This site uses Akismet to reduce spam. Learn how your comment data is processed.", "navigation"),
        ("• Click to share on Bluesky (Opens in new window) Bluesky", "share"),
        ("Share on Facebook", "share"),
        ("Facebook Twitter WhatsApp Email", "share"),
        ("Facebook | X | Copy link", "share"),
        ("We use cookies to improve your experience. Read our policy.", "cookies"),
        ("Accept all cookies", "cookies"),
        ("The cookie is used to store the user consent for the cookies in the category “Other”.", "cookies"),
        ("Functional cookies help to perform certain functionalities, like sharing.", "cookies"),
        ("_bay_session\t11 months\tThe cookie is set by the consent plugin of this site.", "cookies"),
        (
            "This website uses cookies so that you have a better experience. "
            + "Some of them count. " * 25
            + "You may opt out.",
            "cookies",
        ),
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
        (
            "(Reporting by Jaan Tamm in Tallin Bay; Additional reporting by Mia Orav; Editing by Tom Holt)",
            "credit",
        ),
        ("Reporting and writing by Jaan Tamm and Mia Orav.", "credit"),
        ("A version of this article appears in print on March 4, 2025, Section A, Page 1.", "credit"),
        ("This story was originally published March 4, 2025 at 7:15 AM.", "credit"),
        ("Home > News > Harbour", "navigation"),
        ("Home » Opinion » Why I left the harbour", "navigation"),
        ("Comments (214)    Share this article", "navigation"),
        ("Subscribe | Log in", "navigation"),
        ("Follow the Bay Courier on Facebook and Twitter", "share"),
        ("Follow us on Twitter @baycourier", "share"),
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
        "Necessary cookies need no consent, the court held.",
        "The baker sells cookies in the shape of stars.",
        "Two comments on the plan were read out.",
        "Copyright law was written for printers, and it shows.",
        "Related companies owe the state 4 million euros.",
        "Getty said the pictures were his.",
        "Reporting by Jaan Tamm showed that the board knew of the roof.",
        "Editing by committee had killed the paper, Tamm said.",
        "Home",
        "A fair wind blows",
        "Lakeside 3, Hilltown 1",
        "- two cups of flour",
        "“Never.”",
        "Sign of the times",
        "Read more books, she told the children.",
        "Like most people on Twitter, he was wrong.",
        "Home is where the boats are | for now",
        "He said: share this | no",
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


PARAGRAPH = (
    "The harbour board voted on Monday to close the old fish market, which opened in 1921 and has lost money."
)


def test_removes_a_paragraph_that_stands_there_twice() -> None:
    [doc] = run_step(remove_repeats, f"{PARAGRAPH}\n\nAnd then:\n\n{PARAGRAPH.upper()}\n\nEnd.")

    assert doc.text == f"{PARAGRAPH}\n\nAnd then:\n\nEnd."
    assert [item.reason for item in doc.removed] == ["repeat"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Row on, row on\nRow on, row on\nHilltown 1\nHilltown 1", id="chorus and scores"),
        pytest.param(f"- {PARAGRAPH}\n- {PARAGRAPH}", id="list items"),
        pytest.param("\n".join([PARAGRAPH] * 4), id="what stands there many times"),
    ],
)
def test_keeps_what_repeats_for_a_reason(text: str) -> None:
    [doc] = run_step(remove_repeats, text)

    assert doc.text == text


def test_shorter_repeats_go_when_the_options_say_so() -> None:
    [doc] = run_step(remove_repeats, "Row on now\nRow on now", min_characters=5, min_words=3)

    assert doc.text == "Row on now"


PARAGRAPHS = [
    "The harbour board of Tallin Bay voted on Monday to close the old fish market, which opened in 1921.",
    "Two surveys had found the beams to be rotten, and the winter storms of the last years made it worse.",
    "The ferry company has offered to buy the hall, and the town council will vote on the offer in May.",
    "Peeter Kask, who has sold smoked eel there for forty years, said that he would not move to the new hall.",
]


STANDINGS = [
    cell
    for place, (town, points) in enumerate(
        [("Harbour", 31), ("Hilltown", 28), ("Idaho", 20), ("Maine", 9)], 1
    )
    for cell in (str(place), town, f"${points}.50")
]


def learned_text(*parts: str, **options: object) -> str:
    [doc] = run_step(Boilerplate, "\n\n".join(parts), **options)
    return doc.text


def test_the_model_takes_long_lists_of_links_around_an_article() -> None:
    menu = "\n".join(
        f"• {entry}"
        for entry in (
            *("Home", "News", "Culture", "Sport", "Weather", "Jobs", "Boats", "Opinion", "Video", "Podcasts"),
            *(
                "Newsletters",
                "About us",
                "Contact",
                "Advertise",
                "Subscribe",
                "My account",
                "Log in",
                "Search",
            ),
        )
    )
    teasers = "\n".join(
        f"• {entry}"
        for entry in (
            *("More from the bay", "Ferry prices rise again", "Seal found in the pool", "School roof mended"),
            *(
                "Privacy policy",
                "Terms of use",
                "Contact us",
                "Careers",
                "Follow us on Facebook",
                "© 2024 Bay",
            ),
        )
    )

    assert learned_text(menu, *PARAGRAPHS, teasers).startswith(PARAGRAPHS[0])
    assert "Seal found" not in learned_text(menu, *PARAGRAPHS, teasers)
    assert "Weather" in learned_text(menu, *PARAGRAPHS, teasers, learned=False)


def test_the_model_takes_menus_and_teasers_around_an_article() -> None:
    menu = "Bay Courier\nHome\nCulture\nSport\nWeather\nJobs\nBoats\nLog in"
    teasers = (
        "More from the bay\nFerry prices rise again\nSeal found in the pool\nSchool roof\nContact\n© 2024 Bay"
    )

    assert learned_text(menu, *PARAGRAPHS, teasers).startswith(PARAGRAPHS[0])
    assert learned_text(menu, *PARAGRAPHS, teasers).endswith(PARAGRAPHS[-1])


@pytest.mark.parametrize(
    "part",
    [
        pytest.param("What comes next", id="heading"),
        pytest.param("“Never.”", id="short quote"),
        pytest.param("- a theatre\n- a museum\n- homes for workers", id="list"),
        pytest.param("Hilltown 2 Lakeside 1\nBay City 0 Harbour 3\nNorthport 1 Southport 1", id="results"),
        pytest.param(
            "Turn, wheel, turn,\nthe river is low,\nTurn, wheel, turn,\nthe miller must go.", id="verse"
        ),
        pytest.param("Town\tGames\tPoints\nHarbour\t12\t31\nHilltown\t12\t28", id="table with tabs"),
        pytest.param("Town     Games   Points\nHarbour     12       31", id="table with spaces"),
        pytest.param("roof = {'beams': 9};\nprint(roof['beams']); // 9", id="program code"),
        pytest.param("Question: When did you know?\n\nMarta Ilves: In March.", id="interview"),
        pytest.param("Eine Entscheidung im Mai", id="another language"),
        pytest.param("Correction: An earlier version of this story gave a wrong year.", id="correction"),
    ],
)
def test_the_model_keeps_what_belongs_to_an_article(part: str) -> None:
    text = "\n\n".join([*PARAGRAPHS[:2], part, *PARAGRAPHS[2:]])

    assert learned_text(text) == text


MENU = (
    *("Home", "News", "Culture", "Sport", "Weather", "Jobs", "Boats", "Opinion", "Video", "Podcasts"),
    *("Newsletters", "About us", "Contact", "Advertise", "Subscribe", "My account", "Log in", "Search"),
)
CONTENTS = ("The old hall", "What the surveys say", "Who pays", "What comes next")


def test_a_table_of_contents_stays_and_a_menu_goes() -> None:
    parts = [part for pair in zip(CONTENTS, PARAGRAPHS, strict=True) for part in pair]
    story = ["\n".join(f"• {entry}" for entry in CONTENTS), *parts]

    assert learned_text("\n".join(MENU), *story) == "\n\n".join(story)


def test_of_a_text_of_two_paragraphs_only_the_menu_goes() -> None:
    story = [PARAGRAPHS[0], "“Never.”", "The roof leaks.", PARAGRAPHS[1]]
    menu = "\n".join(f"• {entry}" for entry in MENU)

    assert learned_text(menu, *story) == "\n\n".join(story)


@pytest.mark.parametrize(
    "part",
    [
        pytest.param("Hilltown 2 Lakeside 1\nBay City 0 Harbour 3\nNorthport 1 Southport 1", id="results"),
        pytest.param(
            "1. Ada Mets, 31.2 s\n2. Bo Lind, 31.9 s\n3. Cleo Ray, 33.0 s\n4. Dan Oja, 33.4 s", id="times"
        ),
        pytest.param(
            "- 200 g of flour\n- two eggs\n- a pinch of salt\n- a cup of milk\n- butter", id="ingredients"
        ),
        pytest.param(
            "Turn, wheel, turn,\nthe river is low,\nTurn, wheel, turn,\nthe miller must go.", id="verse"
        ),
        pytest.param("Correction\n\nClarification\n\nUpdate", id="headings"),
    ],
)
@pytest.mark.parametrize("paragraphs", [1, 2, 4])
def test_what_stands_at_the_end_of_a_story_stays(part: str, paragraphs: int) -> None:
    text = "\n\n".join([*PARAGRAPHS[:paragraphs], part])

    assert learned_text(text) == text


@pytest.mark.parametrize("notice", ["Sign up to our morning newsletter", "Advertisement", ""])
@pytest.mark.parametrize("short", ["The board will meet again on May 4.", "“I will stay here,” he said."])
def test_a_story_goes_on_after_a_notice(notice: str, short: str) -> None:
    head = ["Skip to content\nHome | News | Sport", "Share on Facebook\nShare on X"]
    foot = [
        "Related stories\nFerry runs aground\nMarket hall finds a buyer",
        "© 2025 The Tallin Bay Courier. All rights reserved.\nCookie policy | Privacy | Contact us",
    ]
    story = [
        *PARAGRAPHS,
        *PARAGRAPHS[::-1],
        "The hall has a clock that nobody has wound since the war.",
        short,
    ]

    left = learned_text(*head, *story[:-2], *filter(None, [notice]), *story[-2:], *foot)

    assert left == "\n\n".join(story)


def test_comments_go_from_their_heading_on() -> None:
    comments = [
        "4 Comments on “Fish market to close”",
        *("Ada", "May 4, 2023, 9:46 pm", "I bought my first eel there.", "Reply"),
        *("Bo", "May 4, 2023, 9:58 pm", "So did I! Thanks for this.", "Reply"),
        *("Cleo", "May 5, 2023, 7:12 am", "You are both wrong, as ever.", "Reply"),
        *("Leave a Reply", "Your email address will not be published. Required fields are marked *"),
    ]

    left = learned_text(*PARAGRAPHS, *PARAGRAPHS[::-1], *comments)

    assert left.startswith(PARAGRAPHS[0])
    assert "4 Comments" not in left
    assert "Reply" not in left
    assert "9:46 pm" not in left


def test_a_text_without_running_text_is_left_alone() -> None:
    text = "Monday\nHarbour 3 Lakeside 1\n\nTuesday\nBay City 1 Hilltown 1\n\nTable\nHarbour 31\nBay City 20"

    assert learned_text(text) == text


def test_what_remains_is_set_apart_as_it_was() -> None:
    [doc] = run_step(Boilerplate, f"{STORY}\nAdvertisement\n\nEnd.\n\nShare this\nThe market opened in 1921.")

    assert doc.text == f"{STORY}\n\nEnd.\n\nThe market opened in 1921."


def test_a_labelled_reason_stays_and_is_listed() -> None:
    text = f"{STORY}\n\nAdvertisement\n\nPhoto: Jaan Tamm"

    [doc] = run_step(Boilerplate, text, reasons={"credit": "label"})

    assert [(doc.text_of(item), item.reason) for item in doc[FURNITURE]] == [("Photo: Jaan Tamm", "credit")]
    assert [item.reason for item in doc.removed] == ["advert"]


def test_without_labels_there_is_no_layer() -> None:
    [doc] = run_step(Boilerplate, "Photo: Jaan Tamm")

    assert FURNITURE not in doc
