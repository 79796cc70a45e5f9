"""Sources for the whole house: streams and mailboxes. For the social lead and the administrator."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from merkwerk.accounts.models import KEEPERS
from merkwerk.accounts.permissions import allowed
from merkwerk.connectors.errors import BadAddress
from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.networks import actions
from merkwerk.networks.forms import JetstreamForm, MailboxForm, PublicForm
from merkwerk.networks.models import Mailbox, Source


@allowed(*KEEPERS)
def new_stream(request: Request, which: str) -> HttpResponse:
    """Everything on Bluesky, or what a Mastodon server says in public."""
    if which not in ("bluesky", "mastodon"):
        raise Http404
    bluesky = which == "bluesky"
    form: Form = (JetstreamForm if bluesky else PublicForm)(
        request.POST or None, initial={"address": settings.JETSTREAM} if bluesky else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            source = _added(request, form)
        except BadAddress:
            field = "address" if bluesky else "server"
            form.add_error(field, _("This is not the address of a server. Check the spelling."))
        else:
            messages.success(request, _("Kept. It is listened to within a few seconds."))
            return redirect("networks:source", pk=source.pk)
    facts = {"here": "listening", "form": form, "bluesky": bluesky}
    status = SENT_BACK if form.errors else 200
    return render(request, "networks/new_stream.html", facts, status=status)


def _added(request: Request, form: Form) -> Source:
    typed = form.cleaned_data
    if isinstance(form, JetstreamForm):
        return actions.add_jetstream(by=request.user, address=typed["address"])
    return actions.add_public(
        by=request.user, server=typed["server"], everywhere=typed["whose"] == "public"
    )


@allowed(*KEEPERS)
def new_mailbox(request: Request) -> HttpResponse:
    """A mailbox that takes newsletters."""
    form = MailboxForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        source = actions.add_mailbox(by=request.user, letters=form.letters())
        messages.success(request, _("Kept. We try the way in now: below it says how that goes."))
        return redirect("networks:source", pk=source.pk)
    return _mailbox(request, form)


def mailbox(request: Request, pk: int) -> HttpResponse:
    """Another way into a mailbox that is there. An empty password keeps the one there is."""
    if not actions.may_add_streams(request.user):
        raise PermissionDenied
    own = Source.objects.visible_to(request.user)
    kept = get_object_or_404(Mailbox.objects.filter(source__in=own), source_id=pk)
    before = {"host": kept.host, "user": kept.user, "port": kept.port, "folder": kept.folder}
    form = MailboxForm(request.POST or None, initial=before)
    form.fields["password"].required = False
    form.fields["password"].help_text = _("Leave it empty to keep the one there is.")
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_mailbox(source=kept.source, by=request.user, letters=form.letters())
        except ValueError:
            form.add_error(
                "password", _("For another server or user name, type the password again.")
            )
            return _mailbox(request, form)
        messages.success(request, _("Kept. We try the way in now: below it says how that goes."))
        return redirect("networks:source", pk=pk)
    return _mailbox(request, form)


def _mailbox(request: Request, form: MailboxForm) -> HttpResponse:
    facts = {"here": "listening", "form": form}
    status = SENT_BACK if form.errors else 200
    return render(request, "networks/new_mailbox.html", facts, status=status)
