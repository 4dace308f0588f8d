"""A log of runs: one line of JSON a run, for a newsroom's own dashboards and alerts."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from copydesk import hookimpl


@hookimpl
def copydesk_run_finished(pipeline: str, ledger: Mapping[str, Any]) -> None:
    """Append the time, the pipeline and the counts to `runs.jsonl`, or to the file that RUNLOG names."""
    time = datetime.now(UTC).isoformat(timespec="seconds")
    _append({"time": time, "pipeline": pipeline, **ledger})


@hookimpl
def copydesk_document_failed(document_id: str, step: str, error: str) -> None:
    """Append a line at once for a document that fails, so that somebody can look."""
    _append({"failed": document_id, "step": step, "error": error})


def _append(line: Mapping[str, Any]) -> None:
    path = Path(os.environ.get("RUNLOG", "runs.jsonl"))
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
