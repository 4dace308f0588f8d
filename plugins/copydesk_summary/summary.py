"""The step `summary`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel, Field

from copydesk import ENTITIES, SENTENCES, SUMMARY, Changes, Document, Step, SummarySentence
from copydesk_summary.candidates import find_candidates
from copydesk_summary.ranking import choose, score


class SummaryOptions(BaseModel):
    """Options of `summary`."""

    sentences: int = Field(3, ge=1, le=100, description="Highest number of sentences.")
    words: int | None = Field(
        None, ge=5, description="Highest number of words; sentences are left out until it fits."
    )
    lead: float = Field(
        0.5,
        ge=0,
        le=1,
        description="How much the place in the text counts against the content: 1 takes the first "
        "sentences, 0 looks at the content alone.",
    )
    diversity: float = Field(
        0.3, ge=0, le=1, description="How strongly a sentence that repeats a chosen one is passed over."
    )


class Summary(Step[SummaryOptions]):
    """Sum up a text in sentences that stand in it, in the order of the text.

    A sentence counts by how much of the text's vocabulary it shares with the other sentences, by
    its place, and by the words that it shares with the headline in `meta.title`. Headings,
    questions, fragments and sentences that hang on the one before them are passed over while there
    are others. It needs no model, and changes no text.

    Example:
        steps:
          - clean
          - summary: {sentences: 3}
    """

    name = "summary"
    Options = SummaryOptions
    requires = (SENTENCES,)
    uses = (ENTITIES,)
    provides = (SUMMARY,)

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Choose the sentences of each document."""
        for document in documents:
            yield Changes(layers={SUMMARY: self._summary(document)})

    def _summary(self, document: Document) -> list[SummarySentence]:
        options = self.options
        candidates = find_candidates(document)
        scores = score(candidates, str(document.meta.get("title") or ""), lead=options.lead)
        chosen = choose(
            candidates, scores, sentences=options.sentences, words=options.words, diversity=options.diversity
        )
        highest = max(scores, default=0.0) or 1.0
        found = [
            SummarySentence(
                candidates[index].start,
                candidates[index].end,
                rank=rank,
                score=round(scores[index] / highest, 4),
            )
            for rank, index in enumerate(chosen, 1)
        ]
        return sorted(found, key=lambda sentence: sentence.start)
