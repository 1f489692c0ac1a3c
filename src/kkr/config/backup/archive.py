"""The file itself: a gzipped tar of `database`, `files/...` and last a manifest that vouches for both.

The manifest stands last so that every byte is read once; an archive without it was cut off.
"""

import gzip
import hashlib
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from kkr.config.backup import Refused

FORMAT = 1
MANIFEST, DATABASE, FILES = "manifest.json", "database", "files"
COMPRESSION = 5  # most files are compressed already
PIECE = 2**20


@dataclass
class Manifest:
    """What the archive holds and which code wrote it; `absent` names files that were not there whole."""

    made_at: str
    kkr: str
    django: str
    vendor: str
    server: int
    migrations: list[str]
    rows: dict[str, int]
    entries: int
    digest: str
    absent: list[str] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @classmethod
    def of(cls, text: bytes) -> "Manifest":
        """Read one; refuses another format and what was never one."""
        try:
            value: dict[str, Any] = json.loads(text)
            if value["format"] != FORMAT:
                raise Refused(f"The backup has format {value['format']}, not {FORMAT}.", 2)
            return cls(**value)
        except (ValueError, TypeError, KeyError) as fault:
            raise Refused(f"The manifest of the backup cannot be read: {fault}.", 2) from fault


class Digesting:
    """A stream that knows the SHA-256 of what was read from it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.sum = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.stream.read(size)
        self.sum.update(piece)
        return piece


class Writer:
    """Adds parts to an archive, keeping the checksum of each."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.parts: dict[str, str] = {}

    def add(self, name: str, path: Path) -> None:
        with path.open("rb") as stream:
            info = self.tar.gettarinfo(arcname=name, fileobj=stream)
            info.uname = info.gname = ""
            info.mode = 0o600
            digesting = Digesting(stream)
            self.tar.addfile(info, digesting)
        self.parts[name] = digesting.sum.hexdigest()

    def close(self, manifest: Manifest, folder: Path) -> None:
        """Add the manifest, which makes the archive whole."""
        manifest.parts = dict(self.parts)
        path = folder / MANIFEST
        path.write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
        self.add(MANIFEST, path)


@contextmanager
def written(path: Path) -> Iterator[Writer]:
    """A new archive at `path`, readable only by its owner."""
    path.touch(mode=0o600)
    with tarfile.open(path, "w:gz", compresslevel=COMPRESSION) as tar:
        yield Writer(tar)


def unpacked(path: Path, folder: Path) -> Manifest:
    """Unpack the archive into an empty folder; refuses it unless every checksum is right."""
    try:
        found, manifest = _unpack(path, folder)
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error) as fault:
        raise Refused(f"{path} is no backup, or a damaged one: {fault}.", 2) from fault
    if manifest is None:
        raise Refused(f"{path} has no manifest: it was cut off, or is no backup.", 2)
    wrong = sorted(
        name
        for name in found.keys() | manifest.parts.keys()
        if found.get(name) != manifest.parts.get(name)
    )
    if wrong:
        raise Refused(f"{path} is damaged: {', '.join(wrong[:5])} ({len(wrong)} parts).", 2)
    return manifest


def _unpack(path: Path, folder: Path) -> tuple[dict[str, str], Manifest | None]:
    found, manifest = {}, None
    with tarfile.open(path, "r:gz") as tar:
        for member in tar:
            stream = tar.extractfile(member)
            if stream is None:
                raise Refused(f"{path} holds {member.name}, which is no plain file.", 2)
            if member.name == MANIFEST:
                manifest = Manifest.of(stream.read())
            else:
                found[member.name] = _write(stream, _inside(folder, member.name))
    return found, manifest


def _inside(folder: Path, name: str) -> Path:
    """Where a part goes; refuses a name that would lead out of the folder."""
    target = (folder / name).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise Refused(f"The backup holds a part named {name}, which leads elsewhere.", 2)
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _write(stream: IO[bytes], target: Path) -> str:
    digesting = Digesting(stream)
    with target.open("xb") as output:
        while piece := digesting.read(PIECE):
            output.write(piece)
    return digesting.sum.hexdigest()
