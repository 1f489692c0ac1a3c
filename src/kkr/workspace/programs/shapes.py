"""What programs send and get, in the words of the field; OParl's and Popolo's where they have one.

What stands here is written out as OpenAPI and as the page about it, in the language of whoever reads.
"""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOST_STOPS = 20


def written_day(value: Any) -> Any:
    """Only a day as ISO 8601 writes it; a number is none."""
    if value is None or (isinstance(value, str) and DAY.fullmatch(value)):
        return value
    raise PydanticCustomError("date_type", "day")


Day = Annotated[date | None, BeforeValidator(written_day)]


class Given(BaseModel):
    """What a program sends: a field that is not known is refused, so that a slip of the pen is seen."""

    model_config = ConfigDict(extra="forbid")


class Stop(Given):
    committee: str = Field(
        description=_("The committee, as the municipality calls it."),
        min_length=1,
        max_length=200,
        examples=["Økonomiudvalget"],
    )
    on: Day = Field(None, description=_("The day it met."), examples=["2017-03-14"])


class AnswerGiven(Given):
    answer: str = Field(
        description=_("The key of one of the question's possible answers."),
        max_length=24,
        examples=["approved"],
    )
    remark: str | None = Field(
        "",
        description=_("The remark, as the municipal council worded it. Everybody will read it."),
        max_length=4000,
        examples=["Kommunalbestyrelsen lægger vægt på økonomien."],
    )
    decided_on: Day = Field(
        None, description=_("The day the municipal council decided."), examples=["2017-02-07"]
    )
    path: list[Stop] | None = Field(
        None,
        description=_("The way through the committees."),
        max_length=MOST_STOPS,
        examples=[[{"committee": "Økonomiudvalget", "on": "2017-01-31"}]],
    )
    case_number: str | None = Field(
        "",
        description=_("The municipality's own case number."),
        max_length=60,
        examples=["17/1234"],
    )
    source_url: str | None = Field(
        "",
        description=_("Where the minutes can be read."),
        max_length=500,
        examples=["https://www.example.dk/referat"],
    )
    why: str | None = Field(
        "",
        description=_("Why an answer given before is corrected. Everybody will read it."),
        max_length=400,
        examples=["Bemærkningen manglede."],
    )
    step: int | None = Field(
        None,
        description=_("Which report is answered; needed where the question has several."),
        strict=True,
        ge=1,
        le=99,
        examples=[1],
    )


class StageGiven(Given):
    stage: Literal["received", "on_agenda", "postponed"] = Field(
        description=_("How far the municipality is."), examples=["on_agenda"]
    )
    on: Day = Field(
        None,
        description=_("The day the municipal council meets; needed with on_agenda."),
        examples=["2017-03-14"],
    )


class Council(BaseModel):
    id: str = Field(description=_("The council's name in addresses."))
    name: str = Field(description=_("The name of the council."))
    url: str = Field(description=_("The council's public page."))


class Area(BaseModel):
    code: str | None = Field(
        description=_("The municipality's code, 4 figures; a region has none.")
    )
    name: str = Field(description=_("The name of who is asked."))


class AnswerKind(BaseModel):
    key: str = Field(description=_("What is sent as “answer”."))
    title: str = Field(description=_("What it is called in Danish."))
    needs_remark: bool = Field(description=_("Whether a remark must stand with it."))


class StopKept(BaseModel):
    committee: str = Field(description=_("The committee, as the municipality calls it."))
    on: date | None = Field(description=_("The day it met."))


class Answer(BaseModel):
    id: UUID = Field(description=_("The answer's own id; the same for as long as it is valid."))
    step: int = Field(description=_("Which report is answered."))
    answer: str = Field(description=_("The key of the answer."))
    remark: str = Field(description=_("The remark that goes with it."))
    decided_on: date | None = Field(description=_("The day the municipal council decided."))
    path: list[StopKept] = Field(description=_("The way through the committees."))
    case_number: str = Field(description=_("The municipality's own case number."))
    source_url: str = Field(description=_("Where the minutes can be read."))
    why: str = Field(description=_("Why it corrected the answer before it."))
    way: Literal["page", "link", "api", "secretary"] = Field(
        description=_("How it came: signed in, by a link, from a program, or by the secretariat.")
    )
    entered_at: datetime = Field(description=_("When it came."))


class Step(BaseModel):
    number: int = Field(description=_("The report's number, from 1."))
    title: str = Field(description=_("What the report is called; empty where there is only one."))
    deadline_on: date = Field(description=_("The last day for the answer."))
    is_late: bool = Field(description=_("Whether the last day is over and nothing is answered."))
    answer: Answer | None = Field(description=_("The valid answer, or null."))


class Stage(BaseModel):
    stage: Literal["received", "on_agenda", "postponed"] = Field(
        description=_("How far the municipality is.")
    )
    on: date | None = Field(description=_("The day the municipal council meets."))


class Enclosed(BaseModel):
    title: str = Field(description=_("What it is called."))
    url: str = Field(description=_("Where everybody can read it."))


class About(BaseModel):
    title: str = Field(description=_("What the paper is called."))
    number: int = Field(description=_("Which version of it."))
    html: str = Field(description=_("Its text, as HTML."))


class Question(BaseModel):
    id: UUID = Field(description=_("The id of the question to this municipality."))
    url: str = Field(description=_("The address of this question here."))
    title: str = Field(description=_("What it is about."))
    council: Council = Field(description=_("Who asks."))
    asked: Area = Field(
        description=_("Who is asked: the token's municipality, or whom it answers for.")
    )
    public_url: str | None = Field(description=_("The public page; null where it is not public."))
    html: str = Field(description=_("The question, as HTML."))
    about: About | None = Field(
        description=_("The text that is asked about, also where others cannot read it; or null.")
    )
    files: list[Enclosed] = Field(
        description=_("The files that come with it; none of a question that is not public.")
    )
    state: Literal["open", "closed", "withdrawn"] = Field(
        description=_("Whether it can be answered: only while it is open.")
    )
    opened_at: datetime = Field(description=_("When it was sent out."))
    closed_at: datetime | None = Field(description=_("When it was closed or withdrawn."))
    withdrawn_why: str = Field(description=_("Why it was withdrawn."))
    steps: list[Step] = Field(description=_("The reports asked for; most questions have one."))
    answers: list[AnswerKind] = Field(description=_("The possible answers."))
    stage: Stage | None = Field(description=_("How far the municipality is, where it has said so."))
    answer: Answer | None = Field(
        description=_("The valid answer to the last report that has one.")
    )
    is_late: bool = Field(description=_("Whether an answer is late."))


class Pagination(BaseModel):
    total_elements: int = Field(alias="totalElements", description=_("How many there are."))
    elements_per_page: int = Field(
        alias="elementsPerPage", description=_("How many a page has at most.")
    )
    offset: int = Field(description=_("How many stand before this page."))


class Links(BaseModel):
    next: str | None = Field(description=_("The page after this one, or null."))
    prev: str | None = Field(description=_("The page before this one, or null."))


class Questions(BaseModel):
    data: list[Question] = Field(description=_("The questions, the open ones first."))
    pagination: Pagination = Field(description=_("Where this page stands."))
    links: Links = Field(description=_("The pages beside it."))


class Wrong(BaseModel):
    field: str = Field(description=_("The field, e.g. path.0.on."))
    pointer: str = Field(description=_("The field as a JSON pointer; empty for a parameter."))
    detail: str = Field(description=_("What is wrong."))
    right: str = Field(description=_("What would be right."))


class Problem(BaseModel):
    type: str = Field(description=_("Where this kind of problem is described."))
    title: str = Field(description=_("The kind of problem in words."))
    status: int = Field(description=_("The status of the answer."))
    detail: str = Field(description=_("What is wrong, and the way out."))
    errors: list[Wrong] = Field(description=_("What is wrong in which field."))
