"""A story begins: with nothing, with what it is about, or with own words told elsewhere."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from merkwerk.lib.requests import SENT_BACK, Request, whole_number
from merkwerk.networks.models import Message
from merkwerk.stories.actions import beginning
from merkwerk.stories.forms.desk import BeginForm


def begin(request: Request) -> HttpResponse:
    """What is it? Looking at the page makes nothing; the press does."""
    if request.method != "POST":
        form = BeginForm(initial={"key": uuid.uuid4().hex, "kind": "story"})
        return _page(request, form)
    form = BeginForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=SENT_BACK)
    story = beginning.begin_about(by=request.user, **form.cleaned_data)
    return redirect("stories:story", pk=story.pk)


def _page(request: Request, form: BeginForm, status: int = 200) -> HttpResponse:
    facts = {"here": "stories", "form": form, "threads": beginning.own_threads(request.user)}
    return render(request, "stories/begin.html", facts, status=status)


@require_POST
def with_thread(request: Request) -> HttpResponse:
    """With what one said on a network, in one's own words."""
    number = whole_number(request.POST.get("message", "")) or 0
    mine = Message.objects.visible_to(request.user).told()
    message = get_object_or_404(mine.filter(answers=None), pk=number)
    story = beginning.begin_with_thread(by=request.user, message=message)
    return redirect("stories:story", pk=story.pk)
