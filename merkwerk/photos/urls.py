"""The addresses at which photos are brought and looked after."""

from __future__ import annotations

from django.urls import path

from merkwerk.photos.views import (
    bringing,
    consent_people,
    consent_person,
    files,
    library,
    photo,
    register,
)

app_name = "photos"
urlpatterns = [
    path("", library.library, name="library"),
    path("new/", bringing.bring, name="bring"),
    path("pick/", library.pick, name="pick"),
    path("<int:pk>/", photo.photo, name="photo"),
    path("<int:pk>/again/", bringing.again, name="again"),
    path("<int:pk>/remove/", photo.remove, name="remove"),
    path("<int:pk>/<int:width>.<slug:ending>", files.size, name="size"),
    path("<int:pk>/original/", files.original, name="original"),
    path("<int:pk>/people/", consent_people.people, name="people"),
    path("<int:pk>/people/looked/", consent_people.looked, name="looked"),
    path("people/me/", consent_people.my_consents, name="my_consents"),
    path("people/paper/", consent_person.paper, name="paper"),
    path("people/<int:pk>/", consent_person.person, name="person"),
    path("people/<int:pk>/answer/", consent_people.answer_own, name="answer_own"),
    path("people/<int:pk>/ask/", consent_person.ask, name="ask_person"),
    path("people/<int:pk>/links/", consent_person.stop_links, name="stop_consent_links"),
    path("people/<int:pk>/remove/", consent_person.remove, name="remove_person"),
    path("people/<int:pk>/erase/", consent_person.erase, name="erase_person"),
    path("people/forms/<int:pk>/", consent_person.signed_form, name="signed_form"),
    path("register/", register.register, name="register"),
    path("register/table/", register.as_table, name="register_table"),
    path("register/proof/", register.as_json, name="register_proof"),
]
