"""An answer in each encoding, and what a reader that has it already is told."""

import gzip
from typing import Any

import brotli
import pytest
from asking import asked

from jumelage.core.pagecache.page import Page, codings

HTML = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-cache"), ("X-Frame-Options", "DENY")]
BODY = b"<p>Leeds, partner city of Dortmund since 1969.</p>" * 50


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP;q=0.1", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.000,gzip;q=0", "identity"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("identity;q=0", "identity"),
        ("br;q=high", "identity"),
        (";;,,;q=1", "identity"),
    ],
)
def test_best_encoding_that_the_reader_takes(accepted: str, expected: str) -> None:
    assert codings(accepted)[0] == expected


@pytest.mark.parametrize(
    ("accepted", "opened"), [("br", brotli.decompress), ("gzip", gzip.decompress), ("", lambda body: body)]
)
def test_each_encoding_is_the_same_page_under_its_own_etag(accepted: str, opened: Any) -> None:
    page = Page.of(HTML, BODY, vary=("Cookie",))

    status, headers, body = asked(page, accept_encoding=accepted)

    assert (status, opened(body)) == ("200 OK", BODY)
    assert headers.get("Content-Encoding", "") == accepted
    assert headers["Content-Length"] == str(len(body))
    assert headers["Vary"] == "Cookie, Accept-Encoding"
    assert headers["X-Frame-Options"] == "DENY"
    assert len({variant.etag for variant in page.variants.values()}) == 3


def test_head_is_the_answer_without_its_body() -> None:
    page = Page.of(HTML, BODY)

    assert asked(page, "HEAD", accept_encoding="br") == (*asked(page, "GET", accept_encoding="br")[:2], b"")


@pytest.mark.parametrize("given", ["{}", "W/{}", '"other", {}', '"other",W/{}', "*"])
def test_reader_that_has_the_page_gets_no_body(given: str) -> None:
    page = Page.of(HTML, BODY, vary=("Cookie",))
    etag = asked(page, accept_encoding="br")[1]["ETag"]

    answer = asked(page, accept_encoding="br", if_none_match=given.format(etag))

    unchanged = {"Cache-Control": "no-cache", "Vary": "Cookie, Accept-Encoding", "ETag": etag}
    assert answer == ("304 Not Modified", unchanged, b"")


def test_reader_that_has_another_page_or_encoding_gets_this_one() -> None:
    page = Page.of(HTML, BODY)
    other = asked(Page.of(HTML, BODY + b"!"), accept_encoding="br")[1]["ETag"]
    in_gzip = asked(page, accept_encoding="gzip")[1]["ETag"]

    assert asked(page, accept_encoding="br", if_none_match=f"{other}, {in_gzip}")[0] == "200 OK"


def test_same_bytes_have_the_same_etag_and_pictures_stay_as_they_are() -> None:
    picture = Page.of([("Content-Type", "image/png")], BODY)

    assert list(picture.variants) == ["identity"]
    assert "Vary" not in asked(picture, accept_encoding="br")[1]
    assert picture.variants["identity"].etag == Page.of(HTML, BODY).variants["identity"].etag
