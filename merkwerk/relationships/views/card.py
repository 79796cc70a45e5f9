"""What a colleague says about somebody: on their own card, and in notes for themselves."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.relationships import actions
from merkwerk.relationships.forms import ContactForm, HandleForm, NoteForm
from merkwerk.relationships.models import Relationship
from merkwerk.relationships.views.shown import own_relationship, show


def contact(request: Request, pk: int) -> HttpResponse:
    relationship = own_relationship(request, pk)
    form = ContactForm(request.POST or None, instance=relationship.contact)
    if request.method == "POST" and form.is_valid():
        actions.describe(relationship=relationship, by=request.user, **form.cleaned_data)
        messages.success(request, _("Changed. Your colleagues keep their own card."))
        return redirect("relationships:person", pk=pk)
    return show(
        request,
        "relationships/contact.html",
        SENT_BACK if form.errors else 200,
        form=form,
        relationship=relationship,
        handle_form=HandleForm(),
        handles=_handles(relationship),
    )


def _handles(relationship: Relationship) -> list[str]:
    contact = relationship.contact
    return [
        *contact.identities.order_by("handle").values_list("handle", flat=True),
        *contact.handles.values_list("handle", flat=True),
    ]


@require_POST
def join(request: Request, pk: int) -> HttpResponse:
    relationship = own_relationship(request, pk)
    form = HandleForm(request.POST)
    if not form.is_valid():
        return show(
            request,
            "relationships/contact.html",
            SENT_BACK,
            form=ContactForm(instance=relationship.contact),
            relationship=relationship,
            handle_form=form,
            handles=_handles(relationship),
        )
    if actions.join(relationship=relationship, by=request.user, **form.cleaned_data):
        messages.success(request, _("Joined: it is one person now, on your card."))
    else:
        messages.success(
            request, _("Written down. It joins as soon as somebody with this handle is seen.")
        )
    return redirect("relationships:contact", pk=pk)


@require_POST
def part(request: Request, pk: int) -> HttpResponse:
    relationship = own_relationship(request, pk)
    actions.part(relationship=relationship, by=request.user, handle=request.POST.get("handle", ""))
    messages.success(request, _("Taken apart. What happened before stays on the timeline."))
    return redirect("relationships:contact", pk=pk)


def note(request: Request, pk: int) -> HttpResponse:
    relationship = own_relationship(request, pk)
    form = NoteForm(request.POST or None, instance=relationship)
    if request.method == "POST" and form.is_valid():
        through = form.cleaned_data.pop("met_through")
        actions.keep_note(relationship=relationship, by=request.user, **form.cleaned_data)
        actions.met_through(relationship=relationship, by=request.user, contact=through)
        messages.success(request, _("Saved, for you alone."))
        return redirect("relationships:person", pk=pk)
    return show(
        request,
        "relationships/note.html",
        SENT_BACK if form.errors else 200,
        form=form,
        relationship=relationship,
    )
