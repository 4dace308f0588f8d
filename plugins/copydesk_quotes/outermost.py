"""Which of two quotes counts when one stands inside the other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from copydesk import Document, Quote


def outermost(document: Document, quotes: Sequence[Quote], phrases: Collection[str]) -> Iterator[Quote]:
    """Leave out the quotes that stand inside others, so that no word is said by two.

    Of "Weber said the dam was old, according to two aides" the inner one counts: the phrase only tells
    from whom the writer has it.

    Args:
        document: Where the quotes stand.
        quotes: In any order.
        phrases: Cues that are phrases, in small letters: "according to".

    Returns:
        The quotes that stay, in order of their start.
    """
    ordered = sorted(quotes, key=lambda quote: (quote.start, -quote.end))
    reach = -1
    for number, quote in enumerate(ordered):
        if quote.end <= reach or _only_relays(document, quote, ordered[number + 1 :], phrases):
            continue
        yield quote
        reach = quote.end


def _only_relays(
    document: Document, quote: Quote, following: Sequence[Quote], phrases: Collection[str]
) -> bool:
    """Tell whether a phrase relays what is mostly one statement of somebody else's."""
    if quote.cue is None or document.text_of(quote.cue).lower() not in phrases:
        return False
    for inner in following:
        if inner.start >= quote.end:
            return False
        told = inner.cue is not None and quote.start <= inner.cue.start < inner.cue.end <= quote.end
        if told and inner.speaker is not None and inner.end <= quote.end:
            return 2 * len(document.text_of(inner).split()) >= len(document.text_of(quote).split())
    return False
