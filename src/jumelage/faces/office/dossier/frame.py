"""What every tab of a dossier knows, and what a tab is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from jumelage.accounts.models import User
from jumelage.faces.office.access import user_of
from jumelage.faces.office.forms import CorrectionForm
from jumelage.faces.office.partners import Around, home_of, own_partnership, states
from jumelage.knowledge.partnerships.state import State


@dataclass(frozen=True, slots=True)
class Dossier:
    """state is None where the register has nothing accepted of it yet. bound: a correction that was sent and has errors."""

    partnership: UUID
    name: str
    home: UUID
    partner: UUID
    state: State | None
    user: User
    around: Around
    bound: CorrectionForm | None = None

    def may(self, action: str) -> bool:
        return self.user.may(action)


@dataclass(frozen=True, slots=True)
class Tab:
    """context gives what the template shows."""

    slug: str
    label: Any
    template: str
    context: Callable[[HttpRequest, Dossier], dict[str, Any]]


def dossier_of(request: HttpRequest, partnership: UUID) -> Dossier:
    """404 for a partnership that is not the office's."""
    user = user_of(request)
    party, around = own_partnership(request, partnership), Around.of(user)
    state = next((s for s in states(user) if s.partnership == partnership), None)
    name = around.partners[partnership]
    return Dossier(partnership, name, home_of(user), party.id, state, user, around)
