"""Whose register this is."""

from jumelage.accounts.models import Office
from jumelage.knowledge.partnerships.models import Municipality


def home() -> Municipality | None:
    """The municipality of the first office; None in an installation that has not been set up."""
    office = Office.objects.order_by("pk").first()
    return Municipality.objects.filter(pk=office.municipality).first() if office else None
