"""The words of mails whose links lead to the pages here."""

from kkr.workspace.recommendations import letters  # noqa: F401 -- registers on import
