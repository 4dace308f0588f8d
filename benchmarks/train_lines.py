"""Train the model that knows furniture lines, and cross-validate it by site.

    pip install lightgbm numpy
    python benchmarks/train_lines.py dev_text.jsonl.gz dev.jsonl.gz plugins/copydesk_clean [--check]

The first file has one JSON object a line with `id`, `raw` and `lines` ([start, end, label]), the
second one `id`, `url` and the wanted `text`. The wanted texts are trained on too, as lines to
keep, so that a clean text is left alone. `--check` only cross-validates. Two runs give the same.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import lightgbm
import numpy as np  # noqa: TID253  a script that is run by hand

from copydesk_clean.line_features import line_features
from copydesk_clean.lines import visible_lines

TREES = 150
PARAMETERS = {
    "objective": "binary",
    "num_leaves": 15,
    "learning_rate": 0.1,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.25,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 20,
    "verbosity": -1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "seed": 1,
}
FOLDS = 5
# Labels that a line as a whole does not deserve.
UNCLEAR = ("mixed", "title")
CLEAN_TEXT_WEIGHT = 0.3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("lines", type=Path)
    parser.add_argument("pages", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true", help="only cross-validate")
    arguments = parser.parse_args()
    texts = read_texts(arguments.lines, arguments.pages)
    for threshold, (lost, found) in cross_validated(texts, (0.8, 0.9, 0.93, 0.95)).items():
        print(f"threshold {threshold}: article characters lost {lost:.4f}, furniture found {found:.4f}")
    if not arguments.check:
        trees = [plain_tree(tree["tree_structure"]) for tree in train(texts).dump_model()["tree_info"]]
        stored = json.dumps({"trees": trees}, separators=(",", ":"))
        (arguments.folder / "lines.json").write_text(stored + "\n")


def read_texts(lines: Path, pages: Path) -> list[dict[str, Any]]:
    """Turn labelled texts and clean texts into features and labels."""
    articles = {row["id"]: row for row in read_rows(pages) if row["page_type"] == "article"}
    texts = [
        described(row["raw"], row["lines"], articles[row["id"]]["url"], row["rendering"])
        for row in read_rows(lines)
    ]
    texts += [
        described(row["text"], [(0, len(row["text"]), "keep")], row["url"], "clean")
        for row in articles.values()
    ]
    return [text for text in texts if len(text["labels"])]


def read_rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def described(raw: str, labelled: Sequence[Any], url: str, rendering: str) -> dict[str, Any]:
    """Give the features, labels and lengths of the lines of a text."""
    lines = visible_lines(raw)
    starts = [start for start, _, _ in labelled]
    return {
        "site": urlparse(url).netloc,
        "rendering": rendering,
        "features": np.array(line_features(lines), dtype=np.float32),
        "labels": np.array([labelled[max(0, bisect_right(starts, line.start) - 1)][2] for line in lines]),
        "lengths": np.array([len(line.text) for line in lines], dtype=float),
    }


def train(texts: Sequence[dict[str, Any]]) -> lightgbm.Booster:
    """Train on all lines; a text weighs the same whatever its length."""
    weight = np.concatenate([line_weights(text) for text in texts])
    data = lightgbm.Dataset(
        np.concatenate([text["features"] for text in texts]),
        np.concatenate([text["labels"] != "keep" for text in texts]),
        weight=weight / weight.mean(),
    )
    return lightgbm.train(PARAMETERS, data, TREES)


def line_weights(text: dict[str, Any]) -> Any:
    """Weigh lines by their share of the article."""
    article = max(500, text["lengths"][text["labels"] == "keep"].sum())
    weights = np.minimum((text["lengths"] + 20) / article, 0.2)
    weights[np.isin(text["labels"], UNCLEAR)] = 0
    return weights * (CLEAN_TEXT_WEIGHT if text["rendering"] == "clean" else 1)


def cross_validated(
    texts: Sequence[dict[str, Any]], thresholds: Sequence[float]
) -> dict[float, tuple[float, float]]:
    """Give, by threshold, the shares of article and of furniture characters that are taken out."""
    sums = {threshold: [0.0, 0.0, 0.0, 0.0] for threshold in thresholds}
    folds = [int(hashlib.md5(text["site"].encode()).hexdigest(), 16) % FOLDS for text in texts]
    for held_out in range(FOLDS):
        model = train([text for text, fold in zip(texts, folds, strict=True) if fold != held_out])
        for text, fold in zip(texts, folds, strict=True):
            if fold != held_out or text["rendering"] == "clean":
                continue
            probabilities = np.asarray(model.predict(text["features"]))
            for threshold, total in sums.items():
                taken = probabilities > threshold
                for place, label in ((0, "keep"), (2, "drop")):
                    chosen = text["labels"] == label
                    total[place] += text["lengths"][chosen & taken].sum()
                    total[place + 1] += text["lengths"][chosen].sum()
    return {key: (total[0] / total[1], total[2] / total[3]) for key, total in sums.items()}


def plain_tree(node: dict[str, Any]) -> Any:
    """Write a node: [feature, threshold, left, right], or the value of a leaf."""
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    threshold = float(f"{node['threshold']:.6g}")
    children = (plain_tree(node["left_child"]), plain_tree(node["right_child"]))
    return [node["split_feature"], threshold, *children]


if __name__ == "__main__":
    main()
