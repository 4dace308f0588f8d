"""The comments of readers below a story, as `clean.boilerplate` removes them."""

from __future__ import annotations

import pytest

from copydesk import Document
from copydesk.testing import run_step
from copydesk_clean.boilerplate import FURNITURE, Boilerplate

STORY = (
    "The council of Arden Mills voted on Tuesday night to sell the old ferry hall to a private buyer.\n"
    "Three of the nine members walked out before the vote, and one of them called it a disgrace.\n"
    "“We had an offer from the rowing club on the table and nobody opened the envelope,” said Petra Lindqvist.\n"
    "The sale has to be approved by the county, which is expected to take it up in the spring."
)
SAYS = """Comments
1. Marnie Oakes says
I rowed out of that hall for twenty years and I never once saw anybody from the council there.
So ashamed of this town.
• Petra Lindqvist says
Thank you, Marnie! Come to the meeting on the ninth, we need every voice that we can get.
2. Tom H. says
Sell it. The roof alone would have cost us more than the whole of the new library did."""
POSTED = """Comments
Nobody asked those of us who live on Water Street, and we are the ones who will have the lorries.
I counted eleven of them on Friday before seven in the morning.
Posted by: Agnes at March 3, 2025 06:41 PM
They will build flats there and you know it. Everybody on the council knows it too.
Posted by: Old Ferryman at March 3, 2025 09:12 PM"""
BUTTONS = """Discussion about this post
Marnie Oakes
4d
I rowed out of that hall for twenty years and I never once saw anybody from the council there.
Like (3)
Reply
Share
Tom H.
3d
Sell it. The roof alone would have cost us more than the whole of the new library did.
Reply
Share"""
TITLED = """2 thoughts on “Council sells ferry hall”
• This is what happens when nobody votes in May, and I include myself in that, sadly.
• Good riddance to it. The pigeons were the only ones who still used the place.
Leave a Reply
Your email address will not be published."""
NUMBERED = """14 Reader Comments
1. Has anyone read the contract? I asked for a copy at the town hall and was sent away twice.
2. Hi all!
You can read it at the library, but only on Wednesday, and you must not take pictures of it.
Kind regards
Agnes
5. What a town. We moved here for the river, and now we shall not even be able to see it."""
STAMPED = """3 Comments
Anna K.
2 hours ago
I think this is a disgrace, and they should all be ashamed of themselves for what they did.
Bob77
yesterday
Same old story. Nothing will change until people vote them out of the place for good."""
SCORED = """Comments Filter:
• Follow the money (Score:4, Insightful)
by riverrat ( 20417 ) on Tuesday March 4, 2025 @08:08PM (#615870)
The buyer is the brother of the man who valued the hall, and that was printed in this very paper.
• Re:Follow the money (Score:2)
by oldferry ( 9911 ) on Tuesday March 4, 2025 @09:40PM (#615881)
So what? Everybody in this town is the brother of somebody, and somebody had to buy it."""


def removed(text: str, **options: object) -> list[tuple[str, str]]:
    [doc] = run_step(Boilerplate, text, **options)
    return [(item.reason, doc.source.text[item.source_start : item.source_end]) for item in doc.removed]


@pytest.mark.parametrize("thread", [SAYS, POSTED, BUTTONS, TITLED, NUMBERED, STAMPED, SCORED])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_comments_below_a_story_go_and_nothing_of_the_story(thread: str, gap: str) -> None:
    text = f"{STORY}\n{thread}".replace("\n", gap)

    [doc] = run_step(Boilerplate, text)

    assert doc.text.strip() == STORY.replace("\n", gap)
    assert doc.removed[0].reason == "comments"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f"36 Comments\nBy Jo Finch\nMarch 4, 2025, 7:15 am\n{STORY}", id="counted above the story"
        ),
        pytest.param(
            f"{STORY}\n36 Comments\nBy Jo Finch\nMarch 4, 2025, 7:15 am\nUpdated March 5, 2025\n{STORY}\nLike",
            id="counted between two paragraphs, with dates",
        ),
        pytest.param(f"{STORY}\n0 Comments\n{STORY}", id="none"),
        pytest.param(f"{STORY}\n1 Comment\n{STORY}\n- The hall is 90 years old, says the club.", id="one"),
        pytest.param(f"{STORY}\n12 Comments on “Council sells hall”\n{STORY}", id="counted inside it"),
        pytest.param(f"{STORY}\nThree responses to the sale\n{STORY}", id="a heading that counts answers"),
        pytest.param(f"{STORY}\nComments\n{STORY}", id="a heading"),
        pytest.param(
            f"{STORY}\nComments\nThe county asked for views on the plan and had two.\n"
            "The rowing club wrote on 4 March 2025 that it would match any offer.\n"
            "The buyer wrote on 6 March 2025 that he would keep the clock.",
            id="views that a story reports",
        ),
        pytest.param(
            f"{STORY}\n5 thoughts\n1. The hall was never for sale.\n2. The buyer is known to the council.\n"
            "3. The club had the money.\n4. The county may still say no.\n5. The clock should stay.",
            id="a list of the writer's own",
        ),
    ],
)
def test_what_only_looks_like_comments_stays(text: str) -> None:
    assert "comments" not in {reason for reason, _ in removed(text)}


@pytest.mark.parametrize("story", ["", "Ferry hall sold\n"])
def test_comments_alone_are_the_text(story: str) -> None:
    """Somebody who feeds in a thread wants it read."""
    assert "comments" not in {reason for reason, _ in removed(story + SAYS)}


def test_rules_find_them_without_the_model() -> None:
    assert removed(f"{STORY}\n{SAYS}", learned=False) == [("comments", SAYS)]


def test_a_page_comes_without_them() -> None:
    """What takes the main text of a page leaves comments out, and what it keeps is the text."""
    [doc] = run_step(Boilerplate, Document.of(f"{STORY}\n{SAYS}", media_type="text/html"))

    assert doc.removed == ()


def test_they_stay_if_the_pipeline_says_so() -> None:
    assert removed(f"{STORY}\n{SAYS}", reasons={"comments": "keep"}) == []

    [doc] = run_step(Boilerplate, f"{STORY}\n{SAYS}", reasons={"comments": "label"})

    assert [doc.text_of(span) for span in doc[FURNITURE]] == SAYS.split("\n")
    assert {span.reason for span in doc[FURNITURE]} == {"comments"}


def test_a_hundred_thousand_headings_end() -> None:
    text = f"{STORY}\n" + "Comments\nReply\n" * 50_000

    assert len(run_step(Boilerplate, text, learned=False)) == 1
