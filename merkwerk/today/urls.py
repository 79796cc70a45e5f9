"""Addresses of the daily page."""

from django.urls import path

from merkwerk.today import views

app_name = "today"
urlpatterns = [
    path("", views.day, name="day"),
    path("moments/<int:pk>/drop/", views.drop, name="drop"),
    path("moments/<int:pk>/take-back/", views.take_back, name="take_back"),
    path("mail/", views.digest, name="digest"),
    path("mail/stop/<str:token>/", views.stop_digest, name="stop_digest"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/new/", views.make_calendar, name="make_calendar"),
    path("calendar/stop/", views.stop_calendar, name="stop_calendar"),
    path("calendar/<str:secret>.ics", views.feed, name="feed"),
    path("resting/", views.resting, name="resting"),
    path("resting/<int:pk>/wake/", views.wake, name="wake"),
]
