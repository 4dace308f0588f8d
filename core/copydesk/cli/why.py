"""The verb `why`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

CONTEXT_CHARACTERS = 60


def why(
    output: Annotated[str, typer.Argument(help="Output of a run.", metavar="OUT")],
    document: Annotated[str, typer.Argument(help="Id of the document.", metavar="DOC")],
    annotation: Annotated[str, typer.Argument(help="Layer and number: quotes[0].", metavar="LAYER[INDEX]")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Tell where an annotation comes from: step, options, source characters, what it was made from.

    Example: copydesk why out.jsonl articles/a.txt 'quotes[0]'
    """
    from copydesk.cli.printing import print_json

    row = _row(output, document)
    layer, index = _address(annotation, row)
    found = row["layers"][layer][index]
    facts: dict[str, Any] = {
        "annotation": found,
        "step": row["provenance"].get(layer, ""),
        "options": _options(output, layer, row),
        "source": row["source"],
        "context": _context(row, found),
        "made_from": [*_made_from(row, found)],
    }
    if as_json:
        print_json(facts)
        return
    before, inside, after = facts["context"]
    step = facts["step"]
    typer.echo(f"{layer}[{index}] of {document}")
    typer.echo(f"  by       {step}")
    for option, value in facts["options"].items():
        typer.echo(f"           {option}: {value}")
    place = f"{found['source_start']}-{found['source_end']}"
    typer.echo(f"  source   {row['source']['uri']} ({row['source']['encoding']}), characters {place}")
    typer.echo(f"           …{before}[{inside}]{after}…")
    for name, value in found.items():
        if name not in ("start", "end", "source_start", "source_end", "text", "source_spans"):
            shown = value.get("name", value.get("text")) if isinstance(value, dict) else value
            typer.echo(f"  {name.ljust(8)} {shown}")
    for part in facts["made_from"]:
        typer.echo(f"  from     {part['layer']}[{part['index']}] {part['text']!r} by {part['step']}")


def _row(path: str, document: str) -> dict[str, Any]:
    import msgspec

    from copydesk.errors import CopydeskError, nearest

    ids = []
    try:
        with Path(path).open("rb") as lines:
            for line in lines:
                row: dict[str, Any] = msgspec.json.decode(line)
                if row.get("id") == document:
                    return row
                ids.append(str(row.get("id")))
    except (OSError, msgspec.DecodeError, AttributeError) as error:
        raise CopydeskError("no-output", f"`{path}` is no output of `copydesk run`: {error}") from error
    near = nearest(document, ids)
    hint = f"did you mean `{near}`?" if near else f"it has {', '.join(ids[:5])}"
    raise CopydeskError("no-such-document", f"no document in {path} has the id `{document}`", hint=hint)


def _address(text: str, row: dict[str, Any]) -> tuple[str, int]:
    from copydesk.errors import CopydeskError, nearest

    match = re.fullmatch(r"([\w-]+)\[(\d+)\]", text)
    if not match:
        raise CopydeskError(
            "bad-address", f"`{text}` is no annotation", hint="write LAYER[INDEX]: 'quotes[0]'"
        )
    layer, index = match[1], int(match[2])
    if layer not in row["layers"]:
        near = nearest(layer, row["layers"])
        hint = f"did you mean `{near}`?" if near else f"it has {', '.join(row['layers'])}"
        raise CopydeskError("unknown-layer", f"the document has no layer `{layer}`", hint=hint)
    count = len(row["layers"][layer])
    if index >= count:
        raise CopydeskError("bad-address", f"`{layer}` has {count} annotations, counted from 0")
    return layer, index


def _options(output: str, layer: str, row: dict[str, Any]) -> dict[str, Any]:
    """Read the options from the manifest beside the output, when it is of the same step."""
    import msgspec

    manifest = Path(f"{output}.run.json")
    if not manifest.exists():
        return {}
    steps = msgspec.json.decode(manifest.read_bytes())["pipeline"]["steps"]
    made_by = row["provenance"].get(layer)
    return next((step["options"] for step in steps if step["provenance"] == made_by), {})


def _context(row: dict[str, Any], found: dict[str, Any]) -> tuple[str, str, str]:
    """Cut the characters around an annotation out of the source, or out of the text without it."""
    text, start, end = row["text"], found["start"], found["end"]
    path = Path(row["source"]["uri"])
    if path.is_file() and path.suffix not in (".gz", ".jsonl", ".ndjson"):
        source = path.read_bytes().decode(row["source"]["encoding"])
        text, start, end = source, found["source_start"], found["source_end"]
    before = text[max(0, start - CONTEXT_CHARACTERS) : start]
    after = text[end : end + CONTEXT_CHARACTERS]
    return before.replace("\n", "⏎"), text[start:end].replace("\n", "⏎"), after.replace("\n", "⏎")


def _made_from(row: dict[str, Any], found: dict[str, Any]) -> list[dict[str, Any]]:
    """Find the annotations that an annotation refers to by the id of their entity."""
    wanted = {
        value["entity"]: value for value in found.values() if isinstance(value, dict) and value.get("entity")
    }
    parts = []
    for layer, rows in row["layers"].items():
        for index, other in enumerate(rows):
            if other is not found and other.get("entity") in wanted:
                words = wanted[other["entity"]]
                overlaps = other["start"] < words["end"] and other["end"] > words["start"]
                parts.append((not overlaps, layer, index, other))
    # The mention that the words stand on, else the first one of the same entity.
    parts.sort(key=lambda part: (part[0], part[1], part[2]))
    return [
        {
            "layer": layer,
            "index": index,
            "text": other.get("text", ""),
            "step": row["provenance"].get(layer, ""),
        }
        for _, layer, index, other in parts[:1]
    ]
