"""Scans as people upload them: a PDF, JPEG or PNG file that holds what it says and nothing that runs."""

import hashlib
from io import BytesIO
from typing import Any, NamedTuple

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.utils.translation import gettext as _

LARGEST, MOST_PIXELS = 25_000_000, 100_000_000
IMAGES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}
PDF = "application/pdf"
OFFICE_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # Word and its like, with macros or without, new and old
RUNS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/RichMediaExecute"}

HOLDS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF"}


class ScanRefused(ValueError):
    """The file is not taken; the message says what is wrong and what to do."""


class Scan(NamedTuple):
    """digest: of the bytes; the file lies under it."""

    digest: str
    media_type: str
    data: bytes


def read(file: "File[bytes]") -> Scan:
    """Checked, not kept yet. Raises ScanRefused."""
    if file.size > LARGEST:
        raise ScanRefused(_("The file has more than 25 MB; scan it in a lower resolution, 200 dots per inch will do."))
    data = file.read()
    return Scan(hashlib.sha256(data).hexdigest(), _checked(data), data)


def keep(scan: Scan) -> None:
    if not storages["default"].exists(path(scan.digest)):
        storages["default"].save(path(scan.digest), ContentFile(scan.data))


def path(name: str) -> str:
    return f"scans/{name}"


def opened(name: str) -> "File[bytes]":
    return storages["default"].open(path(name))


def forget(name: str) -> None:
    storages["default"].delete(path(name))


def _checked(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        _check_pdf(data)
        return PDF
    for start, form in IMAGES.items():
        if data.startswith(start):
            _check_image(data, form)
            return MEDIA_TYPES[form]
    if data.startswith(OFFICE_FILES):
        raise ScanRefused(_("This is an office document, which can hold macros; save it as PDF and upload that."))
    raise ScanRefused(_("This is not a scan that can be kept; upload a PDF, JPEG or PNG file."))


def _check_image(data: bytes, form: str) -> None:
    from PIL import Image

    try:
        picture = Image.open(BytesIO(data), formats=[form])
        size = picture.width * picture.height
        picture.verify()
    except (Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        raise ScanRefused(_("The picture is damaged; scan it again.")) from None
    if size > MOST_PIXELS:
        raise ScanRefused(_("The picture has more than 100 million pixels; scan it in a lower resolution."))


def _check_pdf(data: bytes) -> None:
    from pypdf import PdfReader

    try:
        reader = PdfReader(BytesIO(data))
        locked = reader.is_encrypted
        runs = not locked and _runs(reader)
        pages = 0 if locked else len(reader.pages)
    except Exception:  # pypdf raises what it likes on a broken file
        raise ScanRefused(_("The PDF is damaged; scan or save it again.")) from None
    if locked:
        raise ScanRefused(_("The PDF is locked; save it without a password."))
    if runs:
        raise ScanRefused(_("The PDF holds a script or another file; print it to a new PDF and upload that."))
    if not pages:
        raise ScanRefused(_("The PDF is damaged; scan or save it again."))


def _runs(reader: Any) -> bool:
    """Whether any object of the file is an action that runs, or a file within the file."""
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    return any(_is_active(reader.get_object(number)) for number in numbers)


def _is_active(found: Any) -> bool:
    """Of what it points at, each is an object of its own."""
    if isinstance(found, list):
        return any(map(_is_active, found))
    if not isinstance(found, dict):
        return False
    return bool(found.get("/S") in RUNS or HOLDS & set(found)) or any(map(_is_active, found.values()))
