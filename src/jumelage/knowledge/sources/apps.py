from django.apps import AppConfig

KEPT = " AND ".join(f"NEW.{name} = OLD.{name}" for name in ("id", "document_id", "extractor", "version", "sha256"))
ONLY_MASKED = (
    f"{KEPT} AND LENGTH(NEW.text) = LENGTH(OLD.text)"  # noqa: S608  # no value from outside
    " AND EXISTS (SELECT 1 FROM sources_masking m WHERE m.text_id = NEW.id)"
)


class SourcesConfig(AppConfig):
    name = "jumelage.knowledge.sources"
    label = "sources"

    def ready(self) -> None:
        from jumelage.core.guard import protect

        for table in ("sources_document", "sources_source"):
            protect(table)
        protect("sources_frozentext", update_if=ONLY_MASKED)
        protect("sources_masking", update_if="NEW.text_id = OLD.text_id")
