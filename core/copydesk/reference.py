"""What can be told of plugins and steps: help, options, layers, an example; as plain data."""

from __future__ import annotations

import inspect
import json
import re
import textwrap
from typing import TYPE_CHECKING, Any

from copydesk import hookspecs
from copydesk.config.options import expected
from copydesk.plugins import Plugin
from copydesk.steps import Chain, Step, StepDefinition, StepFunction, options_model

if TYPE_CHECKING:
    from pydantic import BaseModel

WITHOUT_DEFAULT = ("required", "from other options")
"""What stands for the default of an option that has none; a default itself is JSON."""

# What is indented below the heading of a section, in a Google docstring.
_INDENTED = r"((?:[ \t]+.*\n?|\n)*)"
_OWN_EXAMPLE = re.compile(rf"\n*^Example:\n(?P<pipeline>[ ]+steps:\n{_INDENTED})", re.MULTILINE)
_REGISTERING = {
    "copydesk_api",
    "copydesk_steps",
    "copydesk_readers",
    "copydesk_writers",
    "copydesk_executors",
}


def plugin_reference(plugin: Plugin) -> dict[str, Any]:
    """Describe a plugin: its steps, formats and executors, and the hooks with which it watches runs."""
    return {
        "name": plugin.name,
        "distribution": plugin.distribution,
        "version": plugin.version,
        "steps": [step_reference(definition) for definition in plugin.steps.values()],
        "readers": [_named(reader) | {"suffixes": [*reader.suffixes]} for reader in plugin.readers],
        "writers": [
            _named(writer) | {"suffix": writer.suffix, "requires": [*getattr(writer, "requires", ())]}
            for writer in plugin.writers
        ],
        "executors": [_named(executor) for executor in plugin.executors],
        "watches": _watches(plugin),
    }


def step_reference(definition: StepDefinition) -> dict[str, Any]:
    """Describe a step: what it does, its options, what it requires and provides, an example."""
    model = options_model(definition)
    schema = model.model_json_schema()
    for name, made in _made_defaults(model).items():
        schema["properties"][name].setdefault("default", made)
    options = [_option(name, field, schema) for name, field in schema.get("properties", {}).items()]
    contract = _contract(definition, model)
    before = contract.pop("before")
    return {
        "name": definition.name,
        "help": _help(definition),
        "options": options,
        "example": _own_example(definition) or _example(definition.name, schema, before),
        "schema": schema,
        **contract,
    }


def _named(registered: Any) -> dict[str, Any]:
    return {"name": registered.name, "help": inspect.getdoc(registered) or ""}


def _watches(plugin: Plugin) -> list[dict[str, str]]:
    """Describe the hooks that the plugin implements to watch a run, in the order of the specifications."""
    found: list[dict[str, str]] = []
    for name in vars(hookspecs):
        hook = getattr(plugin.implementation, name, None)
        # The mark of pluggy's `@hookimpl`.
        if name not in _REGISTERING and hasattr(hook, "copydesk_impl"):
            found.append({"name": name, "help": inspect.getdoc(hook) or ""})
    return found


def _contract(definition: StepDefinition, model: type[BaseModel]) -> dict[str, Any]:
    found: dict[str, Any] = {"requires": [], "uses": [], "provides": [], "edits": False, "stands_for": []}
    found["before"] = []
    made = _made(definition, model)
    if isinstance(made, Chain):
        return found | {"stands_for": [name for name, _ in made.steps()]}
    if not isinstance(made, (Step, StepFunction)) and issubclass(made, Chain):
        return found
    return found | {
        "requires": [layer.name for layer in made.requires],
        "uses": [layer.name for layer in made.uses],
        "provides": [layer.name for layer in made.provides],
        "edits": made.edits,
        # What the plan does not put in by itself.
        "before": [layer.name for layer in made.requires if not layer.provider],
    }


def _made(definition: StepDefinition, model: type[BaseModel]) -> Step[Any] | Chain[Any] | StepDefinition:
    """Make a step with its default options, on which its layers may depend.

    One that cannot be made without options is described as it is declared.
    """
    if isinstance(definition, StepFunction):
        return definition
    if any(field.is_required() for field in model.model_fields.values()):
        return definition
    return definition(model())


def _docstring(definition: StepDefinition) -> str:
    return inspect.getdoc(definition.function if isinstance(definition, StepFunction) else definition) or ""


def _help(definition: StepDefinition) -> str:
    # The options have a table of their own, and the example a place of its own.
    text = re.sub(rf"\n*^(Args|Attributes):\n{_INDENTED}", "\n\n", _docstring(definition), flags=re.MULTILINE)
    return _OWN_EXAMPLE.sub("", text).strip()


def _made_defaults(model: type[BaseModel]) -> dict[str, Any]:
    """Make the defaults of a `default_factory`, which a JSON Schema does not tell of."""
    from pydantic_core import to_jsonable_python

    return {
        field.alias or name: to_jsonable_python(field.get_default(call_default_factory=True))
        for name, field in model.model_fields.items()
        # One that is made from other options has no value to show before those are given.
        if field.default_factory is not None and not field.default_factory_takes_validated_data
    }


def _option(name: str, field: dict[str, Any], schema: dict[str, Any]) -> dict[str, str]:
    default = WITHOUT_DEFAULT[0] if name in schema.get("required", ()) else WITHOUT_DEFAULT[1]
    if "default" in field:
        default = json.dumps(field["default"], ensure_ascii=False)
    return {
        "name": name,
        "type": expected(field, schema).replace("`", ""),
        "default": default,
        "description": " ".join(field.get("description", "").split()),
    }


def _own_example(definition: StepDefinition) -> str:
    """Give the pipeline that the docstring shows under "Example:"; empty when there is none."""
    found = _OWN_EXAMPLE.search(_docstring(definition))
    return textwrap.dedent(found["pipeline"]).strip() if found else ""


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
