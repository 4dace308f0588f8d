"""The reference of a plugin: what `copydesk plugins` and a README tell of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import pytest
from pydantic import BaseModel, Field

from copydesk import QUOTES, Changes, Document, Layer, Span, Step, step
from copydesk.markdown import plugin_markdown
from copydesk.plugins import Plugins
from copydesk.reference import plugin_reference, step_reference

MakePlugin = Callable[..., Any]
DATES = Layer("dates", Span)


@step(requires=QUOTES, provides=DATES)
def dates(doc: Document, *, order: str | None = None, least: int) -> Iterator[Span]:
    """Mark dates.

    Example:
        steps:
          - entities
          - dates: {least: 1900}

    Args:
        doc: The document.
        order: What comes first: day | month.
        least: First year that counts.
    """
    yield from ()


class TallyOptions(BaseModel):
    """Options of `dates.tally`."""

    words: list[str] = Field(default_factory=lambda: ["today", "now"], description="Words to count.")
    shown: list[str] = Field(default_factory=lambda data: data["words"], description="Words to show.")


class Tally(Step[TallyOptions]):
    """Count words."""

    name = "dates.tally"
    Options = TallyOptions

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Count nothing."""
        return iter(Changes() for _ in documents)


class YearOptions(BaseModel):
    """Options of `dates.year`."""

    year: int = Field(description="The year.")


class Year(Step[YearOptions]):
    """Keep the dates of a year."""

    name = "dates.year"
    Options = YearOptions
    requires = (DATES,)
    provides = (DATES,)

    def __init__(self, options: YearOptions) -> None:
        super().__init__(options)
        self.first, self.last = options.year * 10_000, options.year * 10_000 + 9999


class Diary:
    """Reads diaries, a document a day."""

    name = "diary"
    suffixes = (".diary", ".dry")

    def read(self, stream: BinaryIO, uri: str, *, max_bytes: int) -> Iterator[Document]:
        """Read nothing."""
        return iter(())


class Calendar:
    """Writes calendars."""

    name = "calendar"
    suffix = ".ics"
    requires = ("dates",)

    def encode(self, document: Document) -> bytes:
        """Write nothing."""
        return b""


def tell(pipeline: str, ledger: Mapping[str, Any]) -> None:
    """Tell the newsroom."""


@pytest.fixture
def reference(point: type, make_plugin: MakePlugin) -> dict[str, Any]:
    module = make_plugin(
        dates,
        Tally,
        copydesk_readers=lambda: [Diary()],
        copydesk_writers=lambda: [Calendar()],
        copydesk_run_finished=tell,
    )
    return plugin_reference(Plugins([point("dates", module)]).load("dates"))


def test_the_defaults_of_a_factory_are_shown() -> None:
    options = {option["name"]: option["default"] for option in step_reference(Tally)["options"]}

    assert options == {"words": '["today", "now"]', "shown": "from other options"}


def test_an_option_without_a_default_is_required() -> None:
    options = {option["name"]: option["default"] for option in step_reference(dates)["options"]}

    assert options == {"order": "null", "least": "required"}


def test_a_step_that_needs_an_option_is_described_as_it_is_declared() -> None:
    found = step_reference(Year)

    assert (found["requires"], found["provides"]) == (["dates"], ["dates"])
    assert found["example"] == "steps:\n  - dates\n  - dates.year:\n      year: ..."


def test_the_example_of_the_docstring_is_the_example() -> None:
    found = step_reference(dates)

    assert found["help"] == "Mark dates."
    assert found["example"] == "steps:\n  - entities\n  - dates: {least: 1900}"


def test_the_markdown_tells_all_that_a_readme_needs(
    reference: dict[str, Any], golden: Callable[[str, str], None]
) -> None:
    golden("reference.md", plugin_markdown(reference))
