"""All that somebody can find in a PDF: its pages, what lies inside, what it says of itself."""

import io
import re

from pypdf import PdfReader


def text(content: bytes) -> str:
    """All that stands on the pages, in one line."""
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return re.sub(r"\s+", " ", words.replace("\u200b", ""))


def inside(content: bytes) -> dict[str, bytes]:
    """The files that lie inside, by name."""
    files = PdfReader(io.BytesIO(content)).attachments
    return {name: found[0] for name, found in files.items()}


def everything(content: bytes) -> bytes:
    """Every word: of the pages, of the bookmarks, of the description, and in the files inside, at any depth."""
    reader = PdfReader(io.BytesIO(content))
    told = [text(content), str(reader.metadata), str(reader.outline)]
    if reader.xmp_metadata is not None:
        told.append(reader.xmp_metadata.stream.get_data().decode())
    for page in reader.pages:  # where links lead, and what they are called
        told += [str(each.get_object()) for each in page.get("/Annots", [])]
    parts = ["\n".join(told).encode()]
    for name, file in inside(content).items():
        parts += [name.encode(), everything(file) if file.startswith(b"%PDF") else file]
    return b"\n".join(parts)
