"""Dull things to test with."""

from datetime import UTC, datetime
from itertools import count
from uuid import UUID

from jumelage.accounts.models import Office, User
from jumelage.accounts.roles import Role
from jumelage.knowledge.claims.actions.append import Draft, append
from jumelage.knowledge.claims.actions.identify import Wanted, identify, partnership
from jumelage.knowledge.claims.models import Claim, IdentityType, Op
from jumelage.knowledge.sources.models import Document, FrozenText, Source

numbers = count(1)


PASSWORD = "correct horse battery"


def officer(*, role: Role = Role.OFFICER, name: str = "Olga Offizier", password: str | None = None) -> User:
    """Without a password, which takes long to hash, nobody can log in by form."""
    n = next(numbers)
    office = Office.objects.create(name=f"Amt {n}", municipality=UUID(int=n))
    return User.objects.create_user(f"o{n}@example.org", password, name=name, role=role, office=office)


def source(
    text: str = "Dortmund und Leeds sind Partner.", *, location: str = "page.txt", language: str = "de"
) -> Source:
    digest = f"{next(numbers):064x}"
    document = Document.objects.create(sha256=digest, size=len(text), media_type="text/plain")
    frozen = FrozenText.objects.create(document=document, extractor="text", version=1, text=text, sha256=digest)
    made = Source.objects.create(
        text=frozen, location=location, title=location, language=language, retrieved_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    identify({f"source:{made.pk}": Wanted(IdentityType.SOURCE, {"location": location}, made.pk)}, by="system")
    return made


def municipality(label: str = "Dortmund", country: str = "DE", geonameid: int | None = None) -> UUID:
    key = f"geonames:{geonameid}" if geonameid else f"place:{country}/{label.casefold()}"
    facts = {"label": label, "country": country, "geonameid": geonameid, "lat": None, "lon": None}
    return identify({key: Wanted(IdentityType.MUNICIPALITY, facts)}, by="system")[key]


def pair(home: UUID, partner: UUID) -> UUID:
    key, wanted = partnership(home, partner)
    return identify({key: wanted}, by="system")[key]


def claim(subject: UUID, property_: str, value: object, *, source: Source | None = None, period: str = "") -> Claim:
    draft = Draft(
        Op.ASSERT, subject, property_, source.pk if source else None, period, body={"value": value, "evidence": []}
    )
    append([draft], by="reader:rules")
    return Claim.objects.get(pk=draft.seq)
