import hashlib
from pathlib import Path

import pytest

import kkr.design

VENDOR = Path(kkr.design.__file__).parent / "static" / "vendor"
FOLDERS = sorted(VENDOR.iterdir())


def checksums(folder: Path) -> dict[str, str]:
    """What the folder's list says: the sum of every file, by its path."""
    lines = (folder / "CHECKSUMS.sha256").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def measured(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.name != "CHECKSUMS.sha256"
    }


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_vendor_folder_is_listed_file_for_file_and_unmodified(folder):
    assert measured(folder) == checksums(folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_vendor_folder_names_its_version_and_carries_its_licence(folder):
    name, _, version = folder.name.rpartition("-")

    assert name
    assert version.replace(".", "").isdigit()
    assert any(path.name in {"LICENSE", "LICENSE.md", "LICENSE.txt"} for path in folder.iterdir())


def test_the_fonts_carry_their_own_licence():
    fonts = [path.parent for path in VENDOR.rglob("*.woff*")]

    assert fonts
    assert all("SIL OPEN FONT LICENSE" in (f / "license.txt").read_text("utf-8") for f in fonts)


def test_at_most_three_cuts_of_the_type_are_taken():
    cuts = {path.stem.split("-")[1] for path in VENDOR.rglob("*.woff*")}

    assert cuts == {"Regular", "Italic", "SemiBold"}
