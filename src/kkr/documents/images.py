"""Photographs as we keep them: upright, no larger than a page needs, and without what the camera wrote.

Pure: bytes in, bytes out. What goes with the rest is where and when a picture was taken, by which
camera and under whose name (EXIF, IPTC, XMP, comments, previews); the colour profile stays.
"""

import io
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
LONGEST_SIDE = 2000
MOST_PIXELS = 60_000_000
"""What a good camera takes; a larger picture would cost more memory than a page is worth."""

BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Picture:
    """The bytes as they are kept, and how many pixels they are wide and high."""

    content: bytes
    width: int
    height: int


def tidied_picture(content: bytes, media_type: str) -> Picture:
    """The picture as it is kept; raises ValidationError for one that is damaged or far too large."""
    try:
        with Image.open(io.BytesIO(content), formats=[FORMATS[media_type]]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise _too_large()
            return _written(_small(image), FORMATS[media_type])
    except BOMBS as bomb:
        raise _too_large() from bomb
    except (OSError, SyntaxError, ValueError) as fault:  # how Pillow says that it cannot read on
        words = _("The image is damaged and cannot be opened. Save it again, and try once more.")
        raise ValidationError(words, code="damaged") from fault


def _too_large() -> ValidationError:
    words = _("The image has too many pixels. Make it smaller, to 4000 on its longest side.")
    return ValidationError(words, code="too_many_pixels")


def _small(image: Image.Image) -> Image.Image:
    """Upright as the camera meant it, and at most 2000 pixels long."""
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return upright


def _written(image: Image.Image, written_as: str) -> Picture:
    profile = image.info.get("icc_profile")
    if written_as == "JPEG" and image.mode not in {"L", "RGB"}:
        image, profile = image.convert("RGB"), None
    kept = {"transparency"} & set(image.info)
    image.info = {name: image.info[name] for name in kept}  # the rest Pillow would write again
    stream = io.BytesIO()
    how = {"quality": 85, "progressive": True} if written_as == "JPEG" else {}
    image.save(stream, written_as, optimize=True, icc_profile=profile, **how)
    return Picture(stream.getvalue(), image.width, image.height)
