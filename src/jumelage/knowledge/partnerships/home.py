"""Whose register this is."""

from jumelage.accounts.models import Office
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.partnerships.models import Municipality


def home_of_origin(origin: str) -> Municipality | None:
    """Whose page the last source from this place was; None for a new place. So a changed page need not be told whose it is."""
    if not origin:
        return None
    claims = Claim.objects.filter(source__origin=origin, detail__has_key="home").order_by("-seq")
    said = claims.values_list("detail__home", flat=True).first()
    return Municipality.objects.filter(pk=said).first() if said else None


def home() -> Municipality | None:
    """The municipality of the first office; None in an installation that has not been set up."""
    office = Office.objects.order_by("pk").first()
    return Municipality.objects.filter(pk=office.municipality).first() if office else None
