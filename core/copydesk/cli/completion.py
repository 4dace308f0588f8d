"""What the shell completes: names that are known without importing a plugin."""

from __future__ import annotations


def pipeline_names(incomplete: str) -> list[str]:
    """Offer the shipped pipelines; the shell itself offers files."""
    from glob import glob

    from copydesk.config.shipped import shipped

    files = [path for path in glob(f"{incomplete}*") if path.endswith((".yaml", ".yml", "/"))]
    return [name for name in shipped() if name.startswith(incomplete)] + files


def plugin_names(incomplete: str) -> list[str]:
    """Offer the installed plugins, by their entry points."""
    from copydesk.plugins import Plugins

    return [name for name in Plugins().installed if name.startswith(incomplete)]
