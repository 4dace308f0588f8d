"""Titles, ranks and forms of address before a name."""

from __future__ import annotations

import re

from copydesk_entities.words import Words

_WORD = re.compile(r"(?<!\S)(\S+)\s+")
_PART = re.compile(r"\S+")
_PHRASE_END = re.compile(r"[\n\r,;:!?()\"\u201c\u201d]")
_INITIAL = re.compile(r"[A-Z]\.\s[A-Z]")
_REACH = 60
_SPACES = (" ", "\u00a0")


def title_inside(text: str, start: int, end: int, words: Words) -> tuple[int, str]:
    """Find the title that a span begins with: where the name starts, and the title.

    Example:
        "Prime Minister Tony Blair" gives 15 and "Prime Minister".
    """
    if text[start:end].isalpha():
        return start, ""
    start = _form_of_address(text, start, end, words)
    run: list[str] = []
    cut, length = start, 0
    for match in _WORD.finditer(text, start, end):
        word = match[1].rstrip(".,")
        if not (_may_stand(word, words) or _is_origin(word, words)):
            break
        run.append(match[1])
        if _is_title(word, words) and not _is_first_name(run, text[match.end() : end], words):
            cut, length = match.end(), len(run)
    return (cut, _title_of(run[:length], words)) if length else (start, "")


def _form_of_address(text: str, start: int, end: int, words: Words) -> int:
    """Give where the last form of address starts: taggers take "Call Mrs Weber" for one name."""
    found = [
        match.start() for match in _WORD.finditer(text, start, end) if match[1].rstrip(".") in words.address
    ]
    return found[-1] if found else start


def rank_inside(text: str, start: int, end: int, words: Words) -> int:
    """Find where the title starts in a span that a tagger took for no person; -1 when none does.

    Example:
        "Luftwaffe Lieutenant General Ingo Gerhartz" gives 10, "General Motors" gives -1.
    """
    before = text[start:end].split()[:-1]
    if not any(word.strip(".,") in words.titles for word in before):
        return -1
    parts = [*_PART.finditer(text[start:end])]
    plain = [part[0].rstrip(".,") for part in parts]
    ranks = [at for at, word in enumerate(plain) if word in words.titles and word[0].isupper()]
    if not ranks or not 1 <= len(plain) - ranks[-1] - 1 <= 3:
        return -1
    last = ranks[-1]
    rest = plain[last + 1 :]
    if not all(_may_name(word, words) for word in rest):
        return -1
    first = last
    while first and _may_stand(plain[first - 1], words):
        first -= 1
    alone = first == last and plain[last] not in words.address
    if alone and not words.is_first_name(rest[0]):
        return -1
    return start + parts[first].start()


def _may_name(word: str, words: Words) -> bool:
    known = word in words.organisations or word in words.landforms or word in words.modifiers
    return word[0].isupper() and not word.isupper() and not known


def title_before(text: str, start: int, words: Words) -> str:
    """Find the title that stands right before a name, "" when there is none."""
    if text[max(0, start - 1) : start] not in _SPACES:
        return ""
    before = text[max(0, start - _REACH) : start]
    last = before.rsplit(maxsplit=1)[-1:]
    if not last or not _is_title(last[0].rstrip("."), words):
        return ""
    line = _PHRASE_END.split(before)[-1]
    run: list[str] = []
    for word in reversed(line.split()):
        plain = word.rstrip(".")
        if plain != word and (len(plain) > 4 or plain.islower() or plain.isupper()):
            break
        if not (_is_title(plain, words) or (run and plain in words.modifiers)):
            break
        run.insert(0, word)
    return _title_of(run, words)


def _title_of(run: list[str], words: Words) -> str:
    kept = [word for word in run if word not in words.loose]
    while kept and (_is_origin(kept[0], words) or _is_plain_word(kept)):
        del kept[0]
    if not any(_is_title(word.rstrip(".,"), words) for word in kept):
        return ""
    return " ".join(kept).rstrip(",")


def _is_title(word: str, words: Words) -> bool:
    return word in words.titles or word in words.title_names


def _may_stand(word: str, words: Words) -> bool:
    return word in words.titles or word in words.modifiers or word in words.title_names or word in words.loose


def _is_first_name(run: list[str], rest: str, words: Words) -> bool:
    """Tell "Dean Martin" and "Earl T. Gaines" from "Dean Anna Martin"."""
    alone = len(run) == 1 and run[0] in words.title_names
    return alone and (len(rest.split()) < 2 or _INITIAL.match(rest) is not None)


def _is_plain_word(kept: list[str]) -> bool:
    return len(kept) > 1 and kept[0][0].islower() and kept[1][0].isupper()


def _is_origin(word: str, words: Words) -> bool:
    return word in words.peoples or word in words.countries or word in {"EU", "UN"}
