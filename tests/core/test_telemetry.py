"""Spans and metrics of a run, as an SDK gets them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from copydesk import Pipeline
from copydesk.formats.inputs import find_inputs
from copydesk.runs.local import InProcess
from copydesk.runs.manifest import head_of
from copydesk.runs.outputs import FileOutput
from copydesk.runs.run import Run


def test_a_run_is_a_span_and_its_counts_are_metrics(
    make_pipeline: Callable[[str], Pipeline], tmp_path: Path
) -> None:
    spans, reader = InMemorySpanExporter(), InMemoryMetricReader()
    tracers = TracerProvider()
    tracers.add_span_processor(SimpleSpanProcessor(spans))
    trace.set_tracer_provider(tracers)
    metrics.set_meter_provider(MeterProvider([reader]))
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "x"}\n{"id": "b", "text": "BOOM"}\n')
    pipeline = make_pipeline("name: desk\nsteps: [shouts.crash]")
    inputs = find_inputs([str(tmp_path / "in.jsonl")])
    output = FileOutput(tmp_path / "out.jsonl", head_of(pipeline, inputs, "jsonl"))

    run = Run(pipeline, inputs, output, InProcess())
    run.execute()
    output.finish(run.state, lambda: None)

    (span,) = spans.get_finished_spans()
    assert span.name == "copydesk.run"
    assert dict(span.attributes or {}) == {
        "copydesk.pipeline": "desk",
        "copydesk.inputs": 1,
        "copydesk.documents.written": 1,
        "copydesk.documents.dropped": 0,
        "copydesk.documents.failed": 1,
    }
    found: Any = reader.get_metrics_data()
    points = {
        (metric.name, point.attributes.get("copydesk.outcome")): point.value
        for metric in found.resource_metrics[0].scope_metrics[0].metrics
        for point in metric.data.data_points
    }
    assert points["copydesk.documents", "written"] == 1
    assert points["copydesk.documents", "failed"] == 1
    assert ("copydesk.step.duration", None) in points
