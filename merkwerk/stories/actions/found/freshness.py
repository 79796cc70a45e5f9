"""What has been quiet on the site for a while: a subject, never a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max

from merkwerk.colleagues.models import Subject
from merkwerk.stories.models import PublicStory

QUIET_AFTER = timedelta(days=60)
FORGOTTEN_AFTER = timedelta(days=730)
A_HABIT = 2
MOST = 3


@dataclass(frozen=True, slots=True)
class Quiet:
    """A subject that was told about more than once, and when that was last."""

    subject: Subject
    since: datetime


def quiet_subjects(*, now: datetime) -> list[Quiet]:
    """At most MOST subjects that the site told about at least A_HABIT times and not for sixty days,
    the one that went quiet last first; what nobody told about for two years has ended."""
    told = PublicStory.objects.filter(subjects__isnull=False).values("subjects")
    told = told.annotate(count=Count("pk"), last=Max("published_at"))
    quiet = told.filter(
        count__gte=A_HABIT, last__lt=now - QUIET_AFTER, last__gt=now - FORGOTTEN_AFTER
    )
    last = {row["subjects"]: row["last"] for row in quiet.order_by("-last")[:MOST]}
    subjects = Subject.objects.in_bulk(last)
    return [Quiet(subjects[pk], since) for pk, since in last.items() if pk in subjects]
