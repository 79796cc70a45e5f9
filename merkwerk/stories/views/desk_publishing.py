"""The last look, and the press that puts a story on the site or takes it off."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.photos.models import Photo
from merkwerk.stories import actions
from merkwerk.stories.actions import site_settings
from merkwerk.stories.actions.previewing import as_it_will_be
from merkwerk.stories.models import PublicStory, Site
from merkwerk.stories.views.desk import own_story
from merkwerk.stories.views.desk_text import text_of
from merkwerk.stories.views.site.frame import frame_of, spoken


def preview(request: Request, pk: int) -> HttpResponse:
    """How it will be read, in the look of the site. Photos that aren't outside yet are shown from
    the inside, to its author alone."""
    mine = own_story(request, pk)
    site = site_settings.begun_site()
    with spoken(mine.language):
        frame = replace(
            frame_of(request, site, "", {}),
            language=mine.language, others=(), sheet=reverse("stories:site_sheet"),
        )  # fmt: skip
        read = as_it_will_be(mine, now=timezone.now())
        told = {"frame": frame, "site": site, "read": read, "standing": read.told.story}
        told |= {"inside": True, "story": mine}
        return HttpResponse(render_to_string("site/story.html", told))


def _site() -> Site | None:
    return Site.objects.first()


def publish(request: Request, pk: int) -> HttpResponse:
    """What stands in the way, and the press."""
    mine = own_story(request, pk)
    refused = actions.in_the_way(mine, by=request.user)
    if request.method == "POST" and refused is None:
        try:
            actions.publish(story=mine, by=request.user)
        except actions.Unpublishable as trouble:
            refused = trouble
        else:
            messages.success(request, _("It stands on the site."))
            return redirect("stories:publish", pk=pk)
    standing = getattr(mine, "public", None)
    facts = {
        "here": "stories",
        "story": mine,
        "refused": refused,
        "photos": Photo.objects.filter(pk__in=refused.photos) if refused else [],
        "standing": standing,
        "newer": standing is not None and actions.differs(mine, standing),
        "site": _site(),
        "text": text_of(mine.body),
        "address": _address(standing),
    }
    return render(request, "stories/publish.html", facts, status=_status(request, refused))


def _status(request: Request, refused: object) -> int:
    return SENT_BACK if request.method == "POST" and refused else 200


def _address(standing: PublicStory | None) -> str:
    return actions.site_address(reverse("site:story", args=[standing.slug])) if standing else ""


@require_POST
def take_down(request: Request, pk: int) -> HttpResponse:
    """Off the site; the words stay with their author."""
    actions.take_down(story=own_story(request, pk), by=request.user)
    messages.success(request, _("It is off the site. Your words are here, as they were."))
    return redirect("stories:story", pk=pk)
