"""Whether a cue reports anything without quotation marks: who speaks, and whether it took place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk_quotes.page import Page
from copydesk_quotes.phrases import OUGHT
from copydesk_quotes.somebody import is_somebody
from copydesk_quotes.speakers import is_impersonal
from copydesk_quotes.statement import Statement

if TYPE_CHECKING:
    from spacy.tokens import Token

_WRITER = frozenset({"i", "you", "we", "me", "us", "one"})
_ANYBODY = frozenset({"anyone", "anybody", "whoever"})
_NOBODY = frozenset({"nobody", "none", "neither", "no", "time"})
_OF_THINGS_TOO = frozenset({"maintain", "hold", "guarantee"})
# What a person finds so, they say.
_SAID_TOO = frozenset({"indicate", "project"})
# "They seem to show that": they do; "a test to show that": it may not.
_SEEMING = frozenset({"seem", "appear", "claim", "purport", "say", "begin", "come"})
# What is said before them is told without who says it. Own compilation.
_HEARINGS = frozenset(
    "court inquest inquiry jury tribunal hearing commission committee panel meeting".split()
)
_WANTING = frozenset({"demand", "ask"})
_WRITER_OPEN = frozenset({"you", "one", "me", "us"})
_BODIES = frozenset({"PERSON", "ORG", "LOC", "GPE", "NORP"})
_OPEN_QUESTIONS = ("whether ", "if ", "when ", "why ", "who ", "what ", "how ", "where ", "which ")


def reports(page: Page, statement: Statement) -> bool:
    """Tell whether a cue reports without quotation marks, and somebody is there to report."""
    if statement.kind == "manner" or (statement.kind == "thought" and page.speech_only):
        return False
    if statement.kind == "opinion" and _is_unreal(page.parse[statement.token]):
        return False
    if _is_asked_for(page, statement) or _is_withheld(page.parse[statement.token]):
        return False
    if statement.speaker is None:
        cue = page.parse[statement.token]
        return statement.kind == "speech" and (is_impersonal(cue) or cue.pos_ == "NOUN" or _is_heard(cue))
    speaker = page.parse[statement.speaker_token]
    nobody = any(one.lower_ in _NOBODY for one in (speaker, *speaker.lefts)) or speaker.lower_ == "few"
    if (statement.negated or nobody) and is_open(page, statement):
        return False
    which = any(one.lower_ == "which" for one in page.parse[statement.token].lefts)
    somebody = is_somebody(speaker) or speaker.pos_ == "PRON"
    if page.parse[statement.token].lemma_ in _OF_THINGS_TOO and (which or not somebody):
        # "The parts that maintain the lake", "this right guarantees that": nobody says so.
        return False
    # "One said it was late" is somebody, "one might say" is anybody.
    if speaker.lower_ in _ANYBODY:
        # "It is unclear who, if anyone, said so".
        return False
    anybody = speaker.lower_ in _WRITER and not (speaker.lower_ == "one" and _is_some_one(page, statement))
    if anybody and page.speech_only:
        # "I think", "I would say", "you might find": the writer talks; "I said", "we found" report.
        modal = any(child.tag_ == "MD" for child in page.parse[statement.token].lefts)
        open_ = statement.kind == "opinion" or speaker.lower_ in _WRITER_OPEN
        return not (open_ or modal or statement.negated)
    return statement.kind != "finding" or _finds(page, statement)


def _is_heard(cue: Token) -> bool:
    """Know "the court was told that it was late": so news reports what is said before a court."""
    heard = (child for child in cue.lefts if child.dep_ == "nsubjpass")
    return cue.lemma_ in ("tell", "inform") and any(one.lemma_.lower() in _HEARINGS for one in heard)


def _is_unreal(cue: Token) -> bool:
    """Know what nobody need think: "the trap of assuming that", "should know that", "demanded to know".

    So with "asked whether he thought that".
    """
    wanted = cue.dep_ == "xcomp" and cue.head.lemma_ in _WANTING
    if wanted or (cue.dep_ == "pcomp" and cue.head.lower_ == "of"):
        return True
    bare = cue.tag_ == "VB" and not any(child.tag_ == "TO" or child.dep_ == "aux" for child in cue.lefts)
    asked = cue.dep_ != "ROOT" and any(child.lower_ == "whether" for child in cue.lefts)
    return asked or (bare and cue.dep_ == "ccomp") or any(child.lower_ in OUGHT for child in cue.lefts)


def _is_withheld(cue: Token) -> bool:
    """Know "she would not say that he was late": she says nothing."""
    denied = any(child.dep_ == "neg" for child in cue.lefts)
    return cue.lemma_ == "say" and denied and any(child.lower_ == "would" for child in cue.lefts)


def _is_asked_for(page: Page, statement: Statement) -> bool:
    """Know "urged reporters to ask whether": nobody has asked yet, and it is not who urges."""
    cue = page.parse[statement.token]
    asked = cue.dep_ in ("xcomp", "ccomp") and cue.tag_ == "VB" and cue.head.lemma_ in page.lexicon.infinitive
    return asked and any(child.dep_ == "dobj" and child.i < cue.i for child in cue.head.rights)


def _finds(page: Page, statement: Statement) -> bool:
    """Tell whether somebody finds something out who can: a study, a court, a person."""
    cue = page.parse[statement.token]
    open_ = any(child.tag_ in ("MD", "TO") for child in cue.lefts) and cue.head.lemma_ not in _SEEMING
    if statement.speaker_token < 0 or statement.negated or open_:
        return False
    speaker = page.parse[statement.speaker_token]
    words = {speaker.lemma_.lower(), speaker.lower_.removesuffix("s")}
    found = not words.isdisjoint(page.lexicon.sources) or speaker.ent_type_ in _BODIES
    told = statement.start < statement.cue_start or page.text.startswith("that ", statement.start)
    found = found or (cue.lemma_ in _SAID_TOO and told and is_somebody(speaker))
    return found or (speaker.tag_ == "PRP" and speaker.lower_ != "it")


def _is_some_one(page: Page, statement: Statement) -> bool:
    """Tell "one said", "one of them says" from "one might say"."""
    of = any(child.lower_ == "of" for child in page.parse[statement.speaker_token].rights)
    return of or page.parse[statement.token].tag_ == "VBD"


def is_open(page: Page, statement: Statement) -> bool:
    """Tell whether nothing is reported: "has not said whether the dam will hold"."""
    words = page.text[statement.start : statement.end].lower()
    for first in ("but ", "exactly ", "precisely "):
        words = words.removeprefix(first)
    return words.startswith(_OPEN_QUESTIONS)
