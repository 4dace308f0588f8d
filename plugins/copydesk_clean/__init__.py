"""Cleaning of plain text: encoding, characters, page furniture, headline, white space."""

from typing import Any

from copydesk import hookimpl
from copydesk_clean.boilerplate import Boilerplate
from copydesk_clean.chain import Clean, Quality
from copydesk_clean.characters import clean_unicode
from copydesk_clean.duplicates import Duplicates
from copydesk_clean.filters import drop_by_length, drop_by_repetition, drop_by_symbols, drop_by_words
from copydesk_clean.headline import find_headline
from copydesk_clean.languages import LanguageFilter
from copydesk_clean.markdown import strip_markdown
from copydesk_clean.mojibake import repair_mojibake
from copydesk_clean.pages import remove_page_lines
from copydesk_clean.personal import Personal
from copydesk_clean.repeats import remove_repeats
from copydesk_clean.site_lines import SiteLinesWriter
from copydesk_clean.whitespace import tidy_whitespace
from copydesk_clean.wraps import join_hyphens, join_wraps

__all__ = ["copydesk_steps"]


@hookimpl
def copydesk_steps() -> list[Any]:
    """Register `clean`, `clean.quality` and the steps that they stand for."""
    return [
        Clean,
        strip_markdown,
        repair_mojibake,
        clean_unicode,
        Boilerplate,
        remove_repeats,
        find_headline,
        remove_page_lines,
        join_hyphens,
        join_wraps,
        tidy_whitespace,
        Quality,
        drop_by_length,
        drop_by_words,
        drop_by_symbols,
        drop_by_repetition,
        Duplicates,
        LanguageFilter,
        Personal,
    ]


@hookimpl
def copydesk_writers() -> list[Any]:
    """Register the format of the lines that a run collects for `clean: {repeated: ...}`."""
    return [SiteLinesWriter()]
