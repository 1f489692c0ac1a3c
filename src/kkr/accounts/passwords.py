"""What a password must be, and what is said of one that is not: Django's rules in our words."""

from django.contrib.auth import password_validation as rules
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class LongEnough(rules.MinimumLengthValidator):
    def get_error_message(self) -> str:
        words = ngettext(
            "The password is too short. Take one of at least %(least)d character.",
            "The password is too short. Take one of at least %(least)d characters.",
            self.min_length,
        )
        return words % {"least": self.min_length}


class NotTheirOwnName(rules.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("The password is too much like your name or e-mail. Take one nobody can guess.")


class NotCommon(rules.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Everybody guesses this password. Take another, e.g. four words that do not fit.")


class NotFiguresOnly(rules.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return _("The password is nothing but figures. Use letters too.")
