"""How a message is doing, and what its writer can do about it."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from merkwerk.lib.requests import Request
from merkwerk.networks import actions
from merkwerk.networks.models import Message


def _own(request: Request, pk: int) -> Message:
    mine = Message.objects.visible_to(request.user)
    found = mine.select_related("account__identity", "answers__identity")
    return get_object_or_404(found, pk=pk)


@never_cache
def message(request: Request, pk: int) -> HttpResponse:
    """The state of one's own message in words; by itself or in its conversation."""
    one = _own(request, pk)
    if request.htmx:
        facts: dict[str, object] = {"message": one}
        if one.state == Message.State.SENT and one.answers:
            facts |= {
                "thread": actions.thread(post=one.answers, by=request.user),
                "post": one.answers,
                "oob": True,
            }
        return render(request, "networks/_message_state.html", facts)
    if one.answers_id:
        return redirect("networks:conversation", pk=one.answers_id)
    return render(request, "networks/message.html", {"here": "conversations", "message": one})


@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    """Try once more to send what was not sent."""
    one = _own(request, pk)
    if one.account is None or one.account.removed_at:
        notes.error(
            request,
            _("This account is not connected any more. Change your text to choose another."),
        )
    elif one.state == Message.State.REFUSED:
        actions.ask_to_send(message=one, by=request.user)
        notes.success(request, _("On its way again."))
    return redirect("networks:message", pk=pk)


@require_POST
def back(request: Request, pk: int) -> HttpResponse:
    """Back to the desk: the text is a draft again, to be changed."""
    one = _own(request, pk)
    if actions.take_back(message=one, by=request.user):
        notes.success(request, _("It is a draft again. Change what you like."))
    else:
        notes.error(
            request,
            _("It can't be taken back now: it is being sent, or you have another draft here."),
        )
    return redirect("networks:message", pk=pk)
