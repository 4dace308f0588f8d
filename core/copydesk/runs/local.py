"""A run in this process: read, process in batches, write, and account for every document."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from pluggy import PluginManager

from copydesk.document import Document
from copydesk.errors import Problem
from copydesk.formats.inputs import FileReader, Inputs
from copydesk.formats.protocols import Unreadable
from copydesk.pipeline import Dropped, Failed, Outcome, Pipeline
from copydesk.runs.ledger import Ledger
from copydesk.runs.outputs import DeadLetters, Output

BATCH_DOCUMENTS = 16
BATCH_CHARACTERS = 200_000


@dataclass
class Run:
    """One run of a pipeline.

    Attributes:
        pipeline: An opened pipeline.
        inputs: What to read.
        output: What takes the documents.
        dead_letters: What takes the failed ones.
        on_outcome: Called after each document with its outcome and the bytes that were read so far.
        ledger: What became of the documents so far.
        stopped: Why the run ended early; None when it did not.
        watcher_errors: What hooks of plugins raised, by plugin hook.
    """

    pipeline: Pipeline
    inputs: Inputs
    output: Output
    dead_letters: DeadLetters
    on_outcome: Callable[[Outcome, int], None] = lambda _outcome, _bytes_read: None
    ledger: Ledger = field(default_factory=Ledger)
    stopped: Failed | None = None
    watcher_errors: dict[str, str] = field(default_factory=dict)
    _bytes: int = 0

    def execute(self) -> Ledger:
        """Run to the end, or to the first failure when `on_error` is "fail".

        Raises:
            AssertionError: The ledger does not add up, which is a bug.
        """
        watchers = self.pipeline.plugins.watchers(self.pipeline.plugin_names)
        self._tell(
            watchers, "copydesk_run_started", pipeline=self.pipeline.name, inputs=len(self.inputs.files)
        )
        for batch in _batches(self._read()):
            for outcome in self._process(batch):
                self._account(outcome, watchers)
                if self.stopped:
                    break
            if self.stopped:
                break
        self.ledger.check()
        self._tell(
            watchers, "copydesk_run_finished", pipeline=self.pipeline.name, ledger=self.ledger.as_json()
        )
        return self.ledger

    def _read(self) -> Iterator[Document | Failed]:
        seen: set[bytes] = set()
        finished = 0
        for file in self.inputs.files:
            reader = FileReader(file, max_bytes=self.pipeline.file.max_document_bytes)
            for found in reader.documents():
                self._bytes = finished + reader.bytes_read
                yield _unreadable(found) if isinstance(found, Unreadable) else _new(found, seen)
            finished += file.bytes
            self._bytes = finished

    def _process(self, batch: Sequence[Document | Failed]) -> Iterator[Outcome]:
        documents = [item for item in batch if isinstance(item, Document)]
        processed = iter(self.pipeline.process(documents))
        for item in batch:
            yield next(processed) if isinstance(item, Document) else item

    def _account(self, outcome: Outcome, watchers: PluginManager) -> None:
        self.ledger.read += 1
        if isinstance(outcome, Document):
            self.output.write(outcome)
            self.ledger.written += 1
        elif isinstance(outcome, Dropped):
            self.ledger.dropped[outcome.reason] += 1
        else:
            self.dead_letters.write(outcome)
            self.ledger.failed[outcome.step] += 1
            self._tell(
                watchers,
                "copydesk_document_failed",
                document_id=outcome.id,
                step=outcome.step,
                error=outcome.problem.message,
            )
            if self.pipeline.file.on_error == "fail":
                self.stopped = outcome
        self.on_outcome(outcome, self._bytes)

    def _tell(self, watchers: PluginManager, hook: str, **values: object) -> None:
        """Call a hook of each watcher; what one raises costs the run and the others nothing."""
        caller = getattr(watchers.hook, hook)
        for implementation in caller.get_hookimpls():
            arguments = [values[name] for name in implementation.argnames]
            try:
                implementation.function(*arguments)
            except Exception as error:  # noqa: BLE001  the border of a plugin: reported at the end
                name = f"{implementation.plugin_name}: {hook}"
                self.watcher_errors.setdefault(name, f"{type(error).__name__}: {error}")


def _batches(items: Iterator[Document | Failed]) -> Iterator[list[Document | Failed]]:
    batch: list[Document | Failed] = []
    characters = 0
    for item in items:
        batch.append(item)
        characters += len(item.text) if isinstance(item, Document) else 0
        if len(batch) >= BATCH_DOCUMENTS or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _unreadable(found: Unreadable) -> Failed:
    return Failed(found.id, found.uri, "read", found.problem)


def _new(document: Document, seen: set[bytes]) -> Document | Failed:
    """Refuse an id that came before; only eight bytes of it are kept."""
    key = hashlib.blake2b(document.id.encode(), digest_size=8).digest()
    if key in seen:
        message = f"the id `{document.id}` came before in this run"
        problem = Problem("duplicate-id", message, hint="give each document an id of its own")
        return Failed(document.id, document.source.uri, "read", problem)
    seen.add(key)
    return document
