"""The texts that every step is tested on."""

from __future__ import annotations

from collections.abc import Mapping

NEWS = """\
FLOOD WARNING LIFTED AS RIVER FALLS

HARBURG, March 3 — The town of Harburg lifted its flood warning on Tuesday after the river Elde fell \
below two metres for the first time in nine days, Mayor Karin Holt said.

“We were lucky, and we know it,” Holt told reporters at the town hall. “The pumps held. NEXT TIME they \
may not.”

The Environment Agency put the damage at $4.2 million. According to its director, Dr. Paul Okafor, \
“about 40 per cent” of the dykes are older than the people who live behind them.

Holt's office can be reached at press@harburg.example or on +44 20 7946 0018."""

INTERVIEW = """\
Q: You left NATO's press office in 2019. Why?

LINDQVIST: I wanted to write my own sentences again. That's all.

Q: And do you regret it?

LINDQVIST: (laughs) Only on Mondays."""

NOTES = """\
  Agenda:\t
- Budget 2024/25   (see https://council.example/budget)
- School roof  --  who pays ?
* A.O.B.


Minutes of the last meeting were approved ; nobody spoke against them .

Next meeting: 14 May 2024, 7.30 p.m., Old Library."""

LETTER = """\
Dear Ms. Abara,

thank you for your letter of 2 June. You ask whether the footbridge will be rebuilt. It won't be this \
year: the council's engineers say the piers "are not safe to stand on". We're sorry.

Yours sincerely,
J. Whitlock"""

FOREIGN = """\
«Wir haben gewarnt», sagte Bürgermeisterin Änne Groß am Montag in Köln. „Niemand hat zugehört.“

Le maire de Besançon, M. Léo Giraud, a déclaré : « C'est fini. »"""

PLAIN = "Rain is expected in the north. The south stays dry until Friday."

ORDINARY: Mapping[str, str] = {
    "news": NEWS,
    "interview": INTERVIEW,
    "notes": NOTES,
    "letter": LETTER,
    "foreign": FOREIGN,
    "plain": PLAIN,
}
"""What people hand to a desk, by id."""

_PEOPLE = (
    "Karin Holt",
    "Paul Okafor",
    "Ingrid Vale",
    "Tomás Reyes",
    "Mei Tanaka",
    "Adam Brandt",
    "Ruth Osei",
)
_PLACES = ("Harburg", "Wexcombe", "Tarn Hill", "Oldport", "Lindau")
_SENTENCES = (
    "{person} of {place} counted {number} herons on the marsh last winter.",
    "“There were {number} of them,” {person} said, “and not one stayed.”",
    "The council of {place} set aside $ {number},000 for the reeds.",
    "It rained for {number} hours, and the ferry to {place} did not run.",
    "Nobody at the harbour office had asked {person} about it.",
    "THE LAST COUNT, number {number}, is kept in the library of {place}.",
)


def prose(characters: int) -> str:
    """Write a long text of many short paragraphs, no two of them the same.

    Args:
        characters: Length of the text in code points; its first part is the shorter text.
    """
    paragraphs: list[str] = []
    length = number = 0
    while length < characters:
        sentences: list[str] = []
        for _ in range(4):
            number += 1
            pattern = _SENTENCES[number % len(_SENTENCES)]
            person, place = _PEOPLE[number % len(_PEOPLE)], _PLACES[number % len(_PLACES)]
            sentences.append(pattern.format(person=person, place=place, number=number))
        paragraphs.append(" ".join(sentences))
        length += len(paragraphs[-1]) + 2
    return "\n\n".join(paragraphs)[:characters]


HUGE_CHARACTERS = 100_000
SMALL_CHARACTERS = HUGE_CHARACTERS // 8

HUGE = prose(HUGE_CHARACTERS)
"""Prose of the length of a third of a novel."""

SMALL = prose(SMALL_CHARACTERS)
"""The first eighth of it."""

# A family and a flag are several code points each; most are outside the first 65,536.
EMOJI = """\
\U0001f600 “Great \U0001f389\U0001f389,” said ANNA \U0001f468\u200d\U0001f469\u200d\U0001f467 of \
\U0001f1e9\U0001f1ea \U0001f44d\U0001f3fd.

\U0001f6a8 STOP \U0001f6a8 Karin Holt left NATO \U0001f622"""

BIDIRECTIONAL = """\
\u05e9\u05dc\u05d5\u05dd, said Karin Holt. \u200f\u05d4\u05d9\u05d0 \u05d0\u05de\u05e8\u05d4: \
“\u05dc\u05d0”.\u200e

\u0645\u0631\u062d\u0628\u0627 NATO \u202bSTOP 123\u202c \u0627\u0644\u0639\u0627\u0644\u0645."""

COMBINING = """\
E\u0301lodie Bru\u0308gge said: “Cafe\u0301 a\u0300 la carte.” The STO\u0308P sign.

\u0928\u092e\u0938\u094d\u0924\u0947 \u1112\u1161\u11ab\u1100\u1173\u11af a\u0300\u0301\u0302\u0303"""

SPECIAL: Mapping[str, tuple[str, ...]] = {
    "empty-text": ("", "   ", "\n\n"),
    "one-character": ("a", "Z", "7", ".", "\u201c", "\u00e9", "\U0001f600"),
    "emoji": (EMOJI, "\U0001f600\U0001f601\U0001f602"),
    "bidirectional-text": (BIDIRECTIONAL, "\u202e\u202d\u202c\u2066\u2069"),
    "combining-characters": (COMBINING, "\u0301\u0308"),
    "crlf": (
        "HEADLINE ONE\r\n\r\nKarin Holt said: “Yes.”\r\nThen she left.\r\n\r\n- NATO\r\n- STOP\r\n",
        "a\rb\r\nc\nd\u2028e\u0085f",
    ),
    "huge-text": (HUGE, "word" * 5_000),
}
"""What trips steps, by the name of the check."""
