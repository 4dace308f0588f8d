"""Output in parts: a folder of files, each written whole by whoever has its share of the input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import msgspec

from copydesk.errors import CopydeskError
from copydesk.formats.inputs import Inputs
from copydesk.formats.protocols import Writer
from copydesk.pipeline import Pipeline
from copydesk.runs.journal import IN_FOLDER, Journal, what_changed
from copydesk.runs.ledger import Ledger
from copydesk.runs.manifest import head_of, manifest_of, write_manifest
from copydesk.runs.merging import LETTERS, MANIFEST
from copydesk.runs.outputs import FileOutput
from copydesk.runs.protocol import Executor
from copydesk.runs.run import Run
from copydesk.runs.shards import Shard, find_shard, gather

if TYPE_CHECKING:
    from copydesk.config.file import PipelineFile
    from copydesk.plugins import Plugins

# So much input makes a part, unless the person says how many there are to be.
_PART_BYTES = 256 << 20


@dataclass(frozen=True)
class Written:
    """What came of a part.

    Attributes:
        number: Which part, from 1.
        ledger: What became of its documents.
        is_whole: Whether it came to its end.
    """

    number: int
    ledger: Ledger
    is_whole: bool


@dataclass(frozen=True)
class Part:
    """A share of a run that is written to a file of its own; can be pickled and sent.

    Attributes:
        file: The pipeline file with everything it extends.
        plugins: The plugins that are installed.
        inputs: What the whole run reads.
        path: The file to make.
        shard: The share.
        writer: Name of the output format.
        header: What stands before the first document.
        sets: What `--set` changed in the pipeline.
        cache: Folder of the cache; empty for none.
    """

    file: PipelineFile
    plugins: Plugins
    inputs: Inputs
    path: Path
    shard: Shard
    writer: str
    header: bytes = b""
    sets: Sequence[str] = ()
    cache: str = ""

    @property
    def is_done(self) -> bool:
        """Whether the file is there, whole."""
        return self.path.exists() and self.path.with_name(f"{self.path.name}.run.json").exists()

    def write(self, executor: Executor, *, workers: int | None) -> Written:
        """Write the file, or go on with it where it was left.

        Args:
            executor: What carries out the work.
            workers: How many workers it may use.

        Raises:
            CopydeskError: The file cannot be written, another run writes it, or a step cannot be opened.
        """
        started = datetime.now().astimezone()
        pipeline = Pipeline.of(self.file, self.plugins)
        head = head_of(pipeline, self.inputs, self.writer, str(self.shard))
        output = FileOutput(self.path, head, header=self.header)
        run = Run(
            pipeline, self.inputs, output, executor, workers, self.writer, self.sets, self.cache, self.shard
        )
        run.header_bytes = len(self.header)
        try:
            run.execute()
            if run.is_whole:
                manifest = self.path.with_name(f"{self.path.name}.run.json")
                output.finish(
                    run.state, lambda: write_manifest(manifest, manifest_of(run, started)), keep_ids=True
                )
        finally:
            output.abandon()
        return Written(self.shard.number, run.ledger, run.is_whole)


@runtime_checkable
class WritesParts(Protocol):
    """An executor whose workers write parts themselves; without it one part is made after the other."""

    def write_parts(self, parts: Sequence[Part], *, workers: int | None) -> Iterator[Written]:
        """Have each part written by a worker, with `Part.write`; give what came of each as it is done.

        A part that was lost with its worker is begun again elsewhere: it goes on where it was.

        Args:
            parts: What is to be written.
            workers: How many workers the person asked for; None for as many as there are processors for.

        Raises:
            CopydeskError: What `Part.write` raises.
        """
        ...


class Folder:
    """A folder that a run writes to in parts, and the run's own files in it.

    "part-00001.jsonl" and so on, "run.json", and "failed.jsonl" when documents failed. Parts that are done
    stay when a run is ended, and the same command goes on with the others.

    Args:
        path: The folder; it is made when it is not there.
        pipeline: What runs.
        inputs: What it reads.
        writer: The output format.
        count: How many parts to make; None to go by the size of the input.
        sets: What `--set` changed in the pipeline.
        cache: Folder of the cache; empty for none.
        fresh: Whether to begin anew whatever is there.

    Raises:
        CopydeskError: `bad-shard`, `cannot-write`, `already-running`, `changed-run`.
    """

    def __init__(
        self,
        path: Path,
        pipeline: Pipeline,
        inputs: Inputs,
        writer: Writer,
        *,
        count: int | None = None,
        sets: Sequence[str] = (),
        cache: str = "",
        fresh: bool = False,
    ) -> None:
        self.path = path
        self.cache = cache
        total = sum(file.bytes for file in inputs.files)
        of = count or max(1, -(-total // _PART_BYTES))
        ending = getattr(writer, "suffix", "") or ".jsonl"
        self.parts = [
            Part(
                pipeline.file,
                pipeline.plugins,
                inputs,
                path / f"part-{number:05}{ending}",
                find_shard(f"{number}/{of}", inputs, pipeline),
                writer.name,
                getattr(writer, "header", b""),
                sets,
                cache,
            )
            for number in range(1, of + 1)
        ]
        path.mkdir(exist_ok=True)
        self.journal = Journal(path / IN_FOLDER)
        self._begin(head_of(pipeline, inputs, writer.name, f"of {of}"), fresh=fresh)

    @property
    def is_done(self) -> bool:
        """Whether all is written, by a run that was ended before it removed the last of its own files."""
        return (self.path / MANIFEST).exists()

    def write(self, executor: Executor, *, workers: int | None) -> Iterator[Written]:
        """Write the parts that are not there yet; give what came of each as it is done."""
        if self.is_done:
            return
        waiting = [part for part in self.parts if not part.is_done]
        if isinstance(executor, WritesParts):
            yield from executor.write_parts(waiting, workers=workers)
            return
        for part in waiting:
            yield part.write(executor, workers=workers)

    def finish(self) -> Ledger:
        """Give documents up whose id came in an earlier part; make the files of the whole run."""
        if self.is_done:
            ledger = Ledger.from_json(msgspec.json.decode((self.path / MANIFEST).read_bytes())["ledger"])
        else:
            ledger, manifest = gather([part.path for part in self.parts], self.path / LETTERS)
            write_manifest(self.path / MANIFEST, manifest)
        for part in self.parts:
            for ending in (".duplicates", ".run.json", ".failed.jsonl", ".ids", ".journal"):
                part.path.with_name(part.path.name + ending).unlink(missing_ok=True)
        self.journal.remove()
        return ledger

    def close(self) -> None:
        """Let other runs have the folder; what is there stays."""
        self.journal.close()

    def _begin(self, head: dict[str, Any], *, fresh: bool) -> None:
        head = msgspec.json.decode(msgspec.json.encode(head))
        known, _ = self.journal.read()
        if known is not None and not fresh:
            changes = what_changed(known, head)
            if changes:
                self.journal.close()
                raise CopydeskError(
                    "changed-run",
                    f"`{self.path}/` was begun by another run: {'; '.join(changes)}",
                    hint="give `--fresh` to begin anew, or undo the change to go on",
                )
            return
        self._clear()
        self.journal.begin(head)

    def _clear(self) -> None:
        """Remove what an earlier run wrote; ended in the middle, it is done again."""
        self.journal.forget()
        for name in (MANIFEST, LETTERS):
            (self.path / name).unlink(missing_ok=True)
        for file in self.path.glob("part-[0-9][0-9][0-9][0-9][0-9].*"):
            file.unlink()
