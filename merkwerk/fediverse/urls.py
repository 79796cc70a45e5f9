"""The addresses that other servers speak with."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "fediverse"
urlpatterns: list[URLPattern] = []
