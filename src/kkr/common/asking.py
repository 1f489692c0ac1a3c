"""What kind of answer a request asks for."""

from django.http import HttpRequest


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks: by its `Accept`, or by an address that ends in .json."""
    preferred = request.get_preferred_type(["text/html", "application/json"])
    return preferred == "application/json" or request.path.endswith(".json")
