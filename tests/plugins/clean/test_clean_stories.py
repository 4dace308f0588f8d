"""Whole stories in the furniture of a page: how much of them `clean` loses where a notice interrupts them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from copydesk import Document, Pipeline

ARTICLES = Path(__file__).parents[1] / "quotes" / "articles"
MARKED = re.compile(r"(?:direct|indirect|mixed) \| ")
SENTENCE_END = re.compile(r"[.!?…][\"”’)]*$")
ABOVE = ["Skip to content\nHome | News | Politics", "Share on Facebook\nShare on X"]
BELOW = [
    "Related stories\nRail union sets date for ballot\nWheat prices hit two-year high",
    "© 2025 The Kelhaven Courier. All rights reserved.\nCookie policy | Privacy | Contact us",
]
COMMENTS = [
    "3 Comments",
    "Anna K.\n2 hours ago\nI think this is a disgrace, and they should all be ashamed of themselves.",
    "Bob77\nyesterday\nSame old story. Nothing will change until people vote them out.",
    "Leave a reply\nYour email address will not be published.",
]
NOTICES = [
    "Sign up to our morning newsletter",
    "We use cookies to improve your experience. Read our policy.",
    "Advertisement",
    "Get the best of the Courier, free, every Friday.\nEnter your email\nSubscribe",
    "Read more: Ferry prices rise again",
    "Support independent journalism. Become a member today.",
    "Most read\nStorm closes bridge\nMayor to stand again\nFerry runs aground",
    "Thank you for reading. Your subscription pays for our work.",
    "Listen to this article\n4 min",
]


def stories() -> Iterator[list[str]]:
    """Give the paragraphs of each article."""
    for path in sorted(ARTICLES.glob("*.txt")):
        for block in path.read_text("utf-8").split("\n== ")[1:]:
            _, *lines = block.rstrip().split("\n")
            yield [line for line in lines if line.strip() and not MARKED.match(line)]


STORIES = [*stories()]


def losses(layouts: Sequence[tuple[Sequence[str], str]]) -> list[str]:
    """Give the sentences of each story that `clean` loses."""
    with Pipeline.parse("steps: [clean]\n").opened() as pipeline:
        [*cleaned] = pipeline.process([Document.of(text) for _, text in layouts])
    lost: list[str] = []
    for (story, _), doc in zip(layouts, cleaned, strict=True):
        assert isinstance(doc, Document)
        lost += [part for part in story if SENTENCE_END.search(part) and part[-40:] not in doc.text]
    return lost


def test_a_story_without_furniture_stays_whole() -> None:
    assert losses([(story, "\n\n".join(story)) for story in STORIES]) == []


@pytest.mark.parametrize(
    ("place", "gap", "most"),
    [
        pytest.param(-1, "\n\n", 0.03, id="before the last paragraph"),
        pytest.param(-2, "\n\n", 0.04, id="before the last two"),
        pytest.param(-3, "\n\n", 0.035, id="before the last three"),
        pytest.param(1, "\n\n", 0.015, id="after the first paragraph"),
        pytest.param(6, "\n\n", 0.006, id="in the middle"),
        pytest.param(-2, "\n", 0.05, id="without blank lines"),
    ],
)
def test_a_notice_in_a_story_takes_little_with_it(place: int, gap: str, most: float) -> None:
    """What pages show below a story looks much like what goes on after a notice."""
    layouts = [
        (story, gap.join([*ABOVE, *story[:place], notice, *story[place:], *BELOW]))
        for story in STORIES
        for notice in NOTICES
    ]

    sentences = sum(bool(SENTENCE_END.search(part)) for story, _ in layouts for part in story)
    assert len(losses(layouts)) / sentences <= most


def test_comments_below_a_story_take_nothing_with_them() -> None:
    assert losses([(story, "\n\n".join([*story, *COMMENTS])) for story in STORIES]) == []
