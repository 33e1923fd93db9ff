"""The partnerships of the office that is at work, and what they are called."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jumelage.accounts.models import User
from jumelage.faces import words
from jumelage.faces.office.access import user_of
from jumelage.knowledge.organisations.queries import Organisation, organisations
from jumelage.knowledge.partnerships.models import Municipality
from jumelage.knowledge.partnerships.queries import other_parties, partners_of, partnerships_of
from jumelage.knowledge.partnerships.state import Party, State


def home_of(user: User) -> UUID:
    if user.office is None:
        raise Http404(_("Your account belongs to no office; an administrator can change that."))
    return user.office.municipality


def states(user: User) -> tuple[State, ...]:
    return states_of(home_of(user))


def states_of(home: UUID) -> tuple[State, ...]:
    """None for a municipality that the register does not know (yet)."""
    if not Municipality.objects.filter(pk=home).exists():
        return ()
    return partners_of(home, timezone.localdate()).states


def parties(user: User) -> dict[UUID, Party]:
    """The partner of each partnership of the office, ended and proposed ones too."""
    home = home_of(user)
    return other_parties([p.pk for p in partnerships_of(home)], home)


def partner_names(user: User) -> dict[UUID, str]:
    return _named(parties(user))


def _named(found: dict[UUID, Party]) -> dict[UUID, str]:
    names = {pk: party.name(words.language()) for pk, party in found.items()}
    return dict(sorted(names.items(), key=lambda item: item[1].casefold()))


def own_partnership(request: HttpRequest, partnership: UUID) -> Party:
    """The partner; 404 for a partnership that is not the office's."""
    party = parties(user_of(request)).get(partnership)
    if party is None:
        raise Http404(_("The register knows no partnership under this address."))
    return party


@dataclass(frozen=True, slots=True)
class Around:
    """What a page of the office names: its partners, and the organisations at home and there."""

    partners: dict[UUID, str]
    organisations: dict[UUID, Organisation]

    @classmethod
    def of(cls, user: User) -> "Around":
        found = parties(user)
        places = {home_of(user), *(party.id for party in found.values())}
        return cls(_named(found), {o.id: o for o in organisations(places=places)})

    def partner(self, pk: UUID | None) -> str:
        return self.partners.get(pk, "") if pk else ""

    def organisation(self, pk: UUID | None) -> str:
        found = self.organisations.get(pk) if pk else None
        return found.name if found else ""
