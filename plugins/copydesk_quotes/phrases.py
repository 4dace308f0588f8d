"""What noun phrases and verbs are made of, by their tags."""

from __future__ import annotations

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
INSIDE_PHRASE = frozenset({"DT", "JJ", "JJS", "JJR", "POS", "CD", "PRP$", "HYPH"}) | NOUN_TAGS
TENSED = frozenset({"VBD", "VBZ", "VBP"})
LONGEST_PHRASE = 9
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
