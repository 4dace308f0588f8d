"""Reporting in the grammar: who reports what with which words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from copydesk_quotes.clauses import clause_of
from copydesk_quotes.complements import complement_of
from copydesk_quotes.extents import BEGINS_PHRASE, FINITE, MOST_TOKENS_INSIDE, is_clause, sentence_of
from copydesk_quotes.inserted import clauses_around
from copydesk_quotes.lexicon import CueClass, Lexicon
from copydesk_quotes.mistagged import of_mistagged
from copydesk_quotes.noun_phrases import noun_phrase
from copydesk_quotes.nouns import CALLS, of_call, of_light_verb, of_noun_alone, of_state
from copydesk_quotes.passives import is_reduced_passive
from copydesk_quotes.speakers import Range, subject_of
from copydesk_quotes.statement import Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# A verb of several classes counts as the first of these: "suggest" is speech before it is finding.
_BY_STRENGTH: tuple[CueClass, ...] = ("speech", "writing", "opinion", "finding", "manner", "thought")
# "She declined to say whether ..." reports nothing.
_REFUSING = frozenset("decline refuse fail hesitate forget neglect".split())
_LONGEST_DESCRIPTION = 90
# "He fired back that the report was wrong".
_ANSWERING = frozenset({"fire", "shoot", "hit", "push", "snap", "strike", "punch", "clap"})
_RELATIVES = ("which ", "who ", "whose ")
# With a particle a verb means something else ("rule out"), but for these.
_SPEAKING_PARTICLES = frozenset(
    {("point", "out"), ("spell", "out"), ("cry", "out"), ("call", "out"), ("go", "on")}
)


def find_statements(parse: Doc, text: str, lexicon: Lexicon) -> list[Statement]:
    """Find every cue of a text, with the clause it governs and its speaker.

    Clauses are what spaCy's English models call ccomp and parataxis; a cue that stands after or
    inside what it reports governs it too ("The dam, she said, was old").

    Args:
        parse: The parse.
        text: Its text, which `Doc.text` would join anew each time.
        lexicon: The words that report.
    """
    found: list[Statement] = []
    for token in parse:
        word, part = token.lower_, token.pos_
        if _is_verb(token, part):
            lemma = token.lemma_.lower()
            of_noun = [*of_light_verb(token, lexicon)]
            kinds = lexicon.classes_of(lemma, word) or _of_idiom(token)
            if kinds and not of_noun and _has_its_meaning(token) and not _says_as_much(token):
                found.append(_of_verb(token, kinds, lexicon))
            found += of_noun
        elif part == "NOUN" and token.lemma_.lower() in lexicon.nouns:
            found += of_noun_alone(token)
        if word in CALLS:
            found += of_call(token)
        if word in lexicon.views:
            found += _of_view(text, token)
        if word in lexicon.states:
            found += of_state(token)
        if word in lexicon.finite or word == "show":
            found += of_mistagged(token, word, lexicon)
    found += _of_phrases(parse, text, lexicon)
    return sorted(found, key=lambda statement: statement.cue_start)


def _is_verb(token: Token, part: str) -> bool:
    """Tell a verb; the tagger takes "shows" for a noun where the parser knows better."""
    if part in ("VERB", "AUX"):
        return token.dep_ not in ("aux", "auxpass", "amod")
    if part != "NOUN" or token.dep_ != "ROOT":
        return False
    return {"nsubj", "ccomp"} <= {child.dep_ for child in token.children}


def _of_verb(verb: Token, kinds: frozenset[CueClass], lexicon: Lexicon) -> Statement:
    kind: CueClass = next(kind for kind in _BY_STRENGTH if kind in kinds)
    subject = subject_of(verb, speaks=kind in ("speech", "writing"))
    content, also, exact = _content(verb, subject, lexicon)
    start, end = content or (-1, -1)
    return Statement(
        start,
        end,
        verb.idx,
        verb.idx + len(verb.text),
        noun_phrase(subject) if subject is not None else None,
        subject.i if subject is not None else -1,
        kind,
        sentence_of(verb),
        verb.i,
        any(child.dep_ == "neg" or child.lower_ in ("might", "could") for child in verb.lefts),
        also,
        exact,
    )


def _content(verb: Token, subject: Token | None, lexicon: Lexicon) -> tuple[Range | None, Range | None, bool]:
    """Find what a verb reports, the rest of it after the verb, and whether the grammar tells its end."""
    if is_reduced_passive(verb):
        # "Officials said to be annoyed": nobody tells who says it, and it is not the officials.
        return None, None, True
    around = clauses_around(verb, subject)
    if around is not None:
        return *around, False
    clause = clause_of(verb)
    return clause or complement_of(verb, subject, lexicon), None, clause is None


def _says_as_much(verb: Token) -> bool:
    """Know "he said as much": that tells whose view the sentence is, and its words are another's."""
    return [token.lower_ for token in verb.doc[verb.i + 1 : verb.i + 3]] == ["as", "much"]


def _of_idiom(verb: Token) -> frozenset[CueClass]:
    """Know "as Weber put it" and "Weber went on"; they report only beside a quotation."""
    following = verb.nbor(1).lower_ if verb.i + 1 < len(verb.doc) else ""
    if following == "back" and verb.lemma_.lower() in _ANSWERING:
        return frozenset({"speech"})
    idioms = {("put", "it"), ("go", "on"), ("go", ","), ("be", "like")}
    return frozenset({"manner"}) if (verb.lemma_.lower(), following) in idioms else frozenset()


def _has_its_meaning(verb: Token) -> bool:
    if verb.dep_ == "xcomp" and verb.head.lemma_ in _REFUSING:
        return False
    if verb.i and verb.nbor(-1).lower_ in ("that", "having") and verb.nbor(-1).is_sent_start:
        # "That said, it was late".
        return False
    if _is_owned(verb):
        return False
    particles = [child.lower_ for child in verb.children if child.dep_ == "prt"]
    lemma = verb.lemma_.lower()
    return all(
        (lemma, particle) in _SPEAKING_PARTICLES or (particle == "back" and lemma in _ANSWERING)
        for particle in particles
    )


def _is_owned(verb: Token) -> bool:
    """Know "Google's recently announced plan"."""
    before = verb.nbor(-1) if verb.i else verb
    before = before.nbor(-1) if before.tag_ == "RB" and before.i else before
    return before.tag_ == "POS"


def _of_phrases(parse: Doc, text: str, lexicon: Lexicon) -> Iterator[Statement]:
    if not lexicon.phrases:
        return
    any_phrase = "|".join(map(re.escape, sorted(lexicon.phrases, key=len, reverse=True)))
    for match in re.finditer(rf"\b(?:{any_phrase})\b", text, re.IGNORECASE):
        statement = _of_phrase(parse, text, *match.span())
        if statement:
            yield statement


def _of_view(text: str, noun: Token) -> Iterator[Statement]:
    """Find whose view a sentence is: "In her view, the dam was old"."""
    owner = next((child for child in noun.lefts if child.dep_ == "poss"), None)
    if owner is None or noun.dep_ != "pobj" or noun.head.lower_ != "in":
        return
    sentence = sentence_of(noun)
    start, end = noun.head.idx, noun.idx + len(noun.text)
    if text[end : end + 1] == ",":
        content = _beside(text, sentence, start, end)
        yield Statement(*content, start, end, noun_phrase(owner), owner.i, "speech", sentence, noun.head.i)


def _of_phrase(parse: Doc, text: str, start: int, end: int) -> Statement | None:
    span = parse.char_span(start, end)
    if span is None or span.end >= len(parse):
        return None
    last = parse[span.end - 1]
    noun = next((child for child in last.children if child.dep_ == "pobj"), None)
    if noun is None:
        noun = next(
            (token for token in parse[span.end : span.end + 8] if token.pos_ in ("PROPN", "NOUN", "PRON")),
            None,
        )
    if noun is None:
        return None
    speaker = _name_first(parse, span.end) or noun_phrase(noun)
    sentence = sentence_of(parse[span.start])
    phrase_end = _phrase_end(parse, text, speaker[1], sentence[1])
    content = _beside(text, sentence, start, phrase_end)
    if text[content[0] : content[1]].lower().startswith(_RELATIVES):
        # "That is according to the board, which ...": what it reports stands in the sentence before.
        return None
    also = _after_phrase(parse, phrase_end, sentence[1]) if content[0] < start else None
    return Statement(*content, start, end, speaker, noun.i, "speech", sentence, span.start, also=also)


def _after_phrase(parse: Doc, end: int, limit: int) -> Range | None:
    """Take up what follows a phrase inside a sentence: "What he wants, according to Weber, is a deal"."""
    comma = parse.char_span(end, end + 1)
    if comma is None or comma.text != "," or comma.end >= len(parse):
        return None
    verb = parse[comma.end]
    return (verb.idx, limit) if verb.tag_ in FINITE and verb.idx < limit else None


def _name_first(parse: Doc, at: int) -> Range | None:
    """Take the name of a person that a phrase begins with: "according to Weber the dam ..."."""
    if parse[at].ent_type_ != "PERSON" or parse[at].ent_iob_ != "B":
        return None
    end = at + 1
    while end < len(parse) and parse[end].ent_iob_ == "I":
        end += 1
    possessive = end < len(parse) and parse[end].tag_ in ("POS", "NN", "NNS")
    return None if possessive else (parse[at].idx, parse[end - 1].idx + len(parse[end - 1].text))


def _phrase_end(parse: Doc, text: str, end: int, limit: int) -> int:
    """Step over what describes a speaker: "according to a report by the board, a body of nine, it was"."""
    comma = text.find(",", end, limit)
    between = parse.char_span(end, comma, alignment_mode="contract") if comma >= 0 else None
    # "according to a report that was written in May, it was": the clause is the report's.
    relative = between is not None and len(between) > 0 and between[0].tag_ in ("WDT", "WP", "WP$")
    clause = between is not None and not relative and is_clause(between)
    if not 0 <= comma - end <= _LONGEST_DESCRIPTION or clause:
        return end
    for _ in range(2):
        following = text.find(",", comma + 1, limit)
        if not 0 <= following - comma <= _LONGEST_DESCRIPTION:
            break
        described = parse.char_span(comma + 1, following, alignment_mode="contract")
        if described is None or not len(described):
            break
        if any(token.tag_ in ("WDT", "WP") and token.head.tag_ == "IN" for token in described[:4]):
            # "a letter, parts of which were read, it was".
            comma = following
            continue
        if is_clause(described):
            break
        if described[0].tag_ not in BEGINS_PHRASE or len(described) > MOST_TOKENS_INSIDE:
            break
        comma = following
    return comma


def _beside(text: str, sentence: Range, start: int, end: int) -> tuple[int, int]:
    """Give the side of the sentence that a phrase reports: what follows it when it comes first."""
    head = text[sentence[0] : start].strip(' ,\u2014-\u201c"')
    leads_on = head.lower().endswith((" which", " that", " who", " where", " because"))
    if len(head.split()) > 2 and not leads_on:
        told = text[sentence[0] : start].rstrip(" ,\u2014-(")
        return sentence[0], sentence[0] + len(told.removesuffix(" and").removesuffix(" but").rstrip(" ,"))
    at = end
    while at < sentence[1] and text[at] in " ,\u2014-\n":
        at += 1
    return at, sentence[1]
