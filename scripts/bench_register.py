"""The register's figures at a million claims, and the gazetteer's on the world's towns.

The large register takes minutes to make, so it is kept in the folder for temporary files until what it is made of changes.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
JUMELAGE = Path(sys.executable).with_name("jumelage")
NODES = ROOT.parent / "shared/data/world_nodes.csv"
CLAIMS = 1_000_000
TOWNS, TRIES = 200, 3
DERIVED = {
    "claims_claim": "*",
    "partnerships_municipality": "*",
    "partnerships_partnership": "*",
    "partnerships_countedyears": "partnership_id, country, first, last",
}
MADE_OF = (
    "scripts/million_claims.py",
    "src/jumelage/knowledge/claims/migrations",
    "src/jumelage/knowledge/partnerships/migrations",
)
Rows = list[tuple[str, str]]
Opened = Callable[[Path], AbstractContextManager[None]]


def large(opened: Opened) -> Rows:
    """`opened` points Django, in this process, at the register in a folder."""
    data = Path(tempfile.gettempdir()) / f"jumelage-bench-{_digest_of_what_it_is_made_of()}"
    if not data.exists():
        _make(data, opened)
    with opened(data):
        return [*_answers(), *_verified(), *_rebuilt()]


def _digest_of_what_it_is_made_of() -> str:
    files = [
        file for place in MADE_OF for file in sorted([ROOT / place, *(ROOT / place).glob("0*.py")]) if file.is_file()
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files) + str(CLAIMS).encode()).hexdigest()[:16]


def _make(data: Path, opened: Opened) -> None:
    """Under another name until it is whole."""
    half = data.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    command = [JUMELAGE, "init", "--home", "Dortmund", "--country", "DE"]
    subprocess.run(command, env=os.environ | {"JUMELAGE_DATA": str(half)}, check=True, capture_output=True)
    print(f"Making a register of {CLAIMS:,} claims in {data}, once …", file=sys.stderr, flush=True)
    with opened(half):
        import million_claims

        from jumelage.accounts.models import User

        million_claims.build(CLAIMS, User.objects.get())
    half.rename(data)


def _answers() -> Iterator[tuple[str, str]]:
    from jumelage.knowledge.claims.models import Claim, LedgerHead
    from jumelage.knowledge.partnerships.models import Municipality, Partnership
    from jumelage.knowledge.partnerships.queries import partners_of
    from jumelage.knowledge.partnerships.whole import by_country_and_year

    size = f"{Claim.objects.count():,} claims, {LedgerHead.objects.get().seq:,} entries, {Partnership.objects.count():,} partnerships"
    places = list(Municipality.objects.order_by("pk").values_list("pk", flat=True)[::50][:TOWNS])
    asked = sorted(_best(lambda place=place: partners_of(place, date(1995, 6, 30))) for place in places)
    year = _best(lambda: by_country_and_year(1950, 2026), tries=9)
    yield "the register", size
    yield (
        f"partners of one municipality as of a day, 20 each, {TOWNS} municipalities: p50, p95",
        f"{asked[TOWNS // 2] * 1000:.1f} ms, {asked[TOWNS * 95 // 100] * 1000:.1f} ms",
    )
    yield "partnerships by country and year, 1950 to 2026, whole register, best of 9", f"{year * 1000:.0f} ms"


def _best(work: Callable[[], object], tries: int = TRIES) -> float:
    """Wall seconds of the fastest of some tries: what others do on the machine counts little."""
    return min(_seconds(work) for _ in range(tries))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _verified() -> Iterator[tuple[str, str]]:
    from jumelage.knowledge.claims.verify import verify

    taken, spent = [], []
    for _ in range(2):
        cpu = time.process_time()
        taken.append(_seconds(verify))
        spent.append(time.process_time() - cpu)
    verdict = verify()
    assert verdict.fault is None, verdict.fault
    per_million = 1_000_000 / verdict.count
    yield (
        "verify, for each 1,000,000 entries: wall, CPU",
        f"{min(taken) * per_million:.1f} s, {min(spent) * per_million:.1f} s",
    )


def _rebuilt() -> Iterator[tuple[str, str]]:
    """In a transaction that is rolled back, so that the register stays as it was made."""
    from django.db import transaction

    from jumelage.knowledge.claims.models import Claim
    from jumelage.knowledge.partnerships.projection import rebuild_all

    count, before = Claim.objects.count(), _derived()
    with transaction.atomic():
        cpu = time.process_time()
        wall = _seconds(rebuild_all)
        cpu = time.process_time() - cpu
        same = _derived() == before
        transaction.set_rollback(True)
    yield "claims/s rebuilt from the ledger: wall, CPU", f"{count / wall:,.0f}, {count / cpu:,.0f}"
    yield "what was rebuilt, beside what was there", "the same bytes" if same else "differs"


def _derived() -> dict[str, str]:
    """A digest of every derived table, row by row as the database holds it."""
    return {table: _digest(f"SELECT {columns} FROM {table} ORDER BY 1, 2, 3, 4") for table, columns in DERIVED.items()}


def _digest(sql: str) -> str:
    from django.db import connection

    digest = hashlib.sha256()
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while found := cursor.fetchmany(5_000):
            digest.update(repr(found).encode())
    return digest.hexdigest()


def gazetteer() -> Rows:
    if not NODES.exists():
        return [("the world's towns in the gazetteer", "skipped: ../shared is not here")]
    from measure_gazetteer import NEAR_KM, measure

    tally = measure(NODES)
    return [
        (
            f"{tally.rows:,} towns of the world found in the gazetteer, as towns or divisions",
            f"{tally.found / tally.rows:.2%}",
        ),
        (f"of these within {NEAR_KM:.0f} km, where the list says where", f"{tally.near / tally.located:.2%}"),
        ("of the rest some suggestion", f"{tally.suggested / max(1, len(tally.missing)):.2%}"),
    ]


def long_suite() -> Rows:
    """Every test of the long suite, on either database."""
    return [
        (f"long suite on {name}", _ran(*options))
        for name, options in {"SQLite": [], "PostgreSQL": ["--db", "postgres"]}.items()
    ]


def _ran(*options: str) -> str:
    start = time.perf_counter()
    command = [sys.executable, "-m", "pytest", "-q", "-m", "long", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr[-200:]
    return f"{last.strip('= ')} ({(time.perf_counter() - start) / 60:.0f} min)"
