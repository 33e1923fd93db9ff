"""What a municipality is called in a language: the name that sources in it use, where the gazetteer knows it for the place.

So an inflected form ("Getyngą") or a typing error never becomes a name.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Set
from itertools import product
from uuid import UUID

from django.db.models import Count, Q

from jumelage.core import rows
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.partnerships.models import Municipality, Partnership
from jumelage.knowledge.places import gazetteer, spelling

APOSTROPHE = str.maketrans("´`'ʼ", "’’’’")
Said = dict[UUID, Counter[tuple[str, str]]]


def refresh(partnerships: Collection[UUID]) -> None:
    """Sets the names of the parties of these partnerships from everything that is accepted on them."""
    touched = [
        pair
        for some in rows.chunks(partnerships)
        for pair in rows.select(Partnership.objects.filter(pk__in=some).values_list("one", "other"))
    ]
    for parties in rows.chunks({party for pair in touched for party in pair}):
        said = _said(set(parties))
        known = rows.select(Municipality.objects.filter(pk__in=parties).values_list("pk", "geonameid", "names"))
        chosen = [(_chosen(geonameid, said[pk]), pk, names) for pk, geonameid, names in known]
        rows.update(Municipality, ["names"], [(new, pk) for new, pk, old in chosen if new != old])


def _said(parties: Set[UUID]) -> Said:
    """How often which party was called what, by (language, name)."""
    pairs = Partnership.objects.filter(Q(one__in=parties) | Q(other__in=parties)).values_list("pk", "one", "other")
    sides = {pk: (one, other) for pk, one, other in rows.select(pairs)}
    said: Said = defaultdict(Counter)
    for chunk in rows.chunks(sides):
        claims = Claim.objects.accepted().filter(subject__in=chunk).exclude(source=None).exclude(source__language="")
        named = claims.values_list("subject", "detail__names", "source__language").annotate(times=Count("seq"))
        for subject, names, language, times in rows.select(named.exclude(detail__names=None)):
            for party, name in product(parties & set(sides[subject]), names):
                said[party][language, name] += times
    return said


def _chosen(geonameid: int | None, said: Counter[tuple[str, str]]) -> dict[str, str]:
    """The most frequent name in each language; among equals the first of the alphabet."""
    known = gazetteer.names(geonameid) if geonameid and said else frozenset()
    ranked = sorted(said.items(), key=lambda item: (-item[1], item[0]))
    chosen: dict[str, str] = {}
    for (language, name), _ in ranked:
        if spelling.key(name) in known:
            chosen.setdefault(language, name.translate(APOSTROPHE))
    return dict(sorted(chosen.items()))
