"""Pictures as people upload them, made fit for the web: upright, without what a camera adds, in two sizes."""

import hashlib
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from PIL.Image import Image

SIZES = (800, 1600)
FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST, MOST_PIXELS, LEAST_WIDTH = 20_000_000, 60_000_000, 400


class PictureRefused(ValueError):
    """The file is not taken; the message says what is wrong and what to do."""


class Kept(NamedTuple):
    """name: hash of what was uploaded; the size is the larger one's in pixels."""

    name: str
    width: int
    height: int


def keep(data: bytes) -> Kept:
    """Stores both sizes. Raises PictureRefused."""
    picture = _opened(data)
    name = hashlib.sha256(data).hexdigest()
    for width in SIZES:
        small = _fitted(picture, width)
        out = BytesIO()
        small.save(out, "WEBP", quality=80, method=4)
        if not storages["default"].exists(path(name, width)):
            storages["default"].save(path(name, width), ContentFile(out.getvalue()))
    return Kept(name, small.width, small.height)


def path(name: str, width: int) -> str:
    return f"pictures/{name}-{width}.webp"


def _opened(data: bytes) -> "Image":
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(data) > LARGEST:
        raise PictureRefused(_("The file has more than 20 MB; save the picture smaller, 2000 pixels wide will do."))
    try:
        picture = Image.open(BytesIO(data), formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise PictureRefused(_("The picture has more than 60 million pixels; save it smaller."))
        upright = ImageOps.exif_transpose(picture)
        has_alpha = upright.mode in ("RGBA", "LA", "P")
        fit = upright.convert("RGBA" if has_alpha else "RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, PictureRefused):
            raise
        raise PictureRefused(_("This is not a picture that can be shown; upload a JPEG, PNG or WebP file.")) from None
    if fit.width < LEAST_WIDTH:
        raise PictureRefused(_("The picture is less than 400 pixels wide; it would look blurred. Take a larger one."))
    return fit


def _fitted(picture: "Image", width: int) -> "Image":
    if picture.width <= width:
        return picture
    return picture.resize((width, round(picture.height * width / picture.width)), 1)  # 1: Lanczos
