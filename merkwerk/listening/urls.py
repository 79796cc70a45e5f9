"""Addresses of the listening room."""

from django.urls import path

from merkwerk.listening import views

app_name = "listening"
urlpatterns = [
    path("", views.matches, name="matches"),
    path("matches/<int:pk>/keep/", views.keep, name="keep"),
    path("matches/<int:pk>/rest/", views.rest, name="rest"),
    path("matches/<int:pk>/interpret/", views.interpret, name="interpret"),
    path("posts/<int:pk>/pass/", views.pass_on, name="pass_on"),
    path("topics/", views.topics, name="topics"),
    path("topics/new/", views.new_topic, name="new_topic"),
    path("topics/try/", views.try_query, name="try_query"),
    path("topics/<int:pk>/", views.topic, name="topic"),
    path("topics/<int:pk>/resting/", views.set_resting, name="set_resting"),
    path("topics/<int:pk>/remove/", views.remove_topic, name="remove_topic"),
]
