"""Names that are found all at once are those that the recognizer finds word by word."""

import functools
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk_language import decoding
from copydesk_language.decoding import NameDecoder, quicken_names
from copydesk_language.models import load_model

WORDS = [
    "Ann", "Weber", "of", "the", "Ministry", "Finance", "in", "Paris", "said", "on", "Friday", ",", ".", "23",
    "million", "dollars", "\n\n", " ", "U.S.", "Reuters", "O'Neill", "\U0001f600", "and", "“", "”", "Jr",
]  # fmt: skip


@functools.cache
def shipped() -> Any:
    return load_model("en_core_web_sm")


@functools.cache
def untrained(seed: int | None) -> Any:
    """Give a recognizer whose scores are chance, so that any move comes; all the same without a seed."""
    import numpy as np
    import spacy

    model = spacy.blank("en")
    recognizer: Any = model.add_pipe("ner")
    for label in ("PERSON", "ORG", "A-B"):
        recognizer.add_label(label)
    model.initialize()
    if seed is not None:
        chance = np.random.default_rng(seed)
        output = recognizer.model.get_ref("upper")
        output.set_param("W", chance.normal(size=output.get_param("W").shape).astype("float32"))
    return model


def names(doc: Any) -> list[tuple[Any, ...]]:
    return [(word.text, word.ent_iob_, word.ent_type_) for word in doc]


def texts_of(
    model: Any, texts: Sequence[Sequence[tuple[str, bool]]], preset: bool = False
) -> tuple[list[Any], list[Any]]:
    """Give each text, of words and whether they begin a sentence, twice."""
    from spacy.tokens import Doc

    docs = []
    for text in texts:
        doc = Doc(model.vocab, words=[word for word, _ in text])
        for word, (_, begins) in zip(doc, text, strict=True):
            if begins and word.i:
                word.is_sent_start = True
        if preset and len(doc) > 1:
            doc.set_ents([doc[1:2]], default="missing")
        docs.append(doc)
    return docs, [doc.copy() for doc in docs]


some_texts = st.lists(st.lists(st.tuples(st.sampled_from(WORDS), st.booleans()), max_size=20), max_size=4)


@given(some_texts, st.sampled_from([None, 1, 2, 3]))
@settings(max_examples=300)
def test_any_scores_are_read_as_the_recognizer_reads_them(
    texts: list[list[tuple[str, bool]]], seed: int | None
) -> None:
    recognizer = untrained(seed).get_pipe("ner")
    one_by_one, at_once = texts_of(untrained(seed), texts)

    expected = [names(doc) for doc in recognizer.pipe(one_by_one, batch_size=3)]
    found = [names(doc) for doc in NameDecoder(recognizer).pipe(at_once, batch_size=3)]

    assert found == expected


def test_chance_makes_names_of_every_length() -> None:
    recognizer = untrained(2).get_pipe("ner")
    chance = random.Random(1)
    text = [(chance.choice(WORDS), chance.random() < 0.1) for _ in range(2000)]
    _, (doc,) = texts_of(untrained(2), [text])

    NameDecoder(recognizer)(doc)

    assert {1, 2, 3} <= {len(name) for name in doc.ents}
    assert {name.label_ for name in doc.ents} == {"PERSON", "ORG", "A-B"}


def test_long_texts_are_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "_WORDS_OF_BATCH", 25)
    monkeypatch.setattr(decoding, "_WORDS_AT_ONCE", 4)
    recognizer = untrained(1).get_pipe("ner")
    chance = random.Random(2)
    texts = [
        [(chance.choice(WORDS), chance.random() < 0.1) for _ in range(chance.randrange(60))]
        for _ in range(40)
    ]
    one_by_one, at_once = texts_of(untrained(1), texts)

    expected = [names(doc) for doc in recognizer.pipe(one_by_one, batch_size=8)]
    found = [names(doc) for doc in NameDecoder(recognizer).pipe(at_once, batch_size=8)]

    assert found == expected


@given(some_texts)
@settings(max_examples=100)
def test_the_shipped_model_finds_the_same_names(texts: list[list[tuple[str, bool]]]) -> None:
    recognizer = shipped().get_pipe("ner")
    one_by_one, at_once = texts_of(shipped(), texts)

    expected = [doc.to_bytes() for doc in recognizer.pipe(one_by_one, batch_size=2)]
    found = [doc.to_bytes() for doc in NameDecoder(recognizer).pipe(at_once, batch_size=2)]

    assert found == expected


@given(some_texts)
@settings(max_examples=50)
def test_names_that_are_there_already_are_kept(texts: list[list[tuple[str, bool]]]) -> None:
    recognizer = untrained(1).get_pipe("ner")
    one_by_one, at_once = texts_of(untrained(1), texts, preset=True)

    expected = [names(doc) for doc in recognizer.pipe(one_by_one, batch_size=3)]
    found = [names(doc) for doc in NameDecoder(recognizer).pipe(at_once, batch_size=3)]

    assert found == expected


def test_it_takes_the_place_of_the_recognizer() -> None:
    model = load_model("en_core_web_sm", ["ner"])

    quicken_names(model)

    assert model.pipe_names == ["copydesk_names_of_ner"]
    assert [(name.text, name.label_) for name in model("Ann Weber lives in Paris.").ents] == [
        ("Ann Weber", "PERSON"),
        ("Paris", "GPE"),
    ]


@pytest.mark.parametrize("change", ["beam", "class", "unseen", "more words"])
def test_another_kind_of_recognizer_stays_as_it_is(change: str) -> None:
    import spacy
    from spacy.language import Language
    from spacy.pipeline import EntityRecognizer

    class Own(EntityRecognizer):  # type: ignore[misc]
        pass

    model = spacy.blank("en")
    source: Any = spacy.blank("en").add_pipe("ner")
    Language.factory("own_names", func=lambda nlp, name: Own(nlp.vocab, source.model, name))
    factory = {"beam": "beam_ner", "class": "own_names"}.get(change, "ner")
    config: dict[str, Any] = {"model": {"extra_state_tokens": True}} if change == "more words" else {}
    recognizer: Any = model.add_pipe(factory, name="names", config=config)
    recognizer.add_label("PERSON")
    if change == "more words":
        model.initialize()
    if change == "unseen":
        recognizer.model.attrs["unseen_classes"].add(1)

    quicken_names(model)

    assert model.pipe_names == ["names"]


def test_rules_that_stand_before_the_recognizer_are_kept(tmp_path: Path) -> None:
    saved = load_model("en_core_web_sm")
    ruler: Any = saved.add_pipe("entity_ruler", before="ner")
    ruler.add_patterns([{"label": "ORG", "pattern": "blue heron"}])
    saved.to_disk(tmp_path / "model")
    model = load_model(str(tmp_path / "model"), ["ner"])

    quicken_names(model)

    assert [name.text for name in model("Ann Weber left blue heron.").ents] == ["Ann Weber", "blue heron"]
