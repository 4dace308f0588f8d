"""Names by a transformer: a tiny model, made here, that knows a few words."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from copydesk import ENTITIES, QUOTES, SUMMARY, CopydeskError, Document, Pipeline
from copydesk.errors import ConfigError
from copydesk.plugins import Plugins
from copydesk.testing import check_step, run_step
from copydesk_tagger import Tagger

WORDS = {
    "Anna": "B-PER",
    "Weber": "I-PER",
    "Tom": "B-PER",
    "NATO": "B-ORG",
    "New": "B-LOC",
    "York": "I-LOC",
    "Latin": "B-MISC",
}
LABELS = ["O", "B-PER", "I-PER", "B-ORG", "B-LOC", "I-LOC", "B-MISC"]


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that gives each word that it knows its label."""
    import numpy as np
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from tokenizers.processors import TemplateProcessing

    folder = tmp_path_factory.mktemp("model")
    vocabulary = {word: number for number, word in enumerate(["[UNK]", "[CLS]", "[SEP]", *WORDS])}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {"id2label": {str(n): label for n, label in enumerate(LABELS)}, "max_position_embeddings": 40}
    (folder / "config.json").write_text(json.dumps(config))
    scores = np.zeros((len(vocabulary), len(LABELS)), dtype=np.float32)
    scores[:, 0] = 3.0
    for word, label in WORDS.items():
        scores[vocabulary[word]] = 0.0
        scores[vocabulary[word], LABELS.index(label)] = 6.0
    graph = helper.make_graph(
        [helper.make_node("Gather", ["scores", "input_ids"], ["logits"], axis=0)],
        "tiny",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
            for name in ("input_ids", "attention_mask")
        ],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "length", len(LABELS)])],
        [numpy_helper.from_array(scores, "scores")],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(made)
    onnx.save(made, str(folder / "model.onnx"))
    return folder


def names(text: str, model: Path, **options: object) -> list[tuple[str, str, str, str]]:
    (doc,) = run_step(Tagger, text, model=str(model), **options)
    return [(doc.text_of(one), one.label, one.name, one.entity) for one in doc[ENTITIES]]


def test_names_get_their_kind_and_one_id_each(model: Path) -> None:
    found = names("Anna Weber left NATO. Weber, of New York, met Tom.\nTom said no.", model)

    assert found == [
        ("Anna Weber", "PERSON", "Anna Weber", "e1"),
        ("NATO", "ORG", "NATO", "e2"),
        ("Weber", "PERSON", "Anna Weber", "e1"),
        ("New York", "LOC", "New York", "e3"),
        ("Tom", "PERSON", "Tom", "e4"),
        ("Tom", "PERSON", "Tom", "e4"),
    ]


def test_two_people_of_one_last_name_stay_apart(model: Path) -> None:
    found = names("Anna Weber met Tom Weber. Weber left.", model)

    assert [(text, name) for text, _, name, _ in found] == [
        ("Anna Weber", "Anna Weber"),
        ("Tom Weber", "Tom Weber"),
        ("Weber", "Weber"),
    ]


def test_labels_choose_what_is_marked(model: Path) -> None:
    text = "The Latin text of NATO."

    assert names(text, model) == [("NATO", "ORG", "NATO", "e1")]
    assert names(text, model, labels={"MISC": "LANGUAGE"}) == [("Latin", "LANGUAGE", "Latin", "e1")]


def test_a_doubtful_name_can_be_left_out(model: Path) -> None:
    assert names("NATO", model, min_confidence=0.999) == []


@pytest.mark.parametrize("text", ["", " ", "🙂", "na\u0308ive \U0001f1ea\U0001f1fa", "no names at all"])
def test_a_text_without_names_has_none(model: Path, text: str) -> None:
    assert names(text, model) == []


def test_a_long_text_is_read_in_windows_and_each_name_found_once(model: Path) -> None:
    text = "and so on, 🙂 " * 7 + " ".join(f"{n} words and then Anna Weber left NATO" for n in range(60))

    found = names(text, model)

    assert [name for name, *_ in found] == ["Anna Weber", "NATO"] * 60


def test_quotes_and_summary_work_on_another_tagger(model: Path) -> None:
    text = f"steps:\n  - tagger: {{model: '{model}'}}\n  - quotes\n  - summary: {{sentences: 1}}\n"
    pipeline = Pipeline.parse(text, Plugins(), path="p.yaml")
    article = "Anna Weber called the leak “very serious”. Nobody at NATO answered. The ship left."

    with pipeline.opened():
        (doc,) = pipeline.process([Document.of(article)])

    assert isinstance(doc, Document)
    (quote,) = doc[QUOTES]
    assert quote.speaker is not None
    assert (doc.text_of(quote), quote.speaker.name, quote.speaker.entity) == (
        "very serious",
        "Anna Weber",
        "e1",
    )
    assert len(doc[SUMMARY]) == 1
    assert [planned.name for planned in pipeline.steps] == [
        "tagger",
        "language",
        "quotes",
        "sentences",
        "summary",
    ]


def problem_of(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        Pipeline.parse(text, Plugins(), path="p.yaml")
    return str(caught.value.problems[0])


def test_a_missing_extra_is_told_with_its_command(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)

    message = problem_of(f"steps:\n  - tagger: {{model: '{model}'}}\n")

    assert message == (
        "p.yaml:2:5: error[missing-extra]: `tagger` needs the package `onnxruntime`, which is not installed\n"
        "  hint: install it with `pip install 'copydesk[tagger]'`"
    )


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("model.onnx", "holds no `model.onnx`"),
        ("tokenizer.json", "holds no `tokenizer.json`"),
        (".", "does not exist"),
    ],
)
def test_a_folder_without_a_model_is_told_before_the_run(
    model: Path, tmp_path: Path, missing: str, words: str
) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(model, copy)
    shutil.rmtree(copy) if missing == "." else (copy / missing).unlink()

    message = problem_of(f"steps:\n  - tagger: {{model: '{copy}'}}\n")

    assert message.startswith("p.yaml:2:21: error[missing-model]: ")
    assert words in message


def test_a_damaged_model_is_told_when_it_opens(model: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(model, copy)
    (copy / "model.onnx").write_bytes(b"no model")

    with pytest.raises(CopydeskError, match="does not load"):
        run_step(Tagger, "x", model=str(copy))


def test_keeps_the_contract(model: Path) -> None:
    report = check_step(
        Tagger, options={"model": str(model)}, texts=["Anna Weber left NATO.", "New York, said Tom"]
    )

    assert {outcome.status for outcome in report.outcomes} == {"passed"}
