"""Where a secretary asks and follows; under `/arbejde/<council>/anbefalinger/`."""

from django.urls import URLPattern, URLResolver, include, path

from kkr.workspace.recommendations import following, importing, making

of_recommendation: list[URLPattern] = [
    path("", following.show, name="recommendation"),
    path("ret/", making.edit, name="recommendation_edit"),
    path("udkast/", making.change, name="recommendation_change"),
    path("send/", making.send, name="recommendation_send"),
    path("frist/", making.deadline, name="recommendation_deadline"),
    path("paamind/", making.remind, name="recommendation_remind"),
    path("faelles/", making.joint, name="recommendation_joint"),
    path("luk/", making.close, name="recommendation_close"),
    path("bilag/", making.attach, name="recommendation_attach"),
    path("bilag/<uuid:attachment>/fjern/", making.remove, name="recommendation_take_out"),
    path("traek-tilbage/", making.withdraw, name="recommendation_withdraw"),
    path("svar/<uuid:public_id>/", following.answer, name="recommendation_answer"),
    path("indlaes/", importing.bring_in, name="recommendation_import"),
    path("svar.csv", importing.table, {"ending": "csv"}, name="recommendation_csv"),
    path("svar.xlsx", importing.table, {"ending": "xlsx"}, name="recommendation_excel"),
    path("links/<int:number>/", following.revoke, name="recommendation_revoke"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", following.index, name="recommendations"),
    path("ny/", following.begin, name="recommendation_begin"),
    path("ny/<uuid:public_id>/", making.new, name="recommendation_new"),
    path("<slug:slug>/", include(of_recommendation)),
]
