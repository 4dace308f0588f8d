"""The words that report: verbs by class, nouns and phrases."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Literal, get_args

CueClass = Literal["speech", "writing", "manner", "opinion", "thought", "finding"]
CLASSES: tuple[CueClass, ...] = get_args(CueClass)
# Classes that report beside a quotation.
SAYING: tuple[CueClass, ...] = ("speech", "writing", "manner")
_BASES = {"said": "say", "told": "tell", "wrote": "write"}


@dataclass(frozen=True)
class Lexicon:
    """What counts as a cue.

    Attributes:
        verbs: Classes by lemma.
        nouns: Nouns of light expressions: "warning" in "issued a warning that".
        phrases: Prepositional cues, lower case: "according to".
        sources: Nouns for what may find or show something: "study", "poll".
        infinitive: Verbs that report an infinitive: "vowed to repeal the law".
        gerund: Verbs that report a verbal noun: "denied taking the money".
        gerund_after: The prepositions after which a verb reports one: "accused her of taking it".
        views: What the sentence is in: "in her view".
        states: Words for who holds that something is so: "confident that the bill would pass".
        finite: Classes by finite form, for verbs of speech, writing and manner: "jokes", "said".
    """

    verbs: Mapping[str, frozenset[CueClass]]
    nouns: frozenset[str]
    phrases: tuple[str, ...]
    sources: frozenset[str]
    infinitive: frozenset[str]
    gerund: frozenset[str]
    gerund_after: Mapping[str, frozenset[str]]
    views: frozenset[str]
    states: frozenset[str]
    finite: Mapping[str, CueClass]

    def classes_of(self, lemma: str, word: str) -> frozenset[CueClass]:
        """Give the classes of a verb; empty when it reports nothing.

        Some lemmatizers take "hopes" for a form of "hop", so the word itself is looked at too.
        """
        return self.verbs.get(self.form_of(lemma, word), frozenset())

    def form_of(self, lemma: str, word: str) -> str:
        """Give the base form under which a verb is known; its lemma when it is not."""
        past = word.removesuffix("ed")
        forms = (lemma, word.removesuffix("s"), word.removesuffix("d"), past, past[:-1])
        return next((form for form in forms if form in self.verbs), lemma)

    def kind_of_participle(self, word: str) -> CueClass | None:
        """Give the class of a verb of speech, writing or manner by its form in "-ing"; None for others."""
        stem = word.removesuffix("ing")
        bases = (stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem)
        kinds = next((self.verbs[base] for base in bases if base in self.verbs), frozenset[CueClass]())
        return next((kind for kind in SAYING if kind in kinds), None)

    def with_cues(self, cues: Mapping[str, CueClass]) -> Lexicon:
        """Add cues of the pipeline file: verbs as lemmas, or phrases of several words."""
        verbs = dict(self.verbs)
        phrases = [*self.phrases]
        for cue, kind in cues.items():
            if " " in cue:
                phrases.append(cue.lower())
            else:
                verbs[cue.lower()] = frozenset({*verbs.get(cue.lower(), ()), kind})
        return replace(self, verbs=verbs, phrases=tuple(phrases), finite=_finite_forms(verbs))


@functools.cache
def lexicon() -> Lexicon:
    """Read the lexicon that comes with the plugin."""
    lines: dict[str, list[str]] = {}
    section = ""
    for line in files("copydesk_quotes").joinpath("data", "verbs.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip().strip("[]")
        elif line.strip() and not line.startswith("#"):
            lines.setdefault(section, []).append(line.strip())
    words = {name: frozenset(" ".join(some).split()) for name, some in lines.items()}
    verbs: dict[str, frozenset[CueClass]] = {}
    for kind in CLASSES:
        for word in words[kind]:
            verbs[word] = frozenset({*verbs.get(word, ()), kind})
    after = {verb: frozenset(prepositions) for verb, *prepositions in map(str.split, lines["gerund after"])}
    return Lexicon(
        verbs,
        words["nouns"],
        tuple(lines["phrases"]),
        words["sources"],
        words["infinitive"],
        words["gerund"],
        after,
        words["views"],
        words["states"],
        _finite_forms(verbs),
    )


def _finite_forms(verbs: Mapping[str, frozenset[CueClass]]) -> dict[str, CueClass]:
    """Give the forms of the present, and of the past where no noun looks like them."""
    forms: dict[str, CueClass] = {}
    for verb, kinds in verbs.items():
        own: list[CueClass] = [kind for kind in SAYING if kind in kinds]
        if own:
            stem = verb.removesuffix("y") + "ie" if re.search("[^aeiou]y$", verb) else verb
            sibilant = verb.endswith(("s", "sh", "ch", "x", "z"))
            forms[stem + ("es" if sibilant else "s")] = own[0]
    for past, verb in _BASES.items():
        if verb in verbs:
            forms[past] = "speech"
    return forms
