"""Names that were taken out with a key, put back."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import CopydeskError, Document, Entity
from copydesk.testing import check_step, run_step
from copydesk_entities import Redact, Restore

pytest.importorskip("cryptography", reason="needs the extra `redact`")

TEXT = "Anna Weber met Tom Holm. Weber wrote “[PERSON 1]”."


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("keys") / "redact.key"
    path.write_text("5f" * 32)
    return str(path)


def tagged(text: str = TEXT, **meta: Any) -> Document:
    found = (
        Entity(0, 10, "PERSON", "Anna Weber", "e1"),
        Entity(15, 23, "PERSON", "Tom Holm", "e2"),
        Entity(25, 30, "PERSON", "Anna Weber", "e1"),
    )
    return msgspec.structs.replace(Document.of(text, meta=meta), layers={"entities": found})


def redacted(document: Document, key: str, **options: Any) -> Document:
    """Redact, write and read again, as two runs do."""
    [made] = run_step(Redact, document, key=key, **options)
    assert "Weber" not in json.dumps([made.text, made.meta])
    return Document.of(made.text, id=made.id, meta=json.loads(json.dumps(made.meta)))


@pytest.mark.parametrize(
    "options", [{}, {"style": "label"}, {"style": "pseudonym", "secret": "s"}, {"keep": ["Tom Holm"]}]
)
def test_what_was_taken_out_is_put_back(key: str, options: dict[str, Any]) -> None:
    document = tagged(title="Weber and Holm", author="N. N.")

    [restored] = run_step(Restore, redacted(document, key, **options), key=key)

    assert restored.text == TEXT
    assert restored.meta == document.meta


def test_a_mark_that_the_source_has_stays(key: str) -> None:
    text = "[PERSON 1] is what Anna Weber is called."
    document = msgspec.structs.replace(
        Document.of(text), layers={"entities": (Entity(19, 29, "PERSON", "Anna Weber", "e1"),)}
    )

    [restored] = run_step(Restore, redacted(document, key), key=key)

    assert restored.text == text


def test_the_same_document_is_always_sealed_the_same(key: str) -> None:
    first, second = (redacted(tagged(), key) for _ in range(2))

    assert first.meta["redacted"] == second.meta["redacted"]


def test_a_document_that_was_not_redacted_stays_as_it_is(key: str) -> None:
    [document] = run_step(Restore, Document.of(TEXT), key=key)

    assert document.text == TEXT


def test_marks_that_a_later_step_took_out_are_not_put_back(key: str) -> None:
    made = redacted(tagged(), key)
    shortened = Document.of(made.text.replace("met [PERSON 2]", "left"), id=made.id, meta=made.meta)

    [restored] = run_step(Restore, shortened, key=key)

    assert restored.text.startswith("Anna Weber left. Weber wrote")


def test_another_key_or_document_gives_nothing_away(key: str, tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    other.write_text("a7" * 32)
    made = redacted(tagged(), key)

    with pytest.raises(CopydeskError, match="cannot be read with this key"):
        run_step(Restore, made, key=str(other))
    with pytest.raises(CopydeskError, match="cannot be read with this key"):
        run_step(Restore, Document.of(made.text, id="another", meta=made.meta), key=key)


@pytest.mark.parametrize("content", [None, "too short"])
def test_a_bad_key_is_told_before_a_run(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "redact.key"
    if content is not None:
        path.write_text(content)

    with pytest.raises(CopydeskError, match="key file") as error:
        Redact(Redact.Options(key=str(path))).check()

    assert "openssl rand" in error.value.hint


@given(st.text(), st.text(), st.text())
def test_any_text_comes_back(key: str, before: str, between: str, after: str) -> None:
    text = f"{before}Anna Weber{between}Weber{after}"
    second = len(before) + 10 + len(between)
    entities = (
        Entity(len(before), len(before) + 10, "PERSON", "Anna Weber", "e1"),
        Entity(second, second + 5, "PERSON", "Anna Weber", "e1"),
    )
    try:
        document = msgspec.structs.replace(Document.of(text), layers={"entities": entities})
    except CopydeskError:
        # Half a surrogate pair, which no document has.
        return

    [made] = run_step(Redact, document, key=key)
    [restored] = run_step(Restore, Document.of(made.text, meta=made.meta), key=key)

    assert restored.text == text


def test_it_keeps_the_contract_of_a_step(key: str) -> None:
    report = check_step(Restore, options={"key": key}, texts=[redacted(tagged(), key)])

    assert {outcome.status for outcome in report.outcomes} == {"passed"}
