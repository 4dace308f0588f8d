"""What several tests share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import hypothesis
import pytest
from pydantic import BaseModel, Field

from copydesk import (
    Changes,
    Document,
    Edit,
    Entity,
    Layer,
    Pipeline,
    Span,
    Step,
    TransientLayer,
    hookimpl,
    step,
)
from copydesk.plugins import Plugins

# How these tests are run is not how those are that they start.
os.environ.pop("PYTEST_ADDOPTS", None)

# A busy machine is no mistake of the code: what hangs is ended by the timeout of a test.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

SHOUTS = Layer("shouts", Span)
LENGTHS = Layer("lengths", Span)
WORDS: TransientLayer[list[str]] = TransientLayer("words", provider="words")


@step(provides=SHOUTS)
def shouts(doc: Document, *, min_length: int = 4, only: str | None = None) -> Iterator[Span]:
    """Mark words written in capitals.

    Args:
        doc: The document.
        min_length: Letters that a word must have.
        only: The one word to mark.
    """
    at = 0
    for word in doc.text.split(" "):
        if word.isupper() and len(word) >= min_length and only in (None, word):
            yield Span(at, at + len(word))
        at += len(word) + 1


@step(name="shouts.lower", requires=SHOUTS)
def lower(doc: Document) -> Iterator[Edit]:
    """Write shouts small."""
    for shout in doc[SHOUTS]:
        yield Edit(shout.start, shout.end, doc.text_of(shout).lower(), "shout")


@step(name="shouts.cut", requires=SHOUTS)
def cut(doc: Document) -> Iterator[Edit]:
    """Take shouts out."""
    for shout in doc[SHOUTS]:
        yield Edit(shout.start, shout.end, "", "shout")


@step(name="shouts.refuse")
def refuse(doc: Document, *, word: str = "STOP") -> Changes:
    """Drop documents that shout a word."""
    return Changes(drop="shouted" if word in doc.text else "")


@step(name="shouts.crash")
def crash(doc: Document, *, word: str = "BOOM") -> None:
    """Raise on documents with a word."""
    if word in doc.text:
        raise ValueError(f"found {word}")


class WordsOptions(BaseModel):
    """Options of `words`."""

    separator: str = Field(" ", min_length=1, description="What stands between words.")


class Words(Step[WordsOptions]):
    """Split into words."""

    name = "words"
    Options = WordsOptions
    provides = (WORDS,)

    def open(self) -> None:
        """Get ready."""
        self.is_open = True

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Split each text."""
        for doc in documents:
            assert self.is_open
            yield Changes(layers={WORDS: doc.text.split(self.options.separator)})


@step(requires=WORDS.having("short"), provides=LENGTHS)
def lengths(doc: Document) -> Iterator[Span]:
    """Mark every word."""
    at = 0
    for word in doc[WORDS]:
        if word:
            yield Span(at, at + len(word))
        at += len(word) + 1


@step(provides=Layer("entities", Entity))
def names(doc: Document) -> Iterator[Entity]:
    """Mark capitalised words."""
    at = 0
    for word in doc.text.split(" "):
        if word.istitle():
            yield Entity(at, at + len(word), label="PERSON", name=word, entity="e1")
        at += len(word) + 1


@dataclass
class Point:
    """An entry point that is not installed."""

    name: str
    module: Any
    distribution: str = "sample"
    version: str = "1.2.3"
    group: str = "copydesk"

    @property
    def value(self) -> str:
        """What the entry point would import."""
        return f"{self.distribution}_{self.name}"

    @property
    def dist(self) -> SimpleNamespace:
        """The distribution that it comes from."""
        return SimpleNamespace(name=self.distribution, version=self.version)

    def load(self) -> Any:
        """Import the plugin; a module that is an exception is raised."""
        if isinstance(self.module, BaseException):
            raise self.module
        return self.module


def plugin_of(*steps: Any, **hooks: Callable[..., Any]) -> Any:
    """Make a plugin that registers steps and implements further hooks."""

    @hookimpl
    def copydesk_steps() -> list[Any]:
        return [*steps]

    marked = {name: hookimpl(function) for name, function in hooks.items()}
    return SimpleNamespace(copydesk_steps=copydesk_steps, **marked)


def sample_points() -> list[Any]:
    """Give the entry points of the sample plugins."""
    return [
        Point("shouts", plugin_of(shouts, lower, cut, refuse, crash)),
        Point("words", plugin_of(Words)),
        Point("lengths", plugin_of(lengths)),
        Point("names", plugin_of(names)),
        Point("broken", ImportError("no module named torch")),
    ]


@pytest.fixture
def point() -> type[Point]:
    """Make entry points in a test."""
    return Point


@pytest.fixture
def make_plugin() -> Callable[..., Any]:
    """Make plugins in a test."""
    return plugin_of


@pytest.fixture
def sample_plugins() -> Plugins:
    """Plugins for tests of the engine: shouts, words, lengths, names, broken."""
    return Plugins(sample_points())


@pytest.fixture
def make_pipeline(sample_plugins: Plugins) -> Callable[[str], Pipeline]:
    """Plan the text of a pipeline file with the sample plugins."""
    return lambda text: Pipeline.parse(text, sample_plugins, path="p.yaml")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that rewrites golden files."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a file under tests/golden/, or rewrite it with --update-golden."""
    folder = Path(__file__).parent / "golden"

    def compare(name: str, text: str) -> None:
        path = folder / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text(text)
        assert text == path.read_text()

    return compare
