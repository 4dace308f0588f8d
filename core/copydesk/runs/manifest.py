"""The manifest: what is needed to say how an output was made, and to make it again."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from copydesk.errors import CopydeskError
from copydesk.formats.inputs import Inputs
from copydesk.pipeline import Pipeline
from copydesk.running import Timing
from copydesk.runs.journal import what_changed

if TYPE_CHECKING:
    from copydesk.runs.run import Run

# Of more input files only the digest of all of them is kept.
_MOST_FILES = 1000


def head_of(pipeline: Pipeline, inputs: Inputs, writer: str, shard: str = "") -> dict[str, Any]:
    """Tell what a run is, so that another can be held against it before it goes on with it."""
    file = pipeline.file
    return {
        "steps": [
            [
                planned.name,
                f"{planned.plugin.distribution} {planned.plugin.version}",
                planned.options,
                planned.fingerprints,
            ]
            for planned in pipeline.steps
        ],
        "settings": {
            "format": writer,
            "on_error": file.on_error,
            "max_document_bytes": file.max_document_bytes,
            "fields": [file.fields.text, file.fields.id],
            "when": [planned.when.text if planned.when else "" for planned in pipeline.steps],
            "copydesk": version("copydesk"),
            "shard": shard,
        },
        "inputs": stamps_of(inputs),
    }


def manifest_of(run: Run, started: datetime) -> dict[str, Any]:
    """Describe a finished run as plain data.

    Args:
        run: The run.
        started: When it began.
    """
    pipeline, inputs = run.pipeline, run.inputs
    return {
        "copydesk": version("copydesk"),
        "python": platform.python_version(),
        "pipeline": {
            "name": pipeline.name,
            "file": pipeline.file.path,
            "sha256": _digest(pipeline.file.path),
            "on_error": pipeline.file.on_error,
            "sets": [*run.sets],
            "resolved": pipeline.file.root.plain(),
            "steps": [
                {
                    "name": planned.name,
                    "provenance": planned.provenance,
                    "distribution": f"{planned.plugin.distribution} {planned.plugin.version}",
                    "origin": planned.origin,
                    "options": planned.options,
                    "fingerprints": planned.fingerprints,
                    **timing_as_json(timing),
                    **({"times": timing.times} if run.shard else {}),
                }
                for planned, timing in zip(pipeline.steps, run.timings, strict=True)
            ],
        },
        "inputs": {
            "files": len(inputs.files),
            "left_alone": sum(inputs.left_alone.values()),
            "bytes": sum(file.bytes for file in inputs.files),
        },
        "format": run.format_name,
        **_shard(run),
        "ledger": run.ledger.as_json(),
        "started": started.astimezone(UTC).isoformat(timespec="seconds"),
        "seconds": round(run.seconds, 3),
    }


def stamps_of(inputs: Inputs) -> list[Any]:
    """Give each input file with its size and the time of its change, which tell whether it is the same."""
    return [[one.uri, *_stamp(one.uri)] for one in inputs.files]


def input_digests(stamps: Sequence[Any]) -> dict[str, Any]:
    """Give the SHA-256 of each input file, for the part `inputs` of a manifest.

    `sha256` is that of all: what `sha256sum FILE... | sha256sum` prints for the files in the order of the
    run. A file that is not as it was when the run began has none, and neither has standard input.

    Args:
        stamps: What `stamps_of` gave when the run began.
    """
    whole = hashlib.sha256()
    listed: dict[str, str | None] = {}
    is_known = True
    for uri, *stamp in stamps:
        found = _digest(uri) if stamp == [*_stamp(uri)] else ""
        whole.update(f"{found}  {uri}\n".encode(errors="surrogateescape"))
        is_known = is_known and bool(found)
        if len(stamps) <= _MOST_FILES:
            listed[uri] = found or None
    return {"sha256": whole.hexdigest() if is_known else None, **({"digests": listed} if listed else {})}


def check_lock(pipeline: Pipeline, path: Path) -> None:
    """Hold a pipeline against the manifest of an earlier run.

    Raises:
        CopydeskError: `not-locked` with all that differs, `no-manifest`.
    """
    try:
        manifest = msgspec.json.decode(path.read_bytes())
        steps = [
            [step["name"], step["distribution"], step["options"], step["fingerprints"]]
            for step in manifest["pipeline"]["steps"]
        ]
        settings = {"copydesk": manifest["copydesk"]}
    except (OSError, msgspec.DecodeError, KeyError, TypeError) as error:
        raise CopydeskError(
            "no-manifest", f"`{path}` is no manifest of a run: {error}", hint="give OUT.run.json"
        ) from error
    new = msgspec.to_builtins(head_of(pipeline, Inputs(()), ""))
    new["settings"] = {"copydesk": new["settings"]["copydesk"]}
    changes = what_changed({"steps": steps, "settings": settings, "inputs": []}, new)
    if changes:
        raise CopydeskError(
            "not-locked",
            f"the pipeline is not the one of `{path}`: {'; '.join(changes)}",
            hint="install what the manifest names, or leave out `--locked`",
        )


def write_manifest(path: Path, manifest: dict[str, Any]) -> None:
    """Write a manifest as indented JSON; the file appears whole."""
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
    part.replace(path)


def _shard(run: Run) -> dict[str, Any]:
    """Tell what `merge` wants to know of a share of a run."""
    if run.shard is None:
        return {}
    head = head_of(run.pipeline, run.inputs, run.format_name)
    return {
        "shard": [run.shard.number, run.shard.of],
        "header_bytes": run.header_bytes,
        "head": head,
    }


def timing_as_json(timing: Timing) -> dict[str, Any]:
    """Give what a step took and did as the manifest has it."""
    return {
        "documents": timing.documents,
        "cached": timing.cached,
        "added": timing.added,
        "dropped": timing.dropped,
        "characters": timing.characters,
        "seconds": round(timing.seconds, 6),
        "seconds_p50": round(timing.percentile(0.5), 6),
        "seconds_p95": round(timing.percentile(0.95), 6),
        "seconds_max": round(timing.slowest, 6),
        "slowest": timing.slowest_id,
    }


def _stamp(path: str) -> tuple[int, int]:
    """Give size and time of change, which tell without reading whether a file is the same."""
    try:
        found = Path(path).stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


def _digest(path: str) -> str:
    if not Path(path).is_file():
        # A pipe has been read, and would be waited for.
        return ""
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
