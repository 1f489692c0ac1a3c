"""How each thing is asked for with curl: part of the OpenAPI, and so of the page about it."""

from typing import Any

from django.conf import settings

ID = "0b6f3c1e-5d0a-4f0e-9d6b-2f6c1c1f7a10"
BODIES = {
    "putAnswer": (
        '{"answer": "approved_with_remarks",\n'
        '       "remark": "Kommunalbestyrelsen lægger vægt på økonomien.",\n'
        '       "decided_on": "2017-02-07",\n'
        '       "path": [{"committee": "Økonomiudvalget", "on": "2017-01-31"}],\n'
        '       "case_number": "17/1234"}'
    ),
    "putStage": '{"stage": "on_agenda", "on": "2017-03-14"}',
}
ADDRESSES = {
    "listQuestions": "questions?state=open",
    "readQuestion": f"questions/{ID}",
    "putAnswer": f"questions/{ID}/answer",
    "putStage": f"questions/{ID}/stage",
}


def curl(operation: str) -> str:
    """The call as one types it; the token stands in the variable KKR_TOKEN."""
    lines = ["curl"]
    if operation in BODIES:
        lines[0] += " -X PUT"
    lines[0] += ' -H "Authorization: Bearer $KKR_TOKEN"'
    if operation in BODIES:
        lines += ['-H "Content-Type: application/json"', f"-d '{BODIES[operation]}'"]
    lines.append(f'"{settings.SITE_URL}/api/v1/{ADDRESSES[operation]}"')
    return " \\\n  ".join(lines)


def example(operation: str) -> dict[str, Any]:
    """The call as OpenAPI's readers show it."""
    return {"x-codeSamples": [{"lang": "Shell", "label": "curl", "source": curl(operation)}]}
