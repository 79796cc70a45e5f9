"""The addresses of the shown sizes of photos."""

from __future__ import annotations

from django.urls import path

from merkwerk.photos.views import files

app_name = "pictures"
urlpatterns = [path("<str:name>", files.outside, name="size")]
