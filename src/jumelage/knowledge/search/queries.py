"""What the register has under some words: forgiving of accents, of case and of typing errors."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from jumelage.knowledge.partnerships.models import Municipality
from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.search.grams import asked, begun, grams, likeness
from jumelage.knowledge.search.models import Found, Gram, Kind

CANDIDATES = 400  # rows that share the most letters and are looked at closely
LEAST = 0.42
BESIDE_THE_BEST = 0.65  # what is much less like it than the best is not meant
SHARED = 0.34  # of the grams that are asked for, a row must have


@dataclass(frozen=True, slots=True)
class Hit:
    """text: the name or the words that were found; score from LEAST to 1."""

    kind: str
    subject: UUID
    claim: int | None
    text: str
    score: float


def search(text: str, limit: int = 200) -> list[Hit]:
    """The best first, each municipality and each text once; nothing for less than two letters."""
    wanted = asked(text)
    if len("".join(wanted)) < 2 and (not wanted or wanted[0].isascii()):
        return []
    hits = [hit for hit in _alike(wanted) if hit.score >= LEAST] + _by_other_names(text)
    best: dict[tuple[str, UUID, int | None, str], Hit] = {}
    for hit in sorted(hits, key=lambda h: (-h.score, len(h.text), h.text, h.subject)):
        name = "" if hit.kind == Kind.MUNICIPALITY else hit.text
        best.setdefault((hit.kind, hit.subject, hit.claim, name), hit)
    found = list(best.values())[:limit]
    return [hit for hit in found if hit.score >= BESIDE_THE_BEST * found[0].score]


def _alike(wanted: list[str]) -> Iterable[Hit]:
    """The last word may still be being typed."""
    sought = sorted({gram for word in wanted[:-1] for gram in grams(word)} | begun(wanted[-1]))
    shared = Gram.objects.filter(gram__in=sought).values("found_id").annotate(shared=Count("gram"))
    enough = shared.filter(shared__gte=max(1, int(SHARED * len(sought) / len(wanted))))
    numbers = [row["found_id"] for row in enough.order_by("-shared", "found_id")[:CANDIDATES]]
    for found in Found.objects.filter(pk__in=numbers):
        yield Hit(found.kind, found.subject, found.claim, found.text, likeness(wanted, found.words.split()))


def _by_other_names(text: str) -> list[Hit]:
    """Municipalities that bear the name in some language of the world."""
    ids = [place.geonameid for place in gazetteer.lookup(text[:100])]
    known = Municipality.objects.filter(geonameid__in=ids, identity__merged_into=None)
    return [Hit(Kind.MUNICIPALITY, row.pk, None, row.label, 1.0) for row in known]
