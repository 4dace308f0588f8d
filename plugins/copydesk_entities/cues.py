"""What speaks for a kind: the shape of a name, and the words around it.

Each function names the cues it sees; `weights` tells what each is worth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk_entities.mentions import Found
from copydesk_entities.occurrences import Occurrences
from copydesk_entities.words import Words

_INITIALS = re.compile(
    r"(?:[A-Z]\.[\s-]?){1,3}\s?[A-Z]'?[A-Za-z]|[A-Z][a-z]+\s(?:[A-Z]\.?\s)+[A-Z][a-z\u00df-\u017f]"
)
_GENERATION = re.compile(r"\b(?:Jr\.?|Sr\.?|II|III|IV|VI|VII|VIII|the Elder|the Younger|the Great)$")
_PARTICLE = re.compile(
    r"\b(?:van|von|de la|bin|ibn|al-|el-|du|dos|ter|ten|O['\u2019])\s?[A-Z]|\bMc[A-Z]|\bMac[A-Z]"
)
_COMPANY = re.compile(r"\b(?:Inc|Corp|Co|Ltd|LLC|LLP|L\.P|plc|PLC|GmbH|AG|S\.A|SpA|N\.V|Holdings|& Co)\.?$")
_ACRONYM = re.compile(r"[A-Z][A-Z&-]{1,6}s?")
_COMPASS = re.compile(
    r"(?:North|South|East|West|Northern|Southern|Eastern|Western|Central|Upper|Lower|"
    r"New|San|Santa|Los|Las|Fort|Port|El)\s[A-Z]"
)
_PREFIX = re.compile(r"(?:pro|anti|non|pan|ex|post|pre|neo|mid)-", re.IGNORECASE)
_PRONOUNS = ("he", "his", "him", "she", "her", "hers", "himself", "herself")
_OF = re.compile(r"\s(?:of|for|on|and|in|at|de|des)\s")

_AFTER = re.compile(
    r"""(?P<age>,\s\d{1,2}(?:[,.;]|\sand\b)|,\s(?:aged|age)\s\d|\s\(\d{1,2}\))
    |(?P<letters_after>,?\s(?:MP|MEP|MSP|QC|KC|OBE|MBE|CBE|PhD|Jr|Sr)\b)
    |(?P<who>,?\s(?:who|whom|whose)\b)
    |(?P<born>\s\(?(?:was\s)?born\b|\s\((?:b\.|c\.|born)?\s?\d{4})
    |(?P<speech>,?\s(?:said|says|told|added|explained|argued|recalled|wrote|replied|asked|noted|tweeted)\b)
    |(?P<deed>\s(?:laughed|smiled|died|married|resigned|retired|graduated|grew\sup|nodded|sighed|shrugged
        |walked|joined|stepped\sdown|was\s(?:elected|appointed|arrested|jailed|killed|educated|raised))\b)
    |(?P<manner>-(?:like|esque|era|style)\b)
    |(?P<based>-(?:based|born)\b)
    |(?P<hyphen_after>-\w)
    |(?P<staff>(?:['\u2019]s)?\s(?:spokes(?:man|woman|person)|officials?|employees|executives?|workers
        |members|researchers|staff|chief\sexecutive|subsidiary)\b)
    |(?P<shares>(?:['\u2019]s)?\s(?:shares|stock|profits?|revenues?|customers|products|headquarters)\b
        |\s\((?:NYSE|NASDAQ|LSE))
    |(?P<colon_after>:)
    |(?P<score>\s\d{1,3}[-\u2013]\d{1,3}\b)
    |(?P<business>\s(?:(?:will|has|had|would|to)\s)?(?:announced?|shut|closed?|acquired?|launch(?:ed)?|deliver(?:s|ed)?|merged?
        |hired?|laid\soff|raised?|ship(?:s|ped)|cancel(?:s|led)|unveil(?:s|ed)|reported|posted)\b)
    |(?P<is_a>\s(?:is|was|are|were|remains|became)\s(?:an?|the|one\sof\sthe)\s)
    |(?P<verb_after>,?\s(?:had|has|was|is|were|would|will|[a-z]{2,}ed|took|went|came|made|gave|got|became|began|wrote|won|lost)\s)
    |(?P<owner>['\u2019]s?\s(?=(?P<owned>[A-Z]\w+)\s[A-Z]\w))
    |(?P<possessive>['\u2019]s?\s)
    |(?P<of_after>\s(?:of|for)\s)
    |(?P<capital_after>\s[A-Z])
    |(?P<noun_after>\s[a-z]{3,})
    |(?P<line_end>\s*[\r\n]|\s*$)
    """,
    re.VERBOSE,
)

# What stands between the place of a dateline and the report: "KELHAVEN, May 3 (Agency) -- ".
_DATELINE_END = re.compile(
    r"(?:,\s[A-Z][\w.]*(?:\s[A-Z][\w.]*)?)?(?:,?\s[A-Z][a-z]{2,8}\.?\s\d{1,2})?"
    r"(?P<agency>\s\([A-Z][\w./ ]{1,30}\))?(?:\s?[\u2014\u2013]|\s?--|\s-)\s"
)
# "Callum Reid, 19, of Dundee".
_RESIDENT = re.compile(r",\s(?:aged\s)?\d{1,3},\s(?:both\s|all\s)?(?:of|from)\s$")
_FOLLOWING = re.compile(r"[A-Z]\w+(?:\s[A-Z]\w+)?")
_SENTENCE_END = re.compile(r"[.!?][\"\u201d\u2019')]*$")
_ABBREVIATED = re.compile(r"\b[A-Z]\w{0,3}\.$|\.\w\.$")

_REACH = 36

# "UKRAINE" and "OLAF SCHOLZ" are read in the lists as "Ukraine" and "Olaf Scholz", "NATO" is not.
_SHOUTED = re.compile(r"[A-Z'\u2019-]{5,}|[A-Z'\u2019-]{2,}(?:\s[A-Z'\u2019-]{2,})+")

# What a noun after the name says, by the list it stands in.
_SAID = {"role": "role after", "body": "body after", "place": "place after", "work before": "work after"}
# Where the noun ends that says what somebody or something is.
_NOUN_END = frozenset("of in for that which who on at from with where and or but to by as whose".split())

_OPENING = frozenset("\"\u201c\u2018'\u00ab")
_CLOSING = frozenset("\"\u201d\u2019'\u00bb")

# A comma may stand between these and the name.
_BEFORE_COMMA = frozenset(["role", "greeting", "said before", "work before"])


def shape_cues(surface: str, words: Words) -> Iterator[str]:
    """Give the cues in the name itself."""
    surface = surface.title() if _SHOUTED.fullmatch(surface) else surface.replace("\u2019", "'")
    parts = surface.split()
    if _COMPANY.search(surface):
        yield "company suffix"
    elif _has_organisation_word(surface, parts, words):
        yield "organisation word" if len(parts) > 1 else "organisation word alone"
    if "&" in surface:
        yield "ampersand"
    if parts[-1] in words.things:
        yield "thing word"
    if surface in words.peoples:
        yield "people"
    if any(map(str.isdigit, surface)):
        yield "digit"
    if surface in words.bodies:
        yield "known body"
    if "-" in surface and _PREFIX.match(surface):
        yield "prefix"
    if surface.islower():
        yield "small letters"
    if len(parts) == 1:
        yield "one word"
        if _ACRONYM.fullmatch(surface) and surface.title() not in words.cities:
            yield "acronym"
    elif len(parts) > 3:
        yield "four words"
    yield from _person_shape(surface, parts, words)
    yield from _place_shape(surface, parts, words)
    if len(parts) > 1:
        yield from _named_after(surface, parts, words)


def context_cues(occurrences: Occurrences, found: Found, words: Words) -> Iterator[str]:
    """Give the cues in the words around a mention."""
    text = occurrences.text
    if found.title and (found.title[0].isupper() or found.kind == "PERSON"):
        yield "title"
    elif _is_quoted(text, found):
        yield "quoted"
    elif _opens_a_dateline(text, found):
        yield "dateline"
    elif cue := _before(text, found.start, words):
        yield cue
    if text.startswith(", ", found.end) and (cue := _said_to_be(text, found.end + 2, words)):
        yield cue
    elif match := _AFTER.match(text, found.end, found.end + _REACH):
        yield _after(match, words)
    yield from found.beside
    if occurrences.any_within(_PRONOUNS, found.end, found.end + 60):
        yield "pronoun"
    if text.startswith(", ", found.end):
        following = _FOLLOWING.match(text, found.end + 2, found.end + 40)
        if following and (following[0] in words.countries or following[0] in words.regions):
            yield "followed by a country"


def _opens_a_dateline(text: str, found: Found) -> bool:
    """Tell whether a report begins behind the name: "KELHAVEN (Agency) -- More than"."""
    if found.start and text[found.start - 1] != "\n":
        return False
    end = _DATELINE_END.match(text, found.end, found.end + 80)
    return end is not None and (bool(end["agency"]) or text[found.start : found.end].isupper())


def _before(text: str, start: int, words: Words) -> str:
    """Name the cue that the words before a name give; "" for none."""
    line = text[max(0, start - _REACH) : start]
    if _RESIDENT.search(line):
        return "resident of"
    head = line.rstrip(" \u00a0\t")
    if not head or head[-1] in "\r\n":
        return "line start" if start == 0 or head else ""
    if len(head) == len(line):
        return ""
    if not head[-1].isalnum() and _SENTENCE_END.search(head) and not _ABBREVIATED.search(head):
        return "sentence start"
    tokens = head.split()
    last = tokens[-1].strip(",")
    if last.lower() in ("the", "a", "an"):
        return _before_of(tokens[:-1], words, article=True) or "article"
    if cue := _before_of(tokens, words, article=False):
        return cue
    cue = words.before.get(last.lower(), "")
    if cue and (cue in _BEFORE_COMMA or not tokens[-1].endswith(",")):
        return cue
    return "capital before" if last[:1].isupper() and not tokens[-1].endswith(",") else ""


def _before_of(tokens: list[str], words: Words, *, article: bool) -> str:
    """Name the cue in "mayor of", "a member of the", "Nathan Law of"."""
    if article and tokens and words.before_of.get(tokens[-1].lower().rstrip("s")) == "head of":
        return "head of"
    if len(tokens) < 2 or tokens[-1] not in ("of", "at", "for", "to", "with", "from"):
        return ""
    cue = words.before_of.get(tokens[-2].lower().rstrip("s"), "")
    if cue == "work for":
        return cue if tokens[-1] in ("for", "at") else ""
    if (
        cue
        and cue != "head of"
        and (not article or cue == "post in")
        and (cue != "place noun" or tokens[-1] == "of")
    ):
        return cue
    if tokens[-1] in ("of", "from") and len(tokens) > 2 and tokens[-2][0].isupper():
        return "person of" if words.is_common_name(tokens[-3]) else ""
    return ""


def _said_to_be(text: str, start: int, words: Words) -> str:
    """Name the cue in "a poet", "the club's captain", "a logistics company" or "city in northern Spain"."""
    cue = ""
    for word in text[start : start + 60].split()[:6]:
        plain = word.rstrip(",.;:")
        if plain in _NOUN_END or not (word[0].islower() or word in words.peoples):
            break
        cue = _SAID.get(words.before.get(plain) or words.before.get(plain.removesuffix("s"), ""), cue)
        if plain != word:
            break
    return cue


def _after(match: re.Match[str], words: Words) -> str:
    """Name the cue that matched; what is somebody's counts only where the first name is known."""
    if match.lastgroup == "is_a":
        return _said_to_be(match.string, match.end(), words) or "verb after"
    if match.lastgroup == "owner" and not words.is_common_name(match["owned"]):
        return "possessive"
    return (match.lastgroup or "").replace("_", " ")


def _is_quoted(text: str, found: Found) -> bool:
    opened, closed = text[found.start - 1 : found.start], text[found.end : found.end + 1]
    return opened in _OPENING and closed in _CLOSING


def _person_shape(surface: str, parts: list[str], words: Words) -> Iterator[str]:
    if len(parts) > 1 and words.is_first_name(parts[0]):
        yield "first name" if words.is_common_name(parts[0]) else "rare first name"
    elif words.is_common_name(surface):
        yield "first name alone"
    if len(parts) > 1 and not surface.isascii():
        yield "accents"
    if ("." in surface or len(parts) > 2) and _INITIALS.match(surface):
        yield "initials"
    if _GENERATION.search(surface):
        yield "generation"
    if _PARTICLE.search(surface):
        yield "particle"


def _place_shape(surface: str, parts: list[str], words: Words) -> Iterator[str]:
    if surface in words.countries:
        yield "country"
    elif surface in words.regions:
        yield "region"
    elif thousands := words.cities.get(surface):
        yield "big town" if thousands >= 500 else "town"
    if len(parts) > 1:
        if parts[-1] in words.landforms or parts[0] in words.first_landforms:
            yield "landform"
        if _COMPASS.match(surface):
            yield "compass"


def _named_after(surface: str, parts: list[str], words: Words) -> Iterator[str]:
    """Give the cues of a team with its town ("Hertha Berlin", "Miami Heat"), and of what has a person's name."""
    is_place = parts[-1] in words.landforms
    is_body = parts[-1] in words.organisations
    if is_place or is_body:
        if len(parts) > 2 and words.is_first_name(parts[0]):
            yield "place with a first name" if is_place else "body with a first name"
    elif surface not in words.cities and surface not in words.regions and surface not in words.countries:
        if len(parts) == 2 and parts[1] in words.cities and not words.is_first_name(parts[0]):
            if not _COMPASS.match(surface):
                yield "town last"
        elif _town_first(parts, words):
            yield "town first"


def _town_first(parts: list[str], words: Words) -> bool:
    one, two = parts[0], " ".join(parts[:2])
    if parts[-1] in words.things or words.is_common_name(one):
        return False
    return one in words.cities or (len(parts) > 2 and two in words.cities)


def _has_organisation_word(surface: str, parts: list[str], words: Words) -> bool:
    """Tell whether the head of a name is a word for a body: the last word, or the last before "of"."""
    if parts[-1] in words.organisations:
        return True
    head = _OF.split(surface, 1)[0].split() if len(parts) > 2 else parts
    return bool(head) and head[-1] in words.organisations
