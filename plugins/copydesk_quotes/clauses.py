"""What a cue governs: the clause that somebody reports, by grammar and by place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from copydesk_quotes.breaks import after_dateline
from copydesk_quotes.speakers import SUBJECTS, Range

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token

# A blank line, or the end of a line that a sentence ends with.
_LINE_BREAK = re.compile(r"\n[^\S\n]*\n|(?<=[.!?])[\"\u201d]?[^\S\n]*\n")
_CLAUSES = frozenset({"ccomp", "parataxis"})
_FEWEST_TOKENS_BEFORE = 4
_MOST_TOKENS_TO_THAT = 14
MOST_TOKENS_INSIDE = 12
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_OBJECTS = frozenset({"dobj", "ccomp", "xcomp", "mark", "prt"})
BEGINS_PHRASE = frozenset({"DT", "PRP", "PRP$", "NN", "NNS", "NNP", "NNPS", "JJ", "CD", "PDT"})
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
_SEEING = frozenset({"show", "find", "see"})
# A sentence does not end with one of these: "It was, she said, a hard winter".
_OPEN_VERBS = frozenset({"be", "have", "do", "become", "seem", "mean"})
# After these the word "that" may be missing.
_WITHOUT_THAT = frozenset("say claim insist believe think estimate argue".split())
_ASKING = frozenset({"ask", "wonder", "inquire", "enquire", "question"})


def clause_of(verb: Token) -> tuple[int, int] | None:
    """Find the clause that a verb reports."""
    for child in verb.children:
        if child.dep_ == "ccomp" and child.pos_ in ("VERB", "AUX") and not _holds(child, verb):
            if is_infinitive(child) or (
                child.tag_ == "VBG" and verb.lemma_ not in _SEEING and _is_bare(child)
            ):
                continue
            if _is_apart(child, verb):
                continue
            return clause_without(child, verb)
    question = _question_of(verb) if verb.lemma_ in _ASKING else None
    if question is not None:
        return clause_without(question, verb)
    if verb.lemma_ in _CLOSING_CUES and _is_inserted(verb):
        return clause_without(verb.head, verb)
    for child in verb.rights if verb.lemma_ in _TELLING else ():
        # "Told officers he was tired": the parser takes the clause for one about the officers.
        about = (
            next((one for one in child.rights if one.dep_ == "relcl"), None) if child.dep_ == "dobj" else None
        )
        if about is not None and about.left_edge.i == child.i + 1 and _is_clause_alone(about):
            return clause_without(about, verb)
    return _after_that(verb) or _beside_as(verb) or _before_the_end(verb)


def _is_clause_alone(verb: Token) -> bool:
    """Tell whether a clause has a subject of its own and no relative word."""
    subject = any(child.dep_ in SUBJECTS for child in verb.lefts)
    return subject and not any(child.tag_ in ("WDT", "WP", "WRB") for child in verb.lefts)


def _is_bare(participle: Token) -> bool:
    return not any(child.tag_ in FINITE for child in participle.lefts)


def is_infinitive(verb: Token) -> bool:
    """Tell "to win" from a clause; the words before "to" may be its subject."""
    return verb.tag_ == "VB" and any(child.tag_ == "TO" for child in verb.lefts)


def _is_apart(clause: Token, verb: Token) -> bool:
    """Tell whether a clause beside a cue is not what it reports: after a semicolon, in brackets, denied."""
    if clause.i < verb.i:
        denied = any(child.dep_ == "neg" for child in verb.lefts)
        return denied or any(token.text == ";" for token in verb.doc[clause.i : verb.i])
    return any(token.text == "(" for token in verb.doc[verb.i : clause.left_edge.i + 1])


def _question_of(verb: Token) -> Token | None:
    """Find the clause of "asked whether the dam would hold", which the parser takes for an adverbial one."""
    for child in verb.children:
        if child.dep_ == "advcl" and any(mark.lower_ in ("whether", "if") for mark in child.lefts):
            return child
    after = verb.nbor(1) if verb.i + 1 < len(verb.doc) else verb
    return after.head if after.lower_ in ("whether", "if") and after.head.i > after.i else None


def _beside_as(verb: Token) -> Range | None:
    """Take the main clause of "As Weber told the board, the dam was old"."""
    mark = next((child for child in verb.lefts if child.dep_ == "mark" and child.lower_ == "as"), None)
    low, high = sentence_of(verb)
    if mark is None or verb.dep_ != "advcl" or mark.idx != low:
        return None
    for token in verb.doc[verb.right_edge.i : bounds_of(verb)[1] - 1]:
        if token.text == ",":
            start = token.nbor(1).idx
            return (start, high) if start < high else None
    return None


# Their object is who hears it: "told a friend that he was tired".
_TELLING = frozenset(
    "tell inform remind warn assure reassure convince persuade show teach notify promise".split()
)


def _after_that(verb: Token) -> Range | None:
    """Take what follows "that", where the parser shows no clause: "observed that the ... coincided".

    After "say" the word may be missing.
    """
    doc, end = verb.doc, bounds_of(verb)[1]
    last = verb.right_edge.i + 1
    if verb.dep_ == "relcl" and last < end and doc[last].text == ",":
        end = last
    near = doc[verb.i + 1 : min(end, verb.i + _MOST_TOKENS_TO_THAT)]
    start = next(
        (
            token.i
            for token in near
            if token.lower_ == "that" and (token.pos_ == "SCONJ" or token.dep_ == "mark")
        ),
        -1,
    )
    if start > 0 and any(token.tag_ in FINITE for token in doc[verb.i + 1 : start]):
        start = -1
    if start >= 0:
        fits = not _is_nouns(doc[start], verb) and any(token.tag_ in FINITE for token in doc[start:end])
    else:
        start = _after_day(verb)
        named = verb.lemma_ in _WITHOUT_THAT and any(child.dep_ in SUBJECTS for child in verb.lefts)
        fits = named and start < end and any(_has_own_subject(token, verb) for token in doc[start:end])
    apart = any(token.is_punct and not token.is_quote for token in doc[verb.i + 1 : start])
    if not fits or doc[start].is_punct or apart or _continues_cue(doc[start]):
        return None
    rest = doc[start:end]
    return rest.start_char, rest.start_char + len(rest.text.rstrip())


def _continues_cue(first: Token) -> bool:
    """Tell "insisted on anonymity" from "estimated by 2050, diets would change"."""
    after = first.right_edge.i + 1
    is_scene = after < len(first.doc) and first.doc[after].text == ","
    return first.tag_ in ("IN", "TO", "RP") and first.lower_ != "that" and not is_scene


def _is_nouns(that: Token, verb: Token) -> bool:
    """Tell the clause of a noun: "rejected a claim that she called a fantasy"."""
    clause = that.head
    return clause.dep_ in ("acl", "relcl") and clause.head.dep_ == "dobj" and verb.lemma_ not in _TELLING


def _after_day(verb: Token) -> int:
    """Step over the day after a cue: "said Monday the dam was old"."""
    at, end = verb.i + 1, bounds_of(verb)[1]
    while at + 1 < end and verb.doc[at].ent_type_ in ("DATE", "TIME"):
        at += 1
    return at


def _has_own_subject(token: Token, verb: Token) -> bool:
    """Tell whether a finite verb after a cue is not one more thing that the same speaker does."""
    if token.tag_ not in FINITE or (token.dep_ == "conj" and token.head == verb):
        return False
    return token.dep_ != "relcl" and not (token.dep_ in ("aux", "auxpass") and token.head.dep_ == "relcl")


def _before_the_end(verb: Token) -> tuple[int, int] | None:
    """Take the sentence before a cue that ends it: "The dam was safe the board said."."""
    subject = next((child for child in verb.lefts if child.dep_ in SUBJECTS), None)
    last = verb.i + 1 == len(verb.doc) or verb.nbor(1).is_punct or verb.nbor(1).is_space
    if subject is None or not last or verb.right_edge.i > verb.i + 1 or verb.lemma_ not in _CLOSING_CUES:
        return None
    first, begin = subject.left_edge, bounds_of(verb)[0]
    if first.i - begin < _FEWEST_TOKENS_BEFORE or first.nbor(-1).pos_ in ("SCONJ", "ADP", "PRON"):
        return None
    rest = verb.doc[begin : first.i]
    return rest.start_char, rest.start_char + len(rest.text.rstrip(" ,\u2014-"))


def _is_inserted(verb: Token) -> bool:
    if verb.dep_ not in _CLAUSES or verb.head.pos_ not in ("VERB", "AUX"):
        return False
    # "so you might find", "but I would say": no report.
    hedged = any(child.tag_ == "MD" or child.dep_ in ("neg", "mark", "cc") for child in verb.lefts)
    return not hedged and _stands_apart(verb)


def clauses_around(verb: Token, subject: Token | None) -> tuple[Range, Range | None] | None:
    """Take what stands before and after a cue between commas: "The dam, she said, was old".

    Returns:
        The first piece, and the second when the sentence goes on with what is reported.
    """
    if subject is None or verb.lemma_ not in _CLOSING_CUES or verb.tag_ not in FINITE:
        return None
    doc = verb.doc
    low, high = sentence_of(verb)
    begin, end = min(subject.left_edge.i, verb.i), _end_of_insertion(verb, subject, high)
    if end is None or begin == 0 or doc[begin - 1].text != "," or doc[begin - 1].idx <= low:
        return None
    before, after = (low, doc[begin - 1].idx), (doc[end + 1].idx, high)
    if doc[end + 1].is_quote:
        return None
    words = doc.char_span(*before, alignment_mode="expand")
    if words is not None and (words[-1].tag_ in ("IN", "CC", "MD", "TO") or words[-1].lemma_ in _OPEN_VERBS):
        return before, after
    if words is None or is_clause(words):
        return before, after if doc[end + 1].lower_ in _GOES_ON else None
    return (before, after) if words[0].tag_ in BEGINS_PHRASE and len(words) < MOST_TOKENS_INSIDE else None


def _end_of_insertion(verb: Token, subject: Token, high: int) -> int | None:
    """Find the comma that closes an inserted cue, with words between that only set its scene."""
    doc = verb.doc
    for token in doc[max(subject.right_edge.i if subject.i > verb.i else 0, verb.i) + 1 : -1]:
        if token.text == ",":
            return token.i if doc[token.i + 1].idx < high else None
        if token.idx >= high or token.tag_ in FINITE or token.text in _STRONG or token.dep_ in _OBJECTS:
            return None
    return None


def is_clause(span: SpacySpan | None) -> bool:
    """Tell whether words hold a finite verb that is not one of a relative clause."""
    return span is not None and any(
        token.tag_ in FINITE and not any(child.tag_ in ("WDT", "WP") for child in token.lefts)
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


def clause_without(head: Token, cue: Token) -> tuple[int, int] | None:
    """Give the run of text of a clause, without the words of the cue and its speaker.

    A clause that is cut in two by its cue gives the part before it; `quotes` takes the rest.
    """
    tokens = sorted(head.subtree, key=lambda token: token.i)
    own = {token.i for token in cue.subtree} if cue in tokens else {cue.i}
    tokens = [token for token in tokens if token.i not in own]
    before = [token for token in tokens if token.i < cue.i]
    after = [token for token in tokens if token.i > cue.i]
    chosen = after if head.i > cue.i else before
    day = _after_day(cue)
    while chosen and (chosen[0].is_punct or chosen[0].is_space or cue.i < chosen[0].i < day):
        chosen = chosen[1:]
    if chosen and head.i > cue.i and _lacks_subject(head, cue, chosen[0]):
        chosen = [*cue.doc[day : chosen[0].i], *chosen]
    if len(chosen) > 1 and chosen[0].pos_ == "ADV" and chosen[1].dep_ == "mark":
        chosen = chosen[1:]
    return trimmed(chosen)


def _lacks_subject(head: Token, cue: Token, first: Token) -> bool:
    """Tell whether the parser cut the subject off a clause: "showed | crops, such as wheat, lose more"."""
    finite = head.tag_ in (*FINITE, "VB") or any(child.tag_ in FINITE for child in head.lefts)
    finite = finite and not is_infinitive(head)
    if not finite or (cue.lemma_ in _TELLING and cue.lemma_ != "show") or any(child.dep_ in SUBJECTS for child in head.lefts):
        return False
    between = cue.doc[cue.i + 1 : first.i]
    return any(token.tag_.startswith("NN") for token in between) and between[0].tag_ in BEGINS_PHRASE


def trimmed(tokens: Sequence[Token] | SpacySpan) -> Range | None:
    """Give the range of some words, without spaces and dividing marks at their end."""
    last = len(tokens)
    while last and (tokens[last - 1].is_space or tokens[last - 1].text in ",;:\u2014-"):
        last -= 1
    return (tokens[0].idx, tokens[last - 1].idx + len(tokens[last - 1].text)) if last else None


def sentence_of(token: Token) -> Range:
    """Give the sentence of a token; the parser lets some run over a blank line, which none does."""
    doc = token.doc
    first, last = bounds_of(token)
    start, text = doc[first].idx, doc[first:last].text
    at = token.idx - start
    ends = [match.span() for match in _LINE_BREAK.finditer(text)]
    low = max((last for _, last in ends if last <= at), default=0)
    body = text[low : min((first for first, _ in ends if first >= at), default=len(text))]
    start += low + len(body) - len(body.lstrip())
    body = body.strip()
    return start + after_dateline(body), start + len(body)


def bounds_of(token: Token) -> Range:
    """Give the first token of a sentence, and the one after its last.

    `Token.sent` reads the document from its start, which makes long texts slow.
    """
    doc = token.doc
    first, last = token.i, token.i + 1
    while first > 0 and not doc[first].is_sent_start:
        first -= 1
    while last < len(doc) and not doc[last].is_sent_start:
        last += 1
    return first, last
