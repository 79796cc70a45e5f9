"""Occasions from what colleagues tell on the site: a reader says something about a story, or a yes
for a photo ends soon."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import works_here
from merkwerk.photos.actions.consent import near_end
from merkwerk.photos.models import Person
from merkwerk.stories.models import Reaction
from merkwerk.today.actions.keeping import keep_new
from merkwerk.today.models import Occasion

BATCH = 500
LATELY = timedelta(days=14)


@transaction.atomic
def notice_readers(*, now: datetime) -> int:
    """Makes an occasion, for its author, of the newest reaction under each story that waits for a
    word of them: one for a story at a time, however many react. Returns how many are new."""
    waiting = Reaction.objects.of_readers().unanswered().filter(at__gt=now - LATELY)
    waiting = waiting.filter(works_here("story__author"), story__public__isnull=False)
    standing = Occasion.objects.open(now).filter(reaction__in=waiting)
    waiting = waiting.exclude(story__in=standing.values("reaction__story"))
    rows = waiting.order_by("-at", "-pk").values_list("story", "story__author", "pk", "at")
    newest: dict[int, Occasion] = {}
    for story, author, pk, at in rows[:BATCH]:
        newest.setdefault(
            story,
            Occasion(
                colleague_id=author,
                kind=Occasion.Kind.REACTION,
                reaction_id=pk,
                at=at,
                facts={"did": "said"},
                key=f"reader:{pk}",
            ),
        )
    return len(keep_new(list(newest.values())))


@transaction.atomic
def notice_consents(*, now: datetime) -> int:
    """Makes an occasion, for who brought the photo, of the yes in it that ends first, when that is
    within thirty days. Returns how many are new."""
    day = timezone.localdate(now)
    ending = near_end(day).filter(works_here("photo__brought_by")).select_related("photo")
    first: dict[int, Person] = {}
    for person in ending.order_by("pk")[:BATCH]:
        before = first.get(person.photo_id)
        if before is None or (person.last_day() or day) < (before.last_day() or day):
            first[person.photo_id] = person
    made = [
        _from_consent(person, brought_by, now)
        for person in first.values()
        if (brought_by := person.photo.brought_by_id)
    ]
    return len(keep_new(made))


def _from_consent(person: Person, brought_by: int, now: datetime) -> Occasion:
    due = person.last_day()
    return Occasion(
        colleague_id=brought_by,
        kind=Occasion.Kind.PROMISE,
        consent=person,
        at=now,
        facts={"due": due.isoformat() if due else ""},
        key=f"consent:{person.pk}:{due}",
    )
