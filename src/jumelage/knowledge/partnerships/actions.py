from uuid import UUID

from jumelage.knowledge.claims.actions.identify import identify, municipality
from jumelage.knowledge.claims.actor import SYSTEM
from jumelage.knowledge.places.gazetteer import Place


def open_register(home: Place) -> UUID:
    """The identity of the municipality whose register this is."""
    key, wanted = municipality(_Named(home))
    return identify({key: wanted}, by=SYSTEM)[key]


class _Named:
    """A place of the gazetteer under its main name."""

    def __init__(self, place: Place) -> None:
        self.name = self.label = place.name
        self.country, self.geonameid, self.lat, self.lon = place.country, place.geonameid, place.lat, place.lon
