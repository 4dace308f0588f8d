"""What the shipped text steps cost against the plain way to write them, with the same output.

Usage: python benchmarks/text_steps.py CORPUS.jsonl [--documents 2000] [--rounds 7]

CORPUS holds documents as JSON Lines with `id` and `text`. Each round runs every step and its plain twin once,
in turn, in this process; medians of processor time are compared. The steps give edits, and these are
applied, with the way back to the source; the twins give a text. Documents for which the two texts differ
are counted and named.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import msgspec

from copydesk import Document
from copydesk.testing import opened_step
from copydesk_clean.characters import clean_unicode
from copydesk_clean.mojibake import repair_mojibake
from copydesk_clean.whitespace import tidy_whitespace

INVISIBLE = "\u200b\u2060\u2061\u2062\u2063\u2064\ufeff\ufff9\ufffa\ufffb\u180e\u00ad\u200c\u200d"

BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI"}


def plain_unicode(text: str) -> str:
    """Look at each character, then normalise."""
    kept = []
    for character in text:
        kind = unicodedata.category(character)
        is_odd = character in INVISIBLE or unicodedata.bidirectional(character) in BIDI
        if kind == "Zs":
            kept.append(" ")
        elif not is_odd and (kind != "Cc" or character in "\t\n\r\x0b\x0c\x1c\x1d\x1e\x85"):
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def plain_whitespace(text: str) -> str:
    """Substitute one pattern after the other."""
    text = re.sub(r"\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def plain_mojibake(text: str) -> str:
    """Have ftfy look at every line."""
    import ftfy

    return "\n".join(ftfy.fix_encoding(line) for line in text.split("\n"))


PAIRS: dict[str, tuple[object, Callable[[str], str]]] = {
    "clean.unicode": (clean_unicode, plain_unicode),
    "clean.whitespace": (tidy_whitespace, plain_whitespace),
    "clean.mojibake": (repair_mojibake, plain_mojibake),
}


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    with arguments.corpus.open("rb") as lines:
        rows = [msgspec.json.decode(line) for line, _ in zip(lines, range(arguments.documents), strict=False)]
    documents = [Document.of(row["text"], id=str(row["id"])) for row in rows]
    print(f"{len(documents)} documents, {sum(len(doc.text) for doc in documents):,} characters")
    for name, (definition, twin) in PAIRS.items():
        step = opened_step(definition)
        ours: list[float] = []
        plain: list[float] = []
        for _ in range(arguments.rounds):
            began = time.process_time()
            found = [
                document.edited(changes.edits, step=name).text
                for document, changes in zip(documents, step.process(documents), strict=True)
            ]
            ours.append(time.process_time() - began)
            began = time.process_time()
            expected = [twin(document.text) for document in documents]
            plain.append(time.process_time() - began)
        other = [doc.id for doc, one, two in zip(documents, found, expected, strict=True) if one != two]
        ratio = statistics.median(plain) / statistics.median(ours)
        print(
            f"{name:18} {ratio:.2f} x as fast as the plain way, {len(other)} texts differ {other[:3] or ''}"
        )


if __name__ == "__main__":
    main()
