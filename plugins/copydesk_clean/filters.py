"""Filters: documents that are no prose worth keeping are dropped, each with its reason.

Source of the default figures: Rae et al., "Scaling Language Models: Methods, Analysis & Insights
from Training Gopher" (2021), appendix A.1.1, table A1, unless said otherwise.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from copydesk import Changes, Document, step
from copydesk_clean.line_features import is_list_item
from copydesk_clean.lines import visible_lines

Share = Annotated[float, Field(ge=0, le=1)]

STOP_WORDS = ("the", "be", "to", "of", "and", "that", "have", "with")
_AROUND_WORDS = string.punctuation + "\u2018\u2019\u201c\u201d\u2026"

_PARAGRAPH_GAP = re.compile(r"\n[^\S\n]*\n\s*")
# The largest share of the characters that the commonest run of so many words may have.
_TOP_RUNS = {2: 0.20, 3: 0.18, 4: 0.16}
# The largest share of the characters that are in runs of so many words that occur before.
_REPEATED_RUNS = {5: 0.15, 6: 0.14, 7: 0.13, 8: 0.12, 9: 0.11, 10: 0.10}


@step(name="clean.length")
def drop_by_length(
    doc: Document,
    *,
    min_words: Annotated[int, Field(ge=0)] = 50,
    max_words: Annotated[int, Field(ge=1)] = 100_000,
    min_characters: Annotated[int, Field(ge=0)] = 0,
) -> Changes:
    """Drop documents that are too short or too long. The text is not changed.

    The reasons are `too-short` and `too-long`. Words are what white space parts; for scripts
    without spaces set `min_words: 0` and count characters.

    Example:
        steps:
          - clean
          - clean.length: {min_words: 100}

    Args:
        doc: The document to judge.
        min_words: Documents with fewer words are dropped.
        max_words: Documents with more words are dropped.
        min_characters: Documents with fewer characters are dropped.
    """
    words = len(doc.text.split())
    if words < min_words or len(doc.text) < min_characters:
        return Changes(drop="too-short")
    return Changes(drop="too-long") if words > max_words else Changes()


@step(name="clean.symbols")
def drop_by_symbols(
    doc: Document,
    *,
    max_symbols: Share = 0.1,
    min_alphabetic: Share = 0.8,
    max_list_lines: Share = 0.9,
    max_ellipsis_lines: Share = 0.3,
) -> Changes:
    """Drop documents that are made of symbols, lists or cut lines. The text is not changed.

    The reasons are `too-many-symbols`, `too-few-letters`, `too-many-list-items` and
    `too-many-cut-lines`. An empty document stays; `clean.length` is for those.

    Example:
        steps:
          - clean
          - clean.symbols: {max_list_lines: 0.5}

    Args:
        doc: The document to judge.
        max_symbols: Number signs and ellipses for each word.
        min_alphabetic: Share of the words that have a letter.
        max_list_lines: Share of the lines that begin as a list item.
        max_ellipsis_lines: Share of the lines that end in an ellipsis.
    """
    words = doc.text.split()
    if not words:
        return Changes()
    symbols = doc.text.count("#") + doc.text.count("…") + doc.text.count("...")
    lines = [line.text for line in visible_lines(doc.text)]
    if symbols / len(words) > max_symbols:
        return Changes(drop="too-many-symbols")
    if sum(any(map(str.isalpha, word)) for word in words) / len(words) < min_alphabetic:
        return Changes(drop="too-few-letters")
    if sum(map(is_list_item, lines)) / len(lines) > max_list_lines:
        return Changes(drop="too-many-list-items")
    if sum(line.endswith(("…", "...")) for line in lines) / len(lines) > max_ellipsis_lines:
        return Changes(drop="too-many-cut-lines")
    return Changes()


@step(name="clean.words")
def drop_by_words(
    doc: Document,
    *,
    min_mean_length: Annotated[float, Field(ge=0)] = 3,
    max_mean_length: Annotated[float, Field(ge=0)] = 10,
    stop_words: tuple[str, ...] = STOP_WORDS,
    min_stop_words: Annotated[int, Field(ge=0)] = 2,
) -> Changes:
    """Drop documents whose words are not those of running text. The text is not changed.

    The reasons are `odd-word-length` and `too-few-stop-words`. An empty document stays;
    `clean.length` is for those.

    Example:
        steps:
          - clean
          - clean.words: {stop_words: [der, die, das, und, ist, nicht]}

    Args:
        doc: The document to judge.
        min_mean_length: Code points of a word, on the average.
        max_mean_length: Code points of a word, on the average.
        stop_words: Words that running text has, in lower case; by default English ones.
        min_stop_words: How many words of the text must be among them.
    """
    words = doc.text.split()
    if not words:
        return Changes()
    if not min_mean_length <= sum(map(len, words)) / len(words) <= max_mean_length:
        return Changes(drop="odd-word-length")
    wanted = frozenset(stop_words)
    found = sum(word.strip(_AROUND_WORDS).lower() in wanted for word in words)
    return Changes(drop="too-few-stop-words" if found < min_stop_words else "")


@step(name="clean.repetition")
def drop_by_repetition(
    doc: Document,
    *,
    max_repeated_lines: Share = 0.3,
    max_repeated_paragraphs: Share = 0.3,
    max_repeated_characters: Share = 0.2,
    runs: bool = True,
) -> Changes:
    """Drop documents that say the same again and again. The text is not changed.

    The reasons are `repeated-lines`, `repeated-paragraphs` and `repeated-words`.

    Example:
        steps:
          - clean
          - clean.repetition: {runs: false}

    Args:
        doc: The document to judge.
        max_repeated_lines: Share of the lines that are there before.
        max_repeated_paragraphs: Share of the paragraphs that are there before.
        max_repeated_characters: Share of the characters in such lines, and in such paragraphs.
        runs: Also judge by runs of 2 to 10 words, with the figures of the paper.
    """
    lines = [line.text for line in visible_lines(doc.text)]
    paragraphs = [part for part in _PARAGRAPH_GAP.split(doc.text.strip()) if part]
    if _repeats_too_much(lines, max_repeated_lines, max_repeated_characters):
        return Changes(drop="repeated-lines")
    if _repeats_too_much(paragraphs, max_repeated_paragraphs, max_repeated_characters):
        return Changes(drop="repeated-paragraphs")
    if runs and _has_repeated_runs(doc.text.split()):
        return Changes(drop="repeated-words")
    return Changes()


def _repeats_too_much(parts: Sequence[str], most: float, most_characters: float) -> bool:
    if not parts:
        return False
    repeated = [part for part, times in Counter(parts).items() for _ in range(times - 1)]
    characters = sum(map(len, repeated)) / sum(map(len, parts))
    return len(repeated) / len(parts) > most or characters > most_characters


def _has_repeated_runs(words: Sequence[str]) -> bool:
    total = sum(map(len, words))
    if not total:
        return False
    for size, most in _TOP_RUNS.items():
        times = Counter(zip(*(words[shift:] for shift in range(size)), strict=False))
        run, number = max(times.items(), key=lambda item: (item[1], sum(map(len, item[0]))), default=((), 0))
        if number > 1 and number * sum(map(len, run)) / total > most:
            return True
    return any(_repeated_share(words, size) / total > most for size, most in _REPEATED_RUNS.items())


def _repeated_share(words: Sequence[str], size: int) -> int:
    """Count the characters in runs of words that occurred before, each word once."""
    seen: set[tuple[str, ...]] = set()
    repeated = 0
    covered = 0
    for at, run in enumerate(zip(*(words[shift:] for shift in range(size)), strict=False)):
        if run in seen:
            repeated += sum(map(len, words[max(at, covered) : at + size]))
            covered = at + size
        seen.add(run)
    return repeated
