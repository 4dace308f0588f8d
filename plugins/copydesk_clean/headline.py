"""The headline of a text, and the byline and date below it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from copydesk import Changes, Document, step
from copydesk_clean.datelines import byline_author, line_date, story_dateline
from copydesk_clean.furniture import furniture_reason
from copydesk_clean.line_features import has_cells, is_prose
from copydesk_clean.lines import Line, removal_edits, visible_lines

_FULL_STOPS = (".", ",", ";", ":", "…", "。", "،", "।", ".”", '."')
_LIST_MARK = re.compile(r"[-*•·‣▪●○>|#+]|\d{1,3}[.)]\s|[a-z][.)]\s")
# "News | Sport | Weather": entries of a menu.
_ENTRIES = re.compile(r"\s[|·•]\s")
_NOT_A_WORD = re.compile(r"[\W_]+")
_TITLE_PARTS = re.compile(r"\s+[|\-–—:»·]\s+")
_SHORTEST_CHARACTERS = 60
_LONGEST_CHARACTERS = 200
_LONGEST_WORDS = 28
# A headline stands at most so many lines above the story; between them are byline, date, caption.
_LINES_ABOVE = 7
# Of lines that were wrapped, few end with a sentence; of lines that are paragraphs, nearly all do.
_LINES_TO_JUDGE, _FEWEST_TO_JUDGE, _ENDED = 12, 3, 0.75
# A longer headline says more, up to this many words; menus and labels are shorter.
_TELLING_WORDS = 6


@dataclass
class _Heading:
    """What stands above the story: index of the headline, and what else was found."""

    headline: int | None = None
    reasons: dict[int, str] = field(default_factory=dict[int, str])
    meta: dict[str, str] = field(default_factory=dict[str, str])


@step(name="clean.headline", edits=True)
def find_headline(doc: Document, *, keep: bool = False) -> Changes:
    """Find the headline, and take it out of the text.

    The headline is a line without a final stop above the first paragraph. It becomes
    `meta.title`, unless the document has a title already; then a line above the story that says
    the same as the title is taken for the headline. A byline and a date between headline and story
    become `meta.author` and `meta.date`. The lines are removed, with the reasons `headline` and
    `byline`. A dateline that opens the story ("HAMBURG, May 4 (Reuters) —") becomes `meta.dateline`
    and stays in the text. A text of which no line is a paragraph has no headline.

    Example:
        steps:
          - clean.headline: {keep: true}

    Args:
        doc: The document to clean.
        keep: Keep the lines in the text; the metadata is set all the same.
    """
    lines = visible_lines(doc.text)
    heading = _find_heading(lines, doc.meta.get("title"))
    meta = {key: value for key, value in heading.meta.items() if value and not doc.meta.get(key)}
    reasons: Mapping[int, str] = {}
    if heading.headline is not None and not keep:
        reasons = {**heading.reasons, heading.headline: "headline"}
    return Changes(edits=[*removal_edits(lines, reasons, len(doc.text))], meta=meta)


def _find_heading(lines: Sequence[Line], title: object) -> _Heading:
    heading = _Heading()
    story = _story_start(lines)
    above = range(max(0, story - _LINES_ABOVE), story)
    candidates: list[int] = []
    bylines: list[int] = []
    for index in above:
        text = lines[index].text
        if byline_author(text) or line_date(text):
            bylines += [index] if candidates else []
        elif furniture_reason(text) is None and _looks_like_headline(text):
            candidates.append(index)
    if isinstance(title, str) and title.strip():
        candidates = [index for index in candidates if _says_the_same(lines[index].text, title)]
    if candidates and _is_set_apart(lines, candidates, story):
        heading.headline = max(candidates, key=lambda index: (_telling(lines[index].text), -index))
        heading.meta["title"] = " ".join(lines[heading.headline].text.split())
        for index in bylines:
            heading.reasons[index] = "byline"
            found = {"author": byline_author(lines[index].text), "date": line_date(lines[index].text)}
            heading.meta.update({key: value for key, value in found.items() if value})
    if lines:
        heading.meta["dateline"] = story_dateline(lines[story].text)
    return heading


def _story_start(lines: Sequence[Line]) -> int:
    """Find the first paragraph that is no notice of the page."""
    for index, line in enumerate(lines):
        if _is_story(line.text) and furniture_reason(line.text) is None:
            return index
    return 0


def _is_no_story(text: str) -> bool:
    return bool(byline_author(text) or line_date(text) or furniture_reason(text))


def _is_story(text: str) -> bool:
    return len(text) >= _SHORTEST_CHARACTERS and (is_prose(text) or _ends_as_sentence(text))


def _ends_as_sentence(text: str) -> bool:
    return text.rstrip("\"'”’»)]").endswith((".", "。", "।", "؟", "…"))


def _looks_like_headline(line: str) -> bool:
    if len(line) > _LONGEST_CHARACTERS or line.endswith(_FULL_STOPS):
        return False
    if _LIST_MARK.match(line) or has_cells(line) or len(_ENTRIES.findall(line)) > 1:
        return False
    words = line.split()
    if len(words) > _LONGEST_WORDS or not any(character.isalpha() for character in line):
        return False
    first = next(character for character in line if character.isalnum())
    if first.islower():
        return False
    # Scripts without spaces between words: length in characters tells.
    return len(words) >= 2 or (not line.isascii() and len(line) >= 6)


def _telling(line: str) -> int:
    words = len(line.split())
    return min(words if line.isascii() or words > 1 else len(line) // 2, _TELLING_WORDS)


def _is_set_apart(lines: Sequence[Line], candidates: Sequence[int], story: int) -> bool:
    """Tell whether what may be the headline is no line of the story that was wrapped by hand.

    A blank line follows it, or a byline or a notice of the page, or a plainly longer line; or the story
    has a line for each paragraph.
    """
    if any(line.breaks_before > 1 for line in lines[candidates[0] + 1 : story + 1]):
        return True
    if any(_is_no_story(line.text) for line in lines[candidates[0] + 1 : story]):
        return True
    ended = [_ends_as_sentence(line.text) for line in lines[story : story + _LINES_TO_JUDGE]]
    if len(ended) >= _FEWEST_TO_JUDGE and sum(ended) >= _ENDED * len(ended):
        return True
    return len(lines[story].text) > 1.5 * max(len(lines[index].text) for index in candidates)


def _says_the_same(line: str, title: str) -> bool:
    """Compare a line with a title, which may have the name of the site at one end."""
    heading, whole = _letters(line), _letters(title)
    if heading == whole:
        return bool(heading)
    parts = [_letters(part) for part in _TITLE_PARTS.split(title)]
    return len(heading) >= 10 and heading in parts


def _letters(text: str) -> str:
    return _NOT_A_WORD.sub("", text.casefold())
