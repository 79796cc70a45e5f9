"""Addresses of the listening room."""

from django.urls import URLPattern

app_name = "listening"
urlpatterns: list[URLPattern] = []
