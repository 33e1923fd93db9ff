from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "jumelage.knowledge.sources"
    label = "sources"

    def ready(self) -> None:
        from jumelage.core.guard import protect

        for table in ("sources_document", "sources_frozentext", "sources_source"):
            protect(table)
