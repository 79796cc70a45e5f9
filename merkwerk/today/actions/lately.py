"""What somebody who has gone quiet said in public lately: the kindest way to begin again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from merkwerk.accounts.models import Colleague
from merkwerk.networks.models import Post
from merkwerk.relationships.models import Belonging
from merkwerk.today.actions.choosing import SILENT, Place
from merkwerk.today.models import Occasion

LATELY = timedelta(days=14)
KINDS = {*SILENT, Occasion.Kind.NEWS}


def said_lately(*, places: Sequence[Place], by: Colleague, now: datetime) -> dict[int, int]:
    """For each relationship that went quiet, or has news, the newest post of the last two weeks
    that `by` may see, by number. Two questions, none when nobody is quiet."""
    quiet = {
        place.relationship.contact_id: place.relationship.pk
        for place in places
        if place.relationship and place.occasion.kind in KINDS
    }
    if not quiet:
        return {}
    belongings = Belonging.objects.filter(contact__in=quiet)
    people = dict(belongings.values_list("identity", "contact"))
    said = Post.objects.visible_to(by).filter(identity__in=people, written__gt=now - LATELY)
    rows = said.order_by("-written").values_list("identity", "pk")[:500]
    return {quiet[people[identity]]: post for identity, post in reversed(rows)}
