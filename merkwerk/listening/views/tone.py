"""Tone cards: how people talk in a place, measured and told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from merkwerk.connectors.values import Network
from merkwerk.engine.tone import FEWEST
from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.listening.actions import tone
from merkwerk.listening.forms import ToneNoteForm
from merkwerk.listening.models import ToneCard, ToneNote
from merkwerk.listening.views.shown import show
from merkwerk.networks.models import Source


@require_safe
def places(request: Request) -> HttpResponse:
    """Every place that was heard, with what is most striking of each."""
    return show(request, "tones.html", cards=tone.cards(by=request.user))


def network(request: Request, network: str) -> HttpResponse:
    """How people talk on one network, and what colleagues say of it."""
    if network not in list(Network):
        raise Http404
    return _place(request, tone.Place(network))


def source(request: Request, pk: int) -> HttpResponse:
    """The same of one source."""
    found = get_object_or_404(Source.objects.visible_to(request.user), pk=pk)
    return _place(request, tone.Place(found.network, found))


def _place(request: Request, place: tone.Place) -> HttpResponse:
    form = ToneNoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        tone.write_note(
            network=place.network,
            source=place.source,
            by=request.user,
            kind=said["kind"],
            text=said["text"],
        )
        messages.success(request, _("Your words stand on the card."))
        return redirect(_address(place))
    card = (
        ToneCard.objects.visible_to(request.user)
        .filter(network=place.network, source=place.source)
        .select_related("source")
        .first()
    )
    return show(
        request,
        "tone.html",
        status=SENT_BACK if form.errors else 200,
        place=place,
        place_name=place.source.called if place.source else Source(network=place.network),
        card=card,
        figures=_figures(card, request) if card else [],
        since=parse_datetime(card.figures.get("since", "")) if card else None,
        notes=tone.notes(network=place.network, source=place.source, by=request.user),
        form=form,
        fewest=FEWEST,
    )


def _figures(card: ToneCard, request: Request) -> list[dict[str, Any]]:
    shown = tone.examples(card=card, by=request.user)
    return [
        {**figure, "posts": [shown[key] for key in figure["examples"] if key in shown]}
        for figure in card.figures.get("figures", [])
    ]


def _address(place: tone.Place) -> str:
    if place.source:
        return reverse("listening:tone_source", args=[place.source.pk])
    return reverse("listening:tone_network", args=[place.network])


@require_POST
def remove_note(request: Request, pk: int) -> HttpResponse:
    """Takes one's own words off a card."""
    own = ToneNote.objects.visible_to(request.user).filter(colleague=request.user)
    note = get_object_or_404(own.select_related("source"), pk=pk)
    tone.remove_note(note=note, by=request.user)
    messages.success(request, _("Taken off the card."))
    return redirect(_address(tone.Place(note.network, note.source)))
