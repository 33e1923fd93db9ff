"""Pages made to be slow or large: each a media type and its bytes."""

import io
import zipfile
import zlib
from collections.abc import Callable

from jumelage.knowledge.sources.extract import DOCX, PDF

HTML, TEXT, MARKDOWN = "text/html", "text/plain", "text/markdown"
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = (
    f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(body: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", TYPES)
        made.writestr("_rels/.rels", RELATIONS)
        made.writestr("word/document.xml", f"<w:document {WORD}><w:body>{body}</w:body></w:document>")
    return file.getvalue()


def pdf(content: bytes, more: bytes = b"", pages: int = 1) -> bytes:
    """A file of one content stream, packed, that all of its pages draw."""
    packed = zlib.compress(content, 9)
    kids = b" ".join(b"%d 0 R" % (10 + n) for n in range(pages))
    objects = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        b"2 0 obj<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 600 800]>>endobj" % (pages, kids),
        b"3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica%s>>endobj" % (b"/ToUnicode 5 0 R" if more else b""),
        b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj" % (len(packed), packed),
        *[
            b"%d 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 3 0 R>>>>>>endobj" % (10 + n)
            for n in range(pages)
        ],
    ]
    if more:
        squeezed = zlib.compress(more, 9)
        objects.append(
            b"5 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj" % (len(squeezed), squeezed)
        )
    made, places = bytearray(b"%PDF-1.4\n"), list[bytes]()
    for item in objects:
        places.append(b"%s 1\n%010d 00000 n \n" % (item.split(b" ", 1)[0], len(made)))
        made += item + b"\n"
    end = b"xref\n%strailer<</Root 1 0 R/Size 10000>>\nstartxref\n%d\n%%%%EOF" % (b"".join(places), len(made))
    return bytes(made + end)


def scattered(count: int) -> bytes:
    """Many short words all over a page."""
    return (
        b"BT /F 9 Tf "
        + b"".join(b"1 0 0 1 %d %d Tm (ab) Tj " % (n * 37 % 600, n * 91 % 800) for n in range(count))
        + b"ET"
    )


CMAP = b"begincmap 1 begincodespacerange <00000000> <ffffffff> endcodespacerange 1 beginbfrange <00000000> <ffffffff> <0000> endbfrange endcmap"

ATTACKS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nested 1,000 deep": (HTML, lambda: b"<div>" * 1_000 + b"Kiel"),
    "nested 100,000 deep": (HTML, lambda: b"<div>" * 100_000 + b"Kiel"),
    "nested behind comments": (HTML, lambda: b"<div><!--</div>-->" * 100_000),
    "wide below depth": (HTML, lambda: b"<span>" * 4_900 + b"<p>x</p>" * 300_000),
    "ends that fit nothing": (HTML, lambda: b"<span>" * 4_900 + b"</div></b>" * 500_000),
    "fonts left open": (HTML, lambda: "".join(f"<p><font color={n}>x" for n in range(50_000)).encode()),
    "an element of many attributes": (HTML, lambda: b"<p " + b" ".join(b"a%d=1" % n for n in range(500_000)) + b">x"),
    "quotes left open": (HTML, lambda: b"<a b=\"'" * 500_000),
    "tags left open": (HTML, lambda: b"<a " * 1_000_000),
    "comments left open": (HTML, lambda: b"<!--" * 1_000_000),
    "scripts left open": (HTML, lambda: b"<script><style>" * 300_000),
    "many paragraphs": (HTML, lambda: b"<p>x" * 4_900_000),
    "many cells": (HTML, lambda: b"<table>" + b"<tr><td rowspan=9999 colspan=999>x" * 300_000),
    "many tables": (HTML, lambda: b"<table><tr><td>x<td>" * 4_000),
    "many lines": (HTML, lambda: b"<p>" + b"x<br>" * 1_000_000),
    "many lists": (HTML, lambda: b"<ul><li>x:" * 2_400),
    "many entities": (HTML, lambda: b"&#x41;&amp&" * 1_000_000),
    "a number of many digits": (HTML, lambda: b"<p>&#" + b"9" * 5_000_000 + b";"),
    "one long line of HTML": (HTML, lambda: b"<p>" + b"Kiel " * 1_000_000),
    "one long line": (TEXT, lambda: b"Kiel " * 1_000_000),
    "one long word": (TEXT, lambda: b"a" * 5_000_000),
    "short lines": (TEXT, lambda: b"a\n" * 9_900_000),
    "empty lines": (TEXT, lambda: b"\n" * 19_000_000 + b"a"),
    "margins that grow": (TEXT, lambda: b"".join(b" " * n + b"- a\n" for n in range(3_000))),
    "numbers": (TEXT, lambda: b"1. a\n" * 1_000_000),
    "blanks": (TEXT, lambda: b" " * 19_000_000 + b"a"),
    "letters of no charset": (TEXT, lambda: bytes(range(128, 256)) * 100_000),
    "zeros": (TEXT, lambda: b"\0" * 19_000_000),
    "tags in a text": (TEXT, lambda: b"</p></p>" + b"<p>x" * 2_000_000),
    "cells in a text": (TEXT, lambda: b"</p></p><table>" + b"<tr><td rowspan=99 colspan=99>x" * 300_000),
    "tags in a text left open": (TEXT, lambda: b"</p></p>" + b"<div><li><!-- <script " * 500_000),
    "letters by name": (TEXT, lambda: b"</p></p>" + b"&eacute;<b>" * 900_000),
    "one long line of Markdown": (MARKDOWN, lambda: b"# a\n" + b"[*_`" * 1_200_000),
    "quotes in quotes": (MARKDOWN, lambda: b"> " * 1_000_000 + b"a"),
    "items in items": (MARKDOWN, lambda: b"- " * 1_000_000 + b"a"),
    "many items": (MARKDOWN, lambda: b"- a\n" * 1_000_000),
    "many rows": (MARKDOWN, lambda: b"|a|b|\n|-|-|\n" + b"|x|y|\n" * 1_000_000),
    "a wide table": (MARKDOWN, lambda: b"|a" * 100_000 + b"\n" + b"|-" * 100_000 + b"\n" + b"|x" * 100_000),
    "references": (MARKDOWN, lambda: b"# a\n" + b"[a]: b 'c\n" * 500_000),
    "front that does not end": (MARKDOWN, lambda: b"---\n" + b"title: a\n" * 1_000_000),
    "a word bomb": (DOCX, lambda: word(" " * 39_000_000)),
    "many words": (DOCX, lambda: word("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 1_000_000)),
    "word cells": (DOCX, lambda: word("<w:tbl><w:tr>" + "<w:tc/>" * 700_000 + "</w:tr></w:tbl>")),
    "word cells that go on": (DOCX, lambda: word("<w:tbl>" + ("<w:tr>" + "<w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc>" * 60 + "</w:tr>") * 3_000 + "</w:tbl>")),
    "word nested deep": (DOCX, lambda: word("<w:sdt>" * 1_000_000)),
    "a word of one run": (DOCX, lambda: word("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 250_000 + "</w:p>")),
    "a pdf bomb": (PDF, lambda: pdf(b" " * 900_000_000)),
    "a pdf of many operators": (PDF, lambda: pdf(b"BT /F 9 Tf (a) Tj " * 1_000_000)),
    "a pdf of saved states": (PDF, lambda: pdf(b"q " * 1_900_000 + b"BT (a) Tj ET")),
    "a pdf of scattered words": (PDF, lambda: pdf(scattered(40_000))),
    "a pdf of one long word": (PDF, lambda: pdf(b"BT /F 9 Tf (" + b"a" * 5_000_000 + b") Tj ET")),
    "a pdf of many pages": (PDF, lambda: pdf(b"BT /F 9 Tf (a) Tj ET", pages=9_000)),
    "a pdf font of all letters": (PDF, lambda: pdf(b"BT /F 9 Tf (a) Tj ET", CMAP * 20)),
    "a pdf of arrays in arrays": (PDF, lambda: pdf(b"[" * 500_000 + b" TJ")),
    "a pdf of comments": (PDF, lambda: b"%PDF-1.4\n" + b"% 1 0 obj\n" * 500_000),
    "a pdf of objects": (PDF, lambda: b"%PDF-1.4\n" + b"1 0 obj<<>>endobj\n" * 500_000 + b"trailer<</Root 1 0 R>>"),
}  # fmt: skip
