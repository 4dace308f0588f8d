"""The verb `new`: starting points."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

new = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Write a starting point.\n\nExample: copydesk new pipeline my.yaml\n\n"
    "Example: copydesk new plugin shouts",
)

_NO_HOLDER = "YOUR NAME"
_PLUGIN_FILES = {
    "pyproject.toml": "pyproject.toml",
    "$package/__init__.py": "package.py",
    "$package/py.typed": "",
    "tests/test_$name.py": "test.py",
    "README.md": "README.md",
    "LICENSE": "LICENSE",
    ".gitignore": "gitignore",
    ".github/workflows/ci.yml": "ci.yml",
}
"""The files of a plugin, and the template of each; a file without one is empty."""


@new.command("pipeline")
def pipeline(
    path: Annotated[str, typer.Argument(help="File to write.", metavar="FILE")] = "pipeline.yaml",
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
) -> None:
    """Write a commented pipeline file, and the schema with which editors complete it.

    Example: copydesk new pipeline my.yaml
    """
    from copydesk.errors import CopydeskError
    from copydesk.plugins import Plugins
    from copydesk.schema import schema_text

    target = Path(path)
    if target.exists() and not force:
        raise CopydeskError(
            "file-exists", f"`{path}` is there already", hint="choose another name, or `--force`"
        )
    text = _filled("pipeline.yaml", {"path": path, "name": target.stem})
    target.write_text(text, encoding="utf-8")
    schema = target.with_name("copydesk.schema.json")
    schema.write_text(schema_text(Plugins()), encoding="utf-8")
    typer.echo(f"  {target}\n  {schema}\nnext: copydesk check {path}", err=True)


@new.command("plugin")
def plugin(
    name: Annotated[
        str,
        typer.Argument(help="Name of the plugin: lower-case letters, digits, underscores.", metavar="NAME"),
    ],
) -> None:
    """Write a package with a plugin: a step with an option, tests, README, licence, CI.

    It goes into the folder copydesk-NAME, and works as it is.

    Example: copydesk new plugin shouts
    """
    from string import Template

    _check_name(name)
    values = _plugin_values(name)
    folder = Path(values["distribution"])
    _check_folder(folder)
    for path, template in _PLUGIN_FILES.items():
        target = folder / Template(path).substitute(values)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = _filled(f"plugin/{template}", values) if template else ""
        target.write_text(text, encoding="utf-8")
        typer.echo(f"  {target}", err=True)
    if values["holder"] == _NO_HOLDER:
        typer.echo(f"put your name for {_NO_HOLDER} in LICENSE and pyproject.toml", err=True)
    typer.echo(f"next: cd {folder} && pip install -e '.[dev]' && pytest", err=True)


@new.callback()
def _new() -> None:
    """Write a starting point."""


def _check_name(name: str) -> None:
    from copydesk.errors import CopydeskError
    from copydesk.plugin_files import NAME_RULE, is_plugin_name, near_plugin_name
    from copydesk.plugins import Plugins

    if not is_plugin_name(name):
        near = near_plugin_name(name)
        raise CopydeskError(
            "bad-name",
            f"a plugin's name must be {NAME_RULE}, got {name!r}",
            hint=f"write `copydesk new plugin {near}`" if near else "for example `shouts`",
        )
    installed = Plugins().installed.get(name)
    if installed:
        raise CopydeskError(
            "plugin-clash",
            f"a plugin called `{name}` is installed already, from {' and '.join(installed.distributions)}",
            hint="choose another name",
        )


def _check_folder(folder: Path) -> None:
    from copydesk.errors import CopydeskError

    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    what = "and is not empty" if folder.is_dir() else "and is no folder"
    raise CopydeskError(
        "file-exists", f"`{folder}` is there already {what}", hint="choose another name, or move it away"
    )


def _plugin_values(name: str) -> dict[str, str]:
    import json
    from datetime import datetime
    from importlib.metadata import version

    from packaging.version import Version

    installed = Version(version("copydesk"))
    holder = _git_user() or _NO_HOLDER
    return {
        "name": name,
        "layer": name.upper(),
        "package": f"copydesk_{name}",
        "distribution": f"copydesk-{name.replace('_', '-')}",
        "copydesk_range": f">={installed.public},<{installed.major + 1}",
        "holder": holder,
        # A JSON string is a TOML string.
        "quoted_holder": json.dumps(holder, ensure_ascii=False),
        "year": str(datetime.now().astimezone().year),
    }


def _git_user() -> str:
    """Give the name with which commits are signed here; empty when git or the name is missing."""
    import subprocess

    try:
        done = subprocess.run(
            ["git", "config", "user.name"],  # noqa: S607  the git that the person uses
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
    except OSError:
        return ""
    return done.stdout.strip()


def _filled(template: str, values: dict[str, str]) -> str:
    from importlib.resources import files
    from string import Template

    file = files("copydesk.cli") / "templates" / f"{template}.template"
    return Template(file.read_text(encoding="utf-8")).substitute(values)
