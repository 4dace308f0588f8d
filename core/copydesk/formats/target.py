"""What a run will write, looked at before anything is opened or read."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from copydesk.errors import CopydeskError, nearest
from copydesk.formats.output import WRITERS
from copydesk.formats.page import PageWriter
from copydesk.formats.protocols import Writer

STDOUT = "-"
BUILT_IN: tuple[Writer, ...] = (*WRITERS, PageWriter())
# What a run lays beside its output.
COMPANIONS = (".run.json", ".failed.jsonl", ".part", ".journal", ".ids", ".seen")


def find_writer(
    format: str,
    output: str,
    layers: Collection[str],
    writers: Sequence[Writer] = (),
) -> Writer:
    """Choose what encodes documents, and make sure that it can.

    Args:
        format: Name of a writer; empty to go by the ending of the output.
        output: File to write; "-" for standard output.
        layers: Names of the layers that the pipeline provides.
        writers: Writers of plugins, besides the built-in ones.

    Raises:
        CopydeskError: `unknown-format`; `impossible-output` when no writer is for the ending, or the
            writer needs a layer that the pipeline does not provide.
    """
    known: dict[str, Writer] = {writer.name: writer for writer in [*BUILT_IN, *writers]}
    if not format:
        is_open = output == STDOUT or output.endswith("/")
        format = "jsonl" if is_open else _by_ending(output, known.values())
    if format not in known:
        near = nearest(format, known)
        hint = f"did you mean `{near}`?" if near else f"known are {', '.join(known)}"
        raise CopydeskError("unknown-format", f"no writer is called `{format}`", hint=hint)
    writer = known[format]
    missing = [layer for layer in getattr(writer, "requires", ()) if layer not in layers]
    if missing:
        raise CopydeskError(
            "impossible-output",
            f"`{format}` is made from the layer `{missing[0]}`, which the pipeline does not provide",
            hint=f"add a step that provides `{missing[0]}`, or write another format",
        )
    return writer


def check_target(output: str, inputs: Iterable[str] = ()) -> None:
    """Make sure that a file can be written, and that it is none of those that are read.

    Args:
        output: File to write; "-" for standard output; with a slash at its end a folder for parts.
        inputs: Files that will be read.

    Raises:
        CopydeskError: `impossible-output`.
    """
    if output == STDOUT:
        return
    path = Path(output)
    folder = path.parent
    if path.is_dir() and not output.endswith("/"):
        hint = f"give a file: `-o {path / 'out.jsonl'}`; or `-o {path}/` for a folder of parts"
        raise _impossible(f"`{output}` is a folder", hint)
    if output.endswith("/") and path.exists() and not path.is_dir():
        raise _impossible(f"`{path}` is a file", "choose another folder with `-o`")
    if not folder.is_dir():
        raise _impossible(f"the folder `{folder}` does not exist", f"make it: `mkdir -p {folder}`")
    if not os.access(folder, os.W_OK):
        raise _impossible(f"the folder `{folder}` cannot be written to", "choose another place with `-o`")
    target = path.resolve()
    if any(Path(name).resolve() == target for name in inputs):
        raise _impossible(f"`{output}` is an input too, and would be replaced", "write to another file")


def _by_ending(output: str, known: Iterable[Writer]) -> str:
    suffix = Path(output).suffix
    by_ending = {writer.suffix: writer.name for writer in known} | {"": "jsonl"}
    if suffix not in by_ending:
        endings = ", ".join(sorted(filter(None, by_ending)))
        raise _impossible(
            f"no writer is for files that end in `{suffix}`", f"known are {endings}; or name one with `-f`"
        )
    return by_ending[suffix]


def _impossible(message: str, hint: str) -> CopydeskError:
    return CopydeskError("impossible-output", message, hint=hint)
