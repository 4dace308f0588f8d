"""From marks and grammar to quotes: which words are whose."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from copydesk_quotes.lexicon import Lexicon
from copydesk_quotes.marks import Marked, paragraphs
from copydesk_quotes.speakers import SUBJECTS, noun_phrase
from copydesk_quotes.statements import Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Range = tuple[int, int]
Kind = Literal["direct", "indirect", "mixed"]

_SENTENCE_BREAK = re.compile(r"[.!?\u2026][\"'\u201d\u2019)]*\s+(?=[\"'\u201c\u2018(]*[A-Z])|\n\s*\n")
_FEWEST_WORDS_ALONE = 5
_LONGEST_GAP = 220
# Words before a marked run that show it to be a name or a term.
_TERM_BEFORE = re.compile(
    r"(?:\b(?:so-called|known as|called|dubbed|nicknamed|titled|entitled|named|labell?ed|term(?:ed)?|"
    r"the word|the phrase|song|album|film|movie|novel|book|play|series|show|magazine|"
    r"single|track|video)\s*,?\s*)$",
    re.IGNORECASE,
)
# What stands before a whole quoted clause and is no part of it.
_BEFORE_QUOTED = frozenset({"", "that", "as"})
# "said on “Face the Nation”": where it was said.
_TITLE_PLACE = re.compile(r"\b(?:on|in|at|from|for|of|by|to|with|into)\s+(?:\S+['\u2019]s\s+)?$")
_AUTHOR = frozenset({"i", "you", "we", "me", "us", "one"})
_BODIES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
# Share of the letters inside marks from which a quote is direct. Source: as the public scorer of
# the PolNeAR corpus's kinds is defined, Newell et al. 2018.
_DIRECT_SHARE = 0.95


@dataclass(frozen=True)
class Found:
    """A quote before its speaker is resolved.

    Attributes:
        start: First code point.
        end: Code point after the last.
        kind: Direct, mixed or indirect.
        speaker: The words for who speaks; None when there are none.
        speaker_token: Index of their head in the parse; -1 when there are none.
        cue: The cue; None when the speaker is carried on or taken from the context.
        statement: Number that the pieces of one statement share.
        confidence: 0 to 1, by how the speaker was found.
    """

    start: int
    end: int
    kind: Kind
    speaker: Range | None
    speaker_token: int
    cue: Range | None
    statement: int
    confidence: float


class Assembler:
    """Puts the quotes of one document together.

    Args:
        parse: The parse of the text.
        marked: What stands in quotation marks.
        statements: Cues with what they report.
        lexicon: The words that report.
        speech_only: Whether indirect reports of thoughts are left out.
    """

    def __init__(
        self,
        parse: Doc,
        marked: Sequence[Marked],
        statements: Sequence[Statement],
        *,
        lexicon: Lexicon,
        speech_only: bool,
    ) -> None:
        self.parse = parse
        self.text = parse.text
        self.marked = marked
        self.outer = [(one.outer_start, one.outer_end) for one in marked]
        self.paragraphs = paragraphs(self.text)
        self.starts = [start for start, _ in self.paragraphs]
        self.lexicon = lexicon
        self.speech_only = speech_only
        self.statements = [one for one in statements if not self._is_marked(one.cue_start)]
        self.taken: set[int] = set()
        self.numbers: dict[int, int] = {}
        self.count = 0

    def quotes(self) -> list[Found]:
        """Find the quotes, in order of position."""
        found = self._from_clauses()
        found += self._from_marks(found)
        return sorted(found, key=lambda quote: (quote.start, quote.end))

    # Clauses that a cue governs: indirect and mixed.

    def _from_clauses(self) -> list[Found]:
        found: list[Found] = []
        for statement in self.statements:
            if statement.start < 0:
                continue
            self.count += 1
            pieces = (
                [self._widened(statement)]
                if statement.also is None
                else [
                    (statement.start, statement.end),
                    statement.also,
                ]
            )
            for start, end in pieces:
                quote = self._from_clause(statement, start, end)
                if quote is not None:
                    found.append(quote)
        return _without_repeats(found)

    def _from_clause(self, statement: Statement, start: int, end: int) -> Found | None:
        inside = [one for one in self.marked if one.start < end and one.end > start]
        share = self._marked_share(start, end)
        if share >= _DIRECT_SHARE or (not inside and not self._reports(statement)):
            return None
        if inside:
            if statement.kind == "thought" and self.speech_only and share < 0.5:
                return None
            if self._only_quotes(start, end, inside) or self._introduces(statement, end, inside[-1]):
                return None
            end = max(end, *(one.end for one in inside)) if inside[-1].end - end < 400 else end
            start = min(start, inside[0].start)
            self.taken |= {one.outer_start for one in inside}
        if statement.also is None and len(self.text[start:end].split()) < 2:
            return None
        kind: Kind = "mixed" if inside else "indirect"
        cue = (statement.cue_start, statement.cue_end)
        return Found(
            start, end, kind, statement.speaker, statement.speaker_token, cue, self.count, _sure(statement)
        )

    def _reports(self, statement: Statement) -> bool:
        """Whether a cue reports without quotation marks, and somebody is there to report."""
        if statement.kind == "manner" or (statement.kind == "thought" and self.speech_only):
            return False
        if statement.speaker is None or (statement.negated and self._is_open(statement)):
            return False
        speaker = self.parse[statement.speaker_token]
        cue = self.parse[statement.token]
        if statement.kind == "opinion" and speaker.lower_ in _AUTHOR:
            return not self.speech_only
        if speaker.lower_ in _AUTHOR and self.speech_only:
            # "I would say", "you might find": the writer talks; "I said" and "we believe" report.
            hedged = statement.negated or any(child.tag_ == "MD" for child in cue.lefts)
            return speaker.lower_ not in ("you", "one", "me", "us") and not hedged
        if statement.kind == "finding":
            return (
                speaker.lemma_.lower() in self.lexicon.sources
                or speaker.ent_type_ in _BODIES
                or speaker.tag_ == "PRP"
            )
        return True

    def _is_open(self, statement: Statement) -> bool:
        """Whether nothing is reported: "has not said whether the dam will hold"."""
        return (
            self.text[statement.start : statement.end].lower().startswith(("whether", "if ", "when ", "why "))
        )

    def _only_quotes(self, start: int, end: int, inside: Sequence[Marked]) -> bool:
        """Whether whole sentences are quoted: those are direct quotes, each by itself."""
        first = inside[0]
        before = self.text[start : first.outer_start].strip(" ,:;\u2014-\n")
        after = self.text[inside[-1].outer_end : end].strip(" ,:;.\u2014-\n")
        return before.lower() in _BEFORE_QUOTED and not after

    def _introduces(self, statement: Statement, end: int, last: Marked) -> bool:
        """Whether a scene leads to a quoted sentence: "And when asked why, “I forgot,” she said"."""
        if statement.cue_start < last.outer_end or end > last.outer_end + 1 or not self._is_whole(last):
            return False
        return (
            self.text[: last.outer_start].rstrip(" ")[-1:] in ",:"
            and len(self.text[last.start : last.end].split()) > 2
        )

    def _widened(self, statement: Statement) -> Range:
        """Widen a clause to where the sentence lets it end: the parser cuts it short now and then."""
        first, last = statement.sentence
        start, end = max(statement.start, first), min(statement.end, last)
        if start >= statement.cue_end:
            limit = self._next_move(statement, end)
            end = max(end, limit)
        elif self._comes_first(statement):
            head = self.text[first:start]
            if not any(first <= other.cue_start < start for other in self.statements) and "\n\n" not in head:
                start = first
        while start < end and self.text[start] in " \n,;:\u2014-":
            start += 1
        while end > start and self.text[end - 1] in " \n,;:\u2014-(":
            end -= 1
        # A sentence of the parser may run over a blank line; a quote does not.
        gap = self.text.find("\n\n", start, end)
        if gap >= 0 and start >= statement.cue_end:
            end = gap
        return start, min(end, last) if end > last else end

    def _comes_first(self, statement: Statement) -> bool:
        return statement.end <= statement.cue_start

    def _next_move(self, statement: Statement, end: int) -> int:
        """Find where the cue's own next move begins: "and left", "adding that ..."."""
        cue = self.parse[statement.token]
        limit = statement.sentence[1]
        for child in cue.rights:
            if child.left_edge.idx < end:
                continue
            comma = self.text[end : child.left_edge.idx].strip() == ","
            apart = child.dep_ == "advcl" and (child.tag_ == "VBG" or comma)
            # "... that it was old, and it would fall" goes on; "... and left" does not.
            anaphoric = any(one.dep_ in SUBJECTS and one.tag_ == "PRP" for one in child.lefts)
            moves = child.dep_ in ("conj", "parataxis") and child.pos_ in ("VERB", "AUX")
            if apart or (moves and not anaphoric):
                limit = min(limit, child.left_edge.idx)
        for other in self.statements:
            if other is not statement and end <= other.cue_start < limit and other.speaker:
                limit = min(limit, other.speaker[0], other.cue_start)
        stop = self.text[end:limit].rstrip(" \n,;:\u2014-")
        for word in (" and", " but", " while", " as"):
            stop = stop.removesuffix(word).rstrip(" ,")
        return end + len(stop)

    # Words in quotation marks.

    def _from_marks(self, clauses: Sequence[Found]) -> list[Found]:
        """Find whose the quotations are: first those with a cue, then the others by their neighbours."""
        free = [one for one in self.marked if one.outer_start not in self.taken]
        cued = {one.outer_start: self._attributed(one, cue) for one in free if (cue := self._cue_of(one))}
        speaking = sorted([*clauses, *cued.values()], key=lambda quote: quote.start)
        found = [*cued.values()]
        carried: Found | None = None
        for one in free:
            if one.outer_start in cued:
                carried = cued[one.outer_start]
            elif self._is_statement(one) or self._goes_on(one, carried):
                carried = self._carried(one, speaking, carried)
                found.append(carried)
        return found

    def _attributed(self, one: Marked, statement: Statement) -> Found:
        if statement.token not in self.numbers:
            self.count += 1
            self.numbers[statement.token] = self.count
        number = self.numbers[statement.token]
        cue = (statement.cue_start, statement.cue_end)
        speaker, token = statement.speaker, statement.speaker_token
        if speaker is not None and one.start <= speaker[0] < one.end:
            speaker, token = None, -1
        return Found(*self._span(one), "direct", speaker, token, cue, number, 0.95 if speaker else 0.6)

    def _carried(self, one: Marked, speaking: Sequence[Found], last: Found | None) -> Found:
        """Give a quotation without a cue the speaker of what stands beside it.

        Args:
            one: The quotation.
            speaking: What has a cue, in order.
            last: The quotation before this one.
        """
        at = self.starts[one.paragraph]
        before = [quote for quote in speaking if quote.speaker and quote.start < one.start]
        if last is not None and last.speaker and last.start > (before[-1].start if before else -1):
            before.append(last)
        nearest = before[-1] if before else None
        if nearest is not None and nearest.end > at:
            return self._like(nearest, one, 0.8)
        if one.continues and nearest is not None:
            return self._like(nearest, one, 0.9)
        subject = self._owner_before(one) or self._subject_before(one)
        if subject is not None:
            self.count += 1
            return Found(*self._span(one), "direct", noun_phrase(subject), subject.i, None, self.count, 0.6)
        end = self.paragraphs[one.paragraph][1]
        later = [quote for quote in speaking if quote.speaker and one.end < quote.start < end]
        if later:
            return self._like(later[0], one, 0.75)
        if nearest is not None and self._opens_paragraph(one) and self._follows(nearest, one):
            return self._like(nearest, one, 0.6)
        self.count += 1
        return Found(*self._span(one), "direct", None, -1, None, self.count, 0.4)

    def _like(self, other: Found, one: Marked, confidence: float) -> Found:
        start, end = self._span(one)
        number = other.statement
        if other.kind != "direct":
            self.count += 1
            number = self.count
        return replace(
            other, start=start, end=end, kind="direct", cue=None, statement=number, confidence=confidence
        )

    def _follows(self, quote: Found, one: Marked) -> bool:
        """Whether somebody spoke in the paragraph before."""
        return one.paragraph > 0 and quote.end > self.starts[one.paragraph - 1]

    def _cue_of(self, one: Marked) -> Statement | None:
        """Find the cue beside a quotation: after it when it ends with a comma, else before it."""
        after = self._cue_after(one)
        before = self._cue_before(one)
        inner_end = self.text[one.end - 1 : one.end]
        following = self.text[one.outer_end : one.outer_end + 1]
        if not self._is_whole(one) and (before or (inner_end != "," and following != ",")):
            return before
        if after and (inner_end in ",?!\u2014-\u2026" or following in ",\u2014"):
            return after
        return before or after

    def _cue_after(self, one: Marked) -> Statement | None:
        inner_end = self.text[one.end - 1 : one.end]
        if not one.closed or inner_end == ".":
            return None
        best: Statement | None = None
        for statement in self.statements:
            if statement.cue_start < one.outer_end:
                continue
            gap = self.text[one.outer_end : statement.cue_start]
            if len(gap) > _LONGEST_GAP or _SENTENCE_BREAK.search(gap) or '"' in gap or "\u201c" in gap:
                break
            if statement.kind == "finding" and statement.start >= 0:
                continue
            if self._close_after(one, statement) and (best is None or statement.kind != "thought"):
                best = statement
                break
        return best

    def _close_after(self, one: Marked, statement: Statement) -> bool:
        """Whether nothing but the speaker stands between a quotation and the cue after it."""
        first = statement.cue_start
        if statement.speaker is not None and one.outer_end <= statement.speaker[0] < first:
            first = statement.speaker[0]
        between = self.text[one.outer_end : first].strip(" ,\u2014-\n").split()
        return len(between) <= (1 if statement.speaker is not None else 4) and (
            not between
            or between[-1].lower() not in ("where", "when", "if", "because", "whom", "which", "that")
        )

    def _cue_before(self, one: Marked) -> Statement | None:
        for statement in reversed(self.statements):
            if statement.cue_end > one.outer_start:
                continue
            gap = self.text[statement.cue_end : one.outer_start]
            if len(gap) > _LONGEST_GAP:
                return None
            if _SENTENCE_BREAK.search(gap):
                if re.fullmatch(r"[^.!?]*:\s*", gap):
                    return statement
                return None
            if "\u201d" in gap or '"' in gap:
                # Another quotation of the same sentence stands between: they share the cue.
                return statement if not self._is_whole(one) else None
            if statement.kind == "manner" and not gap.strip().endswith((",", ":")) and gap.strip():
                continue
            return statement if self._fits_before(statement, one, gap) else None
        return None

    def _fits_before(self, statement: Statement, one: Marked, gap: str) -> bool:
        if _TITLE_PLACE.search(gap) and not self._is_sentence_case(one):
            return False
        if gap.rstrip().endswith((",", ":")) or gap.strip() in ("", "that", "it", "as"):
            return True
        if statement.start >= 0 and not statement.start <= one.start <= statement.end + 3:
            return False
        if _TERM_BEFORE.search(self.text[max(0, one.outer_start - 40) : one.outer_start]):
            return statement.token >= 0 and gap.strip() == ""
        return len(gap.split()) <= 14

    def _owner_before(self, one: Marked) -> Token | None:
        """Find whose words a colon announces: "Weber's answer: “...”"."""
        if not self.text[: one.outer_start].rstrip().endswith(":"):
            return None
        colon = self._token(len(self.text[: one.outer_start].rstrip()) - 1)
        nouns = list(colon.sent[: colon.i - colon.sent.start]) if colon is not None else []
        owners = [
            token
            for token in nouns
            if token.dep_ == "poss" and token.head.lemma_.lower() in self.lexicon.nouns
        ]
        return owners[-1] if owners else None

    def _subject_before(self, one: Marked) -> Token | None:
        """Take the subject of the sentence before, when it is somebody and the quotation follows it."""
        if not self._is_whole(one) or self._opens_paragraph(one):
            return None
        before = len(self.text[: one.outer_start].rstrip()) - 1
        last = self._token(before)
        if last is None:
            return None
        sentence = last.sent
        for token in sentence:
            if token.dep_ in SUBJECTS and token.idx < one.outer_start:
                end = token.right_edge.i + 1
                names = self.parse[token.left_edge.i : end] if end - token.i < 12 else [token]
                is_person = any(one.ent_type_ == "PERSON" for one in names)
                return token if is_person or token.lower_ in ("he", "she", "they") else None
        return None

    def _is_statement(self, one: Marked) -> bool:
        """Tell a quotation without a cue from a title, a term or a scare quote."""
        words = self.text[one.start : one.end].split()
        if one.continues or (self._is_whole(one) and len(words) >= _FEWEST_WORDS_ALONE):
            return True
        if not self._is_whole(one) or len(words) < 2:
            return False
        return self.text[one.end - 1] in ".!?" and any(word[:1].islower() for word in words)

    def _goes_on(self, one: Marked, last: Found | None) -> bool:
        """Whether a short answer goes on with what was quoted before: “Nobody knows,” ... “Nobody.”"""
        beside = last is not None and last.end > self.starts[one.paragraph]
        return beside and self._is_whole(one) and self.text[one.end - 1] in ".!?"

    def _is_whole(self, one: Marked) -> bool:
        """Whether a quotation is a sentence by itself: it begins one, with a capital letter."""
        before = self.text[: one.outer_start].rstrip(" ")[-1:]
        first = next((character for character in self.text[one.start : one.end] if character.isalnum()), "")
        begins = before in ("", "\n", ".", "!", "?", ":", "\u201d", '"', "\u2014", ",")
        return begins and (first.isupper() or first.isdigit())

    def _is_sentence_case(self, one: Marked) -> bool:
        """Whether a quotation is written like a sentence and not like a title."""
        words = re.findall(r"[^\W\d_]{4,}", self.text[one.start : one.end])
        return any(word[0].islower() for word in words)

    def _opens_paragraph(self, one: Marked) -> bool:
        return not self.text[self.starts[one.paragraph] : one.outer_start].strip()

    def _token(self, at: int) -> Token | None:
        span = self.parse.char_span(at, at + 1, alignment_mode="expand")
        return span[0] if span is not None and len(span) else None

    def _span(self, one: Marked) -> Range:
        start, end = one.start, one.end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and (self.text[end - 1].isspace() or self.text[end - 1] == ","):
            end -= 1
        return start, end

    def _is_marked(self, at: int) -> bool:
        index = bisect.bisect_right(self.outer, (at, len(self.text))) - 1
        return index >= 0 and self.outer[index][0] <= at < self.outer[index][1]

    def _marked_share(self, start: int, end: int) -> float:
        letters = [at for at in range(start, end) if self.text[at].isalnum()]
        inside = sum(self._is_marked(at) for at in letters)
        return inside / len(letters) if letters else 0.0


def _sure(statement: Statement) -> float:
    base = {"speech": 0.85, "writing": 0.8, "finding": 0.7, "manner": 0.6, "opinion": 0.6, "thought": 0.5}[
        statement.kind
    ]
    return round(base - 0.1 * statement.negated - 0.2 * (statement.speaker is None), 2)


def _without_repeats(found: Sequence[Found]) -> list[Found]:
    """Keep one of several cues that report the same words: the one nearest to them."""
    best: dict[Range, Found] = {}
    for quote in found:
        key = (quote.start, quote.end)
        other = best.get(key)
        if other is None or _distance(quote) < _distance(other):
            best[key] = quote
    return [*best.values()]


def _distance(quote: Found) -> int:
    if quote.cue is None:
        return 9999
    return min(abs(quote.start - quote.cue[1]), abs(quote.cue[0] - quote.end))
