"""Personal data that has a form."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError

import pytest

from copydesk import CopydeskError, Document
from copydesk.testing import run_step
from copydesk_clean import extras
from copydesk_clean.personal import PERSONAL, Personal


def personal(text: str, **options: object) -> Document:
    [doc] = run_step(Personal, text, **options)
    return doc


def found(text: str, **options: object) -> list[tuple[str, str]]:
    doc = personal(text, action="mark", **options)
    return [(one.kind, doc.text_of(one)) for one in doc[PERSONAL]]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Write to m.ilves+press@harbour.example.org.", "email", "m.ilves+press@harbour.example.org"),
        ("(jürgen@häfen.example)", "email", "jürgen@häfen.example"),
        ("Call +44 20 7946 0018 before noon.", "phone", "+44 20 7946 0018"),
        ("Ring +49 (30) 901820, please", "phone", "+49 (30) 901820"),
        ("Pay to DE89 3704 0044 0532 0130 00 by May.", "iban", "DE89 3704 0044 0532 0130 00"),
        ("GB82WEST12345698765432 is the account", "iban", "GB82WEST12345698765432"),
        ("her card 4111 1111 1111 1111 was", "card", "4111 1111 1111 1111"),
        ("the card 378282246310005", "card", "378282246310005"),
        ("The visitor came from 192.0.2.44, police said.", "ip", "192.0.2.44"),
    ],
)
def test_finds(text: str, kind: str, value: str) -> None:
    assert found(text) == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The @harbour account has 12,000 followers.", id="a handle"),
        pytest.param("The result was 2-1, 3-2 and 4-4 in 1998-2003.", id="results and years"),
        pytest.param("Order 4111 1111 1111 1112 has been sent.", id="wrong check digit"),
        pytest.param("DE89 3704 0044 0532 0130 01", id="wrong check digits of an account"),
        pytest.param("Release 10.0.2.44 mends it, version 1.2.3.4 did not.", id="versions"),
        pytest.param("The budget is 4,500,000,000,000 kroner.", id="a sum"),
        pytest.param("Section 999.1.1.1 of the act", id="no address"),
        pytest.param("", id="empty"),
    ],
)
def test_leaves(text: str) -> None:
    assert found(text) == []


def test_replaces_each_and_leads_back_to_the_source() -> None:
    text = "Ask Marta 😀 at marta@harbour.example or +44 20 7946 0018."

    doc = personal(text)

    assert doc.text == "Ask Marta 😀 at [EMAIL] or [PHONE]."
    assert [(one.kind, doc.text_of(one)) for one in doc[PERSONAL]] == [
        ("email", "[EMAIL]"),
        ("phone", "[PHONE]"),
    ]
    for one, value in zip(doc[PERSONAL], ("marta@harbour.example", "+44 20 7946 0018"), strict=True):
        assert doc.source.text[slice(*doc.offsets.to_source(one.start, one.end))] == value


def test_national_numbers_need_the_region() -> None:
    text = "Call (202) 456-1111 today."

    assert found(text) == []
    assert found(text, region="US") == [("phone", "(202) 456-1111")]


def test_only_the_kinds_that_are_named() -> None:
    text = "marta@harbour.example, 192.0.2.44"

    assert found(text, kinds=["ip"]) == [("ip", "192.0.2.44")]


def test_phones_need_their_package_and_the_rest_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_version(package: str) -> str:
        raise PackageNotFoundError(package)

    monkeypatch.setattr(extras, "version", no_version)

    assert found("marta@harbour.example", kinds=["email"]) == [("email", "marta@harbour.example")]
    with pytest.raises(CopydeskError) as caught:
        personal("marta@harbour.example")
    assert caught.value.code == "missing-extra"


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["4111 ", "a.", "+44 20 7946 ", "DE89 3704 ", "192.0.2.", "a@"])
@pytest.mark.timeout(20)
def test_comes_back_from_a_long_run(unit: str) -> None:
    assert personal(unit * 50_000).text
