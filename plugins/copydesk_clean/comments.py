"""Where the comments of readers stand below a story.

Comments are running text, and line by line they look like the story. What tells them is the heading above
them and the marks between them: names, stamps, buttons, numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from copydesk_clean.line_features import is_list_item, is_prose, is_sentence
from copydesk_clean.line_sections import has_stamp
from copydesk_clean.lines import Line

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_COUNT = rf"(?:\d[\d,.]*|{'|'.join(_NUMBERS)})"
_READERS = r"(?:(?:reader|user)s?['’]?\s+)?"
# Headings below which numbered entries are comments, by how many they count; and those that need more.
_COUNTED = re.compile(
    rf"(?P<count>{_COUNT})\s+{_READERS}(?:comments?|replies|reply)"
    rf"|{_READERS}comments\s*[:(\[]?\s*(?P<after>\d[\d,.]*)\s*[)\]]?",
    re.IGNORECASE,
)
# With the title of the story behind it there is no doubt.
_OF_TITLE = re.compile(
    rf"{_COUNT}\s+{_READERS}(?:comments?|responses?|replies|reply|thoughts?|reactions?)"
    r"\s+(?:on|to|for)\s*:?\s*[\"“”‘'«].+",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"{_READERS}comments|comments filter|reader interactions|discussion about this post"
    rf"|{_COUNT}\s+{_READERS}(?:responses?|thoughts?|reactions?)",
    re.IGNORECASE,
)
_ENDS = " \t\u00a0•*#=_-–—|:↓▼»>"
_LONGEST_HEADING = 150

# What stands between two comments and nowhere in a story; the button "Like" stands below stories too.
_BUTTON = re.compile(
    r"reply|report|permalink|flag|log in to reply|reply to .{1,40}|upvote|report (?:this )?(?:comment|abuse)"
    r"|yesterday|just now",
    re.IGNORECASE,
)
_LIKE = re.compile(r"like|quote|\d+ likes?|likes? \d+", re.IGNORECASE)
_SAYS = re.compile(r"\b(?:says|wrote|commented|replied)\s*:?$", re.IGNORECASE)
_BY = re.compile(
    r"(?:posted|submitted|comment)\s+by\b.*\d|by\b.*\(\s*\d+\s*\)|.*\(score:\s*-?\d|.*\bago\b", re.IGNORECASE
)
_MOST_WORDS_OF_A_MARK = 16
_FEWEST_MARKS = 2
# Lines of running text that a comment may have.
_LONGEST_COMMENT = 12
# Of the comments that a heading counts, so many are there: some are hidden, some have answers.
_LEAST_SHARE, _GREATEST_SHARE = 0.1, 2.0
_FEWEST_WORDS_SAID = 4
_FEWEST_PROSE_LINES = 2


def comment_thread(lines: Sequence[Line]) -> range:
    """Find the comments of readers, from their heading on to the end; an empty range if there are none.

    A page may count its comments above the story too, so the last heading that has comments below it
    decides, and the story must have begun before.

    Args:
        lines: The lines of the text.
    """
    below = _Below()
    for index in range(len(lines) - 1, 0, -1):
        text = lines[index].text
        if len(text) <= _LONGEST_HEADING and below.are_comments_under(text.strip(_ENDS)):
            is_below_story = sum(is_prose(line.text) for line in lines[:index]) >= _FEWEST_PROSE_LINES
            return range(index, len(lines)) if is_below_story else range(0)
        below.add(text)
        if below.prose > _LONGEST_COMMENT:
            break
    return range(0)


class _Below:
    """Counts what stands below a line, from the end of the text on upwards."""

    def __init__(self) -> None:
        self.marks = self.entries = self.sentences = 0
        # Lines of running text up to the next mark or entry.
        self.prose = 0
        # Marks that are no mere date, all and those below the first running text: a byline stands above it.
        self._telling = self.telling = 0
        self.begins_with_entry = False

    def add(self, text: str) -> None:
        """Count the line above those that were counted."""
        self.sentences += is_sentence(text) and len(text.split()) >= _FEWEST_WORDS_SAID
        self.begins_with_entry = is_list_item(text)
        if _is_mark(text):
            self.marks, self.prose = self.marks + 1, 0
            self._telling += _is_telling(text)
        elif self.begins_with_entry:
            self.entries, self.prose = self.entries + 1, 0
        elif is_prose(text):
            self.prose += 1
            self.telling = self._telling

    def are_comments_under(self, heading: str) -> bool:
        """Tell whether a line is the heading of comments, and what stands below it is comments."""
        counted, of_title = _COUNTED.fullmatch(heading), _OF_TITLE.fullmatch(heading)
        if not self.sentences or not (counted or of_title or _BARE.fullmatch(heading)):
            return False
        if of_title:
            return self.marks + self.entries > 0
        if counted and self.begins_with_entry and self._are_as_many(_number(counted)):
            return True
        return self.marks >= _FEWEST_MARKS and self.telling > 0

    def _are_as_many(self, number: int) -> bool:
        enough = _LEAST_SHARE * number <= min(self.sentences, self.entries)
        return enough and self.entries <= _GREATEST_SHARE * number


def _number(counted: re.Match[str]) -> int:
    count = counted["count"] or counted["after"]
    return _NUMBERS.get(count.casefold()) or int(re.sub(r"\D", "", count))


def _is_mark(text: str) -> bool:
    """Tell whether a line is what stands between two comments: a name with "says", a stamp, a button."""
    if len(text.split(maxsplit=_MOST_WORDS_OF_A_MARK)) > _MOST_WORDS_OF_A_MARK:
        return False
    if _is_telling(text) or _LIKE.fullmatch(text.strip(_ENDS)):
        return True
    return has_stamp(text) and not is_sentence(text)


def _is_telling(text: str) -> bool:
    """Tell a mark from a mere date, which a byline has too."""
    plain = text.strip(_ENDS)
    return bool(_BUTTON.fullmatch(plain) or _SAYS.search(plain) or _BY.match(plain))
