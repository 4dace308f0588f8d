"""Models of other languages, with other labels, without a parser."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from copydesk import ENTITIES, PARSE, Document
from copydesk.testing import run_step
from copydesk_entities import Entities
from copydesk_language import Language

GERMAN = (
    "Bundeskanzler Olaf Scholz eröffnete am Montag das Oktoberfest in Köln. Die Deutsche Bank lud zum "
    "Empfang, und Scholz kam. Mit ihm kam Ministerin Jana Löwe aus Bad Muskau."
)
LABELS = {
    "Olaf Scholz": "PER",
    "Jana Löwe": "PER",
    "Köln": "LOC",
    "Bad Muskau": "LOC",
    "Deutsche Bank": "ORG",
    "Oktoberfest": "MISC",
}

Found = list[tuple[str, str, str]]


@pytest.fixture
def model_of(tmp_path: Path) -> Callable[[str, dict[str, str]], Path]:
    """Give a function that saves a model of a language with a label for each name, and nothing else."""
    import spacy

    def save(language: str, labels: dict[str, str]) -> Path:
        model = spacy.blank(language)
        ruler = model.add_pipe("entity_ruler", name="ner")
        ruler.add_patterns([{"label": label, "pattern": name} for name, label in labels.items()])  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue] - a component is typed as a function
        model.to_disk(tmp_path / language)
        return tmp_path / language

    return save


def found_by(model: Path, text: str, **options: str) -> Found:
    language = Language(Language.Options(model=str(model)))
    language.wanted = frozenset({"ner"})
    language.open()
    document = Document.of(text)
    [change] = language.process([document])
    parsed = msgspec.structs.replace(document, layers={"parse": change.layers[PARSE]})
    [tagged] = run_step(Entities, parsed, **options)
    return [(text[found.start : found.end], found.label, found.name) for found in tagged[ENTITIES]]


@pytest.mark.parametrize("language", ["de", "xx"])
def test_takes_the_labels_of_a_model_of_another_language(
    model_of: Callable[[str, dict[str, str]], Path], language: str
) -> None:
    found = found_by(model_of(language, LABELS), GERMAN)

    assert found == [
        ("Olaf Scholz", "PERSON", "Olaf Scholz"),
        ("Köln", "LOC", "Köln"),
        ("Deutsche Bank", "ORG", "Deutsche Bank"),
        ("Scholz", "PERSON", "Olaf Scholz"),
        ("Jana Löwe", "PERSON", "Jana Löwe"),
        ("Bad Muskau", "LOC", "Bad Muskau"),
    ]


def test_keeps_labels_of_its_own_where_asked(model_of: Callable[[str, dict[str, str]], Path]) -> None:
    found = found_by(model_of("de", LABELS), GERMAN, scheme="ontonotes")

    assert ("Oktoberfest", "MISC", "Oktoberfest") in found


def test_takes_no_noun_with_a_capital_for_a_name(model_of: Callable[[str, dict[str, str]], Path]) -> None:
    text = "Der Minister traf die Freunde der Musik im Haus am See. Der Minister lachte über das Haus."

    assert found_by(model_of("de", LABELS), text) == []


def test_keeps_the_words_before_a_name_in_another_language_out_of_it(
    model_of: Callable[[str, dict[str, str]], Path],
) -> None:
    found = found_by(model_of("cs", {"Jan Lipavský": "PERSON"}), "Premiér Jan Lipavský odletěl.")

    assert found == [("Jan Lipavský", "PERSON", "Jan Lipavský")]


def test_reads_english_with_a_model_that_has_other_labels(
    model_of: Callable[[str, dict[str, str]], Path],
) -> None:
    text = "Minister Anna Weber left Kyiv on Monday. Weber flew to Oslo with the Deutsche Bank."

    found = found_by(model_of("en", {"Anna Weber": "PER", "Kyiv": "LOC", "Deutsche Bank": "ORG"}), text)

    assert found == [
        ("Anna Weber", "PERSON", "Anna Weber"),
        ("Kyiv", "LOC", "Kyiv"),
        ("Weber", "PERSON", "Anna Weber"),
        ("Oslo", "LOC", "Oslo"),
        ("Deutsche Bank", "ORG", "Deutsche Bank"),
    ]
