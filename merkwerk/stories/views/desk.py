"""The story desk: what I am writing, what stands on the site, and what I was asked."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from merkwerk.accounts.models import Role
from merkwerk.lib.requests import Request
from merkwerk.stories.actions import found as finding
from merkwerk.stories.actions import interviewing, proposing
from merkwerk.stories.actions.site_settings import LOOKS_AFTER
from merkwerk.stories.models import Story, StoryProposal

A_PAGE = 20


def own_story(request: Request, pk: int) -> Story:
    """The story, when it is the reader's own."""
    mine = Story.objects.of(request.user).select_related("public", "series", "cover")
    return get_object_or_404(mine, pk=pk)


def desk(request: Request) -> HttpResponse:
    """One's own stories, the newest first; and what asks for an answer."""
    show = "site" if request.GET.get("show") == "site" else ""
    mine = Story.objects.of(request.user).select_related("public", "series")
    asked = interviewing.interviews_asked(request.user)
    found = (
        mine.published()
        if show
        else mine.filter(public=None).exclude(interview__in=asked).order_by("-changed", "-pk")
    )
    waiting = proposing.proposals_for(request.user).filter(state=StoryProposal.State.ASKED)
    edits = Role.EDITOR in request.user.roles
    facts = {
        "here": "stories",
        "show": show,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "proposals": waiting.filter(story__author=request.user),
        "interviews_asked": asked,
        "interviews_led": interviewing.interviews_led(request.user)[:A_PAGE],
        "to_read": proposing.readable_by(request.user).select_related("author")[:A_PAGE],
        "edits": edits,
        "quiet": finding.quiet_subjects(now=timezone.now()) if edits else [],
        "keeps_site": not request.user.roles.isdisjoint(LOOKS_AFTER),
    }
    return render(request, "stories/desk.html", facts)
