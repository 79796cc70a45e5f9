"""One page to read before a meeting, made to be printed."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from merkwerk.lib.requests import Request
from merkwerk.networks.models import Post
from merkwerk.relationships.models import Relationship
from merkwerk.relationships.views.facts import facts_of, line
from merkwerk.relationships.views.shown import own_relationship, show

MOMENTS = 4
BOTH_KNOW = 6


@never_cache
def sheet(request: Request, pk: int) -> HttpResponse:
    relationship, now = own_relationship(request, pk), timezone.now()
    moments = relationship.moments.select_related("message").prefetch_related(
        Prefetch("post", queryset=Post.objects.visible_to(request.user))
    )
    return show(
        request,
        "relationships/sheet.html",
        **facts_of(request, relationship, now),
        today=timezone.localdate(now),
        lines=[line(moment, relationship.contact.name) for moment in moments[:MOMENTS]],
        met_there=_both_know(request, relationship),
        with_notes="notes" in request.GET,
    )


def _both_know(request: Request, relationship: Relationship) -> list[str]:
    """People outside whom both know: through whom they met, and who came through this person."""
    mine = Relationship.objects.visible_to(request.user)
    names = mine.filter(met_through=relationship.contact_id).order_by("-warmth", "pk")
    found = list(names.values_list("contact__name", flat=True)[:BOTH_KNOW])
    if relationship.met_through_id and relationship.met_through:
        found.insert(0, relationship.met_through.name)
    return found
