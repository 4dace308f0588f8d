"""Documents: immutable values that carry a text, its source and what was found in it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, overload

import msgspec

from copydesk.errors import CopydeskError
from copydesk.layers import Layer, Span, TransientLayer
from copydesk.moving import move_layer
from copydesk.offsets import Edit, Moves, OffsetMap, apply_edits, ordered_edits, refuse_surrogates
from copydesk.signatures import Signature

S = TypeVar("S", bound=Span)
T = TypeVar("T")


class Source(msgspec.Struct, frozen=True, gc=False):
    """The raw input as it came.

    Attributes:
        text: Decoded characters; every source offset counts its code points.
        uri: Where it came from: the path as typed, "stdin", or what a reader gives.
        media_type: "text/plain", "text/html", "text/markdown", ...
        encoding: Encoding that the bytes were decoded with.
        sha256: Digest of the bytes, in hexadecimal.
    """

    text: str
    uri: str
    media_type: str
    encoding: str
    sha256: str


class Removed(msgspec.Struct, frozen=True, gc=False):
    """A piece of the source that a step took out for a reason.

    Attributes:
        source_start: First code point in the source.
        source_end: Code point after the last in the source.
        reason: Why, in a word ("caption").
        step: Full name of the step.
    """

    source_start: int
    source_end: int
    reason: str
    step: str


class Document(msgspec.Struct, frozen=True):
    """One text on its way through a pipeline. A value: nothing is changed in place.

    Attributes:
        id: Unique in a run.
        source: The raw input.
        text: Current text.
        offsets: The way back from `text` to `source.text`.
        layers: Annotations by layer name; read them with `doc[LAYER]`.
        meta: Metadata: strings, numbers, booleans, lists and mappings of them.
        removed: What was taken out for a reason, in order of removal.
        provenance: Which step made each layer: "step@version#options" by layer name.
        signatures: What a run compares it by with the documents before it, by step; not written.

    Example:
        >>> doc = Document.of("Hello, world")
        >>> doc.edited([Edit(0, 7)]).text
        'world'
    """

    id: str
    source: Source
    text: str
    offsets: OffsetMap
    layers: Mapping[str, Any] = {}
    meta: Mapping[str, Any] = {}
    removed: tuple[Removed, ...] = ()
    provenance: Mapping[str, str] = {}
    signatures: Mapping[str, Signature] = {}

    @classmethod
    def of(
        cls,
        text: str,
        *,
        id: str = "text",
        media_type: str = "text/plain",
        meta: Mapping[str, Any] | None = None,
    ) -> Document:
        """Make a document from a text, for tests and for use from Python.

        Raises:
            CopydeskError: `lone-surrogate` when the text cannot be written as UTF-8.
        """
        refuse_surrogates(text, f"document `{id}`")
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
        return cls.from_source(Source(text, id, media_type, "utf-8", digest), id=id, meta=meta)

    @classmethod
    def from_source(cls, source: Source, *, id: str, meta: Mapping[str, Any] | None = None) -> Document:
        """Make the document whose text is the whole source."""
        text = source.text
        return cls(id, source, text, OffsetMap.identity(len(text)), {}, meta or {})

    @overload
    def __getitem__(self, layer: Layer[S]) -> tuple[S, ...]: ...
    @overload
    def __getitem__(self, layer: TransientLayer[T]) -> T: ...
    def __getitem__(self, layer: Layer[Any] | TransientLayer[Any]) -> Any:
        """Give the annotations of a layer, or the value of a transient one.

        Raises:
            CopydeskError: `missing-layer` when no step has provided it.
        """
        try:
            return self.layers[layer.name]
        except KeyError:
            raise CopydeskError(
                "missing-layer",
                f"document `{self.id}` has no layer `{layer.name}`",
                hint=f"add `{layer.name}` to what your step requires",
            ) from None

    def __contains__(self, layer: Layer[Any] | TransientLayer[Any]) -> bool:
        """Tell whether a step has provided a layer, even an empty one."""
        return layer.name in self.layers

    def text_of(self, span: Span) -> str:
        """Give the characters of a span of the current text."""
        return self.text[span.start : span.end]

    def source_of(self, span: Span) -> str:
        """Give the characters of the source between the ends of what a span was made from."""
        start, end = self.offsets.to_source(span.start, span.end)
        return self.source.text[start:end]

    def edited(self, edits: Sequence[Edit], *, step: str = "") -> Document:
        """Apply edits: the text changes, the offset map is composed, layers move along.

        Transient layers are dropped, unless the edits change nothing.

        Args:
            edits: In any order, not overlapping.
            step: Full name of the step, for `removed`.

        Raises:
            CopydeskError: `bad-edit` or `lone-surrogate`.
        """
        ordered = ordered_edits(edits, self.text)
        if not ordered:
            return self
        moves = Moves(ordered) if self.layers else None
        layers = {
            name: move_layer(content, moves)
            for name, content in self.layers.items()
            if moves is not None and isinstance(content, tuple)
        }
        removed = [
            Removed(*self.offsets.to_source(edit.start, edit.end), edit.reason, step)
            for edit in ordered
            if edit.reason and not edit.text
        ]
        return Document(
            self.id,
            self.source,
            apply_edits(self.text, ordered),
            self.offsets.edited(ordered),
            layers,
            self.meta,
            (*self.removed, *removed),
            self.provenance,
            self.signatures,
        )
