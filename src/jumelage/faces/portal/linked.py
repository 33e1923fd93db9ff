"""What a page is about, in the words of schema.org. It has no word for town twinning, so pages are about their towns."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from jumelage.faces.course import shown_name
from jumelage.faces.portal.present import Group
from jumelage.knowledge.partnerships.state import Party, State


def partnership(request: HttpRequest, state: State) -> dict[str, Any]:
    return {"about": [_town(request, party) for party in (state.home, state.partner)]}


def collection(request: HttpRequest, groups: Iterable[Group]) -> dict[str, Any]:
    """A page that lists partnerships."""
    cards = [card for group in groups for card in group.cards]
    items = [
        {"@type": "ListItem", "position": n, "url": request.build_absolute_uri(card["url"]), "name": card["name"]}
        for n, card in enumerate(cards, 1)
    ]
    listed = {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}
    return {"@type": "CollectionPage", "mainEntity": listed}


def _town(request: HttpRequest, party: Party) -> dict[str, Any]:
    """Its id is the permanent address; GeoNames tells which of several towns of that name it is."""
    town: dict[str, Any] = {
        "@type": "City",
        "@id": request.build_absolute_uri(reverse("identity", args=["municipality", party.id])),
        "name": shown_name(party),
    }
    if party.country:
        town["address"] = {"@type": "PostalAddress", "addressCountry": party.country}
    if party.lat is not None and party.lon is not None:
        town["geo"] = {"@type": "GeoCoordinates", "latitude": party.lat, "longitude": party.lon}
    if party.geonameid:
        town["sameAs"] = f"https://www.geonames.org/{party.geonameid}/"
    return town
