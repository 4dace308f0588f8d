"""Faulty steps, each caught by the check that is meant for it and by no other."""

from __future__ import annotations

import itertools
import random
import re
import socket
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field

from copydesk import (
    SENTENCES,
    Changes,
    Document,
    Edit,
    Entity,
    Layer,
    Sentence,
    Span,
    Step,
    StepDefinition,
    step,
)
from copydesk.testing import check_step
from copydesk.testing.kit import RULES

SHOUTS = Layer("shouts", Span)
NAMES = Layer("names", Entity)
OTHERS = Layer("others", Span)


def shouts_in(text: str) -> Iterator[Span]:
    for word in re.finditer(r"\b[A-Z]{3,}\b", text):
        yield Span(*word.span())


def read_itself() -> str:
    # Any file that is not code and is there wherever the tests run.
    return (Path(__file__).parent.parent.parent / "pyproject.toml").read_text()


@step(provides=SHOUTS)
def undocumented(doc: Document) -> Iterator[Span]:
    yield from shouts_in(doc.text)


@step(provides=SHOUTS)
def untellable_option(doc: Document, *, key: Callable[[str], str] = str.lower) -> Iterator[Span]:
    """Mark shouts.

    Args:
        doc: The document.
        key: What to call on them.
    """
    yield from shouts_in(doc.text)


@step(provides=SHOUTS)
def undescribed_option(doc: Document, *, limit: int = 99) -> Iterator[Span]:
    """Mark shouts."""
    yield from itertools.islice(shouts_in(doc.text), limit)


@step(provides=SHOUTS)
def invalid_default(doc: Document, *, shortest: Annotated[int, Field(ge=1)] = 0) -> Iterator[Span]:
    """Mark shouts.

    Args:
        doc: The document.
        shortest: Letters of the shortest.
    """
    yield from (span for span in shouts_in(doc.text) if span.end - span.start >= shortest)


class AliasOptions(BaseModel):
    """Options."""

    longest: int = Field(99, alias="max", description="Letters of the longest.")


class Aliased(Step[AliasOptions]):
    """Mark shouts."""

    name = "aliased"
    Options = AliasOptions
    provides = (SHOUTS,)

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Mark."""
        for doc in documents:
            yield Changes(layers={SHOUTS: [*shouts_in(doc.text)]})


def local_step() -> StepDefinition:
    @step(provides=SHOUTS)
    def local(doc: Document) -> Iterator[Span]:
        """Mark shouts."""
        yield from shouts_in(doc.text)

    return local


@step(provides=SHOUTS)
def crashing(doc: Document) -> Iterator[Span]:
    """Mark shouts."""
    if "Lindqvist".upper() in doc.text:
        raise ZeroDivisionError("one of none")
    yield from shouts_in(doc.text)


class Swallowing(Step[Any]):
    """Drop documents without a word."""

    name = "swallowing"
    edits = True

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Give less than was asked for."""
        for doc in documents:
            if "NATO" not in doc.text:
                yield Changes(edits=[Edit(0, 1)])


@step(provides=SHOUTS)
def idle(doc: Document) -> Iterator[Span]:
    """Mark a word that nobody writes."""
    for word in re.finditer("xyzzy", doc.text):
        yield Span(*word.span())


@step(provides=SHOUTS)
def undeclared_layer(doc: Document) -> Changes:
    """Mark shouts, and something else."""
    return Changes(layers={SHOUTS: [*shouts_in(doc.text)], OTHERS: []})


class Forgetful(Step[Any]):
    """Mark shouts where there are some."""

    name = "forgetful"
    provides = (SHOUTS,)

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Mark."""
        for doc in documents:
            found = [*shouts_in(doc.text)]
            yield Changes(layers={SHOUTS: found} if found or not doc.text.strip() else {})


@step(provides=NAMES)
def wrong_type(doc: Document) -> Iterator[Span]:
    """Mark names."""
    yield from shouts_in(doc.text)


@step(provides=NAMES)
def wrong_field(doc: Document) -> Iterator[Entity]:
    """Mark names."""
    for span in shouts_in(doc.text):
        yield Entity(span.start, span.end, label="ORG", name="x", entity=1)  # type: ignore[arg-type]


@step(provides=SHOUTS)
def out_of_range(doc: Document) -> Iterator[Span]:
    """Mark shouts, and one more."""
    yield from shouts_in(doc.text)
    yield Span(len(doc.text), len(doc.text) + 1)


@step(provides=SHOUTS)
def out_of_order(doc: Document) -> Iterator[Span]:
    """Mark shouts from the end."""
    yield from [*shouts_in(doc.text)][::-1]


@step(provides=())
def undeclared_edits(doc: Document) -> Iterator[Span]:
    """Write shouts small."""
    for span in shouts_in(doc.text):
        yield Edit(span.start, span.end, doc.text_of(span).lower())  # type: ignore[misc]


@step
def overlapping_edits(doc: Document) -> Iterator[Edit]:
    """Write shouts small, twice."""
    for span in shouts_in(doc.text):
        yield Edit(span.start, span.end, "low")
        yield Edit(span.start + 1, span.end, "ow")


@step
def set_in_metadata(doc: Document) -> Changes:
    """Collect shouts."""
    return Changes(meta={"shouts": {doc.text_of(span) for span in shouts_in(doc.text)}})


@step
def endless_metadata(doc: Document) -> Changes:
    """Measure the loudness."""
    return Changes(meta={"loudness": {"peak": [float("inf")]}})


@step
def mutating(doc: Document) -> Changes:
    """Count shouts in place."""
    doc.meta["shouts"] = len([*shouts_in(doc.text)])  # type: ignore[index]
    return Changes(meta={"counted": True})


COUNTER = itertools.count()


@step
def counting(doc: Document) -> Changes:
    """Number the documents."""
    return Changes(meta={"number": next(COUNTER)})


@step
def guessing(doc: Document) -> Changes:
    """Guess how good the text is."""
    return Changes(meta={"quality": random.random()})


class Comparing(Step[Any]):
    """Tell how much of its batch a document is."""

    name = "comparing"

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Compare."""
        for _ in documents:
            yield Changes(meta={"share": round(1 / len(documents), 2)})


class Loyal(Step[Any]):
    """Keep to the first document that it has seen."""

    name = "loyal"

    def open(self) -> None:
        """Forget."""
        self.first = ""

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Choose."""
        for doc in documents:
            self.first = self.first or doc.id
            yield Changes(meta={"first": doc.id == self.first})


@step(provides=SHOUTS)
def source_positions(doc: Document) -> Iterator[Span]:
    """Mark shouts where they stand in the source."""
    for span in shouts_in(doc.source.text):
        if span.end <= len(doc.text):
            yield span


@step
def once_only(doc: Document) -> Iterator[Edit]:
    """Put a mark before the text."""
    if doc.text.startswith("#"):
        raise ValueError("marked already")
    yield Edit(0, 0, "#")


@step(requires=SENTENCES)
def needs_a_sentence(doc: Document) -> Changes:
    """Tell how long the first sentence is."""
    if not doc.text.strip() or len(doc.text) < 5:
        return Changes()
    first: Sentence = doc[SENTENCES][0]
    return Changes(meta={"first": first.end - first.start})


@step
def needs_a_word(doc: Document) -> Changes:
    """Tell the first word."""
    return Changes(meta={"first": doc.text.split()[0]})


@step
def needs_two_characters(doc: Document) -> Changes:
    """Tell the first two characters."""
    return Changes(meta={"first": doc.text[0] + doc.text[1]} if doc.text else {})


@step(provides=SHOUTS)
def utf16_positions(doc: Document) -> Iterator[Span]:
    """Mark the text as another language would count it."""
    if len(doc.text.encode("utf-8")) > 4:
        yield Span(0, len(doc.text.encode("utf-16-le")) // 2)


@step(provides=SHOUTS)
def left_to_right(doc: Document) -> Iterator[Span]:
    """Mark shouts."""
    if any(unicodedata.bidirectional(character) == "R" for character in doc.text):
        raise ValueError("no such direction")
    yield from shouts_in(doc.text)


@step(provides=SHOUTS)
def normalised_positions(doc: Document) -> Iterator[Span]:
    """Mark all but what decomposing brings in."""
    if doc.text.strip() and len(doc.text) > 4 and "\U0001f600" not in doc.text:
        yield Span(len(doc.text) - len(unicodedata.normalize("NFC", doc.text)), len(doc.text))
        yield Span(len(doc.text) - 1, len(unicodedata.normalize("NFC", doc.text)))


@step(provides=SHOUTS)
def own_line_ends(doc: Document) -> Iterator[Span]:
    """Mark the last line, with positions as if each line ended with one character."""
    at = 0
    for line in doc.text.splitlines():
        if line.strip() and "\r" in doc.text:
            yield Span(len(doc.text) - 1 + at, len(doc.text) + at)
        at += len(line) + 1
    if len(doc.text) > 4 and "\r" not in doc.text:
        yield Span(0, 1)


@step
def recursive(doc: Document) -> Changes:
    """Count the words, one within the other."""

    def count(words: Sequence[str]) -> int:
        return 1 + count(words[1:]) if words else 0

    return Changes(meta={"words": count(doc.text.split()[:2_000])})


@step
def quadratic(doc: Document) -> Changes:
    """Count what stands before each shout, from the start every time."""
    before = 0
    for at in range(0, len(doc.text), 2):
        before += doc.text.count("e", 0, at)
    return Changes(meta={"before": before})


class Impatient(Step[Any]):
    """Mark shouts, with a file that is read too early."""

    name = "impatient"
    provides = (SHOUTS,)

    def __init__(self, options: Any) -> None:
        super().__init__(options)
        self.words = read_itself().split()

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Mark."""
        for doc in documents:
            yield Changes(layers={SHOUTS: [*shouts_in(doc.text)]})


class Rereading(Step[Any]):
    """Mark shouts, with a file that is read for each batch."""

    name = "rereading"
    provides = (SHOUTS,)

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Mark."""
        read_itself()
        for doc in documents:
            yield Changes(layers={SHOUTS: [*shouts_in(doc.text)]})


class Open(Step[Any]):
    """Mark shouts, and leave a file open."""

    name = "open"
    provides = (SHOUTS,)

    def open(self) -> None:
        """Open a file."""
        self.file = Path(sys.executable).open("rb")  # noqa: SIM115

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Mark."""
        for doc in documents:
            yield Changes(layers={SHOUTS: [*shouts_in(doc.text)]})

    def __del__(self) -> None:
        """Spare the tests a warning."""
        if hasattr(self, "file"):
            self.file.close()


class Presuming(Step[Any]):
    """Mark shouts, and close what may not be open."""

    name = "presuming"
    provides = (SHOUTS,)

    def open(self) -> None:
        """Open."""
        self.words = ["a"]

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Mark."""
        for doc in documents:
            yield Changes(layers={SHOUTS: [*shouts_in(doc.text)]})

    def close(self) -> None:
        """Close."""
        self.words.clear()


class Slamming(Step[Any]):
    """Mark shouts, and close twice what can be closed once."""

    name = "slamming"
    provides = (SHOUTS,)

    def open(self) -> None:
        """Open."""
        self.keys = ["key"]

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Mark."""
        for doc in documents:
            yield Changes(layers={SHOUTS: [*shouts_in(doc.text)]})

    def close(self) -> None:
        """Close."""
        if hasattr(self, "keys"):
            self.keys.pop()
            self.keys.pop()


@step
def networking(doc: Document) -> Changes:
    """Knock at a door of this machine."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
    return Changes(meta={"knocked": True})


@step
def writing(doc: Document) -> Changes:
    """Keep a copy."""
    with tempfile.TemporaryFile() as file:
        file.write(doc.text.encode())
    return Changes(meta={"kept": True})


@step
def printing(doc: Document) -> Changes:
    """Tell everybody."""
    sys.stdout.write(f"{doc.id}\n")
    return Changes(meta={"told": True})


@step
def delegating(doc: Document) -> Changes:
    """Let another program do it."""
    subprocess.run([sys.executable, "-S", "-E", "-c", ""], check=True)
    return Changes(meta={"done": True})


@step
def unsorted(doc: Document) -> Changes:
    """List the words, each once."""
    return Changes(meta={"words": [*{*doc.text.split()}]})


@pytest.mark.parametrize(
    ("definition", "check", "words"),
    [
        pytest.param(undocumented, "docstring", "it has no docstring", id="no docstring"),
        pytest.param(untellable_option, "options-schema", "no JSON Schema", id="option of an odd type"),
        pytest.param(undescribed_option, "option-descriptions", "`limit`", id="option without description"),
        pytest.param(invalid_default, "option-defaults", "`shortest` is 0", id="invalid default"),
        pytest.param(Aliased, "options-round-trip", "longest: Extra inputs", id="option with an alias"),
        pytest.param(local_step(), "pickles", "cannot be pickled", id="defined in a function"),
        pytest.param(crashing, "runs", "`interview`: ZeroDivisionError: one of none", id="crash"),
        pytest.param(Swallowing, "runs", "0 changes for a batch of 1", id="too few changes"),
        pytest.param(idle, "does-something", "nothing for any of 6 documents", id="nothing to do"),
        pytest.param(undeclared_layer, "declared-layers", "the layer `others`", id="undeclared layer"),
        pytest.param(Forgetful, "declared-layers", "did not return it", id="layer that is missing"),
        pytest.param(wrong_type, "annotation-types", "expected a Entity", id="annotation of another type"),
        pytest.param(
            wrong_field, "annotation-types", "Expected `str`, got `int`", id="field of another type"
        ),
        pytest.param(out_of_range, "spans-in-range", "the text has", id="span out of range"),
        pytest.param(out_of_order, "spans-in-order", "after Span", id="spans in no order"),
        pytest.param(undeclared_edits, "declared-edits", "does not declare edits", id="undeclared edits"),
        pytest.param(overlapping_edits, "edits-fit", "overlap", id="overlapping edits"),
        pytest.param(set_in_metadata, "json-metadata", "a set is no JSON", id="set in the metadata"),
        pytest.param(endless_metadata, "json-metadata", "no such number", id="infinity in the metadata"),
        pytest.param(mutating, "no-mutation", "the metadata of the document `news` was {}", id="mutation"),
        pytest.param(counting, "same-result-twice", "and once more", id="counter"),
        pytest.param(guessing, "same-result-twice", "and once more", id="chance"),
        pytest.param(Comparing, "one-by-one", "and by itself {'share': 1.0}", id="depends on the batch"),
        pytest.param(Loyal, "any-order", "in the reverse order", id="depends on the order"),
        pytest.param(source_positions, "current-text", "after a longer cut", id="positions of the source"),
        pytest.param(once_only, "edits-compose", "ValueError: marked already", id="refuses its own output"),
        pytest.param(needs_a_sentence, "empty-layers", "IndexError", id="needs an annotation"),
        pytest.param(needs_a_word, "empty-text", "on '': IndexError", id="needs a word"),
        pytest.param(needs_two_characters, "one-character", "on 'a': IndexError", id="needs two characters"),
        pytest.param(utf16_positions, "emoji", "the text has", id="UTF-16"),
        pytest.param(left_to_right, "bidirectional-text", "no such direction", id="one direction"),
        pytest.param(normalised_positions, "combining-characters", "the text has", id="normal form"),
        pytest.param(own_line_ends, "crlf", "the text has", id="line ends"),
        pytest.param(recursive, "huge-text", "RecursionError", id="recursion"),
        pytest.param(quadratic, "linear-time", "times as long", id="quadratic"),
        pytest.param(Impatient, "light-until-opened", "in `__init__` it read", id="reads when it is made"),
        pytest.param(Rereading, "opens-once", "with every batch it read", id="reads for each batch"),
        pytest.param(Open, "closes", "was still there", id="file left open"),
        pytest.param(Presuming, "closes", "after an `open` that failed", id="close without open"),
        pytest.param(Slamming, "closes", "`close` raised IndexError", id="closes twice"),
        pytest.param(networking, "no-network", "in `process` it used the network", id="network"),
        pytest.param(writing, "no-writes", "for writing", id="file written"),
        pytest.param(printing, "no-writes", "printed to the standard output", id="printing"),
        pytest.param(delegating, "no-programs", "started a program", id="program"),
        pytest.param(unsorted, "fresh-process", "and in a fresh process", id="order of a set"),
    ],
)
def test_a_faulty_step_is_caught_by_the_check_that_is_meant_for_it_alone(
    definition: StepDefinition, check: str, words: str
) -> None:
    report = check_step(definition, expected_failures={check: "made so"})

    (caught,) = [outcome for outcome in report.outcomes if outcome.status == "expected"]
    assert caught.name == check
    assert words in caught.detail


LOADING = """
from pathlib import Path
from copydesk import Changes, Document, step

{work}

@step
def loading(doc: Document) -> Changes:
    '''Count words.'''
    return Changes(meta={{"words": len(doc.text.split())}})
"""


@pytest.mark.parametrize(
    ("work", "words"),
    [
        pytest.param("WORDS = Path(__file__).with_name('words.txt').read_text()", "it read", id="reads"),
        pytest.param("import numpy", "it imported numpy", id="imports a heavy library"),
        pytest.param("Path(__file__).with_name('log.txt').write_text('here')", "for writing", id="writes"),
        pytest.param(
            "import threading; threading.Thread(target=threading.Event().wait, args=(9,), daemon=True).start()",
            "a thread",
            id="starts a thread",
        ),
        pytest.param("print('hello')", "printed", id="prints"),
    ],
)
def test_work_at_import_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: str, words: str
) -> None:
    module = f"copydesk_loading_{abs(hash(work))}"
    (tmp_path / "words.txt").write_text("a b")
    (tmp_path / f"{module}.py").write_text(LOADING.format(work=work))
    monkeypatch.syspath_prepend(tmp_path)
    loading = __import__(module).loading

    report = check_step(loading, expected_failures={"no-work-at-import": "made so"})

    (caught,) = [outcome for outcome in report.outcomes if outcome.status == "expected"]
    assert words in caught.detail


def test_every_check_has_a_faulty_step() -> None:
    marks = test_a_faulty_step_is_caught_by_the_check_that_is_meant_for_it_alone.pytestmark  # type: ignore[attr-defined]
    caught = {case.values[1] for case in marks[0].args[1]}

    assert caught | {"no-work-at-import"} == {rule.name for rule in RULES}
