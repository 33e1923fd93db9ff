from typing import TYPE_CHECKING
from uuid import UUID

import click

from jumelage.cli import account, fail, require_register

if TYPE_CHECKING:
    from jumelage.knowledge.partnerships.models import Municipality


@click.group("municipality")
def command() -> None:
    """Find municipalities of the register, and say which of them are one.

    A municipality is named by its name or by its id, as `jumelage municipality find` prints it.
    """


@command.command("find")
@click.argument("name")
def find(name: str) -> None:
    """List the municipalities with this name: id, name, country, number in GeoNames, partnerships."""
    require_register()
    from jumelage.knowledge.partnerships.queries import partnerships_of

    for place in _named(name):
        number = f"GeoNames {place.geonameid}" if place.geonameid else "not in GeoNames"
        into = place.identity.merged_into_id
        note = f"; merged into {into}" if into else ""
        count = len(partnerships_of(place.pk))
        pairs = f"{count} partnership{'' if count == 1 else 's'}"
        click.echo(f"{place.pk} {place.label} {place.country or '?'}; {number}; {pairs}{note}")


@command.command("merge")
@click.argument("one")
@click.argument("into")
@click.option("--by", required=True, metavar="EMAIL", help="The account of the person who decides it.")
@click.option("--reason", required=True, help="Why the two are one; it stands in the history.")
def merge(one: str, into: str, by: str, reason: str) -> None:
    """Say that ONE is the same municipality as INTO, or was merged into it. It can be undone with split."""
    require_register()
    from jumelage.knowledge.claims.actions.merge import MergeRefused
    from jumelage.knowledge.partnerships.actions import merge_municipalities

    first, second = _one(one), _one(into)
    try:
        merge_municipalities(first.pk, second.pk, by=account(by), reason=reason)
    except MergeRefused as error:
        fail(str(error))
    click.echo(f"{first.label} is {second.label} from now on; what was said of either is said of both.")


@command.command("split")
@click.argument("one")
@click.option("--by", required=True, metavar="EMAIL", help="The account of the person who decides it.")
@click.option("--reason", required=True, help="Why they are not one; it stands in the history.")
def split(one: str, by: str, reason: str) -> None:
    """Undo the merge of ONE: it stands alone again, with what was said of it itself."""
    require_register()
    from jumelage.knowledge.claims.actions.merge import MergeRefused
    from jumelage.knowledge.partnerships.actions import split_municipality

    place = _one(one)
    try:
        split_municipality(place.pk, by=account(by), reason=reason)
    except MergeRefused as error:
        fail(str(error))
    click.echo(f"{place.label} stands alone again.")


def _one(name: str) -> "Municipality":
    found = _named(name)
    if len(found) > 1:
        listed = ", ".join(f"{place.pk} ({place.label}, {place.country or '?'})" for place in found)
        fail(f"{name} can be one of several; give the id: {listed}.")
    return found[0]


def _named(name: str) -> "list[Municipality]":
    from jumelage.core.text import fold
    from jumelage.knowledge.partnerships.models import Municipality
    from jumelage.knowledge.places import gazetteer

    places = Municipality.objects.select_related("identity").order_by("label", "pk")
    try:
        found = list(places.filter(pk=UUID(name)))
    except ValueError:
        folded, known = fold(name), {place.geonameid for place in gazetteer.lookup(name)}
        found = [p for p in places if p.geonameid in known or folded in {fold(p.label), *map(fold, p.names.values())}]
    if not found:
        fail(f"The register has no municipality named {name}; check the spelling.")
    return found
