"""`copydesk doctor`: what is wrong with an installation, and how to mend it."""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Copydesk = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose packages stand before those that are installed."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return folder


def put_package(site: Path, name: str, version: str) -> Path:
    info = site / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    return info


def put_model(site: Path, name: str, version: str, wanted: str) -> None:
    info = put_package(site, name, version)
    (info / "entry_points.txt").write_text(f"[spacy_models]\n{name} = {name}\n")
    (site / name).mkdir()
    (site / name / "meta.json").write_text(json.dumps({"version": version, "spacy_version": wanted}))


def test_an_installation_that_is_well_is_reported_and_ends_with_what_to_do(copydesk: Copydesk) -> None:
    done = copydesk("doctor")

    assert done.returncode == 0
    assert f"\npython      {platform.python_version()}, " in done.stdout
    assert "\nclean      ready  copydesk " in done.stdout
    assert done.stdout.endswith("\nall is well\nnext: copydesk new pipeline my.yaml\n")


def test_the_same_facts_are_there_as_json(copydesk: Copydesk) -> None:
    found = json.loads(copydesk("doctor", "--json").stdout)

    assert found["processors"]["usable"] >= 1
    assert {row["state"] for row in found["plugins"]} == {"ready"}
    assert [model["fits"] for model in found["models"]] == [True]
    assert (found["wrong_packages"], found["to_mend"]) == ([], [])
    assert "dev" not in [part["name"] for part in found["optional"]]


def test_a_package_in_a_wrong_version_is_to_mend(copydesk: Copydesk, site: Path) -> None:
    put_package(site, "ftfy", "5.0")

    done = copydesk("doctor")

    assert done.returncode == 1
    assert "to mend: copydesk needs ftfy <7,>=6.3, and 5.0 is installed\n" in done.stdout
    assert "  hint: `pip install 'ftfy<7,>=6.3'`\n" in done.stdout
    assert done.stdout.endswith("\n1 thing to mend\nnext: do so, then copydesk doctor\n")


def test_a_package_that_another_needs_is_looked_at_too(copydesk: Copydesk, site: Path) -> None:
    put_package(site, "thinc", "0.1")

    found = json.loads(copydesk("doctor", "--json").stdout)

    assert [(row["by"], row["name"], row["version"]) for row in found["wrong_packages"]] == [
        ("spacy", "thinc", "0.1")
    ]


def test_a_model_for_another_spacy_is_to_mend(copydesk: Copydesk, site: Path) -> None:
    put_model(site, "xx_small_test", "2.0.0", ">=2.0,<3.0")
    put_model(site, "xx_other_test", "3.8.0", ">=3.8,<4")

    done = copydesk("doctor")

    assert done.returncode == 1
    assert (
        "to mend: the model `xx_small_test` is for spaCy >=2.0,<3.0, and another is installed\n"
        in done.stdout
    )
    assert "  hint: `python -m spacy download xx_small_test`\n" in done.stdout
    assert "1 thing to mend" in done.stdout


def test_an_optional_part_that_is_missing_is_no_fault(copydesk: Copydesk, site: Path) -> None:
    put_package(site, "onnxruntime", "0.1")

    done = copydesk("doctor")

    assert done.returncode == 0
    assert "tagger    missing  pip install 'copydesk[tagger]'" in done.stdout


def test_a_damaged_package_does_not_end_the_report(copydesk: Copydesk, site: Path) -> None:
    info = put_package(site, "odd-plugin", "1.0")
    (info / "METADATA").unlink()
    (info / "entry_points.txt").write_text("[copydesk]\nodd = no_such_module\n")

    done = copydesk("doctor")

    assert done.returncode == 1
    assert "the plugin `odd` from a package without a name cannot be used" in done.stdout


def test_an_output_that_is_not_utf_8_is_to_mend(copydesk: Copydesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")

    done = copydesk("doctor")

    assert done.returncode == 1
    assert "to mend: what copydesk prints is written as iso8859-1" in done.stdout
