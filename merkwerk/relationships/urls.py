"""Addresses of the relationships room."""

from django.urls import path

from merkwerk.relationships.views import keeping, moments, people, person

app_name = "relationships"
urlpatterns = [
    path("", people.people, name="people"),
    path("add/", people.add, name="add"),
    path("<int:pk>/", person.person, name="person"),
    path("<int:pk>/contact/", person.contact, name="contact"),
    path("<int:pk>/handles/", person.join, name="join"),
    path("<int:pk>/handles/remove/", person.part, name="part"),
    path("<int:pk>/note/", person.note, name="note"),
    path("<int:pk>/share/", keeping.share, name="share"),
    path("<int:pk>/unshare/", keeping.unshare, name="unshare"),
    path("<int:pk>/rest/", keeping.rest, name="rest"),
    path("<int:pk>/wake/", keeping.wake, name="wake"),
    path("<int:pk>/remove/", keeping.remove, name="remove"),
    path("<int:pk>/moments/", moments.note, name="note_moment"),
    path("moments/<int:pk>/", moments.change, name="moment"),
    path("moments/<int:pk>/remove/", moments.remove, name="remove_moment"),
]
