"""Tables and files of JSON: a document a row, whatever stands between two cells."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import CopydeskError, Document
from copydesk.formats.protocols import Unreadable
from copydesk.formats.readers import JsonReader
from copydesk.formats.rows import Fields
from copydesk.formats.tables import TableReader


def table(
    data: str | bytes, fields: Fields | None = None, max_bytes: int = 10_000
) -> list[Document | Unreadable]:
    raw = data.encode() if isinstance(data, str) else data
    return [*TableReader(fields or Fields()).read(io.BytesIO(raw), "t.csv", max_bytes=max_bytes)]


def documents(found: list[Document | Unreadable]) -> list[Document]:
    assert not [item.problem for item in found if isinstance(item, Unreadable)]
    return [item for item in found if isinstance(item, Document)]


def told(found: list[Document | Unreadable]) -> list[tuple[str, str]]:
    return [
        (item.id, item.text) if isinstance(item, Document) else (item.id, item.problem.code) for item in found
    ]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("id,text,site\na,Hello.,wire\n", id="commas"),
        pytest.param("id;text;site\r\na;Hello.;wire\r\n", id="semicolons"),
        pytest.param("id\ttext\tsite\na\tHello.\twire\n", id="tabs"),
        pytest.param("id|text|site\na|Hello.|wire\n", id="bars"),
        pytest.param('"id","text","site"\n"a","Hello.","wire"', id="quoted, no end of line"),
        pytest.param("\n\nid,text,site\n\na,Hello.,wire\n,,\n", id="empty rows"),
        pytest.param("site,note,id,text\nwire,,a,Hello.\n", id="another order, an empty cell"),
        pytest.param("id,text,site,\na,Hello.,wire,\n", id="commas at the end"),
        pytest.param("\ufeffid,text,site\na,Hello.,wire\n", id="byte order mark"),
        pytest.param("id,text,site\na,Hello.,wire\n".encode("utf-16"), id="utf-16"),
    ],
)
def test_a_row_is_a_document(data: str | bytes) -> None:
    (found,) = documents(table(data))

    assert (found.id, found.text, found.meta) == ("a", "Hello.", {"site": "wire"})


def test_what_separates_is_told_by_the_column_with_the_text() -> None:
    (found,) = documents(table("a;b;c,text\n1;2;3,Yes; no.\n"))

    assert (found.text, found.meta) == ("Yes; no.", {"a;b;c": "1;2;3"})


def test_a_cell_in_quotes_has_line_ends_and_lines_are_counted() -> None:
    found = documents(table('text\n"One\n""two"", three."\nFour.\n'))

    assert [(one.id, one.text) for one in found] == [("t.csv:2", 'One\n"two", three.'), ("t.csv:4", "Four.")]
    assert found[0].source.uri == "t.csv:2"


def test_the_columns_may_have_other_names() -> None:
    (found,) = documents(table("url,Body,text\nx/1,Hello.,short\n", Fields("Body", "url")))

    assert (found.id, found.text, found.meta) == ("x/1", "Hello.", {"text": "short"})


def test_a_cell_is_as_long_as_a_document_may_be() -> None:
    long = "A long story. " * 10_000
    # What the csv module allows until it is told otherwise, which an earlier test did.
    csv.field_size_limit(131_072)

    found = documents(table(f"text,{long}\n{long},x\n", max_bytes=1_000_000))

    assert [(item.text, item.meta) for item in found] == [(long, {long.strip(): "x"})]


def test_a_column_without_a_name_is_numbered() -> None:
    (found,) = documents(table(",text\n7,Hello.\n"))

    assert found.meta == {"column 1": "7"}


def test_old_encodings_are_told() -> None:
    (found,) = documents(table("id,text\na,\u201cZürich\u201d sagte nein.\n".encode("cp1252")))

    assert found.text == "\u201cZürich\u201d sagte nein."


def test_a_row_in_another_encoding_costs_no_other_row() -> None:
    good = "id,text\n" + "".join(f"{number},Zürich\n" for number in range(100_000))

    found = table(good.encode() + b"x,Z\xfcrich\ny,Bern\n")

    assert told(found)[-3:] == [("99999", "Zürich"), ("t.csv:100002", "unknown-encoding"), ("y", "Bern")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        pytest.param("b,One, two.", "bad-table", id="more cells than columns"),
        pytest.param('b,"She said "no"."', "bad-table", id="a single quote in quotes"),
        pytest.param("b", "missing-text", id="no cell for the text"),
        pytest.param("b," + "x" * 2000, "too-large", id="a line too long"),
        pytest.param(f'b,"{"x" * 600}\n{"x" * 600}"', "too-large", id="a cell too long"),
    ],
)
def test_a_broken_row_costs_no_other(row: str, code: str) -> None:
    found = table(f"id,text\na,One.\n{row}\nc,Three.\n", max_bytes=1000)

    assert told(found) == [("a", "One."), ("t.csv:3", code), ("c", "Three.")]


def test_a_quote_that_is_never_closed_is_told_at_its_row() -> None:
    found = table('id,text\na,One.\nb,"Two.\nc,Three.\n')

    assert told(found) == [("a", "One."), ("t.csv:3", "bad-table")]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param("id,body\na,Hello.\n", "the table has no column `text`, it has `id`, `body`", id="text"),
        pytest.param("text,a,a\nHello.,1,2\n", "two columns are called `a`", id="twice"),
        pytest.param("text," + "x" * 20_000, "the first row has more than 10,000 bytes", id="too long"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(data: str, message: str) -> None:
    with pytest.raises(CopydeskError) as caught:
        table(data)

    assert caught.value.problem.message == message


def test_an_empty_table_has_no_documents() -> None:
    assert table("") == table("id,text\n") == []


CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=30)


@given(
    st.lists(st.tuples(CELLS.filter(bool), CELLS), max_size=8),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_is_read(rows: list[tuple[str, str]], delimiter: str, end: str) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("text", "note"), *rows])

    found = documents(table(file.getvalue()))

    assert [(one.text, one.meta.get("note", "")) for one in found] == rows


RAW = st.text(st.sampled_from('ab,;"\n\r \u00fc'), max_size=80)


@given(RAW, st.integers(1, 4))
def test_a_table_that_is_cut_is_read_as_a_whole(text: str, rows: int) -> None:
    data = f"id,text\n{text}".encode()
    # Bytes in another encoding somewhere.
    data = data.replace("\u00fcb".encode(), b"\xfcb")
    reader = TableReader()
    try:
        whole = [*reader.read(io.BytesIO(data), "t.csv", max_bytes=40)]
    except CopydeskError:
        return

    (head, line), *cut = reader.cut(io.BytesIO(data), "t.csv", max_bytes=40)
    found: list[Document | Unreadable] = []
    for start in range(0, len(cut), rows):
        part = head + b"".join(row for row, _ in cut[start : start + rows])
        found += reader.read(io.BytesIO(part), "t.csv", max_bytes=40, first_line=line)
        line = cut[min(start + rows, len(cut)) - 1][1]

    assert found == whole


def json_file(value: Any, fields: Fields | None = None) -> list[Document | Unreadable]:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return [*JsonReader(fields or Fields()).read(io.BytesIO(data), "a.json", max_bytes=10_000)]


def test_an_object_is_a_document() -> None:
    (found,) = documents(json_file({"title": "T", "maintext": "Hello.", "url": "x/1"}, Fields("maintext")))

    assert (found.id, found.text, found.meta) == ("a.json", "Hello.", {"title": "T", "url": "x/1"})


@pytest.mark.parametrize("source", ["Reuters", {"id": None, "name": "Reuters"}])
def test_where_others_have_it_from_is_metadata(source: Any) -> None:
    (found,) = documents(json_file({"text": "Hello.", "source": source, "removed": False}))

    assert found.meta == {"source": source, "removed": False}


def test_what_copydesk_wrote_is_not_taken_up_again() -> None:
    own = {"uri": "a.txt", "media_type": "text/plain", "encoding": "utf-8", "sha256": "0" * 64}
    row = {"id": "a", "source": own, "text": "Hello.", "meta": {"words": 1}, "layers": {}, "removed": []}

    (found,) = documents(json_file(row | {"provenance": {}}))

    assert (found.id, found.meta) == ("a", {"words": 1})


def test_a_list_is_a_document_an_object() -> None:
    found = json_file([{"text": "One."}, {"body": "Two."}, 3, {"id": 4, "text": "Four."}])

    assert told(found) == [
        ("a.json#1", "One."),
        ("a.json#2", "missing-text"),
        ("a.json#3", "bad-json"),
        ("4", "Four."),
    ]
    assert isinstance(found[1], Unreadable)
    assert found[1].problem.message == "the object has no field `text`"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_an_object_a_line_is_read_by_lines(mark: bytes) -> None:
    found = json_file(mark + b'{"text": "One."}\nbroken\n{"text": "Three."}\n')

    assert told(found) == [("a.json:1", "One."), ("a.json:2", "bad-json"), ("a.json:3", "Three.")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b'{"text": ', "bad-json", id="broken"),
        pytest.param(b'{"name": "x", "version": 1}', "missing-text", id="no text"),
        pytest.param(b'"only a text"', "bad-json", id="no object"),
        pytest.param(b'["' + b"x" * 20_000 + b'"]', "too-large", id="too large"),
    ],
)
def test_json_without_a_document_says_why(data: bytes, code: str) -> None:
    with pytest.raises(CopydeskError) as caught:
        json_file(data)

    assert caught.value.code == code


def test_the_likely_field_is_named() -> None:
    with pytest.raises(CopydeskError) as caught:
        json_file({"id": "x", "title": "T", "maintext": "A long text."})

    assert caught.value.hint == "if `maintext` is the text, give `--set fields.text=maintext`"
