"""Finding many phrases at once."""

import string
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk_entities.phrases import PhraseTable


def found(text: str, *phrases: str) -> list[str]:
    table = PhraseTable({phrase: phrase for phrase in phrases})
    hits = [*table.find(text)]
    assert all(text[hit.start : hit.end] == hit.value for hit in hits)
    return [hit.value for hit in hits]


def test_the_longest_of_two_that_start_together_wins() -> None:
    assert found("The New York Times", "New York", "New York Times") == ["New York Times"]


def test_falls_back_to_a_shorter_one() -> None:
    assert found("The New York Post", "New York", "New York Times") == ["New York"]


@pytest.mark.parametrize("text", ["NATOs", "xNATO", "NATO1", "nato", "NA TO", ""])
def test_finds_whole_words_only(text: str) -> None:
    assert found(text, "NATO") == []


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("in 's-Hertogenbosch.", "'s-Hertogenbosch"),
        ("by al-Qaeda?", "al-Qaeda"),
        ("at Yahoo!", "Yahoo!"),
        ("der Ärztekammer", "Ärztekammer"),
        ("中国 wins", "中国"),
        ("50 Cent sang", "50 Cent"),
        ("the [x] mark", "[x]"),
    ],
)
def test_finds_phrases_with_marks_and_other_letters(text: str, phrase: str) -> None:
    assert found(text, phrase) == [phrase]


@given(
    st.lists(st.text(alphabet="ab -'A", min_size=1, max_size=6), max_size=8),
    st.text(alphabet="ab -'A", max_size=40),
)
def test_hits_are_apart_and_stand_in_the_text(phrases: list[str], text: str) -> None:
    table = PhraseTable({phrase: phrase for phrase in phrases})

    hits = [*table.find(text)]

    assert all(text[hit.start : hit.end] == hit.value for hit in hits)
    assert all(one.end <= other.start for one, other in pairwise(hits))


@pytest.mark.slow
@pytest.mark.timeout(60)
def test_a_hundred_thousand_entries_are_no_burden() -> None:
    """Trying each entry at each place would take an hour."""
    letters = string.ascii_lowercase
    names = {
        f"New {a}{b}{c} {d}": a
        for a in letters
        for b in letters
        for c in letters
        for d in ("Bank", "Union", "Ltd", "Party", "Club", "Inc")
    }
    text = "The New abc Bank met the board of New zzz Union in New York. " * 2000

    table = PhraseTable(names)
    hits = [*table.find(text)]

    assert len(table) > 100_000
    assert len(hits) == 4000
