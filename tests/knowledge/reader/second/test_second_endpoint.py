"""The endpoint may be down, slow, broken or hostile: the rules' claims stand, and one sentence says what is missing."""

import logging
import socket
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event, Thread

import pytest
from canned import KEY, Answer, Model, claims, content, drips, raw, row, serving

from jumelage.knowledge.reader import Reading
from jumelage.knowledge.reader.second import second_reader
from jumelage.knowledge.reader.second.endpoint import Endpoint, Limits

Reads = Callable[..., Reading]
CERTIFICATE = Path(__file__).resolve().parents[3] / "data/untrusted.pem"
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
SINCE = row("since", "Orsk", "1992", "seit 1992")
ALONE = "the rules alone read this page."


@pytest.fixture
def rules(model: Model, reading: Reads) -> Reading:
    """What the rules say of the page."""
    model.says(claims())
    return reading()


def fails(model: Model, reading: Reads, rules: Reading, answer: Answer, **options: Limits) -> str:
    """The one sentence that is said about an answer that cannot be used; nothing else may be changed by it."""
    model.says(answer)

    found = reading(**options)

    assert (found.claims, found.findings, found.rejected) == (rules.claims, rules.findings, ())
    (warning,) = found.warnings
    host = model.address.removeprefix("http://").removesuffix("/v1")
    assert warning.startswith(f"The second reader at {host} ")
    return warning.removeprefix(f"The second reader at {host} ")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (raw(b"<!doctype html><title>Bad</title>", media_type="text/html"), "sent something that is not JSON"),
        (raw(b"\xff\xfe\x00", media_type="text/html"), "sent something that is not JSON"),
        (raw(b"<h1>Forbidden", 403, "text/html"), "answered 403; check JUMELAGE_LLM_KEY"),
        (raw(b"", 401), "answered 401; check JUMELAGE_LLM_KEY"),
        (raw(b"", 404), "answered 404; check JUMELAGE_LLM_URL and JUMELAGE_LLM_MODEL"),
        (raw(b"{}", 400), "answered 400; it must know chat completions with a response_format of type json_schema"),
        (raw(b"{}"), "sent JSON that is no chat completion"),
        (raw(b"[[1]]"), "sent JSON that is no chat completion"),
        (raw(b'{"choices": []}'), "sent JSON that is no chat completion"),
        (raw(b"[" * 100_000), "sent something that is not JSON"),
        (content(None), "declined to answer"),
        (content('{"claims": [', finish_reason="length"), "was cut off at its own limit of tokens"),
        (content("Of course! Here are the claims:"), "sent something that is not JSON"),
        (content('{"claims": [{"property": "ki'), "sent something that is not JSON"),
        (content('{"claims": ' + "[" * 50_000), "sent something that is not JSON"),
        (content("[]"), "sent JSON that is not of the schema asked for"),
        (content('{"facts": []}'), "sent JSON that is not of the schema asked for"),
        (content('{"claims": "none"}'), "sent JSON that is not of the schema asked for"),
        (
            content(f'{{"claims": [{",".join(["0"] * 10_000)}]}}'),
            "made 10000 claims on one part of a page, where 200 are the most that are weighed",
        ),
        (raw(b" " * 200_001), "sent more than 200 kB"),
    ],
)
def test_an_answer_that_cannot_be_used_is_one_sentence(
    model: Model, reading: Reads, rules: Reading, answer: Answer, sentence: str
) -> None:
    assert fails(model, reading, rules, answer) == f"{sentence}; {ALONE}"


def test_a_stream_without_end_is_cut_off(model: Model, reading: Reads, rules: Reading) -> None:
    endless = drips(head=CHUNKED, drop=b"8000\r\n" + b"x" * 0x8000 + b"\r\n", stopped=model.stopped)

    assert fails(model, reading, rules, endless) == f"sent more than 200 kB; {ALONE}"


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"", b""),
        (b"HTTP/1.1 200 OK\r\n", b"X-Wait: 1\r\n"),
        (b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
        (CHUNKED, b"1\r\n \r\n"),
    ],
    ids=["silence", "headers", "promises", "body"],
)
def test_an_answer_in_drips_takes_no_longer_than_none(
    model: Model, reading: Reads, rules: Reading, head: bytes, drop: bytes
) -> None:
    slow = drips(head=head, drop=drop, stopped=model.stopped, pause=0.05)

    start = time.monotonic()
    sentence = fails(model, reading, rules, slow, limits=Limits(request=0.6))

    assert sentence == f"did not answer in time (0.6 s); {ALONE}"
    assert time.monotonic() - start < 3


def test_a_page_has_its_time_however_many_parts_it_has(model: Model, reading: Reads) -> None:
    text = f"Unsere Partnerstädte\n\nAuch Orsk gehört seit 1992 dazu.\n\n{'Hier steht nichts. ' * 700}"

    def late(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(1.2)
        claims(SINCE)(handler)

    model.says(late)

    start = time.monotonic()
    found = reading(text, limits=Limits(page=2, request=5))

    assert time.monotonic() - start < 4
    assert [c.value for c in found.claims if c.reader == "llm"] == ["1992"]
    (warning,) = found.warnings
    assert "did not answer in time (0." in warning
    assert warning.endswith("; the rules alone read parts 2 to 3 of 3.")


@pytest.fixture
def rude() -> Iterator[Callable[[bytes], str]]:
    """A listener that says its word and hangs up."""
    stop, threads = Event(), []

    def listen(word: bytes) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        server.settimeout(0.05)

        def serve() -> None:
            with server:
                while not stop.is_set():
                    try:
                        connection, _ = server.accept()
                    except TimeoutError:
                        continue
                    with connection:
                        connection.recv(65536)
                        connection.sendall(word)

        threads.append(Thread(target=serve))
        threads[0].start()
        return f"http://127.0.0.1:{server.getsockname()[1]}"

    try:
        yield listen
    finally:
        stop.set()
        for thread in threads:
            thread.join()


@pytest.mark.parametrize(
    "word",
    [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", b"\x00" * 300_000],
    ids=["nothing", "ssh", "half", "noise"],
)
def test_what_is_no_http_is_one_sentence(
    reading: Reads, rules: Reading, rude: Callable[[bytes], str], word: bytes
) -> None:
    found = reading(address=rude(word))

    assert found.claims == rules.claims
    (warning,) = found.warnings
    assert warning.partition(" at ")[2].partition(" ")[2] in (
        f"broke off its answer, or does not speak HTTP; {ALONE}",
        f"cannot be reached; check JUMELAGE_LLM_URL and that it runs; {ALONE}",
    )


def test_where_nobody_listens_the_rules_read_alone(reading: Reads, rules: Reading) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]

    found = reading(address=f"http://127.0.0.1:{port}")

    sentence = (
        f"The second reader at 127.0.0.1:{port} cannot be reached; check JUMELAGE_LLM_URL and that it runs; {ALONE}"
    )
    assert (found.claims, found.warnings) == (rules.claims, (sentence,))


def test_a_redirect_is_not_followed_and_nothing_is_sent_after_it(model: Model, reading: Reads, rules: Reading) -> None:
    with serving() as other:
        other.says(claims(SINCE))
        away = raw(b"", 307, Location=f"{other.address}/chat/completions")

        sentence = fails(model, reading, rules, away)

        assert other.asked == []
    assert sentence == (f"redirects (307), which is not followed; put its last address into JUMELAGE_LLM_URL; {ALONE}")


def test_a_certificate_that_nobody_vouches_for_is_refused(reading: Reads, rules: Reading) -> None:
    with serving(CERTIFICATE) as impostor:
        impostor.says(claims(SINCE))

        found = reading(address=impostor.address)

        assert impostor.asked == []
    assert found.claims == rules.claims
    assert "has a certificate that cannot be verified; name its authority's file in SSL_CERT_FILE" in found.warnings[0]


def test_a_certificate_of_a_known_authority_is_taken(reading: Reads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with serving(CERTIFICATE) as vouched:
        vouched.says(claims(SINCE))

        found = reading(address=vouched.address.replace("127.0.0.1", "localhost"))

    assert found.warnings == ()
    assert [c.value for c in found.claims if c.reader == "llm"] == ["1992"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_endpoint_is_asked_once_more(model: Model, reading: Reads, status: int) -> None:
    model.says(raw(b"slow down", status, Retry_After="0"), claims(SINCE))

    found = reading()

    assert (len(model.asked), found.warnings) == (2, ())
    assert [c.value for c in found.claims if c.reader == "llm"] == ["1992"]


def test_one_that_stays_busy_is_not_asked_a_third_time(model: Model, reading: Reads, rules: Reading) -> None:
    before = len(model.asked)

    sentence = fails(model, reading, rules, raw(b"", 503))

    assert sentence == f"answered 503 twice; try again later; {ALONE}"
    assert len(model.asked) - before == 2


def test_a_long_wait_that_is_asked_for_is_cut_to_ours(model: Model, reading: Reads) -> None:
    model.says(raw(b"", 429, Retry_After="86400"), claims(SINCE))

    start = time.monotonic()
    found = reading()

    assert found.warnings == ()
    assert time.monotonic() - start < 3


def test_a_second_try_that_comes_too_late_is_left_out(model: Model, reading: Reads, rules: Reading) -> None:
    sentence = fails(model, reading, rules, raw(b"", 429), limits=Limits(page=1, pause=2))

    assert sentence == f"answered 429 and has no time for a second try; {ALONE}"


def test_an_endpoint_without_seeds_is_asked_without(model: Model, reading: Reads) -> None:
    model.says(raw(b'{"error": "extra field: seed"}', 422), claims(SINCE))

    found = reading()

    assert ["seed" in body for _, _, body in model.asked] == [True, False]
    assert found.warnings == ()


def test_claims_that_do_not_fit_are_counted_beside_those_that_do(model: Model, reading: Reads) -> None:
    model.says(
        claims(
            SINCE,
            "a claim",
            SINCE | {"property": "mayor"},
            SINCE | {"value": 1992},
            SINCE | {"quotes": ["seit 1992", None]},
            SINCE | {"note": "more"},
            {"property": "kind"},
        )
    )

    found = reading()

    assert [c.value for c in found.claims if c.reader == "llm"] == ["1992"]
    assert [(r.claim, r.reason) for r in found.rejected] == [
        (None, "claims[1]: expected object, found string"),
        (None, "claims[2].property: expected one of kind, status, since, until, event, link, count, field, membership"),
        (None, "claims[3].value: expected string, found int"),
        (None, "claims[4].quotes[1]: expected string, found null"),
        (
            None,
            "claims[5]: expected nothing but property, home, partner, value, date, what, home_organisation, "
            "partner_organisation, quotes",
        ),
        (None, "claims[6]: expected 'home', found none"),
    ]


def test_a_part_whose_answer_is_broken_costs_that_part_alone(model: Model, reading: Reads) -> None:
    text = f"Unsere Partnerstädte\n\n{'Hier steht nichts. ' * 300}\n\nAuch Orsk gehört seit 1992 dazu."
    model.says(content("oops"), claims(SINCE))

    found = reading(text)

    assert [c.value for c in found.claims if c.reader == "llm"] == ["1992"]
    host = model.address.removeprefix("http://").removesuffix("/v1")
    assert found.warnings == (
        f"The second reader at {host} sent something that is not JSON; the rules alone read part 1 of 2.",
    )


@pytest.mark.parametrize(
    "answer",
    [
        raw(f"Incorrect API key provided: {KEY}".encode(), 401),
        raw(KEY.encode()),
        raw(b"", 302, Location=f"http://127.0.0.1/?key={KEY}"),
        raw(b"", 429, Retry_After=KEY),
        content(KEY),
        claims(row("since", KEY, KEY, KEY), row("kind", "Amiens", KEY, "Partnerstädte", home=KEY)),
        claims(
            row("since", "Orsk", "1992", "x" * 60 + KEY), row("kind", "x" * 70 + KEY, "partnership", "Partnerstädte")
        ),
        claims({KEY: KEY}, KEY, [KEY]),
    ],
)
def test_a_key_that_is_sent_back_is_shown_nowhere(
    model: Model, reading: Reads, answer: Answer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    model.says(answer)

    found = reading()

    assert model.asked[0][1]["authorization"] == f"Bearer {KEY}"
    assert KEY[:12] not in f"{found!r}{[r.getMessage() for r in caplog.records if r.name.startswith('jumelage')]}"


def test_a_key_is_in_no_picture_of_the_endpoint() -> None:
    assert KEY not in repr(Endpoint("http://127.0.0.1/v1", "tiny", KEY))


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"URL": "ftp://127.0.0.1/v1"}, "JUMELAGE_LLM_URL is not an address such as http://127.0.0.1:8080/v1"),
        ({"URL": "127.0.0.1:8080"}, "JUMELAGE_LLM_URL is not an address"),
        ({"URL": "http://[::1/v1"}, "JUMELAGE_LLM_URL is not an address"),
        ({"URL": "http://me:secret@127.0.0.1/v1"}, "JUMELAGE_LLM_URL is not an address"),
        ({"URL": "http://127.0.0.1/v1?key=secret"}, "JUMELAGE_LLM_URL is not an address"),
        ({"URL": "http://127.0.0.1:99999/v1"}, "JUMELAGE_LLM_URL is not an address"),
        ({"MODEL": ""}, "JUMELAGE_LLM_MODEL names no model"),
        ({"KEY": "two\r\nlines-of-secret"}, "JUMELAGE_LLM_KEY holds a sign that no key can have"),
        ({"KEY": "schlüssel-of-secret"}, "JUMELAGE_LLM_KEY holds a sign that no key can have"),
    ],
)
def test_settings_that_cannot_be_are_told_and_nothing_is_asked(
    model: Model, rules: Reading, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], sentence: str
) -> None:
    from jumelage.knowledge.reader import read
    from jumelage.knowledge.sources.extract import extract

    asked = len(model.asked)
    for name, value in ({"URL": model.address, "MODEL": "tiny", "KEY": ""} | settings).items():
        monkeypatch.setenv(f"JUMELAGE_LLM_{name}", value)
    page = extract("Die Städtepartnerschaft mit Amiens besteht.".encode(), media_type="text/plain")

    found = read(page, home="Trier", home_country=None, published=None, language="de", second=second_reader())

    (warning,) = found.warnings
    assert warning.startswith(f"There is no second reader: {sentence}")
    assert "secret" not in warning
    assert len(model.asked) == asked
    assert [c.property for c in found.claims] == ["kind", "status"]
