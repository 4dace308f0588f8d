"""The step `sentences`."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import SENTENCES, Document, Sentence, step
from copydesk_sentences.splitting import split


@step(provides=SENTENCES)
def sentences(doc: Document) -> Iterator[Sentence]:
    """Mark sentences, by rules and without a model.

    A blank line ends a sentence, and so does the end of a short line such as a heading. A full
    stop after an abbreviation or an initial does not, nor does a mark inside a quotation that goes
    on: “Is it true?” she asked.

    It is put in where a step needs sentences, so you need not name it.
    """
    for start, end in split(doc.text):
        yield Sentence(start, end)
