"""Addresses of the daily page."""

from django.urls import path

from merkwerk.today import views

app_name = "today"
urlpatterns = [
    path("", views.day, name="day"),
    path("moments/<int:pk>/drop/", views.drop, name="drop"),
    path("moments/<int:pk>/take-back/", views.take_back, name="take_back"),
    path("resting/", views.resting, name="resting"),
    path("resting/<int:pk>/wake/", views.wake, name="wake"),
]
