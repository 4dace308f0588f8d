"""Lines that come again on many pages of one site: collecting them, counting them, taking them out."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from copydesk import CopydeskError, Document, Pipeline
from copydesk.testing import opened_step, run_step
from copydesk_clean.boilerplate import Boilerplate
from copydesk_clean.lines import visible_lines
from copydesk_clean.site_lines import RepeatedLines, Repetition, SiteLinesWriter, site_of

NAMES = ("Ada", "Bo", "Cleo", "Dan", "Eve", "Finn", "Gil", "Hana", "Ivo", "Jo")
SLOGAN = "Our readers pay for this paper with coffee and cake"
OWNERS = "The Bay Courier has been the paper of the bay since 1881, and is owned by the people who read it."


def page(number: int) -> str:
    name = NAMES[number % len(NAMES)]
    return "\n\n".join(
        [
            "Bay Courier",
            "Weather for sailors",
            f"{name} sold pier {number} to the harbour board on Monday, for a price that neither of them would name.",
            "Pros",
            f"Two surveys of {number + 3} piles had found them to be rotten, and the winter storms of {name} did the rest.",
            "Harbour 3 Lakeside 1",
            SLOGAN,
            f"“I have sat on this pier for {number + 20} years,” {name} said, “and it never moved an inch in all of them.”",
            "Written on the quay",
            OWNERS,
        ]
    )


def documents(texts: Sequence[str], site: str = "https://bay.example/news") -> list[Document]:
    return [Document.of(text, id=str(at), meta={"url": f"{site}/{at}"}) for at, text in enumerate(texts)]


def written(path: Path, found: Sequence[Document]) -> Path:
    path.write_bytes(b"".join(map(SiteLinesWriter().encode, found)))
    return path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return written(tmp_path / "site.lines", documents([page(number) for number in range(10)]))


def cleaned(site: Path, document: Document, **options: object) -> Document:
    [doc] = run_step(Boilerplate, document, repeated=str(site), **options)
    return doc


def test_takes_out_what_comes_again_and_says_so(site: Path) -> None:
    doc = cleaned(site, documents([page(3)])[0])
    removed = {doc.source.text[item.source_start : item.source_end]: item.reason for item in doc.removed}

    assert removed[f"Written on the quay\n\n{OWNERS}"] == "repeated"
    assert removed[SLOGAN] == "repeated"
    assert "Weather for sailors" not in doc.text
    assert {"Pros", "Harbour 3 Lakeside 1"} <= {*doc.text.split("\n")}
    assert doc.text.count("Dan") == 3


def test_another_site_has_other_lines(site: Path) -> None:
    [doc] = documents([page(3)], site="https://other.example")

    assert SLOGAN in cleaned(site, doc).text
    assert OWNERS in cleaned(site, doc).text


def test_paragraphs_that_some_stories_share_stay(tmp_path: Path) -> None:
    background = (
        "The board bought the hall in 1921 from a brewer, who had kept his horses in it for twenty years."
    )
    texts = [page(number) + (f"\n\n{background}" if number < 4 else "") for number in range(10)]
    site = written(tmp_path / "site.lines", documents(texts))

    assert background in cleaned(site, documents(texts)[0]).text


def test_on_a_page_only_what_most_pages_have_goes(site: Path) -> None:
    text = f"Pros\n\n{page(4).split(chr(10))[4]}\n\n{SLOGAN}"
    doc = Document.of(text, media_type="text/html", meta={"url": "https://bay.example/x"})

    assert cleaned(site, doc).text == text.removesuffix(f"\n\n{SLOGAN}")


def test_the_order_of_documents_and_files_does_not_matter(tmp_path: Path) -> None:
    found = documents([page(number) for number in range(10)])
    one = written(tmp_path / "one.lines", found)
    shuffled = random.Random(7).sample(found, len(found))
    halves = [written(tmp_path / f"{at}.lines", part) for at, part in enumerate((shuffled[:4], shuffled[4:]))]
    other = tmp_path / "both.lines"
    other.write_bytes(b"".join(half.read_bytes() for half in halves))
    lines = visible_lines(page(3))

    assert RepeatedLines(one).among("bay.example", lines) == RepeatedLines(other).among("bay.example", lines)
    assert Repetition.MOST in RepeatedLines(one).among("bay.example", lines)


def test_of_a_few_documents_nothing_is_said_of_most(tmp_path: Path) -> None:
    site = written(tmp_path / "few.lines", documents([page(number) for number in range(3)]))

    assert {*RepeatedLines(site).among("bay.example", visible_lines(page(1)))} == {
        Repetition.NONE,
        Repetition.SOME,
    }


@pytest.mark.parametrize(
    ("doc", "site"),
    [
        (Document.of("x", id="bay/a.txt"), "bay"),
        (Document.of("x", id="bay/a.txt", meta={"site": "Bay Courier"}), "Bay Courier"),
        (Document.of("x", meta={"site": "B", "url": "https://bay.example:80/a"}), "bay.example"),
        (Document.of("x", meta={"url": "no address"}), ""),
        (Document.of("x", meta={"url": "http://[broken"}), ""),
    ],
)
def test_a_site_is_a_host_a_name_or_a_folder(doc: Document, site: str) -> None:
    assert site_of(doc) == site


def test_lines_that_were_taken_out_count_too() -> None:
    [doc] = run_step(Boilerplate, "Advertisement\n\nThe harbour is closed.")
    lines = json.loads(SiteLinesWriter().encode(doc))["lines"]

    assert len(lines) == 2
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("content", "code"), [(None, "no-such-file"), ("{}\n", "wrong-value"), ("\x00", "wrong-value")]
)
def test_a_file_that_is_none_is_told_at_its_line(tmp_path: Path, content: str | None, code: str) -> None:
    path = tmp_path / "x.lines"
    if content is not None:
        path.write_text(content)
    with pytest.raises(CopydeskError) as raised:
        Pipeline.parse(f"steps:\n  - clean: {{repeated: {path}}}\n")

    assert raised.value.problem.code == code


def test_the_file_is_part_of_what_a_result_depends_on(site: Path) -> None:
    before = opened_step(Boilerplate, repeated=str(site)).fingerprints()
    site.write_bytes(site.read_bytes() * 2)

    assert opened_step(Boilerplate, repeated=str(site)).fingerprints() != before
    assert opened_step(Boilerplate).fingerprints() == {}
