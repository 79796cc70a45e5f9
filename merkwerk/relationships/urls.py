"""Addresses of the relationships room."""

from django.urls import URLPattern

app_name = "relationships"
urlpatterns: list[URLPattern] = []
