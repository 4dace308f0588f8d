"""Packages that only some steps need."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from copydesk import CopydeskError


def needs(package: str, step: str) -> str:
    """Look for a package that a step needs.

    Returns:
        Its version.

    Raises:
        CopydeskError: `missing-extra`.
    """
    try:
        return version(package)
    except PackageNotFoundError:
        raise CopydeskError(
            "missing-extra",
            f"`{step}` needs the package `{package}`, which is not installed",
            hint="install it with `pip install 'copydesk[clean]'`",
        ) from None
