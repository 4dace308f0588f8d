"""Rules that know page furniture by the words of one line."""

from __future__ import annotations

import functools
import re
from importlib.resources import files
from typing import Literal, get_args

Reason = Literal[
    "advert",
    "caption",
    "comments",
    "cookies",
    "copyright",
    "credit",
    "navigation",
    "newsletter",
    "outside-main-text",
    "page-marker",
    "related",
    "repeated",
    "share",
]

_EDGES = " \t\u00a0-–—|·•*_>»›→↓↑▼▲▾+.!…#=[](){}:\u2022\u25cf\u25aa\ufe0f"
_PICTURE = (
    r"(?:photo|photograph|picture|image|graphic|illustration|map|screenshot|video|file photo|file picture)"
)
_NAME = r"(?:[A-Z\u00c0-\u00de][\w.'’-]*|de|van|von|der|den|du|la|le|bin|al|via|for|and|&|/|the|of|\|)"
_AGENCY = (
    r"(?:AFP|AP|EPA|Reuters|REUTERS|Getty|Getty Images|Shutterstock|iStock|iStockphoto|Alamy|PA|PA Media|"
    r"PA Wire|dpa|DPA|Unsplash|Pexels|Pixabay|Adobe Stock|Flickr|Wikimedia Commons|Bloomberg|Rex|"
    r"Rex Features|Anadolu|Xinhua|Depositphotos|Dreamstime|Associated Press|AP Photo|Creative Commons)"
)
_WORK = (
    r"(?:additional |further )?(?:reporting|writing|editing|compiled)(?: and (?:reporting|writing|editing))?"
)
_SOCIAL = (
    r"(?:facebook|twitter|linkedin|whatsapp|instagram|pinterest|reddit|telegram|youtube|tiktok|email|e-mail|"
    r"mail|print|messenger|tumblr|flipboard|pocket|copy link|link|share|tweet|save|sms|threads|bluesky|"
    r"mastodon|snapchat|rss|x|more|like|pin|comment|comments|google\+|xing|line|viber|skype|wechat)"
)

# Each must match the whole line. None matches a line of article text that ends in a full stop,
# unless what it says can only be said by a page about itself.
_RULES: tuple[tuple[Reason, re.Pattern[str]], ...] = (
    ("share", re.compile(rf"{_SOCIAL}(?:[\s|,·•/&]+(?:and\s+)?{_SOCIAL})+", re.IGNORECASE)),
    (
        "share",
        re.compile(
            r"(?:click to )?(?:share|tweet|pin|email|send|post)(?: (?:this|it))?"
            r"(?: (?:article|story|post|page|link))?(?: (?:on|to|via|with|by) (?:your )?"
            r"(?:facebook|twitter|x|linkedin|whatsapp|pinterest|reddit|email|telegram|friends?|social media"
            r"|a friend))(?: \(opens in new window\))?",
            re.IGNORECASE,
        ),
    ),
    ("share", re.compile(r"click to \w+\b.{0,60}\(opens in (?:a )?new window\)(?: [\w-]+)?", re.IGNORECASE)),
    (
        "share",
        re.compile(
            rf"(?:follow|like|find|join) (?:us|me|\w+(?: \w+){{0,3}}) on {_SOCIAL}"
            rf"(?:(?:[\s,:]+|\s*&\s*)(?:and\s+|or\s+)?(?:@\w+|{_SOCIAL}))*",
            re.IGNORECASE,
        ),
    ),
    (
        "cookies",
        re.compile(
            r"(?:this (?:web)?site|we|our (?:web)?site|we and our partners"
            r"|by (?:continuing|using|clicking|browsing))\b"
            r"(?=.*\b(?:(?:web)?site|experience|browsing|polic(?:y|ies)|consent|traffic|device|preferences|settings)\b)"
            r".{0,120}\bcookies\b.*",
            re.IGNORECASE,
        ),
    ),
    # What the consent windows of many sites say of their kinds of cookies.
    (
        "cookies",
        re.compile(
            r"(?=.*\bcookies? (?:in|under|for) the category\b).*\bcookies?\b.*"
            r"|(?:necessary|functional|performance|analytical|advertisement|other uncategori[sz]ed) cookies"
            r" (?:are (?:absolutely essential|used to (?:understand|provide)|those that are being)"
            r"|help to perform certain)\b.*"
            r"|(?:this|the) cookie is set by (?:the )?gdpr\b.*"
            # A row of their table: name, how long it is kept, what for.
            r"|[\w.-]+\s+(?:\d+ (?:minute|hour|day|month|year)s?|session|persistent|never)"
            r"\s+(?:the|this|set by)\b.{0,120}\bcookies?\b.*",
            re.IGNORECASE,
        ),
    ),
    ("cookies", re.compile(r"(?:please )?(?:accept|manage|read) (?:our )?cookies?\b.{0,80}", re.IGNORECASE)),
    (
        "newsletter",
        re.compile(
            r"(?:sign[ -]?up|subscribe|join|register)\b.{0,60}"
            r"\b(?:newsletters?|mailing list|inbox|email (?:updates|alerts)|daily briefing)\b.{0,120}",
            re.IGNORECASE,
        ),
    ),
    (
        "newsletter",
        re.compile(r"(?:get|receive|want)\b.{0,90}\b(?:in|to|into) your inbox\b.{0,60}", re.IGNORECASE),
    ),
    ("newsletter", re.compile(r"already (?:a )?(?:subscriber|member|registered)\b.{0,40}", re.IGNORECASE)),
    (
        "advert",
        re.compile(
            r"(?:the )?(?:article|story|post|content|video)s? continues? (?:below|after|beneath)\b.{0,40}"
            r"|(?:scroll|continue|keep scrolling)\b.{0,20}\bto continue\b.{0,20}"
            r"|advertisement(?:[\s\-–—|:]+.{0,30})?"
            r"|(?:this|the) (?:post|article|page) (?:may )?contains? affiliate links.{0,160}",
            re.IGNORECASE,
        ),
    ),
    (
        "related",
        re.compile(
            r"(?:read more|read also|also read|see also|read next|related|related story|related article"
            r"|more on this|don[’']t miss|watch also|must read|you may also like|recommended)"
            r"\s*(?:[:|»>→\-–—])\s*\S.{0,160}",
            re.IGNORECASE,
        ),
    ),
    (
        "copyright",
        re.compile(
            r"(?:copyright\s*)?(?:©|\(c\)|copyright)\s*(?:copyright\s*)?(?:[\w.,&’' ]{0,60}\s)?"
            r"(?:19|20)\d\d\b.{0,140}",
            re.IGNORECASE,
        ),
    ),
    ("copyright", re.compile(r"©.{1,140}|.{0,100}\ball rights reserved\b.{0,60}", re.IGNORECASE)),
    (
        "copyright",
        re.compile(
            r"this material may not be (?:published|reproduced|broadcast|rewritten|redistributed).{0,80}",
            re.IGNORECASE,
        ),
    ),
    (
        "credit",
        re.compile(
            rf"(?:[({{\[]\s*)?(?i:{_PICTURE}s?|pic|source|photography)"
            rf"(?i: (?:credit|by|courtesy(?: of)?|source|supplied by))?"
            rf"\s*[:|©/]\s*(?:(?i:courtesy(?: of)?|by|supplied|handout|file)[\s:]*)?"
            rf"(?:{_NAME}|{_AGENCY})(?:[\s,/|]+(?:{_NAME}|{_AGENCY}))*\s*(?:[)}}\]])?",
        ),
    ),
    (
        "credit",
        re.compile(
            rf"(?:(?i:{_PICTURE})s? (?i:credit|credits|by|courtesy|courtesy of)[:\s]+)"
            rf"(?:{_NAME})(?:[\s,/|]+{_NAME}){{0,8}}"
        ),
    ),
    (
        "credit",
        re.compile(
            rf"(?:[(\[]\s*)?(?:{_NAME}[\s,]+){{0,5}}{_NAME}?\s*(?:/|\||via)\s*{_AGENCY}(?:[\s/,|]+{_NAME})*(?:\s*[)\]])?"
        ),
    ),
    # What agencies and papers say at the end of a story of who made it, and where it stood.
    (
        "credit",
        re.compile(
            rf"[(\[]?(?i:{_WORK}) by (?>(?:(?i:{_WORK}) by|in|at|from|with|{_NAME})[\s,;.]+)*{_NAME}[\s.)\]]*"
        ),
    ),
    (
        "credit",
        re.compile(
            r"a version of this (?:article|story) appears in print on .{1,200}"
            r"|this (?:article|story|column) was originally published (?:on )?[a-z]+ \d{1,2}, \d{4}.{0,20}",
            re.IGNORECASE,
        ),
    ),
    (
        "caption",
        re.compile(
            rf"(?:(?:the|this|our|an?)\s+)?(?:[\w-]+\s+)?{_PICTURE}s?\s*(?:above|below|left|right|,[^,]{{1,40}},)?\s+"
            r"(?:shows?|shown|showing|depicts|depicting)\b.*[^.!?…”\"'’:;)]",
            re.IGNORECASE,
        ),
    ),
    (
        "caption",
        re.compile(
            r"(?:pictured|image caption|photo caption|caption|file photo|file image|file picture|file)"
            r"(?: (?:above|below|left|right|here))?\s*[:|–—-]\s*\S.{0,300}",
            re.IGNORECASE,
        ),
    ),
    (
        "caption",
        re.compile(r"(?:image|photo|picture)\s*:\s*\S.{0,160}[^.!?…”\"'’:;]", re.IGNORECASE),
    ),
    (
        "caption",
        re.compile(
            rf"\S.{{10,300}}[.\s]\s*[(\[]?(?:(?i:{_PICTURE})s?(?i: by| credit| courtesy of)?\s*[:/]?\s*)"
            rf"(?:{_NAME}[\s,]*){{0,6}}/?\s*{_AGENCY}\s*[)\]]?"
        ),
    ),
    (
        "navigation",
        re.compile(
            r"skip (?:directly )?to (?:[\w-]+ ){0,3}[\w-]+(?: skip (?:directly )?to (?:[\w-]+ ){0,3}[\w-]+)*"
            r"|home(?:\s*[>»›→/|]+\s*[^>»›→/|\s][^>»›→/|.!?]{0,40}){1,6}"
            r"|(?:comments?|shares?|likes?|views?|replies) \(\d+\)"
            r"|\d+ more comments?(?:\.\.\.|…)?"
            r"|\d[\d,]* (?:comments?|thoughts?|replies|responses?) (?:on|to) [“\"].{1,200}[”\"]"
            r"|\d+ (?:comments?|shares?|likes?|views?|replies|min(?:ute)?s? read)(?:[\s|·•,]+\d+ \w+)*"
            r"|(?:estimated )?(?:reading|read) time:? .{0,20}"
            r"|(?:listen to|hear|watch) (?:this|the) (?:article|story|report|episode|video|podcast)"
            r"[\s(|·•:–-]*(?:\d{1,2}(?::\d\d){1,2}|\d+ (?:min|sec)\w*)?\)?"
            r"|(?:read|open|view|see)(?: (?:it|(?:this|the) (?:e-?mail|newsletter|message|article|story)))?"
            r" (?:in|with) (?:the |your |our |a )?(?:app|browser|web browser)"
            r"|(?:was this e-?mail |were you )?forwarded this (?:e-?mail|newsletter|message)"
            r"(?: to you)?\?.{0,60}"
            r"|page \d+(?: of \d+)?"
            r"|(?:your email address will not be published|required fields are marked).{0,80}"
            r"|you must be logged in to .{0,40}"
            r"|(?:please )?(?:enable|turn on) javascript.{0,80}",
            re.IGNORECASE,
        ),
    ),
)

_GAP = re.compile(r"\s*[|·•]\s*|\s{3,}|\t+")

# A line longer than this is a paragraph; no rule looks at it but that for what consent windows open with.
_LONGEST, _LONGEST_NOTICE = 400, 2000
_NOTICE = re.compile(
    r"(?:this (?:web)?site|we(?: and our partners)?|our (?:web)?site) uses? cookies\b"
    r"(?=.*\b(?:browser|consent|experience|opt[ -]out|preferences|traffic)\b).*",
    re.IGNORECASE,
)


@functools.lru_cache(maxsize=8192)
def furniture_reason(line: str) -> Reason | None:
    """Tell why a line is page furniture, or None."""
    if len(line) > _LONGEST:
        return "cookies" if len(line) <= _LONGEST_NOTICE and _NOTICE.fullmatch(line) else None
    reason = _reason(line)
    if reason is not None:
        return reason
    # Several in a row are set apart by bars or by gaps: "Subscribe | Log in".
    parts = [part for part in _GAP.split(line) if plain_form(part)]
    reasons: list[Reason | None] = [_reason(part) for part in parts] if len(parts) > 1 else []
    return reasons[0] if reasons and None not in reasons else None


def _reason(line: str) -> Reason | None:
    bare = plain_form(line)
    if not bare:
        return None
    reason = known_phrases().get(bare)
    if reason is not None:
        return reason
    stripped = line.strip(" \t\u00a0•·*|>»›→")
    return next((reason for reason, rule in _RULES if rule.fullmatch(stripped)), None)


def plain_form(line: str) -> str:
    """Give a line as it stands in the phrase list: lower case, plain quotes, no marks at the ends."""
    plain = line.casefold().replace("’", "'").replace("‘", "'")
    return " ".join(plain.strip(_EDGES).split())


@functools.cache
def known_phrases() -> dict[str, Reason]:
    """Read the phrase list: reason by phrase."""
    phrases: dict[str, Reason] = {}
    reason: Reason = "navigation"
    by_name: dict[str, Reason] = {name: name for name in get_args(Reason)}
    for line in files("copydesk_clean").joinpath("phrases.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            reason = by_name[line.strip("[]")]
        elif line and not line.startswith("#"):
            phrases[plain_form(line)] = reason
    return phrases
