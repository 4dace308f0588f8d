"""Dates, sums and addresses."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import Entity
from copydesk_entities.dates import normal_date, normal_time
from copydesk_entities.values import values


@dataclass
class Tag:
    start_char: int
    end_char: int
    label_: str


def marked(
    text: str, *wanted: str, tags: tuple[Tag, ...] = (), day: date | None = None
) -> list[tuple[str, str, str]]:
    return [(text[e.start : e.end], e.label, e.name) for e in values(text, tags, wanted, day, [])]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("3 March 2024", "2024-03-03"),
        ("March 3, 2024", "2024-03-03"),
        ("Sunday, March 3rd, 2024", "2024-03-03"),
        ("the 3rd of March 2024", "2024-03-03"),
        ("Sept. 2023", "2023-09"),
        ("2024-03-03", "2024-03-03"),
        ("1999", "1999"),
        ("3 March", "2024-03-03"),
        ("yesterday", "2024-03-05"),
        ("Monday", "2024-03-04"),
        ("last Wednesday", "2024-02-28"),
        ("this morning", ""),
        ("30 February 2024", ""),
        ("last spring", ""),
        ("the 1990s", ""),
        ("two days ago", "2024-03-04"),
        ("a week earlier", "2024-W09"),
        ("10 weeks ago", "2023-W52"),
        ("three months ago", "2023-12"),
        ("six years later", "2030"),
        ("in two weeks", "2024-W12"),
        ("last week", "2024-W09"),
        ("this month", "2024-03"),
        ("next year", "2025"),
        ("next Wednesday", "2024-03-13"),
        ("999 years from now", "3023"),
    ],
)
def test_writes_a_date_as_iso(words: str, expected: str) -> None:
    assert normal_date(words, date(2024, 3, 6)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("5 pm", "17:00"),
        ("5.30 p.m.", "17:30"),
        ("12:05 a.m.", "00:05"),
        ("12 pm", "12:00"),
        ("at 17:45", "17:45"),
        ("8:30 GMT", "08:30Z"),
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("5 pm on Monday", "2024-03-04T17:00"),
        ("yesterday at 9:15", "2024-03-05T09:15"),
        ("Friday night", ""),
        ("13 pm", ""),
        ("25:00", ""),
        ("two hours", ""),
        ("7", ""),
    ],
)
def test_writes_a_time_as_iso(words: str, expected: str) -> None:
    assert normal_time(words, date(2024, 3, 6)) == expected


def test_counts_from_no_day_that_it_does_not_know() -> None:
    assert normal_date("yesterday") == ""
    assert normal_date("3 March") == ""


@given(st.text(max_size=30), st.dates())
def test_takes_any_words(words: str, day: date) -> None:
    assert isinstance(normal_date(words, day), str)
    assert isinstance(normal_time(words, day), str)


def test_marks_addresses_by_their_form() -> None:
    text = (
        "Write to press@example.org or see https://example.org/a?b=1. Call +49 30 1234 567 or (030) 123-4567."
    )

    assert marked(text, "emails", "urls", "phones") == [
        ("https://example.org/a?b=1", "URL", "https://example.org/a?b=1"),
        ("press@example.org", "EMAIL", "press@example.org"),
        ("+49 30 1234 567", "PHONE", "+49 30 1234 567"),
        ("(030) 123-4567", "PHONE", "(030) 123-4567"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "in 2019-2023",
        "on 2024-03-01",
        "on 12.05.2024",
        "1,234,567 people",
        "by 2-1",
        "1 500",
        "host 192.168.10.15",
    ],
)
def test_takes_no_other_number_for_a_telephone(text: str) -> None:
    assert marked(text, "phones") == []


@pytest.mark.parametrize(
    "number",
    ["020 7946 0958", "(020) 7946 0958", "+44 20 7946 0958", "+442079460958", "555-0142", "+49 (40) 1234567"],
)
def test_takes_a_telephone_number_as_people_write_it(number: str) -> None:
    assert marked(f"Ring {number}, or write.", "phones") == [(number, "PHONE", number)]


def test_marks_only_the_kinds_that_are_asked_for() -> None:
    tags = (Tag(0, 6, "DATE"), Tag(10, 13, "MONEY"))

    assert marked("Monday was 5 €", "dates", tags=tags, day=date(2024, 3, 6)) == [
        ("Monday", "DATE", "2024-03-04")
    ]


def test_leaves_what_an_entity_holds() -> None:
    text = "the March 8 Alliance"

    found = values(
        text, [Tag(4, 11, "DATE")], ["dates"], None, [Entity(4, 20, "ORG", "March 8 Alliance", "e1")]
    )

    assert found == []


@pytest.mark.parametrize("piece", ["_1-", "X-", "1-1-", "a.", "+49 ", "pro-_"])
@pytest.mark.timeout(60)
def test_comes_back_from_a_long_run_of_marks(piece: str) -> None:
    """A pattern for addresses tried every start of a run without an "@"."""
    assert values(piece * 200_000 + "x", [], ["emails", "urls", "phones"], None, []) == []
