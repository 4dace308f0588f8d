"""Verbs that report elsewhere and not where they stand: "let's say", "thank you", "pleaded guilty"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk_quotes.controls import is_only_wanted
from copydesk_quotes.phrases import CLOSING_CUES, SUBJECTS
from copydesk_quotes.somebody import is_somebody

if TYPE_CHECKING:
    from spacy.tokens import Token

# "She declined to say whether ..." reports nothing.
_REFUSING = frozenset("decline refuse fail hesitate forget neglect".split())
# "Her refusal to apologize for it", as well.
_REFUSALS = frozenset("refusal failure unwillingness reluctance inability hesitation".split())
_POINTING = frozenset({"this", "that", "which", "it"})
# What shows something and has no words.
_SHOWN = frozenset(
    "finding result evidence datum data figure statistic number test experiment model map".split()
)
# What somebody does in their mind. Own compilation, as the next two.
_MINDS = frozenset(
    """
    understand know learn realize realise consider figure decide find determine discover see predict confirm
    """.split()
)
_HELPING = frozenset({"help", "enable", "allow", "let"})
_STRIVING = frozenset({"deserve", "need", "try", "seek"})
_EFFORTS = frozenset({"hard", "easy", "difficult", "simple", "tough", "impossible", "important"})
_TOLD = frozenset({"lie", "story", "joke", "tale", "truth", "fib"})
_NAMING = frozenset({"dub", "call", "term", "label", "brand"})
_TEARING = frozenset({"rip", "trash", "bash"})
_JUDGED = frozenset({"as", "for", "over"})
_PLEAS = frozenset({"guilty", "innocent"})
# What a sentence that bids may follow.
_BEFORE_BIDDING = frozenset({":", ";", "\u2022", "-", "\u2013", "\u2014", "("})
# "He fired back that the report was wrong".
ANSWERING = frozenset({"fire", "shoot", "hit", "push", "snap", "strike", "punch", "clap"})
# With a particle a verb means something else ("rule out"), but for these.
_SPEAKING_PARTICLES = frozenset(
    {("point", "out"), ("spell", "out"), ("cry", "out"), ("call", "out"), ("go", "on")}
    # "told us over and over that it was late"
    | {(lemma, "over") for lemma in ("say", "tell", "ask", "warn", "repeat")}
)


def has_its_meaning(verb: Token) -> bool:
    """Tell whether a verb that may report does so where it stands."""
    if _is_refused(verb) or (verb.dep_ == "xcomp" and _is_not_meant(verb)):
        return False
    if verb.i and verb.nbor(-1).lower_ in ("that", "having") and verb.nbor(-1).is_sent_start:
        # "That said, it was late".
        return False
    if _is_owned(verb) or _is_bidding(verb) or _is_worth(verb) or is_only_wanted(verb):
        return False
    if _is_idiom(verb) or _is_known(verb) or _is_apposed(verb) or _is_called_so(verb):
        return False
    if verb.lower_ == "suspect" and verb.i and verb.nbor(-1).lower_ == "that":
        # "that suspect Al Pike can wait": the tagger takes it for a verb.
        return False
    if verb.lower_ == "meaning" or _is_let(verb) or _concerns(verb) or _asks_nobody(verb):
        return False
    if _is_torn(verb) or _is_question(verb) or _is_unreal(verb) or _is_occasion(verb) or _tells_lies(verb):
        return False
    if verb.lemma_ == "allow" and verb.doc[verb.i + 1 : verb.i + 2].text.lower() != "that":
        # "She allows that it may fail", but "The law allows “reasonable force”".
        return False
    if verb.lemma_ == "attribute" and not any(child.dep_ == "dobj" for child in verb.rights):
        # "A line attributed to Weber".
        return False
    if verb.lemma_ == "plead" and any(one.lower_ in _PLEAS for one in verb.doc[verb.i + 1 : verb.i + 3]):
        # "Pike pleaded not guilty to “wire fraud”".
        return False
    if verb.lemma_ == "continue" and any(child.dep_ == "dobj" for child in verb.rights):
        return False
    particles = [child.lower_ for child in verb.children if child.dep_ == "prt"]
    lemma = verb.lemma_.lower()
    if lemma == "find" and particles == ["out"]:
        # "A study found out that"; what she found out is what she learned.
        return any(child.dep_ == "nsubj" and child.pos_ == "NOUN" for child in verb.lefts)
    return all(
        (lemma, particle) in _SPEAKING_PARTICLES or (particle == "back" and lemma in ANSWERING)
        for particle in particles
    )


def _is_torn(verb: Token) -> bool:
    """Know "The storm ripped the roof off", but "Weber ripped the plan as “rigged”"."""
    return verb.lemma_ in _TEARING and not any(one.lower_ in _JUDGED for one in verb.subtree)


def _is_refused(verb: Token) -> bool:
    """Know "declined to say", "her refusal to apologize for it"."""
    above = verb.head.lemma_
    return (verb.dep_ == "xcomp" and above in _REFUSING) or (verb.dep_ == "acl" and above in _REFUSALS)


def _is_called_so(verb: Token) -> bool:
    """Know "at what has been dubbed “the meeting of the free”": so all call it."""
    if verb.lemma_ not in _NAMING or verb.tag_ != "VBN":
        return False
    passive = not any(child.dep_ == "agent" for child in verb.rights)
    named = (child.lower_ for child in verb.lefts if child.dep_ in SUBJECTS)
    return passive and "what" in named


def _tells_lies(verb: Token) -> bool:
    """Know "lies that Pike tells so often that all know them"."""
    told = any(one.dep_ == "dobj" for one in verb.lefts)
    return verb.lemma_ == "tell" and verb.head.lemma_ in _TOLD and told


def _is_bidding(verb: Token) -> bool:
    """Know "Remember that prices vary", "Please note:": the writer bids the reader."""
    if verb.tag_ != "VB" or any(child.dep_ in SUBJECTS for child in verb.children):
        return False
    before = verb.nbor(-1) if verb.i else None
    if before is not None and before.lower_ in ("please", "also", "always", "just", "then"):
        before = before.nbor(-1) if before.i else None
    return before is None or verb.is_sent_start is True or before.is_space or before.text in _BEFORE_BIDDING


def _is_worth(verb: Token) -> bool:
    """Know "It is important to note that", "It's fair to say": nobody notes it, or all do."""
    head = verb.head
    if any(child.dep_ in SUBJECTS for child in verb.lefts):
        # "It is common for students to say".
        return False
    if verb.tag_ != "VB" or verb.dep_ not in ("xcomp", "advcl", "csubj", "ccomp", "acl"):
        return False
    main = head if head.pos_ in ("AUX", "VERB") else head.head
    if main.lemma_ == "be" and verb.dep_ in ("xcomp", "ccomp") and verb.i > main.i:
        # "The best way is to say that", but "The mayor is to say that".
        subject = next((child for child in main.lefts if child.dep_ == "nsubj"), None)
        if subject is not None and subject.pos_ == "NOUN" and not is_somebody(subject):
            return True
    impersonal = any(child.lower_ == "it" and child.dep_ in SUBJECTS for child in main.lefts)
    valued = any(child.dep_ in ("acomp", "attr") for child in main.rights)
    return main.lemma_ == "be" and impersonal and valued


def _is_question(verb: Token) -> bool:
    """Know "Does she worry that it fails?": the writer asks; "do you" asks somebody who answers."""
    does = next((child for child in verb.lefts if child.dep_ == "aux" and child.lemma_ == "do"), None)
    after = (child for child in verb.lefts if does is not None and child.i > does.i)
    return any(child.dep_ in SUBJECTS and child.lower_ != "you" for child in after)


def _is_apposed(verb: Token) -> bool:
    """Know "They say he lied, charges that he denies": the tagger takes the noun for a verb."""
    noun = verb.tag_ == "VBZ" and verb.dep_ == "conj" and verb.head.tag_ in ("VBP", "VBD")
    return noun and verb.i > 0 and verb.nbor(-1).text == ","


def _is_idiom(verb: Token) -> bool:
    """Know "Believe it or not", "rest assured", "begs to differ", "makes it challenging", "Assuming that".

    So with "They find themselves on the same side".
    """
    before = verb.nbor(-1).lower_ if verb.i else ""
    words = [one.lower_ for one in verb.doc[verb.i : verb.i + 4]]
    opens = (verb.is_sent_start is True and verb.lower_ == "considering") or verb.lower_ == "assuming"
    hard = verb.lower_ == "challenging" and verb.head.lemma_ in ("make", "find", "be", "become", "prove")
    rests = before == "rest" and words[0] == "assured"
    differs = verb.lemma_ == "beg" and words[1:3] == ["to", "differ"]
    # "It is telling that she left".
    telling = verb.lower_ == "telling" and any(
        one.dep_ in SUBJECTS and one.lower_ == "it" for one in verb.lefts
    )
    themselves = verb.lemma_ == "find" and "".join(words[1:2]).endswith(("self", "selves"))
    return (
        words == ["believe", "it", "or", "not"] or themselves or rests or differs or opens or hard or telling
    )


def _is_known(verb: Token) -> bool:
    """Know "They spend much on understanding how it works": nobody tells of it.

    So with "It helps them understand how", "It is hard to learn if", "Call to confirm whether",
    "Voters deserve to know why".
    """
    if verb.lemma_ not in _MINDS:
        return False
    if verb.tag_ != "VB":
        # "With Weber predicting that it fails": that is told.
        own = any(child.dep_ in SUBJECTS for child in verb.lefts) or verb.lemma_ in ("predict", "confirm")
        return verb.tag_ == "VBG" and verb.dep_ in ("pcomp", "csubj") and not own
    head = verb.head if verb.dep_ != "conj" else verb.head.head
    to = any(child.tag_ == "TO" for child in verb.lefts)
    follows = verb.nbor(1).lower_ if verb.i + 1 < len(verb.doc) else ""
    return (
        (head.lemma_ in _HELPING and head.i < verb.i)
        or (to and head.pos_ == "ADJ" and head.lemma_ in _EFFORTS)
        or (to and head.lemma_ in _STRIVING)
        or (to and verb.dep_ in ("advcl", "acl", "xcomp") and follows in ("whether", "if"))
    )


def _is_occasion(verb: Token) -> bool:
    """Know "“I won,” she said in explaining why she left": that tells when it was said.

    So with what was not said: "left without telling them why".
    """
    during = verb.dep_ == "pcomp" and verb.tag_ == "VBG" and verb.head.lower_ == "in"
    if verb.dep_ == "pcomp" and verb.head.lower_ == "without":
        return True
    quotes = any(one.is_quote for one in verb.doc[verb.i + 1 : verb.i + 2])
    return during and verb.head.head.lemma_ in CLOSING_CUES and not quotes


def _is_not_meant(verb: Token) -> bool:
    """Know "never meant to suggest that it was late": that was not said."""
    meant = verb.head.lemma_ in ("mean", "intend", "want", "plan")
    return meant and any(child.dep_ == "neg" for child in verb.head.lefts)


def _is_unreal(verb: Token) -> bool:
    """Know "He would have gone, had he known": nobody knew."""
    had = next((child for child in verb.lefts if child.dep_ == "aux" and child.lower_ == "had"), None)
    return had is not None and any(child.dep_ in SUBJECTS and child.i > had.i for child in verb.lefts)


def _is_let(verb: Token) -> bool:
    """Know "Let's say that it rains"."""
    return any(child.lower_ in ("'s", "\u2019s") and child.head.head.lemma_ == "let" for child in verb.lefts)


def _asks_nobody(verb: Token) -> bool:
    """Know "And who knows what they want", "Thank you for reading"."""
    if verb.lemma_ == "know":
        asked = any(child.lower_ == "who" and child.i == verb.i - 1 for child in verb.lefts)
        return asked and verb.dep_ != "relcl"
    thanked = verb.lemma_ == "thank" and any(child.lower_ == "you" for child in verb.rights)
    return thanked and not any(child.dep_ in SUBJECTS or child.tag_ == "TO" for child in verb.lefts)


def _concerns(verb: Token) -> bool:
    """Know "as it relates to the plan", but "she related to us how it fell"."""
    following = verb.nbor(1).lower_ if verb.i + 1 < len(verb.doc) else ""
    return verb.lemma_ == "relate" and following == "to" and any(child.lower_ == "it" for child in verb.lefts)


def accounts_for(verb: Token, subject: Token | None, sources: frozenset[str]) -> bool:
    """Know "The finding could explain why they fled", "which explains it": a thing tells nobody."""
    if subject is not None and subject.lower_ == "fact":
        # "The fact that he left suggests that he is ill".
        return True
    following = verb.doc[verb.i + 1 : verb.i + 3]
    how = any(one.tag_.startswith("W") for one in following)
    explains = verb.lemma_ in ("explain", "tell", "describe", "inform") and how
    # "The awards remind us that it takes time".
    reminds = verb.lemma_ == "remind" and any(one.tag_ == "PRP" for one in following[:1])
    if not (explains or reminds):
        return False
    pointing = any(child.lower_ in _POINTING and child.dep_ in SUBJECTS for child in verb.lefts)
    if subject is None or pointing:
        return pointing
    thing = subject.pos_ == "NOUN" and not is_somebody(subject)
    return thing and subject.lemma_.lower() not in sources - _SHOWN


def _is_owned(verb: Token) -> bool:
    """Know "Google's recently announced plan"."""
    before = verb.nbor(-1) if verb.i else verb
    before = before.nbor(-1) if before.tag_ == "RB" and before.i else before
    # "Macy's said": the parser knows a name that ends so.
    return before.tag_ == "POS" and not any(child.dep_ in SUBJECTS for child in verb.lefts)
