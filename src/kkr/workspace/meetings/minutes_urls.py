"""The addresses of taking minutes and of reading papers, below `/arbejde/<council>/moeder/<slug>/`."""

from django.urls import URLPattern, URLResolver, include, path

from kkr.workspace.meetings import attendance, following_up, minutes, minutes_editions, reading

of_minutes: list[URLPattern] = [
    path("", minutes.minute, name="minute"),
    path("punkt/<uuid:public_id>/", minutes.write_item, name="minute_item"),
    path("punkt/<uuid:public_id>/forfra/", minutes.forget, name="minute_forget"),
    path("beslutning/<uuid:public_id>/tag-tilbage/", minutes.drop, name="decision_drop"),
    path("slut/", minutes.end, name="meeting_end"),
    path("vis/", minutes_editions.preview, name="minutes_preview"),
    path("udgiv/", minutes_editions.publish, name="minutes_publish"),
    path("udgaver/", minutes_editions.editions, name="minutes_editions"),
]
of_attendance: list[URLPattern] = [
    path("", attendance.show, name="attendance"),
    path("opraab/", attendance.call, name="roll_call"),
    path("ogsaa-til-stede/", attendance.guests, name="guests"),
    path("suppleant/", attendance.substitute, name="substitute"),
    path("suppleant/<int:number>/fjern/", attendance.drop, name="substitute_drop"),
]
of_follow_ups: list[URLPattern] = [
    path("", following_up.index, name="follow_ups"),
    path("ny/<uuid:public_id>/", following_up.note, name="follow_up"),
    path("<int:number>/", following_up.finish, name="follow_up_finish"),
]
of_papers: list[URLPattern] = [
    path("", reading.papers, name="papers"),
    path("laest/", reading.mark, name="papers_read"),
    path("note/<uuid:public_id>/", reading.note, name="paper_note"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("referat/", include(of_minutes)),
    path("fremmoede/", include(of_attendance)),
    path("opfoelgning/", include(of_follow_ups)),
    path("laes/", include(of_papers)),
]
