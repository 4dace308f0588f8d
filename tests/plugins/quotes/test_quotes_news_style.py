"""Quotes in the style of American newspapers: straight marks, partial quotes, carried speakers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from copydesk import QUOTES, Document, Pipeline


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Pipeline]:
    with Pipeline.parse("steps: [entities, quotes: {nested: true}]").opened() as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '"We are going to win this county," Harlan told a crowd of about 800 people in Dayton. "I have never seen energy like this. Never."',
            [
                ("We are going to win this county", "Harlan"),
                ("I have never seen energy like this. Never.", "Harlan"),
            ],
        ),
        (
            '"It is a disgrace," said Linda Oakes, a retired teacher who lives in Toledo. "They should be ashamed."\n\n"Nobody asked us," added her husband, Frank.',
            [
                ("It is a disgrace", "Linda Oakes"),
                ("They should be ashamed.", "Linda Oakes"),
                ("Nobody asked us", "her husband"),
            ],
        ),
        ('The senator, he said, "has lost his way."', [("The senator", "he"), ("has lost his way.", "he")]),
        (
            '"If you ask me," Dole said, "the deal was dead on Tuesday."',
            [("If you ask me", "Dole"), ("the deal was dead on Tuesday.", "Dole")],
        ),
        (
            'Harlan defended the vote on Sunday.\n\n"I did what the people of Ohio sent me to do," Harlan said on CNN\'s "State of the Union."\n\n"I would do it again."',
            [("I did what the people of Ohio sent me to do", "Harlan"), ("I would do it again.", "Harlan")],
        ),
        (
            'Mayor Denise Pratt said the budget was balanced. "There are no tricks in it."',
            [
                ("the budget was balanced.", "Mayor Denise Pratt"),
                ("There are no tricks in it.", "Mayor Denise Pratt"),
            ],
        ),
        (
            'A campaign spokeswoman, Erin Vance, declined to comment. But a senior aide said the candidate was "furious" and planned to "hit back hard" at the debate.',
            [('the candidate was "furious" and planned to "hit back hard" at the debate.', "a senior aide")],
        ),
        (
            'The company said in a statement that it was "cooperating fully" with investigators.',
            [('that it was "cooperating fully" with investigators.', "The company")],
        ),
        (
            'In a statement, the company said: "We are cooperating fully with the investigation."',
            [("We are cooperating fully with the investigation.", "the company")],
        ),
        (
            'Pratt accused Harlan of "selling out" working families and called him "a puppet of the banks."',
            [('of "selling out" working families', "Pratt"), ("a puppet of the banks.", "Pratt")],
        ),
        (
            "The tax plan would cost $2 trillion over a decade, according to an analysis by the Urban Center, a think tank.",
            [("The tax plan would cost $2 trillion over a decade", "an analysis by the Urban Center")],
        ),
        (
            "According to two people familiar with the talks, the offer was withdrawn late Friday.",
            [("the offer was withdrawn late Friday.", "two people familiar with the talks")],
        ),
        (
            "The offer was withdrawn late Friday, two people familiar with the talks said.",
            [("The offer was withdrawn late Friday", "two people familiar with the talks")],
        ),
        (
            "Officials said Thursday that the storm had killed at least nine people.",
            [("that the storm had killed at least nine people.", "Officials")],
        ),
        (
            'Harlan, who is running for a second term, said he would not support the bill, adding that it was written "in the dark."',
            [("he would not support the bill", "Harlan"), ('that it was written "in the dark."', "Harlan")],
        ),
        ("Asked whether he would resign, Pratt said no.", []),
        (
            '"Is it fair?" she asked. "No. Is it legal? Yes."',
            [("Is it fair?", "she"), ("No. Is it legal? Yes.", "she")],
        ),
        ('Harlan tweeted, "Sad day for Ohio!"', [("Sad day for Ohio!", "Harlan")]),
        ('"Sad day for Ohio!" Harlan wrote on Twitter.', [("Sad day for Ohio!", "Harlan")]),
        (
            'Dana Whitlock, chairwoman of the county party, said voters were tired of "drama," while Harlan\'s team insisted the polls were wrong.',
            [('voters were tired of "drama,"', "Dana Whitlock"), ("the polls were wrong.", "Harlan's team")],
        ),
        (
            'The memo, first reported by The Daily Ledger, said the agency "failed to act" on three complaints.',
            [('the agency "failed to act" on three complaints.', "The memo")],
        ),
        (
            'He described the meeting as "a waste of time" and said the next one would be different.',
            [("a waste of time", "He"), ("the next one would be different.", "He")],
        ),
        (
            '"This is not about politics," said Sen. Carla Ruiz (R-Nev.). "This is about safety."',
            [("This is not about politics", "Sen. Carla Ruiz"), ("This is about safety.", "Sen. Carla Ruiz")],
        ),
        ('"We had," he said, pausing, "no choice."', [("We had", "he"), ("no choice.", "he")]),
        (
            'Ruiz\'s book, "A Long Road," and the song "Thunder Road" were on the table next to a so-called "victory cake."',
            [],
        ),
        (
            '"I was scared," Oakes recalled. "The water came up to the porch.\n\n"We got the kids into the attic and waited.\n\n"Then it stopped."',
            [
                ("I was scared", "Oakes"),
                ("The water came up to the porch.", "Oakes"),
                ("We got the kids into the attic and waited.", "Oakes"),
                ("Then it stopped.", "Oakes"),
            ],
        ),
        (
            "The White House has said it will veto the bill. A Pentagon official, speaking on condition of anonymity, said the troops were already moving.",
            [
                ("it will veto the bill.", "The White House"),
                ("the troops were already moving.", "A Pentagon official"),
            ],
        ),
        (
            'Trial lawyers argued the rule went too far; the judge disagreed, noting that Congress "meant what it said."',
            [
                ("the rule went too far", "Trial lawyers"),
                ('that Congress "meant what it said."', "the judge"),
            ],
        ),
        (
            '"There\'s a reason for that," Pratt told The Associated Press in an interview last week, before the vote was held. "The money ran out."',
            [("There's a reason for that", "Pratt"), ("The money ran out.", "Pratt")],
        ),
        ('As Pratt put it, "the money ran out."', [("the money ran out.", "Pratt")]),
        ('Harlan\'s response: "Bring it on."', [("Bring it on.", "Harlan")]),
        (
            "It is unclear whether the court will agree, but legal scholars say the case could take years.",
            [("the case could take years.", "legal scholars")],
        ),
        (
            '"He\'s a great guy," one voter said of Harlan, "but I won\'t vote for him."',
            [("He's a great guy", "one voter"), ("but I won't vote for him.", "one voter")],
        ),
        (
            "Nearly half of Ohio voters said they were undecided, a Quinn University poll released Monday found.",
            [
                ("Nearly half of Ohio voters said they were undecided", "a Quinn University poll"),
                ("they were undecided", "half of Ohio voters"),
            ],
        ),
        (
            "The dam, engineers warned, could fail within months.",
            [("The dam", "engineers"), ("could fail within months.", "engineers")],
        ),
        (
            'Ruiz was quoted as saying that the plan was "dead on arrival."',
            [('that the plan was "dead on arrival."', "Ruiz")],
        ),
        (
            "WEBER: We will not raise taxes.\n\nRUIZ: That is not what you said in March.\n\nWEBER: I said we would look at it.",
            [
                ("We will not raise taxes.", "WEBER"),
                ("That is not what you said in March.", "RUIZ"),
                ("I said we would look at it.", "WEBER"),
                ("we would look at it.", "I"),
            ],
        ),
        (
            "Q: Where were you on the night of May 4?\n\nA: At home, with my wife.",
            [("Where were you on the night of May 4?", "Q"), ("At home, with my wife.", "A")],
        ),
        ('Harlan has repeatedly called the investigation a "witch hunt."', [('a "witch hunt."', "Harlan")]),
        ('"You can\'t do that," a man shouted from the back of the room.', [("You can't do that", "a man")]),
        (
            'Both sides claimed victory. "We won," Pratt said. "They lost," said Dole.',
            [("We won", "Pratt"), ("They lost", "Dole")],
        ),
        (
            'Republican nominee Carl Draper on Tuesday said he would "absolutely" release his tax returns after an audit.',
            [
                (
                    'he would "absolutely" release his tax returns after an audit.',
                    "Republican nominee Carl Draper",
                )
            ],
        ),
        (
            'Draper\'s campaign manager, Amy Holt, said on "Face the Nation" that the comments were taken out of context.',
            [("that the comments were taken out of context.", "Draper's campaign manager")],
        ),
        (
            '"I think he\'s unfit," she said Wednesday during a rally in Reno, Nev., where hundreds had lined up. "And I think most Americans agree."',
            [("I think he's unfit", "she"), ("And I think most Americans agree.", "she")],
        ),
        (
            "But the senator's aides say privately that the strategy has failed.",
            [("that the strategy has failed.", "the senator's aides")],
        ),
        (
            "The FBI said in a letter to Congress on Friday that it had found new emails.",
            [("that it had found new emails.", "The FBI")],
        ),
        (
            'Draper, speaking to supporters in Tampa, mocked his rival as "low energy" and promised to "drain the swamp."',
            [("low energy", "Draper"), ('to "drain the swamp."', "Draper")],
        ),
        ('"Lock her up!" the crowd chanted.', [("Lock her up!", "the crowd")]),
        (
            'In an email, Holt wrote that the donor "should not be embarrassed" and suggested a meeting.',
            [('that the donor "should not be embarrassed"', "Holt")],
        ),
        (
            "The report concluded that the agency had ignored warnings, and it recommended new rules.",
            [("that the agency had ignored warnings", "The report")],
        ),
        (
            'He said he had "no idea" who leaked the tape, but insisted, "It wasn\'t me."',
            [('he had "no idea" who leaked the tape', "He"), ("It wasn't me.", "He")],
        ),
        (
            '"We don\'t comment on pending litigation," the spokesman, Mark Reyes, said in an email.',
            [("We don't comment on pending litigation", "the spokesman")],
        ),
        (
            'Asked about the tape, Draper replied: "I have no comment on that. None."',
            [("I have no comment on that. None.", "Draper")],
        ),
        (
            'Holt told The Washington Ledger that Draper "has never, ever said that."',
            [('that Draper "has never, ever said that."', "Holt")],
        ),
        (
            "According to The New Haven Post, Draper once told a friend that he hated campaigning.",
            [
                ("Draper once told a friend that he hated campaigning.", "The New Haven Post"),
                ("that he hated campaigning.", "Draper"),
            ],
        ),
        (
            'Democrats have called on Draper to apologize. "He owes an apology to every veteran," said Rep. Joan Sims, D-Calif., a former Army captain.',
            [("He owes an apology to every veteran", "Rep. Joan Sims")],
        ),
        (
            '"It was a tough loss," Coach Ben Avery said, shaking his head. "We didn\'t execute, we didn\'t defend and we turned the ball over.\n\n"That\'s on me."\n\nAvery\'s team has lost six straight games.',
            [
                ("It was a tough loss", "Coach Ben Avery"),
                ("We didn't execute, we didn't defend and we turned the ball over.", "Coach Ben Avery"),
                ("That's on me.", "Coach Ben Avery"),
            ],
        ),
        (
            'Clara Nunn, whose son was killed, wept. "He was my baby," she said. "My baby."',
            [("He was my baby", "she"), ("My baby.", "she")],
        ),
        (
            'The prosecutor described Lowe as "a monster" who "preyed on the weak."',
            [('"a monster" who "preyed on the weak."', "The prosecutor")],
        ),
        (
            "Lowe pleaded not guilty. His lawyer said the evidence was thin.",
            [("the evidence was thin.", "His lawyer")],
        ),
        (
            "A poll by Marsden College found that 52 percent of voters favor the measure.",
            [("that 52 percent of voters favor the measure.", "A poll by Marsden College")],
        ),
        ("The governor has not said whether he will sign the bill.", []),
        (
            '"Why now?" asked Sims. "Because," she said, "we can\'t wait."',
            [("Why now?", "Sims"), ("Because", "she"), ("we can't wait.", "she")],
        ),
        (
            '"The system is rigged," the billionaire said, repeating a line that has become a staple of his speeches.',
            [("The system is rigged", "the billionaire")],
        ),
        (
            "The state Department of Health reported 14 new cases on Monday and warned that the number could rise.",
            [("that the number could rise.", "The state Department of Health")],
        ),
        (
            'Mr. Draper said that "there has to be some form of punishment" for those who cheat.',
            [('that "there has to be some form of punishment" for those who cheat.', "Mr. Draper")],
        ),
        (
            '"He is," Sims said of Draper, "the most dangerous man in the race."',
            [("He is", "Sims"), ("the most dangerous man in the race.", "Sims")],
        ),
        (
            'What did he mean? "I meant what I said," Draper said with a shrug.',
            [("I meant what I said", "Draper")],
        ),
        (
            "Sims says she'll vote no. Her colleague, Bob Carey, says he's undecided.",
            [("she'll vote no.", "Sims"), ("he's undecided.", "Her colleague")],
        ),
        ('"Nobody knows," he said. Then he smiled. "Nobody."', [("Nobody knows", "he"), ("Nobody.", "he")]),
        (
            "Police Chief Art Lund said the officer, who was not identified, fired twice. The man died at the scene, Lund said.",
            [
                ("the officer, who was not identified, fired twice.", "Police Chief Art Lund"),
                ("The man died at the scene", "Lund"),
            ],
        ),
        (
            'It\'s a "game changer," analysts say, for a company that critics have long dismissed as "a one-trick pony."',
            [('It\'s a "game changer,"', "analysts"), ("a one-trick pony.", "critics")],
        ),
        (
            'The judge ordered the company to pay $3 million, saying it had "acted in bad faith."',
            [("to pay $3 million", "The judge"), ('it had "acted in bad faith."', "The judge")],
        ),
        (
            "Voters like Ann Poe, 44, are worried. \"I don't know what's going to happen,\" Poe said.",
            [("I don't know what's going to happen", "Poe")],
        ),
        (
            'Draper has said, for example, that he would "bomb the hell out of" the group.',
            [('that he would "bomb the hell out of" the group.', "Draper")],
        ),
        (
            'In a tweet Saturday morning, Draper blamed the media: "Very dishonest people!"',
            [("Very dishonest people!", "Draper")],
        ),
        (
            'The movie "Spotlight" won best picture, and host Ray Moss joked that the "Academy" had woken up.',
            [('that the "Academy" had woken up.', "host Ray Moss")],
        ),
        ('"No," she said.', [("No", "she")]),
        ("The union said Monday it would strike.", [("it would strike.", "The union")]),
        ("Sims, however, said she was not surprised.", [("she was not surprised.", "Sims")]),
        (
            "There is growing concern among Republicans that Draper could lose the state, said a party strategist who asked not to be named.",
            [
                (
                    "There is growing concern among Republicans that Draper could lose the state",
                    "a party strategist",
                ),
                ("that Draper could lose the state", "Republicans"),
            ],
        ),
    ],
)
def test_finds_the_words_and_who_stands_beside_them(
    pipeline: Pipeline, text: str, expected: list[tuple[str, str | None]]
) -> None:
    (doc,) = pipeline.process([Document.of(text)])

    assert isinstance(doc, Document)
    assert [
        (doc.text_of(quote), quote.speaker and doc.text_of(quote.speaker)) for quote in doc[QUOTES]
    ] == expected
