"""Actors, their collections and stories, as other servers read them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from merkwerk.connectors.activitypub import translate
from merkwerk.fediverse import actions
from merkwerk.fediverse.models import Actor
from merkwerk.fediverse.views.answers import document, gone, page_for_people
from merkwerk.stories.actions import open_site


@login_not_required
@require_safe
def actor(request: HttpRequest, handle: str) -> HttpResponse:
    """Who can be followed by this name; a person's browser goes on to their page."""
    found = _actor(handle)
    if found.closed_at is not None:
        return gone(actions.actor_address(handle))
    own = actions.own(found)
    return page_for_people(request, own.page) or document(translate.actor(own))


@login_not_required
@require_safe
def followers(request: HttpRequest, handle: str) -> HttpResponse:
    """How many follow; who they are is told to nobody."""
    found = _open(handle)
    return document(translate.collection(_at(found, "followers"), found.followers.count()))


@login_not_required
@require_safe
def following(request: HttpRequest, handle: str) -> HttpResponse:
    """Nobody: an actor here tells, and follows nobody."""
    return document(translate.collection(_at(_open(handle), "following"), 0, []))


@login_not_required
@require_safe
def outbox(request: HttpRequest, handle: str) -> HttpResponse:
    """How many stories, and the addresses of the newest twenty."""
    found = _open(handle)
    total, newest = actions.stories_of(found)
    return document(translate.collection(_at(found, "outbox"), total, newest))


@login_not_required
@require_safe
def story(request: HttpRequest, name: str) -> HttpResponse:
    """A story's own document; 410 once it was taken down."""
    standing = actions.standing_story(name)
    if standing is None:
        if actions.was_told(name):
            return gone(actions.story_named(name))
        raise Http404
    told, page = standing
    return page_for_people(request, page) or document(told)


@login_not_required
@require_safe
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """What an author answered to somebody elsewhere; 410 once it was taken back."""
    told = actions.standing_answer(key)
    if told is None:
        if actions.was_answered(key) and open_site() is not None:
            return gone(actions.answer_address(key))
        raise Http404
    return page_for_people(request, told["url"]) or document(told)


def _actor(handle: str) -> Actor:
    found = actions.named(handle) if open_site() is not None else None
    if found is None or found.handle != handle:
        raise Http404
    return found


def _open(handle: str) -> Actor:
    found = _actor(handle)
    if found.closed_at is not None:
        raise Http404
    return found


def _at(found: Actor, word: str) -> str:
    return f"{actions.actor_address(found.handle)}/{word}"
