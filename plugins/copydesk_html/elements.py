"""HTML elements: their kinds, and the ones that are open while a page is read."""

from __future__ import annotations

from typing import NamedTuple


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Source: HTML Living Standard, section 15.3: elements that the default style sheet shows as
# blocks, as lists and as tables.
BLOCK_TAGS = _names("""
    address article aside audio blockquote body button canvas caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html iframe legend li
    main menu nav object ol optgroup option p pre search section select summary table tbody td tfoot th
    thead tr ul video
""")
# Source: the same, sections 4.12 and 13.1.2: what is not rendered, or is not text.
SKIPPED_TAGS = _names("""
    audio canvas head iframe math noscript object script select style svg template textarea title video
""")
VOID_TAGS = _names("area base br col embed hr img input link meta param source track wbr")
# What may stand in a head; anything else ends it.
HEAD_TAGS = _names("base link meta noscript script style template title")

# Where main text does not stand, if nothing else is known of a page.
FURNITURE_TAGS = _names("nav footer aside button form menu dialog figcaption")

# An element that directly holds one of these ends it without an end tag.
_PARAGRAPH = _names("p")
_CLOSES = {
    "li": _names("li p"),
    "td": _names("td th"),
    "th": _names("td th"),
    "tr": _names("tr td th"),
    "dt": _names("dt dd"),
    "dd": _names("dt dd"),
    "option": _names("option"),
}


_OUTSIDE = {"figcaption": "caption", "nav": "navigation"}
# What these are is asked of every block inside them.
_TELLING_TAGS = FURNITURE_TAGS | _names("li tr td th pre") | frozenset(_OUTSIDE)


def closed_by(tag: str) -> frozenset[str]:
    """Give the elements that the start of a block element ends when it stands in them."""
    return _CLOSES.get(tag, _PARAGRAPH)


class Surroundings(NamedTuple):
    """What the elements around a block make of it; shared by all that stand in the same ones.

    Attributes:
        item: The innermost list item.
        row: The innermost table row.
        cell: The innermost table cell.
        is_preformatted: Whether white space counts.
        outside: "caption" or "navigation" inside a figcaption or a nav.
        is_furniture: Whether one of the elements is for other things than main text.
    """

    item: Element | None = None
    row: Element | None = None
    cell: Element | None = None
    is_preformatted: bool = False
    outside: str = ""
    is_furniture: bool = False


class Element:
    """An open element. What is asked of the elements around it is worked out once, when it opens.

    Attributes:
        tag: Name of the element.
        names: What its class, id and role say, in lower case.
        parent: The element around it.
        depth: Number of elements around it.
        block: The innermost block element that it is or stands in.
        around: What it and the elements around it make of a block in it.
    """

    __slots__ = ("around", "block", "depth", "names", "parent", "tag")

    def __init__(self, tag: str, names: str, parent: Element | None) -> None:
        self.tag = tag
        self.names = names
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent is not None else 0
        self.block: Element = self if parent is None or tag in BLOCK_TAGS else parent.block
        around = parent.around if parent is not None else Surroundings()
        if tag in _TELLING_TAGS or "cookie" in names:
            around = self._inside(around)
        self.around: Surroundings = around

    def _inside(self, around: Surroundings) -> Surroundings:
        tag = self.tag
        return Surroundings(
            item=self if tag == "li" else around.item,
            row=self if tag == "tr" else around.row,
            cell=self if tag in ("td", "th") else around.cell,
            is_preformatted=around.is_preformatted or tag == "pre",
            outside=_OUTSIDE.get(tag) or around.outside,
            is_furniture=around.is_furniture or tag in FURNITURE_TAGS or "cookie" in self.names,
        )
