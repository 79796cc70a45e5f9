"""Addresses of the jobs room."""

from django.urls import path

from merkwerk.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<int:pk>/again/", views.again, name="again"),
    path("<int:pk>/drop/", views.drop, name="drop"),
    path("<int:pk>/stop/", views.stop, name="stop"),
]
