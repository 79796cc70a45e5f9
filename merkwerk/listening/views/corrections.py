"""Making a topic sharper: at a post what it should have been, at a topic the words it proposes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.engine.topics import QueryError
from merkwerk.lib.requests import Request
from merkwerk.listening import actions
from merkwerk.listening.models import Mute
from merkwerk.listening.views.shown import back_to, own_topic, seen_post, show

BEFORE = "listening-queries-before"
KINDS = {"add", "exclude"}


@require_POST
def correct(request: Request, pk: int, topic: int) -> HttpResponse:
    """More like this, or not about it; or neither after all."""
    post, about = seen_post(request, pk), own_topic(request, topic)
    said = request.POST.get("said", "")
    if said == "nothing":
        actions.uncorrect(topic=about, post=post, by=request.user)
    elif said in {"more", "not"}:
        actions.correct(topic=about, post=post, by=request.user, wanted=said == "more")
    else:
        raise Http404
    if request.htmx:
        wanted = None if said == "nothing" else said == "more"
        return show(request, "_about.html", post=post, topic=about, wanted=wanted, fresh=True)
    messages.success(request, _("Noted for “%(name)s”.") % {"name": about.name})
    return back_to(request, post)


@require_POST
def mute(request: Request, pk: int, topic: int) -> HttpResponse:
    """Not this person here: the topic leaves out who wrote this post."""
    post, about = seen_post(request, pk), own_topic(request, topic)
    actions.mute(topic=about, identity=post.identity, by=request.user)
    words = {"who": post.identity.called, "name": about.name}
    messages.success(
        request, _("“%(name)s” leaves out %(who)s from now on. On its page you undo that.") % words
    )
    return back_to(request, post)


@require_POST
def unmute(request: Request, pk: int, mute: int) -> HttpResponse:
    """Hear somebody again."""
    topic = own_topic(request, pk)
    muted = get_object_or_404(Mute.objects.select_related("identity"), topic=topic, pk=mute)
    actions.unmute(mute=muted, by=request.user)
    messages.success(request, _("%(who)s is heard again.") % {"who": muted.identity.called})
    return redirect("listening:topic", pk)


@require_POST
def propose(request: Request, pk: int) -> HttpResponse:
    """A proposed word, taken or not."""
    topic = own_topic(request, pk)
    kind, word = request.POST.get("kind", ""), request.POST.get("word", "")[:80]
    if kind not in KINDS or not word.strip():
        raise Http404
    if request.POST.get("answer") != "take":
        actions.decline(topic=topic, by=request.user, kind=kind, word=word)
        messages.success(request, _("“%(word)s” is not proposed again.") % {"word": word})
        return redirect("listening:topic", pk)
    try:
        before = actions.accept(topic=topic, by=request.user, kind=kind, word=word)
    except QueryError:
        raise Http404 from None
    _remember(request, pk, before)
    messages.success(request, _("The topic listens for this now. You can undo it below."))
    return redirect("listening:topic", pk)


def _remember(request: Request, topic: int, query: str) -> None:
    kept: dict[str, Any] = request.session.get(BEFORE, {})
    request.session[BEFORE] = {**kept, str(topic): query}


def query_before(request: Request, topic: int) -> str:
    """The query as it was before a proposed word was taken, as long as one is signed in."""
    return str(request.session.get(BEFORE, {}).get(str(topic), ""))


@require_POST
def put_back(request: Request, pk: int) -> HttpResponse:
    """The query as it was before a proposed word was taken."""
    topic = own_topic(request, pk)
    before = query_before(request, pk)
    if before:
        actions.change_query(topic=topic, by=request.user, query=before)
        _remember(request, pk, "")
        messages.success(request, _("The topic is as it was."))
    return redirect("listening:topic", pk)
