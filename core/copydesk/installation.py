"""What is installed of what copydesk needs and can use; read from metadata, nothing is imported."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution, entry_points
from pathlib import Path

import msgspec
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion

# An extra for those who work on copydesk itself.
_NOT_OPTIONAL = {"dev"}


class Package(msgspec.Struct, frozen=True):
    """A package that another needs.

    Attributes:
        name: Its name.
        wanted: Versions that will do: ">=3.8,<3.9"; empty for any.
        version: The version that is installed; empty when none is.
        by: Name of the package that needs it.
    """

    name: str
    wanted: str
    version: str
    by: str

    @property
    def fits(self) -> bool:
        """Whether it is installed in a version that will do."""
        return _fits(self.wanted, self.version)


class Part(msgspec.Struct, frozen=True):
    """An optional part of copydesk: an extra.

    Attributes:
        name: Its name.
        missing: What is not installed of it; empty when all is there.
        command: How to install it.
    """

    name: str
    missing: tuple[str, ...]
    command: str


class Model(msgspec.Struct, frozen=True):
    """A language model for spaCy that is installed as a package.

    Attributes:
        name: What to write as `model`.
        package: Name of the package.
        version: Its version.
        wanted: Versions of spaCy that it works with; empty when it does not say.
        fits: Whether the installed spaCy is one of them.
    """

    name: str
    package: str
    version: str
    wanted: str
    fits: bool


def needed_packages() -> list[Package]:
    """Find every package that copydesk needs, and those that they need, each as often as it is needed."""
    found: list[Package] = []
    waiting = [("copydesk", frozenset[str]())]
    seen = {*waiting}
    while waiting:
        by, extras = waiting.pop()
        for requirement in _requirements(by, extras):
            found.append(_package(requirement, by))
            following = (canonicalize_name(requirement.name), frozenset(requirement.extras))
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return found


def optional_parts() -> list[Part]:
    """Find the extras of copydesk, and what is missing of each."""
    parts: list[Part] = []
    own = _distribution("copydesk")
    extras = (own.metadata.get_all("Provides-Extra") or []) if own else []
    always = {str(requirement) for requirement in _requirements("copydesk", ())}
    for extra in sorted({*extras} - _NOT_OPTIONAL):
        packages = [
            _package(requirement, "copydesk")
            for requirement in _requirements("copydesk", [extra])
            if str(requirement) not in always
        ]
        missing = tuple(f"{package.name}{package.wanted}" for package in packages if not package.fits)
        parts.append(Part(extra, missing, f"pip install 'copydesk[{extra}]'"))
    return parts


def spacy_models() -> list[Model]:
    """Find the models that are installed as packages; each of them has an entry point for spaCy."""
    spacy = _distribution("spacy")
    installed = spacy.version if spacy else ""
    models: list[Model] = []
    for point in entry_points(group="spacy_models"):
        meta = _model_meta(point.dist, point.value) if point.dist else {}
        wanted = meta.get("spacy_version", "")
        package = (point.dist.name if point.dist else "") or point.name
        models.append(Model(point.name, package, meta.get("version", ""), wanted, _fits(wanted, installed)))
    return sorted(models, key=lambda model: model.name)


def _fits(wanted: str, version: str) -> bool:
    """Tell whether a version is one of those wanted; what cannot be read fits nothing."""
    try:
        return bool(version) and SpecifierSet(wanted).contains(version, prereleases=True)
    except (InvalidSpecifier, InvalidVersion):
        return False


def _distribution(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _requirements(name: str, extras: Iterable[str]) -> Iterator[Requirement]:
    """Find what a package needs here, with some of its extras."""
    found = _distribution(name)
    chosen = [*extras] or [""]
    for line in (found.requires if found else None) or ():
        try:
            requirement = Requirement(line)
        except InvalidRequirement:
            continue  # of a package that is damaged, or older than the standard
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in chosen):
            yield requirement


def _package(requirement: Requirement, by: str) -> Package:
    found = _distribution(requirement.name)
    return Package(requirement.name, str(requirement.specifier), (found.version if found else "") or "", by)


def _model_meta(package: Distribution, module: str) -> dict[str, str]:
    try:
        read: dict[str, str] = json.loads(
            Path(str(package.locate_file(f"{module}/meta.json"))).read_text("utf-8")
        )
    except (OSError, ValueError):
        return {}
    return read
