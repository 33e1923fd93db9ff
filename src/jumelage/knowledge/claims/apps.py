from django.apps import AppConfig

PREVIOUS = "EXISTS (SELECT 1 FROM claims_entry p WHERE p.seq = NEW.seq - 1 AND p.hash = NEW.prev_hash)"
FIRST = "(NEW.seq = 1 AND NEW.prev_hash = '')"
REDACTED = "EXISTS (SELECT 1 FROM claims_entry e WHERE e.op = 'redact' AND e.target_id = OLD.entry_id)"
REDACTED_NEW = REDACTED.replace("OLD.", "NEW.")
LAST = "EXISTS (SELECT 1 FROM claims_entry e WHERE e.seq = NEW.seq AND e.hash = NEW.hash) AND NEW.seq >= OLD.seq"
ONLY_MERGED = "NEW.id = OLD.id AND NEW.type = OLD.type AND COALESCE(NEW.key, '') = COALESCE(OLD.key, '')"


class ClaimsConfig(AppConfig):
    name = "jumelage.knowledge.claims"
    label = "claims"

    def ready(self) -> None:
        from jumelage.core.guard import protect

        protect("claims_entry", insert_if=f"{FIRST} OR {PREVIOUS}")
        protect("claims_payload", insert_if=f"NOT {REDACTED_NEW}", delete_if=REDACTED)
        protect("claims_ledgerhead", update_if=LAST)
        protect("claims_identity", update_if=ONLY_MERGED)
