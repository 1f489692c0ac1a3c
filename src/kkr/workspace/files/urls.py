from django.urls import path

from kkr.workspace.files import views

urlpatterns = [path("<uuid:public_id>/<str:name>", views.send, name="file")]
