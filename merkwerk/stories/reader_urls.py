"""Addresses of readers on the site, and of authors who answer them."""

from __future__ import annotations

from django.urls import path

from merkwerk.stories.views import answering, mentions, reactions, subscriptions

ON_THE_SITE = [
    path("subscribe/", subscriptions.subscribe, name="subscribe"),
    path("subscribe/confirm/<str:token>/", subscriptions.confirm_wish, name="confirm_wish"),
    path("unsubscribe/<str:token>/", subscriptions.unsubscribe, name="unsubscribe"),
    path("webmention/", mentions.webmention, name="webmention"),
    path("reactions/confirm/<str:token>/", reactions.confirm_reaction, name="confirm_reaction"),
    path("reactions/<str:token>/", reactions.own_reaction, name="own_reaction"),
    path("<slug:language>/subscribe/", subscriptions.subscribe, name="subscribe"),
    path("<slug:slug>/react/", reactions.react, name="react"),
]
AT_THE_DESK = [
    path("reactions/", answering.reactions, name="reactions"),
    path("reactions/<int:pk>/", answering.reaction, name="reaction"),
    path("reactions/<int:pk>/answer/", answering.answer, name="answer_reaction"),
    path("reactions/<int:pk>/show/", answering.show, name="show_reaction"),
    path("reactions/<int:pk>/hide/", answering.hide, name="hide_reaction"),
    path("reactions/<int:pk>/settle/", answering.settle, name="settle_reaction"),
    path("reactions/<int:pk>/change/", answering.change_answer, name="change_answer"),
    path("reactions/<int:pk>/take-back/", answering.take_back_answer, name="take_back_answer"),
    path("signs/<int:pk>/hide/", answering.hide_sign, name="hide_sign"),
    path("<int:pk>/told/", answering.told_pages, name="told_pages"),
]
