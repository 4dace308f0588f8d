"""Which lines of a text are furniture, by a small trained model."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import accumulate

from copydesk_clean.line_features import is_prose, is_sentence, is_table_or_code, line_features
from copydesk_clean.line_sections import contents_entries
from copydesk_clean.line_surroundings import CHARACTERS_SAID, TIMES_SAID, surrounding_features
from copydesk_clean.line_words import word_scores
from copydesk_clean.lines import Line
from copydesk_clean.site_lines import Repetition
from copydesk_clean.trees import BoostedTrees

Look = Callable[[list[list[float]]], Sequence[float]]

# Log odds that a line must have. Cross-validated by site, 0.29 % of the characters of articles are lost so.
THRESHOLD = 0.68
# A sentence is the story's unless all speaks against it: to lose one costs a reader more than a teaser
# that stays.
MORE_FOR_SENTENCE = 1.0
# With no more than a notice of one or two lines between, the story may go on above its first paragraph
# and below its last.
MORE_BESIDE, _BESIDE = 1.5, 3
# Between two paragraphs of the story, what looks like furniture may be a heading, a list or a table.
MORE_INSIDE = 2.0
# So may what stands in a text of few paragraphs, and of such texts the model has seen few: of them only menus
# go, rows of lines that are no sentences.
MORE_FOR_FEW, _FEW_PROSE_LINES, _FEWEST_IN_A_ROW = 1.0, 6, 4
# The other pages of a site tell more of a text than its length.
_FEW_IF_SITE_IS_KNOWN = 3
# A list whose lines stand further down as headings is the table of contents of an article.
LESS_FOR_ENTRY, LESS_AMONG_ENTRIES, _ENTRIES_AROUND = 3.0, 2.0, 3
# What the story says in the same words is as likely a heading of it as a menu that says the same.
LESS_IF_SAID, _FEWEST_CHARACTERS_SAID = 2.0, 9
# What several documents of a site have is seldom the story of one. Three of four lines of furniture came
# again on another page of their site; of the lines of articles, headings such as "Pros" alone.
_MORE_IF_REPEATED = {Repetition.NONE: 0.0, Repetition.SOME: 4.0, Repetition.MOST: 8.0}
REPEATED_WORDS = 5
# Below these log odds a line is the story's, and a rule that may be wrong is not followed.
_SURELY_STORY = 0.0
# Inside the story, fewer lines than this between other short lines may be cells of a table.
_FEWEST_AMONG_SHORT = 3


@dataclass(frozen=True)
class Verdict:
    """What the model says of the lines of a text, by their indexes.

    Attributes:
        furniture: The lines that are furniture beyond doubt.
        story: The lines that are surely not.
    """

    furniture: list[int]
    story: frozenset[int]


@dataclass(frozen=True)
class Layout:
    """What of a text's form decides how sure the model must be of each line.

    Attributes:
        prose: Which lines are running text.
        sentences: Which lines end as a sentence does.
        spared: Which are never taken: rows of tables, program code; in a text of few paragraphs, sentences.
        less: What is taken off the log odds of each, for entries of a table of contents.
    """

    prose: Sequence[bool]
    sentences: Sequence[bool]
    spared: Sequence[bool]
    less: Sequence[float]


def judge_lines(
    lines: Sequence[Line], again: Sequence[Repetition] = (), thread: Collection[int] = ()
) -> Verdict:
    """Tell which lines are furniture beyond doubt.

    Args:
        lines: The lines of the text.
        again: How many documents of the same site have each, if it is known.
        thread: The comments of readers, by their indexes; they are no part of the story.
    """
    layout = layout_of(lines, thread, site_is_known=bool(again))
    if not any(layout.prose):
        return Verdict([], frozenset())
    first, second = _load_trees()
    odds = look_twice(lines, word_scores(lines), first.log_odds, second.log_odds)
    return decide(layout, odds, more=_more_if_repeated(lines, layout, again))


def look_twice(lines: Sequence[Line], scores: Sequence[float], first: Look, second: Look) -> list[float]:
    """Give the log odds that each line is furniture.

    The first look sees a line and the form of those around it, the second one also what the first one
    thinks of them.

    Args:
        lines: The lines of the text.
        scores: What the words of each tell.
        first: Gives log odds for what `line_features` tells.
        second: Gives log odds for that and what `surrounding_features` tells.
    """
    rows = line_features(lines, scores)
    more = surrounding_features(lines, first(rows), [is_prose(line.text) for line in lines])
    odds = second([row + around for row, around in zip(rows, more, strict=True)])
    return [
        value - LESS_IF_SAID * (around[TIMES_SAID] > 0 and around[CHARACTERS_SAID] >= _FEWEST_CHARACTERS_SAID)
        for value, around in zip(odds, more, strict=True)
    ]


def layout_of(lines: Sequence[Line], thread: Collection[int] = (), *, site_is_known: bool = False) -> Layout:
    """Look at the form of a text; no line of a thread is running text of its story."""
    prose = [index not in thread and is_prose(line.text) for index, line in enumerate(lines)]
    entries = [int(entry) for entry in contents_entries(lines, prose)]
    sums = [0, *accumulate(entries)]
    less: list[float] = []
    for index, entry in enumerate(entries):
        around = sums[min(len(lines), index + _ENTRIES_AROUND + 1)] - sums[max(0, index - _ENTRIES_AROUND)]
        less.append(LESS_FOR_ENTRY * entry + LESS_AMONG_ENTRIES * (around >= 2))
    is_brief = sum(prose) < (_FEW_IF_SITE_IS_KNOWN if site_is_known else _FEW_PROSE_LINES)
    sentences = [is_sentence(line.text) for line in lines]
    return Layout(
        prose,
        sentences,
        [
            is_table_or_code(line.text) or (is_brief and ends)
            for line, ends in zip(lines, sentences, strict=True)
        ],
        less,
    )


def decide(
    layout: Layout,
    log_odds: Sequence[float],
    threshold: float = THRESHOLD,
    more: Sequence[tuple[float, float]] = (),
) -> Verdict:
    """Decide what to take out.

    First the lines are judged each alone, which tells where the story begins and ends; then again,
    with more asked of those between.

    Args:
        layout: The form of the text.
        log_odds: What the trees think of each line.
        threshold: Log odds that a line must have.
        more: What else speaks for furniture outside the story, and inside.
    """
    prose = layout.prose
    surely = frozenset(index for index, odds in enumerate(log_odds) if odds < _SURELY_STORY)
    if not any(prose):
        return Verdict([], surely)
    is_brief = sum(prose) < (_FEW_IF_SITE_IS_KNOWN if more else _FEW_PROSE_LINES)
    threshold += MORE_FOR_FEW * is_brief
    beyond = [
        odds - less - threshold - MORE_FOR_SENTENCE * ends
        for odds, less, ends in zip(log_odds, layout.less, layout.sentences, strict=True)
    ]
    extra = more or [(0.0, 0.0)] * len(beyond)
    taken = [
        value + outside > 0 and not spared
        for value, (outside, _), spared in zip(beyond, extra, layout.spared, strict=True)
    ]
    story = [index for index, is_story in enumerate(prose) if is_story and not taken[index]]
    inside = range(story[0] + 1, story[-1]) if story else range(0)
    for index in inside:
        taken[index] = taken[index] and beyond[index] + extra[index][1] > MORE_INSIDE
    for beside in _going_on(layout.sentences, story):
        for index in beside:
            taken[index] = taken[index] and beyond[index] + extra[index][0] > MORE_BESIDE
            if taken[index]:
                break
    fewest = _FEWEST_IN_A_ROW if is_brief else 1
    runs = [run for run in _runs(taken) if len(run) >= fewest and not _may_be_a_table(run, prose, inside)]
    return Verdict([index for run in runs for index in run], surely)


def _going_on(sentences: Sequence[bool], story: Sequence[int]) -> tuple[Iterator[int], Iterator[int]]:
    """Give the sentences above and below with which the story may go on, each near the one before."""
    if not story:
        return iter(()), iter(())
    return (
        _near(sentences, story[0], range(story[0] - 1, -1, -1)),
        _near(sentences, story[-1], range(story[-1] + 1, len(sentences))),
    )


def _near(sentences: Sequence[bool], last: int, order: Iterable[int]) -> Iterator[int]:
    """Give sentence after sentence, as long as no more than a notice stands between two."""
    for index in order:
        if abs(index - last) > _BESIDE:
            return
        if sentences[index]:
            yield index
            last = index


def _more_if_repeated(
    lines: Sequence[Line], layout: Layout, again: Sequence[Repetition]
) -> list[tuple[float, float]]:
    """Tell how much repetition on a site speaks against each line: outside the story, and inside.

    Paragraphs that stories take from one another are the story's; what most pages have is not. Inside the
    story, short lines that come again are headings.
    """
    more: list[tuple[float, float]] = []
    for line, repetition, is_story in zip(lines, again, layout.prose, strict=False):
        counts = repetition == Repetition.MOST or not is_story
        value = _MORE_IF_REPEATED[repetition] * counts
        more.append((value, value * (len(line.text.split()) >= REPEATED_WORDS)))
    return more


def _runs(taken: Sequence[bool]) -> Iterator[range]:
    """Give the runs of lines for which it is so."""
    index = 0
    while index < len(taken):
        start = index
        while index < len(taken) and taken[index]:
            index += 1
        if index > start:
            yield range(start, index)
        index += 1


def _may_be_a_table(run: range, prose: Sequence[bool], inside: range) -> bool:
    """Tell whether a few lines stand among short lines inside the story."""
    before, after = run.start - 1, run.stop
    if len(run) >= _FEWEST_AMONG_SHORT or before not in inside or after not in inside:
        return False
    return not prose[before] and not prose[after]


@functools.cache
def _load_trees() -> tuple[BoostedTrees, BoostedTrees]:
    """Read the models of the first look and of the second.

    Source: trained by benchmarks/train_lines.py on the development split of WCXB (Murrough Foley,
    2026, CC BY 4.0); the file holds thresholds and weights, no text.
    """
    stored = json.loads(files("copydesk_clean").joinpath("lines.json").read_text("utf-8"))
    return BoostedTrees(stored["first"]), BoostedTrees(stored["second"])
