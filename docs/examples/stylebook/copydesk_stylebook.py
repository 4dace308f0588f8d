"""Names as the house style book has them."""

from collections.abc import Iterator

from msgspec.structs import replace

from copydesk import ENTITIES, Document, Entity, StepDefinition, hookimpl, step


@step(requires=ENTITIES, provides=ENTITIES)
def stylebook(doc: Document, *, names: dict[str, str]) -> Iterator[Entity]:
    """Give entities the names of the house style book; the text stays as it is.

    Mentions that get the same name become one entity.

    Example:
        steps:
          - clean
          - entities
          - stylebook:
              names: {Kiev: Kyiv}
          - quotes

    Args:
        doc: The document.
        names: The name to give, by the name that was found: {Kiev: Kyiv}.
    """
    known = {(entity.label, entity.name): entity.entity for entity in doc[ENTITIES]}
    for entity in doc[ENTITIES]:
        name = names.get(entity.name, entity.name)
        if name == entity.name:
            yield entity
        else:
            # The first mention under a new name gives the entity its id.
            id = known.setdefault((entity.label, name), entity.entity)
            yield replace(entity, name=name, entity=id)


@hookimpl
def copydesk_steps() -> list[StepDefinition]:
    """Register the step."""
    return [stylebook]
