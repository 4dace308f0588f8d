"""`copydesk run` as people call it."""

from __future__ import annotations

import functools
import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from copydesk.formats.schema import output_schema

Copydesk = Callable[..., "subprocess.CompletedProcess[str]"]


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_pipe_gets_json_lines_and_nothing_else(copydesk: Copydesk, lower: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Hello  world\n")

    done = copydesk("run", lower, "a.txt")

    assert done.returncode == 0
    (row,) = rows(done.stdout)
    assert (row["id"], row["text"], row["source"]["uri"]) == ("a.txt", "Hello world", "a.txt")
    assert "1 read, 1 written, 0 dropped, 0 failed" in done.stderr


def test_a_file_appears_whole_with_its_manifest(copydesk: Copydesk, lower: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.txt").write_text("two")
    (tmp_path / "in" / "a.txt.gz").write_bytes(gzip.compress(b"one"))
    (tmp_path / "in" / "c.png").write_bytes(b"\x89PNG")

    done = copydesk("run", lower, "in", "-o", "out.jsonl")

    assert (done.returncode, done.stdout) == (0, "")
    assert [row["id"] for row in rows((tmp_path / "out.jsonl").read_text())] == ["in/a.txt.gz", "in/b.txt"]
    manifest = json.loads((tmp_path / "out.jsonl.run.json").read_text())
    assert manifest["ledger"] == {"read": 2, "written": 2, "dropped": {}, "failed": {}}
    assert [step["name"] for step in manifest["pipeline"]["steps"]] == ["clean.whitespace"]
    assert "1 file of other types left alone, by ending: .png" in done.stderr


@pytest.mark.parametrize("target", [(), ("-o", "out.jsonl")])
def test_what_comes_out_of_a_pipe_comes_once(
    copydesk: Copydesk, lower: Path, tmp_path: Path, target: tuple[str, ...]
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    lines = b'{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n'
    writer = threading.Thread(target=pipe.write_bytes, args=(lines,))
    writer.start()

    done = copydesk("run", lower, "pipe", *target)

    writer.join()
    written = (tmp_path / "out.jsonl").read_text() if target else done.stdout
    assert [row["id"] for row in rows(written)] == ["a", "b"]
    assert "2 read, 2 written, 0 dropped, 0 failed" in done.stderr


def test_a_named_pipe_in_a_folder_holds_nobody_up(copydesk: Copydesk, lower: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("one")
    os.mkfifo(tmp_path / "in" / "b.txt")

    done = copydesk("run", lower, "in", "-o", "out.jsonl")

    assert [row["id"] for row in rows((tmp_path / "out.jsonl").read_text())] == ["in/a.txt"]
    assert "1 file of other types left alone, by ending: pipe or device" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("out")) == [
        "out.jsonl",
        "out.jsonl.run.json",
    ]


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        pytest.param("Hello.\n", "text/plain", id="text"),
        pytest.param("<!DOCTYPE html><html><body><p>Hello.</p></body></html>", "text/html", id="page"),
    ],
)
def test_standard_input_tells_what_it_is(copydesk: Copydesk, lower: Path, text: str, media_type: str) -> None:
    (row,) = rows(copydesk("run", lower, "-", stdin=text).stdout)

    assert (row["id"], row["source"]["media_type"]) == ("stdin", media_type)


def test_standard_input_takes_json_lines(copydesk: Copydesk, lower: Path) -> None:
    done = copydesk("run", lower, "-", stdin='{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}\n')

    assert [row["id"] for row in rows(done.stdout)] == ["a", "b"]


def test_failed_documents_are_named_and_kept(copydesk: Copydesk, lower: Path, tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text('{"id": "a", "text": "x"}\n{"id": "b"\n{"id": "c", "txt": "y"}\n')
    (tmp_path / "p.txt").write_bytes(b"\0\1\2\3")

    done = copydesk("run", lower, "c.jsonl", "p.txt", "gone.txt", "-o", "out.jsonl")

    assert done.returncode == 1
    assert "5 read, 1 written, 0 dropped, 4 failed (read 4)" in done.stderr
    assert "c.jsonl:2: failed[bad-json]: the line is not JSON" in done.stderr
    assert "p.txt: failed[binary-file]: the file is binary, expected text" in done.stderr
    letters = rows((tmp_path / "out.jsonl.failed.jsonl").read_text())
    assert [(letter["id"], letter["error"]["code"]) for letter in letters] == [
        ("c.jsonl:2", "bad-json"),
        ("c.jsonl:3", "missing-text"),
        ("p.txt", "binary-file"),
        ("gone.txt", "no-such-file"),
    ]


def test_fail_leaves_the_part_that_was_done(copydesk: Copydesk, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("steps: [clean.whitespace]\non_error: fail\n")
    (tmp_path / "c.jsonl").write_text('{"id": "a", "text": "x"}\n{"id": "b"}\n{"id": "c", "text": "y"}\n')

    done = copydesk("run", "p.yaml", "c.jsonl", "-o", "out.jsonl")

    assert done.returncode == 1
    assert "stopped at the first failure, as `on_error: fail` asks" in done.stderr
    assert not (tmp_path / "out.jsonl").exists()
    assert [row["id"] for row in rows((tmp_path / "out.jsonl.part").read_text())] == ["a"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(
            ["nwes", "x.txt"], "did you mean `news`, which comes with copydesk?", id="misspelt pipeline"
        ),
        pytest.param(
            ["light.yaml", "gone.txt"], "error[no-such-file]: no such file: `gone.txt`", id="no input"
        ),
        pytest.param(["light.yaml", "x.txt", "-f", "jsonll"], "did you mean `jsonl`?", id="misspelt format"),
        pytest.param(
            ["light.yaml", "x.txt", "-o", "no/where/o.jsonl"],
            "the folder `no/where` does not exist",
            id="no place to write",
        ),
        pytest.param(["light.yaml"], "INPUT", id="no input argument"),
    ],
)
def test_a_run_that_cannot_start_exits_with_2(
    copydesk: Copydesk, lower: Path, tmp_path: Path, arguments: list[str], words: str
) -> None:
    (tmp_path / "x.txt").write_text("x")

    done = copydesk("run", *arguments)

    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_an_interrupted_run_exits_with_130(lower: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "copydesk", "run", str(lower), "-", "-o", "out.jsonl"]
    # A shell's background jobs ignore the signal, and so would their children.
    listen = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=listen,  # noqa: PLW1509  no threads here
    ) as process:
        part = tmp_path / "out.jsonl.part"
        deadline = time.monotonic() + 30
        while not part.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, messages = process.communicate(timeout=30)

    # Python ends by the signal itself when it comes while a dataclass is made; to a shell both are 130.
    assert process.returncode in (130, -signal.SIGINT)
    # While it still opens its files there is nothing to count.
    assert messages.startswith("interrupted")
    assert not (tmp_path / "out.jsonl").exists()


def test_a_reader_that_leaves_early_is_no_error(lower: Path, tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": str(n), "text": "word " * 2000}) + "\n" for n in range(200))
    (tmp_path / "c.jsonl").write_text(lines)
    command = f"{sys.executable} -m copydesk run {lower} c.jsonl | head -n 1 | wc -l"

    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.stdout.strip() == "1"
    assert "Traceback" not in done.stderr


def test_the_main_job_fits_the_schema_on_every_sample(copydesk: Copydesk, samples: Path) -> None:
    done = copydesk("run", "news", samples)

    validator = Draft202012Validator(output_schema())
    found = rows(done.stdout)
    assert done.returncode == 0
    assert len(found) == 7
    for row in found:
        assert [*validator.iter_errors(row)] == []
        assert row["layers"]["entities"]
        assert row["layers"]["quotes"]
        assert row["layers"]["summary"]


def test_every_annotation_leads_back_to_its_source(copydesk: Copydesk, samples: Path) -> None:
    done = copydesk("run", "news", samples)

    sources = {path.as_posix(): path.read_bytes().decode() for path in samples.iterdir()}
    for line in rows(sources[(samples / "wire.jsonl").as_posix()]):
        sources[line["id"]] = line["text"]
    checked = 0
    for row in rows(done.stdout):
        for layer in row["layers"].values():
            for annotation in layer:
                text = row["text"][annotation["start"] : annotation["end"]]
                pieces = annotation.get("source_spans") or [
                    [annotation["source_start"], annotation["source_end"]]
                ]
                source = " ".join(sources[row["id"]][start:end] for start, end in pieces)
                checked += 1
                assert_same_words(text, source)
    assert checked > 100


def assert_same_words(text: str, source: str) -> None:
    """Compare without what cleaning writes in place of other characters."""
    from html import unescape

    def plain(value: str) -> str:
        return "".join(c for c in unescape(value).replace("\u2011", "-") if c.isalnum())

    assert plain(text) == plain(source)


def test_the_page_for_people_is_the_golden_one(
    copydesk: Copydesk, samples: Path, golden: Callable[[str, str], None]
) -> None:
    done = copydesk("run", "news", samples / "harbour.txt", "--format", "text")

    text = done.stdout.replace(f"{samples}/", "")
    *page, ledger = text.splitlines()
    assert ledger.startswith("1 read, 1 written, 0 dropped, 0 failed, in ")
    golden("harbour.txt", "\n".join(page) + "\n")


def test_the_page_tells_a_pronoun_from_the_words_for_who_it_means(copydesk: Copydesk, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "The mayor took no side.\n\nThe mayor was calm. Later he said it was late.\n"
    )

    done = copydesk("run", "quotes", "a.txt", "--format", "text")

    assert "The mayor (he): it was late." in done.stdout


@pytest.mark.parametrize(
    ("output", "message", "hint"),
    [
        (
            "out.csv",
            "no writer is for files that end in `.csv`",
            "known are .jsonl, .lines, .txt; or name one with `-f`",
        ),
        (
            "sub",
            "`sub` is a folder",
            "give a file: `-o sub/out.jsonl`; or `-o sub/` for a folder of parts",
        ),
        ("no/out.jsonl", "the folder `no` does not exist", "make it: `mkdir -p no`"),
        ("in.jsonl", "`in.jsonl` is an input too, and would be replaced", "write to another file"),
    ],
)
def test_an_impossible_output_is_told_before_anything_is_read(
    copydesk: Copydesk, lower: Path, tmp_path: Path, output: str, message: str, hint: str
) -> None:
    (tmp_path / "sub").mkdir()
    given = '{"id": "a", "text": "b"}\n'
    (tmp_path / "in.jsonl").write_text(given)

    done = copydesk("run", lower, "in.jsonl", "-o", output)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"error[impossible-output]: {message}\n  hint: {hint}\n"
    assert (tmp_path / "in.jsonl").read_text() == given


def test_check_looks_at_the_output_too(copydesk: Copydesk, lower: Path) -> None:
    done = copydesk("check", lower, "-o", "out.csv")

    assert done.returncode == 1
    assert "-o: error[impossible-output]: no writer is for files that end in `.csv`" in done.stderr


def test_outputs_of_earlier_runs_are_no_input(copydesk: Copydesk, lower: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("one")
    copydesk("run", lower, "in", "-o", "in/first.jsonl")

    copydesk("run", lower, "in", "-o", "in/second.jsonl")
    copydesk("run", lower, "in", "-o", "in/second.jsonl")

    assert [row["id"] for row in rows((tmp_path / "in" / "second.jsonl").read_text())] == ["in/a.txt"]


def test_messages_can_be_json_lines(copydesk: Copydesk, lower: Path, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "x"}\n{"id": "b"}\n')

    done = copydesk("run", lower, "in.jsonl", "-o", "out.jsonl", "--log-format", "json")

    events = rows(done.stderr)
    assert [event["event"] for event in events] == ["started", "failed", "finished"]
    assert (events[1]["id"], events[1]["code"]) == ("in.jsonl:2", "missing-text")
    assert (events[2]["read"], events[2]["written"], events[2]["exit_code"]) == (2, 1, 1)
