"""The executor `ray`, as far as it goes without a cluster."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copydesk import CopydeskError, Job, Pipeline, Task
from copydesk.cli.app import app
from copydesk.plugins import Plugins
from copydesk_ray import Ray
from copydesk_ray.host import Host, made_of_here


@pytest.fixture
def job() -> Job:
    """What a run of one light step is."""
    pipeline = Pipeline.parse("steps: [clean.whitespace]", Plugins(), path="p.yaml")
    return Job(pipeline.file, pipeline.plugins)


def test_a_missing_extra_is_told_with_its_command(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copydesk_ray.executor.find_spec", lambda _name: None)
    tasks: list[Task] = []

    with pytest.raises(CopydeskError) as caught:
        next(Ray().run(job, iter(tasks), workers=2))

    assert str(caught.value) == (
        "error[missing-extra]: `--executor ray` needs the package `ray`, which is not installed\n"
        "  hint: install it with `pip install 'copydesk[ray]'`"
    )


def test_a_machine_without_the_folder_is_told(job: Job) -> None:
    refused = Host().open(pickle.dumps(job), "/no/such/folder", made_of_here(job))

    assert refused is not None
    assert refused.code == "other-machine"
    assert "the folder `/no/such/folder` is not there on `" in refused.problem.message


def test_a_machine_with_other_packages_is_told(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    product, step = made_of_here(job)

    refused = Host().open(pickle.dumps(job), str(tmp_path), [product, "clean.whitespace@9#0"])

    assert step.startswith("clean.whitespace@")
    assert refused is not None
    assert refused.code == "other-machine"
    assert f" has {step}, and the run was started with clean.whitespace@9#0" in refused.problem.message


def test_a_plugin_in_a_file_goes_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(
        "from copydesk import Changes, Document, step\n\n\n"
        '@step\ndef mine(doc: Document) -> Changes:\n    """Do nothing."""\n    return Changes()\n'
    )
    pipeline = Pipeline.parse("steps: [mine]", Plugins(files=["mine.py"]), path="p.yaml")
    known = Job(pipeline.file, pipeline.plugins)
    pickled, made_of = pickle.dumps(known), made_of_here(known)
    (tmp_path / "mine.py").unlink()

    refused = Host().open(pickled, str(tmp_path), made_of)

    assert made_of[1].startswith("mine@0+")
    assert refused is None


def test_an_address_goes_with_its_executor_only(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("some text")

    done = CliRunner().invoke(app, ["run", "news", str(tmp_path / "a.txt"), "--ray-address", "10.0.0.1:6379"])

    assert done.exit_code == 2
    assert "`--ray-address` goes with `--executor ray`" in done.stderr
