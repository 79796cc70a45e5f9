"""The addresses at which photos are brought and looked after."""

from __future__ import annotations

from django.urls import path

from merkwerk.photos.views import files

app_name = "photos"
urlpatterns = [
    path("<int:pk>/<int:width>.<slug:ending>", files.size, name="size"),
    path("<int:pk>/original/", files.original, name="original"),
]
