"""Puts a file into the register: its bytes as a source, its statements as claims, all or nothing."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from jumelage.accounts.models import User
from jumelage.knowledge.claims.actions.append import Draft, append
from jumelage.knowledge.claims.actions.decide import accept_source
from jumelage.knowledge.claims.actions.identify import Wanted, identify, partnership
from jumelage.knowledge.claims.actions.ingest import announce, date_source
from jumelage.knowledge.claims.actor import SYSTEM, importer, person
from jumelage.knowledge.claims.models import Claim, IdentityType, LedgerHead, Op
from jumelage.knowledge.claims.rules import period_of
from jumelage.knowledge.exchange.known import WIKIDATA, Pair
from jumelage.knowledge.exchange.model import Frozen, Party, Reading, Span
from jumelage.knowledge.exchange.placing import Placed
from jumelage.knowledge.exchange.plan import Plan, make_plan
from jumelage.knowledge.sources.actions import Kept, keep_source
from jumelage.knowledge.sources.extract import Document
from jumelage.knowledge.sources.load import Loaded
from jumelage.knowledge.sources.models import IMPORTED, Source

LABEL = 200


@dataclass(frozen=True, slots=True)
class Imported:
    """source is that of the file, None where nothing of it was ever taken in. claims: how many were written; accepted: how many
    the decision on the source made facts."""

    plan: Plan
    source: Source | None
    claims: int = 0
    accepted: int = 0


def import_reading(
    reading: Reading,
    loaded: Loaded,
    *,
    of: Party | None = None,
    own_places: bool = False,
    published: str | None = None,
    by: User | None = None,
    accept: str | None = None,
    step: Callable[[str], object] = lambda name: None,
) -> Imported:
    """One transaction: the source, its municipalities and partnerships, one batch of claims, and one decision on the source where
    `accept` gives its reason. Without it the claims are proposals for people to review. A file that says nothing new writes
    nothing, but what is still open of it can be accepted.

    Raises ImportRefused, or PermissionDenied for a role that may not; then nothing is written.
    """
    _guard(by, accept)
    with transaction.atomic():
        LedgerHead.objects.select_for_update().get(pk=1)
        step("comparing")
        plan = make_plan(reading, of=of, own_places=own_places)
        source, written = _taken_before(reading.frozen), 0
        if not plan.changes_nothing:
            step("writing")
            source, written = _write(plan, loaded, published, person(by) if by else SYSTEM)
        if not (accept and by and source):
            return Imported(plan, source, written)
        step("accepting")
        accepted = Claim.objects.open().filter(source=source).count()
        accept_source(source.pk, by=by, reason=accept)
    return Imported(plan, source, written, accepted)


def _guard(by: User | None, accept: str | None) -> None:
    if by and not by.may("ingest source"):
        raise PermissionDenied(f"The role {by.role} may not import.")
    if accept and not by:
        raise PermissionDenied("Only a person can accept what a file says.")


def _taken_before(frozen: Frozen) -> Source | None:
    digest = hashlib.sha256(frozen.text.encode("utf-8", "surrogatepass")).hexdigest()
    extractors = [frozen.extractor, f"{IMPORTED}{frozen.extractor}"]
    found = Source.objects.filter(text__sha256=digest, text__extractor__in=extractors)
    return found.order_by("-retrieved_at").first()


def _write(plan: Plan, loaded: Loaded, published: str | None, actor: str) -> tuple[Source, int]:
    kept = _kept(plan.reading, loaded)
    if kept.is_new:
        announce(kept.source, actor)
    date_source(kept.source, published, None, actor)
    importing = importer(plan.reading.frozen.extractor)
    drafts = [*_on_source(kept), *_drafts(plan, kept.source, importing)]
    append(drafts, by=importing)
    return kept.source, len(plan.new) + len(plan.linked)


def _kept(reading: Reading, loaded: Loaded) -> Kept:
    frozen = reading.frozen
    return keep_source(
        data=loaded.data,
        media_type=frozen.media_type,
        page=Document(frozen.text, (), extractor=frozen.extractor, version=frozen.version),
        location=loaded.location,
        origin=loaded.origin,
        title=loaded.location,
        language=reading.language,
    )


def _on_source(kept: Kept) -> list[Draft]:
    source = kept.source.pk
    return [Draft(Op.ASSERT, source, "source_class", source, body={"value": "import"})] if kept.is_new else []


def _drafts(plan: Plan, source: Source, actor: str) -> Iterator[Draft]:
    """The claims in the order of the file, each deprecated one with the decision that says so."""
    municipalities = _municipalities(plan, actor)
    subjects = _partnerships(plan, municipalities, actor)
    frozen, headings, language = plan.reading.frozen, plan.reading.headings, plan.reading.language
    for link in plan.linked:
        body = {"value": link.wikidata, "evidence": [_words(frozen, link.told.span)], "row": link.told.mark}
        yield Draft(Op.ASSERT, municipalities[link.key], WIKIDATA, source.pk, body=body)
    for line in plan.new:
        told, said = line.told, line.said
        evidence = [_words(frozen, told.span)]
        if said.rule == "heading" and headings:
            evidence.append(_words(frozen, headings, "context"))
        body = {"value": said.value, "evidence": evidence, "rule": f"{frozen.extractor}.{said.property}.{said.rule}"}
        body |= {"row": told.mark, **told.detail}
        if language:
            body["names"] = [party.name for party in (told.one, told.other) if party and party.name]
        period = period_of(said.property, said.value, said.period)
        claim = Draft(Op.ASSERT, subjects[line.pair], said.property, source.pk, period, body=body)
        yield claim
        if told.deprecated:
            reason = {"reason": told.deprecated}
            yield Draft(Op.DEPRECATE, claim.subject, claim.property, source.pk, target=claim, body=reason)


def _words(frozen: Frozen, span: Span, role: str = "value") -> dict[str, Any]:
    return {"role": role, "start": span.start, "end": span.end, "quote": frozen.words(span)}


def _municipalities(plan: Plan, actor: str) -> Mapping[str, UUID]:
    new = {key: _wanted(place) for key, place in plan.municipalities.items() if key not in plan.ids}
    return {**plan.ids, **identify(new, by=actor)} if new else plan.ids


def _wanted(place: Placed) -> Wanted:
    facts = {"label": place.label[:LABEL], "country": place.country}
    known = {"geonameid": place.geonameid, "lat": place.lat, "lon": place.lon}
    return Wanted(IdentityType.MUNICIPALITY, facts | {name: fact for name, fact in known.items() if fact is not None})


def _partnerships(plan: Plan, municipalities: Mapping[str, UUID], actor: str) -> Mapping[Pair, UUID]:
    pairs = dict.fromkeys(line.pair for line in plan.new)
    wanted = {p: partnership(*(municipalities[key] for key in p)) for p in pairs if p not in plan.partnerships}
    ids = identify(dict(wanted.values()), by=actor) if wanted else {}
    return {**plan.partnerships, **{pair: ids[key] for pair, (key, _) in wanted.items()}}
