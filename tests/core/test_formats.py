"""Reading what people have: encodings, damage, size."""

from __future__ import annotations

import gzip
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from copydesk import CopydeskError, Document, Edit, Entity, Mention, Quote, Span
from copydesk.formats.decoding import decode
from copydesk.formats.inputs import FileReader, InputFile, Inputs, find_inputs
from copydesk.formats.output import row_of
from copydesk.formats.protocols import Unreadable
from copydesk.formats.readers import TextReader, built_in_readers
from copydesk.formats.schema import output_schema

CZECH = "Guvernérka řekla, že sazby zůstanou. Příliš žluťoučký kůň úpěl ďábelské ódy. " * 5


def read(path: Path, max_bytes: int = 10_000) -> list[Document | Unreadable]:
    (file,) = find_inputs([str(path)]).files
    return [*FileReader(file, max_bytes=max_bytes).documents()]


def json_lines(*lines: bytes, max_bytes: int = 10_000) -> list[Document | Unreadable]:
    (reader,) = (reader for reader in built_in_readers() if reader.name == "jsonl")
    return [*reader.read(io.BytesIO(b"\n".join(lines)), "c.jsonl", max_bytes=max_bytes)]


def codes(found: list[Document | Unreadable]) -> list[str]:
    return [item.problem.code if isinstance(item, Unreadable) else item.id for item in found]


@pytest.mark.parametrize(
    ("data", "html", "text", "encoding"),
    [
        pytest.param("Zürich".encode(), False, "Zürich", "utf-8", id="utf-8"),
        pytest.param(b"\xef\xbb\xbfZ", False, "Z", "utf-8-sig", id="byte order mark"),
        pytest.param("Zü".encode("utf-16"), False, "Zü", "utf-16", id="utf-16 with a mark"),
        pytest.param(
            "Zürich am See".encode("utf-16-le"),
            False,
            "Zürich am See",
            "utf-16-le",
            id="utf-16 without a mark",
        ),
        pytest.param(b"a\r\nb\rc", False, "a\r\nb\rc", "utf-8", id="line ends stay"),
        pytest.param(b"", False, "", "utf-8", id="empty"),
        pytest.param(
            b'<meta charset="iso-8859-1"><p>\x93yes\x94',
            True,
            '<meta charset="iso-8859-1"><p>\u201cyes\u201d',
            "cp1252",
            id="a page that declares latin-1",
        ),
        pytest.param(
            "<meta charset=koi8-r><p>Да".encode("koi8-r"),
            True,
            "<meta charset=koi8-r><p>Да",
            "koi8-r",
            id="a page that declares koi8-r",
        ),
        pytest.param(
            "<meta charset=utf-16><p>ü".encode(),
            True,
            "<meta charset=utf-16><p>ü",
            "utf-8",
            id="a page that cannot be what it declares",
        ),
        pytest.param(
            "<meta charset=nonsense><p>ü".encode(),
            True,
            "<meta charset=nonsense><p>ü",
            "utf-8",
            id="a page that declares nonsense",
        ),
    ],
)
def test_decodes(data: bytes, html: bool, text: str, encoding: str) -> None:
    assert decode(data, "f", html=html) == (text, encoding)


def test_detects_an_old_encoding() -> None:
    text, encoding = decode(CZECH.encode("cp1250"), "f")

    assert text == CZECH
    assert CZECH.encode("cp1250").decode(encoding) == CZECH


def test_prefers_the_commonest_name_of_an_encoding() -> None:
    german = "Der Bürgermeister sprach über die Brücke. Es war spät. Größe zählt nicht."

    assert decode(german.encode("latin-1"), "f") == (german, "cp1252")


def test_refuses_a_binary_file_by_name() -> None:
    with pytest.raises(CopydeskError, match=r"photo\.txt: the file is binary") as caught:
        decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "photo.txt")

    assert caught.value.code == "binary-file"


def test_json_lines_keep_id_and_text_and_put_the_rest_into_meta() -> None:
    (doc,) = json_lines(b'{"id": 7, "text": "Hello", "title": "T", "meta": {"language": "en"}, "layers": {}}')

    assert isinstance(doc, Document)
    assert (doc.id, doc.text, doc.meta) == ("7", "Hello", {"title": "T", "language": "en"})


def test_bad_lines_cost_the_others_nothing() -> None:
    found = json_lines(
        b'{"id": "a", "text": "one"}',
        b'{"id": "b", "text": "two"',
        b"",
        b"[1, 2]",
        b'{"id": "c", "body": "a long text"}',
        b'{"id": "d", "text": 5}',
        b'{"id": ["e"], "text": "x"}',
        b'\xff\xfe{"text": "x"}',
        b'{"id": "f", "text": "\\ud800"}',
        b"[" * 50_000,
        b'{"text": "last"}',
        max_bytes=60_000,
    )

    assert codes(found) == [
        "a",
        "bad-json",
        "bad-json",
        "missing-text",
        "missing-text",
        "bad-json",
        "bad-json",
        "bad-json",
        "bad-json",
        "c.jsonl:11",
    ]
    assert [str(item.problem.place) for item in found if isinstance(item, Unreadable)][:3] == [
        "c.jsonl:2",
        "c.jsonl:4",
        "c.jsonl:5",
    ]


def test_a_field_that_looks_like_the_text_is_named() -> None:
    (found,) = json_lines(b'{"id": "c", "body": "a long text"}')

    assert isinstance(found, Unreadable)
    assert found.problem.hint == "if `body` is the text, give `--set fields.text=body`"


def test_a_line_that_is_too_long_costs_the_next_nothing() -> None:
    found = json_lines(
        b'{"id": "a", "text": "' + b"x" * 5000 + b'"}', b'{"id": "b", "text": "y"}', max_bytes=1000
    )

    assert codes(found) == ["too-large", "b"]


def test_a_file_that_is_too_large_says_what_to_raise(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_bytes(b"x" * 2000)

    (found,) = read(path, max_bytes=1999)

    assert isinstance(found, Unreadable)
    assert found.problem.message == f"{path} has more than 1,999 bytes"
    assert "max_document_bytes" in found.problem.hint


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("a.txt", "text/plain"), ("a.md", "text/markdown"), ("a.HTML", "text/html"), ("a.log", "text/plain")],
)
def test_the_ending_tells_the_media_type(tmp_path: Path, name: str, media_type: str) -> None:
    (tmp_path / name).write_text("Hello")
    (tmp_path / f"{name}.gz").write_bytes(gzip.compress(b"Hello"))

    for path in (tmp_path / name, tmp_path / f"{name}.gz"):
        (doc,) = read(path)
        assert isinstance(doc, Document)
        assert (doc.source.media_type, doc.text, doc.id) == (media_type, "Hello", path.as_posix())


def test_a_damaged_gzip_file_is_a_failure_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(b"Hello" * 100)[:-12])

    (found,) = read(path)

    assert isinstance(found, Unreadable)
    assert found.problem.code == "unreadable-file"


def test_a_file_without_permission_is_a_failure_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    # Root may read everything, so the process becomes nobody for a moment.
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        (found,) = FileReader(
            InputFile(str(path), TextReader("text", (), "text/plain")), max_bytes=10
        ).documents()
    finally:
        os.seteuid(user)

    assert isinstance(found, Unreadable)
    assert found.problem.message == f"{path}: cannot be read: permission denied"
    assert found.problem.code == "no-permission"


def inputs(*arguments: Any) -> Inputs:
    return find_inputs([str(argument) for argument in arguments])


def test_a_folder_is_read_whole_and_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.html", "a/y.jsonl.gz", ".hidden/x.txt", ".x.txt", "photo.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")

    found = inputs(tmp_path)

    names = [Path(file.uri).relative_to(tmp_path).as_posix() for file in found.files]
    assert names == ["a/y.jsonl.gz", "a/z.html", "b.txt"]
    assert found.left_alone == {".png": 1}


def test_a_glob_reaches_below(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("a.txt", "deep/b.txt", "deep/c.md"):
        (tmp_path / name).write_text("x")

    names = [Path(file.uri).name for file in inputs(tmp_path / "**" / "*.txt").files]

    assert names == ["a.txt", "b.txt"]


def test_a_missing_file_costs_the_others_nothing(tmp_path: Path) -> None:
    (tmp_path / "artikle.txt").write_text("x")

    found = inputs(tmp_path / "artikle.txt", tmp_path / "article.txt").files

    assert [file.problem.code if file.problem else "" for file in found] == ["", "no-such-file"]
    assert found[1].problem is not None
    assert found[1].problem.hint == f"did you mean `{tmp_path.as_posix()}/artikle.txt`?"


@pytest.mark.parametrize("argument", ["nowhere.txt", "nowhere/*.txt"])
def test_nothing_to_read_is_refused(tmp_path: Path, argument: str) -> None:
    with pytest.raises(CopydeskError) as caught:
        inputs(tmp_path / argument)

    assert caught.value.code == "no-such-file"


def test_a_folder_without_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_text("x")

    with pytest.raises(CopydeskError) as caught:
        inputs(tmp_path)

    assert caught.value.code == "no-input"
    assert ".html" in caught.value.hint


def test_an_unknown_format_is_refused_with_the_nearest() -> None:
    with pytest.raises(CopydeskError) as caught:
        find_inputs(["-"], format="jsonl.")

    assert caught.value.hint == "did you mean `jsonl`?"


def annotated() -> Document:
    doc = Document.of("[AD] \U0001f600 Weber<b> said</b>: \u201cNo.\u201d", id="d", meta={"title": "T"})
    layers: dict[str, Any] = {
        "entities": (Entity(7, 12, label="PERSON", name="Weber", entity="e1"),),
        "quotes": (
            Quote(27, 30, kind="direct", speaker=Mention(7, 12, name="Weber", entity="e1"), cue=Span(16, 20)),
        ),
        "mine": (Span(7, 20),),
    }
    doc = replace(doc, layers=layers, provenance={name: f"{name}@1.0#ab12" for name in layers})
    return doc.edited([Edit(0, 5, "", "advert"), Edit(12, 15), Edit(20, 24)], step="clean")


def test_the_output_has_the_offsets_of_text_and_source() -> None:
    row = row_of(annotated())

    assert [*row] == ["id", "source", "text", "meta", "layers", "removed", "provenance"]
    assert row["text"] == "\U0001f600 Weber said: \u201cNo.\u201d"
    assert row["layers"]["mine"] == [
        {
            "start": 2,
            "end": 12,
            "source_start": 7,
            "source_end": 20,
            "source_spans": [[7, 12], [15, 20]],
            "text": "Weber said",
        }
    ]
    assert row["layers"]["quotes"] == [
        {
            "start": 15,
            "end": 18,
            "source_start": 27,
            "source_end": 30,
            "text": "No.",
            "kind": "direct",
            "speaker": {
                "start": 2,
                "end": 7,
                "source_start": 7,
                "source_end": 12,
                "text": "Weber",
                "name": "Weber",
                "entity": "e1",
            },
            "cue": {"start": 8, "end": 12, "source_start": 16, "source_end": 20, "text": "said"},
            "group": 0,
            "confidence": 1.0,
        }
    ]
    assert row["removed"] == [{"source_start": 0, "source_end": 5, "reason": "advert", "step": "clean"}]


def test_the_output_fits_its_schema() -> None:
    schema = output_schema()
    Draft202012Validator.check_schema(schema)

    errors = [*Draft202012Validator(schema).iter_errors(json.loads(json.dumps(row_of(annotated()))))]

    assert errors == []


@pytest.mark.parametrize("path", [("id",), ("layers", "entities", 0, "label"), ("source", "sha256")])
def test_the_schema_misses_what_is_missing(path: tuple[Any, ...]) -> None:
    row = json.loads(json.dumps(row_of(annotated())))
    parent = row
    for key in path[:-1]:
        parent = parent[key]
    del parent[path[-1]]

    assert [*Draft202012Validator(output_schema()).iter_errors(row)]
