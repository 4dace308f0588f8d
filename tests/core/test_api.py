"""What is public: names, signatures, fields and hooks, as they were recorded.

A change here is a change for every plugin. It needs a sentence in the changelog: the first line of
tests/golden/api.txt holds the digest of the rest and the file of the fragment, or "CHANGELOG.md" after a
release. After a change, write the fragment, raise `copydesk.hookspecs.API_VERSION` by a minor step if
something was added, run `pytest tests/core/test_api.py --update-golden`, and put the fragment's name into
the first line.
"""

from __future__ import annotations

import hashlib
import inspect
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import copydesk
import copydesk.testing
from copydesk import hookspecs

ROOT = Path(__file__).parent.parent.parent
RECORD = ROOT / "tests" / "golden" / "api.txt"


def surface() -> str:
    """Write down what is public, a line a thing."""
    lines = [f"plugin API {hookspecs.API_VERSION}", ""]
    for module in (copydesk, copydesk.testing):
        for name in sorted(module.__all__):
            lines += described(f"{module.__name__}.{name}", getattr(module, name))
    for name in sorted(name for name in vars(hookspecs) if name.startswith("copydesk_")):
        lines.append(f"hook {name}{inspect.signature(getattr(hookspecs, name))}")
    return "\n".join(lines) + "\n"


def described(name: str, thing: Any) -> Iterator[str]:
    if inspect.isclass(thing):
        yield f"class {name}({', '.join(base.__name__ for base in thing.__bases__ if base is not object)})"
        annotated = vars(thing).get("__annotations__", {})
        for attribute in sorted({*vars(thing)} - {*annotated}):
            value = inspect.getattr_static(thing, attribute)
            function = getattr(value, "__func__", value)
            if attribute.startswith("_") and attribute not in {"__init__", "__getitem__", "__contains__"}:
                continue
            if inspect.isfunction(function):
                yield f"  {attribute}{inspect.signature(function)}"
            else:
                yield f"  {attribute}"
        for attribute, kind in sorted(annotated.items()):
            if not attribute.startswith("_"):
                yield f"  {attribute}: {kind}"
    elif inspect.isfunction(thing):
        yield f"def {name}{inspect.signature(thing)}"
    else:
        yield f"{name}: {type(thing).__name__}"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def test_the_public_api_is_what_was_recorded(request: pytest.FixtureRequest) -> None:
    head, _, recorded = RECORD.read_text().partition("\n") if RECORD.exists() else ("", "", "")
    if request.config.getoption("--update-golden") and recorded != surface():
        RECORD.write_text(f"{digest(surface())} WHICH CHANGELOG FRAGMENT TELLS OF IT?\n{surface()}")
        head, _, recorded = RECORD.read_text().partition("\n")

    assert recorded == surface(), "the public API changed: see the docstring of this module"
    checksum, _, fragment = head.partition(" ")
    assert checksum == digest(recorded)
    assert (ROOT / "changelog.d" / fragment).is_file() or fragment == "CHANGELOG.md", head


def test_every_public_name_is_in_the_reference() -> None:
    reference = (ROOT / "docs" / "reference" / "api.md").read_text().splitlines()
    shown = {line.removeprefix("::: ") for line in reference if line.startswith("::: ")}

    missing = []
    for name in copydesk.__all__:
        module = getattr(getattr(copydesk, name), "__module__", "copydesk.layers")
        if not shown & {module, f"{module}.{name}"} and f"`{name}`" not in "".join(reference):
            missing.append(name)

    assert missing == []


def test_a_renamed_thing_warns_with_its_new_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(copydesk._RENAMED, "Mark", "Span")

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = copydesk.Mark

    assert found is copydesk.Span
    (warning,) = caught
    assert warning.category is DeprecationWarning
    assert "copydesk.Mark is now copydesk.Span" in str(warning.message)


def test_a_name_that_is_not_there_is_told() -> None:
    with pytest.raises(AttributeError, match="has no attribute `Docment`"):
        _ = copydesk.Docment
