"""The sentences that a summary may be made of."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from copydesk import ENTITIES, SENTENCES, Document

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_FEWEST_WORDS = 6
_MOST_WORDS = 70

# Words that a sentence shares with any other. Source: own compilation of English function words.
STOP_WORDS = frozenset(
    """
    a about after again against all also although am an and any are as at be because been before
    being between both but by can could did do does doing down during each even few for from
    further had has have having he her here hers herself him himself his how however i if in
    into is it its itself just last like made many may me might more most much must my myself
    new no nor not now of off on once one only or other our ours out over own per said same say
    says she should since so some still such than that the their theirs them themselves then
    there these they this those though through to told too two under until up upon us very was
    we well were what when where which while who whom whose why will with within without would
    yet you your yours
    """.split()
)
# A sentence that begins so hangs on the one before it.
_HANGING = re.compile(
    r"""["'\u201c\u2018(]*(?:
        (?:but|and|or|so|yet|nor|then|also|still|instead|however|moreover|furthermore|meanwhile|
           otherwise|therefore|thus|besides|nevertheless|nonetheless|similarly|likewise|too)\b
        | (?:he|she|it|they|this|that|these|those|his|her|their|its|him|them)\b
        | (?:for|in)\s+(?:example|instance|addition|contrast|response|turn)\b
        | (?:as\s+a\s+result|on\s+the\s+other\s+hand|at\s+the\s+same\s+time|in\s+fact|of\s+course)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|I'm|I\u2019m|we|my|our|you|your)\b")


@dataclass(frozen=True)
class Candidate:
    """A sentence with what is known of it.

    Attributes:
        start: First code point.
        end: Code point after the last.
        words: Its content words, stemmed by hand: counts.
        length: Number of all its words.
        place: Number of the sentence in the text, from 0.
        paragraph: Number of its paragraph, from 0.
        opens_paragraph: Whether it is the first of its paragraph.
        hangs: Whether it leans on the sentence before it.
        is_sentence: Whether it is whole: long enough, with a full stop, no heading or question.
        is_quote: Whether most of it is somebody's words.
        names: Number of names in it.
    """

    start: int
    end: int
    words: Counter[str]
    length: int
    place: int
    paragraph: int
    opens_paragraph: bool
    hangs: bool
    is_sentence: bool
    is_quote: bool
    names: int


def find_candidates(document: Document) -> list[Candidate]:
    """Describe every sentence of a document, in order."""
    text = document.text
    starts = sorted(entity.start for entity in document[ENTITIES]) if ENTITIES in document else []
    found: list[Candidate] = []
    paragraph = 0
    previous_end = 0
    for place, sentence in enumerate(document[SENTENCES]):
        opens = place == 0 or "\n" in text[previous_end : sentence.start]
        paragraph += opens and place > 0
        body = text[sentence.start : sentence.end]
        words = _WORD.findall(body)
        found.append(
            Candidate(
                sentence.start,
                sentence.end,
                Counter(stem(word) for word in words if word.lower() not in STOP_WORDS),
                len(words),
                place,
                paragraph,
                opens,
                _HANGING.match(body) is not None,
                _is_sentence(body, len(words)),
                _is_quote(body),
                sum(1 for start in starts if sentence.start <= start < sentence.end),
            )
        )
        previous_end = sentence.end
    return found


def stem(word: str) -> str:
    """Cut the commonest English endings, so that "missile" and "missiles" are one word."""
    word = word.lower().removesuffix("'s").removesuffix("\u2019s")
    for ending, kept in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 4 and not word.endswith("ss"):
            return word.removesuffix(ending) + kept
    return word


def _is_sentence(body: str, words: int) -> bool:
    ended = body.rstrip("\"'\u201d\u2019)]").endswith((".", "!", "\u2026", "\u3002"))
    return ended and _FEWEST_WORDS <= words <= _MOST_WORDS


def _is_quote(body: str) -> bool:
    opened = body[:1] in '"\u201c\u2018\u00ab\u201e'
    return opened or (len(_FIRST_PERSON.findall(body)) >= 2 and "\u201d" in body)
