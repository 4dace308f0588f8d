"""The verb `explain`."""

from __future__ import annotations

from typing import Annotated

import typer


def _codes(incomplete: str) -> list[str]:
    from copydesk.config.explanations import EXPLANATIONS

    return [code for code in EXPLANATIONS if code.startswith(incomplete)]


def explain(
    code: Annotated[
        str, typer.Argument(help="Code of a problem.", metavar="CODE", autocompletion=_codes)
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Explain a problem by its code, with a wrong and a right example; without a code, list them.

    Example: copydesk explain unknown-step
    """
    from copydesk.cli.printing import print_json
    from copydesk.config.explanations import EXPLANATIONS
    from copydesk.errors import CopydeskError, nearest
    from copydesk.runs.explanations import RUN_EXPLANATIONS

    pages = {**EXPLANATIONS, **RUN_EXPLANATIONS}
    if not code:
        if as_json:
            print_json({"codes": [*pages]})
        else:
            typer.echo("\n".join(pages))
        return
    page = pages.get(code)
    if page is None:
        near = nearest(code, pages)
        hint = f"did you mean `{near}`?" if near else "`copydesk explain` lists the codes"
        raise CopydeskError("unknown-code", f"no problem has the code `{code}`", hint=hint)
    if as_json:
        print_json({"code": code, "text": page.text, "wrong": page.wrong, "right": page.right})
        return
    typer.echo(f"{code}\n\n{page.text}")
    for label, example in (("wrong", page.wrong), ("right", page.right)):
        if example:
            typer.echo(
                f"\n{label}:\n\n" + "".join(f"    {line}\n" for line in example.splitlines()).rstrip("\n")
            )
