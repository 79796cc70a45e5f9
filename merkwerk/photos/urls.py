"""The addresses at which photos are brought and looked after."""

from __future__ import annotations

from django.urls import path

from merkwerk.photos.views import bringing, files, library, photo

app_name = "photos"
urlpatterns = [
    path("", library.library, name="library"),
    path("new/", bringing.bring, name="bring"),
    path("pick/", library.pick, name="pick"),
    path("<int:pk>/", photo.photo, name="photo"),
    path("<int:pk>/again/", bringing.again, name="again"),
    path("<int:pk>/remove/", photo.remove, name="remove"),
    path("<int:pk>/<int:width>.<slug:ending>", files.size, name="size"),
    path("<int:pk>/original/", files.original, name="original"),
]
