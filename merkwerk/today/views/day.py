"""The daily page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from merkwerk.accounts.models import Colleague
from merkwerk.handbook import actions as handbook
from merkwerk.lib.requests import Request
from merkwerk.listening import actions as listening
from merkwerk.listening.models import Topic
from merkwerk.networks.models import ConnectedAccount, Message, Source
from merkwerk.relationships.models import Relationship
from merkwerk.today import actions, sentences
from merkwerk.today.models import Occasion, RestingPerson

CIRCLE = 5
TOLD = 4
ASKED = 3


def _places(colleague: Colleague, shown: Sequence[actions.Place], now: datetime) -> list[Any]:
    """The places with what colleagues say that each post means, and who of them takes it."""
    posts = [place.occasion.post for place in shown if place.occasion.post]
    meanings = listening.meanings(posts=posts, by=colleague)
    claims = listening.claims(posts=posts, by=colleague, now=now)
    lately = actions.said_lately(places=shown, by=colleague, now=now)
    return [
        _place(place)
        | {
            "meanings": meanings.get(place.occasion.post_id or 0, []),
            "claim": claims.get(place.occasion.post_id or 0),
            "lately": lately.get(place.relationship.pk) if place.relationship else None,
        }
        for place in shown
    ]


def _place(place: actions.Place) -> dict[str, Any]:
    """What the template shows of a place; `conversation` is where one can say thanks."""
    message, told = place.occasion.message, place.occasion.told
    return {
        "you_told": message.text if message else told.text if told else "",
        "conversation": told.pk if told else message.answers_id if message else None,
        "occasion": place.occasion,
        "relationship": place.relationship,
        "name": sentences.name_of(place),
        "heading": sentences.heading(place),
        "why_you": sentences.why_you(place),
        "why_now": sentences.why_now(place),
    }


def _steps(request: Request) -> list[dict[str, Any]]:
    """The first steps, with what is done; empty once all are."""
    steps = [
        {
            "done": ConnectedAccount.objects.visible_to(request.user).exists(),
            "link": "networks:accounts",
            "says": _("Connect an account, or don't: you can also answer in your own tool."),
        },
        {
            "done": Topic.objects.visible_to(request.user).exists(),
            "link": "listening:new_topic",
            "says": _("Say what you would like to hear about."),
        },
        {
            "done": Source.objects.visible_to(request.user).exists(),
            "link": "networks:sources",
            "says": _("Choose whom and what to listen to."),
        },
    ]
    if request.user.is_administrator:
        steps.append(
            {
                "done": Colleague.objects.here().exclude(pk=request.user.pk).exists(),
                "link": "accounts:colleagues",
                "says": _("Invite your colleagues."),
            }
        )
    return [] if all(step["done"] for step in steps) else steps


@require_safe
def day(request: Request) -> HttpResponse:
    """At most seven people, each with one reason, and an end."""
    now = timezone.now()
    today = actions.day(colleague=request.user, now=now)
    week = now - timedelta(days=7)
    circle = Relationship.objects.visible_to(request.user).filter(last_moment__gt=week)
    told = Message.objects.published().filter(sent_at__gt=week, answers__deleted_at=None)
    told = told.exclude(answers=None)
    return render(
        request,
        "today/day.html",
        {
            "here": "today",
            "day": today,
            "greeting": sentences.greeting(now, request.user.first_name),
            "places": _places(request.user, today.shown, now),
            "circle": circle.select_related("contact").order_by("-last_moment")[:CIRCLE],
            "told": told.exclude(colleague=request.user)
            .select_related("colleague", "answers__identity")
            .order_by("-sent_at")[:TOLD],
            "asked": handbook.waiting_for(request.user)[:ASKED],
            "renewed": handbook.renewed_for(request.user),
            "steps": _steps(request) if not today.total else [],
        },
    )


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Not now: for a day, a week, or this person."""
    occasion = get_object_or_404(Occasion.objects.visible_to(request.user), pk=pk)
    wanted = request.POST.get("rest", "")
    if wanted not in list(actions.Rest):
        raise Http404
    actions.drop(occasion=occasion, by=request.user, rest=actions.Rest(wanted))
    said = {
        actions.Rest.DAY: _("Tomorrow again."),
        actions.Rest.WEEK: _("Next week again."),
        actions.Rest.PERSON: _("This person rests. You can wake them whenever you like."),
    }[actions.Rest(wanted)]
    if request.htmx:
        today = actions.day(colleague=request.user, now=timezone.now())
        words = {"occasion": occasion, "said": said, "day": today}
        return render(request, "today/_dropped.html", words)
    messages.success(request, said)
    return redirect("today:day")


@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    occasion = get_object_or_404(Occasion.objects.visible_to(request.user), pk=pk)
    actions.take_back(occasion=occasion, by=request.user)
    messages.success(request, _("It stands here again."))
    return redirect("today:day")


@require_safe
def resting(request: Request) -> HttpResponse:
    people = RestingPerson.objects.visible_to(request.user).select_related("identity")
    return render(request, "today/resting.html", {"here": "today", "people": people})


@require_POST
def wake(request: Request, pk: int) -> HttpResponse:
    rest = get_object_or_404(RestingPerson.objects.visible_to(request.user), pk=pk)
    actions.wake(identity=rest.identity, by=request.user)
    messages.success(request, _("%(name)s may appear again.") % {"name": rest.identity.called})
    return redirect("today:resting")
