"""The addresses for those who stand in a photo; their own link is the way in."""

from __future__ import annotations

from django.urls import path

from merkwerk.photos.views import consent

app_name = "consent"
urlpatterns = [
    path("form/", consent.add_form, name="add_form"),
    path("<str:token>/", consent.page, name="page"),
    path("<str:token>/language/", consent.language, name="language"),
    path("<str:token>/withdraw/", consent.withdraw, name="withdraw"),
    path("<str:token>/erase/", consent.erase, name="erase"),
    path("<str:token>/copy/", consent.copy, name="copy"),
    path("<str:token>/picture/", consent.picture, name="picture"),
    path("<str:token>/form/<int:pk>/", consent.own_form, name="own_form"),
]
