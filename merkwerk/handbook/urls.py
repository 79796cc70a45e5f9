"""The addresses of the handbook."""

from __future__ import annotations

from django.urls import path

from merkwerk.handbook import views

app_name = "handbook"
urlpatterns = [
    path("", views.handbook, name="handbook"),
    path("read/", views.mark_read, name="mark_read"),
    path("print/", views.sheet, name="print"),
    path("public/", views.public, name="public"),
    path("editions/", views.editions, name="editions"),
    path("editions/<int:pk>/", views.edition, name="edition"),
    path("edit/", views.draft, name="draft"),
    path("edit/begin/", views.begin, name="begin"),
    path("edit/guideline/", views.guide, name="guide"),
    path("edit/tone/", views.tone, name="tone"),
    path("edit/situations/", views.new_situation, name="new_situation"),
    path("edit/situations/<int:pk>/", views.situation, name="situation"),
    path("edit/situations/<int:pk>/remove/", views.remove_situation, name="remove_situation"),
    path("edit/examples/", views.new_example, name="new_example"),
    path("edit/examples/<int:pk>/", views.example, name="example"),
    path("edit/examples/<int:pk>/remove/", views.remove_example, name="remove_example"),
    path("edit/publish/", views.publish, name="publish"),
    path("edit/public/", views.open_outside, name="open_outside"),
    path("people/", views.people, name="people"),
    path("people/answerers/", views.ask_answerer, name="ask_answerer"),
    path("people/answerers/<int:pk>/", views.release_answerer, name="release_answerer"),
    path("people/stands/", views.invite_stand, name="invite_stand"),
    path("people/promise/", views.promise_hours, name="promise_hours"),
    path("stand/", views.stand, name="stand"),
    path("stand/remove/", views.remove_stand, name="remove_stand"),
    path("answering/", views.answering, name="answering"),
    path("named/", views.named, name="named"),
    path("named/<int:pk>/agree/", views.agree, name="agree"),
    path("named/<int:pk>/decline/", views.decline, name="decline"),
    path("questions/", views.questions, name="questions"),
    path("questions/new/", views.ask, name="ask"),
    path("questions/<int:pk>/", views.question, name="question"),
    path("questions/<int:pk>/reply/", views.reply, name="reply"),
    path("questions/<int:pk>/also/", views.ask_also, name="ask_also"),
    path("questions/<int:pk>/erase/", views.erase, name="erase"),
    path("questions/<int:pk>/example/", views.propose, name="propose"),
    path("questions/<int:pk>/example/answer/", views.let_help, name="let_help"),
    path("questions/<int:pk>/example/back/", views.take_back, name="take_back"),
]
