"""Which bodies a noun may stand for: "the bank" is no ministry, "the paper" is a newspaper."""

from __future__ import annotations

# What a name tells of what it names. Own compilation.
_PUBLIC = frozenset(
    """
    ministry department bureau agency commission committee council court tribunal parliament congress senate
    assembly house cabinet treasury army navy police sheriff fbi cia nasa epa fda cdc
    """.split()
)
_LEARNED = frozenset("university college school institute institutes academy laboratory faculty".split())
_PRESS = frozenset(
    """
    times post journal news herald tribune gazette courier star telegraph guardian chronicle globe observer
    mail sun mirror ledger review record inquirer bee press standard register dispatch examiner independent
    sentinel republican democrat advocate argus echo express newspaper paper magazine today monde zeitung
    """.split()
)
_UNITED = frozenset("association union league federation society alliance coalition foundation club".split())
_UNITED_TOO = _UNITED | {"group", "organisation", "organization", "charity"}
_PAPERS = frozenset({"newspaper", "paper", "magazine"})
_ON_AIR = frozenset(
    "reuters bloomberg associated ap afp cnn fox nbc cbs abc bbc npr pbs msnbc politico axios".split()
)
# What else a paper or a broadcaster goes by; told something, they are no airline and no bank.
_OUTLETS = _PAPERS | frozenset(
    "network station broadcaster channel outlet agency site website publication publisher company".split()
)
# What the name of a body of some kind has in it.
HINTS = {
    "airline": ("air", "aero", "jet", "wings", "lufthansa", "delta"),
    "carrier": ("air", "jet", "wireless", "mobile"),
    "bank": ("bank", "banc", "trust", "financial"),
    "lender": ("bank", "banc", "trust", "financial", "credit", "loan"),
    "insurer": ("insur", "assur", "mutual", "life"),
    "automaker": ("motor", "auto"),
    "carmaker": ("motor", "auto"),
    "hospital": ("hospital", "medic", "clinic", "health"),
    "chain": ("store", "mart", "foods", "coffee", "pizza"),
    "drugmaker": ("pharma", "thera", "bio", "lab"),
    "utility": ("power", "energy", "electric", "gas", "water", "light"),
}


def sounds_like(noun: str, name: str) -> bool:
    """Tell whether a name has what bodies of a kind are called by: "Air" of an airline.

    Args:
        noun: What the body is called, in its base form.
        name: Its name.
    """
    words = name.lower().split()
    return noun in words or any(word.startswith(HINTS.get(noun, ())) for word in words if noun in HINTS)


def may_be(noun: str, name: str) -> bool:
    """Tell whether a body of this name may be called so.

    Args:
        noun: What it is called, in its base form.
        name: Its name.
    """
    words = set(name.lower().replace(".", "").split())
    if noun in words:
        return True
    if noun in _PAPERS:
        return not words.isdisjoint(_PRESS)
    if not words.isdisjoint(_ON_AIR) and noun not in _OUTLETS:
        return False
    if not words.isdisjoint(_UNITED) and noun not in _UNITED_TOO:
        return False
    told = words & (_PUBLIC | _LEARNED)
    return not told or (noun in _PUBLIC and not told & _LEARNED) or (noun in _LEARNED and not told & _PUBLIC)
