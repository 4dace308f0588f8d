"""The step that tags names with a transformer."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, Field

from copydesk import ENTITIES, Changes, Document, Entity, Step
from copydesk_tagger.model import TokenModel, check_folder


class TaggerOptions(BaseModel):
    """Options of `tagger`."""

    model: str = Field(
        description="Folder of a token classification model in ONNX form: `config.json`, `tokenizer.json` "
        "and `model.onnx`.",
        min_length=1,
    )
    labels: dict[str, str] = Field(
        default={
            "PER": "PERSON",
            "PERSON": "PERSON",
            "ORG": "ORG",
            "LOC": "LOC",
            "GPE": "LOC",
        },
        description="Kinds to mark, by the model's own labels. A label that is not listed is left out.",
    )
    min_confidence: float = Field(
        0.5, ge=0, le=1, description="Confidence that a name must have, from 0 to 1."
    )


class Tagger(Step[TaggerOptions]):
    """Mark names with a transformer model of your own, instead of `entities`.

    The model is a token classification model as the Hugging Face libraries make them, exported to
    ONNX; it is read from a folder, and nothing is fetched. Later steps such as `quotes` and
    `summary` work on what it finds. Mentions with the same words are one entity, and the last word
    of a person's name stands for the one person who has it. Needs `pip install 'copydesk[tagger]'`.

    Example:
        steps:
          - tagger: {model: models/dslim-bert-base-ner}
    """

    name = "tagger"
    Options = TaggerOptions
    provides = (ENTITIES,)

    def check(self) -> None:
        """Look whether the packages and the model are there."""
        check_folder(self.options.model)

    def fingerprints(self) -> dict[str, str]:
        """Give the digest of the weights."""
        with check_folder(self.options.model).open("rb") as weights:
            digest = hashlib.file_digest(weights, "sha256").hexdigest()
        return {self.options.model: f"sha256:{digest[:16]}"}

    def open(self) -> None:
        """Load the model."""
        self._model = TokenModel(self.options.model)

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Mark the names in each document."""
        for document in documents:
            found = [*_joined(self._model.words(document.text), document.text)]
            kept = [
                name
                for name in found
                if name.label in self.options.labels and name.confidence >= self.options.min_confidence
            ]
            yield Changes(layers={ENTITIES: [*self._entities(kept, document.text)]})

    def _entities(self, found: Sequence[_Found], text: str) -> Iterator[Entity]:
        names = _names([(text[one.start : one.end], self.options.labels[one.label]) for one in found])
        ids: dict[tuple[str, str], str] = {}
        for one in found:
            label = self.options.labels[one.label]
            name = names[text[one.start : one.end], label]
            entity = ids.setdefault((name, label), f"e{len(ids) + 1}")
            yield Entity(one.start, one.end, label, name, entity, confidence=round(one.confidence, 2))


@dataclass
class _Found:
    start: int
    end: int
    label: str
    confidence: float
    words: int = 1


def _joined(words: Iterable[tuple[int, int, str, float]], text: str) -> Iterator[_Found]:
    """Join the words of a name; labels come as B-PER, I-PER, or without a prefix."""
    current: _Found | None = None
    for start, end, label, confidence in words:
        prefix, dash, kind = label.partition("-")
        if not dash:
            prefix, kind = "I", label
        goes_on = (
            current is not None
            and kind == current.label
            and prefix not in ("B", "S", "U")
            and not text[current.end : start].strip()
            and "\n" not in text[current.end : start]
        )
        if current is not None and goes_on:
            total = current.confidence * current.words + confidence
            current.words += 1
            current.confidence = total / current.words
            current.end = end
            continue
        if current is not None:
            yield current
        current = None if label == "O" else _Found(start, end, kind, confidence)
    if current is not None:
        yield current


def _names(mentions: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Give the canonical name of each mention: a last name stands for the one who has it."""
    flat = {mention: " ".join(mention[0].split()) for mention in mentions}
    last_names: Counter[str] = Counter()
    whole: dict[str, str] = {}
    for mention in dict.fromkeys(mentions):
        words = flat[mention].split()
        if mention[1] == "PERSON" and len(words) > 1 and whole.get(words[-1]) != flat[mention]:
            last_names[words[-1]] += 1
            whole[words[-1]] = flat[mention]
    return {
        mention: whole[name] if mention[1] == "PERSON" and last_names[name] == 1 else name
        for mention, name in flat.items()
    }
