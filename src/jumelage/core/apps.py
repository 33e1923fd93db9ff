from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class CoreConfig(AppConfig):
    name = "jumelage.core"
    label = "core"

    def ready(self) -> None:
        from jumelage.core import guard

        connection_created.connect(guard.on_connect)
        pre_migrate.connect(guard.before_migration, sender=self)
        post_migrate.connect(guard.after_migration, sender=self)
        checks.register(check_guards, "database")


def check_guards(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **_: Any
) -> list[checks.CheckMessage]:
    from jumelage.core import guard

    return [
        checks.Error(
            f"The database has lost the guards {', '.join(lost)}.",
            hint="Run `jumelage migrate`, then `jumelage ledger verify`.",
            id="jumelage.E001",
        )
        for name in databases or []
        if (lost := guard.missing(connections[name]))
    ]
