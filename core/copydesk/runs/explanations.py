"""What the problems of documents and runs mean, for `copydesk explain`."""

from __future__ import annotations

from copydesk.config.explanations import Explanation

RUN_EXPLANATIONS = {
    # Documents that cannot be read.
    "missing-text": Explanation(
        "A line or an object of JSON has no text, or a table no column with it. The text is expected under "
        "`text`; `fields: {text: body}` in the pipeline file, or `--set fields.text=body`, says where else."
    ),
    "bad-json": Explanation(
        "A line or a file is no JSON, or no object. A line of JSON Lines is one object: "
        '`{"id": "a1", "text": "..."}`. The other lines are read.'
    ),
    "bad-table": Explanation(
        "A row of a table has more cells than there are columns, or its quotes do not fit: a cell with a "
        'comma, a line end or a quote in it stands in quotes, and a quote in it is written twice (""). Or '
        "two columns have one name. The other rows are read."
    ),
    "binary-file": Explanation(
        "A file is no text: a picture, a PDF, a document of a word processor. Convert it to text first."
    ),
    "unknown-encoding": Explanation(
        "The encoding of a file cannot be told, or some of its bytes are not in the encoding of the rest. "
        "Save it as UTF-8."
    ),
    "lone-surrogate": Explanation(
        "A text has half of a pair of UTF-16 in it, which is no character. It was decoded wrongly before."
    ),
    "no-permission": Explanation("You may not read a file or a folder."),
    "unreadable-file": Explanation(
        "A file could not be read to its end: it is gone, damaged, or a packed file is cut off."
    ),
    "broken-reader": Explanation("The reader of a plugin raised. Tell the author of its plugin."),
    "no-such-document": Explanation("A document was asked for by an id that the file does not have."),
    # Documents that fail in a step.
    "step-raised": Explanation(
        "A step raised on this document. `--verbose` shows the traceback, and it stands with the document in "
        "`failed.jsonl`. Tell the author of the plugin; `copydesk retry` tries again when it is mended."
    ),
    "timeout": Explanation(
        "A document took longer than `timeout` in the pipeline file allows, and its process was ended."
    ),
    "worker-died": Explanation(
        "The process that worked on a document ended: a library crashed, or memory ran out. Other documents "
        "are not touched."
    ),
    "bad-changes": Explanation("A step returned what it does not declare. Tell the author of its plugin."),
    "bad-edit": Explanation(
        "A step returned edits that overlap or lie outside the text. Tell the author of its plugin."
    ),
    "bad-span": Explanation(
        "A step returned an annotation that is empty, outside the text or of another kind than its layer. "
        "Tell the author of its plugin."
    ),
    # Runs that are not begun.
    "no-input": Explanation("There is no file to read in what was given."),
    "unknown-format": Explanation("No reader has the name that `--input-format` gives."),
    "unknown-executor": Explanation("No executor has the name that `--executor` gives."),
    "cannot-write": Explanation(
        "The output cannot be written: no such folder, no permission, or a full disk. After making room the "
        "same command goes on where it was."
    ),
    "already-running": Explanation("Another run writes this output now."),
    "changed-run": Explanation(
        "The output was begun with another pipeline, other inputs or other versions of plugins; the message "
        "says which. `--fresh` begins anew, and undoing the change goes on."
    ),
    "broken-run": Explanation(
        "What a run that was ended left behind does not fit together. `--fresh` begins anew."
    ),
    "unfinished-run": Explanation("A run has not come to its end. The same command goes on with it."),
    "not-locked": Explanation(
        "With `--locked`, plugins, models or options are not those of the manifest; the message names them."
    ),
    "bad-shard": Explanation("`--shard` wants a share of a run: `--shard 2/8` for the second of eight."),
    "no-manifest": Explanation("Beside an output there is no manifest (`NAME.run.json`) to go by."),
    "no-dead-letters": Explanation("No document of this output failed, so none can be tried again."),
}
"""By code. Every problem in `formats` and `runs` is here."""
