"""What is kept about one person, wherever it lies."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone

from jumelage.accounts.models import User
from jumelage.core.masking import Spellings
from jumelage.knowledge.claims.actions.redact import KEPT as NEVER_REDACTED
from jumelage.knowledge.claims.chain import said
from jumelage.knowledge.claims.models import Entry, Op, Payload
from jumelage.knowledge.sources.masking import texts_with
from jumelage.knowledge.sources.models import FrozenText, Source
from jumelage.work.agreements.models import Agreement, Party
from jumelage.work.agreements.models import Text as AgreementText
from jumelage.work.contacts.models import PERSON_FIELDS, ROLE_FIELDS, Person, Role
from jumelage.work.council.models import Record
from jumelage.work.editorial.models import Contact, Picture, Question, Text
from jumelage.work.history.actions import facts
from jumelage.work.history.models import Change
from jumelage.work.saved.models import View
from jumelage.work.tasks.models import Task

# Records of the office in whose texts a person may be named, beside their own. What has no office belongs to the whole register.
NAMED_IN: dict[type[models.Model], tuple[str, ...]] = {
    Person: ("note",),
    Role: ("title",),
    Task: ("title", "note"),
    Record: ("title", "body", "number", "wanted", "link", "text", "note", "oparl", "upstream", "searched"),
    Agreement: ("title", "note", "searched"),
    Party: ("name", "signer", "role", "place"),
    AgreementText: ("words", "scan_name"),
    View: ("name", "query"),
    Question: ("text", "name", "email", "outcome"),
    Text: ("body",),
    Contact: ("name", "phone", "email"),
    Picture: ("credit", "alt"),
    Change: ("label", "said"),
}
OFFICE = {
    Person: "office",
    Role: "person__office",
    Task: "office",
    Record: "office",
    Agreement: "office",
    Party: "agreement__office",
    AgreementText: "agreement__office",
    View: "user__office",
    Change: "office",
}


@dataclass(frozen=True)
class Kept:
    """records: those of NAMED_IN that name the person. entries: of the ledger, that say or quote one of the spellings, or whose words in a
    text overlap one. texts: of sources."""

    person: Person
    spellings: Spellings
    changes: list[Change]
    records: list[models.Model]
    entries: list[Entry]
    texts: list[FrozenText]

    @property
    def sources(self) -> list[Source]:
        return list(Source.objects.filter(text__in=self.texts).order_by("title"))


def spellings_of(person: Person, more: Iterable[str] = ()) -> Spellings:
    """How this person is written: given name and family name, both ways, addresses and numbers."""
    names = (f"{person.given_name} {person.family_name}", f"{person.family_name}, {person.given_name}")
    full = names if person.given_name else ()
    return Spellings.of([*full, person.email, person.phone, person.mobile, *more])


def kept_about(person: Person, spellings: Spellings, *, by: User) -> Kept:
    """by: whose office's records are looked through; the register is looked through as a whole."""
    texts = texts_with(spellings)
    own = Change.objects.filter(record=person.pk).select_related("by").order_by("at")
    records = [one for table, fields in NAMED_IN.items() for one in _naming(table, fields, spellings, person, by)]
    return Kept(person, spellings, list(own), records, _entries(spellings, texts), texts)


def _naming(
    table: type[models.Model], fields: tuple[str, ...], spellings: Spellings, person: Person, by: User
) -> Iterable[models.Model]:
    near = Q(pk=None)
    for name in fields:
        for fragment in spellings.fragments():
            near |= Q(**{f"{name}_as_text__icontains": fragment})
    as_text = {f"{name}_as_text": Cast(name, models.TextField()) for name in fields}
    found = table._default_manager.annotate(**as_text).filter(near).order_by("pk")
    if table in OFFICE:
        found = found.filter(**{OFFICE[table]: by.office_id})
    own = {Person: Q(pk=person.pk), Role: Q(person=person.pk), Change: Q(record=person.pk)}.get(table)
    for one in found.exclude(own) if own else found:
        if any(spellings.masked_value(value := _words(one, name)) != value for name in fields):
            yield one


def _words(one: models.Model, name: str) -> Any:
    """What a field says; a saved view has its words as an address writes them."""
    value = getattr(one, name)
    return unquote_plus(value) if isinstance(one, View) else value


def _entries(spellings: Spellings, texts: Iterable[FrozenText]) -> list[Entry]:
    near = Q(pk=None)
    for fragment in spellings.fragments():
        near |= Q(body__icontains=fragment)
    said_so = Payload.objects.filter(near).exclude(entry__op__in=NEVER_REDACTED)
    seqs = {p.pk for p in said_so.iterator() if spellings.masked_value(value := said(p.body)) != value}
    found = Entry.objects.filter(pk__in=seqs | set(_overlapping(spellings, texts)))
    return list(found.select_related("payload").order_by("seq"))


def _overlapping(spellings: Spellings, texts: Iterable[FrozenText]) -> Iterable[int]:
    """Claims of which some words are a part of a spelling: once it is covered, they would not stand in their source."""
    for text in texts:
        masked = spellings.masked(text.text)
        claims = Payload.objects.filter(entry__source__text=text, entry__op=Op.ASSERT)
        for payload in claims:
            spans = ((e["start"], e["end"], e["quote"]) for e in said(payload.body).get("evidence", ()))
            if any(masked[start:end] != quote for start, end, quote in spans):
                yield payload.pk


def as_file(kept: Kept) -> dict[str, Any]:
    """For the person, and for the archive before an erasure: plain values under the names of the fields."""
    roles = kept.person.roles.order_by("first_day", "title")
    return {
        "made": timezone.now().isoformat(timespec="seconds"),
        "looked_for": list(kept.spellings.words),
        "person": facts(kept.person, PERSON_FIELDS),
        "roles": [facts(role, ROLE_FIELDS) for role in roles],
        "changes": [{"at": change.at.isoformat(), "what": change.what, "said": change.said} for change in kept.changes],
        "named_in": [_record(one) for one in kept.records],
        "register": [_entry(entry) for entry in kept.entries],
        "sources": [{"title": s.title, "location": s.location} for s in kept.sources],
    }


def _record(one: models.Model) -> dict[str, Any]:
    return {"record": one._meta.model_name} | {name: getattr(one, name) for name in NAMED_IN[type(one)]}


def _entry(entry: Entry) -> dict[str, Any]:
    return {"number": entry.seq, "what": entry.op, "property": entry.property, "said": said(entry.payload.body)}
