"""Where a written hearing is followed and ended; under `/arbejde/skriftlige-hoeringer/<id>/`."""

from django.urls import URLPattern, path

from kkr.workspace.hearings import views

urlpatterns: list[URLPattern] = [
    path("", views.show, name="hearing"),
    path("ret/", views.edit, name="hearing_edit"),
    path("send/", views.send, name="hearing_send"),
    path("frist/", views.deadline, name="hearing_deadline"),
    path("traek-tilbage/", views.withdraw, name="hearing_withdraw"),
    path("bilag/", views.attach, name="hearing_attach"),
    path("bilag/<uuid:attachment>/fjern/", views.remove, name="hearing_take_out"),
    path("inhabil/", views.exclude, name="hearing_exclude"),
    path("inhabil/<int:exclusion>/", views.lift, name="hearing_lift"),
    path("svar/<uuid:asked>/", views.answer, name="hearing_answer"),
    path("beslut/", views.decide, name="hearing_decide"),
    path("til-moede/", views.take_up, name="hearing_meeting"),
]
