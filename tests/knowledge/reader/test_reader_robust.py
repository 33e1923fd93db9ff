"""Whatever the bytes: no crash, every span exact, time in proportion to the length, the same answer each time."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jumelage.knowledge.reader import LanguageError, Reading, read
from jumelage.knowledge.sources.extract import ExtractError, extract

WORDS = st.sampled_from(
    [
        "Dortmund",
        "Amiens",
        "Städtepartnerschaft",
        "mit",
        "seit",
        "1960",
        "(1975)",
        "ruht",
        ",",
        ".",
        "\n",
        "-",
        "•",
        "nicht",
        "20.11.1959",
        "Köln´s",
        "İstanbul",
        "ß",
        "2.",
        "April",
        "bis",
        "und",
        "partner",
        "city",
        "twinned",
        "with",
        "since",
        "jumelée",
        "à",
        "depuis",
        "50",
        "ans",
        "Frankreich",
        ";",
        ":",
        "\xa0",
        "\u2028",
        "\x0b",
        "Xi’an",
    ]
)
PROSE = st.lists(WORDS, max_size=60).map(" ".join)
TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<li>",
        "<table>",
        "<tr>",
        "<td>",
        "<th>",
        "<h1>",
        "</h1>",
        "<nav>",
        "<br>",
        "<!--",
        "&amp;",
        "<a href='",
        "</",
    ]
)
HTML = st.lists(st.one_of(WORDS, TAGS, st.text(max_size=5)), max_size=60).map(" ".join)
LONG = 100_000


def exact(reading: Reading, text: str) -> bool:
    quotes = [e for c in reading.claims for e in c.evidence] + [e for f in reading.findings for e in f.evidence]
    return all(text[e.start : e.end] == e.quote for e in quotes)


def read_all(data: bytes, media_type: str, language: str) -> bool:
    """Whether it was read, with every span exact; False where the extractor refused it with a sentence."""
    try:
        document = extract(data, media_type=media_type)
    except ExtractError:
        return False
    for block in document.blocks:
        assert 0 <= block.start <= block.end <= len(document.text)
    reading = read(document, home="Dortmund", home_country=None, published="2020", language=language)
    assert exact(reading, document.text)
    return True


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.one_of(st.text(max_size=300), PROSE), language=st.sampled_from(["de", "en", "fr", "pl"]))
def test_any_text_is_read_without_a_crash(text: str, language: str) -> None:
    read_all(text.encode("utf-8", "surrogatepass"), "text/plain", language)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(html=HTML)
def test_any_html_is_read_without_a_crash(html: str) -> None:
    read_all(html.encode("utf-8", "surrogatepass"), "text/html", "de")


@settings(max_examples=40, deadline=None)
@given(
    data=st.binary(max_size=400),
    media_type=st.sampled_from(["text/plain", "text/html", "text/markdown", "application/pdf", ""]),
)
def test_any_bytes_are_read_or_refused(data: bytes, media_type: str) -> None:
    assert read_all(data, media_type, "de") in (True, False)


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "A",
        "1",
        "(",
        "- ",
        "Dortmund ",
        "seit 1960 ",
        "Amiens, ",
        "1. ",
        "hält an ",
        "Partnerschaft mit ",
        "der Rat der Stadt ",
        "A.",
        "\n",
        "»",
        "İ",
        "Aa-",
        "d'",
        "2 ",
    ],
)
def test_long_attack_strings_take_linear_time(unit: str) -> None:
    data = (unit * (LONG // len(unit)) + " Städtepartnerschaft").encode()

    start = time.process_time()
    read_all(data, "text/plain", "de")

    assert time.process_time() - start < 20


@pytest.mark.parametrize(("depth", "is_read"), [(200, True), (1_000, True), (10_000, False)])
def test_html_nested_deep_is_read_or_refused(depth: int, is_read: bool) -> None:
    assert read_all(("<div>" * depth + "Dortmund").encode(), "text/html", "de") is is_read


def test_the_answer_does_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "Partnerstädte\n\nAmiens (Frankreich, seit 1960), Leeds (England) und Kumasi in Ghana. Die Verbindung nach Kumasi ruht.",
        encoding="utf-8",
    )
    command = [Path(sys.executable).with_name("jumelage"), "read", page, "--home", "Dortmund"]

    answers = {
        subprocess.run(command, capture_output=True, check=True, env=os.environ | {"PYTHONHASHSEED": seed}).stdout
        for seed in ("0", "1", "42")
    }

    assert len(answers) == 1
    assert json.loads(answers.pop())[0]["claims"]


def test_a_language_without_a_file_is_not_guessed() -> None:
    text = "Kaupungilla on kahdeksan ystävyyskaupunkia, joista vanhin on vuodelta 1950. Yhteistyö on vilkasta ja monipuolista."

    with pytest.raises(LanguageError, match="there is no language file"):
        read(
            extract(text.encode(), media_type="text/plain"), home=None, home_country=None, published=None, language=None
        )
