"""What somebody is called, with the words around the marks: "called him a “coward” who “runs”"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from copydesk_quotes.fragments import is_fragment, is_judging
from copydesk_quotes.marks import Marked
from copydesk_quotes.page import Found, Page

if TYPE_CHECKING:
    from spacy.tokens import Token

_DESCRIBES = frozenset({"amod", "compound", "nmod", "nummod"})
_PREDICATES = frozenset({"oprd", "attr", "acomp"})
# These may have whom they call something and what they call them both for an object.
_NAMING = frozenset("call label brand dub term deem consider".split())
_BEFORE = frozenset({"JJ", "JJR", "JJS", "RB", "RBR", "RBS", "CD"})
_ARTICLES = frozenset({"a", "an", "the"})
# What these lead to belongs to the noun; where and when it was said does not.
_OF_THE_NOUN = frozenset("of for to with about against toward towards".split())
_MOST_WORDS_BEFORE = 4
_LONGEST = 200
_JOINTS = frozenset({"", "and", "or", ",", ", and"})


def with_predicates(page: Page, cued: dict[int, Found]) -> dict[int, Found]:
    """Widen few words in marks to all that somebody is called; what is joined becomes one quote.

    Args:
        page: The document.
        cued: The quotations that have a cue, by where their marks begin.

    Returns:
        The quotations, without those that are now a part of another.
    """
    found: dict[int, Found] = {}
    last: tuple[int, Found] | None = None
    for one in page.marked:
        quote = cued.get(one.outer_start)
        if quote is None:
            continue
        if last is not None and last[1].cue == quote.cue and one.outer_start < last[1].end:
            continue
        verb = _naming(page, one, quote)
        widened = _widened(page, one, quote, verb) if verb is not None else None
        found[one.outer_start] = widened or quote
        if widened is None:
            last = None
        elif last is not None and last[1].cue == quote.cue and _is_joined(page, last[1], one, widened):
            del found[one.outer_start]
            start, end = _outer(page, last[1]), _closed(page, widened.end)
            last = last[0], replace(last[1], start=start, end=end, kind="mixed")
            found[last[0]] = last[1]
        else:
            last = one.outer_start, widened
    return found


def swallowed(page: Page, quotes: Iterable[Found]) -> set[int]:
    """Tell where the quotations begin that are a part of what somebody is called."""
    mixed = (quote for quote in quotes if quote.kind == "mixed")
    return {one.outer_start for quote in mixed for one in page.marked_in(quote.start, quote.end)}


def _is_joined(page: Page, before: Found, one: Marked, quote: Found) -> bool:
    end, start = _closed(page, before.end), one.outer_start if quote.kind == "direct" else quote.start
    return page.text[end:start].strip() in _JOINTS


def _outer(page: Page, quote: Found) -> int:
    return next((one.outer_start for one in page.marked_in(quote.start, quote.start + 1)), quote.start)


def _closed(page: Page, end: int) -> int:
    """Step over the mark that closes a quotation in which words end."""
    return max([end, *(one.outer_end for one in page.marked_in(end - 1, end))])


def _naming(page: Page, one: Marked, quote: Found) -> Token | None:
    """Give the verb before few words in marks that calls somebody so."""
    verb = page.token(quote.cue[0]) if quote.cue is not None else None
    called = verb is not None and is_judging(verb) and verb.idx < one.start and is_fragment(page, one)
    return verb if called else None


def _widened(page: Page, one: Marked, quote: Found, verb: Token) -> Found:
    """Widen few words to the whole of what somebody is called, as far as the grammar tells it."""
    words = page.parse.char_span(one.start, one.end, alignment_mode="contract")
    if words is None or not len(words):
        return quote
    noun, start, end = words.root, _start(page, one), one.outer_end
    if noun.dep_ in _DESCRIBES and noun.head.i >= words.end and start < one.outer_start:
        # "An utterly “corrupt” man", but "dismissed as “absurd” reports of it".
        noun = noun.head
    if _is_predicate(noun, verb):
        end = _closed(page, _end(page, noun, end))
    elif verb.lemma_ not in _NAMING or any(word.is_punct for word in page.parse[verb.i : words.start - 1]):
        return quote
    end = start + len(page.text[start : min(end, page.paragraphs[one.paragraph][1])].rstrip())
    if end - start > _LONGEST or (start == one.outer_start and end == one.outer_end):
        return quote
    return replace(quote, start=start, end=end, kind="mixed")


def _is_predicate(noun: Token, verb: Token) -> bool:
    """Tell whether a noun is what a verb calls somebody, or is joined to that."""
    while noun.dep_ == "conj" and noun.head.i > verb.i:
        noun = noun.head
    head = noun.head
    if head.lower_ == "as" and head.dep_ == "prep":
        return verb in (head.head, head.head.head)
    named = noun.dep_ in ("dobj", "appos", "ccomp") and verb.lemma_ in _NAMING
    return head == verb and (noun.dep_ in _PREDICATES or named)


def _start(page: Page, one: Marked) -> int:
    """Give where the noun phrase begins: "a", "an utterly"."""
    first = page.token(one.outer_start)
    if first is None:
        return one.outer_start
    for word in reversed(page.parse[max(0, first.i - _MOST_WORDS_BEFORE) : first.i]):
        if word.lower_ in _ARTICLES or word.tag_ == "PRP$":
            return word.idx
        if word.tag_ == "POS" and word.head.left_edge.i > first.i - 2 * _MOST_WORDS_BEFORE:
            return word.head.left_edge.idx
        if word.tag_ not in _BEFORE:
            break
    return one.outer_start


def _end(page: Page, noun: Token, end: int) -> int:
    """Give where the noun phrase ends: "for workers", "who “runs”", "and a waste of money"."""
    reach = max(noun.idx + len(noun.text), end)
    for child in noun.rights:
        last = child.right_edge.idx + len(child.right_edge.text)
        if last <= reach or child.is_punct or child.dep_ == "cc":
            continue
        gap = page.text[reach : max(reach, child.left_edge.idx)].strip()
        of_noun = child.dep_ in ("relcl", "acl", "amod") or (
            child.dep_ == "prep" and child.lower_ in _OF_THE_NOUN
        )
        joined = child.dep_ == "conj" and gap in ("and", "or") and not _is_another(page, child, last)
        if not joined and (gap or not of_noun):
            break
        reach = last
    opened = page.text.find(" (", noun.idx, reach)
    return max(end, opened) if opened >= 0 else reach


def _is_another(page: Page, joined: Token, end: int) -> bool:
    """Know "called the wall “ugly” and the law “a joke”", "between the “rude” and the rest": other things."""
    first = joined.left_edge
    known = first.lower_ == "the" or first.tag_ in ("PRP$", "NNP", "PRP")
    return known or any(one.outer_start > first.idx for one in page.marked_in(first.idx, end))
