"""Edits and offset maps: everything leads back to the source."""

from __future__ import annotations

import itertools
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import CopydeskError, Document, Edit, OffsetMap, Span
from copydesk.offsets import Moves, apply_edits, ordered_edits

ALPHABET = [
    *"ab .\n",
    "\r\n",
    "é",
    "e\u0301",
    "\u05d0",
    "\u202e",
    "\U0001f600",
    "\U0001f469\u200d\U0001f680",
    "\x00",
]
texts = st.lists(st.sampled_from(ALPHABET), max_size=25).map("".join)


@st.composite
def edits_for(draw: st.DrawFn, length: int) -> list[Edit]:
    """Draw edits that do not overlap, in any order."""
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=8)))
    edits: list[Edit] = []
    last_was_insertion_at = -1
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        if start == end and (start == last_was_insertion_at or (edits and edits[-1].end > start)):
            continue
        text = draw(texts.map(lambda text: text[:5]))
        edits.append(Edit(start, end, text))
        last_was_insertion_at = start if start == end else -1
    return draw(st.permutations(edits))


@st.composite
def edited_documents(draw: st.DrawFn) -> tuple[Document, list[list[Edit]]]:
    """Draw a document and a chain of edits that was applied to it."""
    doc = Document.of(draw(texts))
    chain = []
    for _ in range(draw(st.integers(0, 4))):
        edits = draw(edits_for(len(doc.text)))
        chain.append(edits)
        doc = doc.edited(edits)
    return doc, chain


def origins(source: str, chain: list[list[Edit]]) -> list[int | None]:
    """Follow each character through a chain of edits, the slow and plain way.

    The index in the source that a character of the result was copied from; None for a written one.
    """
    text, known = source, list(range(len(source)))
    origin: list[int | None] = [*known]
    for edits in chain:
        result, came_from = "", []
        at = 0
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            result += text[at : edit.start] + edit.text
            came_from += origin[at : edit.start]
            unchanged = text[edit.start : edit.end] == edit.text
            came_from += origin[edit.start : edit.end] if unchanged else [None] * len(edit.text)
            at = edit.end
        result += text[at:]
        came_from += origin[at:]
        text, origin = result, came_from
    return origin


@given(edited_documents())
def test_every_copied_character_leads_back_to_itself(case: tuple[Document, list[list[Edit]]]) -> None:
    doc, chain = case

    for at, origin in enumerate(origins(doc.source.text, chain)):
        if origin is not None:
            assert doc.offsets.to_source(at, at + 1) == (origin, origin + 1)
            assert doc.source.text[origin] == doc.text[at]


@given(edited_documents())
def test_every_span_leads_to_the_hull_of_its_characters(case: tuple[Document, list[list[Edit]]]) -> None:
    doc, chain = case
    origin = origins(doc.source.text, chain)

    for start in range(len(doc.text)):
        for end in range(start + 1, len(doc.text) + 1):
            copied = [index for index in origin[start:end] if index is not None]
            low, high = doc.offsets.to_source(start, end)
            assert 0 <= low <= high <= len(doc.source.text)
            if copied:
                assert low <= min(copied)
                assert high >= max(copied) + 1
            if len(copied) == end - start:
                assert (low, high) == (min(copied), max(copied) + 1)


@given(edited_documents())
def test_pieces_are_ordered_apart_and_inside_the_hull(case: tuple[Document, list[list[Edit]]]) -> None:
    doc, _ = case

    for end in range(1, len(doc.text) + 1):
        pieces = doc.offsets.pieces(0, end)
        assert pieces == tuple(sorted(pieces))
        assert all(before.end < after.start for before, after in itertools.pairwise(pieces))
        assert doc.offsets.to_source(0, end) == (pieces[0].start, pieces[-1].end)


@given(st.data())
def test_composing_equals_applying_one_by_one(data: st.DataObject) -> None:
    doc = Document.of(data.draw(texts))
    first = ordered_edits(data.draw(edits_for(len(doc.text))), doc.text)
    middle = apply_edits(doc.text, first)
    second = ordered_edits(data.draw(edits_for(len(middle))), middle)

    composed = OffsetMap.of_edits(first, len(doc.text)).compose(OffsetMap.of_edits(second, len(middle)))

    assert composed == doc.edited(first).edited(second).offsets


@given(st.data())
def test_composing_deletions_and_insertions_is_associative(data: st.DataObject) -> None:
    text = data.draw(texts)
    maps = []
    for _ in range(3):
        drawn = data.draw(edits_for(len(text)))
        pure = [Edit(e.start, e.end) if e.start < e.end else e for e in drawn]
        edits = ordered_edits(pure, text)
        maps.append(OffsetMap.of_edits(edits, len(text)))
        text = apply_edits(text, edits)

    left = maps[0].compose(maps[1]).compose(maps[2])
    right = maps[0].compose(maps[1].compose(maps[2]))

    for start in range(len(text) + 1):
        for end in range(start, len(text) + 1):
            assert left.to_source(start, end) == right.to_source(start, end)


@given(st.data())
def test_spans_move_with_the_characters_that_stay(data: st.DataObject) -> None:
    text = data.draw(texts.filter(bool))
    edits = ordered_edits(data.draw(edits_for(len(text))), text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    origin = origins(text, [[*edits]])
    staying = [at for at, index in enumerate(origin) if index is not None and start <= index < end]

    moved = Moves(edits).span(start, end)

    if staying:
        assert moved is not None
        assert moved[0] <= staying[0]
        assert moved[1] > staying[-1]
        outside = [at for at, index in enumerate(origin) if index is not None and not start <= index < end]
        assert not [at for at in outside if moved[0] <= at < moved[1]]
    elif moved is not None:
        written = apply_edits(text, edits)[moved[0] : moved[1]]
        assert written in "".join(edit.text for edit in edits)


@pytest.mark.parametrize(
    ("edit", "span", "expected"),
    [
        pytest.param(Edit(2, 6), (3, 5), None, id="inside a deletion: vanishes"),
        pytest.param(Edit(2, 6), (2, 6), None, id="the deletion itself: vanishes"),
        pytest.param(Edit(2, 6), (0, 4), (0, 2), id="crosses its start: shrinks"),
        pytest.param(Edit(2, 6), (4, 8), (2, 4), id="crosses its end: shrinks"),
        pytest.param(Edit(2, 6), (0, 8), (0, 4), id="contains it: shrinks"),
        pytest.param(Edit(2, 6), (7, 9), (3, 5), id="behind it: moves"),
        pytest.param(Edit(2, 6), (0, 2), (0, 2), id="before it: stays"),
        pytest.param(Edit(2, 6, "xyz"), (2, 6), (2, 5), id="replaced as a whole: covers the new text"),
        pytest.param(Edit(2, 6, "xyz"), (3, 5), None, id="inside a replacement: vanishes"),
        pytest.param(Edit(2, 6, "xyz"), (0, 4), (0, 2), id="crosses a replacement: keeps the outside"),
        pytest.param(Edit(4, 4, "new"), (4, 8), (7, 11), id="inserted at its start: stays outside"),
        pytest.param(Edit(4, 4, "new"), (0, 4), (0, 4), id="inserted at its end: stays outside"),
        pytest.param(Edit(4, 4, "new"), (2, 6), (2, 9), id="inserted inside: grows"),
    ],
)
def test_a_span_moves(edit: Edit, span: tuple[int, int], expected: tuple[int, int] | None) -> None:
    assert Moves([edit]).span(*span) == expected


@pytest.mark.parametrize(
    ("edits", "code"),
    [
        pytest.param([Edit(0, 3), Edit(2, 4)], "bad-edit", id="overlap"),
        pytest.param([Edit(1, 1, "a"), Edit(1, 1, "b")], "bad-edit", id="two insertions at one place"),
        pytest.param([Edit(3, 99)], "bad-edit", id="outside"),
        pytest.param([Edit(3, 2)], "bad-edit", id="backwards"),
        pytest.param([Edit(0, 1, "\ud800")], "lone-surrogate", id="half a character"),
    ],
)
def test_refuses_an_edit_that_cannot_be(edits: list[Edit], code: str) -> None:
    doc = Document.of("hello")

    with pytest.raises(CopydeskError) as caught:
        doc.edited(edits)

    assert caught.value.code == code


def test_refuses_a_lone_surrogate_with_its_position() -> None:
    with pytest.raises(CopydeskError, match=r"document `d` has a lone surrogate \(U\+DC00\) at character 2"):
        Document.of("ab\udc00", id="d")


def test_a_replacement_leads_back_to_all_it_replaced() -> None:
    doc = Document.of("Smith &amp; Sons").edited([Edit(6, 11, "&")])

    assert doc.text == "Smith & Sons"
    assert doc.offsets.to_source(6, 7) == (6, 11)
    assert doc.source_of(Span(0, 12)) == "Smith &amp; Sons"


def test_markup_inside_a_name_gives_a_hull_with_pieces() -> None:
    doc = Document.of("Olaf<br> Scholz").edited([Edit(4, 8)])

    assert doc.offsets.pieces(0, 11) == ((0, 4), (8, 15))
    assert doc.offsets.to_source(0, 11) == (0, 15)


def test_inserted_text_has_an_empty_source() -> None:
    doc = Document.of("one\ntwo").edited([Edit(4, 4, "\u2022 ")])

    assert doc.offsets.to_source(4, 6) == (4, 4)


def test_an_edit_that_changes_nothing_keeps_the_document() -> None:
    doc = Document.of("hello")

    assert doc.edited([Edit(0, 2, "he")]) is doc


@given(edited_documents())
def test_an_offset_map_survives_pickling(case: tuple[Document, list[list[Edit]]]) -> None:
    doc, _ = case

    assert pickle.loads(pickle.dumps(doc)) == doc
