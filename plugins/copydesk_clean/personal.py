"""Personal data that has a form: addresses and numbers."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, Field

from copydesk import Changes, Document, Edit, Layer, Span, Step
from copydesk_clean.extras import needs

Kind = Literal["email", "iban", "card", "phone", "ip"]


class PersonalData(Span, frozen=True, gc=False):
    """An address or a number that leads to a person.

    Attributes:
        kind: What it is, for example "email".
    """

    kind: str = ""


PERSONAL = Layer("personal", PersonalData)

# Source: RFC 5321, section 4.5.3.1, for the lengths; the forms that people use, not all that are allowed.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])")
# Source: ISO 13616: country, two check digits, up to 30 letters and digits, often in fours.
_IBAN = re.compile(r"\b[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
# Source: ISO/IEC 7812: up to 19 digits, the first of which tells the industry; 3 to 6 are cards. They
# are printed in fours, or in 4, 6 and 5.
_CARD = re.compile(
    r"(?<![\d.,-])(?:[3-6]\d{12,18}|[3-6]\d{3}(?:[ -]\d{4}){3}(?:[ -]\d{3})?"
    r"|3\d{3}[ -]\d{6}[ -]\d{5})(?![\d-])"
)
_IP = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)")
# What a number stands after that has the form of an address and is none.
_VERSION = re.compile(r"(?:version|release|v|§|section|chapter)\.?\s*\Z", re.IGNORECASE)


class PersonalOptions(BaseModel):
    """Options of `clean.personal`."""

    kinds: list[Kind] = Field(
        ["email", "iban", "card", "phone", "ip"],
        description="What to look for. `phone` needs `pip install 'copydesk[clean]'`.",
    )
    action: Literal["replace", "mark"] = Field(
        "replace",
        description="`replace` writes [EMAIL], [PHONE] and so on in its place, `mark` leaves the text alone.",
    )
    region: str = Field(
        "",
        pattern=r"^(?:[A-Z]{2})?$",
        description="Country whose phone numbers may stand without a prefix, for example `US`. Without it,"
        " only numbers that begin with + are found.",
    )


class Personal(Step[PersonalOptions]):
    """Find e-mail addresses, phone numbers, bank accounts, card numbers and IP addresses.

    Every one is in the layer `personal` with its kind. With `replace` its place in the text holds
    its kind in brackets, which leads back to the characters of the source. A number is taken only
    when it checks: IBAN and card by their check digits, phone by the numbering plan of its country.
    Names are no matter of form; for them there is `entities.redact`. The metadata is not looked at.

    Example:
        steps:
          - clean
          - clean.personal: {kinds: [email, phone], region: US}
    """

    name = "clean.personal"
    Options = PersonalOptions
    provides = (PERSONAL,)
    edits = True

    def check(self) -> None:
        """Look for the package that knows phone numbers."""
        if "phone" in self.options.kinds:
            needs("phonenumbers", "clean.personal")

    def fingerprints(self) -> Mapping[str, str]:
        """Give the version of the package, which has the numbering plans."""
        if "phone" not in self.options.kinds:
            return {}
        return {"phonenumbers": needs("phonenumbers", "clean.personal")}

    def open(self) -> None:
        """Load the numbering plans."""
        self.check()
        self._finders: list[tuple[Kind, Callable[[str], Iterator[tuple[int, int]]]]] = [
            (kind, self._phones if kind == "phone" else _FINDERS[kind])
            # The surest first: what one has taken, no other takes.
            for kind in ("email", "iban", "card", "phone", "ip")
            if kind in self.options.kinds
        ]

    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:
        """Find the personal data of each document."""
        for doc in documents:
            found = self._found(doc.text)
            edits: list[Edit] = []
            if self.options.action == "replace":
                edits = [Edit(one.start, one.end, f"[{one.kind.upper()}]") for one in found]
            yield Changes(edits=edits, layers={PERSONAL: found})

    def _found(self, text: str) -> list[PersonalData]:
        taken = bytearray(len(text))
        found: list[PersonalData] = []
        for kind, finder in self._finders:
            for start, end in finder(text):
                if not any(taken[start:end]):
                    taken[start:end] = b"\1" * (end - start)
                    found.append(PersonalData(start, end, kind=kind))
        return sorted(found, key=lambda one: one.start)

    def _phones(self, text: str) -> Iterator[tuple[int, int]]:
        from phonenumbers import PhoneNumberMatcher

        if any(mark.isdigit() for mark in text):
            for match in PhoneNumberMatcher(text, self.options.region or None):
                yield match.start, match.end


def _emails(text: str) -> Iterator[tuple[int, int]]:
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield match.span()


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    for match in _IBAN.finditer(text):
        # What follows may be a word in capitals: take away groups until the check digits are right.
        groups = match[0].split(" ")
        while groups:
            if _is_iban("".join(groups)):
                yield match.start(), match.start() + len(" ".join(groups))
                break
            groups.pop()


def _is_iban(account: str) -> bool:
    """Source: ISO 7064, MOD 97-10; a letter counts as its place in the alphabet plus 9."""
    if len(account) < 15:
        return False
    turned = account[4:] + account[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def _cards(text: str) -> Iterator[tuple[int, int]]:
    for match in _CARD.finditer(text):
        digits = [int(character) for character in match[0] if character.isdigit()]
        if _is_luhn(digits):
            yield match.span()


def _is_luhn(digits: Sequence[int]) -> bool:
    """Source: ISO/IEC 7812-1, annex B."""
    doubled = [digit if index % 2 == 0 else 2 * digit for index, digit in enumerate(reversed(digits))]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    for match in _IP.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        if _is_ip(match[0]) and not _VERSION.search(before):
            yield match.span()


def _is_ip(address: str) -> bool:
    try:
        found = ipaddress.IPv4Address(address)
    except ValueError:
        return False
    return not (found.is_loopback or found.is_unspecified)


_FINDERS: Mapping[Kind, Callable[[str], Iterator[tuple[int, int]]]] = {
    "email": _emails,
    "iban": _ibans,
    "card": _cards,
    "ip": _addresses,
}
