"""Addresses of the worker room."""

from django.urls import path

from merkwerk.worker import views

app_name = "worker"
urlpatterns = [
    path("", views.health, name="health"),
    path("live/", views.live, name="live"),
    path("posts/<int:pk>/again/", views.read_again, name="read_again"),
    path("troubles/<int:pk>/settle/", views.settle, name="settle"),
]
