"""A pipeline for the tests of quotes, opened once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from copydesk import Pipeline


@pytest.fixture(scope="package")
def pipeline() -> Iterator[Pipeline]:
    """Open a pipeline that finds names, then quotes."""
    with Pipeline.parse("steps: [entities, quotes]").opened() as opened:
        yield opened
