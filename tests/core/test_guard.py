"""Guards survive what Django does to tables."""

import os
import subprocess
import sys

import pytest
from django.db import connection
from serving import environment_of

from jumelage.core import guard

REMAKE = """
import django; django.setup()
from django.db import connection, models
from jumelage.core import guard
from jumelage.knowledge.claims.models import Entry
guard.before_migration(using="default")
with connection.schema_editor() as editor:
    field = models.CharField(max_length=80, null=True); field.set_attributes_from_name("actor"); field.model = Entry
    editor.alter_field(Entry, Entry._meta.get_field("actor"), field, strict=True)
print(",".join(guard.missing(connection)))
guard.after_migration(using="default")
print(",".join(guard.missing(connection)))
"""


def test_table_that_django_remakes_loses_its_triggers_and_gets_them_again(committed_db: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL alters in place, and the application's role may not")
    environment = os.environ | environment_of(committed_db) | {"DJANGO_SETTINGS_MODULE": "jumelage.settings"}

    done = subprocess.run([sys.executable, "-c", REMAKE], env=environment, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    lost, after = done.stdout.splitlines()
    assert "guard_claims_entry_update" in lost
    assert after == ""


def test_missing_trigger_is_found_by_the_system_check(committed_db: str) -> None:
    from jumelage.core.apps import check_guards

    if connection.vendor != "sqlite":
        pytest.skip("the application's role cannot drop a trigger")
    connection.ensure_connection()
    guard.lift(connection)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER guard_claims_entry_delete")

    assert [error.id for error in check_guards(databases=["default"])] == ["jumelage.E001"]
