"""What noun phrases and verbs are made of, by their tags."""

from __future__ import annotations

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
INSIDE_PHRASE = frozenset({"DT", "JJ", "JJS", "JJR", "POS", "CD", "PRP$", "HYPH"}) | NOUN_TAGS
TENSED = frozenset({"VBD", "VBZ", "VBP"})
LONGEST_PHRASE = 9
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
# "Said Monday the dam was old", "said late Friday", "said Oct. 3". Own compilation.
DAYS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday today yesterday tonight mon tue wed thu fri
    sat sun morning afternoon evening night
    """.split()
)
# Their object is who hears it: "told a friend that he was tired".
TELLING = frozenset(
    "tell inform remind warn assure reassure convince persuade show teach notify promise".split()
)
# Who hears it, in one word: "told Reuters the dam was old". Own compilation.
HEARERS = frozenset(
    """
    reuters cnn ap afp bloomberg politico axios variety nbc abc cbs npr bbc fox msnbc reporters journalists
    """.split()
)
# ... and what may stand behind it.
HEARERS_TOO = frozenset("news radio international business sports tv television magazine online".split())
# Verbs that stand between commas in what they report: "The dam, she said, was old".
CLOSING_CUES = frozenset(
    """
    say report announce add write confirm warn admit note state argue explain believe think suggest
    claim tell reveal disclose observe predict concede acknowledge insist estimate recall complain conclude
    show find agree learn reply testify contend maintain assert allege caution counter declare lament remark
    stress emphasize speculate reason project forecast indicate affirm swear muse allow
    """.split()
)
# What a quotation opens with.
OPENING_MARKS = frozenset({"\u201c", '"', "``", "\u2018", "'", "\u00ab"})
# They have a clause for their object: "the deal that they announced", but not "that they say".
ONLY_CLAUSES = frozenset("say think believe claim allege insist argue contend maintain assert".split())
# Who does so to a claim does not make it: "rejected a call to resign". Own compilation.
TURNING_DOWN = frozenset(
    """
    downplay dispel reject dismiss deny confirm rule shrug brush dispute refute rebut shoot knock challenge
    deride mock ridicule
    """.split()
)
# What is still to be done, or said.
OUGHT = frozenset({"must", "should", "shall", "can", "may", "might"})
# What somebody says something in, and sends. Own compilation.
MEDIA = frozenset(
    """
    email e-mail letter note message memo post text flier flyer tweet report statement interview speech
    briefing
    """.split()
)
