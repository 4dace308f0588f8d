"""What holds for any chain of cleaning steps: each character leads back to what it was made from."""

from __future__ import annotations

import html
import importlib
import unicodedata
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from copydesk import Document
from copydesk.testing import run_step
from copydesk_clean.boilerplate import Boilerplate
from copydesk_clean.characters import clean_unicode
from copydesk_clean.headline import find_headline
from copydesk_clean.markdown import strip_markdown
from copydesk_clean.mojibake import repair_mojibake
from copydesk_clean.pages import remove_page_lines
from copydesk_clean.personal import Personal
from copydesk_clean.repeats import remove_repeats
from copydesk_clean.whitespace import tidy_whitespace
from copydesk_clean.wraps import join_hyphens, join_wraps
from copydesk_html.extraction import Html

STEPS: Sequence[tuple[Any, dict[str, object]]] = [
    (Html, {"fast": True}),
    (strip_markdown, {}),
    (repair_mojibake, {}),
    (clean_unicode, {}),
    (clean_unicode, {"ligatures": "split", "bidi": "keep"}),
    (find_headline, {}),
    (Boilerplate, {}),
    (Boilerplate, {"reasons": {"caption": "label"}}),
    (remove_repeats, {"min_characters": 10, "min_words": 2}),
    (remove_page_lines, {"min_times": 2, "min_lines_between": 1}),
    (join_hyphens, {}),
    (join_wraps, {"min_width": 20}),
    (tidy_whitespace, {"blank_lines": 0}),
    (tidy_whitespace, {"indent": True, "trim": False}),
    (Personal, {}),
]

# What a raw text may be made of; each piece was written for this test.
PIECES = st.sampled_from(
    [
        *(
            "The board voted on Monday, and the hall closes in May.",
            "“We could not pay,” she said.",
            "Read more",
        ),
        *("Share", "Photo: Jaan Tamm/Reuters", "© 2024 Bay Courier", "Skip to content", "- Eel\n- Herring"),
        *(
            "Old market to close",
            "By Marta Ilves",
            "4 March 2024",
            "Page 3 of 9",
            "govern-\nment",
            "well-\nknown",
        ),
        *(
            "\U0001f600",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
            "\U0001f1ea\U0001f1ea",
            "e\u0301",
            "a\u030a\u0327",
        ),
        *(
            "donâ€™t",
            "cafÃ©",
            "naïve",
            "\ufb01sh",
            "na\u00a0me",
            "so\u00adft",
            "\u200bzero",
            "\u202eabc\u202c",
            "\ufeff",
        ),
        *(
            "שלום",
            "مرحبا",
            "ครับ",
            "港湾局",
            "\u1112\u1161\u11ab",
            "&amp;",
            "&#8217;",
            "&#128;",
            "<p>",
            "</p>",
            "<br>",
            "<b>x</b>",
        ),
        *(
            "# Fish",
            "**eel**",
            "[smoked](https://courier.example/eel)",
            "marta@courier.example",
            "+44 20 7946 0018",
        ),
        *("\n", "\n\n", "\r\n", "\r", "\t", "  ", "\x0b", "\x85", "\u2028", "\u3000", "\x00", "\x1b"),
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)
CHAINS = st.lists(st.sampled_from(STEPS), min_size=1, max_size=7)
MEDIA_TYPES = st.sampled_from(["text/plain", "text/markdown", "text/html"])


@settings(max_examples=400)
@given(TEXTS, CHAINS, MEDIA_TYPES)
def test_every_character_leads_back_through_any_chain(text: str, chain: Any, media_type: str) -> None:
    doc = cleaned(text, chain, media_type)

    assert misplaced(doc) == []


@settings(max_examples=100)
@example("مرحبا", [(tidy_whitespace, {"blank_lines": 0}), (repair_mojibake, {})], "text/html", "iso-8859-1")
@example("שלום港湾局", [(clean_unicode, {}), (repair_mojibake, {})], "text/plain", "iso-8859-1")
@given(TEXTS, CHAINS, MEDIA_TYPES, st.sampled_from(["utf-8", "utf-16", "cp1252", "iso-8859-1"]))
def test_so_it_does_in_text_of_any_encoding(text: str, chain: Any, media_type: str, encoding: str) -> None:
    garbled = text.encode("utf-8").decode(encoding, errors="replace")

    assert misplaced(cleaned(garbled, chain, media_type)) == []


@settings(max_examples=200)
@given(TEXTS, CHAINS, MEDIA_TYPES)
def test_what_was_removed_has_a_reason_and_stands_in_no_kept_place(
    text: str, chain: Any, media_type: str
) -> None:
    doc = cleaned(text, chain, media_type)

    for item in doc.removed:
        assert item.reason
        assert 0 <= item.source_start < item.source_end <= len(text)
        assert text[item.source_start : item.source_end].strip()


@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown", "text/html"])
def test_a_text_of_every_piece_leads_back_through_all_steps(media_type: str) -> None:
    text = "\n\n".join(
        ["The board of Tallin Bay voted on Monday to close the old fish market, and the hall goes in May."]
        * 4
        + [
            "e\u0301a\u030a donâ€™t &amp; \ufb01sh \U0001f600\u00ad marta@courier.example",
            "Photo: Jaan Tamm/Reuters",
        ]
    )

    doc = cleaned(text, STEPS, media_type)

    assert misplaced(doc) == []
    assert "[EMAIL]" in doc.text
    # A page without markup is one paragraph.
    assert ("Photo:" in doc.text) == (media_type == "text/html")


def cleaned(text: str, chain: Sequence[tuple[Any, dict[str, object]]], media_type: str) -> Document:
    doc = Document.of(text, media_type=media_type)
    for definition, options in chain:
        [doc] = run_step(definition, doc, **options)
    return doc


def misplaced(doc: Document) -> list[tuple[str, str]]:
    """Give each visible character that does not come from where it leads to, with what stands there."""
    wrong = []
    for at, character in enumerate(doc.text):
        start, end = doc.offsets.to_source(at, at + 1)
        source = doc.source.text[start:end]
        if start < end and not comes_from(character, source):
            wrong.append((character, source))
    return wrong


def comes_from(character: str, source: str) -> bool:
    """Tell whether a character was made from these: the same, another form of them, or mended."""
    if character in source:
        return True
    if "@" in source or source.startswith("+44"):
        return character in "[EMAIL][PHONE]"
    forms = [source, html.unescape(source)]
    # Any white space may have become a plain one, and that is taken for the no-break space of a broken sign.
    forms += ["".join("\u00a0" if sign.isspace() else sign for sign in form) for form in forms]
    # What was decoded wrongly twice is mended twice.
    for _ in range(3):
        forms += [mended(form) for form in forms]
    # Where control characters went first, ftfy may read the rest as other signs than were meant.
    ftfy: Any = importlib.import_module("ftfy")
    forms.append(ftfy.fix_encoding("".join(sign for sign in source if unicodedata.category(sign) != "Cc")))
    forms += [unicodedata.normalize(form, one) for form in ("NFC", "NFKC") for one in forms]
    if character.isspace():
        return not source.strip() or any(map(str.isspace, "".join(forms)))
    return any(character in form for form in forms)


def mended(text: str) -> str:
    """Decode as UTF-8 what was decoded as windows-1252, and control characters as windows-1252."""
    importlib.import_module("ftfy.bad_codecs")  # makes the codec known
    as_utf8 = text.encode("sloppy-windows-1252", errors="ignore").decode("utf-8", errors="ignore")
    return as_utf8 + text.encode("latin-1", errors="ignore").decode("sloppy-windows-1252")
