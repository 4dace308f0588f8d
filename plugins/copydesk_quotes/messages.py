"""What a noun announces before a colon, without marks: "Weber had a message for the board: Get in line."."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from copydesk_quotes.extents import FINITE, bounds_of, trimmed
from copydesk_quotes.noun_phrases import noun_phrase
from copydesk_quotes.phrases import SUBJECTS, TENSED
from copydesk_quotes.somebody import is_somebody
from copydesk_quotes.speakers import subject_of
from copydesk_quotes.statement import Statement

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# What is done with a message. Own compilation.
_BRINGS = frozenset("have make issue offer send deliver give get share repeat post leave add".split())
_THE_WRITER = frozenset({"i", "we", "you"})
_LONGEST_GAP = 14
_FEWEST_WORDS = 3


def of_message(noun: Token) -> Iterator[Statement]:
    """Find the clause behind a colon that a noun of speech announces for the subject of its verb.

    Args:
        noun: A noun that carries a report: "message", "warning", "plea".
    """
    verb = noun.head
    if noun.dep_ not in ("dobj", "attr") or verb.i > noun.i or verb.lemma_.lower() not in _BRINGS:
        return
    colon = _colon_after(noun)
    subject = subject_of(verb)
    if colon is None or subject is None or not is_somebody(subject) or subject.lower_ in _THE_WRITER:
        return
    doc = noun.doc
    said = doc[colon.i + 1 : max(bounds_of(colon)[1], bounds_of(doc[colon.i + 1])[1])]
    broken = next((word.i for word in said if "\n" in word.text), said.end)
    said = doc[said.start : broken]
    content = trimmed(said)
    if content is None or len(said) < _FEWEST_WORDS or not _is_said(said):
        return
    yield Statement(
        *content,
        verb.idx,
        noun.idx + len(noun.text),
        noun_phrase(subject),
        subject.i,
        "speech",
        (doc[bounds_of(noun)[0]].idx, content[1]),
        verb.i,
        exact=True,
    )


def _colon_after(noun: Token) -> Token | None:
    """Find the colon that ends the words of a noun: "for the farmers of Arden:"."""
    for word in noun.doc[noun.i + 1 : noun.i + 1 + _LONGEST_GAP]:
        if word.text == ":":
            behind = noun.doc[word.i + 1 : word.i + 2].text
            return word if behind[:1].isalnum() else None
        if word.is_space or word.is_quote or word.text in ".;?!\u2014" or word.tag_ in TENSED:
            return None
    return None


def _is_said(words: Span) -> bool:
    """Tell a clause or a command from a list: "Get in line", "The dam is old", but "Arden, Dell and Hope"."""
    first = words[0]
    told = any(word.dep_ in SUBJECTS and word.head.tag_ in FINITE | {"VB"} for word in words)
    return told or first.tag_ == "VB" or first.lower_ in ("do", "don\u2019t", "don't", "never", "let")
