"""What the model looks at: numbers that describe each block of a page."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from copydesk_html.elements import Element
from copydesk_html.page import Block, Page
from copydesk_html.words import PageWords

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
_NAME_KINDS = [(name, kind) for kind, group in enumerate(_NAMES, len(_PLACES)) for name in group]
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
_TAG_NUMBERS = {tag: float(number) for number, tag in enumerate(_TAGS)}
_CLOSING = "\"'”’)]»"
_STOPS = tuple(".!?…")
# The beginning of a text tells enough of its letters.
_HEAD = 100
_NEIGHBOURS = (-2, -1, 1, 2)
_NEIGHBOUR_FEATURES = 6
_LEVELS = (0, 1, 2, 4)
_NEAR = (-2, -1, 1, 2)
_LONGEST_TITLE = 500
_HEADING_WORDS = 60


def block_features(page: Page, words: PageWords) -> list[list[float]]:
    """Describe each block of a page."""
    counts = [high - low for low, high in pairwise(words.first)]
    texts = [block.text.strip() for block in page.blocks]
    own = [_own_features(*each) for each in zip(page.blocks, texts, counts, strict=True)]
    around = _containers(page.blocks, counts)
    positions = _positions(page, words, texts, counts)
    places = _Places()
    reach = max(_NEIGHBOURS)
    nothing = [[-1.0] * _NEIGHBOUR_FEATURES] * reach
    near = [*nothing, *(row[:_NEIGHBOUR_FEATURES] for row in own), *nothing]
    rows: list[list[float]] = []
    for index, block in enumerate(page.blocks):
        row = own[index] + places.features(block.element) + around[index] + positions[index]
        for shift in _NEIGHBOURS:
            row += near[index + reach + shift]
        rows.append(row)
    return rows


def _own_features(block: Block, text: str, count: int) -> list[float]:
    length = len(text) or 1
    head = text[:_HEAD]
    # Two marks in a row count once each: only the measure matters.
    marks = text.count(",") + text.count(". ") + text.count("; ")
    return [
        float(count),
        min(1.0, block.link_characters / length),
        float(text.rstrip(_CLOSING).endswith(_STOPS)),
        float(marks),
        sum(map(str.isupper, head)) / min(_HEAD, length),
        _TAG_NUMBERS.get(block.element.tag, -1.0),
        float(length),
        sum(map(str.isdigit, head)) / min(_HEAD, length),
        float(text[:1].islower()),
        float(block.broken),
        float(text.endswith(":")),
    ]


class _Places:
    """Where elements stand: how many elements up the nearest one of each kind and name is."""

    def __init__(self) -> None:
        # Depth of the nearest one, by kind; elements that tell nothing new share their parent's.
        self.known: dict[Element, list[float]] = {}

    def features(self, element: Element) -> list[float]:
        """Describe the place of a block in this element."""
        depth = element.depth
        row = [depth - near for near in self._nearest(element)]
        row.append(float(min(depth, _FAR)))
        return row

    def _nearest(self, element: Element) -> list[float]:
        path: list[Element] = []
        at: Element | None = element
        while at is not None and at not in self.known:
            path.append(at)
            at = at.parent
        found = self.known[at] if at is not None else [-_FAR] * (len(_PLACES) + len(_NAMES))
        for one in reversed(path):
            kinds = _kinds(one.tag, one.names)
            if kinds:
                found = found.copy()
                for kind in kinds:
                    found[kind] = one.depth
            self.known[one] = found
        return found


@functools.lru_cache(maxsize=8192)
def _kinds(tag: str, names: str) -> tuple[int, ...]:
    """Give the numbers of the kinds that a tag and its class, id and role belong to."""
    place = (_PLACES.index(tag),) if tag in _PLACES else ()
    return place if not names else (*place, *{kind for name, kind in _NAME_KINDS if name in names})


def _containers(blocks: Sequence[Block], counts: Sequence[int]) -> list[list[float]]:
    """Describe elements around each block: words, share of links, blocks, words a block."""
    paths = [_path(block.element) for block in blocks]
    sums: dict[Element, list[float]] = {}
    for block, path, count in zip(blocks, paths, counts, strict=True):
        links, length = block.link_characters, len(block.text)
        for element in path:
            total = sums.get(element)
            if total is None:
                sums[element] = [count, links, length, 1.0]
            else:
                total[0] += count
                total[1] += links
                total[2] += length
                total[3] += 1.0
    described = {
        element: [words, min(1.0, links / (length or 1.0)), number, words / number]
        for element, (words, links, length, number) in sums.items()
    }
    return [[value for element in _levels(path) for value in described[element]] for path in paths]


def _path(element: Element) -> list[Element]:
    """Give an element and those around it, as many as are looked at."""
    path = [element]
    at = element.parent
    while at is not None and len(path) <= _LEVELS[-1]:
        path.append(at)
        at = at.parent
    return path


def _levels(path: Sequence[Element]) -> list[Element]:
    last = len(path) - 1
    return [path[min(level, last)] for level in _LEVELS]


def _positions(
    page: Page, words: PageWords, texts: Sequence[str], counts: Sequence[int]
) -> list[list[float]]:
    title = {*words.numbers_of(" ".join(page.titles)[:_LONGEST_TITLE])}
    repeats = Counter(texts)
    total = float(max(1, sum(counts)))
    rows: list[list[float]] = []
    before = 0
    for index, (text, count) in enumerate(zip(texts, counts, strict=True)):
        likeness = 0.0
        if count < _HEADING_WORDS and title:
            own = {*words.numbers[before : before + count]}
            likeness = len(own & title) / len(own | title)
        rows.append([before / total, index / len(texts), total, float(min(repeats[text], 5)), likeness])
        before += count
    return rows


def vote_features(page: Page, words: PageWords, shares: Sequence[float]) -> list[list[float]]:
    """Describe what an extractor made of each block and of those around it.

    Args:
        page: The page.
        words: Its words.
        shares: Share of each block's words that the extractor took.
    """
    counts = [high - low for low, high in pairwise(words.first)]
    around = _taken_around(page.blocks, counts, shares)
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
            *around[index],
        ]
        for index, share in enumerate(shares)
    ]


def _taken_around(
    blocks: Sequence[Block], counts: Sequence[int], shares: Sequence[float]
) -> list[list[float]]:
    """Give the share of words that the extractor took, of the elements around each block."""
    paths = [_path(block.element) for block in blocks]
    words: Counter[Element] = Counter()
    taken: dict[Element, float] = {}
    for path, count, share in zip(paths, counts, shares, strict=True):
        for element in path:
            words[element] += count
            taken[element] = taken.get(element, 0.0) + share * count
    return [[taken[element] / (words[element] or 1) for element in _levels(path)] for path in paths]


def _distances(shares: Sequence[float]) -> list[float]:
    """Give the number of blocks since one that the extractor took."""
    rows: list[float] = []
    distance = _FAR
    for share in shares:
        rows.append(distance)
        distance = 0.0 if share >= 0.5 else min(_FAR, distance + 1)
    return rows
