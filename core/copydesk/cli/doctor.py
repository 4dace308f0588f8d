"""The verb `doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copydesk.installation import Model, Package, Part
    from copydesk.listing import PluginState

FOUND = 1


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Look over the installation: versions, plugins, models, optional parts, and how to mend what is wrong.

    Example: copydesk doctor

    Exit codes: 0 all is well, 1 there is something to mend.
    """
    import sys
    from io import TextIOWrapper

    from copydesk.cli.printing import print_json
    from copydesk.installation import needed_packages, optional_parts, spacy_models
    from copydesk.listing import plugin_states
    from copydesk.plugins import Plugins

    if isinstance(sys.stdout, TextIOWrapper):
        # A terminal that is not UTF-8 is one of the findings, and must not end the report.
        sys.stdout.reconfigure(errors="backslashreplace")
    about = _about()
    packages, parts, models = needed_packages(), optional_parts(), spacy_models()
    plugins = plugin_states(Plugins())
    to_mend = _to_mend(about, packages, models, plugins)
    if as_json:
        wrong = [package for package in packages if not package.fits]
        print_json(
            about
            | {"plugins": plugins, "models": models, "optional": parts}
            | {"packages": len({package.name for package in packages}), "wrong_packages": wrong}
            | {"to_mend": [{"what": what, "hint": hint} for what, hint in to_mend]}
        )
    else:
        _print(about, packages, parts, models, plugins)
        _print_end(to_mend)
    raise typer.Exit(FOUND if to_mend else 0)


def _about() -> dict[str, Any]:
    import os
    import platform
    import sys
    from importlib.metadata import version

    from copydesk.hookspecs import API_VERSION
    from copydesk.runs.local import available_processors

    return {
        "copydesk": version("copydesk"),
        "api": API_VERSION,
        "python": platform.python_version(),
        "executable": sys.executable,
        "platform": platform.platform(),
        "processors": {"usable": available_processors(), "all": os.cpu_count() or 1},
        "encoding": (sys.stdout.encoding if sys.stdout else "none").lower(),
    }


def _to_mend(
    about: dict[str, Any],
    packages: Sequence[Package],
    models: Sequence[Model],
    plugins: Sequence[PluginState],
) -> list[tuple[str, str]]:
    """Collect what is wrong, with the way to mend each."""
    found: list[tuple[str, str]] = []
    if about["encoding"].replace("-", "") != "utf8":
        what = f"what copydesk prints is written as {about['encoding']}, in which many characters are missing"
        found.append((what, "set `PYTHONUTF8=1`, and the terminal to UTF-8"))
    for package in packages:
        if not package.fits:
            state = f"{package.version} is installed" if package.version else "none is installed"
            what = f"{package.by} needs {package.name} {package.wanted}".rstrip()
            found.append((f"{what}, and {state}", f"`pip install '{package.name}{package.wanted}'`"))
    needed = {package.name.replace("_", "-") for package in packages}
    for model in models:
        if not model.fits:
            wanted = f"spaCy {model.wanted}" if model.wanted else "a spaCy that it does not name"
            is_needed = model.package.replace("_", "-") in needed
            command = (
                f"pip install --upgrade {model.package}"
                if is_needed
                else f"python -m spacy download {model.name}"
            )
            found.append(
                (f"the model `{model.name}` is for {wanted}, and another is installed", f"`{command}`")
            )
    found += [(plugin.reason, plugin.hint) for plugin in plugins if plugin.reason]
    return [*dict.fromkeys(found)]


def _print(
    about: dict[str, Any],
    packages: Sequence[Package],
    parts: Sequence[Part],
    models: Sequence[Model],
    plugins: Sequence[PluginState],
) -> None:
    from copydesk.cli.printing import table

    processors = about["processors"]
    names = {package.name for package in packages}
    wrong = {package.name for package in packages if not package.fits}
    facts = [
        ["copydesk", f"{about['copydesk']}, plugin API {about['api']}"],
        ["python", f"{about['python']}, {about['executable']}"],
        ["platform", about["platform"]],
        ["processors", f"{processors['usable']} of {processors['all']} usable"],
        ["output", about["encoding"]],
        ["packages", f"{len(names)} needed, {len(wrong)} missing or of another version"],
    ]
    typer.echo("\n".join(f"{name:12}{value}" for name, value in facts))
    rows = [[plugin.name, plugin.state, plugin.distribution] for plugin in plugins]
    typer.echo("\n" + table(["plugin", "state", "from"], rows, indent=""))
    rows = [
        [model.name, model.version, model.wanted, "fits" if model.fits else "does not"] for model in models
    ]
    typer.echo("\n" + table(["model", "version", "for spaCy", "this one"], rows, indent=""))
    rows = [
        [part.name, "missing" if part.missing else "there", part.command if part.missing else ""]
        for part in parts
    ]
    typer.echo("\n" + table(["optional", "state", "how to get it"], rows, indent=""))


def _print_end(to_mend: Sequence[tuple[str, str]]) -> None:
    if not to_mend:
        typer.echo("\nall is well\nnext: copydesk new pipeline my.yaml")
        return
    for what, hint in to_mend:
        typer.echo(f"\nto mend: {what}\n  hint: {hint}")
    count = len(to_mend)
    typer.echo(f"\n{count} thing{'s' if count > 1 else ''} to mend\nnext: do so, then copydesk doctor")
