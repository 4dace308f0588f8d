"""Sentences that turn from one speaker to another, or to the writer: whose words, and how far."""

from __future__ import annotations

import pytest

from copydesk import QUOTES, Document, Pipeline


def told(pipeline: Pipeline, text: str) -> list[tuple[str, str]]:
    (doc,) = pipeline.process([Document.of(text)])
    assert isinstance(doc, Document)
    return [
        (doc.text_of(quote.speaker) if quote.speaker else "-", doc.text_of(quote).rstrip("."))
        for quote in doc[QUOTES]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Officials say that plans to close the bridge will be dropped by May.",
            [("Officials", "that plans to close the bridge will be dropped by May")],
            id="a plan that the parser takes for the clause",
        ),
        pytest.param(
            "Weber complained that the plan was secret: “Nobody asked us,” he said.",
            [("Weber", "that the plan was secret"), ("he", "Nobody asked us")],
            id="a quotation after a colon has its own cue",
        ),
        pytest.param(
            "As she said in a speech last week, the city is out of money.",
            [("she", "the city is out of money")],
            id="where it was said is no part of it",
        ),
        pytest.param(
            "As we say in our review, “This one stays fresh for a week.”",
            [("we", "This one stays fresh for a week")],
            id="nor of a quotation",
        ),
        pytest.param(
            "Customers we spoke to say their calls were passed on.",
            [("Customers", "their calls were passed on")],
            id="whom one has spoken to",
        ),
        pytest.param(
            "Neither side replied to requests, but an aide, speaking on background, said the two had met.",
            [("an aide", "the two had met")],
            id="a clause right behind it, not the one before",
        ),
        pytest.param(
            "The mayor believes the town can absorb the cuts, his spokeswoman, Ida Wren, said in an email.",
            [
                ("his spokeswoman", "The mayor believes the town can absorb the cuts"),
                ("The mayor", "the town can absorb the cuts"),
            ],
            id="said in an email, and nothing joins the two",
        ),
        pytest.param(
            "One man in the crowd shouted, “Lock him up!” Dell smiled and said, “We will see.”",
            [("One man in the crowd", "Lock him up!"), ("Dell", "We will see")],
            id="a quotation that its cue leads",
        ),
        pytest.param(
            "Losing candidates, she said, “have always put the country first.”",
            [("she", "Losing candidates"), ("she", "have always put the country first")],
            id="a subject before it that begins with a participle",
        ),
        pytest.param(
            "Researchers reported Monday in the journal Tides that the reef is dying faster than they had thought.",
            [("Researchers", "that the reef is dying faster than they had thought")],
            id="the name of a journal",
        ),
        pytest.param(
            "Outside court, the victim's sister, Ana Ruiz, said justice had been done.",
            [("the victim's sister", "justice had been done")],
            id="a place before who speaks",
        ),
        pytest.param(
            "The minister apologized for saying that the poor “should try harder,” a remark that drew outrage.",
            [("The minister", "that the poor “should try harder,”")],
            id="what the writer calls it",
        ),
        pytest.param(
            "Economists had predicted that prices would slip 2 percent, according to a survey by Ledger.",
            [
                ("a survey by Ledger", "Economists had predicted that prices would slip 2 percent"),
                ("Economists", "that prices would slip 2 percent"),
            ],
            id="what a sentence goes by is no part of the report in it",
        ),
        pytest.param(
            "According to a memo that was written in May, the pumps were broken.",
            [("a memo", "the pumps were broken")],
            id="a memo that was written",
        ),
        pytest.param(
            "According to her diary, parts of which were read in court, the pumps were broken.",
            [("her diary", "the pumps were broken")],
            id="a diary, parts of which were read",
        ),
        pytest.param(
            "She said the bank would close ten branches, a step that Mr. Hale ruled out in May.",
            [("She", "the bank would close ten branches")],
            id="a step that somebody ruled out",
        ),
        pytest.param(
            "He urged the state to pay more for the buses, which he said it had starved.",
            [("He", "to pay more for the buses"), ("he", "it had starved")],
            id="which he said",
        ),
        pytest.param(
            "He promised that the pumps would run in a year, and in an essay that was later deleted he "
            "predicted a flood.",
            [("He", "that the pumps would run in a year")],
            id="and in an essay he predicted",
        ),
        pytest.param(
            "She sought to assure voters that she would enforce the law and to calm the unions.",
            [("She", "that she would enforce the law")],
            id="the next of two aims",
        ),
        pytest.param(
            "The notes quote Mr. Hale as saying that the rules were a relic.",
            [("Mr. Hale", "that the rules were a relic")],
            id="quoted as saying",
        ),
        pytest.param(
            "Mr. Hale, who sat in the back, was overheard telling a friend that he was tired.",
            [("Mr. Hale", "that he was tired")],
            id="overheard telling",
        ),
        pytest.param(
            "Ms. Ruiz declined to be interviewed but said through a friend that she was fine.",
            [("Ms. Ruiz", "that she was fine")],
            id="declined but said",
        ),
        pytest.param(
            "Mr. Hale, 58, said in a short letter that he was leaving for the good of the town.",
            [("Mr. Hale", "that he was leaving for the good of the town")],
            id="said in a letter that",
        ),
        pytest.param(
            "In a meeting, a tape of which was shared with The Post, an engineer asked if more cuts were coming.",
            [("an engineer", "if more cuts were coming")],
            id="a meeting, a tape of which was shared",
        ),
        pytest.param(
            "The price was paid by Dora Hill, a nurse who commutes from the Flats and who said she skips lunch.",
            [("Dora Hill", "she skips lunch")],
            id="and who said",
        ),
        pytest.param(
            "Nobody at the agency would say when the report will be finished.", [], id="nobody would say when"
        ),
        pytest.param(
            "In court Ms. Hill was shown an email in which an aide bragged that they would “bury it.”",
            [("an aide", "that they would “bury it.”")],
            id="whoever is shown something says nothing",
        ),
        pytest.param(
            "PORTLAND, Ore. — Orvane Systems Inc. said on Thursday that its sales would fall.",
            [("Orvane Systems Inc.", "that its sales would fall")],
            id="a place before a dash is no part of a name",
        ),
    ],
)
def test_a_report_ends_where_its_speaker_does(
    pipeline: Pipeline, text: str, expected: list[tuple[str, str]]
) -> None:
    assert told(pipeline, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "It was too early to tell, he said, how many cases might be affected.",
            ["It was too early to tell", "how many cases might be affected"],
            id="a question",
        ),
        pytest.param(
            "The remarks were aimed, two aides said later, at the chairman.",
            ["The remarks were aimed", "at the chairman"],
            id="what a verb wants",
        ),
        pytest.param(
            "It was built, he says, to protect a channel.",
            ["It was built", "to protect a channel"],
            id="an aim",
        ),
        pytest.param(
            "This time, she said, she isn't sure.", ["This time", "she isn't sure"], id="a time first"
        ),
        pytest.param(
            "When the pumps failed, he testified, he was told to wait.",
            ["When the pumps failed", "he was told to wait"],
            id="a subordinate clause first",
        ),
        pytest.param(
            "There had been a mistake: the memo referred, she said, to another dam.",
            ["the memo referred", "to another dam"],
            id="after a colon",
        ),
        pytest.param(
            "Prices fell last year, brokers say, and they note that wages rose.",
            ["Prices fell last year", "that wages rose"],
            id="the next report of the same speaker",
        ),
        pytest.param(
            "Prices fell last year, brokers say, pointing to three surveys.",
            ["Prices fell last year"],
            id="what the speaker does",
        ),
    ],
)
def test_a_sentence_takes_up_after_an_inserted_cue(
    pipeline: Pipeline, text: str, expected: list[str]
) -> None:
    assert [words for _, words in told(pipeline, text)] == expected


def test_a_sentence_quoted_inside_a_report_is_a_quote_of_its_own(pipeline: Pipeline) -> None:
    text = "Mr. Hill recalled that his boss had said, “Harold, go home.”"

    assert told(pipeline, text) == [
        ("Mr. Hill", "that his boss had said, “Harold, go home.”"),
        ("his boss", "Harold, go home"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It is hard to avoid the trap of assuming that minds are machines.", id="trap"),
        pytest.param("They crack the code that tells cells to grow in the right way.", id="a code"),
        pytest.param("Find out which states offer the best tools to lower your bills.", id="tools for it"),
        pytest.param(
            "The task is harder than they thought and they call someone like us.", id="than thought"
        ),
        pytest.param("The team wrote a test to determine whether a task is suitable.", id="a test for it"),
        pytest.param(
            "If someone searches “best dentist in town,” they’re likely to get a list.", id="a search"
        ),
        pytest.param("He wrote a paper entitled “The Edge of a Self,” in which he used them.", id="a title"),
        "Time will tell whether the bridge holds.",
        "Google's recently announced plan to close the office surprised the town.",
    ],
)
def test_takes_nothing_for_said_that_nobody_says(pipeline: Pipeline, text: str) -> None:
    assert told(pipeline, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Ms. Hale said her aides had warned her that the vote would fail. “I should have listened.”",
            ["Ms. Hale", "her aides", "Ms. Hale"],
            id="not whoever is told of",
        ),
        pytest.param(
            "While few need the details, they know what it does, Mr. Reed added. “I think we all should.”",
            ["Mr. Reed", "they", "Mr. Reed"],
            id="whoever comes at the end",
        ),
    ],
)
def test_whoever_tells_the_whole_goes_on(pipeline: Pipeline, text: str, expected: list[str]) -> None:
    assert [speaker for speaker, _ in told(pipeline, text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The crowd broke into chants of “Open the gates!” and threw bottles.",
            [("The crowd", "Open the gates!")],
            id="what a crowd chants",
        ),
        pytest.param(
            "“I'll look at it then,” Pike said when an editor asked whether he would go. “Wait and see.”",
            [
                ("Pike", "I'll look at it then"),
                ("an editor", "whether he would go"),
                ("Pike", "Wait and see"),
            ],
            id="not whoever asked",
        ),
        pytest.param(
            "He left, two aides said, because he had promised the board to go.",
            [
                ("two aides", "He left"),
                ("two aides", "because he had promised the board to go"),
                ("he", "to go"),
            ],
            id="because he had promised",
        ),
        pytest.param(
            "Texas oilman Clyde Barlow, who gave $10 million to a rival of Pike's in May, says he has come around.",
            [("Texas oilman Clyde Barlow", "he has come around")],
            id="across what the parser misreads",
        ),
        pytest.param(
            "“It hurts,” said Ann Fox of the Ballot Project, a group that has called for ending the caucus.",
            [("Ann Fox of the Ballot Project", "It hurts"), ("a group", "for ending the caucus")],
            id="a group that has called",
        ),
        pytest.param(
            "She urged reporters to ask the director whether he had read it.",
            [("She", "to ask the director whether he had read it")],
            id="what is only to be asked",
        ),
        pytest.param(
            "He vowed to fight the ruling, which he did, in May.",
            [("He", "to fight the ruling")],
            id="which he did",
        ),
        pytest.param(
            "The two clashed over guns, with Mr. Pike promising to cut taxes and Ms. Reed warning that he would not.",
            [("Mr. Pike", "to cut taxes"), ("Ms. Reed", "that he would not")],
            id="one promising and one warning",
        ),
        pytest.param(
            "The bank knew about the loans for a year, records show.",
            [("records", "The bank knew about the loans for a year")],
            id="records show",
        ),
        pytest.param(
            "The bar opens at 8 a.m. “After eight, it's every man for himself,” he said.",
            [("he", "After eight, it's every man for himself")],
            id="a sentence after a.m.",
        ),
    ],
)
def test_finds_who_says_it_in_campaign_news(
    pipeline: Pipeline, text: str, expected: list[tuple[str, str]]
) -> None:
    assert told(pipeline, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Had the offer come sooner, he said, a strike might have been averted.",
            ["Had the offer come sooner", "a strike might have been averted"],
            id="had it come",
        ),
        pytest.param(
            "Two officials have pleaded guilty, and a third, prosecutors said in court papers, used dues to buy cigars.",
            ["Two officials have pleaded guilty, and a third", "used dues to buy cigars"],
            id="a third used dues",
        ),
        pytest.param(
            "What regulators want, according to two aides, is proof of a repair.",
            ["What regulators want", "is proof of a repair"],
            id="according to, inside",
        ),
        pytest.param(
            "“This is a bump,” she said, adding that the questions concern manufacturing, not safety.",
            ["This is a bump", "that the questions concern manufacturing, not safety"],
            id="adding that, whatever the tagger sees",
        ),
        pytest.param(
            "Ms. Reed told reporters the offer came late, which she said showed a lack of respect.",
            ["the offer came late", "showed a lack of respect"],
            id="which she said showed",
        ),
        pytest.param(
            "The union said Sunday it would strike at midnight, setting the stage for a long walkout.",
            ["it would strike at midnight"],
            id="setting the stage",
        ),
        pytest.param(
            "She disclosed that the agency wants more data, a request that may delay the vaccine.",
            ["that the agency wants more data"],
            id="a request that may",
        ),
        pytest.param(
            "The governor offered help, but neither side has said if it would accept.", [], id="neither"
        ),
    ],
)
def test_finds_all_of_a_report_and_no_more(pipeline: Pipeline, text: str, expected: list[str]) -> None:
    assert [words for _, words in told(pipeline, text)] == expected
