"""Who may do what: one table, role × action."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    GUEST = "guest", pgettext_lazy("role", "guest of a partner city")
    READER = "reader", pgettext_lazy("role", "reader")
    OFFICER = "officer", pgettext_lazy("role", "officer")
    EDITOR = "editor", pgettext_lazy("role", "editor")
    HEAD = "head", pgettext_lazy("role", "head of office")
    ADMINISTRATOR = "administrator", pgettext_lazy("role", "administrator")


MAY = {
    "read office": {Role.READER, Role.OFFICER, Role.EDITOR, Role.HEAD, Role.ADMINISTRATOR},
    "ingest source": {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR},
    "decide claim": {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR},
    "merge identity": {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR},
    "edit portal": {Role.OFFICER, Role.EDITOR, Role.HEAD, Role.ADMINISTRATOR},
    "answer question": {Role.OFFICER, Role.EDITOR, Role.HEAD, Role.ADMINISTRATOR},
    "edit contact": {Role.OFFICER, Role.EDITOR, Role.HEAD, Role.ADMINISTRATOR},
    "edit task": {Role.OFFICER, Role.EDITOR, Role.HEAD, Role.ADMINISTRATOR},
    "hand over": {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR},
    "redact claim": {Role.HEAD, Role.ADMINISTRATOR},
}
