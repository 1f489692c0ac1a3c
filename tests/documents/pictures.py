"""Pictures as a camera or a drawing program writes them."""

import io

from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

CAMERA = "Kamera kanarie"
"""What a camera writes beside the picture, and nobody may read in it afterwards."""


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **more) -> bytes:
    """Half dark, half light, so that one sees which side is up."""
    image = Image.new("RGB", size, "white")
    image.paste((20, 60, 60), (0, 0, size[0] // 2, size[1]))
    stream = io.BytesIO()
    image.save(stream, kind, **more)
    return stream.getvalue()


def photograph(size: tuple[int, int] = (60, 40), turned: int = 1) -> bytes:
    """A JPEG that says where it was taken, by which camera, and which side is up."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = CAMERA
    exif[ExifTags.Base.Orientation] = turned
    place = {ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (55.0, 39.0, 24.0)}
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(place)
    return picture("JPEG", size, exif=exif, comment=CAMERA, xmp=CAMERA.encode())


def drawing() -> bytes:
    """A PNG with words beside the picture."""
    words = PngInfo()
    words.add_text("Author", CAMERA)
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = CAMERA
    return picture("PNG", pnginfo=words, exif=exif)
