"""Reporting in the grammar: who reports what with which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk_quotes.according import of_phrases, of_view
from copydesk_quotes.asked import PRESSING, TALKING, of_pressing
from copydesk_quotes.breaks import after_dateline
from copydesk_quotes.clauses import clause_of
from copydesk_quotes.closing import closed_by
from copydesk_quotes.complements import complement_of
from copydesk_quotes.extents import FINITE, sentence_of, trimmed
from copydesk_quotes.inserted import clauses_around
from copydesk_quotes.lexicon import CueClass, Lexicon
from copydesk_quotes.meanings import ANSWERING, accounts_for, has_its_meaning
from copydesk_quotes.messages import of_message
from copydesk_quotes.mistagged import MISTAKEN, of_mistagged, of_turned
from copydesk_quotes.noun_phrases import noun_phrase
from copydesk_quotes.nouns import CALLS, of_call, of_light_verb, of_noun_alone, of_state
from copydesk_quotes.passives import is_reduced_passive
from copydesk_quotes.phrases import DAYS, SUBJECTS, TELLING
from copydesk_quotes.relatives import clause_in_relative, end_in_relative, is_before_main
from copydesk_quotes.somebody import is_somebody
from copydesk_quotes.speakers import Range, subject_of
from copydesk_quotes.statement import Statement
from copydesk_quotes.that_clauses import from_start
from copydesk_quotes.with_phrases import end_behind_with

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

# A verb of several classes counts as the first of these: "suggest" is speech before it is finding.
_BY_STRENGTH: tuple[CueClass, ...] = ("speech", "writing", "opinion", "finding", "manner", "thought")
_LONGEST_SCENE = 16
# Most words of a text are none of these, and are not looked at further.
_MAY_BE_VERBS = frozenset({"VERB", "AUX", "NOUN"})


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
    finite = MISTAKEN.union(lexicon.finite)
    others = CALLS | lexicon.views | lexicon.states
    for token in parse:
        word, part = token.lower_, token.pos_
        if part == "VERB" and token.is_title and (turned := of_turned(token, lexicon)) is not None:
            found.append(turned)
        elif (part in _MAY_BE_VERBS or word == "read") and _is_verb(token, part):
            lemma = token.lemma_.lower()
            of_noun = [*of_light_verb(token, lexicon)]
            kinds = lexicon.classes_of(lemma, word) or _of_idiom(token)
            if kinds and not of_noun and has_its_meaning(token) and not _says_as_much(token):
                found.append(_of_verb(token, kinds, lexicon))
            found += of_noun
            if lemma in PRESSING or lemma in TALKING:
                found += of_pressing(token)
        elif part == "NOUN" and token.lemma_.lower() in lexicon.nouns:
            found += of_noun_alone(token)
            found += of_message(token)
        mistaken = word in finite or (part == "NOUN" and word.endswith("ing"))
        if word in others:
            found += of_call(token) if word in CALLS else ()
            found += of_view(text, token) if word in lexicon.views else ()
            found += of_state(token) if word in lexicon.states else ()
        # "The United States, Weber said": that states nothing.
        if mistaken and not (token.ent_type_ and token.is_title and not token.is_sent_start):
            found += of_mistagged(token, word, lexicon)
    found += of_phrases(parse, text, lexicon)
    return sorted(found, key=lambda statement: statement.cue_start)


def _is_verb(token: Token, part: str) -> bool:
    """Tell a verb; the tagger takes "shows" for a noun where the parser knows better."""
    if part in ("VERB", "AUX"):
        return (
            token.dep_ not in ("aux", "auxpass", "amod", "compound")
            or token.lemma_ == "say"
            or _follows_mark(token)
        )
    if part != "NOUN" or token.dep_ != "ROOT":
        # "A sign that read": the tagger takes it for a noun.
        return token.lower_ == "read" and token.dep_ == "relcl"
    return {"nsubj", "ccomp"} <= {child.dep_ for child in token.children}


def _follows_mark(verb: Token) -> bool:
    """Know “...,” tweeted actor Ann Weber: the parser takes the verb for what describes her."""
    before = verb.doc[max(0, verb.i - 2) : verb.i]
    return len(before) > 1 and before[1].tag_ == "''" and before[0].text in (",", "?", "!")


def _of_verb(verb: Token, kinds: frozenset[CueClass], lexicon: Lexicon) -> Statement:
    kind: CueClass = next(kind for kind in _BY_STRENGTH if kind in kinds)
    relative = clause_in_relative(verb)
    subject = subject_of(verb, speaks=kind in ("speech", "writing")) if relative is None else relative.subject
    if subject is not None and subject.lower_ in DAYS:
        # "Asked Thursday if he would": nobody of that name asks.
        subject = None
    content, also, exact = _content(verb, subject, lexicon) if relative is None else relative[1:]
    named: SpacySpan | None = None
    before = content is None or content[0] < verb.idx
    closed = closed_by(verb) if relative is None and before else None
    if closed is not None and content != closed[0]:
        # The parser shows no clause, or one that a comma cuts.
        content, named = closed
        subject, also = named.root, None
    if content and (
        _is_result(verb, content[0]) or (not also and _is_other(verb, subject, content, lexicon))
    ):
        content = also = None
    if kind == "opinion" and content and content[1] <= verb.idx and subject and not is_somebody(subject):
        # "Rates vary—think leaks behind walls": only somebody thinks.
        content = also = None
    if accounts_for(verb, subject, lexicon.sources | lexicon.nouns):
        content = also = None
    start, end = _after_name(verb, *_after_scene(verb, *from_start(verb, content))) if content else (-1, -1)
    sentence = sentence_of(verb)
    speaker = noun_phrase(subject) if subject is not None else None
    if named is not None:
        speaker = named.start_char, named.end_char
    if speaker is not None and speaker[0] < sentence[0] < speaker[1]:
        # "Reno (CNN) Ann Weber said", but "Agent Capt. Ann Weber" whose sentence the parser ends.
        words = verb.doc.char_span(speaker[0], speaker[1])
        begin = after_dateline(words.text) if words is not None else 0
        speaker = speaker[0] + begin, speaker[1]
    if speaker is not None and speaker[0] < verb.left_edge.idx <= verb.idx < speaker[1]:
        # "The men in the room | who chanted “no dam, no peace”": the parser hangs that on the room.
        speaker = speaker[0], verb.left_edge.nbor(-1).idx + len(verb.left_edge.nbor(-1).text)
    if speaker is not None and start == speaker[0] and end <= verb.idx:
        # "Holt, asked whether it was late, replied": that is who replies.
        start, end, also = -1, -1, None
    elif speaker is not None and start < speaker[0] < end <= verb.idx:
        # "It will close two plants, the company's chief, Dale Kestrel, said": who speaks is no part of it.
        words = verb.doc.char_span(start, speaker[0], alignment_mode="contract")
        start, end = (trimmed(words) if words is not None else None) or (start, end)
    return Statement(
        start,
        end,
        verb.idx,
        verb.idx + len(verb.text),
        speaker,
        subject.i if subject is not None else -1,
        kind,
        sentence,
        verb.i,
        _is_negated(verb),
        also,
        exact,
    )


def _is_other(verb: Token, subject: Token | None, content: Range, lexicon: Lexicon) -> bool:
    """Know "The firm is old, so they know it well", "The bank does not lend, it offers advice"."""
    if subject is None or content[1] > verb.idx:
        return False
    if subject.i > verb.i:
        # "He left the room, said a prayer".
        quoted = verb.i > 1 and (verb.nbor(-1).is_quote or verb.nbor(-2).is_quote)
        return not (quoted or is_somebody(subject) or subject.lemma_.lower() in lexicon.sources)
    first = subject.left_edge
    if first.i > 0 and first.nbor(-1).lower_ == "so":
        return True
    # "It is safe, the board announced, a view that few share": that hangs on nothing.
    objects = [
        child
        for child in verb.rights
        if child.dep_ == "dobj" and not is_somebody(child) and child.left_edge.nbor(-1).text != ","
    ]
    near = [one for one in objects if not any(w.tag_ == "IN" for w in verb.doc[verb.i + 1 : one.left_edge.i])]
    return verb.lemma_ not in TELLING and any(one.lower_ not in DAYS for one in near)


def _is_result(verb: Token, start: int) -> bool:
    """Know "found it so good that he ate it all", "open it so that all see": that comes of it."""
    so = False
    for token in verb.doc[verb.i + 1 : verb.i + _LONGEST_SCENE]:
        if token.idx >= start:
            return (so or token.nbor(-1).lower_ == "so") and token.lower_ == "that"
        so = so or (token.lower_ == "so" and token.nbor(1).tag_ in ("JJ", "RB"))
    return False


def _after_scene(verb: Token, start: int, end: int) -> Range:
    """Step over where "As she said in a talk, the dam was old" was said."""
    if start < verb.idx or not any(child.lower_ == "as" for child in verb.lefts):
        return start, end
    for token in verb.doc[verb.i + 1 : min(verb.i + _LONGEST_SCENE, len(verb.doc) - 1)]:
        if token.text == "," and token.idx >= start and token.nbor(1).idx < end:
            return token.nbor(1).idx, end
        if token.dep_ in SUBJECTS or token.tag_ in FINITE:
            break
    return start, end


def _after_name(verb: Token, start: int, end: int) -> Range:
    """Step over a name that the parser takes for a verb: "reported in the journal Tides that it died"."""
    for token in verb.doc[verb.i + 1 : verb.i + _LONGEST_SCENE]:
        if token.idx > start:
            return (token.idx, end) if token.lower_ == "that" and token.dep_ == "mark" else (start, end)
        if token.idx == start and not (token.is_title and token.nbor(-1).tag_ == "NN"):
            break
    return start, end


def _is_negated(verb: Token) -> bool:
    """Tell whether it is not, or perhaps, said: "did not say", "nor did she say", "might say"."""
    first = verb.left_edge
    after_nor = first.i > 0 and first.nbor(-1).lower_ == "nor"
    return after_nor or any(child.dep_ == "neg" or child.lower_ in ("might", "could") for child in verb.lefts)


def _content(verb: Token, subject: Token | None, lexicon: Lexicon) -> tuple[Range | None, Range | None, bool]:
    """Find what a verb reports, the rest of it after the verb, and whether the grammar tells its end."""
    if is_reduced_passive(verb):
        # "Officials said to be annoyed": nobody tells who says it, and it is not the officials.
        return None, None, True
    if (
        verb.dep_ == "relcl"
        and verb.left_edge.lower_ in ("that", "which")
        and is_before_main(verb, verb.head)
    ):
        return None, None, True
    around = clauses_around(verb, subject)
    if around is not None:
        return *around, False
    clause = clause_of(verb)
    if clause is None:
        wider = complement_of(verb, subject, lexicon)
        return (end_behind_with(verb, wider) if wider is not None else None), None, True
    if verb.lemma_ in lexicon.gerund_after and clause[0] > verb.idx:
        # "blamed him for waiting after reports | that it was late": the parser gives that to "blamed".
        wider = complement_of(verb, subject, lexicon)
        if wider is not None and wider[1] + 1 == clause[0] and _ends_with_noun(verb, wider):
            return (wider[0], clause[1]), None, True
    if subject is not None and verb.idx < clause[0] <= subject.idx < clause[1]:
        # “Nobody,” said Mr. Hall, “is above the law”.
        return None, None, True
    cut = end_in_relative(verb, clause)
    return cut, None, cut != clause


def _ends_with_noun(verb: Token, words: Range) -> bool:
    span = verb.doc.char_span(*words)
    return span is not None and span[-1].tag_ in ("NN", "NNS")


def _says_as_much(verb: Token) -> bool:
    """Know "he said as much": that tells whose view the sentence is, and its words are another's."""
    return [token.lower_ for token in verb.doc[verb.i + 1 : verb.i + 3]] == ["as", "much"]


def _of_idiom(verb: Token) -> frozenset[CueClass]:
    """Know "as Weber put it" and "Weber went on"; they report only beside a quotation."""
    following = verb.nbor(1).lower_ if verb.i + 1 < len(verb.doc) else ""
    if following == "back" and verb.lemma_.lower() in ANSWERING:
        return frozenset({"speech"})
    idioms = {("put", "it"), ("go", "on"), ("go", ","), ("be", "like")}
    # "He goes, ‘No way’", but "the money was gone, and".
    known = (verb.lemma_.lower(), following) in idioms and verb.tag_ != "VBN"
    return frozenset({"manner"}) if known else frozenset()
