"""Train the model that knows furniture lines, and cross-validate it by site.

    pip install lightgbm scikit-learn numpy
    python benchmarks/train_lines.py dev_text.jsonl.gz dev.jsonl.gz plugins/copydesk_clean [--check]

The first file has one JSON object a line with `id`, `raw` and `lines` ([start, end, label]), the
second one `id`, `url` and the wanted `text`. The wanted texts are trained on too, as lines to
keep, so that a clean text is left alone; and each text once more with notices between its paragraphs
(`line_copies.py`), so that a story may go on after one. There are three models: a linear one of the
words of a line, boosted trees that get its score beside what `line_features` tells, and a second look,
boosted trees that also get what the first ones think of the lines around. Each is trained with what
the one before it says of sites that it has not seen. `--check` only cross-validates: it runs the whole
of `clean` with models, and a threshold, from other sites. Two runs give the same.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlparse

import lightgbm
import numpy as np  # noqa: TID253  a script that is run by hand
from cleaning import lost_characters, scored
from line_copies import copies
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from copydesk import Document, Pipeline
from copydesk_clean.boilerplate import DOUBTFUL
from copydesk_clean.comments import comment_thread
from copydesk_clean.furniture import furniture_reason
from copydesk_clean.line_features import is_prose, line_features
from copydesk_clean.line_model import Look, Verdict, decide, layout_of, look_twice
from copydesk_clean.line_surroundings import surrounding_features
from copydesk_clean.line_words import BUCKETS, line_buckets
from copydesk_clean.lines import Line, visible_lines

PARAMETERS = {
    "objective": "binary",
    "min_data_in_leaf": 60,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 40,
    "verbosity": -1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "seed": 1,
}
# Trees of each look, and what differs. All trees of the first one are asked at run time, so they are few.
FIRST = 120, {"num_leaves": 24, "learning_rate": 0.1, "feature_fraction": 0.35}
SECOND = 180, {"num_leaves": 24, "learning_rate": 0.06, "feature_fraction": 0.25}
# Inverse strength of regularisation of the word model.
WORDS_C = 0.3
WEIGHT_SCALE = 100
FOLDS = 5
# The share of the characters of articles that rules and model may lose; what other steps of `clean` take,
# a headline or a byline that the article has, brings it to 0.3 %.
LOST = 0.0022
# Labels that a line as a whole does not deserve.
UNCLEAR = ("mixed", "title")
CLEAN_TEXT_WEIGHT = 0.3
TYPICAL_ARTICLE, SHORT_ARTICLE = 5_000, 1_500
HEAVIEST_FURNITURE = 0.3

Text = dict[str, Any]


@dataclass(frozen=True)
class Model:
    """What is trained.

    Attributes:
        words: Of the words of a line.
        first: Trees of the first look.
        second: Trees of the second one.
    """

    words: LogisticRegression
    first: lightgbm.Booster
    second: lightgbm.Booster


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("lines", type=Path)
    parser.add_argument("pages", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true", help="only cross-validate")
    arguments = parser.parse_args()
    texts = read_texts(arguments.lines, arguments.pages)
    copied = [described(row, text["article"]) for text, row in copies(texts)]
    cross_validate(texts, copied)
    if not arguments.check:
        model = train(texts, copied)
        looks = {"first": plain_trees(model.first), "second": plain_trees(model.second)}
        write(arguments.folder / "lines.json", looks)
        write(arguments.folder / "line_words.json", plain_words(model.words))


def write(path: Path, stored: Any) -> None:
    path.write_text(json.dumps(stored, separators=(",", ":")) + "\n")


def read_texts(lines: Path, pages: Path) -> list[Text]:
    """Read the labelled texts and the clean texts."""
    articles = {row["id"]: row for row in read_rows(pages) if row["page_type"] == "article"}
    texts = [described(row, articles[row["id"]]) for row in read_rows(lines)]
    for row in articles.values():
        whole = [(0, len(row["text"]), "keep")]
        texts.append(described({"raw": row["text"], "lines": whole, "rendering": "clean"}, row))
    return [text for text in texts if text["lines"]]


def read_rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def described(row: Mapping[str, Any], article: Mapping[str, Any]) -> Text:
    """Give the lines of a text with their labels."""
    lines = visible_lines(row["raw"])
    thread = comment_thread(lines)
    starts = [start for start, _, _ in row["lines"]]
    site = urlparse(article["url"]).netloc
    return {
        "id": article["id"],
        "row": row,
        "article": article,
        "rendering": row["rendering"],
        "fold": place(site, FOLDS),
        "part": place(site + " part", FOLDS),
        "lines": lines,
        "buckets": [line_buckets(line.text) for line in lines],
        "labels": np.array([row["lines"][max(0, bisect_right(starts, line.start) - 1)][2] for line in lines]),
        "lengths": np.array([len(line.text) for line in lines], dtype=float),
        "thread": thread,
        "layout": layout_of(lines, thread),
        "ruled": {index for index, line in enumerate(lines) if furniture_reason(line.text)},
        "doubtful": {index for index, line in enumerate(lines) if furniture_reason(line.text) in DOUBTFUL},
    }


def place(name: str, number: int) -> int:
    return int(hashlib.md5(name.encode()).hexdigest(), 16) % number


def train(texts: Sequence[Text], copied: Sequence[Text]) -> Model:
    """Train the models on all lines of the texts, and the looks on those of their copies too."""
    every = [*texts, *copied]
    words = [train_words(some) for some in without_parts(texts)]
    rows = [features(text["lines"], words[text["part"]]) for text in every]
    seen = {id(text): row for text, row in zip(every, rows, strict=True)}

    def train_first(some: Sequence[Text]) -> lightgbm.Booster:
        return train_trees(some, [seen[id(text)] for text in some], *FIRST)

    firsts = [train_first(some) for some in without_parts(every)]
    more = [add_surroundings(text, row, firsts[text["part"]]) for text, row in zip(every, rows, strict=True)]
    return Model(train_words(texts), train_first(every), train_trees(every, more, *SECOND))


def without_parts(texts: Sequence[Text]) -> list[list[Text]]:
    """Give the texts without those of each part, which a model of the others is asked about."""
    return [[text for text in texts if text["part"] != part] for part in range(FOLDS)]


def add_surroundings(text: Text, row: Any, first: lightgbm.Booster) -> Any:
    odds = first.predict(row, raw_score=True).tolist()
    prose = [is_prose(line.text) for line in text["lines"]]
    return np.hstack([row, surrounding_features(text["lines"], odds, prose)])


def train_trees(
    texts: Sequence[Text], rows: Sequence[Any], trees: int, parameters: Mapping[str, Any]
) -> lightgbm.Booster:
    weight = np.concatenate([line_weights(text) for text in texts])
    data = lightgbm.Dataset(
        np.concatenate(rows).astype(np.float32),
        np.concatenate([text["labels"] != "keep" for text in texts]),
        weight=weight / weight.mean(),
    )
    return lightgbm.train({**PARAMETERS, **parameters}, data, trees)


def features(lines: Sequence[Line], words: LogisticRegression) -> Any:
    return np.array(line_features(lines, word_scores(lines, words)), dtype=np.float32)


def word_scores(lines: Sequence[Line], words: LogisticRegression) -> list[float]:
    found = matrix([line_buckets(line.text) for line in lines])
    scores: list[float] = words.decision_function(found).tolist()
    return scores


def train_words(texts: Sequence[Text]) -> LogisticRegression:
    """Train the model of words; a text weighs the same whatever its length."""
    weight = np.concatenate([word_weights(text) for text in texts])
    labels = np.concatenate([text["labels"] != "keep" for text in texts])
    known = weight > 0
    model = LogisticRegression(C=WORDS_C, solver="liblinear", random_state=1)
    found = [buckets for text in texts for buckets in text["buckets"]]
    model.fit(matrix(found)[known], labels[known], sample_weight=weight[known] / weight[known].mean())
    return model


def matrix(found: Sequence[Collection[int]]) -> csr_matrix:
    """Give one row a line, as long as 1 whatever the number of words."""
    columns = np.array([bucket for buckets in found for bucket in buckets], dtype=np.int32)
    values = np.array([len(buckets) ** -0.5 for buckets in found for _ in buckets], dtype=np.float32)
    ends = np.cumsum([0, *map(len, found)])
    return csr_matrix((values, columns, ends), shape=(len(found), BUCKETS))


def word_weights(text: Text) -> Any:
    weights = np.sqrt(np.minimum(text["lengths"], 200) + 5)
    weights[np.isin(text["labels"], UNCLEAR)] = 0
    return weights / max(1.0, weights.sum()) ** 0.5 * text_weight(text)


def line_weights(text: Text) -> Any:
    """Weigh lines as the measure does.

    What is lost is counted in characters of all articles; what stays of furniture, as a share of what stays
    of its text.
    """
    lengths = text["lengths"]
    article = max(SHORT_ARTICLE, lengths[text["labels"] == "keep"].sum())
    furniture = np.minimum((lengths + 10) / article, HEAVIEST_FURNITURE)
    weights = np.where(text["labels"] == "keep", (lengths + 20) / TYPICAL_ARTICLE, furniture)
    weights[np.isin(text["labels"], UNCLEAR)] = 0
    return weights * text_weight(text)


def text_weight(text: Text) -> float:
    return CLEAN_TEXT_WEIGHT if text["rendering"] == "clean" else 1.0


def cross_validate(texts: Sequence[Text], copied: Sequence[Text]) -> None:
    """Print what `clean` makes of each text with models and a threshold from other sites."""
    models = [
        train(*([text for text in some if text["fold"] != fold] for some in (texts, copied)))
        for fold in range(FOLDS)
    ]
    for text in texts:
        text["odds"] = log_odds(text["lines"], models[text["fold"]])
    thresholds = [chosen_threshold([text for text in texts if text["fold"] != fold]) for fold in range(FOLDS)]
    print("thresholds", *(f"{threshold:.2f}" for threshold in [*thresholds, chosen_threshold(texts)]))
    stand_ins = [partial(judged_by, *each) for each in zip(models, thresholds, strict=True)]
    for rendering in ("full", "main", "clean"):
        report([text for text in texts if text["rendering"] == rendering], stand_ins, rendering)


def log_odds(lines: Sequence[Line], model: Model) -> Any:
    scores = word_scores(lines, model.words)
    return np.array(look_twice(lines, scores, asked(model.first), asked(model.second)))


def asked(trees: lightgbm.Booster) -> Look:
    return lambda rows: trees.predict(np.array(rows, dtype=np.float32), raw_score=True).tolist()


def judged_by(
    model: Model, threshold: float, lines: Sequence[Line], _again: object, thread: Collection[int]
) -> Verdict:
    """Stand in for `judge_lines` with another model."""
    odds = log_odds(lines, model).tolist() if lines else []
    return decide(layout_of(lines, thread), odds, threshold)


def chosen_threshold(texts: Sequence[Text]) -> float:
    """Give the lowest threshold at which no rendering loses more than it may."""
    low, high = -1.0, 7.0
    for _ in range(14):
        middle = (low + high) / 2
        worst = max(lost_share(texts, rendering, middle) for rendering in ("full", "main"))
        low, high = (middle, high) if worst > LOST else (low, middle)
    return high


def lost_share(texts: Sequence[Text], rendering: str, threshold: float) -> float:
    lost = kept = 0.0
    for text in texts:
        if text["rendering"] == rendering:
            verdict = decide(text["layout"], text["odds"].tolist(), threshold)
            taken = {*verdict.furniture} | (text["ruled"] - (text["doubtful"] & verdict.story))
            keep = text["labels"] == "keep"
            # What readers quote of the story is not the story.
            keep[text["thread"].start : text["thread"].stop] = False
            lost += sum(text["lengths"][index] for index in taken if keep[index])
            kept += text["lengths"][keep].sum()
    return lost / kept


def report(texts: Sequence[Text], stand_ins: Sequence[Any], rendering: str) -> None:
    pipeline = Pipeline.parse("name: benchmark\nsteps:\n  - clean\n")
    results: dict[str, str] = {}
    lost = kept = 0
    with pipeline.opened():
        for text in texts:
            with patch("copydesk_clean.boilerplate.judge_lines", stand_ins[text["fold"]]):
                [outcome] = pipeline.process([Document.of(text["row"]["raw"], id=text["id"])])
            if not isinstance(outcome, Document):
                raise TypeError(f"{text['id']}: {outcome}")
            results[text["id"]] = outcome.text
            gone, all_of_it = lost_characters(text["row"], outcome)
            lost, kept = lost + gone, kept + all_of_it
    wanted = [{"id": text["id"], "text": text["article"]["text"]} for text in texts]
    # A clean text is one piece, of which nothing tells how much went; its F1 does.
    losses = "" if rendering == "clean" else f", article characters lost {lost / kept:.4f}"
    print(f"{rendering}: {scored(wanted, results)}{losses}")


def plain_words(model: LogisticRegression) -> dict[str, Any]:
    """Write the weights as whole numbers."""
    weights = [round(WEIGHT_SCALE * weight) for weight in model.coef_[0].tolist()]
    return {"bias": round(float(model.intercept_[0]), 4), "scale": WEIGHT_SCALE, "weights": weights}


def plain_trees(trees: lightgbm.Booster) -> list[Any]:
    return [plain_tree(tree["tree_structure"]) for tree in trees.dump_model()["tree_info"]]


def plain_tree(node: dict[str, Any]) -> Any:
    """Write a node: [feature, threshold, left, right], or the value of a leaf."""
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    threshold = float(f"{node['threshold']:.6g}")
    children = (plain_tree(node["left_child"]), plain_tree(node["right_child"]))
    return [node["split_feature"], threshold, *children]


if __name__ == "__main__":
    main()
