from typing import Any

app_name = "website"
urlpatterns: list[Any] = []
