"""Addresses of the colleagues room."""

from django.urls import URLPattern

app_name = "colleagues"
urlpatterns: list[URLPattern] = []
