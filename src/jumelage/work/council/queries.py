"""Reads of the council's records."""

from uuid import UUID

from django.db.models import F

from jumelage.accounts.models import User
from jumelage.work.council.models import Kind, Record, RecordQuerySet, Result

SORTS = {
    "date": (F("first_day").asc(nulls_last=True), "title", "pk"),
    "-date": (F("first_day").desc(nulls_last=True), "title", "pk"),
    "title": ("title", "pk"),
    "-title": ("-title", "pk"),
    "body": ("body", "number", "pk"),
    "-body": ("-body", "-number", "pk"),
}


def records(
    user: User,
    *,
    words: str = "",
    kind: str = "",
    result: str = "",
    step: str = "",
    partnership: UUID | None = None,
    waiting: bool = False,
    sort: str = "-date",
) -> RecordQuerySet:
    """The office's records, without the kept text, which can be long. waiting: only mandates that nothing fulfils yet."""
    wanted = {"kind": kind, "result": result, "step": step}
    found = Record.objects.of(user).naming(words).filter(**{name: value for name, value in wanted.items() if value})
    if partnership:
        found = found.about(partnership)
    if waiting:
        found = found.waiting()
    return found.order_by(*SORTS[sort]).defer("text", "upstream")


def decided(user: User, partnership: UUID) -> set[str]:
    """What the council has adopted on a partnership, as codes of `life`."""
    adopted = Record.objects.of(user).about(partnership).filter(result=Result.ADOPTED).values_list("kind", "step")
    found = list(adopted)
    return {f"council:{step}" for _, step in found if step} | {"mandate" for kind, _ in found if kind == Kind.MANDATE}
