"""Copydesk: a chain of plugins over folders of text, every result traced to the source."""

from __future__ import annotations

import importlib
import signal
import warnings
from typing import TYPE_CHECKING, Any

# A Ctrl-C that comes while msgspec loads is lost in it, and the process crashes when it decodes: it waits.
if hasattr(signal, "pthread_sigmask"):
    _before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        importlib.import_module("msgspec")
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, _before)

from pluggy import HookimplMarker

from copydesk.document import Document, Source
from copydesk.errors import CopydeskError, Problem
from copydesk.formats.decoding import read_source
from copydesk.formats.protocols import Reader, Unreadable, Writer
from copydesk.layers import (
    ENTITIES,
    PARSE,
    QUOTES,
    SENTENCES,
    SUMMARY,
    Entity,
    Layer,
    Mention,
    Quote,
    Sentence,
    Span,
    SummarySentence,
    TransientLayer,
)
from copydesk.offsets import Edit, OffsetMap
from copydesk.pipeline import Pipeline
from copydesk.signatures import Signature
from copydesk.steps import Chain, Changes, Step, StepDefinition, step

if TYPE_CHECKING:
    from copydesk.runs.local import LocalExecutor, WorkerProcess
    from copydesk.runs.parts import Part, Written
    from copydesk.runs.protocol import Executor
    from copydesk.runs.tasks import Task
    from copydesk.runs.work import Job, Result

hookimpl = HookimplMarker("copydesk")

__all__ = [
    "ENTITIES",
    "PARSE",
    "QUOTES",
    "SENTENCES",
    "SUMMARY",
    "Chain",
    "Changes",
    "CopydeskError",
    "Document",
    "Edit",
    "Entity",
    "Executor",
    "Job",
    "Layer",
    "LocalExecutor",
    "Mention",
    "OffsetMap",
    "Part",
    "Pipeline",
    "Problem",
    "Quote",
    "Reader",
    "Result",
    "Sentence",
    "Signature",
    "Source",
    "Span",
    "Step",
    "StepDefinition",
    "SummarySentence",
    "Task",
    "TransientLayer",
    "Unreadable",
    "WorkerProcess",
    "Writer",
    "Written",
    "hookimpl",
    "read_source",
    "step",
]

# What only executors need is imported when it is asked for.
_LAZY = {
    "Executor": "copydesk.runs.protocol",
    "Job": "copydesk.runs.work",
    "LocalExecutor": "copydesk.runs.local",
    "Result": "copydesk.runs.work",
    "Task": "copydesk.runs.tasks",
    "Part": "copydesk.runs.parts",
    "WorkerProcess": "copydesk.runs.local",
    "Written": "copydesk.runs.parts",
}
_RENAMED: dict[str, str] = {}
"""Old names with the new ones; each goes with the minor version after the one that renamed it."""


def __getattr__(name: str) -> Any:
    if name in _RENAMED:
        new = _RENAMED[name]
        warnings.warn(
            f"copydesk.{name} is now copydesk.{new}; the old name goes with the next minor version",
            DeprecationWarning,
            stacklevel=2,
        )
        name = new
    if name in _LAZY:
        return getattr(importlib.import_module(_LAZY[name]), name)
    if name in __all__:
        return globals()[name]
    raise AttributeError(f"module `copydesk` has no attribute `{name}`")
