"""The fixtures that pytest has where copydesk is installed: `run_step`, `run_pipeline`, `make_document`.

A package of its own, because pytest imports it at each start: it imports copydesk only when a test
asks for a fixture, so that other tests stay fast and coverage sees copydesk from its first line.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from copydesk import Document


@pytest.fixture
def run_step() -> Callable[..., list[Document]]:
    """Run one step over documents or texts: `run_step(shouts, "well STOP now", min_length=3)`."""
    from copydesk import testing

    return testing.run_step


@pytest.fixture
def run_pipeline() -> Callable[..., list[Document]]:
    """Run a pipeline over documents or texts: `run_pipeline("steps: [shouts]", "STOP", steps=[shouts])`."""
    from copydesk import testing

    return testing.run_pipeline


@pytest.fixture
def make_document() -> Callable[..., Document]:
    """Make a document: `make_document("Anna said so", layers={ENTITIES: [...]})`."""
    from copydesk import testing

    return testing.make_document
