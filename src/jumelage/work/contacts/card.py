"""A person as other programs tell it: what was read, or what is to be written. Pure: no Django."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Card:
    """Empty text is not known. organisation and role are what the person is today; place is where it came from in the file."""

    family_name: str
    given_name: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    mobile: str = ""
    address: str = ""
    language: str = ""
    salutation: str = ""
    organisation: str = ""
    role: str = ""
    note: str = ""
    place: int = 0


FIELDS = tuple(name for name in Card.__slots__ if name != "place")
LONGEST = {
    "family_name": 100, "given_name": 100, "title": 60, "email": 254, "phone": 50, "mobile": 50, "address": 500,
    "language": 3, "salutation": 200, "organisation": 200, "role": 200, "note": 5000,
}  # fmt: skip
MOST = 5_000


@dataclass(frozen=True, slots=True)
class Unread:
    """A card or row that is not taken: where it stands, its words, and a code of refusals.REFUSALS with its details."""

    place: int
    words: str
    code: str
    details: dict[str, str]


class FileRefused(ValueError):
    """The file is not taken at all; code and details as in Unread."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code)
        self.code, self.details = code, details


@dataclass(frozen=True, slots=True)
class Read:
    cards: tuple[Card, ...]
    unread: tuple[Unread, ...]


def fault(card: Card) -> tuple[str, dict[str, str]] | None:
    """Why a card cannot be kept; None where it can."""
    if not card.family_name:
        return "no name", {}
    for name, most in LONGEST.items():
        if len(getattr(card, name)) > most:
            return "too long", {"field": name, "most": str(most)}
    if card.email and ("@" not in card.email.strip("@") or any(c.isspace() for c in card.email)):
        return "email", {"email": card.email}
    return None


def sifted(cards: list[Card], words: dict[int, str]) -> Read:
    """Those that can be kept, and those that cannot with their own words. Raises FileRefused for too many."""
    if len(cards) > MOST:
        raise FileRefused("too many", most=f"{MOST:,}")
    faults = {card.place: found for card in cards if (found := fault(card))}
    unread = tuple(Unread(place, words.get(place, "")[:300], *found) for place, found in faults.items())
    return Read(tuple(card for card in cards if card.place not in faults), unread)
