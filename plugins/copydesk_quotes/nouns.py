"""Reports that a noun or an adjective carries: "her claim that", "concern among voters that", "sure that"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from copydesk_quotes.extents import FINITE, clause_without, sentence_of, trimmed
from copydesk_quotes.lexicon import CueClass, Lexicon
from copydesk_quotes.noun_phrases import noun_phrase
from copydesk_quotes.phrases import SUBJECTS, TURNING_DOWN
from copydesk_quotes.somebody import is_somebody
from copydesk_quotes.speakers import Range, subject_of
from copydesk_quotes.statement import Statement

if TYPE_CHECKING:
    from spacy.tokens import Token

_LIGHT_VERBS = frozenset(
    """
    express voice make issue offer raise share reiterate repeat release publish deliver sound reject dismiss
    downplay dispel deny confirm post come reach rule shrug brush float dispute refute rebut echo peddle
    spread push shoot knock
    """.split()
)
# Somebody reports these by the verb alone: "raised the possibility that", not "her possibility that".
_CHANCES = frozenset({"possibility", "prospect", "likelihood"})
_NAMING = frozenset("call describe dub label term brand".split())
_CLAUSES = frozenset({"acl", "ccomp", "relcl", "advcl"})
# "Her promise to build a wall". Own compilation.
_WITH_INFINITIVE = frozenset(
    "promise pledge vow threat offer demand request call plea appeal proposal order".split()
)
# These report even when nobody is told to: "allegations that the vote was bought".
_ALONE = frozenset({"claim", "allegation", "accusation", "rumor", "rumour", "report", "suggestion"})
# "Made a call to say that it was late": that is why somebody calls.
_TELLING = frozenset({"say", "tell", "ask", "see", "speak", "talk"})
# Own compilation.
_DISMISSING = frozenset(
    "dismiss reject deride mock denounce slam blast decry condemn ridicule describe brand".split()
)
_MOST_TOKENS_OF_CUE = 4
# What is done to a claim: "the claim that she rejected".
_TRANSITIVE = frozenset(
    """
    make reject deny dispute issue repeat post raise debunk call share release commission publish cite submit
    receive present deliver dismiss
    """.split()
)
_HAVING = frozenset({"dobj", "ccomp", "oprd"})
_BY = frozenset({"by", "from", "among"})
CALLS = frozenset("chant chants cries shouts cheers".split())
_OF_MARK = ("of", "\u201c")
_BEING = frozenset({"be", "feel", "remain", "seem", "become", "sound", "appear", "grow"})


def of_light_verb(verb: Token, lexicon: Lexicon) -> Iterator[Statement]:
    """Find what a noun reports for the subject of its verb: "she expressed concern that the dam was old"."""
    if verb.lemma_.lower() not in _LIGHT_VERBS:
        return
    for child in verb.children:
        if child.dep_ not in ("dobj", "attr", "prep"):
            continue
        noun = next(iter(child.children), child) if child.dep_ == "prep" else child
        if noun.lemma_.lower() not in lexicon.nouns | _CHANCES or _is_anothers(noun, verb):
            continue
        clause = next((inner for inner in noun.children if inner.dep_ in ("acl", "ccomp", "relcl")), None)
        # "The claim that the dam was old" reports, "the claim that Weber made" does not.
        if clause is None or not any(
            m.dep_ == "mark" and m.lower_ in ("that", "whether") for m in clause.lefts
        ):
            clause = next((one for one in verb.children if one.dep_ == "ccomp" and one.i > noun.i), None)
        clause = clause or _infinitive_of(noun, verb)
        # "A claim that she called a fantasy": what is called something is the claim.
        if clause is None or clause.lemma_ in _NAMING:
            continue
        subject = subject_of(verb, speaks=True)
        content = clause_without(clause, noun) if clause.tag_ != "VB" else trimmed([*clause.subtree])
        if subject is not None and verb.lemma_ == "raise" and not _may_raise(subject, lexicon):
            # "The crash raised fears that the dam would fail".
            continue
        if content is not None and subject is not None:
            near = 0 < noun.i - verb.i <= _MOST_TOKENS_OF_CUE
            yield _statement(content, (verb, noun if near else verb), subject, "speech")


def _infinitive_of(noun: Token, verb: Token) -> Token | None:
    """Find what is asked or promised: "made a plea for them | to stay", "made an offer | to pay"."""
    if noun.lemma_.lower() not in _WITH_INFINITIVE or verb.lemma_ in TURNING_DOWN:
        return None
    for child in (*noun.rights, *verb.rights):
        to = child.tag_ == "VB" and any(one.tag_ == "TO" for one in child.lefts)
        mine = child.head.i == noun.i or child.left_edge.lower_ == "for"
        if to and mine and child.i > noun.i and child.lemma_ not in _TELLING:
            return child
    return None


def _is_anothers(noun: Token, verb: Token) -> bool:
    """Know "rejected claims by Pike that it was late", "Pike's claim": Pike claims that."""
    owner = _owner(noun) or _torn(noun)[1]
    pushes_back = verb.lemma_ == "push" and verb.doc[verb.i + 1 : verb.i + 2].text == "back"
    return owner is not None and owner.pos_ != "PRON" and (pushes_back or verb.lemma_ in TURNING_DOWN)


def _may_raise(subject: Token, lexicon: Lexicon) -> bool:
    """Tell whether what raises a doubt says so: a chief, a letter, "it"."""
    written = subject.lemma_.lower() in lexicon.sources | lexicon.nouns
    return subject.pos_ != "NOUN" or written or is_somebody(subject)


def of_noun_alone(noun: Token) -> Iterator[Statement]:
    """Find what a noun reports for its owner: "her claim that the dam was old"."""
    clauses = [*noun.rights]
    if noun.dep_ == "nsubj" and noun.head.lemma_ == "be":
        # "Her view is that the dam was old".
        clauses += [one for one in noun.head.rights if one.dep_ == "ccomp" and one.left_edge.lower_ == "that"]
    content = next(filter(None, (_content(noun, clause) for clause in clauses)), None)
    verb = _governor(noun)
    is_light = noun.dep_ in ("dobj", "attr", "pobj") and verb.lemma_.lower() in _LIGHT_VERBS
    is_light = is_light and not _is_anothers(noun, verb)
    if is_light and any(child.lower_ in ("that", "whether") for child in noun.doc[noun.i : noun.i + 8]):
        return
    owner = _owner(noun)
    if content is None and owner is None:
        content, owner = _torn(noun)
    if content is not None and (owner is not None or noun.lemma_.lower() in _ALONE):
        yield _statement(_before_verdict(verb, content), (noun, noun), owner, "speech")


def _before_verdict(verb: Token, content: Range) -> Range:
    """End a claim before what it is dismissed as: "dismissed Pike's claim that it was late | as “rot”"."""
    words = verb.doc.char_span(*content)
    if verb.lemma_ not in _DISMISSING or words is None:
        return content
    verdicts = (one for one in words[1:-1] if one.lower_ == "as" and one.nbor(1).is_quote)
    last = next((one.nbor(-1) for one in verdicts), None)
    return content if last is None else (content[0], last.idx + len(last.text))


def _torn(noun: Token) -> tuple[Range | None, Token | None]:
    """Know "ignored | warnings | from chiefs | that it could fail": the parser gives all to the verb."""
    by = noun.nbor(1) if noun.i + 1 < len(noun.doc) else noun
    owner = next((one for one in by.rights if one.dep_ == "pobj"), None) if by.lower_ in _BY else None
    last = owner.right_edge.i + 1 if owner is not None else len(noun.doc)
    if last >= len(noun.doc) or noun.doc[last].lower_ != "that" or noun.doc[last].dep_ != "mark":
        return None, None
    clause = noun.doc[last].head
    return trimmed(noun.doc[last : clause.right_edge.i + 1]), owner


def _governor(noun: Token) -> Token:
    return noun.head.head if noun.dep_ == "pobj" else noun.head


def _content(noun: Token, clause: Token) -> Range | None:
    """Give the clause of a noun when it tells what is reported: "that the dam was old", "to build a dam"."""
    if clause.dep_ not in _CLAUSES:
        return None
    doc, first = noun.doc, clause.left_edge
    lefts = [*clause.lefts]
    if first.lower_ in ("that", "whether"):
        complete = any(child.dep_ in SUBJECTS and child.i != first.i for child in lefts)
        # "The claim that Weber made": the verb wants an object, and "that" is it.
        relative = clause.lemma_ in _TRANSITIVE and not any(child.dep_ in _HAVING for child in clause.rights)
        fits = complete and not relative and first.i == lefts[0].i and clause.lemma_ not in _NAMING
        return trimmed(doc[first.i : clause.right_edge.i + 1]) if fits else None
    if first.i == noun.i + 1 and clause.dep_ in ("acl", "ccomp") and _is_whole(clause):
        # "Weber's claims | the dam was old".
        return trimmed(doc[first.i : clause.right_edge.i + 1])
    to = any(child.tag_ == "TO" for child in lefts)
    if to and noun.lemma_.lower() in _WITH_INFINITIVE and first.lower_ in ("to", "for", "not", "never"):
        return trimmed(doc[first.i : clause.right_edge.i + 1])
    return None


def _is_whole(clause: Token) -> bool:
    """Tell a clause with all that it needs from one about a noun: "the claims | Weber made in May"."""
    subject = next((child for child in clause.lefts if child.dep_ in SUBJECTS), None)
    own = subject is not None and subject.pos_ in ("NOUN", "PROPN", "PRON") and _is_finite(clause)
    told = any(child.dep_ in ("dobj", "acomp", "attr", "ccomp") for child in clause.rights)
    return own and told and clause.lemma_ not in _TRANSITIVE


def _owner(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ in _BY:
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
        if child.dep_ == "amod" and child.is_title and noun.lemma_.lower() in _ALONE:
            # "Disputed Republican claims that".
            return child
    # "Defending Pike's claim that": the parser may give Pike to the verb.
    before = noun.doc[max(0, noun.i - 2) : noun.i]
    return before[0] if len(before) > 1 and before[1].tag_ == "POS" else None


def of_call(noun: Token) -> Iterator[Statement]:
    """Find what many call at once: "the crowd broke into chants of “Open the gates!”"."""
    after = noun.doc[noun.i + 1 : noun.i + 3]
    if len(after) < len(_OF_MARK) or after[0].lower_ != "of" or not after[1].is_quote:
        return
    verb = _governor(noun)
    subject = subject_of(verb) if verb.pos_ == "VERB" and verb.i < noun.i else None
    yield replace(_statement((-1, -1), (noun, after[0]), subject, "speech"), exact=True)


def of_state(word: Token) -> Iterator[Statement]:
    """Find what somebody holds to be so: "she was confident that", "he made clear that"."""
    if word.lower_ == "clear":
        holder, clauses = (word.head, (*word.rights, *word.head.rights)) if _is_made(word) else (None, ())
    else:
        holder, clauses = _holder(word), (*word.rights,)
        if holder is not None and holder is not word:
            # "She was adamant that": the parser may hang it on "was".
            rest = (one for one in holder.rights if one.left_edge.lower_ == "that")
            clauses += tuple(one for one in rest if one.left_edge.dep_ == "mark")
    if any(child.lower_ == "so" for child in word.lefts) or _is_to_be(word):
        # "He was so sure of it that he bought two", "Check twice to be sure that it fits".
        return
    clause = next(
        (one for one in clauses if one.dep_ in ("ccomp", "advcl") and one.i > word.i and _is_finite(one)),
        None,
    )
    subject = subject_of(holder) if holder is not None else None
    if holder is word:
        subject = next((child for child in word.lefts if child.dep_ in SUBJECTS), None)
    if clause is None or subject is None or subject.lower_ == "it":
        return
    own = clause.dep_ == "ccomp" or any(child.dep_ in SUBJECTS for child in clause.lefts)
    if not own or (clause.left_edge.tag_ == "IN" and clause.left_edge.lower_ != "that"):
        return
    content = clause_without(clause, word)
    if content is not None:
        yield _statement(content, (word, word), subject, "opinion")


def _is_to_be(word: Token) -> bool:
    made = word.lower_ == "sure" and word.head.lemma_ == "make"
    return made or (word.head.tag_ == "VB" and any(child.tag_ == "TO" for child in word.head.lefts))


def _is_made(word: Token) -> bool:
    return word.head.lemma_ == "make" and word.dep_ in ("ccomp", "acomp", "oprd")


def _holder(word: Token) -> Token | None:
    if word.dep_ in ("acomp", "oprd") and word.head.lemma_ in _BEING:
        return word.head
    return word if word.tag_ == "VBN" and any(child.dep_ == "auxpass" for child in word.lefts) else None


def _is_finite(verb: Token) -> bool:
    return verb.tag_ in FINITE or any(child.tag_ in FINITE for child in verb.lefts)


def _statement(content: Range, cue: tuple[Token, Token], subject: Token | None, kind: CueClass) -> Statement:
    return Statement(
        *content,
        cue[0].idx,
        cue[1].idx + len(cue[1].text),
        noun_phrase(subject) if subject is not None else None,
        subject.i if subject is not None else -1,
        kind,
        sentence_of(cue[0]),
        cue[0].i,
        exact=cue[0] is cue[1] and cue[0].pos_ == "NOUN",
    )
