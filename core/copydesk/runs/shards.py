"""Shares of a run for several machines that know nothing of each other, and putting them together."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from copydesk.errors import CopydeskError
from copydesk.formats.inputs import Inputs
from copydesk.pipeline import Pipeline
from copydesk.running import Timing
from copydesk.runs.ids import Ids
from copydesk.runs.journal import held, what_changed
from copydesk.runs.ledger import Ledger
from copydesk.runs.letters import Letter, duplicate_letter
from copydesk.runs.manifest import input_digests, timing_as_json, write_manifest
from copydesk.runs.tasks import Position, can_be_cut
from copydesk.runs.work import key_of

_SCAN_BYTES = 1 << 20


@dataclass(frozen=True)
class Shard:
    """A share of the input: the documents that begin in one of several ranges of equal bytes.

    Attributes:
        number: Which share, from 1.
        of: How many there are.
        start: Where it begins.
        end: Where the next one begins.
    """

    number: int
    of: int
    start: Position
    end: Position

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


def find_shard(text: str, inputs: Inputs, pipeline: Pipeline) -> Shard:
    """Find a share of the input; the same inputs give the same shares everywhere.

    Args:
        text: "2/8" for the second of eight.
        inputs: All files, of the whole run.
        pipeline: What runs; it must not compare documents of different shares.

    Raises:
        CopydeskError: `bad-shard`.
    """
    match = re.fullmatch(r"([0-9]+)/([0-9]+)", text)
    number, of = (int(match[1]), int(match[2])) if match else (0, 0)
    if not 1 <= number <= of:
        raise CopydeskError(
            "bad-shard", f"`{text}` is no share of a run", hint="write --shard 2/8 for the second of eight"
        )
    if any(file.stream is not None for file in inputs.files):
        raise CopydeskError(
            "bad-shard",
            "standard input and pipes cannot be shared out",
            hint="give files, the same to each shard",
        )
    for planned in pipeline.steps:
        if planned.step.compares:
            raise CopydeskError(
                "bad-shard",
                f"`{planned.name}` compares all documents of a run, and a share does not see the others",
                hint="leave it out, and run it over what `copydesk merge` put together",
            )
    return Shard(number, of, _border(number - 1, of, inputs), _border(number, of, inputs))


def _border(number: int, of: int, inputs: Inputs) -> Position:
    """Find where a share begins: at the first document that begins at its first byte or after it."""
    target = sum(file.bytes for file in inputs.files) * number // of
    if number == 0:
        return Position()
    before = 0
    for index, file in enumerate(inputs.files):
        if number < of and before >= target:
            return Position(index)
        if number < of and target < before + file.bytes and can_be_cut(file):
            return _next_line(index, file.uri, target - before)
        before += file.bytes
    return Position(len(inputs.files))


def _next_line(index: int, path: str, offset: int) -> Position:
    lines = 0
    with Path(path).open("rb") as file:
        # A line that begins right at the border belongs to what comes after it.
        rest = offset - 1
        while rest > 0 and (chunk := file.read(min(rest, _SCAN_BYTES))):
            lines += chunk.count(b"\n")
            rest -= len(chunk)
        while chunk := file.readline(_SCAN_BYTES):
            if chunk.endswith(b"\n"):
                return Position(index, file.tell(), lines + 1)
    return Position(index + 1)


def merge(output: Path, parts: Sequence[Path]) -> Ledger:
    """Put the outputs of all shards of a run together, in their order.

    An id that came in an earlier shard fails as it would have in one run.

    Args:
        output: The file to make; its dead letters and its manifest lie beside it.
        parts: The outputs of the shards, in any order.

    Raises:
        CopydeskError: `bad-shard` when one is missing, comes twice or is of another run;
            `already-running`, `unfinished-run`.
    """
    with held(output):
        manifests = _manifests(parts)
        ledger = Ledger()
        letters: list[Letter] = []
        ids = Ids()
        made = output.with_name(f"{output.name}.part")
        with made.open("wb") as file:
            for manifest, part in manifests:
                duplicates = _copied(
                    part, file, manifest, lambda name: not ids.add(key_of(name)), with_header=not ledger.read
                )
                _count(part, manifest, duplicates, ledger, letters)
        ledger.check()
        _write_letters(output.with_name(f"{output.name}.failed.jsonl"), letters)
        made.replace(output)
        merged = _merged([manifest for manifest, _ in manifests], ledger)
        write_manifest(output.with_name(f"{output.name}.run.json"), merged)
        return ledger


def gather(parts: Sequence[Path], letters_path: Path) -> tuple[Ledger, dict[str, Any]]:
    """Make one output of parts that stay files of their own: their ids are beside them.

    An id that came in an earlier part fails as it would have in one run; only then is a part written anew.

    Args:
        parts: The outputs of the shards.
        letters_path: Where to write the dead letters of all.

    Returns:
        What became of the documents, and the manifest of the whole; its `parts` tell how many each has.
    """
    manifests = _manifests(parts)
    ledger = Ledger()
    letters: list[Letter] = []
    written: dict[str, int] = {}
    ids = Ids()
    for manifest, part in manifests:
        packed = part.with_name(f"{part.name}.ids").read_bytes()
        own = [int.from_bytes(packed[at : at + 8], "little") for at in range(0, len(packed), 8)]
        again = {key for key in own if not ids.add(key)}
        duplicates = _rewritten(part, manifest, again) if again else []
        _count(part, manifest, duplicates, ledger, letters)
        written[part.name] = manifest["ledger"]["written"] - len(duplicates)
    ledger.check()
    _write_letters(letters_path, letters)
    return ledger, _merged([manifest for manifest, _ in manifests], ledger) | {"parts": written}


def _manifests(parts: Sequence[Path]) -> list[tuple[dict[str, Any], Path]]:
    manifests = sorted(((_manifest(part), part) for part in parts), key=lambda pair: pair[0]["shard"][0])
    _refuse_incomplete([manifest for manifest, _ in manifests], [part for _, part in manifests])
    return manifests


def _rewritten(part: Path, manifest: dict[str, Any], again: set[int]) -> list[tuple[int, _Row]]:
    """Take duplicates out of a part; done again after any end, it gives the same."""
    made, known = (part.with_name(f"{part.name}.{ending}") for ending in ("unique", "duplicates"))
    if not known.exists():
        with made.open("wb") as file:
            found = _copied(part, file, manifest, lambda name: key_of(name) in again, with_header=True)
        told = part.with_name(f"{part.name}.told")
        told.write_bytes(msgspec.json.encode(found))
        told.replace(known)
    if made.exists():
        made.replace(part)
    return msgspec.json.decode(known.read_bytes(), type=list[tuple[int, _Row]])


def _copied(
    part: Path,
    file: BinaryIO,
    manifest: dict[str, Any],
    is_duplicate: Callable[[str], bool],
    *,
    with_header: bool,
) -> list[tuple[int, _Row]]:
    """Copy what is no duplicate; give the others with their numbers, counted from 0."""
    duplicates: list[tuple[int, _Row]] = []
    with part.open("rb") as given:
        header = given.read(manifest["header_bytes"])
        if with_header:
            file.write(header)
        if manifest["format"] != "jsonl":
            shutil.copyfileobj(given, file)
            return []
        for number, line in enumerate(given):
            row = msgspec.json.decode(line, type=_Row)
            if is_duplicate(row.id):
                duplicates.append((number, row))
            else:
                file.write(line)
    return duplicates


def _count(
    part: Path,
    manifest: dict[str, Any],
    duplicates: Sequence[tuple[int, _Row]],
    ledger: Ledger,
    letters: list[Letter],
) -> None:
    counts, base = manifest["ledger"], ledger.written
    for before, (number, row) in enumerate(duplicates):
        letters.append(duplicate_letter(row.id, str(row.source.get("uri", "")), base + number - before))
    own = [*_letters(part)]
    for letter in own:
        letter.after += base - sum(position < letter.after for position, _ in duplicates)
    letters += own
    letters.sort(key=lambda letter: letter.after)
    ledger.read += counts["read"]
    ledger.written += counts["written"] - len(duplicates)
    ledger.dropped.update(counts["dropped"])
    ledger.failed.update(counts["failed"])
    if duplicates:
        ledger.failed["read"] += len(duplicates)


def _merged(manifests: Sequence[dict[str, Any]], ledger: Ledger) -> dict[str, Any]:
    merged = {**manifests[0], "ledger": ledger.as_json()}
    for key in ("shard", "header_bytes", "head"):
        merged.pop(key)
    merged["inputs"] |= input_digests(manifests[0]["head"]["inputs"])
    merged["seconds"] = round(sum(manifest["seconds"] for manifest in manifests), 3)
    merged["pipeline"]["steps"] = _added([manifest["pipeline"]["steps"] for manifest in manifests])
    return merged


class _Row(msgspec.Struct):
    id: str
    source: dict[str, Any]


def _letters(part: Path) -> Iterator[Letter]:
    path = part.with_name(f"{part.name}.failed.jsonl")
    if path.exists():
        for line in path.read_bytes().splitlines():
            yield msgspec.json.decode(line, type=Letter)


def _write_letters(path: Path, letters: Sequence[Letter]) -> None:
    if letters:
        path.write_bytes(b"".join(msgspec.json.encode(letter) + b"\n" for letter in letters))
    else:
        path.unlink(missing_ok=True)


def _manifest(part: Path) -> dict[str, Any]:
    path = part.with_name(f"{part.name}.run.json")
    try:
        found: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise CopydeskError(
            "bad-shard", f"`{part}` has no manifest beside it: {error}", hint="is this shard finished?"
        ) from error
    if not found.get("shard"):
        raise CopydeskError("bad-shard", f"`{part}` is no shard of a run", hint="make it with `--shard K/N`")
    return found


def _refuse_incomplete(manifests: Sequence[dict[str, Any]], parts: Sequence[Path]) -> None:
    of = manifests[0]["shard"][1]
    counts = Counter(manifest["shard"][0] for manifest in manifests if manifest["shard"][1] == of)
    missing = [str(number) for number in range(1, of + 1) if number not in counts]
    if missing:
        raise CopydeskError(
            "bad-shard", f"of {of} shards, {', '.join(missing)} are missing", hint="run them, then merge all"
        )
    if len(manifests) > of:
        raise CopydeskError("bad-shard", f"{len(manifests)} outputs were given for {of} shards")
    first = manifests[0]["head"]
    for manifest, part in zip(manifests, parts, strict=True):
        changes = what_changed(first, manifest["head"])
        if changes:
            raise CopydeskError("bad-shard", f"`{part}` is of another run: {'; '.join(changes)}")


def _added(steps: Sequence[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Add what the steps of the shards took and did."""
    return [_added_step(shares) for shares in zip(*steps, strict=True)]


def _added_step(shares: Sequence[dict[str, Any]]) -> dict[str, Any]:
    whole = Timing()
    for share in shares:
        whole.merge(
            Timing(
                share["documents"],
                share["characters"],
                share["seconds"],
                share["seconds_max"],
                share["slowest"],
                {int(key): count for key, count in share["times"].items()},
                share["cached"],
                share["added"],
                share["dropped"],
            )
        )
    kept = {key: value for key, value in shares[0].items() if key != "times"}
    return kept | timing_as_json(whole)
