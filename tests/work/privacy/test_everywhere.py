"""Every field of the office's records that holds words is looked through for a person, or said here to hold none."""

from django.apps import apps
from django.db import models

from jumelage.work.privacy.kept import NAMED_IN

# What is chosen from a list, made by the program, or goes with the person's own record.
NO_WORDS = {
    "contacts.Person": {"title", "given_name", "family_name", "salutation", "language", "email", "phone", "mobile", "address",
                        "purpose", "legal_basis", "searched", "name_key"},
    "contacts.Role": {"side", "since", "until"},
    "history.Change": {"what"},
    "editorial.Text": {"about", "language"},
    "editorial.AccessibilityStatement": {"conformity", "method", "email"},
    "editorial.Picture": {"file", "licence"},
    "editorial.Contact": {"subject"},
    "editorial.Question": {"page"},
    "agreements.Agreement": {"kind", "since", "until"},
    "agreements.Party": {"side", "signed_on"},
    "agreements.Text": {"language", "scan", "media_type"},
    "council.Record": {"kind", "date", "result", "step"},
    "saved.View": {"list"},
    "calendar.Feed": {"digest", "language"},
}  # fmt: skip


def test_every_field_with_words_is_looked_through() -> None:
    left = {}
    for table in apps.get_models():
        if table.__module__.startswith("jumelage.work."):
            fields = {f.attname for f in table._meta.concrete_fields if isinstance(f, WORDS) and not f.primary_key}
            missed = fields - set(NAMED_IN.get(table, ())) - NO_WORDS.get(table._meta.label, set())
            if missed:
                left[table._meta.label] = missed
    assert left == {}


WORDS = (models.CharField, models.TextField, models.JSONField)
