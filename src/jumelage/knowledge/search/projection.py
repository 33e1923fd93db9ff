"""Keeps the index in step with the register, and makes it again from nothing."""

from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Max

from jumelage.core import rows
from jumelage.knowledge.claims.actions.append import Recorded
from jumelage.knowledge.partnerships import projection as register
from jumelage.knowledge.partnerships import stored
from jumelage.knowledge.partnerships.models import Municipality, Partnership
from jumelage.knowledge.partnerships.record import Record
from jumelage.knowledge.partnerships.timeline import NONE
from jumelage.knowledge.places import exonyms
from jumelage.knowledge.search.grams import of_words, words
from jumelage.knowledge.search.models import Found, Gram, Kind

FOUND = ("id", "kind", "subject", "claim", "text", "words")
BY_NUMBER = attrgetter("int")  # UUIDs compare many times slower
LONGEST = 600  # letters of a milestone that are searched
TOLD = {"milestones", "links"}  # what of a stored record is indexed
Row = tuple[str, UUID, int | None, str]  # kind, subject, claim, text


def project(recorded: Sequence[Recorded]) -> None:
    """Keeps the register in step, and in the index what it made anew: partnerships, and the municipalities that are their parties."""
    index(register.project(recorded))


def index(partnerships: Collection[UUID]) -> None:
    parties: set[UUID] = set()
    public: set[UUID] = set()
    for chunk in rows.chunks(sorted(partnerships, key=BY_NUMBER), register.TOGETHER):
        pairs = Partnership.objects.filter(pk__in=chunk).order_by("pk").values_list("pk", "one", "other", "record")
        told: list[Row] = []
        for pk, one, other, record in rows.select(pairs):
            parties |= {one, other}
            public |= {one, other} if _holds(record) else set()
            told += _told(pk, stored.record(record)) if TOLD & record.keys() else ()
        _forget(chunk)
        _keep(told)
    _index_names(parties, public)


def _holds(record: dict[str, Any]) -> bool:
    """Whether anything accepted says that the partnership is, was or will be there."""
    return any(span["value"] != NONE for axis in ("statuses", "kinds") for span in record.get(axis, ()))


def _index_names(municipalities: Collection[UUID], public: Set[UUID]) -> None:
    """Writes only those whose names are others than they were. public: those that something accepted was just seen of; of the
    rest only what has been found so far can have lost that."""
    for some in rows.chunks(sorted(municipalities, key=BY_NUMBER)):
        had: dict[UUID, set[str]] = {}
        for subject, text in rows.select(Found.objects.filter(subject__in=some).values_list("subject", "text")):
            had.setdefault(subject, set()).add(text)
        seen = public & set(some)
        have = _names(seen | _public(had.keys() - seen))
        changed = [pk for pk in some if had.get(pk, set()) != have.get(pk, set())]
        _forget(pk for pk in changed if pk in had)
        _keep((Kind.MUNICIPALITY, pk, None, name) for pk in changed for name in sorted(have.get(pk, ())))


def rebuild_all() -> int:
    """Everything derived, the register with it, from the ledger alone; returns how many entries were read."""
    count = register.rebuild_all()
    Gram.objects.all().delete()
    Found.objects.all().delete()
    index(set(Partnership.objects.values_list("pk", flat=True)))
    return count


def _forget(subjects: Iterable[UUID]) -> None:
    for some in rows.chunks(subjects):
        old = list(rows.select(Found.objects.filter(subject__in=some).values_list("pk")))
        for ids in rows.chunks(pk for (pk,) in old):
            Gram.objects.filter(found_id__in=ids).delete()
            Found.objects.filter(pk__in=ids).delete()


def _public(municipalities: Collection[UUID]) -> set[UUID]:
    """Those with a partnership of which something is accepted; what is only proposed cannot be found."""
    found: set[UUID] = set()
    for some in rows.chunks(municipalities):
        for side in ("one", "other"):
            theirs = Partnership.objects.filter(**{f"{side}__in": some}).values_list(side, "record")
            found.update(party for party, record in rows.select(theirs) if party not in found and _holds(record))
    return found


def _names(municipalities: Collection[UUID]) -> dict[UUID, set[str]]:
    known = Municipality.objects.filter(pk__in=municipalities).values_list("pk", "label", "names", "geonameid")
    return {
        pk: {label, *names.values(), *exonyms.names(geonameid)} for pk, label, names, geonameid in rows.select(known)
    }


def _told(partnership: UUID, record: Record) -> Iterator[Row]:
    for milestone in record.milestones:
        people = [str(person["name"]) for person in milestone.people]
        text = " ".join(filter(None, (milestone.title, milestone.place, *people, *milestone.organisations)))
        if text and milestone.claims:
            yield Kind.MILESTONE, partnership, milestone.claims[0], text[:LONGEST]
    named = {name for link in record.links for name in (link.home_organisation, link.partner_organisation) if name}
    yield from ((Kind.ORGANISATION, partnership, None, name) for name in sorted(named))


def _keep(found: Iterable[Row]) -> None:
    """Numbers go on from the highest; whoever appends to the ledger holds its lock, so nobody else takes them."""
    first = (Found.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    made: list[tuple[Any, ...]] = []
    grams: list[tuple[str, int]] = []
    for number, (kind, subject, claim, text) in enumerate(found, first):
        said = words(text)
        made.append((number, str(kind), subject, claim, text, " ".join(said)))
        grams += ((gram, number) for gram in of_words(said))
    rows.insert(Found, FOUND, made)
    rows.insert(Gram, ("gram", "found_id"), sorted(grams))
