"""The addresses at which stories are made and the site is looked after."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "stories"
urlpatterns: list[URLPattern] = []
