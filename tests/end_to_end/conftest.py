"""Running the command line as a process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
Copydesk = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def samples() -> Path:
    """Folder of the sample articles."""
    return ROOT / "docs" / "samples"


@pytest.fixture
def copydesk(tmp_path: Path) -> Copydesk:
    """Run `copydesk` with arguments, in an empty folder."""

    def call(*arguments: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "copydesk", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, input=stdin, cwd=tmp_path, check=False)

    return call


@pytest.fixture
def lower(tmp_path: Path) -> Path:
    """A pipeline of one light step."""
    path = tmp_path / "light.yaml"
    path.write_text("steps: [clean.whitespace]\n")
    return path
