"""What a worker does: read the documents of a task, run them through the chain, encode them."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import msgspec

from copydesk.document import Document
from copydesk.errors import Problem
from copydesk.formats.inputs import FileReader, InputFile, read_stream, unreadable
from copydesk.formats.page import PageWriter
from copydesk.formats.protocols import Reader, Unreadable, Writer
from copydesk.formats.readers import JsonLinesReader
from copydesk.formats.tables import TableReader
from copydesk.formats.target import find_writer
from copydesk.pipeline import Pipeline
from copydesk.running import Failed, Outcome, Timing
from copydesk.runs.letters import DEAD_LETTERS, Letter, letter_documents, letter_of
from copydesk.runs.tasks import Piece, Task
from copydesk.signatures import Signature

if TYPE_CHECKING:
    from copydesk.config.file import PipelineFile
    from copydesk.plugins import Plugins

# A batch of cheap documents grows, until it takes about so long. The first one is of one document, so
# that somebody who looks on sees it at once.
_FEWEST_DOCUMENTS, _MOST_DOCUMENTS = 16, 64
_SECONDS_A_BATCH = 0.02
_BATCH_CHARACTERS = 200_000
_READ_BYTES = 1 << 17
# A result is sent when it has this size or took so long, so that a task of many documents takes little
# memory, and one of dear documents is heard of.
_RESULT_BYTES = 1 << 18
_RESULT_DOCUMENTS = 2000
_SECONDS_A_RESULT = 0.1


class Row(msgspec.Struct, frozen=True, array_like=True):
    """What became of one document.

    Attributes:
        id: Its id.
        key: Eight bytes of its id's digest; 0 when it was not read.
        uri: Where it came from.
        size: Bytes in the output when it was written, else 0.
        dropped: Reason when a step dropped it.
        letter: The dead letter when it failed.
        signatures: What it is compared by when it was written, by step.
    """

    id: str
    key: int
    uri: str
    size: int = 0
    dropped: str = ""
    letter: Letter | None = None
    signatures: Mapping[str, Signature] = {}


class Result(msgspec.Struct, array_like=True):
    """What came out of some documents of a task.

    Attributes:
        task: Number of the task.
        first: The first document, counted from 0 in the task's pieces.
        rows: What became of each document, in order.
        output: The encoded documents that were written, one after the other.
        steps: What each step took.
        is_last: Whether the task is done with it.
        seconds: Wall time since the task began.
    """

    task: int
    first: int
    rows: list[Row]
    output: bytes
    steps: list[Timing]
    is_last: bool
    seconds: float = 0.0


@dataclass(frozen=True)
class Job:
    """All that a worker needs to know about a run; can be pickled and sent.

    Attributes:
        file: The pipeline file with everything it extends.
        plugins: The plugins that are installed.
        writer: Name of the output format, or the page for people with its width.
        max_memory: Bytes that a worker may take beyond what it has when its steps are open; 0 for
            no limit.
        cache: Folder of the cache; empty for none.
    """

    file: PipelineFile
    plugins: Plugins
    writer: str | PageWriter = "jsonl"
    max_memory: int = 0
    cache: str = ""

    @contextmanager
    def worker(self) -> Generator[Worker]:
        """Open a worker: every step is opened once.

        Raises:
            CopydeskError: A step cannot be opened.
        """
        pipeline = Pipeline.of(self.file, self.plugins)
        with ExitStack() as stack:
            if self.cache:
                from copydesk.runs.cache import StepCache, Store

                store = stack.enter_context(closing(Store(self.cache)))
                pipeline.cache = StepCache(store, pipeline.steps, version("copydesk"))
            stack.enter_context(pipeline.opened())
            yield Worker(pipeline, self.writer)


class Worker:
    """Does tasks, one after the other.

    Args:
        pipeline: An opened pipeline.
        writer: Name of the output format, or the page for people.
    """

    def __init__(self, pipeline: Pipeline, writer: str | PageWriter) -> None:
        self.pipeline = pipeline
        self.batch_documents = 1
        self.max_bytes = pipeline.file.max_document_bytes
        plugins = [pipeline.plugins.load(name) for name in pipeline.plugin_names]
        self.readers: dict[str, Reader] = {reader.name: reader for reader in reversed(pipeline.readers)}
        self.writer: Writer = (
            writer
            if isinstance(writer, PageWriter)
            else find_writer(
                writer, "-", pipeline.layers, [writer for plugin in plugins for writer in plugin.writers]
            )
        )

    def process(
        self, task: Task, tell: Callable[[int, int, str], None] = lambda _first, _last, _step: None
    ) -> Iterator[Result]:
        """Do a task.

        Args:
            task: What to read.
            tell: Called before each batch with its first document, the one after its last, and "";
                for a batch of one document also before each step, with the step's name.

        Returns:
            Results in the order of the documents; the last one says so.
        """
        collected = _Collected(task, self.pipeline)
        found = self._read(task)
        for batch in self._batches(found):
            first, began = collected.next, time.perf_counter()
            tell(first, first + len(batch), "")

            def on_step(name: str, first: int = first) -> None:
                tell(first, first + 1, name)

            documents = [item for item in batch if isinstance(item, Document)]
            processed = iter(self.pipeline.process(documents, on_step=on_step if len(batch) == 1 else None))
            for item in batch:
                if isinstance(item, Document):
                    collected.add(next(processed), item, self.writer)
                else:
                    collected.add_unreadable(item)
            self._adapt(len(batch), time.perf_counter() - began)
            if collected.is_due:
                yield collected.result(is_last=False)
        yield collected.result(is_last=True)

    def _batches(self, items: Iterator[Document | Unreadable]) -> Iterator[Sequence[Document | Unreadable]]:
        batch: list[Document | Unreadable] = []
        characters = 0
        for item in items:
            batch.append(item)
            characters += len(item.text) if isinstance(item, Document) else 0
            if len(batch) >= self.batch_documents or characters >= _BATCH_CHARACTERS:
                yield batch
                batch, characters = [], 0
        if batch:
            yield batch

    def _adapt(self, documents: int, seconds: float) -> None:
        """Size the next batch by what this one took; no result depends on it."""
        if self.batch_documents < _FEWEST_DOCUMENTS:
            self.batch_documents = _FEWEST_DOCUMENTS
        elif seconds < _SECONDS_A_BATCH / 2 and documents == self.batch_documents:
            self.batch_documents = min(self.batch_documents * 2, _MOST_DOCUMENTS)
        elif seconds > _SECONDS_A_BATCH * 2:
            self.batch_documents = max(self.batch_documents // 2, _FEWEST_DOCUMENTS)

    def _read(self, task: Task) -> Iterator[Document | Unreadable]:
        found = (item for piece in task.pieces for item in self.read(piece))
        return islice(found, task.first, None if task.last < 0 else task.last)

    def lost(self, task: Task, number: int, step: str, problem: Problem) -> Result:
        """Make the result of a document that a worker died over.

        Args:
            task: The task that it belongs to.
            number: Which document of the task, counted from 0.
            step: Full name of the step that ran; empty when it was being read.
            problem: What happened.
        """
        document: Document | Unreadable | None = None
        if step:
            found = (item for piece in task.pieces for item in self.read(piece))
            document = next(islice(found, number, None), None)
        if isinstance(document, Document):
            failed = Failed(document.id, document.source.uri, step, problem)
            row = Row(
                document.id, key_of(document.id), document.source.uri, letter=letter_of(failed, document)
            )
        else:
            uri = task.pieces[0].uri
            row = Row(uri, 0, uri, letter=letter_of(Failed(uri, uri, step or "read", problem)))
        return Result(task.number, number, [row], b"", [], is_last=False)

    def read(self, piece: Piece) -> Iterator[Document | Unreadable]:
        """Read the documents of a piece."""
        name = "stdin" if piece.uri == "-" else piece.uri
        if piece.reader == DEAD_LETTERS:
            yield from letter_documents(piece.data or b"", [*self.readers.values()], self.max_bytes)
            return
        if piece.problem is not None:
            yield Unreadable(name, name, piece.problem)
            return
        reader = self.readers[piece.reader]
        if piece.data is not None:
            yield from _read(reader, io.BytesIO(piece.data), name, piece.line, self.max_bytes)
        elif piece.end < 0 and not piece.start:
            yield from FileReader(InputFile(piece.uri, reader), max_bytes=self.max_bytes).documents()
        else:
            try:
                with Path(piece.uri).open("rb") as file:
                    file.seek(piece.start)
                    rest = piece.end - piece.start
                    stream = cast("BinaryIO", io.BufferedReader(_Range(file, rest), _READ_BYTES))
                    yield from _read(reader, stream, name, piece.line, self.max_bytes)
            except OSError as error:
                yield Unreadable(name, name, unreadable(name, error))


class _Collected:
    """What came out of a task so far and was not sent yet."""

    def __init__(self, task: Task, pipeline: Pipeline) -> None:
        self.task = task
        self.pipeline = pipeline
        self.next = self.first = task.first
        self.rows: list[Row] = []
        self.output: list[bytes] = []
        self.size = 0
        self.began = self.sent = time.perf_counter()

    @property
    def is_due(self) -> bool:
        return (
            self.size >= _RESULT_BYTES
            or len(self.rows) >= _RESULT_DOCUMENTS
            or time.perf_counter() - self.sent >= _SECONDS_A_RESULT
        )

    def add(self, outcome: Outcome, document: Document, writer: Writer) -> None:
        self.next += 1
        name, uri, key = document.id, document.source.uri, key_of(document.id)
        if isinstance(outcome, Document):
            try:
                made = writer.encode(outcome)
            except Exception as error:  # noqa: BLE001  metadata may be anything, writers may be plugins
                outcome = Failed.of(outcome, f"write {writer.name}", error)
            else:
                size = len(made)
                self.output.append(made)
                self.size += size
                self.rows.append(Row(name, key, uri, size, "", None, outcome.signatures))
                return
        if isinstance(outcome, Failed):
            self.rows.append(Row(name, key, uri, letter=letter_of(outcome, document)))
        else:
            self.rows.append(Row(name, key, uri, dropped=outcome.reason))

    def add_unreadable(self, found: Unreadable) -> None:
        self.next += 1
        failed = Failed(found.id, found.uri, "read", found.problem)
        self.rows.append(Row(found.id, 0, found.uri, letter=letter_of(failed)))

    def result(self, *, is_last: bool) -> Result:
        steps = self.pipeline.take_timings()
        self.sent = time.perf_counter()
        seconds = self.sent - self.began
        output = b"".join(self.output)
        made = Result(self.task.number, self.first, self.rows, output, steps, is_last, seconds)
        self.first, self.rows, self.output, self.size = self.next, [], [], 0
        return made


class _Range(io.RawIOBase):
    """The next bytes of a file, up to an end."""

    def __init__(self, file: BinaryIO, rest: int) -> None:
        self.file = file
        self.rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.file.read(min(len(buffer), self.rest) if self.rest >= 0 else len(buffer))
        self.rest -= len(data)
        buffer[: len(data)] = data
        return len(data)


def _read(
    reader: Reader, stream: BinaryIO, name: str, line: int, max_bytes: int
) -> Iterator[Document | Unreadable]:
    if isinstance(reader, JsonLinesReader) or (isinstance(reader, TableReader) and line):
        return reader.read(stream, name, max_bytes=max_bytes, first_line=line)
    return read_stream(reader, stream, name, max_bytes=max_bytes)


def key_of(name: str) -> int:
    """Give eight bytes of the digest of an id, never 0."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little") or 1
