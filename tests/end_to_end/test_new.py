"""`copydesk new plugin`; that what it writes works is in `test_examples.py`."""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

Copydesk = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).parent.parent.parent
FILES = """\
  copydesk-long-words/pyproject.toml
  copydesk-long-words/copydesk_long_words/__init__.py
  copydesk-long-words/copydesk_long_words/py.typed
  copydesk-long-words/tests/test_long_words.py
  copydesk-long-words/README.md
  copydesk-long-words/LICENSE
  copydesk-long-words/.gitignore
  copydesk-long-words/.github/workflows/ci.yml
"""


@pytest.fixture
def git_user(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], None]:
    """Set the name that git knows the person by."""

    def know(name: str) -> None:
        config = tmp_path_factory.mktemp("git") / "config"
        config.touch()
        if name:
            subprocess.run(["git", "config", "--file", config, "user.name", name], check=True)
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
        monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")

    return know


def test_a_plugin_is_written_with_all_that_a_package_needs(
    copydesk: Copydesk, tmp_path: Path, git_user: Callable[[str], None]
) -> None:
    git_user('Ada "Countess" Lovelace')

    done = copydesk("new", "plugin", "long_words")

    assert done.returncode == 0
    assert done.stdout == ""
    assert done.stderr == f"{FILES}next: cd copydesk-long-words && pip install -e '.[dev]' && pytest\n"
    folder = tmp_path / "copydesk-long-words"
    written = sorted(str(path.relative_to(tmp_path)) for path in folder.rglob("*") if path.is_file())
    assert written == sorted(line.strip() for line in FILES.splitlines())
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    assert project["entry-points"]["copydesk"] == {"long_words": "copydesk_long_words"}
    assert project["authors"] == [{"name": 'Ada "Countess" Lovelace'}]
    assert 'Ada "Countess" Lovelace' in (folder / "LICENSE").read_text()
    assert "python-version: ${{ matrix.python }}" in (folder / ".github/workflows/ci.yml").read_text()


def test_the_guide_shows_what_is_written(copydesk: Copydesk, tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "how-to" / "write-a-plugin.md").read_text()

    done = copydesk("new", "plugin", "long_words")

    assert FILES in done.stderr
    assert f"```text\n{FILES}next: " in guide
    for path in ("copydesk_long_words/__init__.py", "tests/test_long_words.py"):
        assert f"```python\n{(tmp_path / 'copydesk-long-words' / path).read_text()}```" in guide


def test_without_a_name_the_licence_says_what_to_fill_in(
    copydesk: Copydesk, tmp_path: Path, git_user: Callable[[str], None]
) -> None:
    git_user("")

    done = copydesk("new", "plugin", "shouts")

    assert "put your name for YOUR NAME in LICENSE and pyproject.toml\n" in done.stderr
    assert "YOUR NAME" in (tmp_path / "copydesk-shouts" / "LICENSE").read_text()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        pytest.param("Loud-Words", "write `copydesk new plugin loud_words`", id="capitals and a hyphen"),
        pytest.param("copydesk-shouts", "write `copydesk new plugin shouts`", id="the prefix"),
        pytest.param("shouts.lower", "write `copydesk new plugin shouts_lower`", id="a dot"),
        pytest.param("Grüße", "write `copydesk new plugin grusse`", id="other letters"),
        pytest.param("2nd", "write `copydesk new plugin nd`", id="a digit first"),
        pytest.param("../up", "write `copydesk new plugin up`", id="a path"),
        pytest.param("!", "for example `shouts`", id="nothing left"),
    ],
)
def test_a_name_that_cannot_work_is_refused_with_one_that_can(
    copydesk: Copydesk, tmp_path: Path, name: str, hint: str
) -> None:
    done = copydesk("new", "plugin", name)

    assert done.returncode == 2
    assert "error[bad-name]: a plugin's name must be lower-case letters, digits and single underscores" in (
        done.stderr
    )
    assert done.stderr.endswith(f"got {name!r}\n  hint: {hint}\n")
    assert not [*tmp_path.iterdir()]


def test_the_name_of_an_installed_plugin_is_refused(copydesk: Copydesk) -> None:
    done = copydesk("new", "plugin", "quotes")

    assert done.returncode == 2
    assert "error[plugin-clash]: a plugin called `quotes` is installed already, from copydesk" in done.stderr


def test_a_folder_with_something_in_it_is_refused(copydesk: Copydesk, tmp_path: Path) -> None:
    (tmp_path / "copydesk-shouts").mkdir()
    (tmp_path / "copydesk-shouts" / "notes.txt").write_text("Mine.")

    done = copydesk("new", "plugin", "shouts")

    assert done.returncode == 2
    assert "error[file-exists]: `copydesk-shouts` is there already and is not empty" in done.stderr
    assert [path.name for path in tmp_path.rglob("*.*")] == ["notes.txt"]


def test_an_empty_folder_is_filled(copydesk: Copydesk, tmp_path: Path) -> None:
    (tmp_path / "copydesk-shouts").mkdir()

    done = copydesk("new", "plugin", "shouts")

    assert done.returncode == 0
    assert (tmp_path / "copydesk-shouts" / "pyproject.toml").exists()
