"""Static files: under names that hold their hash, for ever; compressed; nothing collected beforehand."""

import re

import pytest
from asking import asked
from django.templatetags.static import static

from jumelage.core.assets import IMMUTABLE, static_page


def body(address: str) -> bytes:
    page = static_page(address)
    assert page, address
    return page.variants["identity"].body[0]


def test_address_holds_the_hash_and_is_kept_for_ever() -> None:
    address = static("core/jumelage.css")

    page = static_page(address)

    assert re.fullmatch(r"/static/core/jumelage\.[0-9a-f]{12}\.css", address)
    assert page
    status, headers, _ = asked(page, accept_encoding="br")
    assert (status, headers["Content-Type"], headers["Content-Encoding"]) == ("200 OK", "text/css; charset=utf-8", "br")
    assert (headers["Cache-Control"], headers["Vary"]) == (IMMUTABLE, "Accept-Encoding")


def test_everything_that_a_style_sheet_names_is_served_under_its_hash() -> None:
    names = re.findall(r"url\(\"?([^\")]+)\"?\)", body(static("core/pages.css")).decode())

    fonts = [name for name in names if not name.startswith("data:")]
    assert len(fonts) == 20
    for name in fonts:
        assert body(f"/static/core/{name}")[:4] == b"wOF2"
        assert re.search(r"\.[0-9a-f]{12}\.woff2$", name)


def test_one_sheet_holds_all_of_a_page() -> None:
    parts = [body(f"/static/core/{name}.css") for name in ("kern/kern", "jumelage", "components")]
    whole = body("/static/core/pages.css")

    assert [part[-500:] in whole for part in parts[1:]] == [True, True]
    assert whole.startswith(b'@charset "UTF-8";')
    assert len(whole) >= sum(map(len, parts))


def test_plain_name_is_served_and_asked_about_again() -> None:
    page = static_page("/static/core/favicon.svg")

    assert page
    assert asked(page)[1]["Cache-Control"] == "no-cache"
    assert asked(page)[1]["Content-Type"] == "image/svg+xml"


@pytest.mark.parametrize(
    "path", ["nothing.css", "../settings.py", "", "/etc/passwd", "core", "staticfiles.json", "%00"]
)
def test_what_is_no_static_file_is_not_served(path: str) -> None:
    assert static_page(f"/static/{path}") is None


def test_address_of_a_file_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        static("core/misspelt.css")
