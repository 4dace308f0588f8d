"""What a reader must never see: somebody taken for an organisation, or one man listed as several."""

from collections.abc import Callable

import pytest

from copydesk import Entity

EntitiesOf = Callable[..., list[Entity]]

ARTICLES = {
    "twice": "{title} {full} defended the plan in {place}. {last} said it was fair.\n\n“{last} has no choice,” "
    "said a critic of {title} {last}. {full} did not answer, and {last}’s office was closed.",
    "before": "{place} waits for {last}. {title} {full}, who arrived on Monday, met farmers. Later {last} left "
    "{place}.",
    "initial": "The crowd in {place} cheered {full}.\n\n{initial} {last} waved. “Thank you,” {title} {last} said.",
    "capitals": "{shout} WARNS FARMERS\n\n{full} spoke in {place} on Friday. {title} {last} warned that {last}’s "
    "party would vote against it.",
    "untitled": "Critics say that {full} knew. {last}, 61, denies it. “I did not,” {last} told reporters in "
    "{place}.",
}
PEOPLE = [
    ("Chancellor", "Olaf Scholz", "Scholz", "Berlin"),
    ("President", "Emmanuel Macron", "Macron", "Paris"),
    ("Mrs", "Ursula von der Leyen", "von der Leyen", "Brussels"),
    ("Mr", "Viktor Orbán", "Orbán", "Budapest"),
    ("Prime Minister", "Keir Starmer", "Starmer", "London"),
    ("Senator", "Amelia Brandt-Hughes", "Brandt-Hughes", "Boston"),
    ("Dr", "Nikhil Banerjee", "Banerjee", "Mumbai"),
    ("Ms", "Siobhan O’Leary", "O’Leary", "Dublin"),
    ("General", "Tariq al-Masri", "al-Masri", "Amman"),
    ("Minister", "Aleksandra Dąbrowska", "Dąbrowska", "Warsaw"),
    ("Professor", "José Ortega", "Ortega", "Madrid"),
    ("Governor", "Hank Mulroney", "Mulroney", "Denver"),
]


@pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES)
@pytest.mark.parametrize(("title", "full", "last", "place"), PEOPLE, ids=[full for _, full, *_ in PEOPLE])
def test_one_man_is_one_person_under_his_full_name(
    article: str, title: str, full: str, last: str, place: str, entities_of: EntitiesOf
) -> None:
    initial = f"{full[0]}."
    text = article.format(title=title, full=full, last=last, place=place, initial=initial, shout=last.upper())

    found = entities_of(text)

    his = [e for e in found if last.rsplit(maxsplit=1)[-1].casefold() in text[e.start : e.end].casefold()]
    assert {(e.label, e.name, e.entity) for e in his} == {("PERSON", full, his[0].entity)}
    assert len(his) == article.count("{last}") + article.count("{full}") + article.count("{shout}")
    assert {e.label for e in found if text[e.start : e.end] == place} == {"LOC"}


@pytest.mark.parametrize(
    ("text", "bearer"),
    [
        ("Paul Weber and Anna Weber run it. Mr Weber bakes. Anna Weber sells.", "Paul Weber"),
        ("Paul Weber and Anna Weber run it. Mrs Weber sells. Paul Weber bakes.", "Anna Weber"),
        (
            "Carl Weber is proud of his son, Paul Weber. Weber smiled. Paul Weber left. Paul Weber came back.",
            "Carl Weber",
        ),
        (
            "Paul Weber was shot. His mother, Anna Weber, said he was kind. “He was all I had,” Weber said.",
            "Anna Weber",
        ),
        (
            "Paul Weber was shot. His mother, Anna Weber, said he was kind. Police said Weber had no gun.",
            "Paul Weber",
        ),
        ("Kim Weber sent his sister, Sun Weber, to Hull. Ms. Weber smiled.", "Sun Weber"),
        ("Sir Ashley Crane sued Ms Robin Crane. Ms Crane won. Sir Ashley Crane wept.", "Robin Crane"),
    ],
)
def test_title_kin_and_speech_tell_two_bearers_of_a_last_name_apart(
    text: str, bearer: str, entities_of: EntitiesOf
) -> None:
    [bare] = [e for e in entities_of(text) if " " not in text[e.start : e.end] and e.label == "PERSON"]

    assert bare.name == bearer


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(
            "President Weber said no. First lady Anna Weber was in Hull. Weber left. Mrs. Weber stayed.",
            ["Weber", "Anna Weber", "Weber", "Anna Weber"],
            id="a first lady",
        ),
        pytest.param(
            "First lady Anna Weber was in Hull. President Weber said no. Mrs. Weber stayed.",
            ["Anna Weber", "Weber", "Anna Weber"],
            id="a first lady before the president",
        ),
        pytest.param(
            "Mr. Weber spoke in Hull. His wife, Hillary Weber, was in Leeds. “I like it,” Mr. Weber said.",
            ["Weber", "Hillary Weber", "Weber"],
            id="a wife",
        ),
        pytest.param(
            "Chancellor Weber said no. Her husband, Paul Weber, was there. Mr. Weber smiled. Weber left.",
            ["Weber", "Paul Weber", "Paul Weber", "Weber"],
            id="a husband",
        ),
        pytest.param(
            "Mayor Weber said no. Anna Weber, a daughter of the mayor, and his oldest son, Paul Weber, came. "
            "Weber left.",
            ["Weber", "Anna Weber", "Paul Weber", "Weber"],
            id="children",
        ),
        pytest.param(
            "Mr. Weber said no. Anna Weber, a lawyer, disagreed.",
            ["Weber", "Anna Weber"],
            id="a man, no woman",
        ),
        pytest.param(
            "Ms. Weber said no. Sen. Anna Weber said it twice. Weber left. Her daughter, Ida Weber, came.",
            ["Anna Weber", "Anna Weber", "Anna Weber", "Ida Weber"],
            id="who has a full name too",
        ),
        pytest.param(
            "Sheriff Paul Weber said no. His wife, Anna Weber, was hurt. Weber left.",
            ["Paul Weber", "Anna Weber", "Paul Weber"],
            id="who was named before",
        ),
    ],
)
def test_a_relative_is_somebody_else(text: str, names: list[str], entities_of: EntitiesOf) -> None:
    """President Weber was taken for the first lady, who alone had a first name."""
    people = [e for e in entities_of(text) if e.label == "PERSON"]

    assert [e.name for e in people] == names
    assert len({e.entity for e in people}) == len(set(names))


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("The National River Trust (NRT) met. The NRT won.", ["National River Trust", "NRT", "NRT"]),
        ("The NRT (National River Trust) met. The NRT won.", ["NRT", "National River Trust", "NRT"]),
        ("The National River Trust met in Hull. Later the NRT won.", ["National River Trust", "NRT"]),
        ("The NRT won. The National River Trust is from Hull.", ["NRT", "National River Trust"]),
    ],
)
def test_an_acronym_and_its_long_form_are_one(
    text: str, surfaces: list[str], entities_of: EntitiesOf
) -> None:
    found = [e for e in entities_of(text) if e.label == "ORG"]

    assert [text[e.start : e.end] for e in found] == surfaces
    assert {(e.name, e.entity) for e in found} == {("National River Trust", found[0].entity)}


def test_the_letters_of_an_acronym_complete_its_long_form(entities_of: EntitiesOf) -> None:
    text = "The Social Democratic and Labour Party (SDLP) met in Derry. The SDLP won."

    assert [(text[e.start : e.end], e.name) for e in entities_of(text) if e.label == "ORG"] == [
        ("Social Democratic and Labour Party", "Social Democratic and Labour Party"),
        ("SDLP", "Social Democratic and Labour Party"),
        ("SDLP", "Social Democratic and Labour Party"),
    ]


@pytest.mark.parametrize("people", ["German", "French", "Ukrainian", "Kenyan"])
def test_demonyms_are_no_names_of_places(people: str, entities_of: EntitiesOf) -> None:
    text = f"The {people} government met {people} farmers in Rome."

    assert {text[e.start : e.end]: e.label for e in entities_of(text)} == {"Rome": "LOC"}
    assert {text[e.start : e.end]: e.label for e in entities_of(text, also=["peoples"])} == {
        "Rome": "LOC",
        people: "NORP",
    }


def test_an_alias_may_open_a_sentence(entities_of: EntitiesOf) -> None:
    text = "Olaf Scholz spoke in Paris. The Chancellor left early. Aides of the Chancellor stayed."

    found = entities_of(text, aliases={"Olaf Scholz": ["the Chancellor"]})

    assert [text[one.start : one.end] for one in found if one.name == "Olaf Scholz"] == [
        "Olaf Scholz", "The Chancellor", "the Chancellor",
    ]  # fmt: skip


SAID_OF = {
    "said": "{full} said on Friday that talks would go on. {last} did not say when.",
    "allies": "{full}\u2019s allies fear a defeat. Critics of {last} laughed, and {last}\u2019s office was silent.",
    "support": "Support for {last} has fallen to 31 percent, a poll found. {full} shrugged it off.",
    "government": "The {last} government has lost its majority, and {full} may call an election.",
    "letter": "A letter from {full} reached the committee on Monday. In it {last} asks for more time.",
    "wins": "{last} wins second term\n\n{full} has won again, early results show. {last} beat his rival.",
    "talks": "Talks between {full} and the opposition broke down. {last} walked out.",
}
FAMILIAR = (
    "Joe Biden|Donald Trump|Barack Obama|Hillary Clinton|Chuck Schumer|Nancy Pelosi|Vladimir Putin|Volodymyr Zelensky"
    "|Narendra Modi|Benjamin Netanyahu|Recep Tayyip Erdo\u011fan|Justin Trudeau|Keir Starmer|Rishi Sunak|Boris Johnson"
    "|Nigel Farage|Angela Merkel|Friedrich Merz|Olaf Scholz|Emmanuel Macron|Giorgia Meloni|Pedro S\u00e1nchez"
    "|Donald Tusk|Viktor Orb\u00e1n|Cyril Ramaphosa|Javier Milei|Jens Stoltenberg|Merrick Garland|Fumio Kishida"
).split("|")
# Nobody that a list could know.
UNHEARD_OF = (
    "Moira Tennant|Derek Ashworth|Gwendolyn Sharpe|Rafael Ibarra|Consuelo Medrano|Wanjiru Kamau|Hassan Farouk"
    "|Katarzyna Zieli\u0144ska|Zolt\u00e1n Kert\u00e9sz|Milena Jovanovi\u0107|Mehmet Karaca|Arjun Deshmukh"
    "|Ingrid Solheim|Giacomo Bellandi|Rhys Llewellyn|Brenda Kowalski"
).split("|")


@pytest.mark.parametrize("full", [*FAMILIAR, *UNHEARD_OF])
def test_a_politician_is_one_person_whatever_is_said_of_him(full: str, entities_of: EntitiesOf) -> None:
    last = full.rsplit(maxsplit=1)[-1]
    seen = set()
    for said in SAID_OF.values():
        text = said.format(full=full, last=last)
        found = [one for one in entities_of(text) if last in text[one.start : one.end]]
        seen |= {(one.label, one.name) for one in found} or {("nobody", text)}

    assert seen == {("PERSON", full)}


@pytest.mark.parametrize("name", ["Tom Pike", "Mulroney", "Macron"])
def test_a_headline_is_no_part_of_a_name(entities_of: EntitiesOf, name: str) -> None:
    text = f"The debate ended late.\n\n5. {name} Hit Over Not Releasing Tax Returns\n\n{name} did not answer."

    people = [text[found.start : found.end] for found in entities_of(text) if found.label == "PERSON"]

    assert people == [name, name]
