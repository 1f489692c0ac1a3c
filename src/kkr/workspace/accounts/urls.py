"""Everything under /konto/. The names without a room are allauth's own, by which it finds its pages."""

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from django.http import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache

from kkr.workspace.accounts import invitations, people, personal_data, roles, views


def page(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """An address whose answers no cache keeps and no browser shows again after signing out."""
    return path(route, never_cache(view), name=name)


urlpatterns = [
    page("", views.home, "account_home"),
    page("log-ind/", account.login, "account_login"),
    page("log-ind/kode/", mfa.authenticate, "mfa_authenticate"),
    page("log-ud/", account.logout, "account_logout"),
    page("lukket/", account.account_inactive, "account_inactive"),
    page("bekraeft/", account.reauthenticate, "account_reauthenticate"),
    page("bekraeft/kode/", mfa.reauthenticate, "mfa_reauthenticate"),
    page("adgangskode/", account.password_change, "account_change_password"),
    page("adgangskode/vaelg/", account.password_set, "account_set_password"),
    page("adgangskode/glemt/", account.password_reset, "account_reset_password"),
    page("adgangskode/glemt/sendt/", account.password_reset_done, "account_reset_password_done"),
    page(
        "adgangskode/ny/valgt/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    page(
        "adgangskode/ny/<uidb36>/<key>/",
        views.new_password,
        "account_reset_password_from_key",
    ),
    page("to-trin/", mfa.index, "mfa_index"),
    page("to-trin/tilfoej/", views.turn_on, "mfa_activate_totp"),
    page("to-trin/fjern/", views.turn_off, "mfa_deactivate_totp"),
    page("to-trin/koder/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    page("to-trin/koder/nye/", views.new_codes, "mfa_generate_recovery_codes"),
    page("to-trin/koder/hent/", codes.download_recovery_codes, "mfa_download_recovery_codes"),
    page("sessioner/", views.sessions, "usersessions_list"),
    page("oplysninger/", personal_data.own, "account_own_data"),
    page("invitation/<token>/", invitations.accept, "account_invitation"),
    page("personer/", people.index, "account_people"),
    page("personer/inviter/", people.invite, "account_invite"),
    page("personer/<uuid:public_id>/", people.show, "account_person"),
    page("personer/<uuid:public_id>/inviter/", people.invite_again, "account_invite_again"),
    page("personer/<uuid:public_id>/tag-tilbage/", people.take_back, "account_take_back"),
    page("personer/<uuid:public_id>/nulstil/", people.reset, "account_reset_second_factor"),
    page("personer/<uuid:public_id>/luk/", people.close, "account_close"),
    page("personer/<uuid:public_id>/roller/ny/", roles.give, "account_give_role"),
    page("personer/<uuid:public_id>/roller/<int:grant>/tag/", roles.take_back, "account_take_role"),
    page("personer/<uuid:public_id>/oplysninger/", personal_data.fetch, "account_fetch_data"),
    page("personer/<uuid:public_id>/slet/", personal_data.erase, "account_erase"),
]
