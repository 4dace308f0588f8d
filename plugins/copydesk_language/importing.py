"""Importing spaCy without its command line."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

_COMMAND_LINE, _INFO = "spacy.cli", "spacy.cli.info"


def import_spacy() -> None:
    """Import spaCy, and leave its command line for when somebody asks for it.

    `import spacy` also imports `spacy.cli`, for `spacy.info` alone, and with it requests, httpx, jinja2
    and weasel: a fifth of the time to the first document, and memory in each worker. Both names are there
    as ever; they import what they need when they are used.
    """
    if "spacy" in sys.modules or _COMMAND_LINE in sys.modules:
        return
    stand_in = ModuleType(_INFO)
    stand_in.info = _info  # type: ignore[attr-defined]
    sys.modules[_COMMAND_LINE], sys.modules[_INFO] = ModuleType(_COMMAND_LINE), stand_in
    try:
        spacy = importlib.import_module("spacy")
    finally:
        del sys.modules[_COMMAND_LINE], sys.modules[_INFO]
    spacy.__getattr__ = _attribute  # type: ignore[method-assign]


def _info(*arguments: Any, **options: Any) -> Any:
    return importlib.import_module(_INFO).info(*arguments, **options)


def _attribute(name: str) -> Any:
    if name == "cli":
        return importlib.import_module(_COMMAND_LINE)
    raise AttributeError(f"module 'spacy' has no attribute {name!r}")
