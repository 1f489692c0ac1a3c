"""Where comments on a case are asked for and followed; under `/arbejde/sager/<case>/hoeringer/`."""

from django.urls import URLPattern, URLResolver, include, path

from kkr.workspace.consultations import following, making

of_consultation: list[URLPattern] = [
    path("", following.show, name="consultation"),
    path("ret/", making.edit, name="consultation_edit"),
    path("udkast/", making.change, name="consultation_change"),
    path("send/", making.send, name="consultation_send"),
    path("frist/", making.deadline, name="consultation_deadline"),
    path("paamind/", making.remind, name="consultation_remind"),
    path("faelles/", making.joint, name="consultation_joint"),
    path("luk/", making.close, name="consultation_close"),
    path("bilag/", making.attach, name="consultation_attach"),
    path("bilag/<uuid:attachment>/fjern/", making.remove, name="consultation_take_out"),
    path("traek-tilbage/", making.withdraw, name="consultation_withdraw"),
    path("sammenfat/", following.summarise, name="consultation_summarise"),
    path("svar/<uuid:asked>/", following.answer, name="consultation_answer"),
    path("links/<int:link>/", following.revoke, name="consultation_revoke"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("ny/", making.new, name="case_consult"),
    path("<int:number>/", include(of_consultation)),
]
