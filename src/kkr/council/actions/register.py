from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from kkr.common.text import slug
from kkr.council.models import (
    Area,
    AreaPlacement,
    Association,
    Council,
    Municipality,
    Party,
    Term,
)
from kkr.council.models.areas import AreaKind
from kkr.council.models.bodies import BodyKind
from kkr.council.register import areas, people
from kkr.council.register.municipalities import municipalities
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require
from kkr.ledger.chain import canonical, sha256


@dataclass(frozen=True)
class Loaded:
    """How many rows of the register were added and changed."""

    added: int
    changed: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed)


@transaction.atomic
def load_register(*, by: Actor, at: datetime) -> Loaded:
    """Bring the tables of `council/register` into the database: areas, bodies, parties, terms.

    Adds what is missing, corrects what differs, takes nothing away; when nothing is to do it leaves
    no trace. Parties are only added: what they are called is kept at the desk. Refuses an
    actor without `council.load_register`.
    """
    require(by, "council.load_register")
    tally = sum((_bring_in(*step) for step in _steps()), Counter[str]())
    tally += _bring_in(_parties(), ("slug",), keeps=True)
    loaded = Loaded(added=tally["added"], changed=tally["changed"])
    if loaded:
        record(
            verb="council.register_loaded",
            subject=Association.objects.get(slug=slug(areas.ASSOCIATION)),
            by=by,
            at=at,
            content={"digest": _digest(), "added": loaded.added, "changed": loaded.changed},
            public=True,
        )
    return loaded


def _digest() -> str:
    tables = [
        areas.REGIONS,
        areas.SUCCESSORS,
        areas.COUNCILS,
        list(municipalities()),
        people.PARTIES,
        people.ELECTIONS,
    ]
    return sha256(canonical(tables))


def _steps() -> Iterator[tuple[list[models.Model], tuple[str, ...]]]:
    """What to bring in and by which fields it is known, in the order it depends on each other."""
    yield list(_areas()), ("kind", "slug")
    found = {(area.kind, area.slug): area for area in Area.objects.all()}
    yield list(_placements(found)), ("area_id", "within_id", "starts_on")
    yield [_association(found)], ("kind", "slug")
    yield list(_councils(found)), ("kind", "slug")
    yield list(_municipalities(found)), ("kind", "slug")
    yield [_term(day) for day in people.ELECTIONS], ("election_on",)


def _bring_in(
    rows: Sequence[models.Model], key: tuple[str, ...], *, keeps: bool = False
) -> Counter[str]:
    """Correct what differs before adding what is missing, so that ended periods make room."""
    model = type(rows[0])
    there = {_values(row, key): row for row in model._default_manager.all()}
    missing = [row for row in rows if _values(row, key) not in there]
    tally = Counter(added=len(missing))
    for row in [] if keeps else rows:
        if (old := there.get(_values(row, key))) is not None:
            tally["changed"] += _correct(old, row)
    for row in missing:
        row.clean_fields(exclude=[f.name for f in model._meta.fields if f.is_relation])
        row.clean()
    if model._meta.parents:  # a body stands in two tables
        for row in missing:
            row.save()
    else:
        model._default_manager.bulk_create(missing)
    return tally


def _correct(old: models.Model, row: models.Model) -> bool:
    """Whether `old` had to be changed to say what `row` says."""
    fields = [f.attname for f in old._meta.concrete_fields if f.name not in {"id", "body"}]
    different = [name for name in fields if getattr(old, name) != getattr(row, name)]
    for name in different:
        setattr(old, name, getattr(row, name))
    if different:
        old.full_clean()
        old.save()
    return bool(different)


def _values(row: models.Model, names: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)


def _areas() -> Iterator[Area]:
    code, name = areas.COUNTRY
    yield Area(kind=AreaKind.COUNTRY, code=code, name=name, slug=slug(name))
    for region in areas.REGIONS:
        yield Area(kind=AreaKind.REGION, slug=slug(region.name), **region._asdict())
    for short_name in areas.COUNCILS:
        name = f"KKR {short_name}"
        yield Area(kind=AreaKind.COUNCIL, name=name, slug=slug(short_name))
    for row in municipalities():
        yield Area(kind=AreaKind.MUNICIPALITY, code=row.code, name=row.name, slug=slug(row.name))


Found = dict[tuple[str, str], Area]


def _placements(found: Found) -> Iterator[AreaPlacement]:
    country = found[AreaKind.COUNTRY, slug(areas.COUNTRY[1])]
    for region in areas.REGIONS:
        area = found[AreaKind.REGION, slug(region.name)]
        yield _placed(area, country, region.starts_on, region.ends_on)
    for short_name in areas.COUNCILS:
        yield _placed(found[AreaKind.COUNCIL, slug(short_name)], country)
    for row in municipalities():
        area = found[AreaKind.MUNICIPALITY, slug(row.name)]
        yield _placed(area, found[AreaKind.COUNCIL, slug(row.council)])
        yield from _in_regions(area, f"Region {row.council}", found)


def _in_regions(area: Area, name: str, found: Found) -> Iterator[AreaPlacement]:
    """A council covers the municipalities of the region of its name, and of what the region becomes."""
    for region_name in filter(None, [name, areas.SUCCESSORS.get(name)]):
        region = found[AreaKind.REGION, slug(region_name)]
        yield _placed(area, region, region.starts_on, region.ends_on)


def _placed(
    area: Area, within: Area, starts_on: date | None = None, ends_on: date | None = None
) -> AreaPlacement:
    return AreaPlacement(
        area=area, within=within, within_kind=within.kind, starts_on=starts_on, ends_on=ends_on
    )


def _association(found: Found) -> Association:
    name = areas.ASSOCIATION
    area = found[AreaKind.COUNTRY, slug(areas.COUNTRY[1])]
    return Association(kind=BodyKind.ASSOCIATION, name=name, slug=slug(name), area=area)


def _councils(found: Found) -> Iterator[Council]:
    association = Association.objects.get(slug=slug(areas.ASSOCIATION))
    for ordering, short_name in enumerate(areas.COUNCILS, start=1):
        yield Council(
            kind=BodyKind.COUNCIL,
            name=f"KKR {short_name}",
            slug=slug(short_name),
            short_name=short_name,
            association=association,
            area=found[AreaKind.COUNCIL, slug(short_name)],
            ordering=ordering,
        )


def _municipalities(found: Found) -> Iterator[Municipality]:
    for row in municipalities():
        yield Municipality(
            kind=BodyKind.MUNICIPALITY,
            name=row.name,
            slug=slug(row.name),
            code=row.code,
            cvr=row.cvr,
            irregular_name=row.irregular_name,
            area=found[AreaKind.MUNICIPALITY, slug(row.name)],
        )


def _parties() -> list[Party]:
    return [Party(letter=at, name=name, slug=slug(name)) for at, name in people.PARTIES]


def _term(election_on: date) -> Term:
    year = election_on.year + 1
    return Term(election_on=election_on, starts_on=date(year, 1, 1), ends_on=date(year + 4, 1, 1))
