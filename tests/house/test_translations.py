"""The script that keeps the catalogues in step finds the words that nothing would translate."""

from runpy import run_path

import pytest
from tests.house.source import ROOT

hidden = run_path(str(ROOT / "script" / "translations.py"))["hidden"]


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("f\"{_('Case')}: 1\"", [1]),
        ("\nf\"{gettext_lazy('Case')}\"", [2]),
        ("f\"{translation.npgettext_lazy('x', 'Case', 'Cases', 2)}\"", [1]),
        ('said = _("Case")\nf"{said}: {len(said)} {said.casefold()}"', []),
    ],
)
def test_words_inside_an_f_string_are_found(tmp_path, code, lines):
    file = tmp_path / "some.py"
    file.write_text(code, encoding="utf-8")

    assert hidden(file) == lines
