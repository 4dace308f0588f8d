"""What speaks for a kind in the words around a name.

Each function names the cues it sees; `weights` tells what each is worth.
"""

from __future__ import annotations

import re

from copydesk_entities.mentions import Found
from copydesk_entities.occurrences import Occurrences
from copydesk_entities.posts import holds_a_post
from copydesk_entities.words import Words

_PRONOUNS = ("he", "his", "him", "she", "her", "hers", "himself", "herself")
_AFTER = re.compile(
    r"""(?P<age>,\s\d{1,2}(?:[,.;]|\sand\b)|,\s(?:aged|age)\s\d|\s\(\d{1,2}\))
    |(?P<letters_after>,?\s(?:MP|MEP|MSP|QC|KC|OBE|MBE|CBE|PhD|Jr|Sr)\b)
    |(?P<who>,?\s(?:who|whom|whose)\b)
    |(?P<born>\s\(?(?:was\s)?born\b|\s\((?:b\.|c\.|born)?\s?\d{4})
    |(?P<speech>,?\s(?:said|says|told|added|explained|argued|recalled|wrote|replied|asked|noted|tweeted)\b)
    |(?P<deed>\s(?:laughed|smiled|died|married|resigned|retired|graduated|grew\sup|nodded|sighed|shrugged
        |walked|joined|stepped\sdown|was\s(?:elected|appointed|arrested|jailed|killed|educated|raised))\b)
    |(?P<reign>\s(?:administration|presidency|regime|campaign|family)\b)
    |(?P<rule>\s(?:government|cabinet|team|camp|allies|aides)\b)
    |(?P<manner>-(?:like|esque|era|style)\b)
    |(?P<based>-(?:based|born)\b)
    |(?P<hyphen_after>-\w)
    |(?P<staff>(?:['\u2019]s)?\s(?:spokes(?:man|woman|person)|officials?|employees|executives?|workers
        |members|researchers|staff|chief\sexecutive|subsidiary)\b)
    |(?P<squad>\s(?:(?:head|assistant|team)\s)?(?:coach|manager|striker|midfielder|defender|goalkeeper|keeper|winger|captain
        |fans|supporters|players|squad|boss|fullback|quarterback)\b)
    |(?P<shares>(?:['\u2019]s)?\s(?:shares|stock|profits?|revenues?|customers|products|headquarters)\b
        |\s\((?:NYSE|NASDAQ|LSE))
    |(?P<colon_after>:)
    |(?P<score>\s\d{1,3}[-\u2013]\d{1,3}\b)
    |(?P<business>\s(?:(?:will|has|had|would|to)\s)?(?:announced?|shut|closed?|acquired?|launch(?:ed)?|deliver(?:s|ed)?|merged?
        |hired?|laid\soff|raised?|cancel(?:s|led)|signed|sacked|drew\swith|unveil(?:s|ed)|reported|posted)\b)
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
# "Their rail workers' union, ".
_DEFINED = re.compile(
    r"\b(?:the|an?|this|that|their|his|her|its|our|my|whose|[A-Z]\w+['\u2019]s)"
    r"(?:\s[a-z][\w'\u2019-]*){0,3}?\s([a-z]+),\s$",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(r"[A-Z]\w+(?:\s[A-Z]\w+)?")
_SENTENCE_END = re.compile(r"[.!?][\"\u201d\u2019')]*$")
_ABBREVIATED = re.compile(r"\b[A-Z]\w{0,3}\.$|\.\w\.$")

# Behind these, nothing that follows belongs to the name.
_ENDS = frozenset('.;!?)]"\u201d')

# What ends a line, a page or a section: the characters that `str.splitlines` splits at.
_LINE_ENDS = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_REACH = 36

# What a noun after the name says, by the list it stands in.
_SAID = {"role": "role after", "body": "body after", "place": "place after", "work before": "work after"}
# "The group of chemicals" is no body.
_COLLECTIONS = frozenset(["group", "network", "band", "team", "chain"])
_CHIEF = re.compile(r"(?:the )?Chief (?:[A-Z]\w+ (?:(?:and|&) )?){1,4}Officer\b")
# Where the noun ends that says what somebody or something is.
_NOUN_END = frozenset("of in for that which who on at from with where and or but to by as whose".split())

_OPENING = frozenset("\"\u201c\u2018'\u00ab")
_CLOSING = frozenset("\"\u201d\u2019'\u00bb")

_BEFORE_ARTICLE = {"in place": "in the", "at": "at the", "near": "near the"}
_WHOSE = frozenset(["the", "his", "her", "my", "our", "their", "its"])

# A comma may stand between these and the name.
_BEFORE_COMMA = frozenset(["role", "greeting", "said before", "work before"])


def context_cues(occurrences: Occurrences, found: Found, words: Words) -> list[str]:
    """Give the cues in the words around a mention; each function that names one gives "" for none."""
    text, end = occurrences.text, found.end
    cues: list[str] = []
    has_comma = text.startswith(", ", end)
    if found.title and (found.title[0].isupper() or found.kind == "PERSON"):
        cues.append("title")
    elif _is_quoted(text, found):
        cues.append("quoted")
    elif _opens_a_dateline(text, found):
        cues.append("dateline")
    elif cue := _in_apposition(text, found, words) or _before(text, found.start, words):
        cues.append(cue)
    # In "born in Grimsby, the daughter of", the daughter is not the town.
    if has_comma and (cue := said_to_be(text, end + 2, words)) and (cue, *cues) != ("role after", "in place"):
        cues.append(cue)
    elif text[end : end + 1] not in _ENDS and (match := _AFTER.match(text, end, end + _REACH)):
        cues.append(_after(match, words))
    if occurrences.any_within(_PRONOUNS, end, end + 60):
        cues.append("pronoun")
    if has_comma:
        following = _FOLLOWING.match(text, end + 2, end + 40)
        if following and (following[0] in words.countries or following[0] in words.regions):
            cues.append("followed by a country")
    return cues


def _opens_a_dateline(text: str, found: Found) -> bool:
    if found.start and text[found.start - 1] != "\n":
        return False
    return dateline(text, found.start, found.end) is not None


def dateline(text: str, start: int, end: int) -> re.Match[str] | None:
    """Match what stands between a name and a report, with its agency: "KELHAVEN (Agency) -- More than"."""
    match = _DATELINE_END.match(text, end, end + 80)
    return match if match and (match["agency"] or text[start:end].isupper()) else None


def _in_apposition(text: str, found: Found, words: Words) -> str:
    """Name the cue before the comma and the name in "their union, Spoor, is expected"."""
    start, end = found.start, found.end
    if start < 2 or text[start - 2 : start] != ", ":
        return ""
    if holds_a_post(text, start, end, words):
        return "title"
    if not text.startswith(", ", end) or text.startswith(("and ", "or "), end + 2):
        return ""
    match = _DEFINED.search(text, max(0, start - _REACH), start)
    kind = words.before.get(match[1].lower(), "") if match else ""
    return _SAID[kind] if kind in ("body", "place") else ""


def _before(text: str, start: int, words: Words) -> str:
    """Name the cue that the words before a name give; "" for none."""
    line = text[max(0, start - _REACH) : start]
    if line.endswith((" of ", " from ")) and _RESIDENT.search(line):
        return "resident of"
    head = line.rstrip(" \u00a0\t")
    if not head.strip() or head[-1] in _LINE_ENDS:
        return "line start" if start == 0 or head else ""
    if len(head) == len(line):
        return ""
    if not head[-1].isalnum() and _SENTENCE_END.search(head) and not _ABBREVIATED.search(head):
        return "sentence start"
    tokens = head.split()
    last = tokens[-1].strip(",")
    if last.lower() in ("the", "a", "an"):
        return _before_of(tokens[:-1], words, article=True) or _before_article(tokens[:-1], words)
    if last == "late" and tokens[-2:-1] and tokens[-2].lower() in _WHOSE:
        return "late"
    if len(tokens) > 1 and (cue := words.before_in.get((tokens[-2].lower(), last), "")):
        return cue
    if cue := _before_of(tokens, words, article=False):
        return cue
    cue = words.before.get(last.lower(), "")
    if cue and (cue in _BEFORE_COMMA or not tokens[-1].endswith(",")):
        return cue
    return "capital before" if last[:1].isupper() and not tokens[-1].endswith(",") else ""


def _before_article(tokens: list[str], words: Words) -> str:
    """Name the cue in "at the" and "in the"."""
    word = tokens[-1].lower().lstrip('("\u201c') if tokens else ""
    # "Close to the Bush administration" is no place.
    return "article" if word == "to" else _BEFORE_ARTICLE.get(words.before.get(word, ""), "article")


def _before_of(tokens: list[str], words: Words, *, article: bool) -> str:
    """Name the cue in "mayor of", "a member of the", "Nathan Law of"."""
    if article and tokens and tokens[-1] in ("told", "tells"):
        return "told the"
    if article and tokens and words.before_of.get(tokens[-1].lower().rstrip("s")) == "head of":
        return "head of"
    if len(tokens) < 2 or tokens[-1] not in ("of", "at", "for", "to", "with", "from"):
        return ""
    cue = words.before_of.get(tokens[-2].lower().rstrip("s"), "")
    if cue == "work for":
        return cue if tokens[-1] in ("for", "at") else ""
    may_be = cue == "post in" or (not article and cue != "head of")
    if cue and may_be and (cue != "place noun" or tokens[-1] == "of"):
        return cue
    if tokens[-1] in ("of", "from") and len(tokens) > 2 and tokens[-2][0].isupper():
        return "person of" if words.is_first_name(tokens[-3]) else ""
    return ""


def said_to_be(text: str, start: int, words: Words) -> str:
    """Name the cue in "a poet", "the club's captain", "a logistics company" or "city in northern Spain"."""
    if _CHIEF.match(text, start):
        return "role after"
    cue = last = ""
    for word in text[start : start + 60].split()[:6]:
        plain = word.rstrip(",.;:")
        if plain == "of" and last in _COLLECTIONS:
            return ""
        if plain in _NOUN_END or not (word[0].islower() or word in words.peoples):
            break
        cue = _SAID.get(words.before.get(plain) or words.before.get(plain.removesuffix("s"), ""), cue)
        if plain != word:
            break
        last = plain
    return cue


def _after(match: re.Match[str], words: Words) -> str:
    """Name the cue that matched; what is somebody's counts only where the first name is known."""
    if match.lastgroup == "is_a":
        return said_to_be(match.string, match.end(), words) or "verb after"
    if match.lastgroup == "owner" and not words.is_common_name(match["owned"]):
        return "possessive"
    return (match.lastgroup or "").replace("_", " ")


def _is_quoted(text: str, found: Found) -> bool:
    opened, closed = text[found.start - 1 : found.start], text[found.end : found.end + 1]
    return opened in _OPENING and closed in _CLOSING
