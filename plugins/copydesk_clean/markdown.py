"""The marks of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk import Changes, Document, Edit, step

# Source: CommonMark 0.31, sections 4.1 to 4.7, 5.1 and 6.1 to 6.4; the common forms of each.
_HEADING = re.compile(r"[ ]{0,3}(?P<marks>#{1,6})[ \t]+(?P<text>.*?)(?P<closing>[ \t]*#*[ \t]*)$")
_RULE = re.compile(r"[ ]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_REFERENCE = re.compile(r"[ ]{0,3}\[[^\]]+\]:[ \t]+\S+.*$")
_FENCE = re.compile(r"[ ]{0,3}(?:```|~~~)")
_QUOTE = re.compile(r"[ ]{0,3}(?:>[ ]?)+")
_TARGET = r"\((?:[^()\s]|\([^()\s]*\))*(?:[ \t]+(?:\"[^\"]*\"|'[^']*'))?\)"
_IMAGE = re.compile(rf"!\[(?P<text>[^\]]*)\]{_TARGET}")
_LINK_END = rf"\]{_TARGET}|\]\[[^\]]*\]"
_LINK = re.compile(rf"(?<!!)(?P<before>\[)(?P<text>[^\[\]]+)(?P<after>{_LINK_END})")
_AUTOLINK = re.compile(r"(?P<before><)(?P<text>(?:https?://|mailto:)[^>\s]+)(?P<after>>)")
_STRONG = re.compile(r"(?P<before>\*\*|__)(?=\S)(?P<text>[^*_\n]+?)(?<=\S)(?P<after>(?P=before))")
_EMPHASIS = re.compile(
    r"(?<![\w*_])(?P<before>[*_])(?=[^\s*_])(?P<text>[^*_\n]+?)(?<=[^\s*_])(?P<after>(?P=before))(?![\w*_])"
)
_CODE = re.compile(r"(?P<before>`+)(?P<text>[^`\n]+)(?P<after>(?P=before))")
_INLINE = (_LINK, _AUTOLINK, _STRONG, _EMPHASIS, _CODE)
# A line of nothing but links: a menu.
_BETWEEN = r"[\s|·•*/-]*"
_LINKS_ONLY = re.compile(rf"{_BETWEEN}(?:\[[^\[\]]+(?:{_LINK_END}){_BETWEEN}){{2,}}$")


@step(name="clean.markdown", edits=True)
def strip_markdown(doc: Document) -> Changes:
    """Take the marks of Markdown out of a text: headings, links, emphasis, quotations, pictures.

    It works on documents of the media type `text/markdown` only. The first heading becomes
    `meta.title`. A line of nothing but links is a menu, and is removed with the reason
    `navigation`; a picture is removed with the reason `caption`. What stays is a copy, so that
    every character keeps its place in the source.

    Example:
        steps:
          - clean.markdown
    """
    if doc.source.media_type != "text/markdown":
        return Changes()
    edits: list[Edit] = []
    title = ""
    in_code = False
    for match in re.finditer(r"[^\n]+", doc.text):
        line, start = match[0].rstrip("\r"), match.start()
        if _FENCE.match(line):
            in_code = not in_code
            edits.append(Edit(start, start + len(line)))
            continue
        if in_code:
            continue
        heading = _HEADING.match(line)
        if heading and not title:
            title = _plain(heading["text"])
        edits += _line_edits(line, start, heading)
    meta = {} if doc.meta.get("title") or not title else {"title": title}
    return Changes(edits=edits, meta=meta)


def _line_edits(line: str, start: int, heading: re.Match[str] | None) -> Iterator[Edit]:
    if _RULE.match(line) or _REFERENCE.match(line):
        yield Edit(start, start + len(line))
        return
    if _LINKS_ONLY.match(line):
        yield Edit(start, start + len(line), "", "navigation")
        return
    gone = set(_inline_marks(line))
    if heading:
        gone |= {*range(heading.start("text")), *range(*heading.span("closing"))}
    elif quote := _QUOTE.match(line):
        gone |= {*range(quote.end())}
    pictures = [match.span() for match in _IMAGE.finditer(line)]
    for first, last in pictures:
        gone -= {*range(first, last)}
        yield Edit(start + first, start + last, "", "caption")
    for first, last in _runs(sorted(gone)):
        yield Edit(start + first, start + last)


def _inline_marks(line: str) -> Iterator[int]:
    """Give the places of the marks around links, emphasis and code."""
    for pattern in _INLINE:
        for match in pattern.finditer(line):
            yield from range(*match.span("before"))
            yield from range(*match.span("after"))


def _plain(text: str) -> str:
    gone = {*_inline_marks(text)}
    return " ".join("".join(c for at, c in enumerate(text) if at not in gone).split())


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    first = last = -1
    for place in places:
        if place != last:
            if first >= 0:
                yield first, last
            first = place
        last = place + 1
    if first >= 0:
        yield first, last
