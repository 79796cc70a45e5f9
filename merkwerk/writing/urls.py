"""The addresses of the writing desk."""

from __future__ import annotations

from django.urls import path

from merkwerk.writing.views import (
    api,
    desk,
    drafts,
    keys,
    links,
    micropub,
    pictures,
    requests,
    ways,
    wishes,
)

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
    # ways in, and short links
    path("ways/", ways.ways, name="ways"),
    path("share/", ways.share, name="share"),
    path("ways/address/", ways.make_address, name="make_address"),
    path("ways/address/off/", ways.drop_address, name="drop_address"),
    path("keys/", keys.keys, name="keys"),
    path("keys/new/", keys.make_key, name="make_key"),
    path("keys/<int:pk>/remove/", keys.remove_key, name="remove_key"),
    path("links/", links.links, name="links"),
    path("links/new/", links.make_link, name="make_link"),
    path("links/<int:pk>/stop/", links.stop_link, name="stop_link"),
    path("links/<int:pk>/on/", links.go_on_link, name="go_on_link"),
    path("links/<int:pk>/figures/", links.ask_figures, name="ask_figures"),
    path("links/kept/", links.kept_links, name="kept_links"),
    path("links/kept/<int:pk>/", links.keeper_stops, name="keeper_stops"),
    path("api/drafts/", api.drafts, name="api_drafts"),
    path("api/drafts/<int:pk>/", api.draft, name="api_draft"),
    path("api/register/", api.register, name="api_register"),
    path("micropub/", micropub.micropub, name="micropub"),
]
