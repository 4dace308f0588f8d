"""What a step says of itself: help, options, and that it can be found again in another process."""

from __future__ import annotations

import inspect
import json
import pickle
from collections.abc import Iterator
from typing import TYPE_CHECKING

from copydesk.steps import StepFunction, options_model
from copydesk.testing.calling import told
from copydesk.testing.rules import rule
from copydesk.testing.subject import Subject

if TYPE_CHECKING:
    from pydantic import BaseModel


@rule(
    "docstring",
    mend="write a docstring whose first line says what the step does; `copydesk plugins` shows it",
    of_chains=True,
)
def docstring(subject: Subject) -> Iterator[str]:
    """The step has a docstring of its own, which is its help."""
    definition = subject.definition
    # `inspect.getdoc` would also find the docstring of `Step`.
    text = definition.function.__doc__ if isinstance(definition, StepFunction) else definition.__doc__
    if not (text and inspect.cleandoc(text)):
        yield "it has no docstring"


@rule(
    "options-schema",
    mend="use types that YAML can give: texts, numbers, true or false, lists and mappings of them, literals",
    of_chains=True,
)
def options_schema(subject: Subject) -> Iterator[str]:
    """The options have types that a JSON Schema can tell, for `check` and for editors."""
    try:
        json.dumps(options_model(subject.definition).model_json_schema(), allow_nan=False)
    except Exception as error:  # noqa: BLE001  pydantic raises errors of many kinds over a type
        yield f"no JSON Schema can be made of the options: {told(error)}"


@rule(
    "option-descriptions",
    mend='describe it under "Args:" in the docstring of the function, or with `Field(description=...)`',
    needs=["options-schema"],
    of_chains=True,
)
def option_descriptions(subject: Subject) -> Iterator[str]:
    """Every option has a description, for `copydesk plugins` and for editors."""
    for name, option in options_model(subject.definition).model_fields.items():
        if not option.description:
            yield f"the option `{name}` has no description"


@rule(
    "option-defaults",
    mend="give a default that may also stand in YAML",
    needs=["options-schema"],
    of_chains=True,
)
def option_defaults(subject: Subject) -> Iterator[str]:
    """Every default is a value that YAML could give."""
    from pydantic import ValidationError

    fields = subject.validated.model_fields_set
    try:
        _held_to_the_model(subject)
    except ValidationError as error:
        for mistake in error.errors(include_url=False):
            name = str(mistake["loc"][0]) if mistake["loc"] else ""
            # What was given was validated already, and pydantic takes defaults on trust.
            if name not in fields and mistake["type"] != "extra_forbidden":
                default = getattr(subject.validated, name, None)
                yield f"the default of `{name}` is {default!r}: {mistake['msg']}"
    except ValueError as error:
        yield f"the defaults are no JSON: {told(error)}"


@rule(
    "options-round-trip",
    mend="do without aliases, excluded fields and serializers of your own",
    needs=["option-defaults"],
    of_chains=True,
)
def options_round_trip(subject: Subject) -> Iterator[str]:
    """Options that are written as JSON and read again are the same; a run keeps them in its records."""
    from pydantic import ValidationError

    try:
        back = _held_to_the_model(subject)
    except ValidationError as error:
        mistake = error.errors(include_url=False)[0]
        yield f"what was written cannot be read: {'.'.join(map(str, mistake['loc']))}: {mistake['msg']}"
        return
    if back != subject.validated:
        yield f"{subject.validated!r} comes back as {back!r}"


@rule(
    "pickles",
    mend="define the step, and the types of its annotations, at the top of a module that can be imported",
    of_chains=True,
)
def pickles(subject: Subject) -> Iterator[str]:
    """Another process finds the step by its module and name."""
    try:
        back = pickle.loads(pickle.dumps(subject.definition))  # noqa: S301  made right here
    except Exception as error:  # noqa: BLE001  what pickling raises depends on the object
        yield f"it cannot be pickled: {told(error)}"
        return
    if back is not subject.definition:
        yield f"pickled and read again it is another object: {back!r}"
    if subject.definition.__module__ == "__main__":
        yield "it is defined in a script, where another process cannot find it"


def _held_to_the_model(subject: Subject) -> BaseModel:
    written = subject.validated.model_dump_json(warnings=False)
    return type(subject.validated).model_validate_json(written, strict=True)
