"""The JSON Schema of a pipeline file, made from the installed plugins."""

from __future__ import annotations

import json
from typing import Any

from copydesk.config.expectations import LAYER_KEYS, TEST_KEYS, TEXT_KEYS
from copydesk.config.file import file_model
from copydesk.errors import CopydeskError
from copydesk.listing import Described, describe_all
from copydesk.plugins import Plugins


def pipeline_schema(plugins: Plugins, described: Described | None = None) -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of a pipeline file.

    Steps of plugins that cannot be used are left out.

    Args:
        plugins: The plugins whose steps may stand in the file.
        described: What `describe_all` gave for them, to describe them once only.
    """
    schema = file_model().model_json_schema()
    properties = schema["properties"]
    definitions: dict[str, Any] = {}
    steps = [_step(reference, definitions) for reference in _references(described or describe_all(plugins))]
    properties["steps"]["items"] = {"anyOf": steps}
    properties["steps"]["minItems"] = 1
    properties["tests"]["items"] = _test()
    properties["name"]["examples"] = ["news"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "A copydesk pipeline",
        # A file that extends another may leave out the steps.
        "required": [],
        "anyOf": [{"required": ["steps"]}, {"required": ["extends"]}],
        "$defs": {**schema.get("$defs", {}), **definitions},
    }


def schema_text(plugins: Plugins, described: Described | None = None) -> str:
    """Give the schema as indented JSON, as it is written to a file; see `pipeline_schema`."""
    return json.dumps(pipeline_schema(plugins, described), indent=2, ensure_ascii=False) + "\n"


def _references(described: Described) -> list[dict[str, Any]]:
    usable = (found for found in described.values() if not isinstance(found, CopydeskError))
    return [step for found in usable for step in found["steps"]]


def _step(reference: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    name, options = reference["name"], dict(reference["schema"])
    for key, value in options.pop("$defs", {}).items():
        definitions[f"{name}.{key}"] = _renamed(value, name)
    options = _renamed(options, name)
    options.pop("title", None)
    description = reference["help"].partition("\n\n")[0]
    whole: dict[str, Any] = {
        "type": "object",
        "properties": {name: {"anyOf": [options, {"type": "null"}], "description": description}, **_BESIDE},
        "required": [name],
        "additionalProperties": False,
    }
    if options.get("required"):
        whole["properties"][name] = options | {"description": description}
        return whole
    return {"anyOf": [{"const": name, "description": description}, whole]}


_BESIDE: dict[str, Any] = {
    "id": {"type": "string", "description": "What `extends` and `--set` know the step by."},
    "when": {"type": "string", "description": 'Condition: `meta.language == "en" and length > 200`.'},
    "before": {"type": "string", "description": "Id of the step to put it before, in a file that extends."},
    "after": {"type": "string", "description": "Id of the step to put it after, in a file that extends."},
    "remove": {"type": "boolean", "description": "Take the step out, in a file that extends."},
}


def _renamed(value: Any, name: str) -> Any:
    """Give references to definitions the name of their step, so that they do not clash."""
    if isinstance(value, dict):
        found = {key: _renamed(part, name) for key, part in value.items()}
        if isinstance(found.get("$ref"), str):
            found["$ref"] = found["$ref"].replace("#/$defs/", f"#/$defs/{name}.")
        return found
    if isinstance(value, list):
        return [_renamed(part, name) for part in value]
    return value


def _test() -> dict[str, Any]:
    text = {"type": "string"}
    texts = {"anyOf": [text, {"type": "array", "items": text}]}
    annotations = {"type": "array", "items": {"anyOf": [text, {"type": "object"}]}}
    layer = {
        "anyOf": [
            annotations,
            {
                "type": "object",
                "properties": {
                    **{key: annotations for key in LAYER_KEYS if key != "count"},
                    "count": {"type": "integer"},
                },
                "additionalProperties": False,
            },
        ]
    }
    expect = {
        "type": "object",
        "minProperties": 1,
        "properties": {
            "text": {
                "anyOf": [
                    text,
                    {
                        "type": "object",
                        "properties": dict.fromkeys(TEXT_KEYS, texts),
                        "additionalProperties": False,
                    },
                ]
            },
            "meta": {"type": "object"},
            "dropped": {"type": ["string", "boolean"]},
        },
        "additionalProperties": layer,
    }
    fields = {key: text for key in TEST_KEYS if key not in ("meta", "expect")}
    return {
        "type": "object",
        "properties": {**fields, "meta": {"type": "object"}, "expect": expect},
        "required": ["expect"],
        "oneOf": [{"required": ["text"]}, {"required": ["file"]}],
        "additionalProperties": False,
    }
