"""Addresses of the worker room."""

from django.urls import URLPattern

app_name = "worker"
urlpatterns: list[URLPattern] = []
