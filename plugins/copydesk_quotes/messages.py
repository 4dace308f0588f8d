"""What a noun announces: "Weber had a message for the board: Get in line.", "Her answer was “No.”"."""

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

    from copydesk_quotes.marks import Marked
    from copydesk_quotes.page import Page

# What is done with a message. Own compilation.
_BRINGS = frozenset("have make issue offer send deliver give get share repeat post leave add".split())
# Own compilation.
_WORDS = frozenset({"word", "reaction"})
_OF_THE_WRITER = frozenset({"my", "our", "your"})
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


def worded_by(page: Page, one: Marked) -> tuple[Token, Token] | None:
    """Find whose sentence stands in marks behind a noun, and the noun: "Weber's answer was just “No.”"."""
    sentence = page.text[one.start : one.start + 1].isupper() and page.last_mark(one) in ".!?"
    before = page.token(one.outer_start - 2)
    while before is not None and before.tag_ == "RB" and before.i:
        before = before.nbor(-1)
    if not sentence or before is None or before.lemma_ != "be" or before.tag_ not in TENSED:
        return None
    noun = next((child for child in before.lefts if child.dep_ in SUBJECTS), None)
    if noun is None or noun.lemma_.lower() not in page.lexicon.nouns | _WORDS:
        return None
    of = (child for child in noun.rights if child.lower_ == "of")
    owners = [child for child in noun.lefts if child.dep_ == "poss"]
    owners += [child for preposition in of for child in preposition.rights]
    owner = next(filter(is_somebody, owners), None)
    return None if owner is None or owner.lower_ in _OF_THE_WRITER else (owner, noun)


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
