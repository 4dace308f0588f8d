"""What looks like a report and names no words, and what looks like none and is one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The findings could help explain why ship noise is so harmful.", id="what shows why"),
        pytest.param("The law allows “reasonable force” against an intruder.", id="what a law allows"),
        pytest.param("Throughout the day, as clients complained, I wrote a list.", id="as, of a time"),
        pytest.param("But, as they say, the best plans fail.", id="as all say"),
        pytest.param("He would have moved heaven and earth, had he known.", id="had he known"),
        pytest.param("Believe it or not, ducks are good against snails.", id="believe it or not"),
        pytest.param("Rest assured we have plenty of guides.", id="rest assured"),
        pytest.param("The contract makes it challenging to switch to another firm.", id="what is hard"),
        pytest.param("They spend a lot of money on understanding how the pumps work.", id="what is known"),
        pytest.param("As demand continues to grow, we want to build more of them.", id="as it continues"),
        pytest.param("The awards remind us that good work takes time.", id="what reminds us"),
        pytest.param("Your budget will tell you how much money is left.", id="what a budget tells"),
        pytest.param("Sort the letters according to past behavior.", id="what something goes by"),
        pytest.param("The tool helps teachers understand how children read.", id="what helps to understand"),
        pytest.param("Call the office to confirm whether a permit is needed.", id="what is to be confirmed"),
        pytest.param(
            "The program is hard to learn if you have never written one.", id="what is hard to learn"
        ),
        pytest.param("Check the label to be sure they list whole wheat.", id="to be sure"),
        pytest.param("Assuming you work at home, the desk is large enough.", id="assuming"),
        pytest.param("Students beg to differ.", id="who begs to differ"),
        pytest.param("She told of meeting a couple in Arden who lost their home.", id="telling of somebody"),
        pytest.param("Does he worry that his children will read it?", id="what the writer asks"),
        pytest.param("This explains why the map was wrong.", id="this explains"),
        pytest.param("The coach has said nothing about why the bus was late.", id="nothing about"),
        pytest.param("The tenants they claim to help have moved out.", id="whom a clause describes"),
        pytest.param("She pledged $5 million to rebuild the school.", id="what money is for"),
        pytest.param("A spokeswoman did not respond, nor did she say who wrote the memo.", id="nor"),
        pytest.param("A source asked for anonymity to discuss the merger.", id="who is protected"),
        pytest.param("An aide, asked whether it was late, laughed.", id="who is asked"),
        pytest.param("The choir sang “River of Gold” at the wake.", id="a song"),
        pytest.param("She recited “The Raven” from memory.", id="a poem"),
        pytest.param("Hill pleaded guilty to “conspiracy to commit fraud.”", id="a plea"),
        pytest.param("The king found it so good that he ate it all.", id="what came of it"),
        pytest.param("As spending continues its rise, towns look for cash.", id="what goes on"),
        pytest.param("The mayor announced “Operation Clear Water” on Monday.", id="a plan with a name"),
        pytest.param("Before the meeting, ask a neighbour to be the moderator.", id="an order"),
        pytest.param(
            "I washed the cups after each test, noted any unusual features, and went home.",
            id="what is noted",
        ),
        pytest.param(
            "The team encourages you to try the tool and tell them what you think by email.", id="a request"
        ),
        pytest.param("This step requires carefully considering how each option fits.", id="what is needed"),
        pytest.param("Let's say you have trained a dog.", id="let us say"),
        pytest.param("I found myself reaching for the old mouse again.", id="finding oneself"),
        pytest.param(
            "As it relates to the penalties that the airline can impose, there is little anyone can do.",
            id="as it relates to",
        ),
        pytest.param(
            "We will detail the need for openness so that the public can “see” the process.", id="so that"
        ),
        pytest.param(
            "The firm has been serving small companies for 20 years, so they know how to stay flexible.",
            id="so they know",
        ),
        pytest.param(
            "In Japan, the centre does not just help you with the plan, it also offers luggage storage.",
            id="it offers",
        ),
        pytest.param("With “Kanfu,” meaning “coffee” in the local language, it began.", id="meaning"),
        pytest.param("We asked the firm, and who knows what it will make of that.", id="who knows"),
        pytest.param("The point of the talks was to recognise that the world has changed.", id="the point"),
        pytest.param(
            "As always, thank you for taking the time to read this, I hope you liked it.", id="thanks"
        ),
        pytest.param(
            "She can always ask for help from others if the work starts to overflow.", id="asking for"
        ),
        pytest.param("Dale was so convinced of his death that he stayed up all night.", id="so convinced"),
        pytest.param("It’s important to inquire about this if you need it.", id="inquiring about"),
        pytest.param("He was tired — he said so — and left.", id="he said so"),
        pytest.param("The men, told the news, wept.", id="who is told"),
        pytest.param("The plan, called Project Blue, is dead.", id="what it is called"),
        pytest.param("The point is that the law is void.", id="a point of nobody"),
        pytest.param("In your account, click on “My Courses” to begin.", id="your account"),
    ],
)
def test_no_words_are_named(said: Said, text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Regulators considered a fine after a call surfaced in which Mr. Roan bragged that the test "
            "“was a joke.”",
            [("that the test “was a joke.”", "Mr. Roan")],
            id="in which",
        ),
        pytest.param(
            "She cited a survey on the campaign's website, which she said showed her “way ahead.”",
            [("showed her “way ahead.”", "she")],
            id="a site shows nothing by itself",
        ),
        pytest.param(
            "According to minutes of the hearing released by the city, the pump failed.",
            [("the pump failed.", "minutes of the hearing")],
            id="how something came about is no part of its name",
        ),
        pytest.param(
            "Detectives allege Moore hid the keys and lied about it.",
            [("Moore hid the keys and lied about it.", "Detectives")],
            id="a verb that the tagger takes for a noun",
        ),
        pytest.param(
            "“Sunday Live” reported that the mayor had left.",
            [("that the mayor had left.", "Sunday Live")],
            id="a name in marks that reports",
        ),
        pytest.param(
            "Fans shouted “Go Home” at the players.", [("Go Home", "Fans")], id="capitals all the same"
        ),
        pytest.param(
            "The plan was described by critics as a “land grab.”",
            [("land grab.", "critics")],
            id="what somebody calls it is no part of who does",
        ),
        pytest.param(
            "Mayor Ana Ortiz: “We will rebuild.” Governor Tim Shaw: “So will we.”",
            [("We will rebuild.", "Mayor Ana Ortiz"), ("So will we.", "Governor Tim Shaw")],
            id="names before colons",
        ),
        pytest.param(
            "“We won,” Holt said. “We will win again. ” Her rival, Dan Pike, conceded.",
            [("We won", "Holt"), ("We will win again.", "Holt")],
            id="a space before the closing mark",
        ),
        pytest.param(
            "Harlan Voss on Wednesday rejected reports that the firm lied, calling them “ridiculous” and suggesting "
            "that rivals were behind them.",
            [
                ("that the firm lied", "Harlan Voss"),
                ("ridiculous", "Harlan Voss"),
                ("that rivals were behind them.", "Harlan Voss"),
            ],
            id="who rejects goes on, and the firm does not",
        ),
        pytest.param(
            "She denied that her aides took money, accusing Mr. Pike of lying and saying that he would lose.",
            [("that her aides took money", "She"), ("that he would lose.", "She")],
            id="a second participle",
        ),
        pytest.param(
            "He argued that the firms cannot be trusted — “they lied to us,” his office said on Friday — and left.",
            [("that the firms cannot be trusted", "He"), ("they lied to us", "his office")],
            id="a quotation with its cue between dashes",
        ),
        pytest.param(
            "“We will overcome,” Mr. Roan said on the call, according to two people. “And we will win.”",
            [("We will overcome", "Mr. Roan"), ("And we will win.", "Mr. Roan")],
            id="according to whom he said it, and where",
        ),
        pytest.param(
            "Mr. Roan demanded to know who had sent the memo.",
            [("to know who had sent the memo", "Mr. Roan")],
            id="he does not know it yet",
        ),
        pytest.param(
            "The agency named a neighbor. “He was polite,” it quoted Emil Sand as saying.",
            [("He was polite", "Emil Sand")],
            id="whom somebody quotes as saying it",
        ),
        pytest.param(
            "Mr. Roan told the paper in an interview published Wednesday that he was ill.",
            [("that he was ill.", "Mr. Roan")],
            id="an interview that came out on a day",
        ),
        pytest.param(
            "Ms. Holt said that she was “ready,” while Mr. Roan dismissed the plan as “a balloon.”",
            [("that she was “ready,”", "Ms. Holt"), ("a balloon.", "Mr. Roan")],
            id="while somebody else",
        ),
        pytest.param(
            "Ms. Holt said the money was gone, and she had a warning: “Nobody is safe.”",
            [("the money was gone", "Ms. Holt"), ("Nobody is safe.", "Ms. Holt")],
            id="what is announced after a report",
        ),
        pytest.param(
            "Mr. Roan's Republican co-sponsor, Ann Holt, said it was late.",
            [("it was late.", "Mr. Roan's Republican co-sponsor")],
            id="what hyphens join",
        ),
        pytest.param(
            "The speaker said he thinks there are the votes, though he acknowledged he has “concerns.”",
            [
                ("he thinks there are the votes", "The speaker"),
                ("there are the votes", "he"),
                ("he has “concerns.”", "he"),
            ],
            id="no conjunction is left at the end",
        ),
        pytest.param(
            "It was condemned by the league, which said it was “cruel,” and by two unions.",
            [("it was “cruel,”", "the league")],
            id="what goes on with the passive",
        ),
        pytest.param(
            "“You're lying to us!” a man in a camouflage jacket yelled at Mr. Roan.",
            [("You're lying to us!", "a man in a camouflage jacket")],
            id="who yells, taken for a participle",
        ),
        pytest.param(
            "Ann Holt was arrested on Tuesday, vowing to “occupy” the office until he quit.",
            [("to “occupy” the office until he quit", "Ann Holt")],
            id="who is arrested vows",
        ),
        pytest.param(
            "He voted for it, he explained, because it would bring jobs; it was not, he insisted, a favor.",
            [
                ("He voted for it", "he"),
                ("because it would bring jobs", "he"),
                ("it was not", "he"),
                ("a favor.", "he"),
            ],
            id="two insertions in a sentence",
        ),
        pytest.param(
            "She did not say how many would go in Europe, where, she noted, “local laws” make it slow.",
            [("“local laws” make it slow.", "she")],
            id="what she did not say, and what she did",
        ),
        pytest.param(
            "Mr. Roan said that he had been “stonewalled,” and that the board would meet again.",
            [("that he had been “stonewalled,” and that the board would meet again.", "Mr. Roan")],
            id="a second clause with that",
        ),
        pytest.param(
            "Holt said that while she saw the anger, “this is never the answer.”",
            [("that while she saw the anger, “this is never the answer.”", "Holt")],
            id="that while",
        ),
        pytest.param(
            "She allows that “weather could be a factor.”",
            [("weather could be a factor.", "She")],
            id="what she allows",
        ),
        pytest.param(
            "An aide attributed the closings to “market conditions beyond our control.”",
            [("market conditions beyond our control.", "An aide")],
            id="what it is attributed to",
        ),
        pytest.param(
            "“This is not what we want,” she stressed; “it's what could happen.”",
            [("This is not what we want", "she"), ("it's what could happen.", "she")],
            id="what a semicolon goes on with",
        ),
        pytest.param("“Get well, queen,” commented one.", [("Get well, queen", "one")], id="one"),
        pytest.param(
            "The dam was old, as Weber noted.", [("The dam was old", "Weber")], id="as somebody noted"
        ),
        pytest.param(
            "The trouble, as Ida Weber has pointed out, is that debts come due.",
            [("The trouble", "Ida Weber"), ("is that debts come due.", "Ida Weber")],
            id="as somebody has pointed out",
        ),
        pytest.param(
            "But as Weber pointed out, the dam was old.",
            [("the dam was old.", "Weber")],
            id="but as",
        ),
        pytest.param(
            "Mr. Roan, who had called her a “fool” (his aide, Al Pike, said he had not), told the paper he was ill.",
            [("a “fool”", "Mr. Roan"), ("he had not", "his aide"), ("he was ill.", "Mr. Roan")],
            id="who speaks in brackets",
        ),
        pytest.param(
            "The mayor returned no calls, but a person close to the council, granted anonymity to discuss "
            "internal matters, said both had been “stunned.”",
            [("both had been “stunned.”", "a person close to the council")],
            id="whom the parser takes for another verb's",
        ),
        pytest.param(
            "Workers allege that the boss told them to sign papers, ignore the bell and, once, to “lose” a file.",
            [
                (
                    "that the boss told them to sign papers, ignore the bell and, once, to “lose” a file.",
                    "Workers",
                ),
                ("to sign papers, ignore the bell and, once, to “lose” a file", "the boss"),
            ],
            id="infinitives that the parser gives to the cue",
        ),
        pytest.param(
            "Police said that the man, who Weber said had been ill, was struck four times.",
            [
                ("that the man, who Weber said had been ill, was struck four times.", "Police"),
                ("had been ill", "Weber"),
            ],
            id="a clause in what is reported",
        ),
        pytest.param(
            "Mr. Roan said that it had been “an error,” while Mrs. Holt went further, calling it “a crime.”",
            [("that it had been “an error,”", "Mr. Roan"), ("a crime.", "Mrs. Holt")],
            id="while somebody goes further",
        ),
        pytest.param(
            "Asked what he would say to those who think he is old, Mr. Roan smiled. “I say: Watch me.”",
            [("he is old", "those"), ("I say: Watch me.", "Mr. Roan")],
            id="what he would say",
        ),
        pytest.param(
            "What Weber said is that the dam was old.",
            [("that the dam was old.", "Weber")],
            id="what somebody said is",
        ),
        pytest.param(
            "What she told us was we don't belong here.",
            [("we don't belong here.", "she")],
            id="what somebody told us was",
        ),
        pytest.param(
            "Mrs. Holt has conceded that the test failed, but she has stopped short of calling it wrong.",
            [("that the test failed", "Mrs. Holt")],
            id="what tells of the speaker again",
        ),
        pytest.param(
            "During a talk on “Tonight,” former Speaker Ned Gill argued that the press had “given up.”",
            [("that the press had “given up.”", "former Speaker Ned Gill")],
            id="a name behind one in marks",
        ),
        pytest.param(
            "The board issued a statement saying Dr. Holt “stands by every word.”",
            [("Dr. Holt “stands by every word.”", "The board")],
            id="who issues a statement",
        ),
        pytest.param(
            "The board says that is not so; “we call everyone,” said its clerk, Ted Roan.",
            [("that is not so", "The board"), ("we call everyone", "its clerk")],
            id="a quotation behind a semicolon",
        ),
        pytest.param(
            "On Monday, he told them, through his lawyer, that he had four.",
            [("that he had four.", "he")],
            id="through whom it is told",
        ),
        pytest.param(
            "It's also possible, Holt said, that the pump was old.",
            [("It's also possible", "Holt"), ("that the pump was old.", "Holt")],
            id="what is possible",
        ),
        pytest.param(
            "Police say Mr. Roan lied to banks, charges that he denies.",
            [("Mr. Roan lied to banks", "Police")],
            id="charges that somebody denies",
        ),
        pytest.param(
            "The archbishop told the mourners to “cry, but do not hate.”",
            [("to “cry, but do not hate.”", "The archbishop")],
            id="an archbishop",
        ),
        pytest.param(
            "Mrs. Holt said the pact was “obsolete,” a word that she has used before.",
            [("the pact was “obsolete,”", "Mrs. Holt")],
            id="a word that is called one",
        ),
        pytest.param(
            "Mr. Pike said Mrs. Holt had “trusted the wrong man,” a reference to her former deputy.",
            [("Mrs. Holt had “trusted the wrong man,”", "Mr. Pike")],
            id="what it refers to",
        ),
        pytest.param(
            "He said that “for the good of all” he would step aside, but he did not say when.",
            [("that “for the good of all” he would step aside", "He")],
            id="what he does not say",
        ),
        pytest.param(
            "A sign outside the church read, “God bless the nurses.”",
            [("God bless the nurses.", "A sign outside the church")],
            id="a sign that reads",
        ),
        pytest.param(
            "Mrs. Holt said yes; when he asked what it was, she said she would call.",
            [("what it was", "he"), ("she would call.", "she")],
            id="yes, and then something else",
        ),
        pytest.param(
            "Of two dozen owners interviewed by the paper, all said business was down.",
            [("business was down.", "all")],
            id="what they are of",
        ),
        pytest.param(
            "A survey found that prices rose; only half of the public agrees.",
            [("that prices rose", "A survey")],
            id="what a semicolon ends",
        ),
        pytest.param(
            "The caterer called to say the hall was wet.",
            [("the hall was wet.", "The caterer")],
            id="called to say",
        ),
        pytest.param(
            "Holt wrote the memoir, she explains, mostly for herself.",
            [("Holt wrote the memoir", "she"), ("mostly for herself.", "she")],
            id="what an insertion cuts off, to a degree",
        ),
        pytest.param(
            "Holt's campaign says the ad is false and has demanded that stations pull it.",
            [("the ad is false", "Holt's campaign"), ("that stations pull it.", "Holt's campaign")],
            id="no ad demands",
        ),
        pytest.param(
            "Mr. Roan said Mrs. Holt was “a wreck” and mocked her for her shoes.",
            [("Mrs. Holt was “a wreck”", "Mr. Roan")],
            id="nobody mocks herself",
        ),
        pytest.param(
            "The letter explains how the pump works.",
            [("how the pump works.", "The letter")],
            id="a letter explains",
        ),
        pytest.param(
            "Mayor Tim Shaw told a crowd in Arden that help was on the way, drawing cheers.",
            [("that help was on the way", "Mayor Tim Shaw")],
            id="that, taken for which help",
        ),
        pytest.param(
            "Mr. Roan told a crowd in the station that help was on the way.",
            [("that help was on the way.", "Mr. Roan")],
            id="help, taken for a verb",
        ),
        pytest.param(
            "The pump was safe, the board announced Friday, a conclusion that two unions rejected.",
            [("The pump was safe", "the board")],
            id="what is added to a report",
        ),
        pytest.param(
            "He urged the town to remain calm and said the film would come out “in the coming days.”",
            [("to remain calm", "He"), ("the film would come out “in the coming days.”", "He")],
            id="urged and said",
        ),
        pytest.param(
            "The governor brushed aside warnings from fire chiefs that the change could cost lives.",
            [("that the change could cost lives", "fire chiefs")],
            id="whose warnings they are",
        ),
        pytest.param(
            "“It was loud,” said Ida Holm. “All I thought was, ‘Get out.’” Mayor Tim Shaw called it a shame.",
            [("It was loud", "Ida Holm"), ("All I thought was, ‘Get out.’", "Ida Holm")],
            id="a sentence that ends inside two marks",
        ),
        pytest.param("Mr. Roan was brief: “No.”", [("No.", "Mr. Roan")], id="a word that a colon announces"),
    ],
)
def test_what_is_named_has_its_speaker(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_a_text_may_break_off_after_a_cue(said: Said) -> None:
    """A text that ended with “..., she said, and” failed."""
    assert said("She locked the gate, she said, and") == [("She locked the gate", "she")]
