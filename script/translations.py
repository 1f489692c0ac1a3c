"""Brings the catalogues in step with the code: `python script/translations.py [--check]`.

Needs GNU gettext. With `--check` nothing is written: exit 1 names what is missing, fuzzy or stale.
"""

import ast
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "kkr"
LANGUAGES = ("da", "en")
PLAIN = {"gettext", "ngettext", "pgettext", "npgettext"}
WORDS = {"_", *PLAIN, *(f"{name}_lazy" for name in PLAIN)}


def extract(package: Path) -> None:
    """Refresh the .po files of `package` with what its code and templates say today."""
    django_admin = Path(sys.executable).with_name("django-admin")
    languages = [part for language in LANGUAGES for part in ("-l", language)]
    options = ["--no-location", "--no-obsolete", "--no-wrap", "-v", "0"]
    subprocess.run([django_admin, "makemessages", *languages, *options], cwd=package, check=True)
    for catalogue in package.glob("locale/*/LC_MESSAGES/django.po"):
        lines = catalogue.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith('"POT-Creation-Date')]
        catalogue.write_text("".join(kept), encoding="utf-8")


def compile_all(package: Path) -> None:
    """Write the .mo beside each .po; gettext's own check of formats is on."""
    for catalogue in package.glob("locale/*/LC_MESSAGES/django.po"):
        target = catalogue.with_suffix(".mo")
        subprocess.run(
            ["msgfmt", "--check-format", "--no-hash", "-o", target, catalogue],
            check=True,
        )


def missing(catalogue: Path) -> list[str]:
    """The messages of a catalogue that have no translation or a doubtful one."""
    found = []
    for option in ("--untranslated", "--only-fuzzy"):
        output = subprocess.run(
            ["msgattrib", option, "--no-obsolete", "--no-wrap", catalogue],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        found += [line for line in output.splitlines() if line.startswith("msgid ")][1:]
    return found


def hidden(file: Path) -> list[int]:
    """The lines of a file where words stand inside an f-string, for xgettext does not look there."""
    strings = [
        each for each in ast.walk(ast.parse(file.read_bytes())) if isinstance(each, ast.JoinedStr)
    ]
    calls = [call for each in strings for call in ast.walk(each) if isinstance(call, ast.Call)]
    return [call.lineno for call in calls if _name_of(call.func) in WORDS]


def _name_of(called: ast.expr) -> str:
    """What a call calls, by itself or as an attribute of something."""
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def check() -> int:
    """Extract and compile a copy, and compare it with what is committed."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "kkr"
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "vendor"))
        extract(copy)
        compile_all(copy)
        problems = [
            f"{name.relative_to(copy)} is not in step: run script/translations"
            for name in copy.glob("locale/*/LC_MESSAGES/django.*")
            if name.read_bytes() != (PACKAGE / name.relative_to(copy)).read_bytes()
        ]
        problems += [
            f"da has no translation of {message}"
            for message in missing(copy / "locale/da/LC_MESSAGES/django.po")
        ]
    problems += [
        f"{file.relative_to(PACKAGE)}:{line} has words inside an f-string, where nobody finds them"
        for file in PACKAGE.rglob("*.py")
        for line in hidden(file)
    ]
    sys.stderr.write("".join(f"{problem}\n" for problem in problems))
    return 1 if problems else 0


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(check())
    extract(PACKAGE)
    compile_all(PACKAGE)
