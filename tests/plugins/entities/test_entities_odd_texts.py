"""Texts that nobody thought of: long, odd, in capitals, in other languages."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk import Entity
from copydesk_entities.finding import Finder
from copydesk_entities.untagged import table_of
from copydesk_entities.words import load_words

EntitiesOf = Callable[[str], list[Entity]]


@dataclass
class Tag:
    start_char: int
    end_char: int
    label_: str


def finder() -> Finder:
    words = load_words()
    return Finder(words, table_of(words))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("OLAF SCHOLZ REIST NACH PARIS UND TRIFFT DORT EMMANUEL MACRON", id="capitals"),
        pytest.param("Bundeskanzler Olaf Scholz reist nach Paris, um Emmanuel Macron zu treffen.", id="german"),
        pytest.param("Le président Emmanuel Macron s’est rendu à Berlin.", id="french"),
        pytest.param("Президент прибыл в Берлин. 李娜在北京获胜。 محمد وصل إلى القاهرة", id="scripts"),
        pytest.param("An\u0303a We\u0301ber met Jose\u0301 in Ma\u0301laga.", id="combining"),
        pytest.param("\u202eAnna Weber\u202c met \u200bOlaf\u200d Scholz\ufeff in\u00a0Paris", id="invisible"),
        pytest.param("\U0001f600 Anna \U0001f468\u200d\U0001f469\u200d\U0001f467 Weber \U0001f1e9\U0001f1ea", id="emoji"),
        pytest.param("\x00Anna\x0bWeber\x0cmet\x85Olaf\u2028Scholz\u2029", id="controls"),
        pytest.param("\ud7ff Anna \uffff Weber \U0010ffff", id="borders of planes"),
        pytest.param("ÍÑIGO Ñ. ÇELİK İstanbul ẞ ŉ ǆ ﬁne", id="case that changes length"),
        pytest.param("𝐀𝐧𝐧𝐚 𝐖𝐞𝐛𝐞𝐫 ⅣV Ⅻ ①", id="letters for looks"),
        pytest.param("a\tb\tAnna Weber\t12\nc\td\tOslo\t7\n", id="table"),
    ],
)  # fmt: skip
def test_odd_texts_give_ranges_that_do_not_overlap(text: str, entities_of: EntitiesOf) -> None:
    found = entities_of(text)

    assert all(0 <= e.start < e.end <= len(text) and text[e.start : e.end].strip() for e in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(e.name and e.label in ("PERSON", "ORG", "LOC") and e.entity for e in found)


def test_reads_a_text_that_is_all_in_capitals(entities_of: EntitiesOf) -> None:
    text = "ANGELA WEBER VISITS KENYA\nTHE TALKS WERE HELD IN NORTHERN IRELAND, SAYS MICHAEL CARTER."

    found = {(text[e.start : e.end], e.label, e.name) for e in entities_of(text)}

    assert found >= {
        ("ANGELA WEBER", "PERSON", "Angela Weber"),
        ("KENYA", "LOC", "Kenya"),
        ("NORTHERN IRELAND", "LOC", "Northern Ireland"),
        ("MICHAEL CARTER", "PERSON", "Michael Carter"),
    }


@settings(max_examples=200)
@given(st.text(max_size=80), st.data())
def test_takes_any_text_with_any_tags(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    kinds = st.sampled_from(["PERSON", "ORG", "GPE", "NORP", "DATE", "FAC"])
    tags = [Tag(start, end, data.draw(kinds)) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]

    found = finder().find(text, tags)

    assert all(0 <= e.start < e.end <= len(text) for e in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("end", ["\f", "\v", "\x1c", "\x85", "\u2028", "\u2003", "\r"])
def test_a_name_may_stand_first_on_a_page(end: str) -> None:
    """A form feed and a tab before the first name of a text ended with an IndexError."""
    assert [e.name for e in finder().find(f"{end}\tAngela Weber spoke.", [])] == ["Angela Weber"]


def bearers(number: int) -> str:
    """Write of many people with one last name, and of many with one first name."""
    letters = "aeiou"
    some = ["".join(letters[number // 5**place % 5] for place in range(7)) for number in range(number)]
    return "".join(f"J{one} Weber met Anna K{one}. Weber laughed.\n" for one in some)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("THE PRIME MINISTER MET OLAF WEBER IN OSLO\n" * 3000, id="lines in capitals"),
        pytest.param("OLAF WEBER " * 10_000, id="one line in capitals"),
        pytest.param("Aaaa" * 50_000, id="one word"),
        pytest.param("A-" * 50_000, id="hyphens"),
        pytest.param("A. " * 50_000, id="initials"),
        pytest.param("(A" * 50_000, id="brackets"),
        pytest.param("Aa Bb Council (ABC) " * 6000, id="acronyms"),
        pytest.param("Ministry of " * 10_000, id="unfinished"),
        pytest.param("Mr " * 40_000, id="titles"),
        pytest.param("Dear Anna,\nThanks\nOlaf\n" * 5000, id="letters"),
        pytest.param(bearers(20_000), id="bearers of one name"),
        pytest.param("A" + "\u2019" * 100_000, id="apostrophes"),
        pytest.param(" \n\t" * 50_000 + "Thanks", id="white space"),
    ],
)
@pytest.mark.timeout(60)
def test_comes_back_from_a_long_odd_text(text: str) -> None:
    tags = [Tag(match.start(), match.end(), "ORG") for match in re.finditer(r"[^\s]+", text)][:20_000]
    tags += [
        Tag(match.start(), match.end(), "PERSON") for match in re.finditer(r"J\w+ Weber|Anna K\w+", text)
    ]

    finder().find(text, tags)
