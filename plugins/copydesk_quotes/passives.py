"""Passives without "was": "officials said to be annoyed", "residents told to leave"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

# Before "to" they have an object when they are active: "told them to leave". Own compilation.
_WITH_OBJECT = frozenset(
    "tell order urge instruct remind believe think understand allege rumour rumor".split()
)
# They may be active ("the doctor said to rest"), but not before "to have" and, of nouns, "to be".
_BEFORE_STATES = frozenset("say report consider estimate".split())
_STATES = frozenset({"be", "have"})
# "He said to be careful": a pronoun has no participle after it.
_SUBJECT_PRONOUNS = frozenset({"i", "he", "she", "we", "they", "who"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
# After a name and a comma, what is done to somebody: no active verb stands there. Own compilation.
_DONE_TO = frozenset("ask tell press remind warn inform question challenge quiz grill".split())
_MOST_TOKENS_TO_VERB = 3


def is_reduced_passive(verb: Token) -> bool:
    """Tell whether an infinitive tells what somebody unnamed says of the noun before a verb.

    The parser takes most of these participles for the past tense.
    """
    first = _infinitive_after(verb)
    if first is None or verb.tag_ not in ("VBD", "VBN"):
        return False
    if any(child.dep_ in ("aux", "auxpass") or child.lower_ in _SUBJECT_PRONOUNS for child in verb.lefts):
        return False
    if verb.dep_ == "acl" or _is_absolute(verb):
        return True
    lemma = verb.lemma_.lower()
    return lemma in _WITH_OBJECT or (lemma in _BEFORE_STATES and first.lower_ in _STATES)


def is_bare_passive(verb: Token) -> bool:
    """Know "An aide, asked whether it was late, laughed": it is not the aide who asks."""
    if (
        verb.i < 2
        or verb.tag_ not in ("VBD", "VBN")
        or verb.lemma_ not in _DONE_TO
        or verb.nbor(-1).text != ","
    ):
        return False
    subject = verb.nbor(-2)
    return subject.dep_ in _SUBJECTS and not any(child.dep_ == "appos" for child in subject.rights)


def is_aside(participle: Token, verb: Token) -> bool:
    """Know "Weber, asked about the dam, said": the parser gives "asked" the subject of "said"."""
    if participle.tag_ not in ("VBD", "VBN") or not 1 < participle.i < verb.i:
        return False
    before = participle.nbor(-2 if participle.nbor(-1).tag_ == "RB" else -1)
    own = any(child.dep_ in _SUBJECTS and child.i > participle.i for child in verb.lefts)
    led = any(child.dep_ in _SUBJECTS and child.i < before.i for child in participle.lefts)
    return before.text == verb.nbor(-1).text == "," and led and not own


def _infinitive_after(verb: Token) -> Token | None:
    """Give the first verb of an infinitive right after a verb: "said | to | quietly | leave"."""
    doc = verb.doc
    at = verb.i + 1
    while at < len(doc) and doc[at].tag_ == "RB":
        at += 1
    if at >= len(doc) or doc[at].tag_ != "TO":
        return None
    return next((word for word in doc[at + 1 : at + 1 + _MOST_TOKENS_TO_VERB] if word.tag_ == "VB"), None)


def _is_absolute(verb: Token) -> bool:
    """Know "with officials said to be annoyed": after "with" no verb is finite."""
    return verb.dep_ == "advcl" and any(
        child.dep_ in ("mark", "prep") and child.lower_ == "with" for child in verb.lefts
    )
