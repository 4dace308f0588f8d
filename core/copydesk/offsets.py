"""Offset maps: the exact way back from the current text to the source.

All positions are Unicode code points, all ranges half-open `[start, end)`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple, cast

import msgspec

from copydesk.errors import CopydeskError


class Edit(msgspec.Struct, frozen=True, gc=False):
    """Replace `[start, end)` of the current text with `text`.

    An empty `text` deletes; `start == end` inserts.

    Attributes:
        start: First code point that is replaced.
        end: Code point after the last that is replaced.
        text: What stands there instead.
        reason: Why, in a word ("caption"). A deletion with a reason is listed under `removed` in
            the output; leave it empty for housekeeping such as white space.
    """

    start: int
    end: int
    text: str = ""
    reason: str = ""


class Piece(NamedTuple):
    """A range of the source, `[start, end)`."""

    start: int
    end: int


class Segment(NamedTuple):
    """A run of current text and the range of the source that it was made from.

    Attributes:
        start: First code point in the current text.
        source_start: First code point in the source.
        source_end: Code point after the last in the source.
        whole: False when the run is copied code point by code point; True when it was made from
            the source range as a whole, so that every part of it leads back to the whole range.
    """

    start: int
    source_start: int
    source_end: int
    whole: bool


class OffsetMap(msgspec.Struct, eq=False):
    """Where each code point of a current text comes from in the source.

    A value: `edited` and `compose` give a new map. What a map is made of is worked out when somebody
    first asks for a place: a chain that only cleans never does.

    Attributes:
        length: Code points of the current text.
        source_length: Code points of the source.

    Example:
        >>> offsets = OffsetMap.identity(11).edited([Edit(0, 6)])
        >>> offsets.to_source(0, 5)
        Piece(start=6, end=11)
    """

    length: int
    source_length: int
    _before: OffsetMap | None = None
    _edits: Sequence[Edit] = ()
    # None as long as nobody asked; the identity when there is no map before.
    _known: tuple[Segment, ...] | None = None
    _starts: Sequence[int] = ()

    @classmethod
    def of_segments(cls, segments: Sequence[Segment], length: int, source_length: int) -> OffsetMap:
        """Make a map of its runs, in order."""
        known = tuple(segments)
        return cls(length, source_length, None, (), known, [segment[0] for segment in known])

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """Map a text of `length` code points to itself."""
        return cls(length, length)

    @classmethod
    def of_edits(cls, edits: Sequence[Edit], length: int) -> OffsetMap:
        """Map the text that `edits` make back to the one of `length` code points they apply to.

        Args:
            edits: Sorted, not overlapping, within the text: what `ordered_edits` returns.
            length: Code points of the text before the edits.
        """
        build = _Builder()
        at = 0
        for edit in edits:
            build.copy(at, edit.start)
            build.replace(len(edit.text), edit.start, edit.end)
            at = edit.end
        build.copy(at, length)
        return build.finish(length)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The runs of the map in order; empty for an empty text."""
        if self._known is None:
            self._work_out()
        return cast("tuple[Segment, ...]", self._known)

    @property
    def is_identity(self) -> bool:
        """Whether text and source are the same."""
        if self.length != self.source_length:
            return False
        if self._known is None and self._before is None:
            return True
        return not self.length or self.segments == (Segment(0, 0, self.length, False),)

    def edited(self, edits: Sequence[Edit]) -> OffsetMap:
        """Give the map of the text after `edits` (sorted, not overlapping)."""
        grown = sum([len(edit.text) - edit.end + edit.start for edit in edits])
        return OffsetMap(self.length + grown, self.source_length, self, edits)

    def compose(self, later: OffsetMap) -> OffsetMap:
        """Compose two offset maps: `self` leads to the source, `later` to the text of `self`.

        Associative for copied and inserted text; a replacement keeps the hull of what it replaced,
        and a hull of hulls may be wider than the hull of the pieces.
        """
        if self.is_identity:
            return later
        if later.is_identity:
            return self
        build = _Builder()
        for segment, end in later._with_ends():
            if segment.whole:
                source = self.to_source(segment.source_start, segment.source_end)
                build.replace(end - segment.start, *source)
            else:
                for piece in self._slices(segment.source_start, segment.source_end):
                    build.add(*piece)
        return build.finish(self.source_length)

    def to_source(self, start: int, end: int) -> Piece:
        """Give the hull of the source ranges that `[start, end)` was made from.

        Text that was inserted has an empty range, at the place in the source where it stands.
        """
        pieces = self.pieces(start, end)
        return Piece(min(piece.start for piece in pieces), max(piece.end for piece in pieces))

    def pieces(self, start: int, end: int) -> tuple[Piece, ...]:
        """Give the source ranges that `[start, end)` was made from, joined where they touch.

        Returns:
            At least one range; more than one when text between them was deleted. Insertions count
            only when there is nothing else.
        """
        if start == end:
            return (self._point(start),)
        merged: list[Piece] = []
        inserted: Piece | None = None
        for _, source_start, source_end, _ in self._slices(start, end):
            if source_start == source_end:
                inserted = inserted or Piece(source_start, source_end)
            elif merged and merged[-1].start <= source_start <= merged[-1].end:
                merged[-1] = Piece(merged[-1].start, max(source_end, merged[-1].end))
            else:
                merged.append(Piece(source_start, source_end))
        if not merged:
            return (inserted,) if inserted else (self._point(start),)
        return tuple(merged)

    def _work_out(self) -> None:
        """Compose the edits that led here since a map that is known, one after the other."""
        waiting: list[OffsetMap] = [self]
        while (before := waiting[-1]._before) is not None:  # noqa: SLF001  another of this class
            waiting.append(before)
        for one in reversed(waiting):
            one._compose_edits()  # noqa: SLF001  another of this class

    def _compose_edits(self) -> None:
        if self._known is not None:
            return
        if self._before is None:
            segments: tuple[Segment, ...] = (Segment(0, 0, self.length, False),) if self.length else ()
        else:
            segments = self._before.compose(OffsetMap.of_edits(self._edits, self._before.length)).segments
        self._starts = [segment[0] for segment in segments]
        self._known, self._before, self._edits = segments, None, ()

    def _point(self, at: int) -> Piece:
        """Give the empty source range at a position: where the code point before it ends."""
        if not at:
            return Piece(0, 0)
        before = self._slices(at - 1, at)[-1]
        return Piece(before[2], before[2])

    def _slices(self, start: int, end: int) -> list[tuple[int, int, int, bool]]:
        """Cut the segments to `[start, end)`: (length, source start, source end, whole) each."""
        found = []
        segments = self.segments
        index = bisect_right(self._starts, start) - 1
        while index < len(segments) and self._starts[index] < end:
            segment = segments[index]
            stop = self._starts[index + 1] if index + 1 < len(self._starts) else self.length
            low, high = max(start, segment.start), min(end, stop)
            if segment.whole:
                found.append((high - low, segment.source_start, segment.source_end, True))
            else:
                shift = segment.source_start - segment.start
                found.append((high - low, low + shift, high + shift, False))
            index += 1
        return found

    def _with_ends(self) -> list[tuple[Segment, int]]:
        segments = self.segments
        ends = [*self._starts[1:], self.length]
        # The empty text has no segment and still one end.
        return [*zip(segments, ends, strict=False)]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, OffsetMap):
            return NotImplemented
        return (self.segments, self.length, self.source_length) == (
            other.segments,
            other.length,
            other.source_length,
        )

    def __hash__(self) -> int:
        return hash((self.segments, self.length, self.source_length))

    def __repr__(self) -> str:
        return f"OffsetMap({self.source_length} -> {self.length}, {len(self.segments)} segments)"

    def __reduce__(self) -> tuple[Any, ...]:
        return OffsetMap.of_segments, (self.segments, self.length, self.source_length)


class _Builder:
    """Collects segments in order and joins copied runs that touch."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self.length = 0
        self.open_until = -1

    def copy(self, source_start: int, source_end: int) -> None:
        self.add(source_end - source_start, source_start, source_end, False)

    def replace(self, length: int, source_start: int, source_end: int) -> None:
        # One code point for one is a copy as far as offsets go, and joins its neighbours.
        self.add(length, source_start, source_end, not length == source_end - source_start == 1)

    def add(self, length: int, source_start: int, source_end: int, whole: bool) -> None:
        if not length:
            return
        if whole or self.open_until != source_start:
            self.segments.append(Segment(self.length, source_start, source_end, whole))
        else:
            last = self.segments[-1]
            self.segments[-1] = Segment(last.start, last.source_start, source_end, False)
        self.open_until = -1 if whole else source_end
        self.length += length

    def finish(self, source_length: int) -> OffsetMap:
        return OffsetMap.of_segments(self.segments, self.length, source_length)


class Moves:
    """Where positions go when edits are applied.

    Example:
        >>> Moves([Edit(0, 6)]).span(4, 11)
        (0, 5)
        >>> Moves([Edit(0, 6)]).span(2, 4) is None
        True
    """

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._starts = [edit.start for edit in edits]
        self._ends = [edit.end for edit in edits]
        shifts = [0]
        for edit in edits:
            shifts.append(shifts[-1] + len(edit.text) - (edit.end - edit.start))
        self._shifts = shifts

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Move `[start, end)`; None when it vanishes.

        A span that contains an edit grows or shrinks with it, one that crosses the border of an
        edit keeps the part outside, one strictly inside an edit vanishes. A span that is replaced
        as a whole covers the replacement. Text inserted at a border stays outside.
        """
        # Every edit that ends at or before `start` lies before the span.
        first = bisect_right(self._ends, start)
        # Every edit from `last` on starts at or after `end`.
        last = bisect_left(self._starts, end)
        new_start = start + self._shifts[first]
        new_end = end + self._shifts[last]
        if first < last:
            if self._starts[first] < start:
                new_start = self._ends[first] + self._shifts[first + 1]
            if self._ends[last - 1] > end:
                new_end = self._starts[last - 1] + self._shifts[last - 1]
        return (new_start, new_end) if new_start < new_end else None


def ordered_edits(edits: Sequence[Edit], text: str) -> tuple[Edit, ...]:
    """Sort edits by position and check them against the text that they are for.

    Edits that change nothing are left out.

    Raises:
        CopydeskError: `bad-edit` when an edit lies outside the text or overlaps another one,
            `lone-surrogate` when its text cannot be written as UTF-8.
    """
    effective = _in_order(edits, text)
    return _checked(edits, text) if effective is None else effective


def _in_order(edits: Sequence[Edit], text: str) -> tuple[Edit, ...] | None:
    """Do it in one pass when the edits are in order, as nearly all are; None when something is amiss."""
    length, last_start, last_end = len(text), -1, -1
    effective: list[Edit] = []
    for edit in edits:
        start, end, new = edit.start, edit.end, edit.text
        if start < last_end or not 0 <= start <= end <= length or not new.isascii():
            return None
        if start == last_start and end == last_end:
            return None
        last_start, last_end = start, end
        if len(new) != end - start or text[start:end] != new:
            effective.append(edit)
    return tuple(effective)


def _checked(edits: Sequence[Edit], text: str) -> tuple[Edit, ...]:
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    for edit in ordered:
        if not 0 <= edit.start <= edit.end <= len(text):
            raise CopydeskError("bad-edit", f"{edit} lies outside the text, which has {len(text)} characters")
        if not edit.text.isascii():
            refuse_surrogates(edit.text, "the text of an edit")
    for before, after in pairwise(ordered):
        if after.start < before.end or (before.start, before.end) == (after.start, after.end):
            raise CopydeskError("bad-edit", f"{before} and {after} overlap", hint="join them into one edit")
    return tuple(edit for edit in ordered if text[edit.start : edit.end] != edit.text)


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Apply edits that `ordered_edits` returned."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += (text[at : edit.start], edit.text)
        at = edit.end
    parts.append(text[at:])
    return "".join(parts)


def refuse_surrogates(text: str, what: str) -> None:
    """Raise when a text has a lone surrogate: half a character, which no encoding can write.

    Raises:
        CopydeskError: `lone-surrogate`, with the position.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise CopydeskError(
            "lone-surrogate",
            f"{what} has a lone surrogate (U+{ord(text[error.start]):04X}) at character {error.start}",
            hint="decode the text again, or replace the character",
        ) from error
