"""A document as a person wants to look at it: headline, summary, who said what, names."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, cast

from copydesk.document import Document
from copydesk.layers import ENTITIES, QUOTES, SUMMARY, Quote, Span

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

WIDTH_IN_A_PIPE = 100
LABELS = {"PERSON": "People", "ORG": "Organisations", "LOC": "Places"}


class PageWriter:
    """The page for people.

    Args:
        width: Columns of the terminal; 100 elsewhere.
        color: Whether to colour.
    """

    name = "text"
    suffix = ".txt"

    def __init__(self, width: int = WIDTH_IN_A_PIPE, *, color: bool = False) -> None:
        self.width = width
        self.color = color

    def encode(self, document: Document) -> bytes:
        """Give the page of one document, UTF-8, with an empty line after it."""
        return _Page(self.width, color=self.color).text(document).encode("utf-8", errors="replace")


class _Page:
    def __init__(self, width: int, *, color: bool) -> None:
        from rich.console import Console

        self.console: Console = Console(
            file=io.StringIO(),
            highlight=False,
            markup=False,
            emoji=False,
            width=width,
            force_terminal=color,
            no_color=not color,
            legacy_windows=False,
        )

    def text(self, document: Document) -> str:
        self._headline(document)
        shown = [self._summary(document), self._quotes(document), self._entities(document)]
        if not any(shown):
            self._text(document)
        self._removed(document)
        self.console.print()
        return cast("io.StringIO", self.console.file).getvalue()

    def _headline(self, document: Document) -> None:
        title = str(document.meta.get("title") or document.id)
        self.console.print(title, style="bold")
        facts = [
            document.source.uri,
            *(str(document.meta[key]) for key in ("author", "date") if document.meta.get(key)),
        ]
        self.console.print(" · ".join(dict.fromkeys(facts)), style="dim")

    def _summary(self, document: Document) -> bool:
        if SUMMARY not in document or not document[SUMMARY]:
            return False
        self._section("Summary")
        for sentence in document[SUMMARY]:
            self._item(_flat(document.text_of(sentence)))
        return True

    def _quotes(self, document: Document) -> bool:
        if QUOTES not in document:
            return False
        self._section(f"Who said what ({len(document[QUOTES])})")
        for quote in document[QUOTES]:
            self._item(_flat(document.text_of(quote)), *_who(quote, document))
        return True

    def _entities(self, document: Document) -> bool:
        if ENTITIES not in document:
            return False
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for entity in document[ENTITIES]:
            counts[entity.label][_flat(entity.name)] += 1
        for label in sorted(counts, key=lambda label: ([*LABELS, label].index(label), label)):
            names = counts[label].most_common()
            self._section(f"{LABELS.get(label, label)} ({len(names)})")
            self._item(", ".join(f"{name} {count}" if count > 1 else name for name, count in names))
        return True

    def _text(self, document: Document) -> None:
        self.console.print()
        self.console.print(document.text.strip())

    def _removed(self, document: Document) -> None:
        from rich.text import Text

        if document.removed:
            reasons = Counter(removed.reason for removed in document.removed)
            listed = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
            self.console.print()
            self._wrapped(Text(f"Taken out: {listed}", style="dim"), "")

    def _section(self, title: str) -> None:
        self.console.print()
        self.console.print(title, style="bold cyan")

    def _item(self, text: str, head: str = "", tail: str = "") -> None:
        from rich.text import Text

        line = Text.assemble(
            (f"{head}: " if head else "", "bold"), text, (f"  {tail}" if tail else "", "dim")
        )
        self._wrapped(line, "  ")

    def _wrapped(self, line: Text, indent: str) -> None:
        from rich.text import Text

        for part in line.wrap(self.console, self.console.width - len(indent)):
            part.rstrip()
            self.console.print(Text(indent) + part)


def _who(quote: Quote, document: Document) -> tuple[str, str]:
    """Name the speaker, and tell the kind of quote with its cue."""
    if quote.speaker is None:
        speaker = "nobody named"
    else:
        words = _flat(document.text_of(quote.speaker))
        name = _flat(quote.speaker.name)
        # "he" is no word of "The mayor".
        speaker = name if f" {words} " in f" {name} " else f"{name} ({words})"
    facts = [quote.kind, *([_flat(document.text_of(quote.cue))] if isinstance(quote.cue, Span) else [])]
    return speaker, f"[{', '.join(facts)}]"


def _flat(text: Any) -> str:
    return " ".join(str(text).split())
