"""What the lock files bring in, as far as it can be judged without a network.

Every package is pinned to one version and to checksums, was asked for in an .in file or is required
by one that was, carries a licence we may pass on, and is installed as it was locked. Known
vulnerabilities need a service that CI cannot reach; see docs/decisions/0005-dependency-audit.md.
"""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"
ALLOWED = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla Public|LGPL"
    r"|GNU Lesser|Library or Lesser|EUPL|Zlib|zlib|Unlicense|Public Domain|CC0)",
    re.IGNORECASE,
)
READ_BY_HAND = {"axe-playwright-python": "MIT", "fido2": "BSD-2-Clause", "pysqlite3": "zlib"}
"""Packages whose metadata name no licence that can be read, and what their licence file says."""


def main() -> int:
    faults: list[str] = []
    for name in ("runtime", "dev"):
        locked = dict(pins(REQUIREMENTS / f"{name}.lock", faults))
        faults += strangers(name, locked)
        faults += [fault for each, version in locked.items() for fault in judged(each, version)]
        sys.stdout.write(f"{name}.lock: {len(locked)} packages\n")
    sys.stderr.write("".join(f"   {fault}\n" for fault in sorted(set(faults))))
    return 1 if faults else 0


def pins(lock: Path, faults: list[str]) -> Iterator[tuple[str, str]]:
    """Each package locked for this Python, with its version; notes any that is not held fast."""
    logical = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in filter(None, map(str.strip, logical.splitlines())):
        stated, _, checksums = line.partition("--hash=sha256:")
        found = Requirement(stated)
        if not checksums or not re.fullmatch(r"==[^*,]+", str(found.specifier)):
            faults.append(f"{lock.name}: not pinned to a version and a checksum: {stated}")
        elif found.marker is None or found.marker.evaluate():
            yield canonicalize_name(found.name), str(found.specifier).removeprefix("==")


def judged(name: str, version: str) -> Iterator[str]:
    """What is wrong with one package as it is installed here; one for other systems is passed by."""
    try:
        installed = distribution(name)
    except PackageNotFoundError:
        return
    if installed.version != version:
        yield f"{name} {installed.version} is installed, {version} is locked"
    licence = licence_of(installed)
    if not ALLOWED.search(licence):
        yield f"{name}: the licence is not on the list: {licence or 'none named'}"


def licence_of(installed: Distribution) -> str:
    """What the package says of its own licence."""
    about = installed.metadata
    named = about.get_all("Classifier") or []
    classified = [each.rsplit("::", 1)[-1] for each in named if each.startswith("License")]
    written = [about.get("License-Expression"), (about.get("License") or "").split("\n")[0]]
    by_hand = READ_BY_HAND.get(canonicalize_name(installed.name))
    return "; ".join(each for each in [*written, *classified, by_hand] if each)


def strangers(name: str, locked: dict[str, str]) -> list[str]:
    """Packages that nobody asked for, neither an .in file nor a package that was asked for."""
    wanted = {canonicalize_name(each.name) for each in asked(name)}
    known, waiting = set(wanted), list(wanted)
    while waiting:
        for needed in required_by(waiting.pop()) - known:
            known.add(needed)
            waiting.append(needed)
    return [f"{name}.lock: nobody asked for {each}" for each in sorted(set(locked) - known)]


def asked(name: str) -> Iterator[Requirement]:
    """The requirements an .in file states, with those of the files it includes."""
    for line in (REQUIREMENTS / f"{name}.in").read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            yield from asked(line.removeprefix("-r ").removesuffix(".in").strip())
        elif line.strip() and not line.startswith("#"):
            yield Requirement(line)


def required_by(name: str) -> set[str]:
    """What an installed package requires, on any system and with any of its extras."""
    try:
        requirements = distribution(name).requires or []
    except PackageNotFoundError:
        return set()
    return {canonicalize_name(Requirement(each).name) for each in requirements}


if __name__ == "__main__":
    sys.exit(main())
