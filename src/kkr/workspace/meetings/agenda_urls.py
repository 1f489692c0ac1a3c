"""Where meetings are planned and their agendas written; under `/arbejde/<council>/moeder/`."""

from django.urls import URLPattern, URLResolver, include, path

from kkr.workspace.meetings import (
    agenda,
    attachments,
    cancelling,
    choosing,
    closing,
    items,
    planning,
    publishing,
)

of_attachment: list[URLPattern] = [
    path("traek-tilbage/", attachments.withdraw, name="attachment_withdraw"),
    path("aabn/", attachments.open_up, name="attachment_open"),
    path("bliv-lukket/", attachments.keep_shut, name="attachment_keep"),
]
of_item: list[URLPattern | URLResolver] = [
    path("", items.edit, name="agenda_item"),
    path("vis/", items.preview, name="agenda_item_preview"),
    path("forfra/", items.forget, name="agenda_item_forget"),
    path("sag/", choosing.case_of, name="agenda_item_case"),
    path("tag-af/", closing.withdraw, name="agenda_item_withdraw"),
    path("aabn/", closing.open_up, name="agenda_item_open"),
    path("bliv-lukket/", closing.keep_shut, name="agenda_item_keep"),
    path("inhabil/", closing.exclude, name="agenda_item_exclude"),
    path("inhabil/<int:exclusion>/", closing.lift, name="agenda_item_lift"),
    path("bilag/", attachments.attach, name="agenda_item_attach"),
    path("bilag/<uuid:attachment>/", include(of_attachment)),
]
of_agenda: list[URLPattern | URLResolver] = [
    path("", agenda.show, name="agenda"),
    path("begynd/", agenda.start, name="agenda_start"),
    path("raekkefoelge/", agenda.arrange, name="agenda_arrange"),
    path("ryd-op/", items.tidy, name="agenda_tidy"),
    path("nyt-punkt/", items.new, name="agenda_item_new"),
    path("nyt-punkt/vis/", items.preview_new, name="agenda_item_new_preview"),
    path("nyt-punkt/forfra/", items.forget_new, name="agenda_item_new_forget"),
    path("nyt-punkt/sag/", choosing.case_new, name="agenda_item_new_case"),
    path("se/", publishing.preview, name="agenda_preview"),
    path("udgiv/", publishing.publish, name="agenda_publish"),
    path("<uuid:public_id>/", include(of_item)),
]
of_meeting: list[URLPattern | URLResolver] = [
    path("", planning.show, name="meeting"),
    path("ret/", planning.change, name="meeting_change"),
    path("meld-ud/", planning.announce, name="meeting_announce"),
    path("aflys/", cancelling.cancel, name="meeting_cancel"),
    path("aflysning/", cancelling.correct, name="meeting_cancellation"),
    path("dagsorden/", include(of_agenda)),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", planning.index, name="meetings"),
    path("nyt-moede/", planning.plan, name="meeting_plan"),
    path("moedeplan/", planning.plan_the_year, name="meeting_year"),
    path("forretningsgang/", planning.procedure, name="meeting_procedure"),
    path("<slug:meeting>/", include(of_meeting)),
]
