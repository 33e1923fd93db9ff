"""Which of the places that bear a name a text means: by country and state, by what lies near it, else by fame."""

from collections.abc import Sequence

from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.places.ranking import Place

MOST = 25
PULL = 0.2  # how much less than what lies near by the home draws


def chosen(
    name: str,
    *,
    country: str | None = None,
    region: str | None = None,
    near: Sequence[Place] = (),
    home: Place | None = None,
) -> Place | None:
    """The likeliest place; None where none in the country bears the name.

    region is a state's name as the text has it, near are places said to lie near by; home is the municipality that the
    text is about: of two places as likely the nearer one is meant.
    """
    around = near[0] if near else home if country is None else None
    pull = 1.0 if near else PULL
    point = (around.lat, around.lon) if around else None
    forms = (f"{name} in {region}", f"{name} ({region})", name) if region and "(" not in name else (name,)
    rows = (gazetteer.lookup(form, country=country, near=point, pull=pull, limit=MOST) for form in forms)
    return next(iter(next(filter(None, rows), [])), None)
