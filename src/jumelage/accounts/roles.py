"""Who may do what: one table, role × action. Every page and every verb of the office asks it.

A role opens an action; what it may touch is narrowed further by the office of the person: their own, and what concerns it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    GUEST = "guest", pgettext_lazy("role", "guest of a partner city")
    READER = "reader", pgettext_lazy("role", "reader")
    OFFICER = "officer", pgettext_lazy("role", "officer")
    EDITOR = "editor", pgettext_lazy("role", "editor")
    HEAD = "head", pgettext_lazy("role", "head of office")
    ADMINISTRATOR = "administrator", pgettext_lazy("role", "administrator")


EVERYONE = set(Role)
STAFF = EVERYONE - {Role.GUEST}
WRITERS = STAFF - {Role.READER}
DECIDERS = {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR}

MAY = {
    "keep own account": EVERYONE,
    "read office": STAFF,
    "hold feed": STAFF,
    "share calendar": DECIDERS,
    "hold token": WRITERS,
    "edit portal": WRITERS,
    "answer question": WRITERS,
    "read contact": WRITERS,
    "edit contact": WRITERS,
    "edit task": WRITERS,
    "edit council": WRITERS,
    "edit agreement": WRITERS,
    "hand over": DECIDERS,
    "ingest source": DECIDERS,
    "decide claim": DECIDERS,
    "merge identity": DECIDERS,
    "redact claim": {Role.HEAD, Role.ADMINISTRATOR},
    "set up office": {Role.HEAD, Role.ADMINISTRATOR},
    "administer people": {Role.ADMINISTRATOR},
}


class Scope(models.TextChoices):
    """What a program may do with a token; never more than the person who made it."""

    READ = "read", _("Read what the office may read")
    PROPOSE = "propose", _("Bring sources and propose")


SCOPE_OF = {"read office": Scope.READ, "ingest source": Scope.PROPOSE}
