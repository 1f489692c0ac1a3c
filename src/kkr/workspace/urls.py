from django.urls import URLPattern, URLResolver, include, path

from kkr.meetings import addresses  # noqa: F401 -- registers on import
from kkr.workspace.cases import files, journey, papers, subjects, writing
from kkr.workspace.cases import views as cases
from kkr.workspace.desk import views as desk
from kkr.workspace.hearings import views as hearings
from kkr.workspace.lines import views as lines
from kkr.workspace.mail import views as mail
from kkr.workspace.meetings import past, prints
from kkr.workspace.meetings.minutes_urls import urlpatterns as of_minutes
from kkr.workspace.news import images
from kkr.workspace.news import views as news
from kkr.workspace.programs import desk as programs
from kkr.workspace.programs import docs
from kkr.workspace.recommendations import again, answering, by_link, reminders
from kkr.workspace.register import (
    committees,
    contacts,
    imports,
    memberships,
    parties,
    people,
    tables,
)
from kkr.workspace.register import views as register

app_name = "workspace"
of_item: list[URLPattern] = [
    path("", news.edit, name="news_edit"),
    path("vis/", news.preview, name="news_preview"),
    path("forfra/", news.forget, name="news_forget"),
    path("billeder/", images.images_of, name="news_images"),
    path("udgiv/", news.publish, name="news_publish"),
    path("vent/", news.unschedule, name="news_unschedule"),
    path("ret/", news.correct, name="news_correct"),
    path("traek-tilbage/", news.withdraw, name="news_withdraw"),
    path("kasser/", news.discard, name="news_discard"),
    path("hent-tilbage/", news.bring_back, name="news_bring_back"),
    path("versioner/", news.versions, name="news_versions"),
    path("kopier/", news.copy, name="news_copy"),
    path("adresse/", news.rename, name="news_rename"),
]
of_news: list[URLPattern | URLResolver] = [
    path("", news.index, name="news"),
    path("ryd-op/", news.tidy, name="news_tidy"),
    path("ny/", news.new, name="news_new"),
    path("ny/vis/", news.preview_new, name="news_new_preview"),
    path("ny/forfra/", news.forget_new, name="news_new_forget"),
    path("ny/billeder/", images.images_new, name="news_new_images"),
    path("<uuid:public_id>/", include(of_item)),
]
of_membership: list[URLPattern] = [
    path("", memberships.show, name="membership"),
    path("slut/", memberships.end, name="membership_end"),
    path("afloes/", memberships.replace, name="membership_replace"),
    path("ret/", memberships.correct, name="membership_correct"),
    path("stryg/", memberships.strike, name="membership_strike"),
]
of_committee: list[URLPattern] = [
    path("", committees.show, name="committee"),
    path("ny/", memberships.start_in_committee, name="committee_start"),
    path("navn/", committees.rename, name="committee_rename"),
    path("luk/", committees.close, name="committee_close"),
]
of_contact: list[URLPattern] = [
    path("", contacts.change, name="contact"),
    path("afloes/", contacts.replace, name="contact_replace"),
    path("fjern/", contacts.remove, name="contact_remove"),
    path("oplysninger/", contacts.data, name="contact_data"),
]
of_council_register: list[URLPattern | URLResolver] = [
    path("", memberships.members, name="register_members"),
    path("ny/", memberships.start, name="membership_start"),
    path("medlemskab/<uuid:public_id>/", include(of_membership)),
    path("udvalg/", committees.index, name="committees"),
    path("udvalg/ny/", committees.add, name="committee_add"),
    path("udvalg/", include(tables.routes_of("committees"))),
    path("udvalg/<slug:committee>/", include(of_committee)),
    path("import/", imports.upload, name="register_import"),
    path("import/se/", imports.look, name="register_import_look"),
    path("import/forfra/", imports.drop, name="register_import_drop"),
    path("import/skabelon.csv", imports.template_csv, name="register_template_csv"),
    path("import/skabelon.xlsx", imports.template_excel, name="register_template_excel"),
    path("eksport.csv", imports.export_csv, name="register_export_csv"),
    path("eksport.xlsx", imports.export_excel, name="register_export_excel"),
    path("adgange/", programs.index, name="programs"),
    path("adgange/ny/", programs.give, name="program_give"),
    path("adgange/<int:number>/tag-tilbage/", programs.revoke, name="program_revoke"),
    path("kontakter/", contacts.index, name="contacts"),
    path("kontakter/ny/", contacts.add, name="contact_add"),
    path("kontakter/", include(tables.routes_of("contacts"))),
    path("kontakter/<uuid:public_id>/", include(of_contact)),
]
of_register: list[URLPattern | URLResolver] = [
    path("", register.index, name="register"),
    path("personer/", people.index, name="register_people"),
    path("personer/ny/", people.add, name="register_person_add"),
    path("personer/<uuid:public_id>/", people.show, name="register_person"),
    path("personer/<uuid:public_id>/navn/", people.rename, name="register_person_rename"),
    path("personer/<uuid:public_id>/oplysninger/", people.data, name="register_person_data"),
    path("partier/", parties.index, name="register_parties"),
    path("partier/nyt/", parties.add, name="register_party_add"),
    path("partier/", include(tables.routes_of("parties"))),
    path("partier/<slug:party>/", parties.change, name="register_party"),
    path("<slug:council>/", include(of_council_register)),
]
of_paper: list[URLPattern] = [
    path("", papers.show, name="paper_show"),
    path("skriv/", writing.edit, name="paper_write"),
    path("skriv/vis/", writing.preview, name="paper_write_preview"),
    path("skriv/forfra/", writing.forget, name="paper_write_forget"),
    path("skriv/overtag/", writing.take_over, name="paper_write_take_over"),
    path("skriv/billeder/", files.images_of, name="paper_write_images"),
    path("skriv/filer/", files.files_of, name="paper_write_files"),
    path("<int:number>/frigiv/", papers.release, name="paper_release"),
    path("<int:number>/for-raadet/", papers.mark, name="paper_mark"),
]
of_case: list[URLPattern | URLResolver] = [
    path("", cases.show, name="case"),
    path("ret/", cases.edit, name="case_edit"),
    path("raad/", cases.bring, name="case_bring"),
    path("aabn/", cases.publish, name="case_publish"),
    path("bestil/", journey.commission, name="case_commission"),
    path("bestillinger/<int:commission>/", journey.deliver, name="case_deliver"),
    path("send-tilbage/", journey.send_back, name="case_send_back"),
    path("vis-oensker/", journey.release_wishes, name="case_release_wishes"),
    path("oensker/<int:wish>/", journey.answer, name="case_wish"),
    path("embedsmaend/", journey.officials, name="case_officials"),
    path("embedsmaend/<int:official>/fjern/", journey.take_off, name="case_take_off"),
    path("nyt-papir/", writing.new, name="case_paper_new"),
    path("nyt-papir/vis/", writing.preview_new, name="case_paper_new_preview"),
    path("nyt-papir/forfra/", writing.forget_new, name="case_paper_new_forget"),
    path("nyt-papir/billeder/", files.images_new, name="case_paper_new_images"),
    path("nyt-papir/filer/", files.files_new, name="case_paper_new_files"),
    path("papirer/<slug:paper>/", include(of_paper)),
    path("hoeringer/", include("kkr.workspace.consultations.urls")),
    path("skriftlig-hoering/", hearings.new, name="case_hear"),
]
of_cases: list[URLPattern | URLResolver] = [
    path("", cases.index, name="cases"),
    path("ny/", cases.new, name="case_new"),
    path("kle/", subjects.subjects, name="subjects"),
    path("ryd-op/", writing.tidy, name="case_tidy"),
    path("<uuid:public_id>/", include(of_case)),
]
of_lines: list[URLPattern] = [
    path("", lines.index, name="lines"),
    path("ny/<uuid:public_id>/", lines.establish, name="line_establish"),
    path("slut/<uuid:public_id>/", lines.end, name="line_end"),
]
urlpatterns = [
    path("arbejde/", desk.show, name="desk"),
    path("arbejde/mail/<uuid:public_id>/", mail.show, name="mail"),
    path("arbejde/sager/", include(of_cases)),
    path("arbejde/faelles-linjer/", include(of_lines)),
    path("arbejde/skriftlige-hoeringer/<uuid:public_id>/", include("kkr.workspace.hearings.urls")),
    path("arbejde/moeder/", past.index, name="meetings_to_read"),
    path("arbejde/register/", include(of_register)),
    path("arbejde/svar/", answering.index, name="answers"),
    path("arbejde/svar/paamindelser/", reminders.choose, name="reminders"),
    path("arbejde/svar/<uuid:public_id>/", answering.answer, name="answer"),
    path("arbejde/svar/<uuid:public_id>/send-igen/", again.show, name="ask_again"),
    path("arbejde/svar/<uuid:public_id>/punkt/", answering.item, name="answer_item"),
    path("arbejde/svar/<uuid:public_id>/punkt.docx", answering.word, name="answer_word"),
    path("svar/<str:token>/", by_link.answer, name="answer_by_link"),
    path("svar/<str:token>/punkt/", by_link.item, name="answer_link_item"),
    path("svar/<str:token>/punkt.docx", by_link.word, name="answer_link_word"),
    path("svar/<str:token>/bilag/<uuid:attachment>/", by_link.enclosed, name="answer_file"),
    path("svar/paamindelser/<str:token>/", reminders.by_mail, name="reminders_by_link"),
    path("svar/bekraeft/<str:token>/", by_link.confirm, name="answer_confirm"),
    path("api/v1/", docs.page, name="programs_page"),
    path("arbejde/<slug:council>/anbefalinger/", include("kkr.workspace.recommendations.urls")),
    path("arbejde/<slug:council>/nyheder/", include(of_news)),
    path(
        "arbejde/<slug:council>/moeder/<slug:slug>/<edition_kind:kind>.pdf",
        prints.show,
        name="meeting_print",
    ),
    path("arbejde/<slug:council>/moeder/", include("kkr.workspace.meetings.agenda_urls")),
    path("arbejde/<slug:council>/moeder/<slug:slug>/", include(of_minutes)),
]
