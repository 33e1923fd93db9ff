"""The portal's figures: kept pages beside nginx, pages that are rendered, a first view, Lighthouse, the checker of HTML.

What a machine lacks is skipped with the reason: `apt-get install nginx-light wrk nodejs default-jre-headless` and, in the
project's folder, `npm install --no-save lighthouse vnu-jar`.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parents[1]
JUMELAGE = Path(sys.executable).with_name("jumelage")
WORLD = ROOT.parent / "shared/data/world_edges.csv"
LIGHTHOUSE = ROOT / "node_modules/.bin/lighthouse"
VNU = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
PAIR = "/de/partnerships/amiens/"
PAGES = ("/de/", "/de/partnerships/", PAIR)
ROUNDS, SECONDS, CONNECTIONS = 9, 2, 32
Rows = list[tuple[str, str]]

FILES = {"as Debian sets it up": "", "which keeps the file open": "open_file_cache max=10;"}
NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off; sendfile on; tcp_nopush on; {settings} default_type text/html; charset utf-8; keepalive_requests 10000000;
    client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
    uwsgi_temp_path {folder}; scgi_temp_path {folder};
    server {{ listen 127.0.0.1:{port}; root {folder}; location / {{ {headers} }} }}
}}
"""


def served() -> Rows:
    """Everything that is measured on the demo, through the real server with one worker."""
    sys.path.insert(0, str(ROOT / "tests"))
    from serving import serve

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([JUMELAGE, "demo", "--no-serve", "--data", folder / "data"], check=True, capture_output=True)
        os.environ.pop("JUMELAGE_SECRET_KEY", None)
        with serve(str(folder / "data")) as server:
            return [
                *_beside_nginx(server.base, folder),
                *_first_view(server.base),
                *_html(server.base),
                *_lighthouse(server.base),
            ]


# Kept pages beside nginx


def _beside_nginx(base: str, folder: Path) -> Rows:
    measure = "a kept page, one worker, beside nginx with the same bytes as a file"
    missing = [name for name in ("nginx", "wrk") if not shutil.which(name)]
    if missing:
        return [(measure, f"skipped: {' and '.join(missing)} not on this machine")]
    body, headers = _kept(base + PAIR)
    (folder / "page.html").write_bytes(body)
    with urlopen(f"{base}/healthz") as answer:
        ours = base + PAIR, json.load(answer)["process"]
    beside = {what: _pairs(ours, folder, headers, settings) for what, settings in FILES.items()}
    runs = f"median of {ROUNDS} pairs of runs, {CONNECTIONS} connections, load {os.getloadavg()[0]:.1f}"
    return [
        *((f"{measure}, {what}", f"{told}; {runs}") for what, told in beside.items()),
        ("that page in br", f"{len(body):,} bytes"),
    ]


def _pairs(ours: tuple[str, int], folder: Path, headers: dict[str, str], settings: str) -> str:
    """Ours and nginx in turn: both meet the same machine."""
    with _nginx(folder, headers, settings) as theirs:
        pairs = [(_run(*ours), _run(*theirs)) for _ in range(ROUNDS)]
    ratio = statistics.median(a.rate / b.rate for a, b in pairs)
    a, b = (Run(*map(statistics.median, zip(*side, strict=True))) for side in zip(*pairs, strict=True))
    return f"{ratio:.2f} ({a.rate:,.0f} and {b.rate:,.0f} requests/s; CPU of the worker {a.micro:.0f} and {b.micro:.0f} µs a request)"


class Run(NamedTuple):
    """Requests a second, and microseconds of the worker's CPU a request, which other work on the machine changes little."""

    rate: float
    micro: float


def _kept(address: str) -> tuple[bytes, dict[str, str]]:
    with urlopen(Request(address, headers={"Accept-Encoding": "br"})) as answer:
        return answer.read(), dict(answer.headers)


@contextmanager
def _nginx(folder: Path, headers: dict[str, str], settings: str) -> Iterator[tuple[str, int]]:
    """The address of the file, and the worker's process. It sends our headers too, but those that it makes itself."""
    from serving import free_port

    port = free_port()
    own = {"content-type", "content-length", "etag", "date", "server", "connection"}
    lines = " ".join(f'add_header {name} "{value}";' for name, value in headers.items() if name.lower() not in own)
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, port=port, headers=lines, settings=settings), encoding="utf-8")
    process = subprocess.Popen([shutil.which("nginx") or "", "-c", config, "-e", folder / "error.log"])
    try:
        address = f"http://127.0.0.1:{port}/page.html"
        _wait(address)
        yield address, int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text())
    finally:
        process.terminate()
        process.wait(10)


def _wait(address: str) -> None:
    for _ in range(50):
        with suppress(OSError):
            urlopen(address).close()
            return
        time.sleep(0.1)
    sys.exit(f"{address} does not answer")


def _run(address: str, worker: int) -> Run:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}", "-H", "Accept-Encoding: br", address]
    before = _ticks(worker)
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rate, count = re.search(r"Requests/sec:\s+([\d.]+)", said), re.search(r"(\d+) requests in", said)
    if not rate or not count or "Non-2xx" in said:
        sys.exit(f"wrk on {address} said: {said}")
    spent = (_ticks(worker) - before) / os.sysconf("SC_CLK_TCK")
    return Run(float(rate[1]), spent * 1_000_000 / int(count[1]))


def _ticks(process: int) -> int:
    """Of the CPU that it has taken, in its own code and for it in the kernel's."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


# In a browser


def _first_view(base: str) -> Rows:
    """Bytes and requests of a partnership's page in a browser that has nothing yet."""
    from find_chromium import find
    from playwright.sync_api import sync_playwright

    path = find()
    if path is None:
        return [("first view of a partnership's page", "skipped: no Chromium on this machine")]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        sizes: list[dict[str, Any]] = []
        page.on("requestfinished", lambda request: sizes.append(dict(request.sizes())))
        page.goto(base + PAIR, wait_until="networkidle")
        browser.close()
    total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    return [("first view of a partnership's page, in a browser", f"{total / 1000:.0f} kB in {len(sizes)} requests")]


def _lighthouse(base: str) -> Rows:
    if not LIGHTHOUSE.exists():
        return [("Lighthouse, mobile", "skipped: npm install --no-save lighthouse")]
    return [
        (
            f"Lighthouse, mobile, {path}: performance, accessibility, best practices, SEO; LCP; requests",
            _scores(base + path),
        )
        for path in PAGES
    ]


def _scores(address: str) -> str:
    from find_chromium import find

    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    command = [LIGHTHOUSE, address, "--quiet", flags, "--output", "json", "--output-path", "stdout"]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=os.environ | {"CHROME_PATH": find() or ""}
    )
    said = json.loads(done.stdout)
    scores = ", ".join(f"{round(100 * category['score'])}" for category in said["categories"].values())
    lcp = said["audits"]["largest-contentful-paint"]["numericValue"] / 1000
    requests = said["audits"]["network-requests"]["details"]["items"]
    return f"{scores}; {lcp:.1f} s; {len(requests)} with {sum(item['transferSize'] for item in requests) / 1000:.0f} kB"


def _html(base: str) -> Rows:
    """What the W3C's checker finds on each kind of page in each language."""
    measure = "vnu, errors on every kind of page in three languages"
    if not shutil.which("java") or not VNU.exists():
        return [(measure, "skipped: needs Java, and npm install --no-save vnu-jar")]
    with tempfile.TemporaryDirectory() as name:
        pages = [page.replace("/de/", f"/{code}/", 1) for page in _kinds(base) for code in ("de", "en", "fr")]
        for n, page in enumerate(pages):
            (Path(name) / f"{n}.html").write_bytes(_whatever(base + page))
        command = ["java", "-jar", VNU, "--errors-only", "--format", "json", name]
        found = json.loads(subprocess.run(command, capture_output=True, text=True).stderr)["messages"]
    first = f": {found[0]['message']}" if found else ""
    return [(measure, f"{len(found)} on {len(pages)} pages{first}")]


def _kinds(base: str) -> list[str]:
    listed = _whatever(f"{base}/de/sources/").decode()
    found = re.search(r'href="(/de/sources/[0-9a-f-]{36}/)"', listed)
    source = [found[1]] if found else []
    return [*PAGES, "/de/partnerships/?as_of=2013-06-30", "/de/sources/", *source, "/de/nothing/", "/de/office/login/"]


def _whatever(address: str) -> bytes:
    """The page, whatever its status."""
    from urllib.error import HTTPError

    try:
        with urlopen(address) as answer:
            return bytes(answer.read())
    except HTTPError as error:
        return error.read()


# Pages that are rendered


def rendered(register: Callable[..., Any]) -> Rows:
    """In this process, nothing kept: a register of a city."""
    sys.path.insert(0, str(ROOT / "tests"))
    with register():
        from large_register import add_partner

        from jumelage.knowledge.partnerships.home import home

        place = home()
        assert place
        for n in range(20):
            add_partner(place.pk, f"Ort {'abcdefghijklmnopqrst'[n]}", facts=20)
        return [(f"{what}, 20 partners with 400 facts", _answer(path)) for what, path in CITY]


CITY = (
    ("a partnership's page, rendered", "/de/partnerships/ort-a/"),
    ("the list, rendered", "/de/partnerships/"),
    ("the start page, rendered", "/de/"),
    ("a picture of the pair, drawn", "/de/partnerships/ort-a/picture.png"),
)


def world(register: Callable[..., Any]) -> Rows:
    """The world's list in the register: once with the city of the demo as its own, once with the city that has most partners."""
    if not WORLD.exists():
        return [("the world's register behind it", "skipped: ../shared is not here")]
    with register():
        command = [JUMELAGE, "import", WORLD, "--commit", "--by", "admin@example.org", "--accept", "bench"]
        subprocess.run(command, check=True, capture_output=True)
        return [row for pk in _homes() for row in _world_pages(pk)]


def _homes() -> Sequence[Any]:
    """The home that is there, and the municipality with the most partnerships."""
    from collections import Counter

    from jumelage.knowledge.partnerships.home import home
    from jumelage.knowledge.partnerships.models import Partnership

    sides = Counter(side for pair in Partnership.objects.values_list("one", "other") for side in pair)
    place = home()
    assert place
    return [place.pk, sides.most_common(1)[0][0]]


def _world_pages(home: Any) -> Rows:
    from datetime import date

    from jumelage.accounts.models import Office
    from jumelage.knowledge.partnerships.models import Municipality, Partnership
    from jumelage.knowledge.partnerships.queries import partners_of
    from jumelage.knowledge.partnerships.slug import slugs

    Office.objects.update(municipality=home)
    states = partners_of(home, date.today()).states
    label = f"{Municipality.objects.get(pk=home).label} of {Partnership.objects.count():,} pairs, {len(states)} its own"
    slug = next(iter(slugs(state.partner for state in states).values()))
    pages = {
        "the list": "/de/partnerships/",
        "as of a day": "/de/partnerships/?as_of=2000-01-01",
        "a partnership": f"/de/partnerships/{slug}/",
    }
    return [(f"{what}, rendered ({label})", _answer(path)) for what, path in (pages | _search()).items()]


def _search() -> dict[str, str]:
    from django.urls import NoReverseMatch, reverse
    from django.utils import translation

    with translation.override("de"), suppress(NoReverseMatch):
        return {"search": reverse("portal:search") + "?q=leed"}
    return {}


def _answer(path: str, runs: int = 30) -> str:
    """Median time and the number of queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost"})
    _must(client, path)
    with CaptureQueriesContext(connection) as captured:
        _must(client, path)
        asked = len(captured)
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        _must(client, path)
        taken.append(time.perf_counter() - start)
    return f"{statistics.median(taken) * 1000:.0f} ms, {asked} queries"


def _must(client: Any, path: str) -> None:
    status = client.get(path).status_code
    if status != 200:
        sys.exit(f"{path} answers {status}")
