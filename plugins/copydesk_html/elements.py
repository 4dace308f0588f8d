"""Kinds of HTML elements, by name."""

from __future__ import annotations


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


def closed_by(tag: str) -> frozenset[str]:
    """Give the elements that the start of a block element ends when it stands in them."""
    return _CLOSES.get(tag, _PARAGRAPH)
