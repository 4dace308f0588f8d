"""Datelines: where an agency report was written, and by whom."""

import re

from copydesk import Changes, Document, Edit, StepDefinition, hookimpl, step

DATELINE = re.compile(
    r"\s*(?P<place>[^\W\d_][^\n(]{0,60}?)"  # LONDON, or NEW YORK, March 3
    r"(?:[ ]\((?P<agency>[^()\n]{1,40})\))?"  # (Reuters)
    r"[ ][\u2014\u2013-][ ]"  # a dash between spaces
)


@step(edits=True)
def dateline(doc: Document, *, keep: bool = False) -> Changes:
    """Move the dateline of a report into `meta.place` and `meta.agency`.

    What is cut is listed under `removed`; every other character keeps its place in the source.

    Args:
        doc: The document.
        keep: Leave it in the text, and set the metadata only.
    """
    found = DATELINE.match(doc.text)
    place = found["place"].partition(",")[0] if found else ""
    # Capitals tell a dateline from a first sentence with a dash.
    if not found or not place.isupper():
        return Changes()
    edits = [] if keep else [Edit(0, found.end(), "", "dateline")]
    agency = {"agency": found["agency"]} if found["agency"] else {}
    return Changes(edits=edits, meta={"place": place, **agency})


@hookimpl
def copydesk_steps() -> list[StepDefinition]:
    """Register the step."""
    return [dateline]
