"""What a step does: the same whatever came before, whatever else is in the batch, on whatever text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from copydesk.document import Document
from copydesk.layers import Layer
from copydesk.offsets import Edit, OffsetMap, ordered_edits
from copydesk.steps import Changes
from copydesk.testing import results
from copydesk.testing.calling import applied, comparable, process, told
from copydesk.testing.rules import Rule, rule
from copydesk.testing.subject import Subject, Tried, is_too_steep
from copydesk.testing.texts import HUGE_CHARACTERS, SMALL_CHARACTERS


@rule("runs", mend="see the traceback with `run_step`, on the text that is named", needs=["options-schema"])
def runs(subject: Subject) -> Iterator[str]:
    """The step opens, and gives one `Changes` for each of some ordinary documents."""
    documents = subject.ordinary
    try:
        _ = subject.first_run
    except Exception as error:  # noqa: BLE001  a step may raise anything
        alone = [*_raising(subject, documents)]
        yield from alone or [f"on {len(documents)} documents in one batch: {told(error)}"]


def _raising(subject: Subject, documents: Sequence[Document]) -> Iterator[str]:
    with subject.opened() as step:
        for document in documents:
            if error := Tried.of(step, document).error:
                yield f"on the document `{document.id}`: {error}"


@rule(
    "does-something",
    mend="give texts on which it works: `texts=[...]`; on the others nothing is tested",
    needs=["runs"],
    one_part_is_enough=True,
)
def does_something(subject: Subject) -> Iterator[str]:
    """The step finds something to do in at least one of the documents."""
    for changes in subject.first_run.changes:
        found = [content for content in changes.layers.values() if not isinstance(content, tuple) or content]
        if changes.edits or changes.meta or changes.drop or changes.signature or found:
            return
    yield f"it returned nothing for any of {len(subject.ordinary)} documents"


@rule(
    "no-mutation",
    mend="leave the document as it is, and return `Changes`; the engine applies them",
    needs=["runs"],
)
def no_mutation(subject: Subject) -> Iterator[str]:
    """Documents and options are what they were before the step saw them."""
    yield from subject.first_run.mutated


@rule(
    "same-result-twice",
    mend="keep nothing between documents; take no clock, no chance without a seed",
    needs=["runs", "no-mutation"],
)
def same_result_twice(subject: Subject) -> Iterator[str]:
    """The same documents give the same results, from the same opened step and from a new one."""
    first = subject.first_run
    with subject.opened() as step:
        for times in ("once more", "a third time"):
            yield from _differences(first.documents, first.changes, process(step, first.documents), times)


@rule(
    "one-by-one",
    mend="let the result for a document depend on that document alone",
    needs=["same-result-twice"],
)
def one_by_one(subject: Subject) -> Iterator[str]:
    """Documents one by one give the same results as in one batch."""
    first = subject.first_run
    with subject.opened() as step:
        alone = [process(step, [document])[0] for document in first.documents]
    yield from _differences(first.documents, first.changes, alone, "by itself")


@rule(
    "any-order",
    mend="remember nothing of the documents that came before",
    needs=["one-by-one"],
)
def any_order(subject: Subject) -> Iterator[str]:
    """Documents in another order give the same results."""
    first = subject.first_run
    with subject.opened() as step:
        backwards = process(step, first.documents[::-1])
    yield from _differences(first.documents, first.changes, backwards[::-1], "in the reverse order")


@rule(
    "current-text",
    mend="take positions from `doc.text`, not from `doc.source.text`",
    needs=["same-result-twice", *results.NAMES],
)
def current_text(subject: Subject) -> Iterator[str]:
    """Positions are those of the current text, however much of the source was cut before it."""
    short = [_cut_from(document, "Advert. ") for document in subject.ordinary]
    long = [_cut_from(document, "Advert. " * 6) for document in subject.ordinary]
    with subject.opened() as step:
        found = process(step, short)
        for document, changes in zip(short, found, strict=True):
            for fault in results.faults(subject, step, document, changes):
                yield f"after an edit of the document `{document.id}`: {fault}"
        yield from _differences(long, found, process(step, long), "after a longer cut")


@rule(
    "edits-compose",
    mend="expect your own output as input, and return nothing where nothing is left to do",
    needs=["same-result-twice", *results.NAMES],
)
def edits_compose(subject: Subject) -> Iterator[str]:
    """What comes out leads back to the source, character by character, also when the step runs twice."""
    first = subject.first_run
    once: list[Document] = []
    kept: dict[int, list[int | None]] = {}
    for document, changes in first.pairs:
        if changes.drop:
            continue
        origins = _edited([*_origins(document)], changes, document)
        after = applied(first.step, subject.name, document, changes)
        kept[len(once)] = origins
        once.append(after)
        yield from _astray(after, origins)
    if not first.step.edits:
        return
    twice = subject.again(once)
    with subject.opened() as step:
        for number, document in enumerate(twice):
            try:
                (changes,) = process(step, [document])
                if not changes.drop:
                    after = applied(step, subject.name, document, changes)
                    yield from _astray(after, _edited(kept[number], changes, document))
            except Exception as error:  # noqa: BLE001  a step may raise anything
                yield f"on its own output for the document `{document.id}`: {told(error)}"


@rule(
    "empty-layers",
    mend="expect layers without annotations: nothing was found, or a `when` left the document out",
    needs=["runs", *results.NAMES],
)
def empty_layers(subject: Subject) -> Iterator[str]:
    """Layers that the step requires or uses may be empty."""
    step = subject.first_run.step
    empty: dict[str, Any] = {
        layer.name: () for layer in (*step.requires, *step.uses) if isinstance(layer, Layer)
    }
    if not empty:
        return
    with subject.opened() as step:
        for document in subject.ordinary:
            bare = msgspec.structs.replace(document, layers={**document.layers, **empty})
            yield from _faults(subject, Tried.of(step, bare))


def _text_rule(name: str, promise: str, mend: str) -> Rule:
    def look(subject: Subject) -> Iterator[str]:
        for tried in subject.trials(name):
            yield from _faults(subject, tried)

    look.__doc__ = promise
    return rule(name, mend=mend, needs=["runs", *results.NAMES])(look)


TEXTS = (
    _text_rule(
        "empty-text",
        "The step takes an empty text, and one of white space.",
        "return nothing for a text in which there is nothing",
    ),
    _text_rule(
        "one-character",
        "The step takes a text of one character.",
        "look before you index: `text[1]` may not be there",
    ),
    _text_rule(
        "emoji",
        "The step takes emoji, which are several code points each, beyond the first 65,536.",
        "count code points as Python does, neither bytes nor UTF-16 units",
    ),
    _text_rule(
        "bidirectional-text",
        "The step takes Hebrew and Arabic among Latin letters, and marks of direction.",
        "positions count in the order in which the characters are stored",
    ),
    _text_rule(
        "combining-characters",
        "The step takes letters with their accents as characters of their own.",
        "do not normalise the text before you take positions from it",
    ),
    _text_rule(
        "crlf",
        "The step takes lines that end with CR LF, CR, or a line separator.",
        "let positions count each character of a line end; `splitlines` takes them away",
    ),
    _text_rule(
        "huge-text",
        "The step takes a text of 100,000 characters, and a line of 20,000 without a space.",
        "do without recursion over the text, and without patterns that try every way to match",
    ),
)
"""A rule for each kind of text that trips steps."""


@rule(
    "linear-time",
    mend="look for a loop over the text inside a loop over the text, or for `+=` on long strings",
    needs=["huge-text"],
)
def linear_time(subject: Subject) -> Iterator[str]:
    """Eight times the text takes about eight times the processor time, not the square of it."""
    small, huge = subject.seconds
    if is_too_steep(small, huge):
        yield (
            f"{SMALL_CHARACTERS:,} characters took {small:.3f} seconds, "
            f"{HUGE_CHARACTERS:,} took {huge:.3f}: {huge / small:.0f} times as long"
        )


def _faults(subject: Subject, tried: Tried) -> Iterator[str]:
    text = tried.document.text
    shown = f"{text[:30]!r}{'…' if len(text) > 30 else ''}"
    if tried.changes is None:
        yield f"on {shown}: {tried.error}"
        return
    for fault in results.faults(subject, subject.first_run.step, tried.document, tried.changes):
        yield f"on {shown}: {fault}"


def _differences(
    documents: Sequence[Document], before: Sequence[Changes], after: Sequence[Changes], when: str
) -> Iterator[str]:
    for document, one, other in zip(documents, before, after, strict=True):
        for was, now in zip(comparable(one), comparable(other), strict=True):
            if was != now:
                yield f"the document `{document.id}` gave {was!r:.200}, and {when} {now!r:.200}"
                break


def _cut_from(document: Document, before: str) -> Document:
    """Make the same document, of a source that had more text before it."""
    source = msgspec.structs.replace(document.source, text=before + document.source.text)
    whole = OffsetMap.identity(len(source.text)).edited([Edit(0, len(before))])
    return msgspec.structs.replace(document, source=source, offsets=whole.compose(document.offsets))


def _origins(document: Document) -> Iterator[int | None]:
    """Give the place in the source of each character that was copied from it."""
    for at, character in enumerate(document.text):
        start, end = document.offsets.to_source(at, at + 1)
        is_copy = end == start + 1 and document.source.text[start] == character
        yield start if is_copy else None


def _edited(origins: list[int | None], changes: Changes, document: Document) -> list[int | None]:
    """Do to the places in the source what the edits do to the characters."""
    made: list[int | None] = []
    at = 0
    for edit in ordered_edits(changes.edits, document.text):
        made += [*origins[at : edit.start], *([None] * len(edit.text))]
        at = edit.end
    return [*made, *origins[at:]]


def _astray(document: Document, origins: Sequence[int | None]) -> Iterator[str]:
    """Tell which characters and annotations do not lead back to where they came from."""
    source = document.source.text
    for at, origin in enumerate(origins):
        if origin is None:
            continue
        if (
            document.offsets.to_source(at, at + 1) != (origin, origin + 1)
            or document.text[at] != source[origin]
        ):
            yield f"character {at} of the document `{document.id}` came from {origin} and does not lead there"
            return
    for name, content in document.layers.items():
        for annotation in content if isinstance(content, tuple) else ():
            start, end = document.offsets.to_source(annotation.start, annotation.end)
            if not 0 <= start <= end <= len(source):
                yield f"`{name}` has {annotation!r:.200}, which leads to {start}-{end} of the source"
