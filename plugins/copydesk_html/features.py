"""What the model looks at: numbers that describe each block of a page."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from copydesk_html.page import Block, Element, Page
from copydesk_html.words import PageWords, split_words

# Elements that tell where on a page a block stands.
_PLACES = (
    *("article", "main", "header", "footer", "nav", "aside", "form", "table", "li", "blockquote"),
    *("figure", "figcaption", "section", "pre"),
)
# What classes, ids and roles say. Source: own compilation.
_NAMES = (
    ("article", "story", "post-body", "postbody", "entry", "rich-text", "richtext", "prose"),
    ("comment", "disqus", "respond", "reply", "discussion"),
    ("share", "social", "follow", "sharing"),
    ("related", "recommend", "popular", "trending", "read-next", "latest", "recent", "similar", "suggest"),
    ("sidebar", "side-bar", "widget", "aside", "rail"),
    ("foot", "bottom", "copyright", "legal"),
    ("header", "masthead", "topbar", "top-bar", "banner", "hero"),
    ("nav", "menu", "breadcrumb", "pagination", "pager"),
    ("promo", "sponsor", "advert", "affiliate", "cta", "offer", "call-to"),
    ("newsletter", "subscribe", "signup", "sign-up", "form", "popup", "modal"),
    ("cookie", "consent", "gdpr", "privacy"),
    ("author", "byline", "bio", "contributor", "profile"),
    ("meta", "date", "publish", "tags", "category", "topic"),
    ("caption", "credit", "image", "photo", "gallery"),
    ("toc", "table-of-contents", "contents"),
    ("card", "teaser", "grid", "tile", "carousel", "slider"),
    ("hidden", "sr-only", "visually", "screen-reader", "skip"),
)
_FAR = 99.0
_TAGS = (
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "td",
    "th",
    "blockquote",
    "section",
    "dd",
    "pre",
)
_CLOSING = "\"'”’)]»"
_STOPS = tuple(".!?…")
_NEIGHBOURS = (-2, -1, 1, 2)
_NEIGHBOUR_FEATURES = 6
_LEVELS = (0, 1, 2, 4)
_NEAR = (-2, -1, 1, 2)


def block_features(page: Page, words: PageWords, shares: Sequence[float] | None) -> list[list[float]]:
    """Describe each block of a page.

    Args:
        page: The page.
        words: Its words.
        shares: Share of each block's words that the extractor took; None without an extractor.
    """
    counts = [high - low for low, high in pairwise(words.first)]
    own = [_own_features(block, count) for block, count in zip(page.blocks, counts, strict=True)]
    around = _containers(page.blocks, counts, shares)
    positions = _positions(page, counts)
    places = _Places()
    rows = [
        own[index]
        + places.features(block.element)
        + around[index]
        + positions[index]
        + _neighbours(own, index, _NEIGHBOURS)
        for index, block in enumerate(page.blocks)
    ]
    if shares is not None:
        extra = _share_features(shares, counts)
        rows = [row + more for row, more in zip(rows, extra, strict=True)]
    return rows


def _own_features(block: Block, count: int) -> list[float]:
    text = block.text.strip()
    length = max(1, len(text))
    tag = block.element.tag
    # Two marks in a row count once each: only the measure matters.
    marks = text.count(",") + text.count(". ") + text.count("; ")
    return [
        float(count),
        min(1.0, block.link_characters / length),
        float(text.rstrip(_CLOSING).endswith(_STOPS)),
        float(marks),
        sum(map(str.isupper, text[:200])) / min(200, length),
        float(_TAGS.index(tag) if tag in _TAGS else -1),
        float(length),
        sum(map(str.isdigit, text[:200])) / min(200, length),
        float(text[:1].islower()),
        float(block.broken),
        float(text.endswith(":")),
    ]


def _neighbours(own: Sequence[list[float]], index: int, shifts: Sequence[int]) -> list[float]:
    row: list[float] = []
    for shift in shifts:
        other = index + shift
        inside = 0 <= other < len(own)
        row += own[other][:_NEIGHBOUR_FEATURES] if inside else [-1.0] * _NEIGHBOUR_FEATURES
    return row


class _Places:
    """Where elements stand, each worked out once."""

    def __init__(self) -> None:
        self.known: dict[int, list[float]] = {}

    def features(self, element: Element) -> list[float]:
        """Tell how many elements up the nearest one of each kind and name is."""
        path: list[Element] = []
        at: Element | None = element
        while at is not None and id(at) not in self.known:
            path.append(at)
            at = at.parent
        found = self.known[id(at)] if at is not None else [_FAR] * (len(_PLACES) + len(_NAMES)) + [0.0]
        for one in reversed(path):
            # How many elements up the nearest one is that is called so.
            found = [value + 1.0 if value < _FAR else _FAR for value in found]
            if one.tag in _PLACES:
                found[_PLACES.index(one.tag)] = 0.0
            for index in _named(one.names):
                found[len(_PLACES) + index] = 0.0
            self.known[id(one)] = found
        return found


@functools.lru_cache(maxsize=4096)
def _named(names: str) -> tuple[int, ...]:
    if not names.strip():
        return ()
    return tuple(index for index, group in enumerate(_NAMES) if any(name in names for name in group))


def _containers(
    blocks: Sequence[Block], counts: Sequence[int], shares: Sequence[float] | None
) -> list[list[float]]:
    """Describe elements around each block: words, links, blocks, and what the extractor took."""
    sums: dict[int, list[float]] = {}
    paths: list[list[list[float]]] = []
    for index, block in enumerate(blocks):
        path: list[list[float]] = []
        element: Element | None = block.element
        while element is not None and len(path) <= _LEVELS[-1]:
            total = sums.get(id(element))
            if total is None:
                total = sums[id(element)] = [0.0, 0.0, 0.0, 0.0, 0.0]
            path.append(total)
            total[0] += counts[index]
            total[1] += block.link_characters
            total[2] += len(block.text)
            total[3] += 1
            total[4] += shares[index] * counts[index] if shares is not None else 0.0
            element = element.parent
        paths.append(path)
    described = {id(total): _described(total, shares is not None) for total in sums.values()}
    return [
        [value for level in _LEVELS for value in described[id(path[min(level, len(path) - 1)])]]
        for path in paths
    ]


def _described(total: Sequence[float], with_share: bool) -> list[float]:
    words, links, characters, number, taken = total
    row = [words, min(1.0, links / max(1.0, characters)), number, words / number]
    return [*row, taken / max(1.0, words)] if with_share else row


def _positions(page: Page, counts: Sequence[int]) -> list[list[float]]:
    title = {*split_words(" ".join(page.titles)[:500].casefold())}
    repeats = Counter(block.text.strip() for block in page.blocks)
    total = max(1, sum(counts))
    rows: list[list[float]] = []
    before = 0
    for index, block in enumerate(page.blocks):
        likeness = _likeness(block.text, title) if counts[index] < 60 else 0.0
        repeated = min(repeats[block.text.strip()], 5)
        place = index / len(page.blocks)
        rows.append([before / total, place, float(total), float(repeated), likeness])
        before += counts[index]
    return rows


def _likeness(text: str, title: set[str]) -> float:
    words = {*split_words(text.casefold())}
    return len(words & title) / max(1, len(words | title))


def _share_features(shares: Sequence[float], counts: Sequence[int]) -> list[list[float]]:
    taken = [index for index, share in enumerate(shares) if share >= 0.5]
    first, last = (taken[0], taken[-1]) if taken else (len(shares), -1)
    all_taken = sum(share * count for share, count in zip(shares, counts, strict=True))
    portion = all_taken / max(1, sum(counts))
    before = _distances(shares)
    after = _distances(shares[::-1])[::-1]
    return [
        [
            share,
            *(shares[index + s] if 0 <= index + s < len(shares) else -1.0 for s in _NEAR),
            before[index],
            after[index],
            float(index - first),
            float(last - index),
            all_taken,
            portion,
        ]
        for index, share in enumerate(shares)
    ]


def _distances(shares: Sequence[float]) -> list[float]:
    """Give the number of blocks since one that the extractor took."""
    rows: list[float] = []
    distance = _FAR
    for share in shares:
        rows.append(distance)
        distance = 0.0 if share >= 0.5 else min(_FAR, distance + 1)
    return rows
