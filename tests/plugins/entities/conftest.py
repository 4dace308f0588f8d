"""The step with the model behind it, for the tests that read whole texts."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from copydesk import ENTITIES, PARSE, Document, Entity
from copydesk.testing import run_step
from copydesk_entities import Entities
from copydesk_language import Language

EntitiesOf = Callable[..., list[Entity]]


@pytest.fixture(scope="session")
def entities_of() -> EntitiesOf:
    """Give a function that finds the entities of a text, by the options of the step."""
    language = Language(Language.Options())
    language.wanted = frozenset({"ner"})
    language.open()

    def find(text: str, **options: Any) -> list[Entity]:
        document = Document.of(text)
        [change] = language.process([document])
        parsed = msgspec.structs.replace(document, layers={"parse": change.layers[PARSE]})
        [tagged] = run_step(Entities, parsed, **options)
        return [*tagged[ENTITIES]]

    return find
