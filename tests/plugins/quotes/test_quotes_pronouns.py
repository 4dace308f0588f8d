"""Whom "he", "she" and "they" mean when several names stand before them."""

from __future__ import annotations

import pytest

from copydesk import QUOTES, Document, Pipeline


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(
            "“We have to be better,” said Dov Sayles, the goalkeeper. Max Ruhl was asked whether he feared for his "
            "job. “I worry about the practice on Wednesday,” he said.",
            "Max Ruhl",
            id="who is asked",
        ),
        pytest.param(
            "A reporter asked Ruhl about the goalkeeper. “Sayles is fine,” he said.",
            "Ruhl",
            id="whom somebody without a name asks",
        ),
        pytest.param(
            "“We will act as it seems right,” Lorna Pike said. Rob Tillman was not content. “That is no answer,” "
            "he said.",
            "Rob Tillman",
            id="who did something since",
        ),
        pytest.param(
            "“The board has looked at itself,” said Amos Tate, who runs the league. Police Chief Ron Dill "
            "praised the report. He urged the town to wait.",
            "Ron Dill",
            id="who did something since, by title",
        ),
        pytest.param(
            "“It was shocking,” said Amos Tate, who runs the league. The family's lawyer, Carla Munoz, wants the "
            "film. “What are they waiting for?” she asked.",
            "Carla Munoz",
            id="who did something since, in an apposition",
        ),
        pytest.param(
            "“Mr. Voss runs a good house,” the lawyer, Ted Olmos, wrote to the paper. The plan, he added, was old.",
            "Ted Olmos",
            id="who speaks of somebody",
        ),
        pytest.param(
            "“The dam is old,” Ida Weber said. The town that Lea Pike leads is poor. She added that it would fail.",
            "Ida Weber",
            id="who spoke, before somebody in a clause",
        ),
        pytest.param(
            "Carl Stone watched Max Reyes. He said Reyes has been pitching with a sore elbow.",
            "Carl Stone",
            id="nobody who is named in the report",
        ),
        pytest.param(
            "Carl Stone watched Max Reyes. “Stone is a fool,” he said.",
            "Max Reyes",
            id="nobody who is named in the quotation",
        ),
        pytest.param(
            "Max Reyes woke up late. “My mother said, ‘Reyes, you are fired,’” he recalled.",
            "Max Reyes",
            id="whom somebody calls in a quotation inside",
        ),
        pytest.param(
            "Max Reyes spoke to the court. Reyes was asleep at the time, he said.",
            "Max Reyes",
            id="who is named in a report before its cue",
        ),
        pytest.param(
            "“I felt fine,” Max Reyes said. Carl Stone did not believe it: He said it was a lie.",
            "Carl Stone",
            id="who did something before a colon",
        ),
        pytest.param(
            "Opposition MPs wasted no time. Mr. Reyes, they said, had lied.",
            "Opposition MPs",
            id="several who did something",
        ),
        pytest.param(
            "Officials met on Monday. They said it was early. The dam, they added, was old.",
            "Officials",
            id="several who go on",
        ),
        pytest.param(
            "Doctors said it was late. The dam was old. They said it was early.",
            "Doctors",
            id="several who spoke",
        ),
        pytest.param(
            "“I told them,” Ben Rudd said. The captain, Harry Mott, had no excuses. “Not good enough.”",
            "Harry Mott",
            id="who takes the turn, in an apposition",
        ),
        pytest.param(
            "The governor himself laughed about it. “I meant a poem,” he said.",
            "the governor",
            id="who did it himself",
        ),
        pytest.param(
            "The actress turns 50 in May. “I am not done,” she said.", "The actress", id="an actress"
        ),
        pytest.param(
            "Bo Reed made the film. “It was late,” he said. Although he said it was a joy, Al Pike told us little.",
            "Al Pike",
            id="who follows in the same sentence",
        ),
        pytest.param(
            "Bo Reed left early. Africans must choose for themselves. He said it was late.",
            "He",
            id="no people that is taken for a person",
        ),
    ],
)
def test_a_pronoun_means(pipeline: Pipeline, text: str, name: str) -> None:
    (doc,) = pipeline.process([Document.of(text)])

    assert isinstance(doc, Document)
    last = max(doc[QUOTES], key=lambda quote: (quote.end, -quote.start))
    assert last.speaker is not None
    assert last.speaker.name.lower() == name.lower()
