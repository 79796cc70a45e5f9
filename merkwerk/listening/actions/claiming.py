""" "Leave it to me": one colleague takes a post up, so that the others need not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.values import Audience
from merkwerk.listening.actions.reading import hold
from merkwerk.listening.models import Claim
from merkwerk.networks.models import Post

LASTS = timedelta(days=2)
"""Nothing is left lying with somebody who forgot."""


@transaction.atomic
def claim(*, post: Post, by: Colleague, now: datetime) -> Claim:
    """`by` takes a public post up for two days. Gives who has it: somebody else when they were
    first, then nothing changes. Raises ValueError for a post that was not public."""
    if post.audience != Audience.PUBLIC:
        raise ValueError("A post for a few people is left to nobody.")
    hold(post=post, by=by)
    Claim.objects.filter(post=post, until__lte=now).delete()
    taken, _ = Claim.objects.get_or_create(
        post=post, defaults={"colleague": by, "at": now, "until": now + LASTS}
    )
    return taken


@transaction.atomic
def unclaim(*, post: Post, by: Colleague) -> None:
    """Lets go of a post that `by` had taken up; the others see it again."""
    Claim.objects.filter(post=post, colleague=by).delete()


def claims(*, posts: Iterable[Post], by: Colleague, now: datetime) -> dict[int, Claim]:
    """Who has taken up which of these posts, as far as `by` sees them; costs one query."""
    holding = Claim.objects.visible_to(by).holding(now).filter(post__in=[one.pk for one in posts])
    return {one.post_id: one for one in holding.select_related("colleague")}
