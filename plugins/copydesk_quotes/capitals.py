"""Patterns that know the capital letters of all Latin alphabets: "TROMSØ", "Éva Szabó", "Łódź"."""

from __future__ import annotations

# Latin-1, Latin Extended-A and B, Latin Extended Additional. Source: the blocks of Unicode.
_BLOCKS = range(0xC0, 0x250), range(0x1E00, 0x1F00)
_CAPITALS = "A-Z" + "".join(chr(code) for block in _BLOCKS for code in block if chr(code).isupper())


def latin(pattern: str) -> str:
    """Give a regular expression in which `A-Z` is any Latin capital letter."""
    return pattern.replace("A-Z", _CAPITALS)
