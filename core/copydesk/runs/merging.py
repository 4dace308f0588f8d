"""Putting documents into an output that is there: each where it would have stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from copydesk.runs.letters import Letter
from copydesk.runs.manifest import write_manifest
from copydesk.runs.work import Row

# In a folder that a run wrote in parts.
MANIFEST, LETTERS = "run.json", "failed.jsonl"


def manifest_of_output(output: Path) -> Path:
    """Give the place of the manifest: beside a file, in a folder of parts."""
    return output / MANIFEST if output.is_dir() else _beside(output, ".run.json")


def letters_of(output: Path) -> Path:
    """Give the place of the dead letters: beside a file, in a folder of parts."""
    return output / LETTERS if output.is_dir() else _beside(output, ".failed.jsonl")


def merge_into(
    output: Path,
    manifest: dict[str, Any],
    letters: Sequence[Letter],
    outcomes: Mapping[int, tuple[Row, bytes]],
) -> None:
    """Write output, dead letters and manifest anew: first the output, whose ids tell what is in place.

    Of a folder, only the parts are written anew that get something. Killed at any instant it can be called
    again, after `finish_interrupted`.

    Args:
        output: The output of a run, as JSON Lines, or the folder with its parts.
        manifest: What its manifest is to be; the counts of `parts` in it are brought up to date.
        letters: All dead letters, in order.
        outcomes: What came of those that were tried, by `id()` of the letter.
    """
    merging = _Merging(letters, outcomes)
    if output.is_dir():
        counts: dict[str, int] = manifest["parts"]
        last = [*counts][-1]
        for name, count in counts.items():
            counts[name] = merging.merge(output / name, None if name == last else count)
    else:
        merging.merge(output, None)
    _retry(letters_of(output)).write_bytes(
        b"".join(msgspec.json.encode(letter) + b"\n" for letter in merging.remaining)
    )
    write_manifest(_retry(manifest_of_output(output)), manifest)
    for path in merging.made:
        _retry(path).replace(path)
    _retry(letters_of(output)).replace(letters_of(output))
    finish_interrupted(output)


def finish_interrupted(output: Path) -> None:
    """Bring what an earlier call had begun to an end that fits together.

    The new manifest goes with the new dead letters: as long as those are not in place, both are forgotten.
    """
    letters, manifest = letters_of(output), manifest_of_output(output)
    if _retry(letters).exists():
        _retry(manifest).unlink(missing_ok=True)
        _retry(letters).unlink()
    elif _retry(manifest).exists():
        _retry(manifest).replace(manifest)
    for path in [*output.glob("part-*.retry")] if output.is_dir() else [_retry(output)]:
        path.unlink(missing_ok=True)
    if letters.exists() and not letters.stat().st_size:
        letters.unlink()


class _Merging:
    """Goes through the files of an output, and the dead letters that belong between its documents."""

    def __init__(self, letters: Sequence[Letter], outcomes: Mapping[int, tuple[Row, bytes]]) -> None:
        self.letters = [*letters]
        self.outcomes = outcomes
        self.new = {row.id for row, data in outcomes.values() if data}
        self.remaining: list[Letter] = []
        self.made: list[Path] = []
        # Documents of the files that are done: as the first run counted them, and as they are now.
        self.before = self.now = 0

    def merge(self, path: Path, count: int | None) -> int:
        """Do one file.

        Args:
            path: The file.
            count: How many documents the first run wrote into it; None for the last one, which gets
                all letters that are left.

        Returns:
            How many documents it has now.
        """
        end = len(self.letters)
        if count is not None:
            end = sum(letter.after <= self.before + count for letter in self.letters)
        own, self.letters = self.letters[:end], self.letters[end:]
        gets = any(self.outcomes[id(letter)][1] for letter in own if id(letter) in self.outcomes)
        if count is not None and not gets:
            for letter in own:
                self._keep(letter, self.now + letter.after - self.before)
            self.before, self.now = self.before + count, self.now + count
            return count
        with path.open("rb") as old, _retry(path).open("wb") as file:
            copy = _Copy(file, old, self.new)
            for letter in own:
                copy.copy_until(letter.after - self.before)
                row, data = self.outcomes.get(id(letter), (None, b""))
                if data and row is not None:
                    copy.put(row.id, data)
                elif row is None or row.letter is not None:
                    self._keep(letter, self.now + copy.count)
            copy.copy_until(None)
        self.made.append(path)
        self.before, self.now = self.before + copy.copied, self.now + copy.count
        return copy.count

    def _keep(self, letter: Letter, after: int) -> None:
        row, _ = self.outcomes.get(id(letter), (None, b""))
        if row is not None and row.letter is None:
            return
        kept = letter if row is None or row.letter is None else row.letter
        kept.after = after
        self.remaining.append(kept)


class _Copy:
    """Copies a file, with documents put in between."""

    def __init__(self, file: BinaryIO, old: BinaryIO, new: set[str]) -> None:
        self.file = file
        self.old = old
        self.new = new
        self.copied = 0
        self.count = 0
        self.there: set[str] = set()
        self.decode = msgspec.json.Decoder(_Id).decode

    def copy_until(self, number: int | None) -> None:
        """Copy until so many documents of the first run are there; None copies all."""
        while number is None or self.copied < number:
            line = self.old.readline()
            if not line:
                return
            found = self.decode(line).id
            if found in self.new:
                # An earlier try was killed after it had put this one in place.
                self.there.add(found)
            else:
                self.copied += 1
            self.file.write(line)
            self.count += 1

    def put(self, name: str, data: bytes) -> None:
        """Put a document here, unless an earlier try has put it here."""
        if name in self.there:
            return
        place = self.old.tell()
        line = self.old.readline()
        if not line or self.decode(line).id != name:
            self.old.seek(place)
            line = data
        self.file.write(line)
        self.count += 1


class _Id(msgspec.Struct):
    id: str


def _retry(path: Path) -> Path:
    return _beside(path, ".retry")


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
