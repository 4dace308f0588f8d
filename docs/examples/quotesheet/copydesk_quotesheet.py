"""The quotes of many articles as one table, for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

from copydesk import QUOTES, Document, Writer, hookimpl

COLUMNS = ("document", "speaker", "quote", "kind", "source_start", "source_end")


class QuoteWriter:
    """Writes CSV, a quote a row; the offsets are those of the file that was read."""

    name = "quotes-csv"
    suffix = ".csv"
    requires = (QUOTES.name,)

    def __init__(self) -> None:
        self.header = _rows([COLUMNS])

    def encode(self, document: Document) -> bytes:
        """Write the quotes of one document."""
        return _rows(
            [
                document.id,
                quote.speaker.name if quote.speaker else "",
                document.text_of(quote),
                quote.kind,
                *document.offsets.to_source(quote.start, quote.end),
            ]
            for quote in document[QUOTES]
        )


def _rows(rows: Iterable[Sequence[object]]) -> bytes:
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows(rows)
    return table.getvalue().encode("utf-8")


@hookimpl
def copydesk_writers() -> list[Writer]:
    """Register the writer."""
    return [QuoteWriter()]
