"""The names that a model's recognizer finds, read off its scores in a fraction of the time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language as Model
    from spacy.pipeline import EntityRecognizer
    from spacy.tokens import Doc

    Words = NDArray[np.int64]

FACTORY = "copydesk_names"

# The recognizer looks at the word whose turn it is, and at the first and the last word so far of the name
# that is open. Source: `StateC.set_context_tokens` in spacy/pipeline/_parser_internals/_state.pxd.
_WORDS_SEEN, _NO_WORD = 3, -1
# The model takes some 10 KB for each word of a batch.
_WORDS_OF_BATCH = 4096
# So that the scores take little memory, and stand in the processor's cache.
_WORDS_AT_ONCE = 2048


def quicken_names(model: Model) -> None:
    """Let a loaded model find its names all at once, where the recognizer is spaCy's own.

    spaCy goes through a batch word by word and asks of each which of some seventy moves are allowed. In
    spaCy 3.8.8 to 3.8.18 each of these questions takes and gives back Python's lock, and the names take
    half of the time of a whole parse.
    """
    from spacy.language import Language
    from spacy.pipeline import EntityRecognizer

    for name, component in model.pipeline:
        if type(component) is EntityRecognizer and NameDecoder.reads(component):
            if not Language.has_factory(FACTORY):
                Language.factory(FACTORY, func=_make)
            model.add_pipe(FACTORY, f"{FACTORY}_of_{name}", after=name, config={"recognizer": name})
            model.disable_pipe(name)


def _make(nlp: Model, name: str, recognizer: str) -> NameDecoder:  # noqa: ARG001  spaCy gives both
    component: Any = nlp.get_pipe(recognizer)
    return NameDecoder(component)


class NameDecoder:
    """Stands in for an `EntityRecognizer` that takes the best move at each word, and finds the same names.

    A move tells that a word begins a name, is inside one, is the last of one, is one by itself or is outside
    of all (BILUO; Ratinov and Roth, “Design Challenges and Misconceptions in Named Entity Recognition”,
    CoNLL 2009). While no name is open, the scores of a word do not depend on what was found before it, so
    those of all words are one multiplication; only names of several words are then followed to their ends.

    Args:
        recognizer: A component that `reads` says yes of.
    """

    def __init__(self, recognizer: EntityRecognizer) -> None:
        import numpy as np

        self._recognizer = recognizer
        names = [recognizer.moves.get_class_name(move) for move in range(recognizer.moves.n_moves)]
        # Of each move, in the order of the scores: its kind (one letter), and its label.
        self._kinds = np.array([name[:1] for name in names])
        self._labels = np.array([name[2:] for name in names])
        # ... and where the moves stand that go on with its label, and that end it.
        self._inside, self._last = (
            np.array([names.index(f"{kind}-{name[2:]}") if name[2:] else 0 for name in names])
            for kind in "IL"
        )
        self._needs_open = np.isin(self._kinds, ("I", "L")) | ((self._labels == "") & (self._kinds != "O"))

    @staticmethod
    def reads(recognizer: EntityRecognizer) -> bool:
        """Tell whether a recognizer is of the kind whose scores are known to be read rightly."""
        from thinc.api import NumpyOps

        model = recognizer.model
        moves = {*recognizer.move_names}
        labels = {name[2:] for name in moves}
        return (
            recognizer.cfg["beam_width"] == 1
            and isinstance(model.ops, NumpyOps)
            and model.has_ref("lower") is True
            and model.get_ref("lower").maybe_get_dim("nF") == _WORDS_SEEN
            and not model.attrs.get("unseen_classes")
            and moves == {"O", *(f"{kind}-{label}" for kind in "BILU" for label in labels if label)}
        )

    def __call__(self, doc: Doc) -> Doc:
        """Set the names of one text."""
        self._annotate([doc])
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """Set the names of texts, some at a time: at most `batch_size`, and fewer long ones."""
        batch: list[Doc] = []
        for doc in docs:
            if batch and (len(batch) == batch_size or sum(map(len, (*batch, doc))) > _WORDS_OF_BATCH):
                self._annotate(batch)
                yield from batch
                batch = []
            batch.append(doc)
        self._annotate(batch)
        yield from batch

    def _annotate(self, docs: Sequence[Doc]) -> None:
        if any(doc.has_annotation("ENT_IOB") for doc in docs):
            # Names that are there already forbid some moves.
            self._recognizer.set_annotations(docs, self._recognizer.predict(docs))
        elif any(len(doc) for doc in docs):
            from spacy.tokens import Span

            starts = [0, *accumulate(len(doc) for doc in docs)]
            found = self._names(docs)
            waiting = next(found, None)
            for doc, first, after in zip(docs, starts, starts[1:], strict=False):
                spans = []
                while waiting and waiting[0] < after:
                    start, end, label = waiting
                    spans.append(Span(doc, start - first, end - first, label=label))
                    waiting = next(found, None)
                doc.set_ents(spans)

    def _names(self, docs: Sequence[Doc]) -> Iterator[tuple[int, int, str]]:
        """Give start and end (tokens of the batch) and label of each name, in order."""
        import numpy as np

        model = self._recognizer.model.predict(docs)
        spaces, ends = (np.concatenate(columns) for columns in zip(*map(_borders, docs), strict=True))
        best = np.concatenate(
            [self._best(model, at, spaces, ends) for at in range(0, len(spaces), _WORDS_AT_ONCE)]
        )
        firsts = np.flatnonzero(self._kinds[best] != "O")
        moves = best[firsts]
        afters = firsts + 1
        long = self._kinds[moves] == "B"
        afters[long] = self._followed(model, firsts[long], moves[long], ends)
        model.clear_memory()
        reached = 0
        labels = self._labels[moves]
        for first, after, label in zip(firsts.tolist(), afters.tolist(), labels.tolist(), strict=True):
            if first >= reached:
                yield first, after, label
                reached = after

    def _best(self, model: Any, first: int, spaces: NDArray[np.bool], ends: NDArray[np.bool]) -> Words:
        """Give the best move of some words from one on, while no name is open."""
        import numpy as np

        words = np.arange(first, min(first + _WORDS_AT_ONCE, len(spaces)))
        scores = _scores(model, words, np.full_like(words, _NO_WORD), np.full_like(words, _NO_WORD))
        # What is not allowed while no name is open.
        scores[:, self._needs_open] = -np.inf
        scores[np.ix_(spaces[words], self._kinds != "O")] = -np.inf
        scores[np.ix_(ends[words], self._kinds == "B")] = -np.inf
        best: Words = scores.argmax(axis=1)
        return best

    def _followed(self, model: Any, firsts: Words, moves: Words, ends: NDArray[np.bool]) -> Words:
        """Give of each name that is begun where it ends (exclusive): where its last word scores more."""
        import numpy as np

        inside, last = self._inside[moves], self._last[moves]
        words = firsts + 1
        going = np.arange(len(firsts))
        while going.size:
            scores = _scores(model, words[going], firsts[going], words[going] - 1)
            rows = np.arange(len(going))
            is_inside = scores[rows, inside[going]] >= scores[rows, last[going]]
            going = going[is_inside & ~ends[words[going]]]
            words[going] += 1
        return words + 1


def _scores(model: Any, words: Words, firsts: Words, lasts: Words) -> NDArray[np.float32]:
    """Give the scores of all moves (words, moves), each word being looked at with two others."""
    import numpy as np

    seen = np.stack((words, firsts, lasts), axis=1).astype(np.int32)
    vectors = model.state2vec.predict(seen)
    scores: NDArray[np.float32] = model.vec2scores.predict(vectors) if model.attrs["has_upper"] else vectors
    return scores


def _borders(doc: Doc) -> tuple[NDArray[np.bool], NDArray[np.bool]]:
    """Tell of each word whether it is white space, and whether no name goes on behind it."""
    import numpy as np

    columns = doc.to_array(["IS_SPACE", "SENT_START"]).reshape(len(doc), 2)
    ends = np.ones(len(doc), dtype=bool)
    ends[:-1] = columns[1:, 1] == 1
    return columns[:, 0] != 0, ends
