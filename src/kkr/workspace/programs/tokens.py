"""What opens the API: a token, and never a session. Wrong ones are limited by place, right ones by token."""

import threading
import time

from allauth.decorators import rate_limit
from django.http import HttpRequest, HttpResponse
from ninja.security import HttpBearer

from kkr.ledger import clock
from kkr.rounds.actions import use_token
from kkr.rounds.models import ProgramToken
from kkr.workspace.programs.problems import Refused

LONGEST_TOKEN = 200
PER_MINUTE = 600


class Allowance:
    """How often each may ask in a minute, counted in this process."""

    def __init__(self, most: int) -> None:
        self.most, self.minute = most, 0
        self.asked: dict[int, int] = {}
        self.guard = threading.Lock()

    def allows(self, who: int, seconds: float) -> bool:
        """Whether `who` may ask once more in the minute that `seconds` falls in."""
        with self.guard:
            if int(seconds // 60) != self.minute:
                self.minute, self.asked = int(seconds // 60), {}
            self.asked[who] = self.asked.get(who, 0) + 1
            return self.asked[who] <= self.most


allowance = Allowance(PER_MINUTE)


@rate_limit(action="wrong_token", limit_get=True)
def wrong_token(_request: HttpRequest) -> HttpResponse:
    """What a wrong token is answered until there were too many from one place."""
    return HttpResponse(status=401)


class Bearer(HttpBearer):
    """`Authorization: Bearer <token>`."""

    def __call__(self, request: HttpRequest) -> ProgramToken:
        token: ProgramToken | None = super().__call__(request)
        if token is None:
            raise Refused(wrong_token(request).status_code)
        if not allowance.allows(token.pk, time.monotonic()):
            raise Refused(429)
        return token

    def authenticate(self, request: HttpRequest, token: str) -> ProgramToken | None:  # noqa: ARG002
        """The token if it opens anything now."""
        words = token.strip()
        if not words or len(words) > LONGEST_TOKEN or not words.isascii():
            return None
        return use_token(words, at=clock.now())
