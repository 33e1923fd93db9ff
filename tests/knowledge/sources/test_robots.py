"""What a robots.txt allows, by RFC 9309."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.knowledge.sources.robots import Robots, parse_robots


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/", True),
        ("User-agent: *\nDisallow: /", "/partners", False),
        ("User-agent: *\nDisallow:", "/partners", True),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("user-agent: *\r\nDISALLOW : /intern # ours\r\n", "/intern/a", False),
        ("\ufeffUser-agent: *\nDisallow: /a", "/a", False),
        # the group that names us counts alone, wherever it stands and however it is written
        ("User-agent: *\nDisallow: /\n\nUser-agent: Jumelage\nAllow: /", "/a", True),
        ("User-agent: JUMELAGE/2.0\nDisallow: /a\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: jumelagebot\nDisallow: /", "/a", True),
        ("User-agent: other\nUser-agent: jumelage\nDisallow: /a", "/a", False),
        ("User-agent: jumelage\nDisallow: /a\nUser-agent: *\nDisallow: /b\nUser-agent: jumelage\nDisallow: /c", "/c", False),
        ("User-agent: jumelage\nUser-agent: *\nDisallow: /a", "/a", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        # the longest rule decides, and of two as long the one that allows
        ("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/b/c", True),
        ("User-agent: *\nDisallow: /a/b\nAllow: /a", "/a/b/c", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        # signs
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?c", True),
        ("User-agent: *\nDisallow: /*/print", "/de/print", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: *?session=", "/a?b&session=1", True),
        ("User-agent: *\nDisallow: *?session=", "/a?session=1", False),
        ("User-agent: *\nDisallow: /a*a$", "/a", True),
        # letters, however they are encoded
        ("User-agent: *\nDisallow: /städte", "/st%C3%A4dte", False),
        ("User-agent: *\nDisallow: /st%c3%a4dte", "/st%C3%A4dte", False),
        ("User-agent: *\nDisallow: /%61", "/a", False),
        ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
        # what is no rule says nothing
        ("<html>Not found</html>", "/a", True),
        ("Disallow: /a\nUser-agent: *\nDisallow: /b", "/a", True),
        ("Sitemap: https://city.example/map.xml\nUser-agent: *\nNoindex: /\nDisallow: /b", "/a", True),
    ],
)  # fmt: skip
def test_rules(text: str, path: str, allowed: bool) -> None:
    assert parse_robots(text.encode()).allows(path) is allowed


@pytest.mark.parametrize(("value", "seconds"), [("7", 7.0), ("0.5", 0.5), ("100000", 60.0), ("-1", 0.0), ("soon", 0.0), ("nan", 0.0)])  # fmt: skip
def test_pause_that_is_asked_for(value: str, seconds: float) -> None:
    assert parse_robots(f"User-agent: *\nCrawl-delay: {value}\nDisallow: /a".encode()).pause == seconds


@given(st.binary(max_size=400))
def test_any_bytes_are_read(data: bytes) -> None:
    assert isinstance(parse_robots(data), Robots)


def test_hostile_patterns_take_no_time() -> None:
    text = "User-agent: *\n" + f"Disallow: /{'*a' * 5_000}$\n" * 20
    robots = parse_robots(text.encode())

    start = time.process_time()
    robots.allows("/" + "a" * 4_000)

    assert time.process_time() - start < 1
