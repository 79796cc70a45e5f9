"""The addresses that other servers speak with."""

from __future__ import annotations

from django.urls import path

from merkwerk.fediverse.views import documents, known
from merkwerk.fediverse.views.inbox import inbox

app_name = "fediverse"
urlpatterns = [
    path("inbox", inbox, name="shared_inbox"),
    path("people/<slug:handle>", documents.actor, name="actor"),
    path("people/<slug:handle>/inbox", inbox, name="inbox"),
    path("people/<slug:handle>/outbox", documents.outbox, name="outbox"),
    path("people/<slug:handle>/followers", documents.followers, name="followers"),
    path("people/<slug:handle>/following", documents.following, name="following"),
    path("stories/<slug:name>", documents.story, name="story"),
    path("answers/<slug:key>", documents.answer, name="answer"),
    path("nodeinfo/2.1", known.nodeinfo, name="nodeinfo"),
]
