"""Signatures: which documents are alike, and what is remembered of those that were written."""

from __future__ import annotations

from pathlib import Path
from struct import pack

import pytest

from copydesk import Changes, CopydeskError, Document, Signature
from copydesk.applying import apply_changes
from copydesk.runs.seen import Seen


def signature(*hashes: int, bands: int = 2, least: float = 0.75) -> Signature:
    return Signature(pack(f"<{len(hashes)}I", *hashes), "near", bands, least)


def test_hashes_left_over_are_in_no_band() -> None:
    assert signature(1, 2, 3, 4, 5).parts() == [pack("<2I", 1, 2), pack("<2I", 3, 4)]


@pytest.mark.parametrize(
    ("hashes", "reason"),
    [
        pytest.param((1, 2, 3, 4), "near", id="all the same"),
        pytest.param((1, 2, 3, 9), "near", id="three of four, and a band"),
        pytest.param((1, 9, 3, 4), "near", id="the other band"),
        pytest.param((1, 2, 8, 9), "", id="a band and too few"),
        pytest.param((9, 2, 3, 9), "", id="no band"),
        pytest.param((2, 1, 4, 3), "", id="the same elsewhere"),
    ],
)
def test_what_is_like_the_first_is_told(hashes: tuple[int, ...], reason: str) -> None:
    seen = Seen()
    seen.add({"step": signature(1, 2, 3, 4)})

    assert seen.add({"step": signature(*hashes)}) == reason


def test_what_is_dropped_is_not_compared_with() -> None:
    seen = Seen()
    seen.add({"step": signature(1, 2, 3, 4)})
    seen.add({"step": signature(1, 2, 3, 9)})

    assert seen.add({"step": signature(1, 7, 3, 9)}) == ""


def test_signatures_of_two_steps_are_not_mixed() -> None:
    seen = Seen()
    seen.add({"one": signature(1, 2, 3, 4)})

    assert seen.add({"other": signature(1, 2, 3, 4)}) == ""


def test_what_was_not_made_sure_of_is_forgotten(tmp_path: Path) -> None:
    seen = Seen(tmp_path / "seen")
    seen.add({"step": signature(1, 2, 3, 4)})
    seen.commit()
    seen.add({"step": signature(5, 6, 7, 8)})
    seen.close()

    again = Seen(tmp_path / "seen", known=1)

    assert again.add({"step": signature(5, 6, 7, 8)}) == ""
    assert again.add({"step": signature(1, 2, 3, 4)}) == "near"


def test_what_came_after_the_last_journal_line_is_forgotten(tmp_path: Path) -> None:
    seen = Seen(tmp_path / "seen")
    seen.add({"step": signature(1, 2, 3, 4)})
    seen.add({"step": signature(5, 6, 7, 8)})
    seen.commit()
    seen.close()

    assert Seen(tmp_path / "seen", known=1).add({"step": signature(5, 6, 7, 8)}) == ""


def test_a_file_that_knows_too_few_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CopydeskError) as raised:
        Seen(tmp_path / "seen", known=3)

    assert raised.value.code == "broken-run"


def test_a_signature_must_be_declared() -> None:
    changes = Changes(signature=signature(1, 2))

    with pytest.raises(CopydeskError) as raised:
        apply_changes(Document.of("Rain."), changes, step="s", provides=(), edits=False, provenance="s")

    assert raised.value.hint == "set `compares = True` on the step"
