"""What keeps an account from being closed. Rooms above that give rights register; each may refuse."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from kkr.common.registry import Registry

if TYPE_CHECKING:
    from kkr.accounts.models import User

before_closing: Registry[Callable[["User", datetime], None]] = Registry()
"""Called with the user and the clock's time in the act that closes; raises ValidationError to refuse."""
