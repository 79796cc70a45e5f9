"""What there is to read: a few of each reason, all of one reason, and an end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from merkwerk.engine.topics import Reason
from merkwerk.lib.requests import Request, whole_number
from merkwerk.listening import actions
from merkwerk.listening.actions import Group, Item, Why
from merkwerk.listening.models import Reading, Topic
from merkwerk.listening.views.shown import asked_topic, show
from merkwerk.networks.models import Identity, Post, Source

FEW = 5
FEW_OF_A_TOPIC = 3
KEYS = "listening-keys-off"
A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Row:
    """An item with the words that it is here for."""

    item: Item
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A few of a group, and whether there is more in it."""

    group: Group
    rows: list[Row]
    more: bool


@dataclass(frozen=True, slots=True)
class Done:
    """What was done with the post before this one, so that it can be undone."""

    post: Post
    reading: Reading


def reasons(item: Item) -> tuple[Reason, ...]:
    """The words of a post for which its topics met it."""
    found = [actions.reasons(topic=topic, post=item.post) for topic in item.topics]
    return tuple(dict.fromkeys(reason for some in found for reason in some))


def _shown(group: Group, most: int) -> Shown:
    rows = [Row(item, reasons(item)) for item in group.items[:most]]
    return Shown(group, rows, more=len(group.items) > most)


def just_done(request: Request) -> Done | None:
    """What was done with the post that the address says one comes from."""
    number = whole_number(request.GET.get("after", ""))
    if number is None:
        return None
    own = Reading.objects.visible_to(request.user).filter(post=number)
    reading = own.select_related("post__identity").first()
    return Done(reading.post, reading) if reading else None


@require_safe
def reader(request: Request) -> HttpResponse:
    """Groups by reason with a few in each; with `only`, one group with everything in it."""
    topic, only = asked_topic(request), request.GET.get("only", "")
    groups = actions.by_reason(by=request.user, now=timezone.now(), topic=topic)
    facts: dict[str, Any] = {"topic": topic, "done": just_done(request)}
    facts["topics"] = _topics(request)
    facts["keys"] = not request.session.get(KEYS)
    if only:
        group = next((one for one in groups if one.key == only), None)
        if group is None:
            return redirect("listening:reader")
        whole = _shown(group, len(group.items))
        return show(request, "group.html", whole=whole, **facts)
    shown = [
        _shown(group, FEW_OF_A_TOPIC if group.why == Why.TOPIC and not topic else FEW)
        for group in groups
    ]
    first = next(iter(actions.in_order(groups)), None)
    if first is None:
        facts |= {"has_posts": Post.objects.exists(), "has_sources": _has_sources(request)}
    return show(request, "reader.html", groups=shown, first=first, **facts)


def _topics(request: Request) -> Iterable[Topic]:
    return Topic.objects.visible_to(request.user).select_related("team")


def _has_sources(request: Request) -> bool:
    return Source.objects.visible_to(request.user).exists()


@require_safe
def words(request: Request, pk: int) -> HttpResponse:
    """Everything that one person said and that came by here for this colleague, in order."""
    identity = get_object_or_404(Identity.objects.visible_to(request.user), pk=pk)
    said = Post.objects.visible_to(request.user).filter(identity=identity)
    page = Paginator(said.select_related("identity"), A_PAGE).get_page(request.GET.get("page"))
    if not page.object_list:
        raise Http404
    return show(request, "words.html", identity=identity, page=page)


@require_POST
def keys(request: Request) -> HttpResponse:
    """Turns the keys of the reader off, or on again, for this browser."""
    request.session[KEYS] = request.POST.get("keys") == "off"
    messages.success(
        request,
        _("The keys j and k do nothing now.")
        if request.session[KEYS]
        else _("j and k work again."),
    )
    number = whole_number(request.POST.get("post", ""))
    if number and Post.objects.visible_to(request.user).filter(pk=number).exists():
        return redirect("listening:post", number)
    return redirect("listening:reader")
