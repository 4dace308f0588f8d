"""Clauses that the parser does not show, by the word "that" or by their place after a cue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk_quotes.extents import FINITE, after_day, bounds_of
from copydesk_quotes.phrases import HEARERS, MEDIA, NOUN_TAGS, SUBJECTS, TELLING, TENSED, TURNING_DOWN
from copydesk_quotes.speakers import Range

if TYPE_CHECKING:
    from spacy.tokens import Token

_MOST_TOKENS_TO_THAT, _MOST_TOKENS_TO_CLAUSE = 14, 30
_MOST_TOKENS_TO_BE = 5
_FEWEST_TOKENS = 4
# After these the word "that" may be missing.
_WITHOUT_THAT = frozenset("say claim insist believe think estimate argue".split())
# What they report cannot be left out: "said in a letter that he would go".
WANTS_CLAUSE = frozenset(
    """
    say insist contend argue assert acknowledge concede confirm maintain add allege claim testify warn caution
    state predict announce disclose reveal
    """.split()
)
_WITH_THAT = WANTS_CLAUSE | _WITHOUT_THAT
# "Asked him to name a time | that he liked".
_ASKING_TO = frozenset({"ask", "urge", "beg", "order", "press", "advise", "instruct"})
# What only tells when and where something is told.
_SETTING = frozenset({"at", "on", "in", "during", "after", "before"})
# What begins a scene that is reported, not one of the saying. Own compilation.
_GROUNDS = frozenset(
    """
    with for by from despite without under because unlike like instead given among across beyond besides
    """.split()
)
# "Said with a shrug", "said by phone". Own compilation.
_MANNERS = frozenset(
    """
    shrug smile laugh grin sigh chuckle nod tear voice tone smirk wink phone telephone e-mail video spokesman
    spokeswoman lawyer interpreter translator
    """.split()
)
_SAID_THINGS = frozenset({"word", "prayer", "name", "phrase", "line", "grace", "mass"})
NAMING = frozenset("call describe dub label term brand".split())


def after_that(verb: Token) -> Range | None:
    """Take what follows "that", where the parser shows no clause: "observed that the ... coincided".

    After "say" the word may be missing.
    """
    doc, end = verb.doc, _end_of_marks(verb, bounds_of(verb)[1])
    last = verb.right_edge.i + 1
    behind = [one.lower_ for one in doc[last : min(end, last + 2)]]
    if verb.dep_ == "relcl" and behind[:1] == [","] and behind != [",", "that"]:
        # "Weber, who agreed, left", but "to which Weber replied, rather rudely, that it was late".
        end = last
    start = _that_behind(verb, end)
    if start >= 0 and (verb.lemma_ in (*NAMING, "refer") or is_of_story(doc[start], verb)):
        # "It refers to the case that Weber brought".
        return None
    if start >= 0:
        fits = not _is_nouns(doc[start], verb) and (
            any(token.tag_ in FINITE for token in doc[start:end])
            or (start == verb.i + 1 and verb.lemma_ in _WITH_THAT and end - start >= _FEWEST_TOKENS)
        )
    else:
        heard = verb.lemma_ in TELLING and verb.i + 2 < end and doc[verb.i + 1].lower_ in HEARERS
        named = heard or verb.lemma_ in _WITHOUT_THAT
        if (
            _says_a_word(verb)
            or _claims_a_thing(verb)
            or not named
            or not (any(child.dep_ in SUBJECTS for child in verb.lefts) or _goes_on(verb))
        ):
            return None
        start = verb.i + 2 if heard else after_day(verb)
        # "Roan said yes; when she asked, he said no".
        end = next((token.i for token in doc[start:end] if token.text == ";"), end)
        # "What he would say to voters who think it is late": "what" is all he says.
        named = not any(child.tag_ == "WP" and child.dep_ == "dobj" for child in verb.lefts)
        fits = named and start < end and any(_has_own_subject(token, verb) for token in doc[start:end])
    marks = [
        one
        for one in doc[_behind_brackets(verb) + 1 : start]
        if one.is_punct and not one.is_quote and one.tag_ != "HYPH"
    ]
    # "suggesting, in a letter in May, that".
    inserted = [one.i for one in marks] == [verb.i + 1, start - 1] and doc[verb.i + 2].dep_ in (
        "prep",
        "advmod",
    )
    apart = bool(marks) and not (inserted and doc[start].lower_ == "that")
    if not fits or doc[start].is_punct or doc[start].tag_ == "CC" or apart or _continues_cue(doc[start]):
        return None
    rest = doc[start:end]
    return rest.start_char, rest.start_char + len(rest.text.rstrip())


def is_of_story(first: Token, verb: Token) -> bool:
    """Know "dismissed as “fiction” Holt's story that they flew": the clause is that of the story."""
    noun = first.nbor(-1) if first.i else first
    owned = noun.tag_ in ("NN", "NNS") and any(one.dep_ == "poss" for one in noun.lefts)
    return owned and first.lower_ == "that" and verb.lemma_ in TURNING_DOWN


def _says_a_word(verb: Token) -> bool:
    """Know "said the word as he argued that", "said a prayer when it broke": that is all they say."""
    said = (child for child in verb.rights if child.dep_ == "dobj" and child.left_edge.i == verb.i + 1)
    return any(child.lemma_.lower() in _SAID_THINGS for child in said)


def _claims_a_thing(verb: Token) -> bool:
    """Know "Asked why Holt would claim victory, Weber said": that is all Holt would claim."""
    what = next((one for one in verb.rights if one.dep_ == "dobj" and one.left_edge.i == verb.i + 1), None)
    after = verb.doc[what.right_edge.i + 1 : what.right_edge.i + 2].text if what is not None else ""
    return verb.tag_ == "VB" and after == ","


def _goes_on(verb: Token) -> bool:
    """Know "Weber is glad and says the dam may hold": the subject stands before the verb ahead."""
    return verb.lemma_ == "say" and verb.dep_ == "conj" and verb.head.tag_ == verb.tag_ in TENSED


def _that_behind(verb: Token, end: int) -> int:
    """Give the index of the "that" which opens what a verb reports; -1 when none does."""
    doc = verb.doc
    near = doc[verb.i + 1 : min(end, _behind_brackets(verb) + _MOST_TOKENS_TO_THAT)]
    start = next(
        (
            token.i
            for token in near
            if token.lower_ == "that"
            and (
                token.pos_ == "SCONJ"
                or token.dep_ == "mark"
                or _is_no_relative(token, verb)
                or _is_mistaken(token, verb)
            )
            and not is_second(token, verb)
            and not _is_pronoun(token)
        ),
        -1,
    )
    if start > 0 and verb.lemma_ in _WITHOUT_THAT and _is_nouns(doc[start], verb):
        # "said | the claim that it was late was false".
        return -1
    first = doc[verb.i + 1 : min(verb.i + 3, start)] if start > 0 else ()
    asks = start > 0 and verb.lemma_ in _ASKING_TO
    if start > 0 and (
        any(t.tag_ == "TO" for t in (doc[verb.i + 1 : start] if asks else first))
        or any(t.tag_ in FINITE for t in doc[verb.i + 1 : start])
    ):
        # "promising to win and warning that ...": that is the next one's.
        return -1
    return start


def _behind_brackets(verb: Token) -> int:
    """Step over brackets behind whom somebody tells: "told farmers (or their sons) that it was late"."""
    near = verb.doc[verb.i + 1 : verb.i + _MOST_TOKENS_TO_THAT]
    opened = next((one.i for one in near if one.text == "("), -1)
    if opened < 0 or any(one.tag_ in FINITE for one in verb.doc[verb.i + 1 : opened]):
        return verb.i
    closed = (one.i for one in verb.doc[opened : opened + _MOST_TOKENS_TO_CLAUSE] if one.text == ")")
    return next(closed, verb.i)


def from_start(verb: Token, clause: Range) -> Range:
    """Begin where a clause begins, where the parser begins later: "said | that to win, they must hurry".

    So with a scene that is no scene of the saying: "said | with so few nurses, the ward must close".
    """
    first: Token | None = None
    for token in verb.doc[verb.i + 1 : verb.i + _MOST_TOKENS_TO_CLAUSE]:
        if token.idx >= clause[0]:
            if token.lower_ in ("too", "also") and token.i == verb.i + 3 and token.nbor(-1).text == ",":
                # "said it, | too, had failed".
                return token.nbor(-2).idx, clause[1]
            if token.lower_ == "over" and token.nbor(1).lower_ == "that":
                # "told us over and over | that it was late".
                return token.nbor(1).idx, clause[1]
            # A scene stands between, or the subject, which the parser loses.
            torn = token.nbor(-1).text == "," or token.tag_ in FINITE
            return (first.idx, clause[1]) if first is not None and torn else clause
        if token.tag_ in FINITE or token.is_quote or token.lemma_.lower() in MEDIA | _MANNERS:
            break
        opens = token.i == verb.i + 1 and token.lower_ in _GROUNDS
        if first is None and (opens or token.lower_ == "that") and not is_second(token, verb):
            first = token
    return clause


def after_what(verb: Token) -> Range | None:
    """Take what follows the verb of "What Weber said is that it was old"."""
    if verb.lemma_ not in _WITH_THAT | TELLING or not any(child.lower_ == "what" for child in verb.lefts):
        return None
    end = bounds_of(verb)[1]
    for token in verb.doc[verb.i + 1 : min(end, verb.i + _MOST_TOKENS_TO_BE)]:
        if token.lemma_ == "be" and token.tag_ in FINITE:
            first = token.i + 1
            while first < end and (verb.doc[first].text in (",", ":") or verb.doc[first].is_space):
                first += 1
            rest = verb.doc[first:end]
            clause = any(word.tag_ in FINITE for word in rest)
            return (rest.start_char, rest.start_char + len(rest.text.rstrip())) if clause else None
        if token.is_punct or token.tag_ in FINITE:
            break
    return None


def _end_of_marks(verb: Token, end: int) -> int:
    """Stop where the quotation ends that a cue stands in: “They said the same | ,” he said."""
    opened = 0
    for token in verb.doc[verb.i + 1 : end]:
        if token.is_quote:
            opened += 1 if token.tag_ == "``" else -1
        if opened < 0:
            return token.i
    return end


def _is_pronoun(that: Token) -> bool:
    """Know "He denied that, adding ..."."""
    after = that.doc[that.i + 1 : that.i + 3]
    return len(after) > 1 and after[0].text == "," and after[1].tag_ == "VBG"


def _is_no_relative(that: Token, verb: Token) -> bool:
    """Tell the clause of "said in a letter that he was leaving", which the parser takes for the letter's."""
    clause = that.head.head if that.head.dep_ == "xcomp" else that.head
    wants = verb.lemma_ in WANTS_CLAUSE or verb.lemma_ in TELLING
    if not wants or clause.dep_ != "relcl" or clause.left_edge.i != that.i:
        return False
    own = any(child.dep_ in SUBJECTS and child.i != that.i for child in clause.lefts)
    if verb.lemma_ in TELLING:
        # "told us on Monday that he was leaving", but "told us of the book that he wrote".
        hears = any(child.dep_ in ("dobj", "dative") for child in verb.rights)
        return own and hears and clause.head.head.lower_ in _SETTING
    return own and any(child.dep_ in ("prep", "dative") for child in verb.rights)


def _is_mistaken(that: Token, verb: Token) -> bool:
    """Know "told us that fortified foods can help": the tagger takes "fortified" for what "that" did.

    So with "agreed with us that suspect Al Pike can wait".
    """
    clause = that.head
    behind = clause.doc[clause.i + 1 : clause.i + 2]
    named = clause.tag_ == "VBP" and clause.lemma_ == "suspect" and any(one.pos_ == "PROPN" for one in behind)
    reported = clause.dep_ == "ccomp" and clause.head.i == verb.i and (clause.tag_ == "VBD" or named)
    reported = reported or (named and clause.dep_ == "relcl")
    return reported and that.tag_ == "WDT" and verb.i + 1 < that.i == clause.i - 1


def _continues_cue(first: Token) -> bool:
    """Tell "insisted on anonymity" from "estimated by 2050, diets would change"."""
    after = first.right_edge.i + 1
    is_scene = after < len(first.doc) and first.doc[after].text == ","
    return first.tag_ in ("IN", "TO", "RP") and first.lower_ != "that" and not is_scene


def _is_nouns(that: Token, verb: Token) -> bool:
    """Tell the clause of a noun: "rejected a claim that she called a fantasy"."""
    clause = that.head
    noun = clause.head
    of_noun = clause.dep_ in ("acl", "relcl") and noun.dep_ == "dobj" and noun.i > verb.i
    return of_noun and verb.lemma_ not in TELLING


def _has_own_subject(token: Token, verb: Token) -> bool:
    """Tell whether a finite verb after a cue is not one more thing that the same speaker does."""
    # "said a deal allowing it to cut prices | expired": the tagger takes the past for a participle.
    past = token.tag_ == "VBN" and token.dep_ == "ccomp" and not any(one.dep_ == "aux" for one in token.lefts)
    if past and verb.lemma_ == "say":
        return token.head.dep_ == "acl" and token.nbor(-1).tag_ in NOUN_TAGS
    if token.tag_ not in FINITE or (token.dep_ == "conj" and token.head == verb):
        return False
    first = token.left_edge
    if token.dep_ == "advcl" and first.i == verb.i + 1 and first.dep_ == "prep":
        # "said because of the storm, the boats stayed in": no word makes it a clause of the saying.
        return any(one.dep_ in SUBJECTS for one in token.lefts)
    return token.dep_ not in ("relcl", "advcl") and not (
        token.dep_ in ("aux", "auxpass") and token.head.dep_ == "relcl"
    )


def is_second(first: Token, verb: Token) -> bool:
    """Tell the second half of another's report: "said that she knew of it and that she was sorry"."""
    joined = first.lower_ == "that" and first.i > verb.i + 1 and first.nbor(-1).dep_ == "cc"
    inside = verb.dep_ == "ccomp" and any(one.dep_ == "mark" and one.lower_ == "that" for one in verb.lefts)
    return joined and inside
