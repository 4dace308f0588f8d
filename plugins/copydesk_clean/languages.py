"""The language of a text: a filter for those that are in another one."""

from __future__ import annotations

import io
import lzma
import re
from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, Field

from copydesk import Changes, Document, Step
from copydesk_clean.extras import needs

if TYPE_CHECKING:
    import numpy as np
    from py3langid.langid import LanguageIdentifier

Code = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]

# More text does not make it surer, only slower.
_LOOK_CHARACTERS = 3_000
# Names and numbers alone have no language.
_FEWEST_LETTERS = 20
_LETTER = re.compile(r"[^\W\d_]")
_NOT_WORDS = re.compile(r"https?://\S+|\S+@\S+|[\d_]+")


class LanguageFilterOptions(BaseModel):
    """Options of `clean.language`."""

    keep: list[Code] = Field(
        [],
        description="Languages to keep, by their ISO 639-1 code: `[en, de]`. Documents in others are dropped;"
        " when the list is empty, none is, and only `meta.language` is set.",
    )
    min_confidence: float = Field(
        0.5,
        ge=0,
        le=1,
        description="A document stays when the language it seems to be in is less certain than this.",
    )


class LanguageFilter(Step[LanguageFilterOptions]):
    """Drop documents that are in another language. The text is not changed.

    Tells the language from the letters of the text with py3langid, which knows 97 languages, and
    not from what a page says about itself. The reason is `language`. What is too short to tell, or
    too uncertain, stays. `meta.language` is set when the document has none. Needs
    `pip install 'copydesk[clean]'`; the weights are in that package, nothing is downloaded.

    Example:
        steps:
          - clean
          - clean.language: {keep: [en, de]}
    """

    name = "clean.language"
    Options = LanguageFilterOptions

    def check(self) -> None:
        """Look for the package."""
        needs("py3langid", "clean.language")

    def fingerprints(self) -> dict[str, str]:
        """Give the version of the package, which has the weights."""
        return {"py3langid": needs("py3langid", "clean.language")}

    def open(self) -> None:
        """Load the weights."""
        self._identifier = opened_identifier()

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Tell the language of each document."""
        for doc in documents:
            yield self._judged(doc)

    def _judged(self, doc: Document) -> Changes:
        sample = _NOT_WORDS.sub(" ", doc.text[:_LOOK_CHARACTERS])
        if len(_LETTER.findall(sample)) < _FEWEST_LETTERS:
            return Changes()
        language, confidence = self._identifier.classify(sample)
        if confidence < self.options.min_confidence:
            return Changes()
        if self.options.keep and language not in self.options.keep:
            return Changes(drop="language")
        return Changes() if doc.meta.get("language") else Changes(meta={"language": language})


def opened_identifier() -> LanguageIdentifier:
    """Load the weights in memory. The library's own loader unpacks them into a temporary file."""
    needs("py3langid", "clean.language")
    import numpy as np
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    packed = (MODEL_DIR / MODEL_FILE).read_bytes()
    with np.load(io.BytesIO(lzma.decompress(packed)), allow_pickle=False) as stored:
        rows, row_of_state = (_plain(stored[name]) for name in ("nextmove", "nextmove_row"))
        return LanguageIdentifier(
            stored["ptc"],
            stored["pc"],
            stored["classes"].tolist(),
            rows,
            stored["out_feat"].tolist(),
            norm_probs=True,
            tk_row=row_of_state,
        )


def _plain(numbers: np.ndarray[Any, Any]) -> array[int]:
    """Give numbers as a plain array, which is read one by one faster than one of numpy."""
    return array("H" if numbers.dtype.itemsize == 2 else "I", numbers.tobytes())
