"""People, organisations and places in news text, with the model."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from copydesk import ENTITIES, PARSE, CopydeskError, Document, Entity, Step
from copydesk.testing import opened_step, run_step
from copydesk_entities import Entities
from copydesk_entities.finding import Finder
from copydesk_entities.untagged import table_of
from copydesk_entities.words import load_words
from copydesk_language import Language


@dataclass
class Tag:
    start_char: int
    end_char: int
    label_: str


@functools.cache
def language() -> Step[Any]:
    step = Language(Language.Options())
    step.wanted = frozenset({"ner"})
    step.open()
    return step


def parsed(texts: Sequence[str]) -> list[Document]:
    documents = [Document.of(text, id=str(at)) for at, text in enumerate(texts)]
    changes = language().process(documents)
    return [
        msgspec.structs.replace(document, layers={"parse": change.layers[PARSE]})
        for document, change in zip(documents, changes, strict=True)
    ]


def entities(text: str, **options: Any) -> list[Entity]:
    [document] = run_step(Entities, parsed([text]), **options)
    return [*document[ENTITIES]]


def marked(text: str, **options: Any) -> list[tuple[str, str, str]]:
    return [(text[e.start : e.end], e.label, e.name) for e in entities(text, **options)]


def labels(text: str, **options: Any) -> dict[str, str]:
    return {surface: label for surface, label, _ in marked(text, **options)}


def names(text: str) -> dict[str, str]:
    return {surface: name for surface, _, name in marked(text)}


def test_one_person_has_one_name_one_label_one_id() -> None:
    text = (
        "Chancellor Marta Lindqvist defended the plan. Mr Orban did not. Lindqvist said it was fair.\n\n"
        "Ms Lindqvist will speak again on Friday, Lindqvist's office said."
    )

    found = [e for e in entities(text) if "Lindqvist" in text[e.start : e.end]]

    assert [text[e.start : e.end] for e in found] == ["Marta Lindqvist", *["Lindqvist"] * 3]
    assert {(e.label, e.name, e.entity) for e in found} == {("PERSON", "Marta Lindqvist", "e1")}
    assert [e.title for e in found] == ["Chancellor", "", "Ms", ""]


@pytest.mark.parametrize(
    ("text", "surface", "title"),
    [
        ("Navy Vice Admiral Jonas Ekdahl resigned.", "Jonas Ekdahl", "Vice Admiral"),
        (
            "Detective Chief Inspector Sarah O'Leary of the force spoke.",
            "Sarah O'Leary",
            "Detective Chief Inspector",
        ),
        ("Tobias Hallworth MP voted against.", "Tobias Hallworth", ""),
        ("French President Claire Fontaine left Paris.", "Claire Fontaine", "President"),
        ("Defence Secretary Grant Whitlow told reporters.", "Grant Whitlow", "Defence Secretary"),
        ("Sir Peter Ashcombe\u2019s memoirs appeared.", "Peter Ashcombe", "Sir"),
        ("Dean Martin sang.", "Dean Martin", ""),
        ("Dr. Ana Lucía Paredes treated him.", "Ana Lucía Paredes", "Dr."),
        ("Call Mrs Weber on Monday.", "Weber", "Mrs"),
    ],
)
def test_keeps_the_title_apart_from_the_name(text: str, surface: str, title: str) -> None:
    [person] = [e for e in entities(text) if e.label == "PERSON"]

    assert (text[person.start : person.end], person.title) == (surface, title)


def test_takes_given_names_with_a_hyphen_whole() -> None:
    text = (
        "President Park Geun-hye met Ban Ki-moon and Kim Jong-un's envoy Choe Ryong-hae in Seoul. "
        "Wong Yeung-tat was defeated by Leung Kwok-hung of the league. A Reagan-era law survived."
    )

    people = {surface for surface, label in labels(text).items() if label == "PERSON"}

    assert people == {
        "Park Geun-hye", "Ban Ki-moon", "Kim Jong-un", "Choe Ryong-hae", "Wong Yeung-tat", "Leung Kwok-hung",
        "Reagan",
    }  # fmt: skip


def test_takes_a_last_name_with_a_hyphen_whole() -> None:
    text = "Larry Cole-Eames wrote that it was late. “I left,” Mr. Cole-Eames wrote."

    assert {e.name for e in entities(text) if e.label == "PERSON"} == {"Larry Cole-Eames"}


def test_takes_every_member_of_a_list() -> None:
    text = "Envoys of the US, Germany, UK and Poland met Angela Brandt, Luc Moreau and Ines Duarte in Oslo."

    assert labels(text) == {
        "US": "LOC",
        "Germany": "LOC",
        "UK": "LOC",
        "Poland": "LOC",
        "Angela Brandt": "PERSON",
        "Luc Moreau": "PERSON",
        "Ines Duarte": "PERSON",
        "Oslo": "LOC",
    }


def test_the_names_of_a_country_are_one() -> None:
    text = "The UK voted. Britain waits, and the United States and the US wait with Great Britain."

    assert names(text) == {
        "UK": "United Kingdom",
        "Britain": "United Kingdom",
        "Great Britain": "United Kingdom",
        "United States": "United States",
        "US": "United States",
    }


def test_joins_an_acronym_to_its_long_form() -> None:
    text = "The Ministry of Defence (MOD) declined to comment. Later the MOD said it was looking into it."

    assert marked(text) == [
        ("Ministry of Defence", "ORG", "Ministry of Defence"),
        ("MOD", "ORG", "Ministry of Defence"),
        ("MOD", "ORG", "Ministry of Defence"),
    ]


def test_reads_a_headline_in_capitals_with_the_names_of_the_article() -> None:
    text = "MARTA LINDQVIST WARNS ORBAN OVER NORWAY\n\nMs Marta Lindqvist warned Viktor Orban. Norway agreed."

    assert names(text)["MARTA LINDQVIST"] == "Marta Lindqvist"
    assert names(text)["ORBAN"] == "Viktor Orban"
    assert labels(text)["NORWAY"] == "LOC"


def test_people_who_share_a_last_name_stay_apart() -> None:
    text = "Anna Weber beat Paul Weber by two votes. Paul Weber congratulated her. Weber wept, he said later."

    found = {(text[e.start : e.end], e.name, e.entity) for e in entities(text)}

    assert ("Anna Weber", "Anna Weber", "e1") in found
    assert ("Weber", "Paul Weber", "e2") in found


def test_parts_a_city_from_the_man_who_bears_its_name() -> None:
    text = "Dr. Denzel Washington will move to Washington. Mr Washington smiled."

    assert [(label, name) for _, label, name in marked(text)] == [
        ("PERSON", "Denzel Washington"),
        ("LOC", "Washington"),
        ("PERSON", "Denzel Washington"),
    ]


def test_completes_a_name_with_its_particles() -> None:
    assert "Ursula von der Linden" in labels("Jean-Luc Mercier and Ursula von der Linden's aides met.")


@pytest.mark.parametrize(
    ("text", "surface", "label"),
    [
        ("Vogel's Green Party has pushed for more aid.", "Green Party", "ORG"),
        ("The Supreme Court ruled on Monday.", "Supreme Court", "ORG"),
        ("\u201cApple is fine,\u201d an analyst wrote of Apple.", "Apple", "ORG"),
        ("He joined the Communist Party of China.", "Communist Party of China", "ORG"),
        ("Protests followed in Mombasa, and police shot at crowds in Kisumu.", "Kisumu", "LOC"),
        ("Judge Maria del Carmen Ortiz thanked the jury.", "Maria del Carmen Ortiz", "PERSON"),
        ("Rev. Thomas O'Hara-Lynch, Jr. was there.", "Thomas O'Hara-Lynch, Jr.", "PERSON"),
        ("Raila Omondi welcomed it. Mr Omondi left.", "Raila Omondi", "PERSON"),
        ("Their coach, Marco Ricci, left Hezbollah, Hamas and Likud out of it.", "Hamas", "ORG"),
        ("Dear Nina,\n\nthe tip is here.\n\nThanks,\nJulie\n", "Julie", "PERSON"),
    ],
)
def test_finds_the_whole_name(text: str, surface: str, label: str) -> None:
    assert labels(text).get(surface) == label


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("The Prime Minister and the General spoke.", "Prime Minister"),
        ("On Monday the World Cup began.", "World Cup"),
        ("Email: someone@example.org", "Email"),
        ("Q. Where were you?\n\nA. At home. Nobody saw me.", "Q. Where"),
        ("Q. Where were you?\n\nA. At home. Nobody saw me.", "A. At"),
    ],
)
def test_leaves_what_is_no_name(text: str, surface: str) -> None:
    assert surface not in labels(text)


def test_a_bare_last_name_goes_to_whom_the_text_is_about() -> None:
    text = "Jared Holm was born to Sherri Holm in Oslo. Jared Holm moved to Bergen. Holm married there."

    assert names(text)["Holm"] == "Jared Holm"


def test_ids_count_in_order_of_the_first_mention() -> None:
    found = entities("Oslo waited for Ines Duarte. Ines Duarte left Oslo for Bergen.")

    assert [e.entity for e in found] == ["e1", "e2", "e2", "e1", "e3"]


def test_the_gazetteer_wins_over_the_model() -> None:
    text = "Nord Stream leaks again. Olaf Scholz met the board of Nord Stream."

    found = marked(text, gazetteer={"Nord Stream": "PIPELINE", "Olaf Scholz": "CLIENT"})

    assert found == [
        ("Nord Stream", "PIPELINE", "Nord Stream"),
        ("Olaf Scholz", "CLIENT", "Olaf Scholz"),
        ("Nord Stream", "PIPELINE", "Nord Stream"),
    ]


def test_an_entry_brings_its_aliases() -> None:
    entry = {"name": "Ingo Gerhartz", "label": "PERSON", "aliases": ["the general"]}

    found = marked("They asked the general.", gazetteer=[entry])

    assert found == [("the general", "PERSON", "Ingo Gerhartz")]


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("names.tsv", "name\tlabel\taliases\nRiver Watch\tORG\tRW|Watch\n"),
        ("names.csv", "# our list\nRiver Watch,ORG,RW|Watch\n"),
        ("names.jsonl", '{"name": "River Watch", "label": "ORG", "aliases": ["RW", "Watch"]}\n'),
    ],
)
def test_reads_a_gazetteer_from_a_file(
    tmp_path_factory: pytest.TempPathFactory, file: str, content: str
) -> None:
    path = tmp_path_factory.mktemp("lists") / file
    path.write_text(content, "utf-8")

    assert marked("it was RW, or river watch", gazetteer=str(path)) == [("RW", "ORG", "River Watch")]


def test_names_the_line_of_a_gazetteer_that_is_wrong(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("lists") / "names.jsonl"
    path.write_text('{"name": "A", "label": "ORG"}\n{"name": "B"}\n', "utf-8")

    with pytest.raises(CopydeskError) as raised:
        opened_step(Entities, gazetteer=str(path))

    assert raised.value.code == "bad-gazetteer"
    assert "names.jsonl` line 2" in str(raised.value)


def test_says_which_gazetteer_is_not_there() -> None:
    with pytest.raises(CopydeskError) as raised:
        opened_step(Entities, gazetteer="no/such.tsv")

    assert raised.value.code == "bad-gazetteer"


def test_marks_what_a_pattern_matches() -> None:
    pattern = {"label": "CASE", "regex": r"case (?P<name>AZ \d+/\d\d)"}

    assert marked("It is case AZ 12/24.", patterns=[pattern]) == [("AZ 12/24", "CASE", "AZ 12/24")]


def test_refuses_a_pattern_that_is_no_regular_expression() -> None:
    with pytest.raises(ValidationError, match="must be a regular expression"):
        opened_step(Entities, patterns=[{"label": "X", "regex": "("}])


def test_aliases_lead_to_the_name_they_stand_for() -> None:
    text = "Kaja Holm won. The Iron Dame, as fans call Kaja Holm, bowed."

    found = marked(text, aliases={"Kaja Holm": ["Iron Dame"]})

    assert ("Iron Dame", "PERSON", "Kaja Holm") in found


def test_shows_the_name_that_the_user_gave_and_not_a_longer_alias() -> None:
    """The longest way to write a name won, so that Olaf Scholz went by "the Chancellor"."""
    text = "Olaf Scholz left. They asked the Chancellor of Germany."

    found = marked(text, aliases={"Olaf Scholz": ["the Chancellor"]})

    assert found[:2] == [
        ("Olaf Scholz", "PERSON", "Olaf Scholz"),
        ("the Chancellor", "PERSON", "Olaf Scholz"),
    ]


def test_the_fine_scheme_keeps_the_kinds_of_the_model() -> None:
    text = "On Monday the Russian firm paid Anna Weber $5 million in Oslo."

    found = labels(text, scheme="ontonotes")

    assert found == {
        "Monday": "DATE",
        "Russian": "NORP",
        "Anna Weber": "PERSON",
        "$5 million": "MONEY",
        "Oslo": "GPE",
    }


def test_marks_dates_counted_from_the_day_of_the_document() -> None:
    [document] = parsed(["Anna Weber resigned yesterday, the German firm told press@example.org."])
    dated = msgspec.structs.replace(document, meta={"date": "2024-03-06T10:00:00Z"})

    [tagged] = run_step(Entities, dated, also=["dates", "emails", "peoples"])

    assert [(e.label, e.name) for e in tagged[ENTITIES]] == [
        ("PERSON", "Anna Weber"),
        ("DATE", "2024-03-05"),
        ("NORP", "German"),
        ("EMAIL", "press@example.org"),
    ]


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "a", "\U0001f600", "\u201c", "(((", "Mr", "The", "U.", "\r\n\r\n"]
)
def test_takes_odd_texts(text: str) -> None:
    assert entities(text) == []


def test_gives_the_same_one_by_one_and_in_a_batch() -> None:
    texts = ["Anna Weber met Mr Holm in Oslo.", "", "Weber said no.", "OSLO WAITS FOR HOLM AGAIN"]

    together = [doc[ENTITIES] for doc in run_step(Entities, parsed(texts))]

    assert together == [run_step(Entities, parsed([text]))[0][ENTITIES] for text in texts]


PIECES = [
    "Anna Weber",
    "Mr Holm",
    "OSLO",
    "NATO",
    " ",
    "\n",
    "\r\n",
    "'s",
    "\u2019s",
    "(",
    ")",
    "\u201c",
    "the ",
    ", ",
    "and ",
]


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from([*PIECES, "von ", "of ", "Jr.", "\U0001f600", "General ", "MP", "a", "1"]),
        max_size=14,
    )
)
def test_marks_ranges_of_the_text_that_do_not_overlap(pieces: list[str]) -> None:
    text = "".join(pieces)

    found = entities(text)

    assert all(0 <= e.start < e.end <= len(text) and text[e.start : e.end].strip() for e in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(e.name and e.label and e.entity for e in found)


@pytest.mark.slow
@pytest.mark.timeout(20)
def test_a_book_costs_no_more_a_name_than_an_article() -> None:
    """Linking compared every name with every other, so that a register of names took hours."""
    letters = "abcdefghijklmnopqrst"
    people = [f"Anna {a.upper()}{b}{c}son" for a in letters for b in letters for c in letters[1:]]
    text = ". ".join(f"{name} met the {name[5:]} Institute" for name in people)
    tags = [
        Tag(match.start(), match.end(), "PERSON" if match[0].startswith("Anna") else "ORG")
        for match in re.finditer(r"Anna \w+|\w+ Institute", text)
    ]
    words = load_words()
    finder = Finder(words, table_of(words))

    found = finder.find(text, tags)

    assert len(found) == 15_200
