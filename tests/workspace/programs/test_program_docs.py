"""The OpenAPI says what there is, and the page about it says what the OpenAPI says."""

import json
import re

import pytest
from tests.addresses import routes
from tests.workspace.programs.conftest import QUESTIONS, address_of

pytestmark = pytest.mark.django_db
PAGE, OPENAPI = "/api/v1/", "/api/v1/openapi.json"
NOT_DESCRIBED = {"api/v1/", "api/v1/openapi.json", "api/v1/<path:rest>"}


def refs(part):
    if isinstance(part, dict):
        yield from ([part["$ref"]] if "$ref" in part else [])
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from refs(each)


def operations(document):
    for path, methods in document["paths"].items():
        for method, each in methods.items():
            yield path, method, each


def test_the_openapi_is_whole(client):
    answer = client.get(OPENAPI)
    document = answer.json()

    assert (answer.status_code, document["openapi"][:3]) == (200, "3.1")
    assert document["info"]["title"] == "kkr for programmer"
    assert document["servers"][0]["url"].startswith("http")
    known = document["components"]["schemas"]
    assert {each.rsplit("/", 1)[-1] for each in refs(document)} <= set(known)
    assert document["components"]["securitySchemes"]["Bearer"] == {
        "type": "http",
        "scheme": "bearer",
    }
    ids = [each["operationId"] for _path, _method, each in operations(document)]
    assert len(set(ids)) == len(ids) == 4
    for path, method, each in operations(document):
        named = {one["name"] for one in each["parameters"] if one["in"] == "path"}
        assert named == set(re.findall(r"{(\w+)}", path))
        assert all(one["required"] for one in each["parameters"] if one["in"] == "path")
        assert each["security"] == [{"Bearer": []}]
        assert ("requestBody" in each) == (method == "put")
        for status, one in each["responses"].items():
            (kind,) = one["content"]
            assert one["description"]
            assert (kind == "application/problem+json") == (int(status) >= 400)


def test_every_address_of_the_api_is_described(client):
    there = {
        "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", route)
        for route, _pattern in routes()
        if route.startswith("api/v1/") and route not in NOT_DESCRIBED
    }

    assert there == set(client.get(OPENAPI).json()["paths"])


def test_what_is_answered_is_as_the_openapi_has_it(client, program, asked):
    known = client.get(OPENAPI).json()["components"]["schemas"]
    question = program.get(address_of(asked)).json()

    assert set(question) == set(known["Question"]["properties"])
    assert set(program.get(QUESTIONS).json()) == set(known["Questions"]["properties"])
    assert set(program.get("/api/v1/x").json()) == set(known["Problem"]["properties"])


def test_the_page_names_each_endpoint_field_and_refusal(client):
    page = client.get(PAGE).content.decode()
    document = client.get(OPENAPI).json()

    for path, method, each in operations(document):
        assert f"<strong>{method.upper()}</strong> {path}" in page
        assert each["summary"] in page
        assert f'id="{each["operationId"]}"' in page
        for parameter in each["parameters"]:
            assert parameter["name"] in page
    for name in ("AnswerGiven", "StageGiven", "Question", "Answer"):
        for field in document["components"]["schemas"][name]["properties"]:
            assert f">{field}</th>" in page
    for status in (401, 404, 409, 413, 415, 422, 429):
        assert f"<dt>{status} " in page
    assert "curl -X PUT" in page


def test_the_page_loads_nothing_of_others_and_nothing_inline(client):
    answer = client.get(PAGE)
    page = answer.content.decode()

    assert "<style" not in page
    assert "style=" not in page
    assert not re.findall(r"<script(?![^>]*src=)", page)
    assert not re.findall(r'(?:src|<link rel="stylesheet" href)="(?:https?:)?//', page)
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_a_problem_names_the_place_where_it_is_described(client, program, asked):
    page = client.get(PAGE).content.decode()
    name = program.get("/api/v1/findes-ikke").json()["type"].rsplit("#", 1)[-1]

    assert f'id="{name}"' in page


def test_both_are_there_in_english_too(client):
    assert "Get a token" in client.get("/en/api/v1/").content.decode()
    english = client.get(OPENAPI, headers={"Accept-Language": "en"})
    assert english.json()["info"]["title"] == "kkr for programs"
    assert "title" in json.dumps(english.json()["components"]["schemas"]["Question"])
