"""`copydesk test`, `trace`, `show`, `explain`, `schema`, `new`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

Copydesk = Callable[..., "subprocess.CompletedProcess[str]"]
PIPELINE = """\
steps: [clean.whitespace]
tests:
  - name: spaces are joined
    text: "a  b"
    expect: {text: a b}
  - name: a wrong one
    text: "a  b"
    expect: {text: {contains: "  "}}
"""


@pytest.fixture
def tested(tmp_path: Path) -> Path:
    path = tmp_path / "p.yaml"
    path.write_text(PIPELINE)
    return path


def test_test_shows_the_difference_and_the_step_to_blame(copydesk: Copydesk, tested: Path) -> None:
    done = copydesk("test", "p.yaml")

    assert done.returncode == 1
    assert "p.yaml:3:5: passed: spaces are joined" in done.stdout
    assert (
        "p.yaml:6:5: failed: a wrong one\n"
        "  p.yaml:8:31: text (by `clean.whitespace`)\n"
        "    expected a text with '  '\n"
        "    got      'a b'\n"
    ) in done.stdout
    assert done.stdout.endswith("1 passed, 1 failed\n")


def test_test_chooses_by_keyword_and_writes_a_report(
    copydesk: Copydesk, tested: Path, tmp_path: Path
) -> None:
    done = copydesk("test", "p.yaml", "-k", "JOINED", "--junit", "r.xml")

    assert done.returncode == 0
    suite = ElementTree.parse(tmp_path / "r.xml").getroot()
    assert suite.attrib == {"name": "copydesk", "tests": "1", "failures": "0"}


@pytest.mark.parametrize("name", ["news", "quotes", "corpus"])
def test_the_tests_of_every_shipped_pipeline_pass_and_exercise_all(copydesk: Copydesk, name: str) -> None:
    report = json.loads(copydesk("test", name, "--json").stdout)

    assert report["failed"] == 0
    assert report["passed"] > 0


def test_trace_shows_what_each_step_does(copydesk: Copydesk, tested: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a  b\n")

    done = copydesk("trace", "p.yaml", "a.txt")
    found = json.loads(copydesk("trace", "p.yaml", "a.txt", "--json").stdout)

    assert "1. clean.whitespace" in done.stdout
    assert "out: 5 characters became 3" in done.stdout
    assert found["output"]["text"] == "a b"


def test_trace_writes_one_page(copydesk: Copydesk, tested: Path, tmp_path: Path) -> None:
    (tmp_path / "a{b}<c>.txt").write_text("a  <b>&amp;\n")

    done = copydesk("trace", "p.yaml", "a{b}<c>.txt", "--html", "t.html")

    page = (tmp_path / "t.html").read_text()
    assert (done.returncode, done.stdout) == (0, "")
    assert "<title>a&#123;b&#125;&lt;c&gt;.txt: trace</title>" in page
    assert "1. clean.whitespace" in page
    assert "http" not in page
    assert "<b>" not in page


def test_trace_finds_a_document_by_its_id(copydesk: Copydesk, tested: Path, tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text('{"id": "x", "text": "1"}\n{"id": "y", "text": "2  3"}\n')

    found = json.loads(copydesk("trace", "p.yaml", "c.jsonl", "--document", "y", "--json").stdout)
    wrong = copydesk("trace", "p.yaml", "c.jsonl", "--document", "z")

    assert found["id"] == "y"
    assert wrong.returncode == 2
    assert "no document in c.jsonl has the id `z`\n  hint: it has x, y" in wrong.stderr


def test_show_tells_where_each_value_comes_from(copydesk: Copydesk, tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("steps:\n  - summary: {sentences: 2, lead: 0.4}\n")
    (tmp_path / "p.yaml").write_text("extends: base.yaml\nname: mine\n")

    done = copydesk("show", "p.yaml", "--set", "summary.sentences=5")

    lines = [line.split("#") for line in done.stdout.splitlines()]
    origins = {left.strip(): right[0].strip() for left, *right in lines if right}
    assert origins == {
        "sentences: 5": "--set:1:19",
        "lead: 0.4": "base.yaml:2:35",
        "name: mine": "p.yaml:2:7",
    }


def test_explain_shows_a_wrong_and_a_right_example(copydesk: Copydesk) -> None:
    done = copydesk("explain", "missing-layer")

    assert "wrong:\n\n    steps:\n      - quotes" in done.stdout
    assert "right:\n\n    steps:\n      - entities\n      - quotes" in done.stdout


def test_explain_names_the_nearest_code(copydesk: Copydesk) -> None:
    done = copydesk("explain", "unknown-stpe")

    assert done.returncode == 2
    assert "did you mean `unknown-step`?" in done.stderr


def test_a_new_pipeline_checks_and_its_test_passes(copydesk: Copydesk, tmp_path: Path) -> None:
    written = copydesk("new", "pipeline", "my.yaml")

    assert written.returncode == 0
    assert (
        (tmp_path / "my.yaml")
        .read_text()
        .startswith("# yaml-language-server: $schema=copydesk.schema.json\n")
    )
    assert copydesk("schema").stdout == (tmp_path / "copydesk.schema.json").read_text()
    assert copydesk("check", "my.yaml").returncode == 0
    assert copydesk("test", "my.yaml").returncode == 0
    assert copydesk("new", "pipeline", "my.yaml").returncode == 2


@pytest.fixture
def output(copydesk: Copydesk, tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("Chancellor Anna Weber called the leak “very serious”. NATO was silent.")
    copydesk("run", "news", "a.txt", "-o", "out.jsonl")
    return tmp_path / "out.jsonl"


def test_why_leads_back_to_step_source_and_entity(copydesk: Copydesk, output: Path) -> None:
    text = copydesk("why", "out.jsonl", "a.txt", "quotes[0]").stdout
    facts = json.loads(copydesk("why", "out.jsonl", "a.txt", "quotes[0]", "--json").stdout)

    assert facts["step"].startswith("quotes@0.1.0#")
    assert facts["context"][1] == "very serious"
    assert facts["options"]["speech_only"] is True
    assert [(part["layer"], part["text"]) for part in facts["made_from"]] == [("entities", "Anna Weber")]
    assert "the leak “[very serious]”. NATO" in text


@pytest.mark.parametrize(
    ("document", "annotation", "words"),
    [
        ("a.txt", "qoutes[0]", "did you mean `quotes`?"),
        ("a.txt", "quotes[9]", "`quotes` has 1 annotations, counted from 0"),
        ("a.txt", "quotes", "write LAYER[INDEX]"),
        ("b.txt", "quotes[0]", "did you mean `a.txt`?"),
    ],
)
def test_why_names_what_there_is(
    copydesk: Copydesk, output: Path, document: str, annotation: str, words: str
) -> None:
    done = copydesk("why", "out.jsonl", document, annotation)

    assert done.returncode == 2
    assert words in done.stderr


def test_diff_finds_nothing_between_equals(copydesk: Copydesk, output: Path) -> None:
    done = copydesk("diff", "out.jsonl", "out.jsonl")

    assert (done.returncode, done.stdout) == (0, "no difference in 1 documents\n")


def test_diff_of_two_pipelines_tells_what_a_change_does(
    copydesk: Copydesk, output: Path, tmp_path: Path
) -> None:
    (tmp_path / "p.yaml").write_text(
        "steps: [clean, entities: {aliases: {Alliance: [NATO]}}, quotes: {kinds: [indirect]}, summary]\n"
    )

    done = copydesk("diff", "news", "p.yaml", "--input", "a.txt", "--json")

    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert found["counts"] == {"entities": {"changed": 1}, "quotes": {"removed": 1}}
    changed = next(one for one in found["differences"] if one["what"] == "entities")
    assert (changed["before"]["name"], changed["after"]["name"], changed["step"]) == (
        "NATO",
        "Alliance",
        "entities",
    )


def test_diff_wants_outputs(copydesk: Copydesk, output: Path) -> None:
    done = copydesk("diff", "out.jsonl", "a.txt")

    assert done.returncode == 2
    assert "a.txt:1: error[no-output]: the line is no document as copydesk writes it" in done.stderr


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    text = "Anna Weber called the leak “very serious”."
    speaker = {"start": 0, "end": 10, "text": "Anna Weber"}
    quote = {"start": 28, "end": 40, "text": "very serious", "speaker": speaker}
    path.write_text(json.dumps({"id": "a", "text": text, "quotes": [quote]}) + "\n")
    return path


def test_eval_scores_and_compares(copydesk: Copydesk, gold: Path, tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("steps: [entities, quotes]\n")
    (tmp_path / "two.yaml").write_text("steps: [entities, quotes: {kinds: [indirect]}]\n")

    text = copydesk("eval", "one.yaml", "gold.jsonl", "--compare", "two.yaml").stdout
    found = json.loads(copydesk("eval", "one.yaml", "gold.jsonl", "--compare", "two.yaml", "--json").stdout)

    assert [(row["measure"], row["f1"]) for row in found["scores"]] == [
        ("quotes:attribution", 1.0),
        ("quotes:overlap", 1.0),
    ]
    assert [(row["f1"], row["p_not_better"]) for row in found["compared"]] == [(0.0, 1.0), (0.0, 1.0)]
    assert "quotes:overlap      1     100.0      100.0   100.0  0.0" in text


@pytest.mark.parametrize(
    ("pipeline", "gold_line", "words"),
    [
        (
            "steps: [clean, sentences]",
            '{"id": "a", "text": "x  y", "sentences": []}',
            "take `clean` and other steps that edit out",
        ),
        ("steps: [sentences]", '{"id": "a", "text": "x"}', "the gold annotates none of the layers sentences"),
        ("steps: [sentences]", '{"id": "a"}', "g.jsonl:1: error[bad-gold]: the line is no gold document"),
    ],
)
def test_eval_refuses_what_it_cannot_score(
    copydesk: Copydesk, tmp_path: Path, pipeline: str, gold_line: str, words: str
) -> None:
    (tmp_path / "p.yaml").write_text(pipeline)
    (tmp_path / "g.jsonl").write_text(gold_line + "\n")

    done = copydesk("eval", "p.yaml", "g.jsonl")

    assert done.returncode == 2
    assert words in done.stderr
