"""Pages of listening: the reader, the topics, and passing a post on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from merkwerk.engine.topics import QueryError
from merkwerk.lib.requests import SENT_BACK, Request, whole_number
from merkwerk.listening import actions
from merkwerk.listening.forms import MeaningForm, PassForm, TopicForm
from merkwerk.listening.models import Match, Topic
from merkwerk.listening.sentences import mistake
from merkwerk.networks.models import Post

PAGE = 20
SHOWN = {"open": Match.State.OPEN, "kept": Match.State.KEPT}


def _chosen(request: Request) -> tuple[QuerySet[Match], dict[str, Any]]:
    """The matches that the address asks for, one for each post, and what was asked."""
    wanted = request.GET.get("show", "open")
    topic = request.GET.get("topic", "")
    found = Match.objects.visible_to(request.user).filter(
        state=SHOWN.get(wanted, Match.State.OPEN), topic__resting=False
    )
    if (number := whole_number(topic)) is not None:
        found = found.filter(topic=number)
    if request.GET.get("asks"):
        found = found.filter(asks=True)
    first_of_each = found.filter(
        pk__in=found.order_by().values("post").annotate(first=Min("pk")).values("first")
    )
    return first_of_each, {
        "show": wanted if wanted in SHOWN else "open",
        "topic": topic,
        "asks": bool(request.GET.get("asks")),
    }


@require_safe
def matches(request: Request) -> HttpResponse:
    """One post after another, each a message by one person, with the words that met a topic."""
    found, asked = _chosen(request)
    page = Paginator(found.select_related("post__identity", "topic"), PAGE).get_page(
        request.GET.get("page")
    )
    rows = [{"match": match, "reasons": actions.reasons(match)} for match in page]
    topics = Topic.objects.visible_to(request.user)
    return render(
        request,
        "listening/matches.html",
        {
            "here": "listening",
            "page_obj": page,
            "rows": rows,
            "asked": asked,
            "topics": topics,
            "has_posts": bool(rows) or Post.objects.exists(),
        },
    )


def _act(request: Request, pk: int, act: Any, said: str) -> HttpResponse:
    match = get_object_or_404(
        Match.objects.visible_to(request.user).select_related("post__identity", "topic"), pk=pk
    )
    act(match=match, by=request.user)
    if request.htmx:
        return render(request, "listening/_match_done.html", {"match": match, "said": said})
    messages.success(request, said)
    return redirect("listening:matches")


@require_POST
def keep(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, actions.keep, _("Kept for later."))


@require_POST
def rest(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, actions.rest, _("Let to rest."))


@require_POST
def interpret(request: Request, pk: int) -> HttpResponse:
    """Saves what the colleague says that a post means."""
    match = get_object_or_404(
        Match.objects.visible_to(request.user).select_related("post__identity", "topic"), pk=pk
    )
    form = MeaningForm(request.POST)
    if not form.is_valid():
        return render(
            request,
            "listening/interpret.html",
            {"here": "listening", "form": form, "match": match},
            status=SENT_BACK,
        )
    actions.interpret(match=match, by=request.user, meaning=form.cleaned_data["meaning"])
    if request.htmx:
        return render(
            request, "listening/_match.html", {"match": match, "reasons": actions.reasons(match)}
        )
    messages.success(request, _("Your words stand with it."))
    return redirect("listening:matches")


def pass_on(request: Request, pk: int) -> HttpResponse:
    """Passes one public post to one colleague, with a sentence."""
    public = Post.objects.visible_to(request.user).filter(audience="public")
    post = get_object_or_404(public.select_related("identity"), pk=pk)
    form = PassForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        actions.pass_on(post=post, by=request.user, to=to, sentence=form.cleaned_data["sentence"])
        messages.success(request, _("%(name)s hears of it from you.") % {"name": to.first_name})
        return redirect("today:day")
    status = SENT_BACK if request.method == "POST" else 200
    return render(
        request,
        "listening/pass_on.html",
        {"here": "listening", "form": form, "post": post},
        status=status,
    )


@require_safe
def topics(request: Request) -> HttpResponse:
    waiting = Count("matches", filter=Q(matches__state=Match.State.OPEN))
    own = Topic.objects.visible_to(request.user).annotate(waiting=waiting)
    return render(request, "listening/topics.html", {"here": "listening", "topics": own})


def _edit(request: Request, topic: Topic | None) -> HttpResponse:
    form = TopicForm(request.POST or None, instance=topic)
    tried = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if "try" not in request.POST:
            saved = actions.save_topic(
                by=request.user,
                name=data["name"],
                query=data["query"],
                purpose=data["purpose"],
                topic=topic,
            )
            messages.success(
                request, _("From now on you hear about “%(name)s”.") % {"name": saved.name}
            )
            return redirect("listening:topic", saved.pk)
        tried = actions.try_query(by=request.user, query=data["query"])
    elif topic and request.method != "POST":
        tried = _as_saved(request, topic)
    status = SENT_BACK if form.errors else 200
    return render(
        request,
        "listening/topic.html",
        {
            "here": "listening",
            "form": form,
            "topic": topic,
            "tried": tried,
            "mistake": form.mistake,
            "query": form.asked,
        },
        status=status,
    )


def _as_saved(request: Request, topic: Topic) -> actions.Tried | None:
    """What a saved topic finds; nothing when it was saved under rules that hold no longer."""
    try:
        return actions.try_query(by=request.user, query=topic.query)
    except QueryError:
        return None


def new_topic(request: Request) -> HttpResponse:
    return _edit(request, None)


def topic(request: Request, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(Topic.objects.visible_to(request.user), pk=pk))


@require_POST
def try_query(request: Request) -> HttpResponse:
    """While a query is typed: what it would have found, or where the mistake is."""
    query = request.POST.get("query", "")
    if not query.strip():
        return render(request, "listening/_tried.html", {"tried": None})
    try:
        tried = actions.try_query(by=request.user, query=query)
    except QueryError as error:
        return render(
            request,
            "listening/_tried.html",
            {"mistake": error, "query": query, "sentence": mistake(error)},
        )
    return render(request, "listening/_tried.html", {"tried": tried})


@require_POST
def set_resting(request: Request, pk: int) -> HttpResponse:
    topic = get_object_or_404(Topic.objects.visible_to(request.user), pk=pk)
    resting = request.POST.get("resting") == "yes"
    actions.set_resting(topic=topic, by=request.user, resting=resting)
    name = {"name": topic.name}
    messages.success(
        request, _("“%(name)s” rests.") % name if resting else _("“%(name)s” listens again.") % name
    )
    return redirect("listening:topics")


@require_POST
def remove_topic(request: Request, pk: int) -> HttpResponse:
    topic = get_object_or_404(Topic.objects.visible_to(request.user), pk=pk)
    actions.remove_topic(topic=topic, by=request.user)
    messages.success(request, _("“%(name)s” is removed.") % {"name": topic.name})
    return redirect("listening:topics")
