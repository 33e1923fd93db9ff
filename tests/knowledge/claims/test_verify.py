"""verify names the first bad entry, whatever was done to the file behind the application's back."""

import pytest
from django.db import connection
from factories import claim, municipality

from jumelage.core import guard
from jumelage.knowledge.claims.verify import verify

TAMPERING = {
    "an entry changed": ("UPDATE claims_entry SET actor = 'me' WHERE seq = 3", 3),
    "a bound changed": ("UPDATE claims_entry SET start_min = 1 WHERE seq = 2", 2),
    "an entry cut out": ("DELETE FROM claims_entry WHERE seq = 3", 4),
    "the order changed": ("UPDATE claims_entry SET seq = CASE seq WHEN 3 THEN 99 ELSE seq END", 4),
    "a payload changed": ("UPDATE claims_payload SET body = '{}' WHERE entry_id = 4", 4),
    "a payload cut out": ("DELETE FROM claims_payload WHERE entry_id = 2", 2),
    "the tail cut": ("DELETE FROM claims_entry WHERE seq = 5", None),
}


@pytest.mark.parametrize(("sql", "bad"), TAMPERING.values(), ids=TAMPERING)
def test_tampering_is_found_at_its_entry(sql: str, bad: int | None, committed_db: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the application's role cannot do this on PostgreSQL")
    subject = municipality()
    for n in range(4):
        claim(subject, "since", str(1960 + n), period=f"{1960 + n}/..")
    guard.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute(sql)
    guard.install(connection)

    verdict = verify()

    assert verdict.fault
    assert verdict.bad_seq == bad
