"""The addresses of the shown sizes of photos."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "pictures"
urlpatterns: list[URLPattern] = []
