"""A token classification model in a folder: tokenizer, labels and weights."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copydesk import CopydeskError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

# Where `optimum-cli export onnx` and the exports on the hub put the weights.
WEIGHTS = ("model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx")
NEEDED = ("onnxruntime", "tokenizers", "numpy")

# What models take that do not say how long a text may be, and how far windows overlap.
_WINDOW_TOKENS = 512
_OVERLAP_TOKENS = 64


def check_folder(folder: str) -> Path:
    """Look whether a folder holds a model and the packages to run it are installed.

    Returns:
        The path of the weights.

    Raises:
        CopydeskError: `missing-extra`, `missing-model`.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise CopydeskError(
            "missing-extra",
            f"`tagger` needs the package `{missing[0]}`, which is not installed",
            hint="install it with `pip install 'copydesk[tagger]'`",
        )
    path = Path(folder)
    if not path.is_dir():
        raise CopydeskError(
            "missing-model",
            f"the folder `{folder}` does not exist",
            hint="give the folder of a token classification model in ONNX form",
            option="model",
        )
    for name in ("config.json", "tokenizer.json"):
        if not (path / name).is_file():
            raise CopydeskError(
                "missing-model", f"`{folder}` holds no `{name}`", hint=_EXPORT, option="model"
            )
    for name in WEIGHTS:
        if (path / name).is_file():
            return path / name
    raise CopydeskError("missing-model", f"`{folder}` holds no `model.onnx`", hint=_EXPORT, option="model")


_EXPORT = "make one with `optimum-cli export onnx --model MODEL FOLDER`"


class TokenModel:
    """A model that gives each token of a text a label.

    Args:
        folder: Folder with `config.json`, `tokenizer.json` and `model.onnx`.

    Raises:
        CopydeskError: `missing-extra`, `missing-model`, or `broken-model` when it does not load.
    """

    def __init__(self, folder: str) -> None:
        weights = check_folder(folder)
        # Its builds with telemetry make a folder and an identifier in the home folder when they are
        # imported, unless they are told before.
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
        import onnxruntime
        from tokenizers import Tokenizer

        # The package makes its names at import, where a type checker does not see them.
        runtime: Any = onnxruntime
        options = runtime.SessionOptions()
        # Workers share the processors.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            config = json.loads((Path(folder) / "config.json").read_text("utf-8"))
            self.labels = {int(key): str(label) for key, label in config["id2label"].items()}
            self.tokenizer: Tokenizer = Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))
            self.session: InferenceSession = runtime.InferenceSession(
                str(weights), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            # The two libraries raise errors of their own, without a common base.
            raise CopydeskError(
                "broken-model",
                f"the model in `{folder}` does not load: {error}",
                hint=_EXPORT,
                option="model",
            ) from error
        longest = int(config.get("max_position_embeddings", _WINDOW_TOKENS))
        window = min(_WINDOW_TOKENS, longest if longest >= _WINDOW_TOKENS else longest - 2)
        self.tokenizer.enable_truncation(window, stride=min(_OVERLAP_TOKENS, window // 4))
        self.inputs = [given.name for given in self.session.get_inputs()]

    def words(self, text: str) -> Iterator[tuple[int, int, str, float]]:
        """Label the words of a text.

        Returns:
            First code point, code point after the last, label and its probability, word by word.
        """
        whole = self.tokenizer.encode(text)
        windows = [whole, *whole.overflowing]
        done = 0
        for index, window in enumerate(windows):
            labelled = [*self._labelled(window)]
            # In the overlap of two windows each is sure of what is nearer to its middle.
            end = len(text)
            if index + 1 < len(windows):
                following = _first_place(windows[index + 1])
                end = (following + labelled[-1][1]) // 2 if labelled else following
            for word in labelled:
                if done <= word[0] and (word[0] < end or index + 1 == len(windows)):
                    yield word
            done = max(done, end)

    def _labelled(self, window: Encoding) -> Iterator[tuple[int, int, str, float]]:
        probabilities = self._probabilities(window)
        word = None
        start = end = 0
        label, confidence = "O", 0.0
        for token, number in enumerate(window.word_ids):
            if number is None:
                continue
            if number != word:
                if word is not None and end > start:
                    yield start, end, label, confidence
                word = number
                start = window.offsets[token][0]
                best = int(probabilities[token].argmax())
                label, confidence = self.labels.get(best, "O"), float(probabilities[token][best])
            end = window.offsets[token][1]
        if word is not None and end > start:
            yield start, end, label, confidence

    def _probabilities(self, window: Encoding) -> Any:
        import numpy as np

        given = {
            "input_ids": window.ids,
            "attention_mask": window.attention_mask,
            "token_type_ids": window.type_ids,
        }
        feed = {name: np.array([given[name]], dtype=np.int64) for name in self.inputs}
        logits: Any = self.session.run(None, feed)[0]
        exponents = np.exp(logits[0] - logits[0].max(axis=-1, keepdims=True))
        return exponents / exponents.sum(axis=-1, keepdims=True)


def _first_place(window: Encoding) -> int:
    return next(
        (offset[0] for offset, word in zip(window.offsets, window.word_ids, strict=True) if word is not None),
        0,
    )
