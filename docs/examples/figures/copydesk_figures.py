"""Sums of money and shares, with their values, for fact checkers."""

import re
from collections.abc import Iterator
from typing import Literal

from copydesk import Document, Layer, Span, StepDefinition, hookimpl, step

SCALES = {"k": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "trillion": 1e12}
NUMBER = r"(\d[\d,]*(?:\.\d+)?)"
MONEY = re.compile(rf"([$€£]){NUMBER}(?:\s?(k|m|million|bn|billion|trillion)\b)?")
SHARE = re.compile(rf"{NUMBER}(?:%|\s(?:per cent|percent)\b)")


class Figure(Span, frozen=True):
    """A sum of money or a share.

    Attributes:
        value: Its value in whole units: 46000000.0 for "€46m", 3.2 for "3.2%".
        unit: "$", "€", "£" or "%".
    """

    value: float
    unit: str


FIGURES = Layer("figures", Figure)


@step(provides=FIGURES)
def figures(
    doc: Document, *, kinds: tuple[Literal["money", "shares"], ...] = ("money", "shares")
) -> Iterator[Figure]:
    """Mark sums of money and shares, with their values.

    Args:
        doc: The document.
        kinds: What to mark.
    """
    found = [
        *(_sum(match) for match in MONEY.finditer(doc.text) if "money" in kinds),
        *(_share(match) for match in SHARE.finditer(doc.text) if "shares" in kinds),
    ]
    yield from sorted(found, key=lambda figure: figure.start)


def _sum(match: re.Match[str]) -> Figure:
    unit, number, scale = match.groups()
    return Figure(*match.span(), value=_value(number) * SCALES.get(scale, 1.0), unit=unit)


def _share(match: re.Match[str]) -> Figure:
    return Figure(*match.span(), value=_value(match[1]), unit="%")


def _value(number: str) -> float:
    return float(number.replace(",", ""))


@hookimpl
def copydesk_steps() -> list[StepDefinition]:
    """Register the step."""
    return [figures]
