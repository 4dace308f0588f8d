"""Few words in marks inside a sentence: what somebody says, or a term: “reckless”, “the happy path”."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from copydesk_quotes.extents import FINITE
from copydesk_quotes.marks import Marked
from copydesk_quotes.page import Page
from copydesk_quotes.phrases import SUBJECTS
from copydesk_quotes.somebody import is_somebody
from copydesk_quotes.speakers import subject_of
from copydesk_quotes.statement import Statement
from copydesk_quotes.titles import is_sentence_case

if TYPE_CHECKING:
    from spacy.tokens import Token

# More words than this are no term.
_MOST_WORDS = 6
_FEWEST_WORDS = 3
# What hangs deeper on a verb is told by another one.
_DEEPEST = 8
# What they say of something is theirs, also where it only describes a noun: "slammed the “reckless” plan".
# Own compilation, from the verbs of speech in verbs.txt, as the next two.
_JUDGING = frozenset(
    """
    call describe characterise characterize portray depict label brand dub term deem liken accuse blame fault
    criticise criticize condemn denounce deplore decry lambast lambaste slam blast rebuke assail attack mock
    ridicule deride taunt scorn disparage belittle denigrate malign vilify skewer castigate excoriate praise
    laud applaud hail cheer celebrate commend extol tout dismiss reject consider regard refer cite
    """.split()
)
# Without "by whom", these tell what something is called by all: "a dress called a “cezve”".
_CALLING = frozenset("call label brand dub term define refer deem".split())
# With a noun they tell what somebody does more often than what they say: "offers “pick your own” rows".
_DOING = frozenset(
    """
    add offer read point hold repeat publish post print mention show outline detail request maintain propose
    volunteer clarify convey share encourage command signal address brief inform recognize describe recount
    """.split()
)
# They report only with few words in marks, behind one of these: "railed against “the system”".
# Own compilation.
_BY_PREPOSITION = {
    "as": frozenset("cast frame paint hit single knock pitch bill".split()),
    "of": frozenset("speak talk".split()),
    "about": frozenset("speak talk rail".split()),
    "against": frozenset("speak talk rail inveigh fulminate crusade".split()),
    "at": frozenset("lash rail".split()),
}
_HOLDING = frozenset({"consider", "regard", "deem"})
# They judge with "as": "described her as “reckless”", but "described the “happy path”".
_WITH_AS = frozenset(
    "cheer celebrate describe define characterise characterize portray depict regard refer".split()
)
_MOST_WORDS_JUDGED = 6
_MOST_WORDS_TOLD = 12
_THE_WRITER = frozenset({"i", "we", "one"})
_NOT_SPEAKING = frozenset("you your this that which there what".split())
_DESCRIBES = frozenset({"compound", "amod", "nmod", "nummod", "poss", "npadvmod"})
_CLAUSES = frozenset({"relcl", "acl", "advcl", "pcomp", "csubj"})


def is_fragment(page: Page, one: Marked) -> bool:
    """Tell whether words in marks are too few, and too deep in a sentence, to be one by themselves."""
    text = page.text[one.start : one.end]
    number = len(text.split())
    is_sentence = text[:1].isupper() and text[-1:] in ".!?" and number > 1
    if is_sentence or page.is_whole(one) or number > _MOST_WORDS:
        return False
    words = page.parse.char_span(one.start, one.end, alignment_mode="expand")
    before, after = page.token(one.outer_start - 2), page.token(one.outer_end + 1)
    around = (before.tag_, after.tag_) if before is not None and after is not None else ("", "")
    if text[:1].islower() and around[0] in ("DT", "POS", "PRP$") and around[1] in ("NN", "NNS"):
        # "The “they said so” side of the story".
        return True
    subject = next((word for word in words or () if word.dep_ in SUBJECTS), None)
    if subject is None or not one.start < subject.head.idx < one.end:
        return True
    # A clause is no fragment: "those who say “it does not pay”".
    return subject.head.tag_ not in FINITE and not any(child.dep_ == "aux" for child in subject.head.lefts)


def is_doing(verb: Token) -> bool:
    """Tell whether a verb, with a noun, tells less often what is said than what is done: "offer", "add"."""
    return verb.lemma_.lower() in _DOING


def is_judging(verb: Token) -> bool:
    """Tell whether a verb says what somebody thinks of something: "call", "describe", "dismiss"."""
    return verb.lemma_.lower() in _JUDGING


def is_said(page: Page, statement: Statement, one: Marked, gap: str) -> bool:
    """Tell whether the grammar makes a fragment what the cue before it tells.

    Args:
        page: The document.
        statement: The cue.
        one: The fragment.
        gap: What stands between.
    """
    verb = page.parse[statement.token]
    if verb.pos_ not in ("VERB", "AUX"):
        return True
    lemma = verb.lemma_.lower()
    between = gap.split()
    if lemma == "read" and between in ([], [":"]):
        # "A sign that read “No Entry”".
        return page.text[one.start].isupper()
    judges = lemma in _JUDGING and (lemma not in _WITH_AS or not {"as", "to"}.isdisjoint(between))
    if statement.kind in ("opinion", "thought", "finding") and lemma not in _HOLDING:
        return False
    if not _has_speaker(page, statement, between, judges=judges):
        return between == ["to"]
    if judges and len(between) <= _MOST_WORDS_JUDGED and gap.replace(" ", "").isalnum():
        return True
    if judges and between[-1:] == ["as"] and len(between) <= _MOST_WORDS_TOLD:
        # "Dismissed Cole's claim that she lied as “nonsense”".
        return True
    path = _path(_top(page, one), verb)
    if not path or any(token.dep_ in _CLAUSES for token in path[1:]):
        return False
    if path[0].dep_ in _DESCRIBES and path[0].head.idx >= one.end:
        return judges
    few = len(page.text[one.start : one.end].split()) < _FEWEST_WORDS
    return not (is_doing(verb) and few)


def teller_of(page: Page, one: Marked) -> tuple[Token, Token] | None:
    """Find who puts it in these words, and the verb: "spoke of an “age of lead”", "cast it as “a test”"."""
    few = len(page.text[one.start : one.end].split()) <= _MOST_WORDS_TOLD
    if not few or not is_sentence_case(page, one):
        return None
    before = page.token(one.outer_start - 2)
    preposition = before if before is not None and before.dep_ == "prep" else _top(page, one)
    for _ in range(_DEEPEST):
        if preposition is None or preposition.dep_ == "prep" or preposition.pos_ == "VERB":
            break
        preposition = preposition.head
    if preposition is None or preposition.dep_ != "prep" or preposition.idx > one.start:
        return None
    verb = preposition.head if preposition.head.pos_ == "VERB" else preposition.head.head
    if verb.lemma_ not in _BY_PREPOSITION.get(preposition.lower_, ()) or verb.tag_ == "VB":
        return None
    speaker = subject_of(verb)
    if speaker is None or not is_somebody(speaker) or speaker.lower_ in _NOT_SPEAKING | _THE_WRITER:
        return None
    return speaker, verb


def _has_speaker(page: Page, statement: Statement, between: Sequence[str], *, judges: bool) -> bool:
    verb = page.parse[statement.token]
    if statement.speaker_token < 0:
        passive = any(child.dep_ == "auxpass" and child.tag_ in ("VBD", "VBN") for child in verb.lefts)
        return judges and verb.tag_ == "VBN" and (passive or verb.lemma_ not in _CALLING)
    speaker = page.parse[statement.speaker_token]
    if speaker.lower_ in _NOT_SPEAKING:
        return False
    if judges and verb.lemma_ in _CALLING and between in ([], ["a"], ["an"], ["the"]):
        # "A pot called a “cezve” is set on the sand".
        judges = False
    speaks = is_somebody(speaker) or speaker.lower_ in ("it", "one", "those")
    return judges or speaks or speaker.lemma_ in page.lexicon.sources


def _top(page: Page, one: Marked) -> Token | None:
    """Give the word inside the marks that hangs on one outside."""
    words = page.parse.char_span(one.start, one.end, alignment_mode="contract")
    return words.root if words is not None and len(words) else None


def _path(token: Token | None, verb: Token) -> list[Token]:
    """Give the words from one up to the verb that it hangs on; none when it does not."""
    if token is None or not verb.is_ancestor(token):
        return []
    path = [token, *takewhile(lambda one: one != verb, token.ancestors)]
    return path if len(path) <= _DEEPEST else []
