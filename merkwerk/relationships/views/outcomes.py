"""What contacts led to: telling it, reading one's own and what colleagues told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.relationships import actions
from merkwerk.relationships.forms import OutcomeForm
from merkwerk.relationships.models import PRIVATE, Outcome
from merkwerk.relationships.sentences import short_name, step_in_words, way_in_words
from merkwerk.relationships.views.shown import own_relationship, show

A_PAGE = 10


@dataclass(frozen=True, slots=True)
class Story:
    """An outcome as one may read it. `name` is empty when it isn't told with whom."""

    outcome: Outcome
    own: bool
    name: str
    way: str


def stories(request: Request, outcomes: Sequence[Outcome]) -> list[Story]:
    """Outcomes with the way to each, in one line."""
    ways = actions.steps(outcomes, request.user)
    return [_story(request, one, ways[one.pk]) for one in outcomes]


def _story(request: Request, outcome: Outcome, way: Sequence[actions.Step]) -> Story:
    own = outcome.relationship.colleague_id == request.user.pk
    return Story(
        outcome=outcome,
        own=own,
        name=outcome.relationship.contact.name if own or outcome.names_them else "",
        way=" → ".join(way_in_words(way, outcome, exact=own)),
    )


def _visible(request: Request) -> QuerySet[Outcome]:
    found = Outcome.objects.visible_to(request.user)
    rows = found.select_related("relationship__contact", "relationship__colleague")
    return rows.defer(*(f"relationship__{one}" for one in PRIVATE))


def outcomes(request: Request) -> HttpResponse:
    of_others = request.GET.get("show") == "colleagues"
    own = {"relationship__colleague": request.user}
    found = _visible(request).exclude(**own) if of_others else _visible(request).filter(**own)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "relationships/outcomes.html",
        page=page,
        stories=stories(request, list(page.object_list)),
        of_others=of_others,
    )


def outcome(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(_visible(request), pk=pk)
    way = actions.steps([found], request.user)[found.pk]
    story = _story(request, found, way)
    return show(
        request,
        "relationships/outcome.html",
        story=story,
        outcome=found,
        steps=[(step.on, step_in_words(step, found)) for step in way],
        teller=short_name(found.relationship.colleague.name),
    )


def tell(request: Request, pk: int) -> HttpResponse:
    relationship = own_relationship(request, pk)
    start = {"on": timezone.localdate()}
    form = OutcomeForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        made = actions.tell_outcome(relationship=relationship, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept. Good to see where a contact can lead."))
        return redirect("relationships:outcome", pk=made.pk)
    status = SENT_BACK if form.errors else 200
    contact = relationship.contact
    return show(
        request, "relationships/outcome_form.html", status, form=form, contact=contact, back=pk
    )


def change(request: Request, pk: int) -> HttpResponse:
    found = _own_outcome(request, pk)
    form = OutcomeForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.change_outcome(outcome=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Changed."))
        return redirect("relationships:outcome", pk=pk)
    contact = found.relationship.contact
    return show(
        request,
        "relationships/outcome_form.html",
        SENT_BACK if form.errors else 200,
        form=form,
        contact=contact,
        outcome=found,
    )


def _own_outcome(request: Request, pk: int) -> Outcome:
    own = Outcome.objects.filter(relationship__colleague=request.user)
    return get_object_or_404(own.select_related("relationship__contact"), pk=pk)


@require_POST
def keep_private(request: Request, pk: int) -> HttpResponse:
    actions.keep_outcome_private(outcome=_own_outcome(request, pk), by=request.user)
    messages.success(request, _("Only you read it now."))
    return redirect("relationships:outcome", pk=pk)


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    found = _own_outcome(request, pk)
    back = found.relationship_id
    actions.remove_outcome(outcome=found, by=request.user)
    messages.success(request, _("Removed. Your contact stays as it is."))
    return redirect("relationships:person", pk=back)
