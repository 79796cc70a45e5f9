"""Addresses of the networks room."""

from __future__ import annotations

from django.urls import path

from merkwerk.networks import views

app_name = "networks"
urlpatterns = [
    path("sources/", views.sources, name="sources"),
    path("sources/new/", views.new_source, name="new_source"),
    path("sources/new/list/", views.new_list, name="new_list"),
    path("sources/new/mailbox/", views.new_mailbox, name="new_mailbox"),
    path("sources/new/<str:which>/", views.new_stream, name="new_stream"),
    path("sources/lists/<int:pk>/", views.feed_list, name="list"),
    path("sources/lists/<int:pk>/add/", views.add_list, name="add_list"),
    path("sources/feeds.opml", views.feeds, name="feeds"),
    path("sources/<int:pk>/mailbox/", views.mailbox, name="mailbox"),
    path("sources/<int:pk>/", views.source, name="source"),
    path("sources/<int:pk>/<str:what>/", views.change_source, name="change_source"),
    path("links/new/", views.new_link, name="new_link"),
    path("lookups/<int:pk>/", views.lookup, name="lookup"),
    path("lookups/<int:pk>/keep/", views.keep, name="keep"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/connect/<str:way>/", views.connect, name="connect"),
    path("accounts/back/", views.came_back, name="came_back"),
    path("accounts/<int:pk>/listen/", views.listen, name="listen"),
    path("accounts/<int:pk>/lists/", views.lists, name="lists"),
    path("accounts/<int:pk>/disconnect/", views.disconnect, name="disconnect"),
    path("connections/<int:pk>/", views.connection, name="connection"),
    path("bluesky/client-metadata.json", views.client_metadata, name="client_metadata"),
    path("conversations/", views.conversations, name="conversations"),
    path("conversations/<int:pk>/", views.conversation, name="conversation"),
    path("conversations/<int:pk>/thread/", views.thread, name="thread"),
    path("conversations/<int:pk>/read/", views.read, name="read"),
    path("conversations/<int:pk>/draft/", views.draft, name="draft"),
    path("conversations/<int:pk>/answer/", views.answer, name="answer"),
    path("conversations/<int:pk>/elsewhere/", views.elsewhere, name="elsewhere"),
    path("people/<int:pk>/follow/", views.follow, name="follow"),
    path("said/", views.register, name="register"),
    path("said/<int:pk>/", views.registered, name="registered"),
    path("said/<int:pk>/keep/", views.keep_registered, name="keep_registered"),
    path("said/<int:pk>/drop/", views.drop_registered, name="drop_registered"),
    path("brands/", views.brands, name="brands"),
    path("brands/<int:pk>/", views.brand, name="brand"),
    path("brands/<int:pk>/write/", views.write_for, name="write_for"),
    path("brands/<int:pk>/ask/", views.ask_writer, name="ask_writer"),
    path("brands/<int:pk>/leave/<int:writer>/", views.leave_brand, name="leave_brand"),
    path("brands/<int:pk>/end/", views.end_brand, name="end_brand"),
    path("reviews/<int:pk>/", views.review, name="review"),
    path("reviews/<int:pk>/<int:number>/", views.review_picture, name="review_picture"),
    path("messages/<int:pk>/", views.message, name="message"),
    path("messages/<int:pk>/again/", views.again, name="again"),
    path("messages/<int:pk>/back/", views.back, name="back"),
]
