from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

NOT_USED = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
"""What a browser could offer and no page of ours asks for."""
POLICY = ", ".join(f"{name}=()" for name in NOT_USED)


class PermissionsPolicy:
    """Tells browsers what no page here may use; Django's own middleware has the other headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        return response
