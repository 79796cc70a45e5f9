"""The people finder."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from merkwerk.lib.requests import Request
from merkwerk.listening.actions import people
from merkwerk.listening.models import Topic
from merkwerk.listening.views.shown import asked_topic, show
from merkwerk.networks.actions import may_erase
from merkwerk.networks.models import ConnectedAccount


@require_safe
def found(request: Request) -> HttpResponse:
    """People one may like to know, each with the reason; a short list that ends."""
    chosen = asked_topic(request)
    working = ConnectedAccount.objects.visible_to(request.user).working()
    return show(
        request,
        "people.html",
        people=people.find(by=request.user, now=timezone.now(), topic=chosen),
        chosen=chosen,
        topics=Topic.objects.visible_to(request.user),
        keeper=may_erase(request.user),
        networks=set(working.values_list("network", flat=True)),
    )
