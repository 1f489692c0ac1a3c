import ast

import pytest
from tests.house.source import modules

WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
ALLOWED = {
    # the page cache's own counter, no noun of the house
    ("src/kkr/website/models.py", "update"),
    ("src/kkr/website/models.py", "create"),
    # allauth's form for a forgotten password, which sends a mail
    ("src/kkr/workspace/accounts/forms.py", "save"),
    # a Word file in memory
    ("src/kkr/workspace/recommendations/item_text.py", "save"),
}


def written(tree: ast.Module):
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in WRITES
            and not (
                isinstance(node.func.value, ast.Name)
                and node.func.value.id in {"context", "values"}
            )
        ):
            yield node.func.attr


@pytest.mark.parametrize("face", ["website", "opendata", "workspace"])
def test_no_face_writes_past_the_actions(face):
    found = {(str(path), verb) for path, tree in modules(face) for verb in written(tree)} - ALLOWED

    assert found == set()


def asked_of(node: ast.AST) -> str:
    """The name of what is called or reached into, however it was imported."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id
    return ""


@pytest.mark.parametrize(
    "room", ["common", "ledger", "outbox", "accounts", "documents", "council", "news"]
)
def test_below_the_faces_time_is_an_argument(room):
    readers = {
        str(path)
        for path, tree in modules(room)
        for node in ast.walk(tree)
        if asked_of(node) in {"now", "today", "localdate", "utcnow"}
    }

    assert readers <= {
        "src/kkr/ledger/clock.py",  # the clock itself
        "src/kkr/ledger/actions.py",  # the real time beside the clock's
        "src/kkr/council/models/roles.py",  # what somebody may do is asked of the present
    }


def test_rows_are_chosen_with_the_fields_of_the_house():
    """Django's own fall, on either database, for a number that is too large for a key."""
    theirs = {"ModelChoiceField", "ModelMultipleChoiceField"}
    made = {
        (str(path), name)
        for path, tree in modules("workspace")
        for node in ast.walk(tree)
        for made in (
            [node.func]
            if isinstance(node, ast.Call)
            else node.bases
            if isinstance(node, ast.ClassDef)
            else []
        )
        if (name := asked_of(made)) in theirs
    }

    assert made == {("src/kkr/workspace/fields.py", name) for name in theirs}
