"""Spans and metrics of a run for OpenTelemetry, when its API is installed.

Names follow the semantic conventions of OpenTelemetry: dots between namespaces, seconds as the unit of
durations, https://opentelemetry.io/docs/specs/semconv/general/naming/.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.runs.run import Run


@contextmanager
def recorded(run: Run) -> Generator[None]:
    """Record a run as one span, with its counts and the time of its steps as metrics.

    Where the API is not installed, nothing happens; where no SDK is configured, the API does
    nothing. An SDK is configured by a program that has imported it, or by the environment
    (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/); without either,
    the API is not even imported.
    """
    is_configured = "opentelemetry" in sys.modules or any(name.startswith("OTEL_") for name in os.environ)
    if not is_configured or find_spec("opentelemetry") is None:
        yield
        return
    from opentelemetry import metrics, trace

    name = run.pipeline.name
    with trace.get_tracer("copydesk").start_as_current_span("copydesk.run") as span:
        span.set_attribute("copydesk.pipeline", name)
        span.set_attribute("copydesk.inputs", len(run.inputs.files))
        try:
            yield
        finally:
            ledger = run.ledger
            outcomes = {
                "written": ledger.written,
                "dropped": ledger.dropped.total(),
                "failed": ledger.failed.total(),
            }
            meter = metrics.get_meter("copydesk")
            documents = meter.create_counter("copydesk.documents", unit="{document}")
            for outcome, count in outcomes.items():
                span.set_attribute(f"copydesk.documents.{outcome}", count)
                documents.add(count, {"copydesk.pipeline": name, "copydesk.outcome": outcome})
            seconds = meter.create_counter("copydesk.step.duration", unit="s")
            for planned, timing in zip(run.pipeline.steps, run.timings, strict=False):
                seconds.add(timing.seconds, {"copydesk.pipeline": name, "copydesk.step": planned.name})
