"""Who may be one person: questions with their reasons, and joins that can be taken apart."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.lib.requests import Request
from merkwerk.relationships import actions
from merkwerk.relationships.models import Join, Relationship
from merkwerk.relationships.sentences import certainty_in_words, reasons_in_words
from merkwerk.relationships.views.shown import show

A_PAGE = 20


def joins(request: Request) -> HttpResponse:
    mine = Join.objects.visible_to(request.user)
    asked = list(mine.asked().select_related("one", "other")[:A_PAGE])
    joined = mine.filter(state=Join.State.JOINED).select_related("one").order_by("-decided", "-pk")
    page = Paginator(joined, A_PAGE).get_page(request.GET.get("page"))
    numbers = {one for join in asked for one in (join.one_id, join.other_id)}
    numbers |= {join.one_id for join in page}
    people = {
        row.contact_id: row
        for row in Relationship.objects.visible_to(request.user)
        .filter(contact__in=numbers - {None})
        .prefetch_related("contact__identities")
        .select_related("contact")
    }
    return show(
        request,
        "relationships/joins.html",
        asked=[
            (join, [people[join.one_id], people[join.other_id or 0]], *_why(join))
            for join in asked
            if join.one_id in people and join.other_id in people
        ],
        joined=[
            (join, people[join.one_id], actions.absorbed_name(join), *_why(join))
            for join in page
            if join.one_id in people
        ],
        page=page,
    )


def _why(join: Join) -> tuple[str, list[str]]:
    return certainty_in_words(join.certainty), reasons_in_words(join.because)


def _own(request: Request, pk: int) -> Join:
    return get_object_or_404(Join.objects.visible_to(request.user), pk=pk)


@require_POST
def agree(request: Request, pk: int) -> HttpResponse:
    if actions.agree(join=_own(request, pk), by=request.user):
        messages.success(request, _("Joined: it is one person now, on your card."))
    return redirect("relationships:joins")


@require_POST
def keep_apart(request: Request, pk: int) -> HttpResponse:
    actions.keep_apart(join=_own(request, pk), by=request.user)
    messages.success(request, _("Two people. It won't be asked again."))
    return redirect("relationships:joins")


@require_POST
def take_apart(request: Request, pk: int) -> HttpResponse:
    try:
        other = actions.take_apart(join=_own(request, pk), by=request.user)
    except ValueError:
        messages.info(request, _("These were taken apart already."))
        return redirect("relationships:joins")
    messages.success(
        request, _("Two people again. %(name)s has a page of their own.") % {"name": other.contact}
    )
    return redirect("relationships:joins")
