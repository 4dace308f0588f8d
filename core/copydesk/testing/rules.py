"""A rule of the contract: what is looked at, and how a step that breaks it is mended."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.testing.subject import Subject

Look = Callable[["Subject"], Iterable[str]]


class NotApplicableError(Exception):
    """A rule cannot be looked at for this step; the message tells why."""


@dataclass(frozen=True)
class Rule:
    """One check of the kit.

    Attributes:
        name: What expected failures and test ids call it, for example "no-mutation".
        look: Gives what it sees that is wrong, a line each; nothing when all is well.
        mend: How to mend a step that breaks it.
        needs: Names of rules without which this one tells nothing.
        of_chains: Whether it looks at a chain itself, and not at each of its steps.
        one_part_is_enough: Whether a chain keeps it when one of its steps does.
    """

    name: str
    look: Look
    mend: str
    needs: tuple[str, ...] = ()
    of_chains: bool = False
    one_part_is_enough: bool = False

    @property
    def promise(self) -> str:
        """What holds for a step that keeps the rule, in one sentence."""
        return " ".join((inspect.getdoc(self.look) or "").split())


def rule(
    name: str,
    *,
    mend: str,
    needs: Iterable[str] = (),
    of_chains: bool = False,
    one_part_is_enough: bool = False,
) -> Callable[[Look], Rule]:
    """Make a rule of a function; its docstring is the promise."""
    return lambda look: Rule(name, look, mend, tuple(needs), of_chains, one_part_is_enough)
