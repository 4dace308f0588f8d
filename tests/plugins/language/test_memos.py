"""Components that remember give what they gave before."""

import functools
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk_language import memos
from copydesk_language.memos import quicken
from copydesk_language.models import load_model

TAGS = [
    "",
    "NN",
    "NNS",
    "VB",
    "VBD",
    "VBZ",
    "VBP",
    "IN",
    "DT",
    "WDT",
    "PRP",
    "PRP$",
    "RB",
    "MD",
    "TO",
    ".",
    "_SP",
]
DEPENDENCIES = ["", "ROOT", "nsubj", "dobj", "pobj", "aux", "auxpass", "det", "expl", "ccomp", "dep"]
WORDS = [
    "I", "You", "it", "that", "ai", "n't", "nt", "gon", "na", "got", "ta", "let", "'s", "c'm", "on", "y'", "all",
    "is", "WAS", "do", "Had", "not", "nothin'", "whether", "walks", "hopes", "better", "Houses", " ", "\n\n", "1999",
]  # fmt: skip


@functools.cache
def models() -> tuple[Any, Any]:
    """Give the model as it comes, and one whose components remember."""
    quick = load_model("en_core_web_sm")
    quicken(quick)
    return load_model("en_core_web_sm"), quick


def annotated(
    model: Any, words: list[str], tags: list[str], dependencies: list[str]
) -> list[tuple[Any, ...]]:
    """Run the rules of a model over words that were tagged and parsed; give what each token has then."""
    from spacy.tokens import Doc

    doc = Doc(model.vocab, words=words, tags=tags, deps=dependencies, heads=[*range(len(words))])
    for name in ("attribute_ruler", "lemmatizer"):
        if model.has_pipe(name):
            model.get_pipe(name)(doc)
    return [(word.tag_, word.pos_, str(word.morph), word.lemma_, word.dep_) for word in doc]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(WORDS) | st.text(min_size=1, max_size=8),
            st.sampled_from(TAGS),
            st.sampled_from(DEPENDENCIES),
        )
    )
)
@settings(max_examples=300)
@pytest.mark.filterwarnings("ignore:.*W108")
def test_rules_say_the_same_of_any_words(tokens: list[tuple[str, str, str]]) -> None:
    words, tags, dependencies = map(list, zip(*tokens, strict=True)) if tokens else ([], [], [])

    plain, quick = (annotated(model, words, tags, dependencies) for model in models())

    assert quick == plain


def test_they_say_the_same_after_they_have_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memos, "_MOST_KNOWN", 5)
    chance = random.Random(3)
    for _ in range(50):
        words, tags, dependencies = (
            [chance.choice(choices) for _ in range(12)] for choices in (WORDS, TAGS[1:], DEPENDENCIES)
        )

        plain, quick = (annotated(model, words, tags, dependencies) for model in models())

        assert quick == plain
    assert len(models()[1].get_pipe("attribute_ruler").match._known) <= 5 + 12


def test_rules_of_any_kind_keep_their_order() -> None:
    import spacy
    from spacy.pipeline import AttributeRuler

    rules: list[dict[str, Any]] = [
        {"patterns": [[{"TAG": "NN"}]], "attrs": {"POS": "NOUN"}},
        {
            "patterns": [[{"LOWER": {"REGEX": "^a"}, "TAG": "NN"}], [{"ORTH": "Zeta"}]],
            "attrs": {"POS": "ADJ"},
        },
        {"patterns": [[{"TAG": "NN", "OP": "+"}]], "attrs": {"LEMMA": "many"}},
        {"patterns": [[{}, {"LENGTH": 2}]], "attrs": {"LEMMA": "before two"}, "index": 0},
        {"patterns": [[{"IS_DIGIT": True}], [{"NORM": "beta"}]], "attrs": {"POS": "NUM"}},
        {"patterns": [[{"SHAPE": "xx", "TAG": {"NOT_IN": ["NN"]}}]], "attrs": {"POS": "X", "LEMMA": "short"}},
    ]
    models = [spacy.blank("en"), spacy.blank("en")]
    for model in models:
        ruler = model.add_pipe("attribute_ruler")
        assert isinstance(ruler, AttributeRuler)
        ruler.add_patterns(rules)
    quicken(models[1])
    chance = random.Random(4)
    for _ in range(200):
        words = [chance.choice(["alpha", "Zeta", "beta", "to", "12", "Alps"]) for _ in range(6)]
        tags = [chance.choice(["NN", "VB", "IN"]) for _ in words]

        plain, quick = (annotated(model, words, tags, [""] * 6) for model in models)

        assert quick == plain
        assert {word[1] for word in plain} <= {"", "NOUN", "ADJ", "NUM", "X"}


def test_a_component_of_another_class_stays_as_it_is() -> None:
    import spacy
    from spacy.language import Language
    from spacy.pipeline import AttributeRuler

    class Own(AttributeRuler):
        pass

    model = spacy.blank("en")
    Language.factory("own_ruler", func=lambda nlp, name: Own(nlp.vocab, name))
    ruler: Any = model.add_pipe("own_ruler")

    quicken(model)

    assert ruler.match.__func__ is AttributeRuler.match
