import re
import statistics

import pytest
from tests.house.source import PACKAGE, ROOT, functions, length, modules

ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))
FORBIDDEN = {"utils.py", "helpers.py", "services.py", "managers.py", "signals.py"}


def test_every_room_stands_in_the_map():
    text = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")

    assert [room for room in ROOMS if f"`{room}`" not in text] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_what_is_true_in_it(room):
    text = (PACKAGE / room / "__init__.py").read_text(encoding="utf-8")

    assert text.startswith('"""')


def test_no_drawer_is_a_junk_drawer():
    assert [str(path) for path, _tree in modules() if path.name in FORBIDDEN] == []


def test_common_stays_small():
    lines = sum(len(path.read_text().splitlines()) for path in (PACKAGE / "common").glob("*.py"))

    assert lines < 300


def test_every_setting_is_explained():
    settings = (PACKAGE / "config" / "settings.py").read_text(encoding="utf-8")
    names = set(re.findall(r'(?:env_\w+|environ(?:\.get)?)[\[(]"([A-Z_]+)"', settings)) | {
        "DATABASE_URL"
    }
    explained = (ROOT / "docs" / "operate" / "settings.md").read_text(encoding="utf-8")

    assert [name for name in sorted(names) if f"`{name}`" not in explained] == []


def test_every_dependency_has_its_reason():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = (ROOT / "requirements" / "runtime.in").read_text(encoding="utf-8").splitlines()
    names = [re.split(r"[~=\[;<>]", line)[0] for line in lines if line and not line.startswith("#")]

    assert [name for name in names if f"| {name} |" not in readme] == []


def test_budgets_are_a_mirror(capsys):
    """Prints what we measure of ourselves; only a file out of all proportion fails."""
    lengths = sorted(length(function) for _path, tree in modules() for function in functions(tree))
    files = {str(path): len((ROOT / path).read_text().splitlines()) for path, _tree in modules()}

    with capsys.disabled():
        print(
            f"\n{len(files)} files, {len(lengths)} functions: median {statistics.median(lengths):.0f},"
            f" p95 {lengths[int(len(lengths) * 0.95)]} lines, longest file {max(files.values())}"
        )

    assert [name for name, lines in files.items() if lines > 450] == []
