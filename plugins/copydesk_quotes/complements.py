"""What a cue reports without a clause of its own: "vowed to win", "accused her of lying"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk_quotes.extents import FINITE, trimmed
from copydesk_quotes.somebody import is_somebody
from copydesk_quotes.speakers import Range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from copydesk_quotes.lexicon import Lexicon

# What a thing may do too. Own compilation.
_OF_THINGS_TOO = frozenset("threaten promise demand mean aim want call offer claim".split())
_PERSONAL = frozenset({"i", "he", "she", "they", "we", "you", "it"})
_SAYING = frozenset({"say", "tell", "ask", "complain", "warn", "report", "inquire", "apologize"})
_SCENES = frozenset({"after", "as", "when"})
_COMPLEMENTS = frozenset({"xcomp", "ccomp", "advcl", "acl", "relcl"})


def complement_of(verb: Token, subject: Token | None, lexicon: Lexicon) -> Range | None:
    """Find the infinitive or the verbal noun that a cue reports; whom it is said to is left out."""
    if any(child.dep_ == "neg" for child in verb.lefts) or _asks_not_to_be_named(verb):
        return None
    if (
        verb.dep_ == "relcl"
        and subject is not None
        and subject.lower_ in _PERSONAL
        and (subject.i == verb.i - 1 or (subject.i == verb.i - 2 and verb.nbor(-1).dep_ == "aux"))
    ):
        # "The voters they claim to represent", "pay they had expected to get": that is who, or what, it is.
        return None
    thing = subject is not None and subject.pos_ in ("NOUN", "PRON") and not is_somebody(subject)
    if thing and verb.lemma_ in _OF_THINGS_TOO:
        # "The drought threatens to empty the lake": nobody says so.
        return None
    if verb.lemma_ == "encourage" and verb.tag_ != "VBD":
        # "We encourage you to write" bids the reader; "she encouraged them to vote" is told.
        return None
    # "Officials are said to be annoyed": nobody tells who says it, and it is not the officials.
    relations = {child.dep_ for child in verb.children}
    if "auxpass" in relations and "agent" not in relations:
        return None
    lemma = lexicon.form_of(verb.lemma_.lower(), verb.lower_)
    # "They expect the dam to fall", but "they urged voters | to wait".
    thing = thing and subject is not None and not _may_ask(subject, lexicon)
    whole = not lexicon.verbs.get(lemma, frozenset()).isdisjoint(("opinion", "thought"))
    infinitive = _infinitive(verb, lemma, whole=whole) if lemma in lexicon.infinitive and not thing else None
    gerund = _gerund(verb) if lemma in lexicon.gerund else None
    if infinitive and gerund and gerund[0] < infinitive[0]:
        # "recommended staying for a week to see it".
        return gerund
    return infinitive or gerund or _gerund_after(verb, lexicon.gerund_after.get(lemma, frozenset()))


def _may_ask(subject: Token, lexicon: Lexicon) -> bool:
    """Tell whether what is no person asks: "it", a letter; "genes tell cells to grow" is no request."""
    written = {subject.lemma_.lower(), subject.lower_.removesuffix("s")} & (lexicon.sources | lexicon.nouns)
    return subject.pos_ != "NOUN" or bool(written)


def _asks_not_to_be_named(verb: Token) -> bool:
    """Know "who asked not to be named", "who asked for anonymity to speak freely": so news protects them."""
    following = " ".join(token.lower_ for token in verb.doc[verb.i + 1 : verb.i + 6])
    return verb.lemma_ in ("ask", "request") and any(
        word in following for word in ("named", "identified", "anonymity")
    )


def _infinitive(verb: Token, lemma: str, *, whole: bool) -> Range | None:
    for child in _below(verb):
        if (
            child.tag_ == "TO"
            and child.i > verb.i
            and "VB" in (one.tag_ for one in verb.doc[child.i + 1 : child.i + 3])
        ):
            # The parser takes "to quietly pause work" for a preposition.
            return trimmed(verb.doc[child.i : verb.right_edge.i + 1])
        if child.dep_ not in _COMPLEMENTS or child.i < verb.i:
            continue
        to = next((one for one in child.lefts if one.tag_ == "TO"), None)
        if to is None or any(
            one.lower_ in ("order", "as", "so") or one.tag_[0] == "W" for one in child.lefts
        ):
            continue
        mark = next((one for one in child.lefts if one.dep_ == "mark" and one.lower_ == "for"), None)
        negation = next((one for one in child.lefts if one.dep_ == "neg" and one.i < to.i), to)
        if _is_for(verb, to, lemma) or (lemma == "call" and child.lemma_ in _SAYING):
            # "The caterer called to say that the hall was wet".
            continue
        first = mark or negation
        if not any(token.text in ",;:" for token in verb.doc[verb.i : first.i]):
            # "expected by the city | to come".
            agent = next((one for one in verb.rights if one.dep_ == "agent" and one.i < first.i), None)
            after = verb if agent is None else agent.right_edge
            start = after.i + 1 if whole else first.i
            return trimmed(verb.doc[start : _with_next(verb.doc, _end_of(child))])
    return None


def _with_next(doc: Doc, end: int) -> int:
    """Take in the next of several aims: "vowed to end the war, | free the men and go home"."""
    while end + 2 < len(doc):
        at = end + (doc[end].text == ",")
        at += doc[at].tag_ == "CC"
        if at == end or doc[at].tag_ != "VB" or doc[at].dep_ in ("aux", "auxpass"):
            break
        end = doc[at].right_edge.i + (not doc[at].right_edge.is_punct)
    return end


def _is_for(verb: Token, to: Token, lemma: str) -> bool:
    """Know what an object is for: "they offer tools to find it", "promised a million jobs to end it".

    "They called him to testify" summons him; "they called on him to resign" is said.
    """
    given = [one for one in verb.rights if one.dep_ == "dobj" and one.i < to.i]
    promised = bool(given) and lemma in ("promise", "pledge") and not is_somebody(given[0])
    return promised or (
        bool(given) and (lemma in ("call", "offer") or any(one.tag_ == "$" for one in given[0].subtree))
    )


def _below(verb: Token) -> Iterator[Token]:
    """Give what hangs on a verb, or on whom it is said to: the parser takes "to" for either's."""
    for child in verb.rights:
        yield child
        if child.dep_ in ("dobj", "dative"):
            yield from child.rights
        if child.dep_ == "prep" and child.lower_ in ("on", "to", "with", "upon"):
            for noun in child.rights:
                yield from noun.rights


def _gerund(verb: Token) -> Range | None:
    for child in verb.rights:
        perfect = any(one.tag_ == "VBG" and one.dep_.startswith("aux") for one in child.lefts)
        # "recommend spending": the tagger may take it for a noun.
        named = child.dep_ == "dobj" and child.i == verb.i + 1 and child.lower_.endswith("ing")
        apart = child.i > verb.i and child.left_edge.nbor(-1).text == ","
        if (named and child.n_rights and child.lower_ != "having") or (
            not apart and child.dep_ == "xcomp" and (child.tag_ == "VBG" or perfect)
        ):
            return trimmed(verb.doc[child.left_edge.i : _end_of(child)])
    return None


def _gerund_after(verb: Token, prepositions: frozenset[str]) -> Range | None:
    for child in verb.rights:
        for prep in _prepositions(child):
            if prep.dep_ != "prep" or prep.lower_ not in prepositions:
                continue
            if any(map(_is_gerund, prep.rights)):
                return trimmed(verb.doc[prep.i : prep.right_edge.i + 1])
    return None


def _prepositions(child: Token) -> Iterator[Token]:
    """Give what may be the preposition of a verb: "accused | her | of", "complained | for | months | of"."""
    yield child
    if child.dep_ == "dobj":
        yield from child.rights
    if child.dep_ == "prep":
        for noun in child.rights:
            yield from noun.rights


def _is_gerund(word: Token) -> bool:
    """Tell whether somebody does something; the parser takes "of grandstanding" for a noun."""
    first = word.left_edge
    named = first.nbor(1) if first.is_quote and first.i + 1 < len(first.doc) else first
    marked = named.nbor(-1).is_quote
    # "of grandstanding", "of “playing games”"; but "of “dithering”" is all in marks.
    alone = word.dep_ == "pobj" and named.lower_.endswith("ing") and marked != (named.i == word.i)
    # "of fear-mongering", "for cherry-picking reports": the parser takes that for a noun.
    inner = next((one for one in word.lefts if one.dep_ == "amod" and one.tag_ == "VBG"), word)
    hyphened = (
        inner.lower_.endswith("ing") and inner != first == inner.left_edge and inner.nbor(-1).text == "-"
    )
    alone = alone or (word.dep_ == "pobj" and hyphened)
    being = any(one.tag_ == "VBG" and one.dep_.startswith("aux") for one in word.lefts)
    return alone or (word.dep_ == "pcomp" and (word.tag_ == "VBG" or being))


def _end_of(verb: Token) -> int:
    """Give the index after a complement; a finite verb that hangs on it is the cue's own next move."""
    for child in verb.rights:
        if (
            child.dep_ == "advcl"
            and verb.tag_ == "VB"
            and child.tag_ == "VBD"
            and child.left_edge.lower_ in _SCENES
        ):
            # "vowed to fight on | after a court refused": what has been was not vowed.
            return child.left_edge.i
        if child.dep_ == "conj" and child.tag_ in FINITE and child.tag_ != "MD":
            before = next((one for one in child.doc[verb.i : child.left_edge.i] if one.dep_ == "cc"), None)
            return before.i if before is not None else child.left_edge.i
    return verb.right_edge.i + 1
