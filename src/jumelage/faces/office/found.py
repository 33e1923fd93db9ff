"""What the office has under some words: a function for each kind of record, the best first, only what the person may see."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from jumelage.accounts.models import User
from jumelage.core.text import fold
from jumelage.faces import words
from jumelage.faces.office.partners import Around, parties
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.claims.queries import source_cards
from jumelage.knowledge.partnerships.models import Municipality
from jumelage.knowledge.partnerships.state import Party
from jumelage.knowledge.search.models import Kind
from jumelage.knowledge.search.queries import Hit, search
from jumelage.knowledge.sources.models import Source
from jumelage.work.agreements.models import Agreement
from jumelage.work.agreements.queries import agreements as all_agreements
from jumelage.work.contacts.models import Person, PersonQuerySet
from jumelage.work.council.models import Record
from jumelage.work.council.queries import records as council_records
from jumelage.work.editorial.models import Question
from jumelage.work.tasks.models import Task

Records = Sequence[UUID] | QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Result:
    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Asked:
    """The words, who asks, and what several kinds of record are found by; each is read when it is first needed, and once."""

    text: str
    user: User

    @cached_property
    def parts(self) -> list[str]:
        return fold(self.text).split()

    def fits(self, text: str) -> bool:
        """Whether every word stands in the text."""
        said = fold(text)
        return all(part in said for part in self.parts)

    @cached_property
    def hits(self) -> dict[Kind, list[Hit]]:
        found = search(self.text)
        return {kind: [hit for hit in found if hit.kind == kind] for kind in Kind}

    @cached_property
    def parties(self) -> dict[UUID, Party]:
        return parties(self.user)

    @cached_property
    def around(self) -> Around:
        return Around.of(self.user)

    @cached_property
    def partnerships(self) -> list[UUID]:
        """Those whose partner the index finds, then those whose name or country holds the words."""
        towns = [hit.subject for hit in self.hits[Kind.MUNICIPALITY]]
        near = [pk for town in towns for pk, party in self.parties.items() if party.id == town]
        named = [pk for pk, party in self.parties.items() if self.fits(_named(party))]
        return list(dict.fromkeys([*near, *named]))


def _named(party: Party) -> str:
    return f"{party.name(words.language())} {words.country(party.country)}"


def partnerships(asked: Asked) -> list[UUID]:
    return asked.partnerships


def municipalities(asked: Asked) -> list[UUID]:
    """Of the register, besides the partners of the office, which stand among the partnerships."""
    partners = {party.id for party in asked.parties.values()}
    found = dict.fromkeys(hit.subject for hit in asked.hits[Kind.MUNICIPALITY])
    return [pk for pk in found if pk not in partners]


def organisations(asked: Asked) -> list[UUID]:
    known = asked.around.organisations
    by_name: dict[str, list[UUID]] = {}
    for pk, organisation in known.items():
        for name in organisation.names:
            by_name.setdefault(fold(name), []).append(pk)
    near = [pk for hit in asked.hits[Kind.ORGANISATION] for pk in by_name.get(fold(hit.text), [])]
    named = [pk for pk, organisation in known.items() if asked.fits(" ".join(organisation.names))]
    return list(dict.fromkeys([*near, *sorted(named, key=lambda pk: fold(known[pk].name))]))


def people(asked: Asked) -> PersonQuerySet:
    """Who is called just so, then whose family name begins with the last word, then who has any name that does, then all others
    whose names, address or number hold the words."""
    last = asked.parts[-1] if asked.parts else ""
    nearest: list[dict[str, str]] = [
        {"name_key": " ".join(sorted(asked.parts))},
        {"family_name__istartswith": last},
        {"searched__startswith": last},
        {"searched__contains": f" {last}"},
    ]
    order = [When(**fits, then=Value(at)) for at, fits in enumerate(nearest)]
    rank = Case(*order, default=Value(len(nearest)), output_field=IntegerField())
    return Person.objects.of(asked.user).named(asked.text).order_by(rank, "family_name", "given_name", "pk")


def tasks(asked: Asked) -> list[UUID]:
    """Open ones by their day, then those that are done."""
    found = Task.objects.of(asked.user).order_by("done_at", "due", "title", "pk").values_list("pk", "title", "done_at")
    fitting = [(done_at is not None, pk) for pk, title, done_at in found if asked.fits(title)]
    return [pk for _done, pk in sorted(fitting, key=lambda one: one[0])]


def sources(asked: Asked) -> list[UUID]:
    """By their title as read or as an officer corrected it, the latest first."""
    said = Claim.objects.live().filter(property="title").values_list("subject", "value")
    titled = {pk for pk, title in said if asked.fits(str(title))}
    found = Source.objects.order_by("-retrieved_at", "pk").values_list("pk", "title")
    return [pk for pk, title in found if pk in titled or asked.fits(title)]


def questions(asked: Asked) -> list[UUID]:
    """Open ones first."""
    found = Question.objects.order_by("-sent_at").values_list("pk", "text", "name", "email", "done_at")
    fitting = [(done is not None, pk) for pk, *said, done in found if asked.fits(" ".join(said))]
    return [pk for _done, pk in sorted(fitting, key=lambda one: one[0])]


def council(asked: Asked) -> QuerySet[Record]:
    return council_records(asked.user, words=asked.text)


def agreements(asked: Asked) -> QuerySet[Agreement]:
    return all_agreements(asked.user, words=asked.text)


def show_council(asked: Asked, found: Iterable[Record]) -> list[Result]:
    return [
        Result(
            one.title, reverse("office:council-record", args=[one.pk]), " ".join(filter(None, (one.body, one.number)))
        )
        for one in found
    ]


def show_agreements(asked: Asked, found: Iterable[Agreement]) -> list[Result]:
    return [Result(one.title, reverse("office:agreement", args=[one.pk]), str(one.get_kind_display())) for one in found]


def show_partnerships(asked: Asked, found: Iterable[UUID]) -> list[Result]:
    return [
        Result(
            asked.parties[pk].name(words.language()),
            reverse("office:dossier", args=[pk]),
            words.country(asked.parties[pk].country),
        )
        for pk in found
    ]


def show_municipalities(asked: Asked, found: Iterable[UUID]) -> list[Result]:
    towns = Municipality.objects.in_bulk(list(found))
    return [
        Result(
            towns[pk].names.get(words.language(), towns[pk].label),
            reverse("portal:municipality", args=[pk]),
            words.country(towns[pk].country),
        )
        for pk in found
        if pk in towns
    ]


def show_organisations(asked: Asked, found: Iterable[UUID]) -> list[Result]:
    known = [asked.around.organisations[pk] for pk in found]
    return [Result(o.name, reverse("office:organisation", args=[o.id]), words.organisation_type(o.type)) for o in known]


def show_people(asked: Asked, found: Iterable[Person]) -> list[Result]:
    return [Result(str(person), reverse("office:contact-card", args=[person.pk]), person.email) for person in found]


def show_tasks(asked: Asked, found: Iterable[UUID]) -> list[Result]:
    """Who may not edit a task comes to the list in which it stands."""
    rows = Task.objects.select_related("assignee").in_bulk(list(found))
    may_open = asked.user.may("edit task")
    return [
        Result(
            task.title,
            reverse("office:task", args=[task.pk]) if may_open else _list_of(task),
            ", ".join(filter(None, (str(task.assignee or ""), _state(task)))),
        )
        for task in (rows[pk] for pk in found)
    ]


def _list_of(task: Task) -> str:
    return reverse("office:tasks") + ("?done=on" if task.done_at else "")


def _state(task: Task) -> str:
    if task.done_at:
        return pgettext("task", "done")
    return _("until %(date)s") % {"date": words.day_words(task.due)} if task.due else ""


def show_sources(asked: Asked, found: Iterable[UUID]) -> list[Result]:
    cards = source_cards(Source.objects.filter(pk__in=list(found)))
    shown = [cards[pk] for pk in found]
    return [Result(c.title, reverse("office:review", args=[c.source.pk]), words.date_words(c.published)) for c in shown]


def show_questions(asked: Asked, found: Iterable[UUID]) -> list[Result]:
    rows = Question.objects.in_bulk(list(found))
    return [
        Result(str(rows[pk]), reverse("office:question", args=[pk]), words.day_words(rows[pk].sent_at.date()))
        for pk in found
    ]


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of record: who may see it, how it is found and shown."""

    key: str
    title: object
    action: str
    found: Callable[[Asked], Records]
    show: Callable[..., list[Result]]


GROUPS = (
    Group("partnerships", gettext_lazy("Partnerships"), "read office", partnerships, show_partnerships),
    Group(
        "municipalities",
        gettext_lazy("Other municipalities of the register"),
        "read office",
        municipalities,
        show_municipalities,
    ),
    Group("organisations", gettext_lazy("Organisations"), "read office", organisations, show_organisations),
    Group("people", gettext_lazy("People"), "read contact", people, show_people),
    Group("council", gettext_lazy("Council"), "read office", council, show_council),
    Group("agreements", gettext_lazy("Agreements"), "read office", agreements, show_agreements),
    Group("tasks", gettext_lazy("Tasks"), "read office", tasks, show_tasks),
    Group("sources", pgettext_lazy("documents", "Sources"), "read office", sources, show_sources),
    Group("questions", gettext_lazy("Questions"), "answer question", questions, show_questions),
)
