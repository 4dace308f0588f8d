"""Reporting in the grammar: who reports what with which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from copydesk_quotes.lexicon import CueClass, Lexicon
from copydesk_quotes.speakers import SUBJECTS, Range, noun_phrase, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

_CLAUSES = frozenset({"ccomp", "parataxis"})
_LIGHT_VERBS = frozenset(
    "express voice make issue offer raise share reiterate repeat release publish deliver sound reject "
    "dismiss deny confirm post come reach".split()
)
# A verb of several classes counts as the first of these: "suggest" is speech before it is finding.
_BY_STRENGTH: tuple[CueClass, ...] = ("speech", "writing", "opinion", "finding", "manner", "thought")
# "She declined to say whether ..." reports nothing.
_REFUSING = frozenset("decline refuse fail hesitate forget neglect".split())
_FEWEST_TOKENS_BEFORE = 4
_MOST_TOKENS_TO_THAT = 8
_MOST_TOKENS_INSIDE = 12
_LONGEST_DESCRIPTION = 90
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_OBJECTS = frozenset({"dobj", "ccomp", "xcomp", "mark", "prt"})
_BEGINS_PHRASE = frozenset({"DT", "PRP", "PRP$", "NN", "NNS", "NNP", "NNPS", "JJ", "CD", "PDT"})
_STRONG = frozenset({":", ";", '"', "\u201c", "\u201d", "that"})
# A sentence that goes on so after ", she said," goes on with what she said.
_GOES_ON = frozenset(
    "and but or because that which who while although though when if so as nor yet unless".split()
)
# Verbs that stand between commas in what they report: "The dam, she said, was old".
_CLOSING_CUES = frozenset(
    """
    say report announce add write confirm warn admit note state argue explain believe think suggest
    claim tell observe predict concede acknowledge insist estimate recall complain conclude show
    find agree learn reply
    """.split()
)
# After these the word "that" may be missing.
_WITHOUT_THAT = frozenset("say claim insist believe think estimate argue".split())
_ASKING = frozenset({"ask", "wonder", "inquire", "enquire", "question"})
# With a particle a verb means something else ("rule out"), but for these.
_SPEAKING_PARTICLES = frozenset(
    {("point", "out"), ("spell", "out"), ("cry", "out"), ("call", "out"), ("go", "on")}
)


@dataclass(frozen=True)
class Statement:
    """A cue with what it reports.

    Attributes:
        start: First code point of what is reported; -1 when the grammar shows none.
        end: Code point after the last.
        cue_start: First code point of the cue.
        cue_end: Code point after the last.
        speaker: First and last code point of the words for who speaks; None when there are none.
        speaker_token: Index of their head in the parse; -1 when there are none.
        kind: Class of the cue.
        sentence: First and last code point of the sentence of the cue.
        token: Index of the cue in the parse.
        negated: Whether the cue is negated or only a possibility.
        also: The rest of what is reported, when the cue stands inside it.
    """

    start: int
    end: int
    cue_start: int
    cue_end: int
    speaker: tuple[int, int] | None
    speaker_token: int
    kind: CueClass
    sentence: tuple[int, int]
    token: int
    negated: bool = False
    also: Range | None = None


def find_statements(parse: Doc, lexicon: Lexicon) -> list[Statement]:
    """Find every cue of a text, with the clause it governs and its speaker.

    Clauses are what spaCy's English models call ccomp and parataxis; a cue that stands after or
    inside what it reports governs it too ("The dam, she said, was old").
    """
    found: list[Statement] = []
    for token in parse:
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass", "amod"):
            lemma = token.lemma_.lower()
            of_noun = [*_of_noun(token, lexicon)] if lemma in _LIGHT_VERBS else []
            kinds = lexicon.classes_of(lemma, token.lower_) or _of_idiom(token)
            if kinds and not of_noun and _has_its_meaning(token):
                found.append(_of_verb(token, kinds))
            found += of_noun
    found += _of_phrases(parse, lexicon)
    return sorted(found, key=lambda statement: statement.cue_start)


def _of_verb(verb: Token, kinds: frozenset[CueClass]) -> Statement:
    subject = subject_of(verb)
    inserted = _around(verb, subject)
    content, also = inserted or (_content(verb), None)
    kind: CueClass = next(kind for kind in _BY_STRENGTH if kind in kinds)
    start, end = content or (-1, -1)
    return Statement(
        start,
        end,
        verb.idx,
        verb.idx + len(verb.text),
        noun_phrase(subject) if subject is not None else None,
        subject.i if subject is not None else -1,
        kind,
        _sentence(verb),
        verb.i,
        any(child.dep_ == "neg" or child.lower_ in ("might", "could") for child in verb.lefts),
        also,
    )


def _of_idiom(verb: Token) -> frozenset[CueClass]:
    """Know "as Weber put it" and "Weber went on"; they report only beside a quotation."""
    following = verb.nbor(1).lower_ if verb.i + 1 < len(verb.doc) else ""
    idioms = {("put", "it"), ("go", "on")}
    return frozenset({"manner"}) if (verb.lemma_.lower(), following) in idioms else frozenset()


def _has_its_meaning(verb: Token) -> bool:
    if verb.dep_ == "xcomp" and verb.head.lemma_ in _REFUSING:
        return False
    particles = [child.lower_ for child in verb.children if child.dep_ == "prt"]
    return all((verb.lemma_.lower(), particle) in _SPEAKING_PARTICLES for particle in particles)


def _content(verb: Token) -> tuple[int, int] | None:
    """Find the clause that a verb reports."""
    for child in verb.children:
        if child.dep_ == "ccomp" and child.pos_ in ("VERB", "AUX") and not _holds(child, verb):
            return _clause(child, verb)
    for child in verb.children if verb.lemma_ in _ASKING else ():
        # The parser takes the clause of "asked whether the dam would hold" for an adverbial one.
        if child.dep_ == "advcl" and any(mark.lower_ in ("whether", "if") for mark in child.lefts):
            return _clause(child, verb)
    if verb.lemma_ in _CLOSING_CUES and _is_inserted(verb):
        return _clause(verb.head, verb)
    return _after_that(verb) or _beside_as(verb) or _before_the_end(verb)


def _beside_as(verb: Token) -> Range | None:
    """Take the main clause of "As Weber told the board, the dam was old"."""
    mark = next((child for child in verb.lefts if child.dep_ == "mark" and child.lower_ == "as"), None)
    low, high = _sentence(verb)
    if mark is None or verb.dep_ != "advcl" or mark.idx != low:
        return None
    comma = verb.doc.text.find(",", verb.right_edge.idx + len(verb.right_edge.text) - 1, high)
    return (comma + 2, high) if 0 <= comma < high - 3 else None


def _after_that(verb: Token) -> Range | None:
    """Take what follows "that", where the parser shows no clause: "observed that the ... coincided".

    After "say" the word may be missing.
    """
    doc, end = verb.doc, verb.sent.end
    near = doc[verb.i + 1 : min(end, verb.i + _MOST_TOKENS_TO_THAT)]
    start = next((token.i for token in near if token.lower_ == "that" and token.pos_ == "SCONJ"), -1)
    if start >= 0:
        fits = any(token.tag_ in _FINITE for token in doc[start:end])
    else:
        start = _after_day(verb)
        named = verb.lemma_ in _WITHOUT_THAT and any(child.dep_ in SUBJECTS for child in verb.lefts)
        fits = named and start < end and any(_has_own_subject(token, verb) for token in doc[start:end])
    apart = any(token.is_punct and not token.is_quote for token in doc[verb.i + 1 : start])
    if not fits or doc[start].is_punct or apart:
        return None
    rest = doc[start:end]
    return rest.start_char, rest.start_char + len(rest.text.rstrip())


def _after_day(verb: Token) -> int:
    """Step over the day after a cue: "said Monday the dam was old"."""
    at = verb.i + 1
    while at + 1 < verb.sent.end and verb.doc[at].ent_type_ in ("DATE", "TIME"):
        at += 1
    return at


def _has_own_subject(token: Token, verb: Token) -> bool:
    """Tell whether a finite verb after a cue is not one more thing that the same speaker does."""
    if token.tag_ not in _FINITE or (token.dep_ == "conj" and token.head == verb):
        return False
    return token.dep_ != "relcl" and not (token.dep_ in ("aux", "auxpass") and token.head.dep_ == "relcl")


def _before_the_end(verb: Token) -> tuple[int, int] | None:
    """Take the sentence before a cue that ends it: "The dam was safe the board said."."""
    subject = next((child for child in verb.lefts if child.dep_ in SUBJECTS), None)
    last = verb.i + 1 == len(verb.doc) or verb.nbor(1).is_punct or verb.nbor(1).is_space
    if subject is None or not last or verb.right_edge.i > verb.i + 1 or verb.lemma_ not in _CLOSING_CUES:
        return None
    first = subject.left_edge
    if first.i - verb.sent.start < _FEWEST_TOKENS_BEFORE or first.nbor(-1).pos_ in ("SCONJ", "ADP", "PRON"):
        return None
    start = verb.sent.start_char
    text = verb.doc.text[start : first.idx].rstrip(" ,\u2014-")
    return start, start + len(text)


def _is_inserted(verb: Token) -> bool:
    if verb.dep_ not in _CLAUSES or verb.head.pos_ not in ("VERB", "AUX"):
        return False
    # "so you might find", "but I would say": no report.
    hedged = any(child.tag_ == "MD" or child.dep_ in ("neg", "mark", "cc") for child in verb.lefts)
    return not hedged and _stands_apart(verb)


def _around(verb: Token, subject: Token | None) -> tuple[Range, Range | None] | None:
    """Take what stands before and after a cue between commas: "The dam, she said, was old".

    Returns:
        The first piece, and the second when the sentence goes on with what is reported.
    """
    if subject is None or verb.lemma_ not in _CLOSING_CUES or verb.tag_ not in _FINITE:
        return None
    doc = verb.doc
    low, high = _sentence(verb)
    begin, end = min(subject.left_edge.i, verb.i), _end_of_insertion(verb, subject, high)
    if end is None or begin == 0 or doc[begin - 1].text != "," or doc[begin - 1].idx <= low:
        return None
    before, after = (low, doc[begin - 1].idx), (doc[end + 1].idx, high)
    if doc[end + 1].is_quote:
        return None
    words = doc.char_span(*before, alignment_mode="expand")
    if words is not None and words[-1].tag_ in ("IN", "CC", "MD", "TO"):
        return before, after
    if words is None or _is_clause(words):
        return before, after if doc[end + 1].lower_ in _GOES_ON else None
    return (before, after) if words[0].tag_ in _BEGINS_PHRASE and len(words) < _MOST_TOKENS_INSIDE else None


def _end_of_insertion(verb: Token, subject: Token, high: int) -> int | None:
    """Find the comma that closes an inserted cue, with words between that only set its scene."""
    doc = verb.doc
    for token in doc[max(subject.right_edge.i if subject.i > verb.i else 0, verb.i) + 1 : -1]:
        if token.text == ",":
            return token.i if doc[token.i + 1].idx < high else None
        if token.idx >= high or token.tag_ in _FINITE or token.text in _STRONG or token.dep_ in _OBJECTS:
            return None
    return None


def _is_clause(span: SpacySpan | None) -> bool:
    """Tell whether words hold a finite verb that is not one of a relative clause."""
    return span is not None and any(
        token.tag_ in _FINITE and not any(child.tag_ in ("WDT", "WP") for child in token.lefts)
        for token in span
    )


def _holds(child: Token, verb: Token) -> bool:
    return child.i < verb.i and child.right_edge.i >= verb.i


def _stands_apart(verb: Token) -> bool:
    """Tell whether a verb is set off by commas: ", she said,"."""
    first, last = verb.left_edge, verb.right_edge
    before = first.nbor(-1).text if first.i > 0 else ","
    own = first.text
    after = last.nbor(1).text if last.i + 1 < len(verb.doc) else "."
    return (before in ',\u2014-"\u201d' or own in ",\u2014-") and after in '.,;\u2014-?!"\u201c'


def _clause(head: Token, cue: Token) -> tuple[int, int] | None:
    """Give the run of text of a clause, without the words of the cue and its speaker.

    A clause that is cut in two by its cue gives the part before it; `quotes` takes the rest.
    """
    tokens = sorted((token for token in head.subtree if token.sent == cue.sent), key=lambda token: token.i)
    own = {token.i for token in cue.subtree} if cue in tokens else {cue.i}
    tokens = [token for token in tokens if token.i not in own]
    before = [token for token in tokens if token.i < cue.i]
    after = [token for token in tokens if token.i > cue.i]
    chosen = after if head.i > cue.i else before
    day = _after_day(cue)
    while chosen and (chosen[0].is_punct or chosen[0].is_space or cue.i < chosen[0].i < day):
        chosen = chosen[1:]
    while chosen and (chosen[-1].is_space or chosen[-1].text in ",;:\u2014-"):
        chosen = chosen[:-1]
    if not chosen:
        return None
    return chosen[0].idx, chosen[-1].idx + len(chosen[-1].text)


def _of_noun(verb: Token, lexicon: Lexicon) -> Iterator[Statement]:
    """Find reports that a noun carries: "she expressed concern that the dam was old"."""
    for child in verb.children:
        if child.dep_ not in ("dobj", "attr", "prep"):
            continue
        noun = next(iter(child.children), child) if child.dep_ == "prep" else child
        if noun.lemma_.lower() not in lexicon.nouns:
            continue
        clause = next((inner for inner in noun.children if inner.dep_ in ("acl", "ccomp", "relcl")), None)
        # "The claim that the dam was old" reports, "the claim that Weber made" does not.
        if clause is None or not any(
            m.dep_ == "mark" and m.lower_ in ("that", "whether") for m in clause.lefts
        ):
            clause = next((inner for inner in verb.children if inner.dep_ == "ccomp"), None)
        if clause is None:
            continue
        subject = subject_of(verb)
        content = _clause(clause, noun)
        if content is None or subject is None:
            continue
        yield Statement(
            *content,
            verb.idx,
            noun.idx + len(noun.text),
            noun_phrase(subject),
            subject.i,
            "speech",
            _sentence(verb),
            verb.i,
        )


def _of_phrases(parse: Doc, lexicon: Lexicon) -> Iterator[Statement]:
    lower = parse.text.lower()
    for phrase in lexicon.phrases:
        at = lower.find(phrase)
        while at >= 0:
            end = at + len(phrase)
            span = parse.char_span(at, end)
            if span is not None and (end >= len(lower) or not lower[end].isalnum()):
                statement = _of_phrase(parse, at, end)
                if statement:
                    yield statement
            at = lower.find(phrase, end)


def _of_phrase(parse: Doc, start: int, end: int) -> Statement | None:
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
    sentence = _sentence(parse[span.start])
    content = _beside(parse, sentence, start, _phrase_end(parse, speaker[1], sentence[1]))
    return Statement(*content, start, end, speaker, noun.i, "speech", sentence, span.start)


def _name_first(parse: Doc, at: int) -> Range | None:
    """Take the name of a person that a phrase begins with: "according to Weber the dam ..."."""
    if parse[at].ent_type_ != "PERSON" or parse[at].ent_iob_ != "B":
        return None
    end = at + 1
    while end < len(parse) and parse[end].ent_iob_ == "I":
        end += 1
    possessive = end < len(parse) and parse[end].tag_ in ("POS", "NN", "NNS")
    return None if possessive else (parse[at].idx, parse[end - 1].idx + len(parse[end - 1].text))


def _phrase_end(parse: Doc, end: int, limit: int) -> int:
    """Step over what describes a speaker: "according to Weber, a farmer from Bonn, the dam ..."."""
    for _ in range(2):
        comma = parse.text.find(",", end, limit)
        if not 0 <= comma - end <= _LONGEST_DESCRIPTION:
            break
        following = parse.text.find(",", comma + 1, limit)
        described = (
            parse.char_span(comma + 1, following, alignment_mode="contract") if following > 0 else None
        )
        between = parse.char_span(end, comma, alignment_mode="contract")
        if (between is not None and _is_clause(between)) or described is None or _is_clause(described):
            break
        if (
            not len(described)
            or described[0].tag_ not in _BEGINS_PHRASE
            or len(described) > _MOST_TOKENS_INSIDE
        ):
            break
        end = following
    return end


def _beside(parse: Doc, sentence: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    """Give the side of the sentence that a phrase reports: what follows it when it comes first."""
    text = parse.text
    head = text[sentence[0] : start].strip(' ,\u2014-\u201c"')
    leads_on = head.lower().endswith((" which", " that", " who", " where", " because"))
    if len(head.split()) > 2 and not leads_on:
        return sentence[0], sentence[0] + len(text[sentence[0] : start].rstrip(" ,\u2014-("))
    at = end
    while at < sentence[1] and text[at] in " ,\u2014-\n":
        at += 1
    return at, sentence[1]


def _sentence(token: Token) -> tuple[int, int]:
    """Give the sentence of a token; the parser lets some run over a blank line, which none does."""
    sentence = token.sent
    text = token.doc.text
    start, end = sentence.start_char, sentence.start_char + len(sentence.text.rstrip())
    before = text.rfind("\n\n", start, token.idx)
    after = text.find("\n\n", token.idx, end)
    start = start if before < 0 else before + 2
    end = end if after < 0 else after
    return start + len(text[start:end]) - len(text[start:end].lstrip()), end
