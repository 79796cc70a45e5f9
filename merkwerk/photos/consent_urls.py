"""The addresses for those who stand in a photo; their own link is the way in."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "consent"
urlpatterns: list[URLPattern] = []
