"""After telling: conversations first, and what its writer can still do about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.connectors.errors import BadAddress
from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.networks import actions as networks
from merkwerk.networks.models import Message
from merkwerk.writing import actions
from merkwerk.writing.forms.desk import ElsewhereForm
from merkwerk.writing.forms.placing import ChangeForm
from merkwerk.writing.models import Draft
from merkwerk.writing.views.drafts import own_draft
from merkwerk.writing.views.shown import sentence_of


def told(request: Request, pk: int) -> HttpResponse:
    """Where it stands, who answered, and figures only when their time has come."""
    return _told(request, own_draft(request, pk))


def _told(request: Request, draft: Draft, status: int = 200, **more: Any) -> HttpResponse:
    by = request.user
    rows = actions.messages_of([draft])[draft.pk]
    wait = actions.figures_wait(draft=draft, by=by)
    facts = {
        "here": "writing",
        "draft": draft,
        "messages_told": [(one, networks.can_change(one)) for one in rows],
        "moving": any(one.is_moving for one in rows),
        "answers": actions.answers_to(told=rows, by=by),
        "wait": wait,
        "figures": None if wait else actions.figures_of(draft=draft, told=rows, by=by),
        "elsewhere_form": ElsewhereForm(),
        **more,
    }
    part = "writing/_told.html" if request.htmx and status == 200 else "writing/told.html"
    return render(request, part, facts, status=status)


@require_POST
def figures(request: Request, pk: int) -> HttpResponse:
    """The writer wants to see them now."""
    actions.ask_for_figures(draft=own_draft(request, pk), by=request.user)
    return redirect("writing:told", pk=pk)


@require_POST
def elsewhere(request: Request, pk: int) -> HttpResponse:
    """It was said with a tool of one's own; its address is enough."""
    draft, form = own_draft(request, pk), ElsewhereForm(request.POST)
    if form.is_valid():
        try:
            actions.register(by=request.user, address=form.cleaned_data["address"], draft=draft)
        except BadAddress:
            form.add_error("address", _("This is no address of a page. It begins with https://."))
        else:
            messages.success(request, _("Noted. We read what stands there, so that it counts."))
            return redirect("writing:told", pk=pk)
    return _told(request, draft, status=SENT_BACK, elsewhere_form=form)


@require_POST
def mail(request: Request, pk: int) -> HttpResponse:
    """The words, by mail to their own writer."""
    if actions.mail_to_myself(draft=own_draft(request, pk), by=request.user):
        messages.success(request, _("It is on its way to your own mailbox."))
    else:
        messages.error(request, _("There are no words yet, or no mail is set up here."))
    return redirect("writing:draft", pk=pk)


def _own_message(request: Request, pk: int, message: int) -> tuple[Draft, Message]:
    draft = own_draft(request, pk)
    rows = actions.messages_of([draft])[draft.pk]
    found = Message.objects.visible_to(request.user).filter(pk__in=[one.pk for one in rows])
    return draft, get_object_or_404(found.select_related("account__identity"), pk=message)


def change(request: Request, pk: int, message: int) -> HttpResponse:
    """Other words for what stands there, where the network can."""
    draft, one = _own_message(request, pk, message)
    if not networks.can_change(one):
        messages.error(
            request,
            _("This network can't change what stands there. Take it away and tell it anew."),
        )
        return redirect("writing:told", pk=pk)
    form = ChangeForm(request.POST or None, initial={"text": one.text})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_told(message=one, by=request.user, text=form.cleaned_data["text"])
        except networks.Unsayable as trouble:
            form.add_error("text", sentence_of(trouble))
        else:
            return redirect("writing:told", pk=pk)
    facts = {"here": "writing", "draft": draft, "message": one, "form": form}
    status = SENT_BACK if form.errors else 200
    return render(request, "writing/change.html", facts, status=status)


@require_POST
def take_away(request: Request, pk: int, message: int) -> HttpResponse:
    """Away from where it stands; the words stay here."""
    _draft, one = _own_message(request, pk, message)
    try:
        networks.take_away(message=one, by=request.user, whole=True)
    except ValueError:
        messages.error(request, _("Take it away there, with the tool you placed it with."))
    else:
        messages.success(request, _("It is being taken away. Your words stay here."))
    return redirect("writing:told", pk=pk)


@require_POST
def again(request: Request, pk: int, message: int) -> HttpResponse:
    """Try once more to send what was refused."""
    _draft, one = _own_message(request, pk, message)
    if one.account is None or one.account.removed_at:
        messages.error(request, _("This account is not connected any more. Choose another one."))
        return redirect("writing:draft", pk=pk)
    if one.state == Message.State.REFUSED:
        try:
            networks.ask_to_send(message=one, by=request.user)
        except networks.NeedsReview:
            says = _("This account speaks for the organisation: another writer looks at it first.")
            messages.error(request, says)
            return redirect("writing:place", pk=pk, account=one.account.pk)
    return redirect("writing:told", pk=pk)


@require_POST
def call_off(request: Request, pk: int, message: int) -> HttpResponse:
    """What has not gone yet stays here."""
    _draft, one = _own_message(request, pk, message)
    if networks.take_back(message=one, by=request.user):
        messages.success(request, _("Called off. Your words stay here."))
    else:
        messages.error(request, _("It is being sent already."))
    return redirect("writing:told", pk=pk)
