"""Pipelines that come with copydesk, found by name."""

from __future__ import annotations

from pathlib import Path

from copydesk.errors import CopydeskError, nearest

_PACKAGE = Path(__file__).parent.parent


def shipped() -> dict[str, Path]:
    """Give the pipelines that come with copydesk, by name."""
    # In the wheel they stand in the package, in a checkout at its top.
    for folder in (_PACKAGE / "configs", _PACKAGE.parent.parent / "configs"):
        if folder.is_dir():
            return {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    return {}


def find_pipeline(argument: str) -> str:
    """Find the file that is meant: a path, or else the name of a shipped pipeline.

    Raises:
        CopydeskError: `no-such-pipeline`.
    """
    if Path(argument).exists():
        return argument
    known = shipped()
    if argument in known:
        return str(known[argument])
    near = nearest(argument, known) or nearest(Path(argument).stem, known)
    folder = Path(argument).parent
    files = [path.name for path in folder.glob("*.y*ml")] if folder.is_dir() else []
    near_file = nearest(Path(argument).name, files)
    if near_file:
        hint = f"did you mean `{folder / near_file}`?"
    elif near:
        hint = f"did you mean `{near}`, which comes with copydesk?"
    else:
        hint = f"copydesk comes with {', '.join(known)}"
    raise CopydeskError("no-such-pipeline", f"no such pipeline file: `{argument}`", hint=hint)
