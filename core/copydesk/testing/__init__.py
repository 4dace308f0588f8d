"""What plugin authors test their steps with: run a step or a pipeline, and hold a step to its contract."""

from copydesk.testing.kit import Check, Outcome, Report, check_step, conformance
from copydesk.testing.running import make_document, opened_step, run_pipeline, run_step

__all__ = [
    "Check",
    "Outcome",
    "Report",
    "check_step",
    "conformance",
    "make_document",
    "opened_step",
    "run_pipeline",
    "run_step",
]
