"""What several pages of this room share: whose it is, how it is shown, and where one goes on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from merkwerk.lib.requests import Request, whole_number
from merkwerk.listening.models import Topic
from merkwerk.networks.models import Post


def show(request: Request, template: str, status: int = 200, **facts: Any) -> HttpResponse:
    return render(request, f"listening/{template}", {"here": "listening", **facts}, status=status)


def own_topic(request: Request, pk: int) -> Topic:
    """A topic that the colleague may see, by number; another's is a page that isn't there."""
    found = Topic.objects.visible_to(request.user).select_related("team", "colleague")
    return get_object_or_404(found, pk=pk)


def seen_post(request: Request, pk: int) -> Post:
    """A post that the colleague may see, by number."""
    found = Post.objects.visible_to(request.user).select_related("identity")
    return get_object_or_404(found, pk=pk)


def asked_topic(request: Request) -> Topic | None:
    """The topic that the address names, when it names one that the colleague may see."""
    sent = request.POST if request.method == "POST" else request.GET
    number = whole_number(sent.get("topic", ""))
    if number is None:
        return None
    return Topic.objects.visible_to(request.user).filter(pk=number).first()


def where(name: str, *args: int, **asked: object) -> str:
    """The address of a page of this room, with what is asked of it."""
    words = urlencode({key: value for key, value in asked.items() if value})
    return reverse(f"listening:{name}", args=args) + (f"?{words}" if words else "")


def back_to(request: Request, post: Post) -> HttpResponseRedirect:
    """The same post again."""
    topic = asked_topic(request)
    return redirect(where("post", post.pk, topic=topic.pk if topic else None))


def go_on(request: Request, done: Post) -> HttpResponseRedirect:
    """The next post to read, which says what was done with the last one; or the end."""
    topic = asked_topic(request)
    asked = {"topic": topic.pk if topic else None, "after": done.pk}
    following = whole_number(request.POST.get("next", ""))
    there = Post.objects.visible_to(request.user).filter(pk=following or 0)
    if following and following != done.pk and there.exists():
        return redirect(where("post", following, **asked))
    return redirect(where("reader", **asked))
