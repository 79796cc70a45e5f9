"""The pages of this room inside the house."""

from __future__ import annotations

from django.urls import path

from merkwerk.fediverse.views import desk

app_name = "following"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("followers/<int:pk>/let-go/", desk.let_go, name="let_go"),
    path("move/", desk.move, name="move"),
    path("key/", desk.renew_key, name="renew_key"),
    path("servers/", desk.servers, name="servers"),
    path("servers/block/", desk.block, name="block"),
    path("servers/<int:pk>/unblock/", desk.unblock, name="unblock"),
]
