"""Train the two models that choose the blocks of a page, and cross-validate them by site.

    pip install lightgbm numpy
    python benchmarks/cleaning_train_pages.py dev.jsonl.gz plugins/copydesk_html [--check]

The data: one JSON object a line with `url`, `page_type`, `html` and the wanted `text`. `--check`
only cross-validates. Two runs give the same files.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import lightgbm
import numpy as np  # noqa: TID253  a script that is run by hand
from cleaning import scored

from copydesk_html.aligning import align
from copydesk_html.choosing import THRESHOLD, extract_with_trafilatura, is_unsure
from copydesk_html.features import block_features, vote_features
from copydesk_html.reading import read_page
from copydesk_html.words import PageWords

TREES = 75
PARAMETERS = {
    "objective": "binary",
    "num_leaves": 15,
    "learning_rate": 0.2,
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true", help="only cross-validate")
    arguments = parser.parse_args()
    pages = read_pages(arguments.data)
    cross_validate(pages)
    for name in () if arguments.check else ("alone", "voted"):
        stored = json.dumps(plain_model(train(pages, name)), separators=(",", ":"))
        (arguments.folder / f"blocks_{name}.json").write_text(stored + "\n")


def read_pages(path: Path) -> list[dict[str, Any]]:
    """Turn articles into features and labels."""
    extract = extract_with_trafilatura
    pages = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["page_type"] != "article":
                continue
            page = read_page(row["html"])
            words = PageWords.of(page.blocks)
            shares = taken_shares(words, extract(row["html"]))
            alone = np.array(block_features(page, words), dtype=np.float32)
            votes = np.array(vote_features(page, words, shares), dtype=np.float32)
            pages.append(
                {
                    "id": row["id"],
                    "site": urlparse(row["url"]).netloc,
                    "text": row["text"],
                    "blocks": [block.text for block in page.blocks],
                    "words": words,
                    "counts": np.diff(words.first),
                    "wanted": np.array(taken_shares(words, row["text"])) >= 0.5,
                    "alone": alone,
                    "voted": np.concatenate([alone, votes], axis=1),
                }
            )
    return pages


def taken_shares(words: PageWords, text: str) -> list[float]:
    """Give the share of each block's words that a text has."""
    found = align(words.numbers, words.numbers_of(text))
    return [sum(found[low:high]) / max(1, high - low) for low, high in pairwise(words.first)]


def train(pages: Sequence[dict[str, Any]], name: str) -> lightgbm.Booster:
    """Train on all blocks; a page weighs the same whatever its length."""
    weights = []
    for page in pages:
        wanted_words = max(50, page["counts"][page["wanted"]].sum())
        weights.append(np.minimum((page["counts"] + 1) / wanted_words, 0.2))
    weight = np.concatenate(weights)
    data = lightgbm.Dataset(
        np.concatenate([page[name] for page in pages]),
        np.concatenate([page["wanted"] for page in pages]),
        weight=weight / weight.mean(),
    )
    return lightgbm.train(PARAMETERS, data, TREES)


def cross_validate(pages: Sequence[dict[str, Any]]) -> None:
    """Print the F1 of the main text, no site being in both parts, of the first 120 pages and of all."""
    alone, voted = (predicted(pages, name) for name in ("alone", "voted"))
    both = [(one + other) / 2 for one, other in zip(alone, voted, strict=True)]
    asked = [is_unsure(one, page["words"]) for one, page in zip(alone, pages, strict=True)]
    chosen = [two if ask else one for one, two, ask in zip(alone, both, asked, strict=True)]
    print(f"the extractor is asked for {np.mean(asked):.3f} of the pages")
    for name, probabilities in (("alone", alone), ("both", both), ("both where alone is unsure", chosen)):
        results = {
            page["id"]: "\n".join(np.array(page["blocks"], dtype=object)[kept >= THRESHOLD])
            for page, kept in zip(pages, probabilities, strict=True)
        }
        for number in (120, len(pages)):
            print(f"{name}: {scored(pages[:number], results)}")


def predicted(pages: Sequence[dict[str, Any]], name: str) -> list[Any]:
    """Give the probabilities of each page's blocks by a model that has not seen the site."""
    folds = [int(hashlib.md5(page["site"].encode()).hexdigest(), 16) % FOLDS for page in pages]
    models = [
        train([page for page, fold in zip(pages, folds, strict=True) if fold != held_out], name)
        for held_out in range(FOLDS)
    ]
    return [np.asarray(models[fold].predict(page[name])) for page, fold in zip(pages, folds, strict=True)]


def plain_model(model: lightgbm.Booster) -> dict[str, Any]:
    """Write the trees as nested lists."""
    dumped = model.dump_model()
    trees = [plain_tree(tree["tree_structure"]) for tree in dumped["tree_info"]]
    return {"features": dumped["max_feature_idx"] + 1, "trees": trees}


def plain_tree(node: dict[str, Any]) -> Any:
    """Write a node: [feature, threshold, left, right], or the value of a leaf."""
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    threshold = float(f"{node['threshold']:.6g}")
    children = (plain_tree(node["left_child"]), plain_tree(node["right_child"]))
    return [node["split_feature"], threshold, *children]


if __name__ == "__main__":
    main()
