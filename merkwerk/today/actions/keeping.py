"""Storing occasions once, without people who rest; and who counts as somebody one knows."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from merkwerk.engine.warmth import Stage
from merkwerk.relationships.models import Relationship
from merkwerk.today.models import Occasion, RestingPerson

STRANGE = {Stage.NONE.value, Stage.FOLLOWED.value}


def is_own(relationship: Relationship | None) -> bool:
    """Whether the colleague knows them: wrote them down, or was ever in touch. Somebody who only
    ever liked or followed has a timeline, and is no acquaintance yet."""
    if relationship is None:
        return False
    return relationship.contact.owner_id is not None or relationship.stage not in STRANGE


def keep_new(occasions: Sequence[Occasion]) -> list[Occasion]:
    """Stores what is new and gives it back; who rests is left out. A fixed number of questions."""
    if not occasions:
        return []
    resting = set(
        RestingPerson.objects.filter(
            colleague__in={o.colleague_id for o in occasions},
            identity__in={o.identity_id for o in occasions if o.identity_id},
        ).values_list("colleague", "identity")
    )
    wanted = [o for o in occasions if (o.colleague_id, o.identity_id) not in resting]
    there = _there(wanted)
    new = {(o.colleague_id, o.key): o for o in wanted if (o.colleague_id, o.key) not in there}
    Occasion.objects.bulk_create(new.values(), ignore_conflicts=True)
    return list(new.values())


def _there(occasions: Sequence[Occasion]) -> set[tuple[int, str]]:
    """Which of these are known already, by colleague and key."""
    by_post = Q(post__in={o.post_id for o in occasions if o.post_id})
    others = [o for o in occasions if not o.post_id]
    by_key = Q(colleague__in={o.colleague_id for o in others}, key__in={o.key for o in others})
    rows = Occasion.objects.order_by().values_list("colleague", "key")
    return {*rows.filter(by_post), *(rows.filter(by_key) if others else ())}
