"""What stands in quotation marks and is a title or a term: told by its place and its capitals."""

from __future__ import annotations

import re

from copydesk_quotes.marks import Marked
from copydesk_quotes.page import Page

# Words before a marked run that show it to be a name or a term.
TERM_BEFORE = re.compile(
    r"(?:\b(?:so-called|known as|called|dubbed|nicknamed|titled|entitled|named|labell?ed|term(?:ed)?|"
    r"the word|the phrase|(?:the )?keyword|song|album|film|movie|novel|book|play|series|show|magazine|"
    r"single|track|video|headline|chapter|essay|column|poem|opera|game|app|episode|banner)\s*,?\s*)$",
    re.IGNORECASE,
)
# "said on “Face the Nation”", "on the “Joe Hill Show”", "on Channel 5 News' “Week”", "told “This Week”":
# where it was said, and who heard it.
_TITLE_PLACE = re.compile(
    r"\b(?:on|in|at|from|for|of|by|to|with|into|tells?|told|telling)\s+"
    r"(?:(?:the|a|an|his|her|their|its)\s+|(?:\S+\s+){0,2}\S+['\u2019]s?\s+)?$"
)
# "Who wrote “The Long Road”", "sang “River of Gold”", "announced “Operation Clear Water”": it has that name.
NAMING = frozenset("write publish print pen sing recite perform quote cite describe announce".split())
SMALL_IN_TITLES = frozenset(
    "the and for but nor with from into over upon via not its our his her a an of or to in on by as".split()
)
MOST_WORDS_OF_TITLE = 3


def is_titled(page: Page, one: Marked) -> bool:
    """Tell a title by its place and its capitals: "on “Face the Nation”"."""
    return bool(_TITLE_PLACE.search(page.text[max(0, one.outer_start - 60) : one.outer_start])) and not (
        is_sentence_case(page, one)
    )


def is_sentence_case(page: Page, one: Marked) -> bool:
    """Tell whether a quotation is written like a sentence and not like a title."""
    text = page.text[one.start : one.end]
    if text.isupper() and " " in text and text.endswith((".", "!", "?")):
        # “THE SYSTEM IS RIGGED!”
        return True
    words = re.findall(r"[^\W\d_]{3,}", text)
    return any(word[0].islower() and word not in SMALL_IN_TITLES for word in words)
