"""Pages that are made to take all time or memory, each in a process with a limit on both."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from typing import Any

import pytest

MEMORY_BYTES = 3 * 1024**3
PROCESSOR_SECONDS = 120

READ = """
import json, sys
from copydesk import Document
from copydesk.testing import run_step
from copydesk_html.extraction import Html

raw = eval(sys.argv[1])
[doc] = run_step(Html, Document.of(raw, media_type="text/html"))
reasons = sorted({item.reason for item in doc.removed})
print(json.dumps({"characters": len(doc.text), "start": doc.text[:60], "end": doc.text[-60:], "reasons": reasons}))
"""


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))


def read(raw: str) -> dict[str, Any]:
    """Read a page, given as an expression, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", READ, raw], capture_output=True, text=True, check=False, preexec_fn=limited
    )
    assert done.returncode == 0, done.stderr[-2000:]
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@pytest.mark.slow
def test_a_page_of_50_megabytes_gives_its_text() -> None:
    result = read("'<p>The board of Tallin Bay voted on Monday to close the market.</p>\\n' * 700_000")

    assert result["start"].startswith("The board of Tallin Bay voted on Monday")
    assert "page-too-long" in result["reasons"]
    assert result["characters"] > 30_000_000


@pytest.mark.slow
def test_an_endless_line_gives_its_text() -> None:
    result = read("'The board voted on Monday. ' * 2_000_000")

    assert result["end"].endswith("The board voted on Monday.")
    assert result["characters"] == 27 * 2_000_000 - 1


@pytest.mark.slow
def test_millions_of_elements_are_read_up_to_a_limit() -> None:
    result = read("'<div class=a>x</div>' * 2_500_000")

    assert result["reasons"] == ["page-too-long"]
    assert result["start"].startswith("x\n\nx\n\nx")


@pytest.mark.slow
def test_a_hundred_thousand_nested_elements_give_what_is_in_them() -> None:
    result = read("'<div><b>' * 100_000 + 'The board voted on Monday.' + '</b></div>' * 50_000")

    assert result["start"] == "The board voted on Monday."


def test_a_document_of_a_billion_entities_stays_as_small_as_it_is() -> None:
    entities = "".join(
        f'<!ENTITY lol{level} "{f"&lol{level - 1};" * 10}">' if level else '<!ENTITY lol0 "lol">'
        for level in range(10)
    )

    result = read(repr(f"<!DOCTYPE lolz [{entities}]><p>The board voted &lol9; on Monday."))

    assert "The board voted &lol9; on Monday." in result["start"] + result["end"]
    assert result["characters"] < 1_000


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("<p title='>The board</p><p>voted", "", id="a quote that never ends"),
        pytest.param("<p>The <<b>board</b> <voted", "The <board", id="broken tags"),
        pytest.param("<p>The\x00 board</p>\x00", "The\x00 board", id="nul characters"),
        pytest.param(
            "<p>Ñandú Ã±andÃº \ufffd\ufffd board", "Ñandú Ã±andÃº \ufffd\ufffd board", id="mixed encodings"
        ),
        pytest.param("<!-- <p>The board", "", id="a comment that never ends"),
        pytest.param("<script>'<p>The board'", "", id="a script that never ends"),
    ],
)
def test_broken_pages_give_what_can_be_told_for_certain(raw: str, text: str) -> None:
    result = read(repr(raw))

    assert result["start"].startswith(text)
    assert text or not result["characters"]
