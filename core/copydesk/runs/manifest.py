"""The manifest: what is needed to say how an output was made."""

from __future__ import annotations

import hashlib
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from copydesk.formats.inputs import Inputs
from copydesk.pipeline import Pipeline
from copydesk.runs.ledger import Ledger


def manifest_of(
    pipeline: Pipeline, inputs: Inputs, ledger: Ledger, *, started: datetime, seconds: float
) -> dict[str, Any]:
    """Describe a finished run as plain data.

    Args:
        pipeline: What ran.
        inputs: What it ran over.
        ledger: What became of the documents.
        started: When it began.
        seconds: Wall time.
    """
    return {
        "copydesk": version("copydesk"),
        "python": platform.python_version(),
        "pipeline": {
            "name": pipeline.name,
            "file": pipeline.file.path,
            "sha256": _digest(pipeline.file.path),
            "on_error": pipeline.file.on_error,
            "steps": [
                {
                    "name": planned.name,
                    "provenance": planned.provenance,
                    "distribution": f"{planned.plugin.distribution} {planned.plugin.version}",
                    "origin": planned.origin,
                    "options": planned.options,
                    "documents": timing.documents,
                    "seconds": round(timing.seconds, 6),
                }
                for planned, timing in zip(pipeline.steps, pipeline.timings, strict=True)
            ],
        },
        "inputs": {
            "files": len(inputs.files),
            "left_alone": inputs.left_alone,
            "bytes": sum(file.bytes for file in inputs.files),
        },
        "ledger": ledger.as_json(),
        "started": started.astimezone(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds, 3),
    }


def write_manifest(path: Path, manifest: dict[str, Any]) -> None:
    """Write a manifest as indented JSON; the file appears whole."""
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
    part.replace(path)


def _digest(path: str) -> str:
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError:
        return ""
