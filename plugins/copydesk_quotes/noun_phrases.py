"""The words in the text that stand for somebody: "Sgt. Ann Polk", "Carl and Tina Mott"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk_quotes.breaks import TITLES
from copydesk_quotes.extents import MONTHS
from copydesk_quotes.phrases import DAYS, INSIDE_PHRASE, LONGEST_PHRASE, MEDIA, NOUN_TAGS, SUBJECTS, TENSED
from copydesk_quotes.speakers import Range

if TYPE_CHECKING:
    from spacy.tokens import Token

_DASHES = frozenset({"\u2014", "\u2013", "--"})
# Where somebody says something.
_OCCASIONS = frozenset({"conference", "debate", "hearing", "broadcast", "podcast", "remark", "testimony"})
_CREDITS = frozenset({"AP", "AFP", "Reuters", "Getty", "Photo", "Photos", "Images", "Image", "File", "/"})
_LONGEST_CREDIT = 6
_DIGITS_OF_YEAR = 4
_EMPHASIS = re.compile(r"(?<=\w) (?:him|her|it|them)sel(?:f|ves)$")
_BEFORE_NAME = (")", "\u2014", "\u2013", "\u201d")
# What hangs on a name and is no part of who speaks.
_AFTER_NAME = frozenset({"relcl", "acl", "punct", "advcl", "cc", "conj", "parataxis", "advmod", "npadvmod"})


def noun_phrase(token: Token) -> Range:
    """Give the words that stand for somebody: the phrase of a noun without what describes it.

    A name that follows at once belongs to it ("co-founder Mark Zuckerberg"), an apposition after
    a comma does not.
    """
    start = token.left_edge
    for left in token.doc[start.i : token.i]:
        # "Of twenty owners, all said": what they are of is another phrase.
        if (
            (left.text == "," and start.tag_ == "IN")
            or _ends_dateline(left)
            or _ends_quotation(left)
            or (left.i == start.i and _begins_no_name(left))
        ):
            start = left.nbor(1)
    start = _with_article(_before_title(_before_hyphen(start)))
    end = token
    for child in token.rights:
        if child.dep_ == "acl" and child.i == end.i + 1 and child.lower_ == "named":
            # "a carver named Chris Cole".
            name = next((one for one in child.rights if one.dep_ == "oprd"), None)
            end = _before_comma(child, name.right_edge) if name is not None else end
            break
        if child.dep_ in _AFTER_NAME or child.left_edge.i > end.i + 1 or _is_of_the_verb(child):
            break
        end = _before_comma(token, _before_participle(child))
    end = _joined(_with_others(token, _with_name(end)))
    named_so = token.dep_ in SUBJECTS and token.head.i == end.i + 1
    if end.tag_ == "POS" and end.i > token.i and not named_so:
        # "Weber's answer" is Weber's; "Macy's said" is Macy's.
        end = end.nbor(-1)
    while end.is_space and end.i > start.i:
        # A blank line that the tagger takes for a part of the name.
        end = end.nbor(-1)
    # "(CNN)Weber", "not “blinded”—they": some sites leave no space.
    cut = max(map(start.text[:-1].rfind, _BEFORE_NAME)) + 1
    return start.idx + cut, end.idx + len(end.text)


def plain(words: str) -> str:
    """Give the words for somebody as a name: "the governor himself" goes by "the governor"."""
    return _EMPHASIS.sub("", " ".join(words.split()))


def _is_of_the_verb(preposition: Token) -> bool:
    """Know "described by critics | as “reckless”", "said Weber | in a speech": no part of who speaks."""
    if preposition.dep_ != "prep":
        return False
    after = preposition.doc[preposition.i + 1 : preposition.i + 3]
    marked = preposition.lower_ == "as" and any(word.is_quote for word in after)
    told = preposition.lower_ == "in" and any(
        word.lemma_ in MEDIA | _OCCASIONS for word in preposition.rights
    )
    when = preposition.lower_ in ("on", "in") and any(_is_date(word) for word in preposition.rights)
    return marked or told or when


def _is_date(word: Token) -> bool:
    """Know "on Monday", "on July 20", "in May", "in 2006"."""
    year = word.is_digit and len(word) == _DIGITS_OF_YEAR
    return year or word.lower_ in DAYS or word.lower_.rstrip(".") in MONTHS


def _ends_dateline(token: Token) -> bool:
    """Know what stands before a name and is no part of it: "RENO, Nev. \u2014", "(Reuters) -"."""
    spaced = token.text == "-" and bool(token.whitespace_) and bool(token.i and token.nbor(-1).whitespace_)
    # "(CNN) Ann Weber said".
    agency = token.text == ")" and token.i > 1 and token.nbor(-1).is_upper and token.nbor(-2).text == "("
    return agency or "\n" in token.text_with_ws or token.text in _DASHES or spaced or is_credit(token)


def is_credit(token: Token) -> bool:
    """Know who took a picture, before a headline: "Weber in May. | AP Photo | Weber: ‘We won't wait’"."""
    credits = token.i
    while token.doc[credits].text in _CREDITS and credits and token.i - credits < _LONGEST_CREDIT:
        credits -= 1
    return token.doc[credits].text == "|"


def _ends_quotation(token: Token) -> bool:
    """Know what stands before a name and is what it says: "“It is late,” Ann Weber, who ran it, tweeted"."""
    return token.is_quote and token.i > 0 and token.nbor(-1).text in (",", ".", "?", "!")


def _before_title(start: Token) -> Token:
    """Step back over a short title that the parser takes for the end of a sentence: "Agent Capt. | Piper"."""
    doc = start.doc
    point = doc[start.i - 1] if start.i else start
    title = point if point.text != "." or not point.i else doc[point.i - 1]
    titled = point.text.endswith(".") and title.lower_.rstrip(".") in TITLES and start.tag_ == "NNP"
    if not titled or point.i == start.i:
        return start
    first = title
    while first.i and doc[first.i - 1].tag_ in INSIDE_PHRASE and not doc[first.i - 1].is_space:
        first = doc[first.i - 1]
    return first


def _before_hyphen(start: Token) -> Token:
    """Step back over what hyphens join: "Weber's Republican co | - | sponsor"."""
    while (
        start.i > 1
        and start.nbor(-1).text == "-"
        and not (start.nbor(-1).whitespace_ or start.nbor(-2).whitespace_ or start.nbor(-2).is_punct)
    ):
        start = start.nbor(-2).left_edge
    return start


def _with_article(start: Token) -> Token:
    """Take in the article that the parser hangs on the verb: "the | father-of-six laughed"."""
    before = start.nbor(-1) if start.i else start
    torn = before.dep_ == "det" and before.head.tag_ in TENSED and before.head.i > start.i
    return before if torn else start


def _joined(end: Token) -> Token:
    """Take in what hyphens join: "sergeant-at-arms"."""
    doc = end.doc
    while (
        end.i + 2 < len(doc)
        and doc[end.i + 1].text == "-"
        and not (end.whitespace_ or doc[end.i + 1].whitespace_)
    ):
        end = doc[end.i + 2]
    return end


def _with_others(token: Token, end: Token) -> Token:
    """Take in who speaks too: "Carl and Tina Mott said"."""
    for child in token.rights:
        joined = child.dep_ == "conj" and child.tag_ in NOUN_TAGS and child.i > end.i
        if joined and [one.dep_ for one in token.doc[end.i + 1 : child.left_edge.i]] == ["cc"]:
            last = child
            for inner in child.rights:
                if inner.dep_ not in ("prep", "case") or inner.left_edge.i > last.i + 1:
                    break
                last = _before_comma(child, inner.right_edge)
            # "Jonas and running mate | Bill Wells".
            return _with_name(last)
    return end


def _before_participle(child: Token) -> Token:
    """Leave out how something came about: "notes of the call | obtained by a paper"."""
    inner = (one for noun in child.rights for one in noun.rights if one.dep_ == "acl" and one.tag_ == "VBN")
    first = next(inner, None)
    return child.right_edge if first is None else first.left_edge.nbor(-1)


def _before_comma(head: Token, end: Token) -> Token:
    """Cut a phrase before the comma that sets a description off."""
    for token in head.doc[head.i : end.i]:
        if token.nbor(1).text in (",", "(", "\u2014") and token.nbor(1).dep_ == "punct":
            return token
    return end


def _with_name(end: Token) -> Token:
    """Take in the rest of a name that the phrase cuts, or that stands right after it."""
    doc = end.doc
    at = end.i + 1
    inside = at < len(doc) and doc[at].ent_type_ == "PERSON" and end.tag_ in NOUN_TAGS | {"HYPH", "POS"}
    if not inside and not (end.text == "co" and at < len(doc) and doc[at].text == "-"):
        return end
    last = end
    for token in doc[at : at + LONGEST_PHRASE]:
        if (token.is_punct and token.text != "-") or token.is_space or token.tag_ not in INSIDE_PHRASE:
            break
        if last.ent_type_ == "PERSON" and token.ent_iob_ != "I":
            break
        last = token
    return last if last.ent_type_ == "PERSON" else end


def _begins_no_name(token: Token) -> bool:
    # "About two people", "at least two people".
    about = token.dep_ == "advmod" and (token.head.pos_ == "NUM" or token.head.lower_ in ("least", "most"))
    if token.is_space or token.is_punct or token.tag_ in ("WP", "WDT"):
        # "who | detectives say fled": the parser gives both words to one noun.
        return True
    # “...,” tweeted actor Ann Weber.
    says = token.tag_ in ("VBN", "VBD") and token.i > 0 and token.nbor(-1).is_quote
    return says or (token.dep_ in ("cc", "mark", "advmod") and not about)
