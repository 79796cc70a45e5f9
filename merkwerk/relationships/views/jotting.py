"""A moment in one sentence, and what came in of which it isn't clear with whom it was."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.connectors.exports.values import Event
from merkwerk.lib.requests import SENT_BACK, Request, whole_number
from merkwerk.relationships import actions
from merkwerk.relationships.forms import JotForm, WithWhomForm
from merkwerk.relationships.models import Relationship, StrayEvent
from merkwerk.relationships.sentences import CHANNELS, short_name
from merkwerk.relationships.views.shown import own_relationship, show


def jot(request: Request) -> HttpResponse:
    """The sentence comes back when there is something to mend; nothing typed is lost."""
    form = JotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sentence = form.cleaned_data["sentence"]
        made = actions.jot(by=request.user, sentence=sentence, now=timezone.now())
        if made.is_to_come:
            form.add_error("sentence", _("That is still to come. Note it once it has happened."))
        elif made.stray:
            _say_noted(request, made)
            return redirect("relationships:stray", pk=made.stray.pk)
        else:
            return _noted(request, made)
    status = SENT_BACK if form.errors else 200
    return show(request, "relationships/jot.html", status, form=form)


def _noted(request: Request, made: actions.Jot) -> HttpResponse:
    if not made.moments:
        return redirect("relationships:people")
    _say_noted(request, made)
    return redirect("relationships:person", pk=made.moments[0].relationship_id)


def _say_noted(request: Request, made: actions.Jot) -> None:
    names = ", ".join(short_name(one.relationship.contact.name) for one in made.moments)
    if names:
        messages.success(request, _("Noted, with %(names)s.") % {"names": names})


def strays(request: Request) -> HttpResponse:
    rows = [(stray, event, _place(event)) for stray, event in actions.strays(by=request.user)]
    more = StrayEvent.objects.visible_to(request.user).count() - len(rows)
    return show(request, "relationships/strays.html", rows=rows, more=more)


def _place(event: Event) -> str:
    return str(CHANNELS.get(event.channel, ""))


def _own(request: Request, pk: int) -> StrayEvent:
    return get_object_or_404(StrayEvent.objects.visible_to(request.user), pk=pk)


def stray(request: Request, pk: int) -> HttpResponse:
    """One of them: whom may it have been with?"""
    return _stray(request, _own(request, pk), WithWhomForm())


def _stray(request: Request, stray: StrayEvent, form: WithWhomForm) -> HttpResponse:
    event = actions.unpack(stray.event)
    person = whole_number(request.GET.get("person", "")) or 0
    named = event.names[person] if person < len(event.names) else ""
    words = request.GET.get("q", named or " ".join(event.names))
    if not form.is_bound:
        form = WithWhomForm(initial={"name": named})
    return show(
        request,
        "relationships/stray.html",
        SENT_BACK if form.errors else 200,
        stray=stray,
        event=event,
        place=_place(event),
        people=list(enumerate(event.people)),
        person=person,
        words=words,
        found=actions.perhaps(by=request.user, words=words),
        form=form,
    )


@require_POST
def claim(request: Request, pk: int) -> HttpResponse:
    """With whom it was: an own relationship, or somebody new."""
    stray, number = _own(request, pk), whole_number(request.POST.get("relationship", ""))
    person = whole_number(request.POST.get("person", "")) or 0
    if number is not None:
        relationship = own_relationship(request, number)
    else:
        form = WithWhomForm(request.POST)
        if not form.is_valid():
            return _stray(request, stray, form)
        relationship = actions.add_contact(by=request.user, name=form.cleaned_data["name"])
    event = actions.unpack(stray.event)
    actions.claim_stray(
        stray=stray, by=request.user, relationship=relationship, now=timezone.now(), person=person
    )
    messages.success(request, _("Noted, with %(names)s.") % {"names": relationship.contact})
    return _next(request, event, relationship)


def _next(request: Request, event: Event, relationship: Relationship) -> HttpResponse:
    """To the next name of the same sentence, else to the page of the person."""
    for stray, other in actions.strays(by=request.user):
        if event.subject and (other.subject, other.at) == (event.subject, event.at):
            return redirect("relationships:stray", pk=stray.pk)
    return redirect("relationships:person", pk=relationship.pk)


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    actions.drop_stray(stray=_own(request, pk), by=request.user)
    messages.success(request, _("Left out. Nothing is noted of it."))
    waiting = StrayEvent.objects.visible_to(request.user).exists()
    return redirect("relationships:strays" if waiting else "relationships:people")
