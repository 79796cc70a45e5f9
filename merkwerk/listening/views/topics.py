"""Topics: the list, the form that shows at once what it would find, and what becomes of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from merkwerk.engine.topics import QueryError
from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.listening import actions
from merkwerk.listening.forms import TopicForm
from merkwerk.listening.models import Topic
from merkwerk.listening.sentences import mistake, often
from merkwerk.listening.views.corrections import query_before
from merkwerk.listening.views.shown import own_topic, show


@require_safe
def topics(request: Request) -> HttpResponse:
    """One's own topics, and those of one's team."""
    now = timezone.now()
    own = Topic.objects.visible_to(request.user).select_related("team")
    rows = [{"topic": topic, "is_over": topic.is_over(now)} for topic in own]
    return show(request, "topics.html", rows=rows)


def new_topic(request: Request) -> HttpResponse:
    return _edit(request, None)


def topic(request: Request, pk: int) -> HttpResponse:
    return _edit(request, own_topic(request, pk))


def _edit(request: Request, topic: Topic | None) -> HttpResponse:
    form = TopicForm(request.POST or None, instance=topic, by=request.user)
    tried, wide = None, False
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        tried = _try(request, typed["query"], typed["word_forms"])
        wide = bool(tried and tried.is_wide and "anyway" not in request.POST)
        if "try" not in request.POST and not wide:
            return _save(request, topic, typed)
    elif topic and request.method != "POST":
        tried = _try(request, topic.query, topic.word_forms)
    facts: dict[str, Any] = {
        "form": form,
        "topic": topic,
        "tried": tried,
        "often": often(tried, timezone.now()) if tried else "",
        "too_wide": wide and "try" not in request.POST,
        "mistake": form.mistake,
        "query": form.asked,
    }
    if topic:
        facts |= _facts(request, topic)
    return show(request, "topic.html", SENT_BACK if form.errors or wide else 200, **facts)


def _try(request: Request, query: str, word_forms: bool) -> actions.Tried | None:
    """What a query would find; nothing for one that was saved under rules that hold no longer."""
    try:
        return actions.try_query(by=request.user, query=query, word_forms=word_forms)
    except QueryError:
        return None


def _save(request: Request, topic: Topic | None, typed: dict[str, Any]) -> HttpResponse:
    kept = {"team": topic.team if topic else None}
    saved = actions.save_topic(by=request.user, topic=topic, **(kept | typed))
    messages.success(request, _("From now on you hear about “%(name)s”.") % {"name": saved.name})
    return redirect("listening:topic", saved.pk)


def _facts(request: Request, topic: Topic) -> dict[str, Any]:
    """What a saved topic's page shows beside the form."""
    sharper = actions.sharper(topic=topic)
    readers = list(topic.readers.select_related("colleague").order_by("colleague__name"))
    return {
        "is_over": topic.is_over(timezone.now()),
        "sharper": sharper,
        "before": query_before(request, topic.pk),
        "mutes": topic.mutes.select_related("identity").order_by("identity__name"),
        "readers": readers,
        "reads": any(one.colleague_id == request.user.pk for one in readers),
        "may_remove": topic.colleague_id == request.user.pk,
    }


@require_POST
def try_query(request: Request) -> HttpResponse:
    """While a query is typed: what it would have found, or where the mistake is."""
    query, word_forms = request.POST.get("query", ""), bool(request.POST.get("word_forms"))
    if not query.strip():
        return show(request, "_tried.html", tried=None)
    try:
        tried = actions.try_query(by=request.user, query=query, word_forms=word_forms)
    except QueryError as error:
        return show(
            request, "_tried.html", mistake=error, query=query, sentence=mistake(error), tried=None
        )
    return show(request, "_tried.html", tried=tried, often=often(tried, timezone.now()))


@require_POST
def set_resting(request: Request, pk: int) -> HttpResponse:
    topic = own_topic(request, pk)
    resting = request.POST.get("resting") == "yes"
    actions.set_resting(topic=topic, by=request.user, resting=resting)
    name = {"name": topic.name}
    messages.success(
        request, _("“%(name)s” rests.") % name if resting else _("“%(name)s” listens again.") % name
    )
    return redirect("listening:topics")


@require_POST
def listen_on(request: Request, pk: int) -> HttpResponse:
    """A topic that was over goes on, without an end."""
    topic = own_topic(request, pk)
    actions.listen_on(topic=topic, by=request.user)
    messages.success(request, _("“%(name)s” listens again.") % {"name": topic.name})
    return redirect("listening:topic", pk)


@require_POST
def remove_topic(request: Request, pk: int) -> HttpResponse:
    topic = own_topic(request, pk)
    if topic.colleague_id != request.user.pk:
        raise Http404
    actions.remove_topic(topic=topic, by=request.user)
    messages.success(request, _("“%(name)s” is removed.") % {"name": topic.name})
    return redirect("listening:topics")
