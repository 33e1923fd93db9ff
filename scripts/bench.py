"""The benchmarks: each prints its figures with the run that gave them; `--write` also puts them into docs/developing/.

./run bench                  all of them
./run bench reader ledger    these
"""

import argparse
import contextlib
import io
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SKIPPED = "skipped: ../shared is not here"
Rows = list[tuple[str, str]]
RUNS = 6  # five and one that is not counted
Loaded = tuple[bytes, str, str | None]


def timed(work: Callable[[], object], *, runs: int = RUNS - 1) -> float:
    """Median of the wall seconds of some runs after one that is not counted."""
    work()
    return statistics.median(_seconds(work) for _ in range(runs))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def bench_reader() -> Rows:
    """Speed in one process (CPU) and from the shell, memory, and how well pages with gold facts are read."""
    sys.path.insert(0, str(ROOT / "tests"))
    one = _reading(_demo_pages()[:1])
    before = os.times()
    shell = timed(lambda: subprocess.run(one, check=True, stdout=subprocess.DEVNULL))
    after = os.times()
    cpu = (after.children_user + after.children_system - before.children_user - before.children_system) / RUNS
    return [
        *_speeds(),
        ("`jumelage read` of one page from the shell", f"{shell:.2f} s, {cpu:.2f} s of CPU"),
        ("peak memory of `jumelage read` over the demo's pages", f"{_peak(_reading(_demo_pages()))} MB"),
        *_scores(),
        *_places(),
    ]


def _demo_pages() -> list[Path]:
    return sorted((ROOT / "src/jumelage/demo/pages").glob("*.html"))


def _reading(pages: Sequence[Path]) -> list[str]:
    command = str(Path(sys.executable).with_name("jumelage"))
    return [command, "read", *map(str, pages), "--home", "Dortmund", "--format", "json"]


def _peak(command: list[str]) -> int:
    """Megabytes of resident memory that the command needs at most."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    run = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, text=True)
    return int(run.stdout)


def _speeds() -> Rows:
    """Pages a second of CPU, for each set of pages that is there."""
    sets = {
        "demo pages": [(p.read_bytes(), "text/html", "Dortmund") for p in _demo_pages()],
        "dev pages": [_dev_page(p) for p in sorted((SHARED / "pages/dev").glob("*.txt"))],
        "seeds": [(p.read_bytes(), "text/plain", "Dortmund") for p in sorted((SHARED / "seeds").glob("*.txt"))],
    }
    return [_speed(name, pages) if pages else (f"{name}/s", SKIPPED) for name, pages in sets.items()]


def _dev_page(path: Path) -> Loaded:
    """The page without its head of address, language and home."""
    head, text = path.read_text(encoding="utf-8").split("\n\n", 1)
    home = head.splitlines()[2].strip()
    return text.encode(), "text/plain", None if home.startswith("(") else home


def _speed(name: str, pages: Sequence[Loaded]) -> tuple[str, str]:
    from jumelage.knowledge.reader import read
    from jumelage.knowledge.sources.extract import extract

    def all_pages() -> None:
        for data, media_type, home in pages:
            document = extract(data, media_type=media_type)
            read(document, home=home, home_country=None, published=None, language=None)

    size = sum(len(data) for data, _, _ in pages) / len(pages) / 1000
    all_pages()
    seconds = statistics.median(_cpu_seconds(all_pages) for _ in range(5))
    return f"{name}/s, one process, CPU ({size:.1f} kB a page)", f"{len(pages) / seconds:.0f}"


def _cpu_seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _scores() -> Rows:
    """The scorer's own lines for the dev pages, and the share of what gold says of the seeds."""
    if not SHARED.exists():
        return [("dev pages and seeds against gold", SKIPPED)]
    import seeds

    pages = SHARED / "pages/dev"
    command = f"{Path(sys.executable).with_name('jumelage')} read"
    scorer = [sys.executable, SHARED / "tools/score_reader.py", pages, pages / "gold.jsonl", "--command", command]
    lines = subprocess.run([*map(str, scorer)], capture_output=True, text=True, check=False).stdout.splitlines()
    told = [line.split(maxsplit=1) for line in lines if " F1 " in line and "macro" not in line]
    macro = next(line.rsplit(" ", 1)[1] for line in lines if "macro F1" in line)
    checks = list(seeds.checks(seeds.readings()))
    return [
        *((f"dev pages: {name}", figures.split("   ")[0]) for name, figures in told),
        ("dev pages: mean over fields", f"F1 {macro}"),
        (f"seeds: {len(checks)} facts, steps, people, papers, ties and counts", f"{seeds.share(checks):.3f} right"),
    ]


def _places() -> Rows:
    import ambiguous_names

    count, wrong = len(ambiguous_names.rows()), len(ambiguous_names.wrong())
    return [(f"ambiguous names of places ({count})", f"{(count - wrong) / count:.1%} right")]


def bench_ledger() -> Rows:
    """Appending, verifying and rebuilding on SQLite."""
    with register():
        from jumelage.knowledge.claims.actions.append import Draft, append
        from jumelage.knowledge.claims.actions.identify import Wanted, identify
        from jumelage.knowledge.claims.models import Op
        from jumelage.knowledge.claims.verify import verify

        key = "place:DE/dortmund"
        subject = identify({key: Wanted("municipality", {"label": "Dortmund"})}, by="bench")[key]
        count, batch = 20_000, 1_000

        def fill() -> None:
            for start in range(0, count, batch):
                values = range(start, start + batch)
                append(
                    [Draft(Op.ASSERT, subject, "field", body={"value": str(n), "evidence": []}) for n in values],
                    by="bench",
                )

        filled, verified = _seconds(fill), timed(verify, runs=3)
    return [
        (f"entries/s appended, batches of {batch:,}, claims kept in step", f"{count / filled:,.0f}"),
        ("entries/s verified, payloads with them", f"{count / verified:,.0f}"),
    ]


def bench_register() -> Rows:
    """A million claims; the demo register as known at an entry; the world's towns in the gazetteer."""
    import bench_register

    return [*bench_register.large(opened), *_as_known(), *bench_register.gazetteer()]


def _as_known() -> Rows:
    with register("demo"):
        from jumelage.knowledge.claims.models import LedgerHead
        from jumelage.knowledge.partnerships.home import home
        from jumelage.knowledge.partnerships.queries import partners_of

        place, head = home(), LedgerHead.objects.get().seq
        assert place
        replayed = timed(lambda: partners_of(place.pk, date(2024, 6, 30), as_known=head), runs=10)
    return [(f"partners as known, by replay, demo of {head} entries", f"{replayed * 1000:.1f} ms")]


def bench_long() -> Rows:
    """The long suite, which takes an hour or two."""
    import bench_register

    return bench_register.long_suite()


def bench_exchange() -> Rows:
    """The world's list of pairs, the whole command: places, evidence, chain, acceptance and read model; and what of it is ours."""
    world = ROOT.parent / "shared/data/world_edges.csv"
    if not world.exists():
        return [("import of the world's list", "skipped: ../shared is not here")]
    from jumelage.knowledge.exchange.reading import open_file

    data = world.read_bytes()
    rows = data.count(b"\n") - 1
    read = timed(lambda: open_file(data, world.name), runs=3)
    with register() as folder:
        file = folder / world.name
        file.write_bytes(data)
        command = [str(Path(sys.executable).with_name("jumelage")), "import", str(file), "--commit"]
        accept = ["--by", "admin@example.org", "--accept", "bench"]
        whole = _seconds(lambda: subprocess.run([*command, *accept], check=True, capture_output=True))
        again = _seconds(lambda: subprocess.run(command, check=True, capture_output=True))
        moved = _moved(folder)
    return [
        (f"partnerships/s imported and accepted, whole command ({rows:,} pairs)", f"{rows / whole:,.0f}"),
        ("the same file again, whole command", f"{again:.1f} s"),
        ("rows/s read, one process", f"{rows / read:,.0f}"),
        *moved,
    ]


def _moved(data: Path) -> Rows:
    """The register as a file, taken into an empty one, and out again: each a whole command."""
    jumelage = str(Path(sys.executable).with_name("jumelage"))
    empty = os.environ | {"JUMELAGE_DATA": str(data.parent / "empty")}
    first, second, table, book = (data / name for name in ("a.jsonl", "b.jsonl", "a.csv", "a.xlsx"))

    def run(*arguments: str | Path, env: dict[str, str] | None = None) -> tuple[float, float]:
        """Seconds, and megabytes at the most."""
        start, process = time.perf_counter(), subprocess.Popen([jumelage, *arguments], env=env, **QUIET)
        _, status, usage = os.wait4(process.pid, 0)
        assert status == 0, arguments
        return time.perf_counter() - start, usage.ru_maxrss / 1000

    out, memory = run("export", "--output", first)
    run("migrate", env=empty)
    into, memory_in = run("import", first, "--commit", env=empty)
    again, _ = run("import", first, "--commit", env=empty)
    run("export", "--output", second, env=empty)
    assert first.read_bytes() == second.read_bytes()
    entries = first.read_bytes().count(b"\n")
    return [
        (f"entries/s exported as JSON Lines, whole command ({entries:,} rows, {first.stat().st_size / 1e6:.0f} MB)", f"{entries / out:,.0f}, {memory:.0f} MB of memory"),
        ("entries/s of it imported into an empty register; exported again: the same bytes", f"{entries / into:,.0f}, {memory_in:.0f} MB"),
        ("the same file again", f"{again:.1f} s"),
        ("the whole register as CSV, as Excel workbook", f"{run('export', '--output', table)[0]:.1f} s, {run('export', '--output', book)[0]:.1f} s"),
    ]  # fmt: skip


QUIET: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def bench_dates() -> Rows:
    """One date at a time, in this process; more different ones than any cache keeps."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")  # one of the libraries warns of its own grammar, and prints
        from edtf import parse_edtf
        from undate.converters.edtf import EDTFDateConverter

        from jumelage.core.datephrases import read
        from jumelage.core.datewords import in_words
        from jumelage.core.edtf import parse

        dates = _dates()
        ours = _each(parse, dates)
        theirs = {"edtf": _each(parse_edtf, dates[:300]), "undate": _each(EDTFDateConverter().parse, dates[:300])}
        told = _each(lambda text: in_words(text, "de"), dates)
        phrases = [in_words(text, "de") for text in dates]
        heard = _each(lambda phrase: read(phrase, "de"), phrases)
    return [
        (f"CPU of a date parsed, mean of {len(dates):,}, nothing cached", f"{ours:.1f} µs"),
        *(
            (f"the same by {name}", f"{micro / 1000:.1f} ms, {micro / ours:,.0f} times ours")
            for name, micro in theirs.items()
        ),
        ("a date told in German words", f"{told:.0f} µs"),
        ("a German phrase read", f"{heard:.0f} µs"),
    ]


def _dates() -> list[str]:
    """Dates of each kind, all different: days, months, years, decades, doubts, stretches."""
    years = range(1000, 2000)
    shapes = ("{0}", "{0}-05~", "{0}-05-14", "{0}-11-28/..", "{0}/{1}", "{0}-05?/{1}-06-03", "../{0}-03")
    return [shape.format(year, year + 7) for year in years for shape in shapes]


def _each(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """Microseconds of CPU a text, median of three runs: other work on the machine counts little."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        for text in texts:
            work(text)
        taken.append(time.process_time() - start)
    return statistics.median(taken) / len(texts) * 1_000_000


def bench_portal() -> Rows:
    """The public's pages: kept and rendered, for a city and for the world, in a browser and for the checkers."""
    import bench_portal

    return [*bench_portal.served(), *bench_portal.rendered(register), *bench_portal.world(register)]


def bench_office() -> Rows:
    """The office's lists at ten thousand people."""
    import bench_office

    return bench_office.lists(register)


@contextmanager
def register(kind: str = "init") -> Iterator[Path]:
    """A register of its own in a folder that is gone afterwards; Django runs on it in this process."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        command = {
            "init": ["init", "--home", "Dortmund", "--country", "DE"],
            "demo": ["demo", "--no-serve", "--data", str(data)],
        }[kind]
        program = str(Path(sys.executable).with_name("jumelage"))
        made = os.environ | {"JUMELAGE_DATA": str(data)}
        subprocess.run([program, *command], env=made, check=True, capture_output=True)
        with opened(data):
            yield data


@contextmanager
def opened(data: Path) -> Iterator[None]:
    """Django runs in this process, on the register in the folder."""
    os.environ |= {"JUMELAGE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "jumelage.settings"}
    import django
    from django.conf import settings
    from django.db import connections

    django.setup()
    connections.close_all()
    connections.settings["default"]["NAME"] = connections["default"].settings_dict["NAME"] = data / "jumelage.sqlite3"
    settings.STORAGES["documents"]["OPTIONS"]["location"] = data / "documents"
    yield
    connections.close_all()


BENCHES = {
    "reader": bench_reader,
    "ledger": bench_ledger,
    "register": bench_register,
    "exchange": bench_exchange,
    "dates": bench_dates,
    "portal": bench_portal,
    "office": bench_office,
    "long": bench_long,
}
PAGES = {
    "dates": "register.md",
    "register": "register.md",
    "long": "register.md",
    "portal": "portal.md",
    "reader": "reader.md",
}


def table(name: str, rows: Rows) -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True
    ).stdout.strip()
    head = f"{name}: {date.today()}, commit {commit}, Python {platform.python_version()}, {os.cpu_count()} cores (medians; the machine is shared)"
    return "\n".join(
        [head, "", "| measure | figure |", "|---|---|", *(f"| {measure} | {figure} |" for measure, figure in rows), ""]
    )


def write(name: str, measured: str) -> None:
    """In place of the table of that name; behind all else where there is none yet."""
    path = ROOT / "docs/developing" / PAGES.get(name, "benchmarks.md")
    text = path.read_text(encoding="utf-8")
    old = re.search(rf"^{name}: .*\n\n(?:\|.*\n)+", text, re.MULTILINE)
    text = text[: old.start()] + measured + text[old.end() :] if old else f"{text}\n{measured}"
    path.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("benches", nargs="*", choices=[[], *BENCHES], help=", ".join(BENCHES))
    parser.add_argument("--write", action="store_true", help="put the tables into docs/developing/")
    options = parser.parse_args()
    for name in options.benches or BENCHES:
        measured = table(name, BENCHES[name]())
        print(measured, flush=True)
        if options.write:
            write(name, measured)


if __name__ == "__main__":
    main()
