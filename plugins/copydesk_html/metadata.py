"""What a page says about itself: title, author, date, site, language, address, lead."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from copydesk_html.page import Page

# Source: schema.org, Article and its subtypes that news sites and blogs use.
_ARTICLES = frozenset(
    [
        *("Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle"),
        *("BlogPosting", "LiveBlogPosting", "Report", "ScholarlyArticle", "TechArticle"),
        *("AdvertiserContentArticle", "Review", "WebPage"),
    ]
)
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "title")
_AUTHORS = ("author", "article:author", "parsely-author", "dc.creator", "sailthru.author", "byl")
_LEADS = ("og:description", "description", "twitter:description", "dc.description")
_DATES = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "parsely-pub-date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "date",
    "sailthru.date",
)
_ISO_DATE = re.compile(r"\s*((?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))")
_TITLE_PARTS = re.compile(r"\s+[|\-–—:»·]\s+")
_MOST_VALUES = 2_000


def page_metadata(page: Page) -> dict[str, str]:
    """Read the metadata of a page; what it does not say is left out."""
    named = _named_values(page)
    articles = [*_articles(page)]
    site = named.get("og:site_name") or _first(_name(entry.get("publisher")) for entry in articles)
    site = site or named.get("application-name", "")
    found = {
        "title": _title(page, named, articles, site),
        "author": _author(named, articles),
        "date": _date(page, named, articles),
        "site": site,
        "language": page.language or named.get("og:locale", "").replace("_", "-"),
        "url": _address(page, named),
        "lead": _lead(named, articles),
    }
    return {key: plain(value) for key, value in found.items() if plain(value)}


def metadata_sources(page: Page, found: Mapping[str, str]) -> dict[str, list[int]]:
    """Give the `[start, end)` in the raw page of each value that stands there as it is.

    A value that was put together, or is written with references or escapes, has none.
    """
    headings = [block for block in page.blocks if block.element.tag == "h1"][:1]
    places = [(block.parts[0].start, block.parts[-1].end) for block in headings] + page.told[:_MOST_VALUES]
    sources: dict[str, list[int]] = {}
    for key, value in found.items():
        starts = (page.raw.find(value, *place) for place in places)
        start = next((start for start in starts if start >= 0), -1)
        if start >= 0:
            sources[key] = [start, start + len(value)]
    return sources


def plain(value: str) -> str:
    """Give a value in one line, without characters that cannot be written."""
    writable = value.encode("utf-8", "ignore").decode("utf-8")
    return " ".join(writable.replace("\x00", " ").split())


def _named_values(page: Page) -> dict[str, str]:
    values: dict[str, str] = {}
    for attributes in page.metas[:_MOST_VALUES]:
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        content = attributes.get("content", "").strip()
        if name and content:
            values.setdefault(name.strip().lower(), content)
    return values


def _title(page: Page, named: Mapping[str, str], articles: list[dict[str, Any]], site: str) -> str:
    headlines = (entry.get("headline") for entry in articles if entry.get("@type") != "WebPage")
    title = _first(value for value in headlines if isinstance(value, str))
    title = title or _first(named.get(name, "") for name in _TITLES)
    heading = next((block.text for block in page.blocks if block.element.tag == "h1"), "")
    title = title or heading or _first(page.titles)
    parts = _TITLE_PARTS.split(plain(title))
    if len(parts) > 1 and site and _letters(parts[-1]) == _letters(site):
        title = plain(title)[: plain(title).rindex(parts[-1])].rstrip(" |-–—:»·")
    return title


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _author(named: Mapping[str, str], articles: list[dict[str, Any]]) -> str:
    author = _first(_name(entry.get("author")) for entry in articles)
    values = (named.get(name, "") for name in _AUTHORS)
    return author or _first(value for value in values if not value.startswith(("http://", "https://", "@")))


def _lead(named: Mapping[str, str], articles: list[dict[str, Any]]) -> str:
    said = (entry.get("description") for entry in articles if entry.get("@type") != "WebPage")
    lead = _first(value for value in said if isinstance(value, str))
    return lead or _first(named.get(name, "") for name in _LEADS)


def _date(page: Page, named: Mapping[str, str], articles: list[dict[str, Any]]) -> str:
    published = (entry.get("datePublished") for entry in articles)
    values = [*(value for value in published if isinstance(value, str))]
    values += [named.get(name, "") for name in _DATES]
    values += page.times[:1]
    dates = (_ISO_DATE.match(value) for value in values)
    return next((date[1] for date in dates if date), "")


def _address(page: Page, named: Mapping[str, str]) -> str:
    canonical = (
        link.get("href", "")
        for link in page.links[:_MOST_VALUES]
        if "canonical" in link.get("rel", "").lower().split()
    )
    addresses = [*canonical, named.get("og:url", "")]
    return _first(address for address in addresses if address.startswith(("http://", "https://")))


def _articles(page: Page) -> Iterator[dict[str, Any]]:
    """Give the articles that JSON-LD describes, outermost first."""
    pending: list[Any] = []
    for data in page.data[:50]:
        try:
            pending.append(json.loads(data, strict=False))
        except (ValueError, RecursionError):
            continue
    seen = 0
    while pending and seen < _MOST_VALUES:
        seen += 1
        value = pending.pop(0)
        if isinstance(value, list):
            pending[:0] = _items(value)[:100]
        elif isinstance(value, dict):
            value = cast("dict[str, Any]", value)
            kind = value.get("@type")
            kinds = _items(kind) if isinstance(kind, list) else [kind]
            if any(isinstance(one, str) and one in _ARTICLES for one in kinds):
                yield {**value, "@type": kinds[0]}
            pending += [value[key] for key in ("@graph", "mainEntity") if key in value]


def _items(value: Any) -> list[Any]:
    return list(value)


def _name(value: Any) -> str:
    """Give the name of a person or an organisation, or the names of several."""
    if isinstance(value, str):
        return "" if value.startswith(("http://", "https://")) else value
    if isinstance(value, dict):
        return _name(cast("dict[str, Any]", value).get("name"))
    if isinstance(value, list):
        names = [_name(one) for one in _items(value)[:20]]
        return ", ".join(dict.fromkeys(filter(None, names)))
    return ""


def _first(values: Any) -> str:
    return next((value for value in values if value and value.strip()), "")
