"""What is taken as a scan, and what is refused with one sentence."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from jumelage.work.agreements import scans


def image(form: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (20, 30), "white").save(out, form)
    return out.getvalue()


def action(kind: str, name: str, value: str) -> DictionaryObject:
    return DictionaryObject({NameObject("/S"): NameObject(f"/{kind}"), NameObject(name): TextStringObject(value)})


def pdf(change: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    if change == "script":
        writer.root_object[NameObject("/OpenAction")] = action("JavaScript", "/JS", "app.alert('hello')")
    if change == "attachment":
        writer.add_attachment("macro.docm", b"PK")
    if change == "password":
        writer.encrypt("secret")
    if change == "launch":
        link = Link(rect=(0, 0, 9, 9), url="https://example.org/")
        link[NameObject("/A")] = action("Launch", "/F", "calc.exe")
        writer.add_annotation(0, link)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [(pdf(), "application/pdf"), (image("JPEG"), "image/jpeg"), (image("PNG"), "image/png")],
    ids=["pdf", "jpeg", "png"],
)
def test_scan_is_told_by_what_it_holds(data: bytes, media_type: str) -> None:
    assert scans.read(SimpleUploadedFile("no-ending", data)).media_type == media_type


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("deed.svg", SVG, "upload a PDF, JPEG or PNG file"),
        ("deed.pdf", SVG, "upload a PDF, JPEG or PNG file"),
        ("deed.gif", image("GIF"), "upload a PDF, JPEG or PNG file"),
        ("deed.docm", b"PK\x03\x04word/vbaProject.bin", "can hold macros"),
        ("deed.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "can hold macros"),
        ("deed.pdf", pdf("script"), "holds a script"),
        ("deed.pdf", pdf("attachment"), "another file"),
        ("deed.pdf", pdf("launch"), "holds a script"),
        ("deed.pdf", pdf("password"), "without a password"),
        ("deed.pdf", pdf()[:200], "damaged"),
        ("deed.png", image("PNG")[:60], "damaged"),
        ("deed.jpg", b"\xff\xd8\xff" + SVG, "damaged"),
    ],
)
def test_what_is_no_scan_is_refused_with_a_sentence(name: str, data: bytes, why: str) -> None:
    with pytest.raises(scans.ScanRefused, match=why):
        scans.read(SimpleUploadedFile(name, data))


def test_scan_of_200_mb_is_refused_unread() -> None:
    file = SimpleUploadedFile("deed.pdf", b"%PDF-")
    file.size = 200_000_000

    with pytest.raises(scans.ScanRefused, match="more than 25 MB"):
        scans.read(file)

    assert file.tell() == 0
