"""The filter by language."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError

import pytest

from copydesk import Changes, CopydeskError, Document
from copydesk.testing import opened_step
from copydesk_clean import extras
from copydesk_clean.languages import LanguageFilter, opened_identifier

ENGLISH = "The harbour board of Tallin Bay voted on Monday to close the old fish market."
GERMAN = "Der Hafenrat beschloss am Montag, den alten Fischmarkt nach 103 Jahren zu schließen."
FRENCH = "Le conseil du port a voté lundi la fermeture du vieux marché aux poissons."
ESTONIAN = "Sadama juhatus otsustas esmaspäeval vana kalaturu pärast 103 aastat sulgeda."
UKRAINIAN = "Рада порту в понеділок проголосувала за закриття старого рибного ринку."
JAPANESE = "港湾局は月曜日、百三年続いた古い魚市場を閉鎖することを決めた。"


def judged(doc: Document, **options: object) -> Changes:
    [changes] = opened_step(LanguageFilter, **options).process([doc])
    return changes


@pytest.mark.parametrize(
    ("text", "language"),
    [(ENGLISH, "en"), (GERMAN, "de"), (FRENCH, "fr"), (ESTONIAN, "et"), (UKRAINIAN, "uk"), (JAPANESE, "ja")],
)
def test_tells_the_language(text: str, language: str) -> None:
    assert judged(Document.of(text)).meta == {"language": language}


@pytest.mark.parametrize(
    ("text", "drop"), [(ENGLISH, ""), (GERMAN, ""), (FRENCH, "language"), (JAPANESE, "language")]
)
def test_drops_other_languages(text: str, drop: str) -> None:
    changes = judged(Document.of(text), keep=["en", "de"])

    assert changes.drop == drop
    assert not changes.edits


def test_the_language_that_a_document_has_stays_and_the_text_decides() -> None:
    doc = Document.of(FRENCH, meta={"language": "en-GB"})

    assert judged(doc).meta == {}
    assert judged(doc, keep=["en"]).drop == "language"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("3:1 (2:0)", id="a result"),
        pytest.param("https://courier.example/der-alte-fischmarkt-schliesst-im-mai", id="an address"),
    ],
)
def test_what_is_too_short_to_tell_stays(text: str) -> None:
    assert judged(Document.of(text), keep=["en"]) == Changes()


def test_what_is_uncertain_stays() -> None:
    mixed = "Ciao bella amigo hello friend tschüss hej då"

    assert judged(Document.of(mixed), keep=["fi"], min_confidence=0.999).drop == ""
    assert judged(Document.of(mixed), keep=["fi"], min_confidence=0.0).drop == "language"


def test_a_missing_package_is_told_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_version(package: str) -> str:
        raise PackageNotFoundError(package)

    monkeypatch.setattr(extras, "version", no_version)

    with pytest.raises(CopydeskError) as caught:
        LanguageFilter(LanguageFilter.Options()).check()

    assert caught.value.code == "missing-extra"
    assert "copydesk[clean]" in (caught.value.hint or "")


def test_the_weights_are_those_that_the_library_loads() -> None:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    library = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    own = opened_identifier()

    for text in (ENGLISH, GERMAN, FRENCH, ESTONIAN, UKRAINIAN, JAPANESE):
        assert own.classify(text) == library.classify(text)
