"""Who speaks, in the grammar: the words for the speaker of a cue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk_quotes.controls import brought_to, judged_for
from copydesk_quotes.extents import sentence_of
from copydesk_quotes.lost_subjects import after_article, lost_subject, spoken_to
from copydesk_quotes.passives import is_aside, is_bare_passive, is_reduced_passive
from copydesk_quotes.phrases import CLOSING_CUES, DAYS, LONGEST_PHRASE, NOUN_TAGS, SUBJECTS, TENSED
from copydesk_quotes.senders import (
    between_commas,
    named_inside,
    quoted_as,
    sender_before,
    sending_before,
    taking_sides,
)
from copydesk_quotes.somebody import is_somebody, words_for
from copydesk_quotes.tenses import in_its_tense, is_now, perfect_of, reported_with
from copydesk_quotes.with_phrases import subject_behind_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

Range = tuple[int, int]

# "there are reports", "this means": no one.
_NOBODY = frozenset({"there", "which", "what", "that", "this"})
_RELATIVES = frozenset({"who", "which", "that"})
# A verb of one of these hangs on the one that has the subject: "and added", "adding that".
_SHARES_SUBJECT = frozenset({"conj", "advcl", "xcomp", "dep", "pcomp", "prep"})
# Passive verbs whose subject speaks: "he was quoted as saying".
_SUBJECT_SPEAKS = frozenset("quote cite report hear overhear record tape videotape film catch see".split())
# Passive verbs whose subject does what their infinitive says. Own compilation.
_SUBJECT_ACTS = frozenset("force oblige compel say believe think understand know allege rumour".split())
_BY_WHAT = frozenset("chance accident mistake luck phone telephone email e-mail letter".split())
_DESCRIBES = frozenset({"appos", "conj", "nmod", "dep"})
_PLACING = frozenset({"outside", "inside", "near", "around"})
_DASHES = frozenset({"\u2014", "\u2013", "--"})
_QUICK = frozenset({"quick", "swift", "fast", "careful", "proud", "happy", "glad", "sorry"})
_MOST_STEPS = 6


def subject_of(verb: Token, *, speaks: bool = False) -> Token | None:
    """Find who does what a verb says: its subject, the one it shares, or its agent.

    A verb of speaking that hangs on what somebody reports may go on with what they say.
    """
    if (inside := named_inside(verb)) is not None:
        return inside
    if (bracketed := _in_brackets(verb)) is not None:
        return bracketed
    if is_reduced_passive(verb) or is_bare_passive(verb) or _is_dated(verb):
        return None
    if verb.tag_ == "VBG" and (beside := subject_behind_with(verb)) is not None:
        return beside
    if (sending := sending_before(verb) or _cue_of_marks_before(verb)) is not None:
        return subject_of(sending)
    found = (
        spoken_to(verb)
        or between_commas(verb)
        or _turned_at_the_end(verb)
        or quoted_as(verb)
        or judged_for(verb)
        or in_its_tense(verb)
        or taking_sides(verb)
        or _by_grammar((_outer(verb) if speaks else None) or verb)
        or after_article(verb)
    )
    if found is None and any(child.dep_ == "nsubjpass" for child in verb.lefts):
        # "It was reported that", "the court was told Weber had lied": nobody says who did.
        return None
    if found is not None and found.lower_ == "it" and verb.tag_ == "VBG":
        found = _whom_they_watch(verb) or found
    thing = found is not None and found.pos_ == "NOUN" and not is_somebody(found)
    if thing and found is not None and found.tag_ == "NN" and _is_of_several(verb):
        # "They say it, and its use, helps -- and remind us that": one thing “reminds”.
        return subject_of(verb.head)
    if thing and verb.dep_ == "pcomp" and verb.head.lower_ == "by":
        # "Weber dismissed photos showing a gun by remarking that": no photo remarks.
        main = next((one for one in verb.ancestors if one.tag_ in TENSED), None)
        found = (_by_grammar(main) if main is not None else None) or found
    if thing and verb.dep_ == "conj" and (outer := _outer(verb)) is not None:
        # "Some thought the show was wrong and feared it would harm the town": no show fears.
        return subject_of(outer)
    if found is None or (found.is_punct and found.text != "%") or found.is_space:
        # "smiled and said": the parser may know who smiled.
        goes_on = verb.dep_ == "conj" and verb.head.tag_ == verb.tag_ in TENSED and verb.head.i < verb.i
        return lost_subject(verb) or (subject_of(verb.head) if goes_on else None)
    return found


def _is_of_several(verb: Token) -> bool:
    plain = verb.tag_ in ("VB", "VBP") and not any(one.dep_ in ("aux", "mark") for one in verb.lefts)
    return plain and verb.dep_ == "conj" and verb.head.tag_ == "VBP"


def _whom_they_watch(verb: Token) -> Token | None:
    """Know "It's fun to watch him break the rules, declaring that he won": it is he who declares."""
    head = verb
    while head.dep_ == "advcl" and head.head.i < head.i:
        head = head.head
    watch = (one for one in head.rights if one.dep_ in ("xcomp", "advcl") and one.tag_ == "VB")
    acts = (one for see in watch for one in see.rights if one.dep_ == "ccomp" and one.tag_ == "VB")
    return next((one for act in acts for one in act.lefts if one.dep_ in SUBJECTS), None)


def _turned_at_the_end(verb: Token) -> Token | None:
    """Find the name that ends a sentence: "“We won,” the board's longest day, said Ann Weber."."""
    if verb.tag_ not in TENSED or verb.lemma_ not in CLOSING_CUES or verb.i < 1 or verb.nbor(-1).text != ",":
        return None
    last = verb.i
    for word in verb.doc[verb.i + 1 :]:
        if word.ent_type_ != "PERSON" or word.is_space:
            break
        last = word.i
    ends = last + 1 == len(verb.doc) or verb.doc[last + 1].text == "." or verb.doc[last + 1].is_space
    return verb.doc[verb.i + 1 : last + 1].root if last > verb.i and ends else None


def _cue_of_marks_before(verb: Token) -> Token | None:
    """Find the cue of "told us that “I would go,” indicating that it was late": nobody in marks goes on."""
    closing = verb.nbor(-1) if verb.i and verb.tag_ == "VBG" else verb
    if closing.tag_ != "''":
        return None
    before = reversed(verb.doc[: closing.i])
    opening = next((one for one in before if one.is_quote or one.is_sent_start), closing)
    cue = next((one for one in verb.ancestors if one.i < opening.i and one.pos_ == "VERB"), None)
    return cue if opening.is_quote and verb.head.i > opening.i else None


def _in_brackets(verb: Token) -> Token | None:
    """Find who speaks inside brackets: "called him a “fool” (her aide, Al Pike, said she had not)"."""
    subject = next((child for child in verb.lefts if child.dep_ in SUBJECTS), None)
    for token in reversed(verb.doc[max(0, verb.i - LONGEST_PHRASE) : verb.i]):
        if token.text == ")":
            return None
        if token.text == "(" and (subject is None or subject.i < token.i):
            inside = verb.doc[token.i + 1 : verb.i]
            return next((one for one in inside if one.tag_ in NOUN_TAGS and one.head not in inside), None)
    return None


def _is_dated(verb: Token) -> bool:
    """Know "in an interview published Friday that ...": it tells of the interview."""
    return verb.dep_ == "acl" and verb.tag_ == "VBN" and any(child.lower_ in DAYS for child in verb.rights)


def is_impersonal(verb: Token) -> bool:
    """Tell whether nobody in particular reports: "it was reported that"."""
    return any(child.dep_ == "nsubjpass" and child.lower_ == "it" for child in verb.lefts)


def _by_grammar(verb: Token) -> Token | None:
    alone = not any(child.dep_ in SUBJECTS for child in verb.lefts)
    if alone and is_bare_passive(verb.head) and verb.i > verb.head.i and verb.nbor(-1).text == ",":
        # "Holt, asked whether it was late, replied": the parser takes it for what is asked.
        return next((child for child in verb.head.lefts if child.dep_ in SUBJECTS), None)
    if (alone and verb.tag_ == "VBN" and verb.dep_ == "advcl") or _opens_with_passive(verb):
        # "Asked whether it was safe, Weber said": Weber did not ask.
        return _agent(verb)
    if alone and (sender := sender_before(verb)) is not None:
        return sender
    seen = inner = reported_with(verb) or _beyond_comparison(verb) or verb
    for _ in range(_MOST_STEPS):
        passive = any(child.dep_ == "auxpass" for child in seen.children)
        if passive and inner is not seen and _moves_on(inner, seen):
            inner, seen = seen, seen.head
            continue
        # "He was forced to admit", "is said to have told them": whom it happens to speaks.
        does_too = seen is not verb and inner.dep_ == "xcomp" and seen.lemma_ in _SUBJECT_ACTS
        # "She was arrested, vowing to go on".
        vows = seen is not verb and inner.dep_ == "advcl" and inner.tag_ == "VBG" and inner.i > seen.i
        if (
            passive
            and seen.lemma_ not in _SUBJECT_SPEAKS
            and not does_too
            and not (vows and not _agent(seen))
        ):
            return _agent(seen)
        # "Speaking with Fox, Weber, who ran it, said": what the parser takes for a clause cannot speak.
        subjects = _subjects(seen)
        if not subjects:
            # "The firm, thought to be in debt, said": the parser hangs the firm on "thought".
            described = [one for one in seen.lefts if is_reduced_passive(one) or is_aside(one, seen)]
            subjects = [noun for child in described for noun in child.lefts if noun.dep_ in SUBJECTS]
        if subjects:
            return _antecedent(_after_dateline(subjects, seen), seen)
        if any(child.dep_ == "expl" for child in seen.lefts):
            # "There was Weber, telling the crowd that ...".
            return next((child for child in seen.rights if child.dep_ == "attr" and is_somebody(child)), None)
        if seen.dep_ in ("relcl", "acl") and seen.head.pos_ in ("NOUN", "PROPN", "PRON"):
            # "Pike called her “a fraud” and left": a name has no participle right after it.
            named = seen.head.pos_ == "PROPN" and seen.head.i == seen.i - 1
            active = named or seen.tag_ in ("VBG", "VBD", "VBZ", "VBP") or _is_main(seen)
            # "The crowds expected by the city to come" are not who expects it.
            done = _agent(seen) if seen.tag_ == "VBN" else None
            # "A maker discovered by chance that": the tagger takes the past tense for a participle.
            active = active or (done is not None and done.lower_ in _BY_WHAT)
            done = done if done is None or done.lower_ not in _BY_WHAT else None
            return done or (seen.head if active else _agent(seen))
        # "He confirmed that, adding that it was old": the parser takes "that" for a clause.
        torn = (
            seen.dep_ == "ccomp" and seen.tag_ == "VBG" and seen.head.i < seen.i and seen.nbor(-1).text == ","
        )
        if (brought := brought_to(seen) or _conj_before(seen)) is not None:
            return brought
        # "He was quick to insist that it was late".
        quick = seen.dep_ == "acomp" and inner.dep_ == "xcomp" and seen.lower_ in _QUICK
        if (seen.dep_ not in _SHARES_SUBJECT and not torn and not quick) or seen.head.i == seen.i:
            return None
        inner, seen = seen, seen.head
    return None


def _subjects(verb: Token) -> list[Token]:
    """Give the subjects of a verb; in "Marsh, who Pike called “a fraud”" the parser takes "who" for one."""
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS and child.dep_ != "csubj"]
    if len(subjects) > 1 and subjects[0].tag_ == "WP" and subjects[1].left_edge.i == subjects[0].i + 1:
        return subjects[1:]
    return subjects


def _beyond_comparison(verb: Token) -> Token | None:
    """Find the verb of "Weber was more direct than Pike saying that it was late": Weber says that."""
    beside = verb.head.head if verb.dep_ == "acl" else verb.head
    if verb.dep_ == "advcl":
        # The parser may take it for what Pike says.
        beside = next((child for child in verb.lefts if child.dep_ == "mark"), verb)
    if verb.tag_ != "VBG" or verb.dep_ not in ("acl", "pcomp", "advcl") or beside.lower_ != "than":
        return None
    return next((one for one in verb.ancestors if one.pos_ in ("VERB", "AUX")), None)


def _conj_before(verb: Token) -> Token | None:
    """Find the nearest subject of what verbs share: "Ida left, but a man, granted time to think, said"."""
    if verb.dep_ != "conj" or verb.tag_ not in TENSED:
        return None
    between = (one for one in verb.head.rights if one.dep_ == "conj" and verb.head.i < one.i < verb.i)
    subjects = [one for sibling in between for one in sibling.lefts if one.dep_ in SUBJECTS]
    return _antecedent(subjects[-1], subjects[-1].head) if subjects else None


def _opens_with_passive(verb: Token) -> bool:
    """Know "Asked whether it was safe, ..." when the tagger takes it for the past tense."""
    opens = verb.i == 0 or verb.nbor(-1).is_space or verb.is_sent_start
    return bool(opens) and verb.tag_ == "VBD" and not any(child.dep_ in SUBJECTS for child in verb.rights)


def _moves_on(verb: Token, infinitive: Token) -> bool:
    """Know "declined to be interviewed but said": the parser hangs "said" on the infinitive."""
    finite = verb.tag_ in ("VBD", "VBN") and not any(child.dep_.startswith("aux") for child in verb.lefts)
    return finite and verb.dep_ == "conj" and any(child.tag_ == "TO" for child in infinitive.lefts)


def _outer(verb: Token) -> Token | None:
    """Find the cue whose speaker goes on: "said the vote was “a fraud” and called for a new one".

    The parser hangs such a verb on the clause that is reported, whose subject seldom speaks.
    """
    verb = _first_participle(verb)
    inner = verb.head
    for _ in range(_MOST_STEPS):
        inner = inner.head if inner.dep_ == "conj" else inner
    inner = _clause_around(inner, verb)
    outer = inner.head
    if inner.dep_ == "acl" and inner.left_edge.lower_ == "that":
        # "rejected reports that it had lied, calling them “a fraud”".
        for _ in range(_MOST_STEPS):
            outer = outer.head if outer.pos_ in ("NOUN", "ADP") else outer
    elif inner.dep_ != "ccomp":
        return None
    if not outer.i < inner.i < verb.i:
        return None
    if any(child.dep_ in SUBJECTS for child in verb.children):
        return None
    if verb.dep_ == "advcl" and verb.tag_ == "VBG":
        return outer if verb.left_edge.nbor(-1).text in (",", "\u201d", '"', *_DASHES) else None
    for _ in range(_MOST_STEPS if verb.dep_ == "conj" else 0):
        if _is_next_of(outer, inner, verb):
            return outer
        if outer.dep_ != "ccomp" or outer.head.i > outer.i:
            break
        # "said she hopes the state will pay and called for a vote".
        inner, outer = outer, outer.head
    return None


def _clause_around(inner: Token, verb: Token) -> Token:
    """Step out to the clause that is reported, where the parser hangs a verb on what is deeper in it."""
    if verb.tag_ in TENSED:
        # "said she was sick after listening to it and called for ...", "would win if it rained and called".
        for _ in range(_MOST_STEPS):
            inner = inner if _is_finite(inner) and inner.dep_ != "advcl" else inner.head
    elif inner.dep_ == "advcl" and inner.left_edge.lower_ == "that":
        # "insisted that no law was broken, | that it was no scandal -- suggesting ...".
        inner = inner.head
    return inner


def _is_next_of(outer: Token, inner: Token, verb: Token) -> bool:
    """Tell by the tenses whether a verb is the cue's own next one, and not one of what it reports."""
    perfect = perfect_of(verb)
    if perfect and perfect == perfect_of(outer) != perfect_of(inner):
        # "has said that it is too big and has urged it to shrink".
        return True
    if perfect in ("has", "have") and outer.tag_ in ("VBZ", "VBP"):
        # "says the ad is false and has demanded that it go": no ad demands.
        return _is_said_of_things(inner)
    later = is_now(inner) or any(child.tag_ == "MD" for child in inner.lefts)
    if verb.tag_ in ("VBD", "VBN") and not perfect and perfect_of(outer) and later:
        # "has warned that both must pay and raised the possibility that they would".
        return True
    acts = any(child.dep_ == "dobj" for child in verb.rights)
    if verb.tag_ == "VBN" and acts and not perfect and outer.tag_ == "VBD" and is_now(inner):
        # The tagger takes "called her" for a participle.
        return not any(child.dep_.startswith("aux") for child in verb.lefts)
    # "The official did not say whether they would go but said they would look".
    did = next((one.tag_ for one in outer.lefts if one.dep_ == "aux" and one.lemma_ == "do"), outer.tag_)
    if verb.tag_ != did or verb.tag_ not in TENSED:
        return False
    if inner.tag_ != verb.tag_ or _is_said_of_things(inner) or _acts_on_subject(verb, inner):
        return True
    # "Weber agreed that he paid no taxes and said, “That is smart.”"
    said_of = next((child for child in inner.lefts if child.dep_ in SUBJECTS), None)
    return said_of is not None and said_of.lower_ in ("he", "she", "they") and _leads_quotation(verb)


def _leads_quotation(verb: Token) -> bool:
    """Know "said, | “No”", "and asked: | “Why?”": the writer has that in marks."""
    behind = verb.doc[verb.i + 1 : verb.i + 3]
    return len(behind) > 1 and behind[0].text in (",", ":") and behind[1].tag_ == "``"


def _first_participle(verb: Token) -> Token:
    """Go back to "calling" from "suggesting": ", calling it a lie and suggesting that ..."."""
    seen = verb
    if verb.tag_ != "VBG" or verb.dep_ != "conj":
        return verb
    for _ in range(_MOST_STEPS):
        if seen.dep_ not in ("conj", "pcomp", "prep", "xcomp"):
            break
        seen = seen.head
    return seen if seen.tag_ == "VBG" and seen.dep_ == "advcl" else verb


def _is_finite(word: Token) -> bool:
    return word.tag_ in TENSED or any(child.tag_ in (*TENSED, "MD") for child in word.lefts)


def _outside(subjects: Sequence[Token]) -> Token:
    """Leave out what the parser takes for the subject: "RENO, Nev. — Weber said", “So did I,” Weber said."""
    first, last = subjects[0], subjects[-1]
    if (first.pos_ == "VERB" or first.tag_ == "DT") and last.pos_ in ("PROPN", "NOUN", "PRON"):
        # "What matters, said Weber, is that".
        return last
    if any(one.text == ":" for one in first.doc[first.i + 1 : last.left_edge.i]) and last.i < last.head.i:
        # "One more thing to know: Weber says it was late".
        return last
    apposed = last.left_edge.i == first.i + 2 and first.nbor(1).text == ","
    if apposed and last.ent_type_ == "PERSON" and last.i < last.head.i:
        # "The prime minister, Najib Razak said": a comma is missing.
        return last
    between = first.doc[first.i : last.i]
    return last if any(token.is_quote or token.text in (*_DASHES, "which") for token in between) else first


def _after_dateline(subjects: Sequence[Token], verb: Token) -> Token:
    """Know "KABUL, Afghanistan — Rebels said": the parser takes the rebels for what describes the town."""
    subject = subjects[0]
    if subject.left_edge.lower_ in _PLACING and subject.left_edge.is_sent_start:
        # "Outside court, her sister, Ann Weber, said".
        return next((one for one in subject.rights if one.dep_ == "appos" and one.i < verb.i), subject)
    placed = subject.is_upper or subject.ent_type_ in ("GPE", "LOC")
    if not placed or verb.i < subject.i or not subject.left_edge.is_sent_start:
        return _outside(subjects)
    start = sentence_of(verb)[0]
    if subject.idx >= start:
        return _outside(subjects)
    below = (one for child in subject.rights for one in (child, *child.rights) if one.dep_ in _DESCRIBES)
    named = (
        one for one in (*subjects[1:], *below) if one.idx >= start and (one.i < verb.i or one.head == verb)
    )
    return next(named, subject)


def _is_said_of_things(verb: Token) -> bool:
    """Tell "the vote was a fraud" from "a man called her": only somebody speaks."""
    subject = next((child for child in verb.lefts if child.dep_ in SUBJECTS), None)
    if subject is None or subject.lower_ in ("they", "we", "i") or subject.pos_ == "PROPN":
        return False
    if subject.lower_ in ("he", "she"):
        # "said she was sick and called for a vote": she says that too.
        return verb.lemma_ == "be"
    return verb.lemma_ in ("be", "have") or subject.pos_ == "PRON"


def _acts_on_subject(verb: Token, inner: Token) -> bool:
    """Know "said Weber was a wreck and mocked her": Weber does not mock herself."""
    named = any(child.dep_ in SUBJECTS and child.pos_ == "PROPN" for child in inner.lefts)
    them = any(child.dep_ == "dobj" and child.lower_ in ("him", "her", "them") for child in verb.rights)
    return named and them and inner.lemma_ == "be"


def _is_main(participle: Token) -> bool:
    """Tell what the tagger takes for a participle: "The board, which met on Monday, called it a lie"."""
    if participle.head.dep_ != "ROOT" or participle.tag_ != "VBN":
        return False
    # "The poll found that ...": no participle has a clause of its own.
    has_clause = any(child.dep_ == "ccomp" and child.i > participle.i for child in participle.rights)
    # “Answer us!” a man in a jacket yelled.
    first = participle.head.left_edge
    quoted = first.i > 0 and first.nbor(-1).tag_ == "''"
    return has_clause or quoted or (participle.i > 0 and participle.nbor(-1).text == ",")


def _antecedent(subject: Token, verb: Token) -> Token | None:
    if subject.lower_ in _RELATIVES:
        return _relative(subject, verb)
    if subject.lower_ == "it":
        if verb.tag_ in ("JJ", "VBP"):
            # "Weber thought it fit to criticize Pike for waiting".
            return None
        # "It was Weber who lost, insisting that ...".
        cleft = next((one for one in verb.rights if one.dep_ == "attr"), None)
        if cleft is not None and any(one.dep_ == "relcl" for one in cleft.rights) and is_somebody(cleft):
            return cleft
        return subject if subject.dep_ != "nsubjpass" else None
    return None if subject.lower_ in _NOBODY else subject


def _relative(pronoun: Token, verb: Token) -> Token | None:
    """Find who "who" is: "objections of the board, which said", "a nurse in Lima last week who said"."""
    while verb.dep_ == "conj" and verb.head.i < verb.i:
        # "who lives there and who said": both tell of the same one.
        verb = verb.head
    head = verb.head if verb.dep_ == "relcl" else None
    if head is not None and head.i == pronoun.i - 1 and head.lower_ == "those":
        return head
    if head is not None and _is_somebody_else(head, pronoun):
        return head
    if head is not None and head.dep_ == "appos" and head.head.pos_ == "PROPN":
        # "Weber, the leader, who said": the leader is Weber.
        return head.head
    if head is not None and (is_somebody(head) or pronoun.lower_ == "that"):
        return head
    first = pronoun.i if pronoun.is_sent_start else max(0, pronoun.i - LONGEST_PHRASE)
    near = pronoun.doc[first : pronoun.i]
    for token in reversed(near):
        if token.pos_ in ("VERB", "AUX") or token.is_sent_start:
            break
        if token.tag_ in NOUN_TAGS and token.dep_ not in ("compound", "poss") and is_somebody(token):
            is_place = pronoun.lower_ == "who" and token.ent_type_ in ("LOC", "GPE")
            if not is_place:
                return token
    before = near[-1] if len(near) else pronoun
    return head or (before if before.pos_ in ("NOUN", "PROPN") else None)


def _is_somebody_else(described: Token, pronoun: Token) -> bool:
    """Know "Fox of the Ballot Project, a group that has called for": Fox is no group."""
    named = described.dep_ == "appos" and described.head.ent_type_ == "PERSON"
    return named and pronoun.lower_ != "who" and described.lemma_.lower() in words_for("bodies")


def _agent(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "agent":
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    return None
