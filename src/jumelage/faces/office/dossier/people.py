"""The tab of people and organisations on both sides, and the ties between them."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from jumelage.core.text import fold
from jumelage.faces import words
from jumelage.faces.office.contacts import role_rows
from jumelage.faces.office.dossier.claims import by_value, cards
from jumelage.faces.office.dossier.frame import Dossier, Tab
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.organisations.queries import SIDES, Organisation
from jumelage.work.contacts.models import Role, Side
from jumelage.work.contacts.queries import roles_at

SHOWN = 50


def context(request: HttpRequest, dossier: Dossier) -> dict[str, Any]:
    claims = list(
        Claim.objects.filter(subject=dossier.partnership, property="link").select_related("source").order_by("seq")
    )
    sides, may_read = _organisations(dossier, claims), dossier.may("read contact")
    roles = roles_at(dossier.user, dossier.partnership, [o.id for o in sides[Side.THEIRS]]) if may_read else []
    ties = cards(claims, dossier.user, dossier.bound)
    return {
        "sides": [_side(side, dossier, sides[side], roles) for side in Side],
        "ties": by_value(tie for tie in ties if tie.stands),
        "past": by_value(tie for tie in ties if not tie.stands),
        "number_past": sum(not tie.stands for tie in ties),
        "unknown": _unknown(claims, dossier),
        "may_read_people": may_read,
        "may_edit": dossier.may("edit contact"),
        "may_decide": dossier.may("decide claim"),
    }


PEOPLE = Tab("contacts", gettext_lazy("People and organisations"), "office/dossier_people.html", context)


def _organisations(dossier: Dossier, claims: list[Claim]) -> dict[str, list[Organisation]]:
    """The partner's all; of ours those that have a tie with this partner, or somebody with a role for it."""
    tied = {fold(claim.value.get("home_organisation") or "") for claim in claims}
    held = set(Role.objects.filter(partnership=dossier.partnership).values_list("organisation", flat=True))
    known = list(dossier.around.organisations.values())
    ours = [o for o in known if o.place == dossier.home and (o.id in held or tied & {fold(n) for n in o.names})]
    return {Side.OURS: ours, Side.THEIRS: [o for o in known if o.place == dossier.partner]}


def _side(side: Side, dossier: Dossier, found: list[Organisation], roles: list[Role]) -> dict[str, Any]:
    here = [role for role in roles if role.side == side]
    query = urlencode({"partnership": str(dossier.partnership), "side": str(side.value)})
    place = dossier.home if side == Side.OURS else dossier.partner
    return {
        "label": side.label,
        "id": side.value,
        "roles": role_rows(here[:SHOWN], dossier.around),
        "more": max(len(here) - SHOWN, 0),
        "all": f"{reverse('office:contacts')}?{query}",
        "organisations": [(o, words.organisation_type(o.type)) for o in found],
        "add_person": f"{reverse('office:contact-add')}?{query}",
        "add_organisation": f"{reverse('office:organisation-add')}?{urlencode({'place': str(place)})}",
    }


def _unknown(claims: list[Claim], dossier: Dossier) -> list[dict[str, str]]:
    """Organisations that a tie names and that nobody has entered."""
    names = {fold(name) for o in dossier.around.organisations.values() for name in o.names}
    places = dict(zip(SIDES, (dossier.home, dossier.partner), strict=True))
    found = {
        fold(name): {
            "name": name,
            "url": f"{reverse('office:organisation-add')}?{urlencode({'name': name, 'place': str(places[side])})}",
        }
        for claim in claims
        if claim.state in ("accepted", "proposed")
        for side in SIDES
        if (name := claim.value.get(side)) and fold(name) not in names
    }
    return list(found.values())
