"""What can be told of plugins and steps: help, options, layers, an example; as plain data."""

from __future__ import annotations

import inspect
import json
import re
from typing import Any

from copydesk.config.options import expected
from copydesk.plugins import Plugin
from copydesk.steps import Chain, StepDefinition, StepFunction, new_step, options_model


def plugin_reference(plugin: Plugin) -> dict[str, Any]:
    """Describe a plugin and all of its steps."""
    return {
        "name": plugin.name,
        "distribution": plugin.distribution,
        "version": plugin.version,
        "steps": [step_reference(definition) for definition in plugin.steps.values()],
        "readers": [reader.name for reader in plugin.readers],
        "writers": [writer.name for writer in plugin.writers],
    }


def step_reference(definition: StepDefinition) -> dict[str, Any]:
    """Describe a step: what it does, its options, what it requires and provides, an example."""
    model = options_model(definition)
    schema = model.model_json_schema()
    options = [_option(name, field, schema) for name, field in schema.get("properties", {}).items()]
    contract = _contract(definition, model)
    before = contract.pop("before")
    return {
        "name": definition.name,
        "help": _help(definition),
        "options": options,
        "example": _example(definition.name, schema, before),
        "schema": schema,
        **contract,
    }


def _contract(definition: StepDefinition, model: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"requires": [], "uses": [], "provides": [], "edits": False, "stands_for": []}
    found["before"] = []
    if any(field.is_required() for field in model.model_fields.values()):
        options = model.model_construct()
    else:
        options = model()
    if not isinstance(definition, StepFunction) and issubclass(definition, Chain):
        return found | {"stands_for": [name for name, _ in definition(options).steps()]}
    step = new_step(definition, options)
    return found | {
        "requires": [layer.name for layer in step.requires],
        "uses": [layer.name for layer in step.uses],
        "provides": [layer.name for layer in step.provides],
        "edits": step.edits,
        # What the plan does not put in by itself.
        "before": [layer.name for layer in step.requires if not layer.provider],
    }


def _help(definition: StepDefinition) -> str:
    text = inspect.getdoc(definition.function if isinstance(definition, StepFunction) else definition) or ""
    # The options have a table of their own.
    return re.sub(r"\n*^(Args|Attributes):\n((?:[ \t]+.*\n?|\n)*)", "", text, flags=re.MULTILINE).strip()


def _option(name: str, field: dict[str, Any], schema: dict[str, Any]) -> dict[str, str]:
    default = "required" if "default" not in field else json.dumps(field["default"], ensure_ascii=False)
    return {
        "name": name,
        "type": expected(field, schema).replace("`", ""),
        "default": default,
        "description": " ".join(field.get("description", "").split()),
    }


def _example(name: str, schema: dict[str, Any], before: list[str]) -> str:
    fields = schema.get("properties", {})
    lines = [
        f"      {option}: {json.dumps(field['default'], ensure_ascii=False)}"
        for option, field in fields.items()
        if field.get("default") not in (None, [], {}, "")
    ]
    required = [f"      {option}: ..." for option in schema.get("required", [])]
    body = [*required, *lines][:3]
    head = ["steps:", *(f"  - {step}" for step in before)]
    return "\n".join([*head, f"  - {name}:", *body] if body else [*head, f"  - {name}"])
