"""The addresses of the writing desk."""

from __future__ import annotations

from django.urls import path

from merkwerk.writing.views import desk, drafts, pictures, requests, wishes

app_name = "writing"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("new/", drafts.new, name="new"),
    path("drafts/<int:pk>/", drafts.draft, name="draft"),
    path("drafts/<int:pk>/seen/", drafts.seen_others, name="seen_others"),
    path("drafts/<int:pk>/away/", drafts.away, name="away"),
    path("drafts/<int:pk>/throw-away/", drafts.throw_away, name="throw_away"),
    path("drafts/<int:pk>/sources/", drafts.refer, name="refer"),
    path("drafts/<int:pk>/pause/", drafts.pause, name="pause"),
    path("pictures/", pictures.pictures, name="pictures"),
    path("pictures/<int:pk>/", pictures.picture, name="picture"),
    path("pictures/<int:pk>/file/", pictures.picture_file, name="picture_file"),
    path("wishes/", wishes.wishes, name="wishes"),
    path("requests/", requests.requests, name="requests"),
    path("requests/new/", requests.new_request, name="new_request"),
    path("requests/<int:pk>/", requests.one_request, name="request"),
    path("requests/<int:pk>/answer/", requests.answer_request, name="answer_request"),
]
