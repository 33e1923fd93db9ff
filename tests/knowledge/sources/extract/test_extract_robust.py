"""Whatever the bytes: a document or one sentence, in under two seconds and 300 MB."""

import io
import json
import random
import subprocess
import sys
import time
from pathlib import Path

import docx
import pytest
from attacks import ATTACKS, HTML, MARKDOWN, TEXT
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st

from jumelage.knowledge.sources.extract import DOCX, PDF, ExtractError, extract

SECONDS, MEGABYTES = 2.0, 300
CHILD = """
import json, resource, sys, time
from pathlib import Path
from jumelage.knowledge.sources.extract import ExtractError, extract
data = Path(sys.argv[1]).read_bytes()
start, error = time.process_time(), None
try:
    extract(data, media_type=sys.argv[2], name="page")
except ExtractError as refused:
    error = str(refused)
seconds = time.process_time() - start
peaks = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")] if sys.platform == "linux" else []
print(json.dumps([seconds, int(peaks[0]) / 1024 if peaks else 0, error]))
"""
ALWAYS = [
    "nested 100,000 deep", "wide below depth", "fonts left open", "an element of many attributes", "many paragraphs",
    "one long line", "short lines", "many rows", "a word bomb", "many words", "word nested deep", "a pdf bomb",
    "a pdf of many operators", "a pdf of one long word",
]  # fmt: skip


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in ALWAYS else pytest.mark.long) for name in ATTACKS]
)
def test_an_attack_costs_little_time_and_memory(name: str, tmp_path: Path) -> None:
    media_type, made = ATTACKS[name]
    page = tmp_path / "page"
    page.write_bytes(made())

    run = subprocess.run([sys.executable, "-c", CHILD, page, media_type], capture_output=True, text=True, check=True)

    seconds, megabytes, error = json.loads(run.stdout)
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
    assert error is None or "\n" not in error


def word() -> bytes:
    made, file = docx.Document(), io.BytesIO()
    made.add_heading("Twin towns", 1)
    made.add_paragraph("Kiel, since 1967", style="List Bullet")
    made.add_table(2, 2).cell(0, 0).text = "Town"
    made.save(file)
    return file.getvalue()


def pdf() -> bytes:
    made = FPDF()
    made.set_compression(False)
    made.add_page()
    made.set_font("helvetica", size=12)
    for line in ("Twin towns", "- Kiel, since 1967", "Town      Since", "Kiel      1967"):
        made.cell(40, 6, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(made.output())


HTML_PAGE = (
    "<html lang=de><head><title>Twins</title><meta charset=utf-8></head><body><h1>Twins</h1><ul><li>Kiel</ul><table><tr><th>A<td "
    "colspan=2>B</table><dl><dt>Graz<dd>1970</dl><details><summary>More</summary>Köln<br>x<sup>1</sup></details>"
)
MARKDOWN_PAGE = "---\ntitle: x\n---\n# Twins\n\n- Kiel\n  - Graz\n\n|A|B|\n|-|-|\n|x|y|\n\n> said\n\nSub\n---\n"
SEEDS = {
    HTML: HTML_PAGE.encode(),
    TEXT: "Twins\n\n• Kiel\n  1. Graz – 1970\n\nKöln:\n".encode(),
    MARKDOWN: MARKDOWN_PAGE.encode(),
    DOCX: word(),
    PDF: pdf(),
}


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few things done to them: signs altered, pieces cut out, doubled or swapped."""
    spoiled = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(spoiled) + 1)
        end = min(start + chance.choice((1, 2, 8, 64, 512)), len(spoiled))
        piece = bytes(spoiled[start:end])
        spoiled[start:end] = chance.choice(
            (
                b"",
                piece * 2,
                piece[::-1],
                bytes(chance.randrange(256) for _ in piece),
                b"<" * len(piece),
                b"9" * len(piece),
            )
        )
    return bytes(spoiled)


def check(data: bytes, media_type: str) -> None:
    """Reads or refuses, soon; every span lies in the text."""
    start = time.process_time()
    try:
        document = extract(data, media_type=media_type)
    except ExtractError:
        return
    finally:
        assert time.process_time() - start < SECONDS
    for block in document.blocks:
        assert 0 <= block.start <= block.end <= len(document.text)
        for span in (*block.heading_path, *block.cells, *([block.lead_in] if block.lead_in else [])):
            assert 0 <= span.start <= span.end <= len(document.text)


@pytest.mark.parametrize("media_type", SEEDS)
@pytest.mark.parametrize("rounds", [60, pytest.param(5_000, marks=[pytest.mark.long, pytest.mark.timeout(3_600)])])
def test_spoilt_files_are_read_or_refused(media_type: str, rounds: int) -> None:
    for seed in range(rounds):
        check(spoilt(SEEDS[media_type], random.Random(seed)), media_type)


@given(
    data=st.binary(max_size=500),
    media_type=st.sampled_from([*SEEDS, "text/plain; charset=utf-16", "application/xhtml+xml"]),
)
def test_any_bytes_are_read_or_refused(data: bytes, media_type: str) -> None:
    check(data, media_type)


@given(
    st.lists(st.sampled_from([b"BT", b"ET", b"q", b"Q", b"/F 9 Tf", b"(Kiel) Tj", b"[(a) -300 (b)] TJ", b"1 0 0 1 9 9 Tm", b"0 -9 Td", b"T*", b"(x) '", b"/X Do", b"1 0 0 1 cm", b"1e99 0 0 1 0 0 cm", b"[", b"]", b"<<", b"-"]), max_size=30).map(b" ".join)
)  # fmt: skip
def test_any_operators_are_drawn_or_passed_over(content: bytes) -> None:
    from attacks import pdf as pdf_of

    check(pdf_of(content), PDF)
