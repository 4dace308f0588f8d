"""Running the command line as a process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
Copydesk = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def run() -> Copydesk:
    """Run any command, which must end with an exit code."""

    def call(*command: object, cwd: Path, exit_code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run([*map(str, command)], capture_output=True, text=True, cwd=cwd, check=False)
        assert done.returncode == exit_code, done.stderr + done.stdout
        return done

    return call


@pytest.fixture(scope="session")
def build_wheels(run: Copydesk, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[Path]]:
    """Build a wheel of each of some source folders."""

    def build(*sources: Path) -> list[Path]:
        folder = tmp_path_factory.mktemp("wheels")
        run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, *sources, cwd=folder)
        return sorted(folder.glob("*.whl"))

    return build


@pytest.fixture(scope="session")
def wheel(build_wheels: Callable[..., list[Path]]) -> Path:
    """The wheel of copydesk."""
    (found,) = build_wheels(ROOT)
    return found


@pytest.fixture(scope="session")
def environment(run: Copydesk, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment with copydesk from its wheel, and what it needs."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    programs = folder / "venv" / "bin"
    run(programs / "pip", "install", "--quiet", wheel, cwd=folder)
    return programs


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
