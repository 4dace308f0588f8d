"""The same annotations in less time: what rules say of a kind of word is worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language as Model
    from spacy.pipeline import AttributeRuler, Lemmatizer
    from spacy.tokens import Doc, Token

# Attributes that depend on nothing but the word's characters, and those that its sentence gives it.
_OF_THE_WORD = frozenset(
    ("ORTH", "TEXT", "LOWER", "SHAPE", "LENGTH", "IS_ALPHA", "IS_ASCII", "IS_DIGIT", "IS_PUNCT", "IS_SPACE")
)
_OF_THE_TOKEN = frozenset(("TAG", "POS", "DEP", "LEMMA"))

# What is known is forgotten at this size, so that memory does not grow with the corpus.
_MOST_KNOWN = 20_000

_Match = tuple[int, int, int, int]


def quicken(model: Model) -> None:
    """Let the rules of a loaded model remember what they said.

    A rule of one token says the same of each token with the same attributes, and the rules of a
    lemmatizer of each word with the same part of speech; both are most of what these components do,
    a sixth of the time of a parse. A component of another class, or with methods of its own, stays
    as it is.
    """
    from spacy.lang.en.lemmatizer import EnglishLemmatizer
    from spacy.pipeline import AttributeRuler, Lemmatizer

    component: Any
    for _, component in model.pipeline:
        if type(component) is AttributeRuler:
            component.match = RulerMemo(component)  # type: ignore[method-assign]
        elif type(component) in (Lemmatizer, EnglishLemmatizer) and component.mode == "rule":
            component.lemmatize = LemmaMemo(component)


class RulerMemo:
    """Stands in for `AttributeRuler.match`, and gives the same matches.

    Args:
        ruler: The component, with all its patterns.
    """

    def __init__(self, ruler: AttributeRuler) -> None:
        from spacy.matcher import Matcher

        self._strings = ruler.vocab.strings
        # Patterns of one token; what each of these asks of the word itself; all others.
        self._single, self._words, self._longer = (Matcher(ruler.vocab) for _ in range(3))
        attributes: set[str] = set()
        for number in range(len(ruler.attrs)):
            for pattern in ruler.matcher.get(str(number))[1]:
                if not _is_single(pattern):
                    self._longer.add(str(number), [pattern])
                    continue
                self._single.add(str(number), [pattern])
                of_word = {name: value for name, value in pattern[0].items() if name.upper() in _OF_THE_WORD}
                attributes.update(name.upper() for name in pattern[0] if name not in of_word)
                if of_word:
                    self._words.add(str(len(self._words)), [[of_word]])
        self._attributes = ["ORTH", *sorted(attributes)]
        # Of each word all that it fulfils: what two words have in common, the rules cannot tell apart.
        self._known_words: dict[int, tuple[int, ...]] = {}
        self._known: dict[tuple[object, ...], Sequence[tuple[int, int]]] = {}

    def __call__(self, doc: Doc) -> list[_Match]:
        """Give rule, its id as a string of the vocabulary, start and end (tokens) of each match, sorted."""
        known_words, known = self._known_words, self._known
        if len(known_words) > _MOST_KNOWN or len(known) > _MOST_KNOWN:
            known_words.clear()
            known.clear()
        matches = self._found(self._longer, doc)
        columns: Any = doc.to_array([*self._attributes]).reshape(len(doc), len(self._attributes))
        for place, (orth, *others) in enumerate(columns.tolist()):
            word = known_words.get(orth)
            if word is None:
                asked = self._words(doc[place : place + 1], allow_missing=True)
                word = known_words[orth] = tuple(sorted(name for name, _, _ in asked))
            kind = (word, *others)
            rules = known.get(kind)
            if rules is None:
                found = self._found(self._single, doc[place : place + 1])
                rules = known[kind] = [(number, name) for number, name, _, _ in found]
            matches += [(number, name, place, place + 1) for number, name in rules]
        matches.sort()
        return matches

    def _found(self, matcher: Any, tokens: Any) -> list[_Match]:
        if not len(matcher):
            return []
        return [
            (int(self._strings[name]), name, start, end)
            for name, start, end in matcher(tokens, allow_missing=True)
        ]


def _is_single(pattern: Sequence[dict[str, Any]]) -> bool:
    return len(pattern) == 1 and all(
        name.upper() in _OF_THE_WORD or name.upper() in _OF_THE_TOKEN for name in pattern[0]
    )


class LemmaMemo:
    """Stands in for `Lemmatizer.rule_lemmatize`, and gives the same lemmas.

    Args:
        lemmatizer: The component. It remembers by itself only what its rules changed, and for ever.
    """

    def __init__(self, lemmatizer: Lemmatizer) -> None:
        self._lemmatizer = lemmatizer
        # Lists of thousands of words, in which each form that the rules make is looked for.
        words: Any = lemmatizer.lookups.get_table("lemma_index", {})
        for part_of_speech, known in words.items():
            words[part_of_speech] = frozenset(known)
        self._known: dict[tuple[int, int, int], list[str]] = {}

    def __call__(self, token: Token) -> list[str]:
        """Give the lemmas of a token."""
        morph: Any = token.morph
        kind = (token.orth, token.pos, morph.key)
        lemmas = self._known.get(kind)
        if lemmas is None:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
                self._lemmatizer.cache.clear()
            lemmas = self._known[kind] = self._lemmatizer.rule_lemmatize(token)
        return lemmas
