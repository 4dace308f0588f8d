"""The step that parses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from copydesk import PARSE, Changes, CopydeskError, Document, Step
from copydesk_language.breaks import add_breaks
from copydesk_language.decoding import quicken_names
from copydesk_language.matrices import fastest_matrices, keep_memory
from copydesk_language.memos import quicken
from copydesk_language.models import check_model, load_model, model_fingerprint
from copydesk_language.pieces import cut

if TYPE_CHECKING:
    from spacy.tokens import Doc

# The parser is fastest with small batches: large ones are padded to their longest text.
BATCH_PIECES = 16

# The parser and the tagger take about a gigabyte for 100,000 words at once.
LONGEST_PIECE = 100_000


class LanguageOptions(BaseModel):
    """Options of `language`."""

    model: str = Field(
        "en_core_web_sm",
        description="An installed spaCy model, or the folder of one.",
        min_length=1,
    )
    max_characters: int = Field(
        10_000_000,
        ge=1,
        description="A longer text fails with a clear message, so that it cannot take all memory.",
    )


class Language(Step[LanguageOptions]):
    """Parse each text once, for all steps that need words, grammar or names.

    You rarely name this step: a chain gets it where a step first needs the parse, with only those
    parts of the model that the chain uses. Name it to choose another model. It changes no text,
    so no offset moves. The parse is not written to the output.

    Example:
        steps:
          - language: {model: en_core_web_sm}
          - entities
    """

    name = "language"
    Options = LanguageOptions
    provides = (PARSE,)

    def check(self) -> None:
        """Look whether the model is installed and has the components that are asked for."""
        check_model(self.options.model, self.wanted)

    def fingerprints(self) -> dict[str, str]:
        """Give the version and the digest of the model."""
        return {self.options.model: model_fingerprint(self.options.model)}

    def open(self) -> None:
        """Load the parts of the model that later steps asked for."""
        keep_memory()
        with fastest_matrices() as one_thread:
            self._nlp = load_model(self.options.model, self.wanted)
        quicken(self._nlp)
        quicken_names(self._nlp)
        add_breaks(self._nlp)
        self._one_thread = one_thread

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Parse the documents that have no parse yet."""
        pieces = [self._pieces(document) for document in documents]
        with self._one_thread():
            parsed = iter(
                [*self._nlp.pipe((one for some in pieces for one in some), batch_size=BATCH_PIECES)]
            )
        for document, some in zip(documents, pieces, strict=True):
            if PARSE in document:
                yield Changes()
            else:
                yield Changes(layers={PARSE: _join([next(parsed) for _ in some])})

    def _pieces(self, document: Document) -> list[str]:
        if PARSE in document:
            return []
        if len(document.text) > self.options.max_characters:
            raise CopydeskError(
                "text-too-long",
                f"document `{document.id}` has {len(document.text):,} characters, "
                f"and `language` parses at most {self.options.max_characters:,}",
                hint="split it, or give `language` a higher `max_characters`",
            )
        return cut(document.text, LONGEST_PIECE)


def _join(parsed: list[Doc]) -> Doc:
    from spacy.tokens import Doc

    if len(parsed) == 1:
        return parsed[0]
    return Doc.from_docs(parsed, ensure_whitespace=False)
