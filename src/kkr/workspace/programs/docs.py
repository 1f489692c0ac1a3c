"""The page about the API, made from its OpenAPI, so that it cannot say anything else."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kkr.workspace.programs.openapi import document
from kkr.workspace.programs.problems import PROBLEMS

SHOWN = ("Question", "Step", "Answer", "Problem")


def openapi(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    answer = JsonResponse(document(), json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "no-cache"
    return answer


def page(request: HttpRequest) -> HttpResponse:
    """How a token is got, what can be done, with examples, and what is refused."""
    made = document()
    schemas = made["components"]["schemas"]
    context: dict[str, Any] = {
        "version": made["info"]["version"],
        "server": made["servers"][0]["url"],
        "about": made["info"]["description"],
        "operations": [
            operation_of(path, method, each, schemas)
            for path, methods in made["paths"].items()
            for method, each in methods.items()
        ],
        "heads": [_("Field"), _("What it is"), _("Form")],
        "shapes": [{"name": name, "rows": fields_of(schemas[name], schemas)} for name in SHOWN],
        "problems": [
            {"status": status, "id": name, "title": title, "detail": detail}
            for status, (name, title, detail) in PROBLEMS.items()
        ],
    }
    return render(request, "workspace/programs/docs.html", context)


def operation_of(path: str, method: str, said: dict[str, Any], schemas: Any) -> dict[str, Any]:
    """One thing a program can do, as the page shows it."""
    parameters = [
        [
            each["name"],
            each.get("description") or _("The id of the question."),
            form_of(each, schemas),
        ]
        for each in said["parameters"]
    ]
    body = said.get("requestBody", {}).get("content", {}).get("application/json", {})
    return {
        "id": said["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": said["summary"],
        "description": said["description"],
        "parameters": parameters,
        "fields": fields_of(resolved(body["schema"], schemas), schemas) if body else [],
        "responses": [
            {"status": status, "says": each["description"]}
            for status, each in said["responses"].items()
        ],
        "curl": said["x-codeSamples"][0]["source"],
    }


def resolved(shape: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """The shape itself, where only its name stands."""
    found: dict[str, Any] = schemas[shape["$ref"].rsplit("/", 1)[-1]] if "$ref" in shape else shape
    return found


def fields_of(shape: dict[str, Any], schemas: dict[str, Any]) -> list[list[str]]:
    """The fields of an object: name, meaning, form."""
    is_sent = shape.get("additionalProperties") is False
    must = shape.get("required", []) if is_sent else []
    return [
        [
            name,
            each.get("description", ""),
            form_of({"schema": each, "required": name in must}, schemas),
        ]
        for name, each in shape["properties"].items()
    ]


def form_of(field: dict[str, Any], schemas: dict[str, Any]) -> str:
    """How a field is written, and whether it must be there."""
    words = written(field["schema"], schemas)
    return _("%(form)s, must be there") % {"form": words} if field["required"] else words


def written(shape: dict[str, Any], schemas: dict[str, Any]) -> str:
    """The form of a value in words."""
    if "$ref" in shape:
        return shape["$ref"].rsplit("/", 1)[-1]
    choices = [each for each in shape.get("anyOf", []) if each.get("type") != "null"]
    if choices:
        none = len(choices) < len(shape["anyOf"])
        words = written(choices[0], schemas)
        return _("%(form)s or null") % {"form": words} if none else words
    if "enum" in shape:
        return _("one of: %(choices)s") % {"choices": ", ".join(shape["enum"])}
    if shape.get("type") == "array":
        return _("list of %(form)s") % {"form": written(shape["items"], schemas)}
    return in_words(shape)


def in_words(shape: dict[str, Any]) -> str:
    """The form of a plain value."""
    known = {
        "date": _("day, e.g. 2017-03-14"),
        "date-time": _("time, e.g. 2017-02-13T08:00:00Z"),
        "uuid": _("UUID"),
        "string": _("text"),
        "integer": _("whole number"),
        "boolean": _("true or false"),
    }
    words = known[shape.get("format", shape["type"])]
    if "maxLength" in shape:
        words = _("%(form)s of at most %(most)s signs") % {
            "form": words,
            "most": shape["maxLength"],
        }
    if "maximum" in shape:
        bounds = {"form": words, "least": shape["minimum"], "most": shape["maximum"]}
        words = _("%(form)s from %(least)s to %(most)s") % bounds
    return words
