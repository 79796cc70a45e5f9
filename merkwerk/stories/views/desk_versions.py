"""Versions that were kept, what differs between them, and the way back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from merkwerk.lib.requests import Request, whole_number
from merkwerk.stories.actions import drafting
from merkwerk.stories.actions import versions as keeping
from merkwerk.stories.views.desk import own_story
from merkwerk.stories.views.desk_text import text_of


def versions(request: Request, pk: int) -> HttpResponse:
    """All versions of a story; a press keeps one more."""
    mine = own_story(request, pk)
    if request.method == "POST":
        kept = keeping.keep_version(story=mine, by=request.user)
        said = _("Kept as a version.") if kept else _("There are no words yet.")
        messages.success(request, said)
        return redirect("stories:versions", pk=pk)
    facts = {"here": "stories", "story": mine, "versions": mine.versions.select_related("made_by")}
    return render(request, "stories/versions.html", facts)


def version(request: Request, pk: int, number: int) -> HttpResponse:
    """One version against another, or against what is being written; a press goes back to it."""
    mine = own_story(request, pk)
    one = get_object_or_404(mine.versions, number=number)
    if request.method == "POST":
        keeping.go_back(story=mine, by=request.user, version=one)
        messages.success(request, _("These are the words again. Those of before are a version."))
        return redirect("stories:story", pk=pk)
    against = mine.versions.filter(number=whole_number(request.GET.get("with", "")) or 0).first()
    words = drafting.words_in(one)
    now = drafting.words_in(against or mine)
    facts = {
        "here": "stories",
        "story": mine,
        "version": one,
        "against": against,
        "words": words,
        "text": text_of(one.body),
        "differences": keeping.differences_of(words, now),
        "others": mine.versions.exclude(pk=one.pk),
    }
    return render(request, "stories/version.html", facts)
