"""The addresses at which photos are brought and looked after."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "photos"
urlpatterns: list[URLPattern] = []
