"""Every built-in step keeps the contract of a step."""

from __future__ import annotations

from typing import Any

import pytest

from copydesk import Document
from copydesk.plugins import Plugins
from copydesk.testing import check_step

BUILT_IN = ("clean", "entities", "html", "language", "quotes", "sentences", "summary", "tagger")
# Its model is made in tests/plugins/tagger, where it is held to the contract as well.
WITHOUT_A_MODEL = {"tagger"}
# It needs a key and what was redacted with it: tests/plugins/entities/test_entities_restore.py.
WITHOUT_A_KEY = {"entities.restore"}
# These parse texts of 100,000 characters.
SLOW = {"entities", "entities.redact", "entities.table", "language", "quotes", "summary"}

STORY = """\
The harbour board of Tallin Bay voted on Monday to close the old fish market, which opened in 1921 and lost money.

“We could not pay for the roof,” said Marta Ilves, who chairs the board.

The ferry company has offered to buy the hall, and the town council is going to decide in May."""

PAGE = f"""\
<!DOCTYPE html><html><head><title>Market closes - Bay Courier</title></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Market closes</h1><p>{STORY}</p></article>
<footer>© Bay Courier</footer></body></html>"""

PRINTED = "\n".join(
    f"THE BAY COURIER, Monday {page}\n"
    + "\n".join(f"Line {letter}{page} of the story goes on." for letter in "abcdefghij")
    + f"\n- {page} -"
    for page in range(1, 5)
)

WRAPPED = """\
The harbour board of Tallin Bay voted on Monday to close the
old fish market, which opened in 1921. The last stalls will be
cleared in June, and the tenants were told by letter, some of
them while they were out at sea.

The ferry company has offered to buy the hall. The council will
vote on the offer in May, after a hearing in the school."""

# What the texts of the kit do not have, by the step that looks for it.
TEXTS: dict[str, list[str | Document]] = {
    "clean.boilerplate": [f"{STORY}\n\nShare on Facebook\n\nAdvertisement\n\n© 2024 Bay Courier Ltd"],
    "clean.hyphens": ["The govern-\nment fell on Monday."],
    "clean.markdown": [Document.of("# A *heading*\n\nSee [the map](/map).", media_type="text/markdown")],
    "clean.mojibake": ["We donâ€™t know, she said at the cafÃ©."],
    "clean.pages": [PRINTED],
    "clean.personal": ["Write to marta@courier.example, or call +44 20 7946 0018 before noon."],
    "clean.repeats": [f"{STORY}\n\nAnd then:\n\n{STORY}"],
    "clean.repetition": ["\n\n".join(["Buy now and save on every order."] * 20)],
    "clean.unicode": ["Zoe\u0308 paid 5\u00a0000 kroner, the govern\u00adment said."],
    "clean.wraps": [WRAPPED],
    "html": [Document.of(PAGE, id="page", media_type="text/html")],
}


def steps() -> list[Any]:
    """Find the steps of every built-in plugin, as a run finds them."""
    plugins = Plugins()
    return [
        pytest.param(definition, id=name, marks=pytest.mark.slow if name in SLOW else ())
        for plugin in BUILT_IN
        if plugin not in WITHOUT_A_MODEL
        for name, definition in plugins.load(plugin).steps.items()
        if name not in WITHOUT_A_KEY
    ]


@pytest.mark.parametrize("definition", steps())
def test_keeps_the_contract(definition: Any) -> None:
    report = check_step(definition, texts=TEXTS.get(definition.name, ()))

    assert {outcome.name for outcome in report.outcomes if outcome.status != "passed"} == set()
    assert report.characters_per_second


@pytest.mark.slow
def test_the_chain_keeps_the_contract_on_all_that_its_steps_look_for() -> None:
    _, clean = Plugins().step("clean")

    report = check_step(clean, texts=[text for texts in TEXTS.values() for text in texts])

    assert {outcome.status for outcome in report.outcomes} == {"passed"}
