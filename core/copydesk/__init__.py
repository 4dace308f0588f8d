"""Copydesk: a chain of plugins over folders of text, every result traced to the source."""

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
from copydesk.steps import Chain, Changes, Step, StepDefinition, step

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
    "Layer",
    "Mention",
    "OffsetMap",
    "Pipeline",
    "Problem",
    "Quote",
    "Reader",
    "Sentence",
    "Source",
    "Span",
    "Step",
    "StepDefinition",
    "SummarySentence",
    "TransientLayer",
    "Unreadable",
    "Writer",
    "hookimpl",
    "read_source",
    "step",
]
