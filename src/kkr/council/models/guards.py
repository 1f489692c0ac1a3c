"""Constraints that Django has no word for on both databases, to be named in a model's `Meta`.

On PostgreSQL they become exclusion constraints and triggers, on SQLite triggers. The statements are
deferred and know their table as a reference, so they follow a table that SQLite has to remake.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.ddl_references import Statement, Table
from django.db.models import Q
from django.db.models.constraints import BaseConstraint

BEGINNING, END = "0001-01-01", "9999-12-31"


def overlaps(starts_on: Any, ends_on: Any) -> Q:
    """Periods with `starts_on` and `ends_on` that share a day with this one; None is unbounded."""
    begun = Q() if ends_on is None else Q(starts_on=None) | Q(starts_on__lt=ends_on)
    not_over = Q() if starts_on is None else Q(ends_on=None) | Q(ends_on__gt=starts_on)
    return begun & not_over


def column_of(model: type[models.Model], name: str) -> str:
    return str(field_of(model, name).column)


def field_of(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


class Guard(BaseConstraint):
    """A constraint made of statements that run when the table stands."""

    def postgresql(self, model: type[models.Model]) -> list[str]:
        """The statements on PostgreSQL; `{table}` stands for the quoted table."""
        raise NotImplementedError

    def sqlite(self, model: type[models.Model]) -> list[str]:
        """The statements on SQLite."""
        raise NotImplementedError

    def constraint_sql(self, model: Any, schema_editor: Any) -> None:  # type: ignore[override]
        """Defer the statements; nothing stands inside CREATE TABLE."""
        self.create_sql(model, schema_editor)

    def create_sql(self, model: Any, schema_editor: Any) -> None:  # type: ignore[override]
        table = Table(model._meta.db_table, schema_editor.quote_name)
        for text in getattr(self, schema_editor.connection.vendor)(model):
            statement = Statement(text.replace("{table}", "%(table)s"), table=table)
            schema_editor.deferred_sql.append(statement)

    def remove_sql(self, model: Any, schema_editor: Any) -> str:  # noqa: ARG002
        """On PostgreSQL; SQLite remakes the table without its triggers."""
        return f"DROP FUNCTION {self.name}() CASCADE"

    def validate(self, *_: Any, **__: Any) -> None:
        """Nothing a form could get wrong."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Guard) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__

    def _trigger_postgresql(self, event: str, condition: str, message: str) -> list[str]:
        returned = "OLD" if event == "DELETE" else "NEW"
        rule = f"RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation';"
        body = f"BEGIN IF {condition} THEN {rule} END IF; RETURN {returned}; END"
        function = f"FUNCTION {self.name}()"
        return [
            f"CREATE OR REPLACE {function} RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
            f"CREATE TRIGGER {self.name} BEFORE {event} ON {{table}} FOR EACH ROW EXECUTE {function}",
        ]

    def _trigger_sqlite(self, event: str, condition: str, message: str, suffix: str = "") -> str:
        return (
            f"CREATE TRIGGER {self.name}{suffix} AFTER {event} ON {{table}} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )


class NoOverlap(Guard):
    """No two rows alike in `fields` share a day of [starts_on, ends_on); an empty date is unbounded.

    `only` narrows it to rows whose field has one of the values, `unless` to those where that field
    is empty. Rows with an empty field are alike to none. On PostgreSQL it needs the extension
    btree_gist.
    """

    def __init__(
        self,
        *,
        fields: Sequence[str] = (),
        only: tuple[str, Sequence[str]] | None = None,
        unless: str = "",
        name: str,
        violation_error_message: Any = None,
    ) -> None:
        self.fields = tuple(fields)
        self.only = only and (only[0], tuple(only[1]))
        self.unless = unless
        super().__init__(name=name, violation_error_message=violation_error_message)

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        more = {"fields": self.fields, "only": self.only, "unless": self.unless}
        return path, args, kwargs | more

    def postgresql(self, model: type[models.Model]) -> list[str]:
        alike = "".join(f"{column} WITH =, " for column in self._columns(model))
        conditions = " AND ".join(self._narrowed(model))
        where = f" WHERE ({conditions})" if conditions else ""
        shared = f"EXCLUDE USING gist ({alike}daterange(starts_on, ends_on) WITH &&){where}"
        return [f"ALTER TABLE {{table}} ADD CONSTRAINT {self.name} {shared}"]

    def sqlite(self, model: type[models.Model]) -> list[str]:
        key = column_of(model, model._meta.pk.name)
        same = [f"other.{column} = NEW.{column}" for column in self._columns(model)]
        same += self._narrowed(model, "other.") + self._narrowed(model, "NEW.")
        clash = " AND ".join(
            [
                f"other.{key} <> NEW.{key}",
                *same,
                f"coalesce(other.starts_on, '{BEGINNING}') < coalesce(NEW.ends_on, '{END}')",
                f"coalesce(NEW.starts_on, '{BEGINNING}') < coalesce(other.ends_on, '{END}')",
            ]
        )
        condition = f"EXISTS (SELECT 1 FROM {{table}} AS other WHERE {clash})"  # noqa: S608 -- our own names
        message = f"constraint {self.name}: two periods overlap"
        return [
            self._trigger_sqlite(event, condition, message, f"_{event.lower()}")
            for event in ("INSERT", "UPDATE")
        ]

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} DROP CONSTRAINT {self.name}"

    def validate(
        self,
        model: type[models.Model],
        instance: Any,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Refuse what the database would refuse, in words."""
        alike = {name: getattr(instance, field_of(model, name).attname) for name in self.fields}
        if None in alike.values() or {"starts_on", "ends_on"} & set(exclude or ()):
            return
        if self.unless and getattr(instance, self.unless) is not None:
            return
        if self.only:
            field, values = self.only
            if getattr(instance, field) not in values:
                return
            alike[f"{field}__in"] = values
        if self.unless:
            alike[self.unless] = None
        rows = model._default_manager.using(using).filter(**alike).exclude(pk=instance.pk)
        if rows.filter(overlaps(instance.starts_on, instance.ends_on)).exists():
            raise ValidationError(self.get_violation_error_message(), code="overlap")

    def _columns(self, model: type[models.Model]) -> list[str]:
        return [column_of(model, name) for name in self.fields]

    def _narrowed(self, model: type[models.Model], row: str = "") -> list[str]:
        """The conditions on the rows it is about."""
        conditions = []
        if self.only:
            values = ", ".join(f"'{value}'" for value in self.only[1])
            conditions.append(f"{row}{column_of(model, self.only[0])} IN ({values})")
        if self.unless:
            conditions.append(f"{row}{column_of(model, self.unless)} IS NULL")
        return conditions


class NeverDeleted(Guard):
    """Rows stay: no DELETE, and on PostgreSQL no TRUNCATE; with `once`, each from when that field is set."""

    def __init__(self, *, once: str = "", name: str) -> None:
        self.once = once
        super().__init__(name=name)

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | ({"once": self.once} if self.once else {})

    def postgresql(self, model: type[models.Model]) -> list[str]:
        deleted = self._trigger_postgresql("DELETE", self._stays(model), self._message)
        if self.once:
            return deleted
        statement = f"FOR EACH STATEMENT EXECUTE FUNCTION {self.name}()"
        return [
            *deleted,
            f"CREATE TRIGGER {self.name}_all BEFORE TRUNCATE ON {{table}} {statement}",
        ]

    def sqlite(self, model: type[models.Model]) -> list[str]:
        return [self._trigger_sqlite("DELETE", self._stays(model), self._message)]

    def _stays(self, model: type[models.Model]) -> str:
        return f"OLD.{column_of(model, self.once)} IS NOT NULL" if self.once else "TRUE"

    @property
    def _message(self) -> str:
        return f"constraint {self.name}: a row is never deleted"


class Fixed(Guard):
    """`fields` never change; with `once`, from when that field is set."""

    def __init__(self, *, fields: Sequence[str], once: str = "", name: str) -> None:
        self.fields = tuple(fields)
        self.once = once
        super().__init__(name=name)

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"fields": self.fields, "once": self.once}

    def postgresql(self, model: type[models.Model]) -> list[str]:
        return self._trigger_postgresql(
            "UPDATE", self._changed(model, "IS DISTINCT FROM"), self._message
        )

    def sqlite(self, model: type[models.Model]) -> list[str]:
        return [self._trigger_sqlite("UPDATE", self._changed(model, "IS NOT"), self._message)]

    def _changed(self, model: type[models.Model], differs: str) -> str:
        columns = [column_of(model, name) for name in self.fields]
        changed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in columns)
        if not self.once:
            return changed
        return f"OLD.{column_of(model, self.once)} IS NOT NULL AND ({changed})"

    @property
    def _message(self) -> str:
        return f"constraint {self.name}: what was said once is not changed"
