"""What one database says in SQL and the other says in different SQL."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class VendorSQL(migrations.RunPython):
    """A migration step whose statements differ by database; each side is a list of (do, undo) pairs."""

    def __init__(self, *, postgresql: list[tuple[str, str]], sqlite: list[tuple[str, str]]) -> None:
        self.statements = {"postgresql": postgresql, "sqlite": sqlite}
        super().__init__(self._forwards, self._backwards)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [], dict(self.statements)

    def _forwards(self, _apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for do, _undo in self.statements[editor.connection.vendor]:
            editor.execute(do)

    def _backwards(self, _apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for _do, undo in reversed(self.statements[editor.connection.vendor]):
            editor.execute(undo)
