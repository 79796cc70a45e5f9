"""What is said, as rows: one for each inbox, and one inbox for each server that shares one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from merkwerk.connectors.activitypub.actors import host_of
from merkwerk.fediverse.models import Activity, Actor, Delivery, Follower, SentAnswer, Server

DEAD_AFTER = timedelta(days=7)
"""A server that failed so long gets nothing new until it is heard of again."""


def inboxes_of(*actors: Actor) -> set[str]:
    """Where the followers of these actors are reached."""
    near = Follower.objects.filter(actor__in=actors)
    both = near.values_list("remote__shared_inbox", "remote__inbox").distinct()
    return {shared or own for shared, own in both}


def everybody(actors: Iterable[Actor]) -> set[str]:
    """Their followers' inboxes, and every inbox that was ever told anything by them."""
    mine = list(actors)
    told = Delivery.objects.filter(activity__actor__in=mine).values_list("inbox", flat=True)
    return inboxes_of(*mine) | set(told.distinct())


def told_of(story_key: str) -> set[str]:
    """Every inbox that was told of this story, or is about to be."""
    told = Delivery.objects.filter(activity__story_key=story_key)
    return set(told.values_list("inbox", flat=True).distinct())


def say(
    actor: Actor,
    body: dict[str, Any],
    inboxes: Iterable[str],
    now: datetime,
    *,
    story_key: str = "",
    answer: SentAnswer | None = None,
    keep_body: bool = True,
) -> Activity:
    """Writes down an activity and its deliveries; said again, only inboxes that were missing are
    added. Servers that are blocked, or dead for a week, are left out."""
    with transaction.atomic():
        activity, _new = Activity.objects.get_or_create(
            address=body["id"],
            defaults={
                "actor": actor,
                "kind": body["type"],
                "story_key": story_key,
                "answer": answer,
                "body": body if keep_body else {},
                "made_at": now,
            },
        )
        left_out = _left_out(now)
        rows = [
            Delivery(activity=activity, inbox=inbox, host=host, made_at=now, next_try=now)
            for inbox in sorted(inboxes)
            if (host := host_of(inbox)) not in left_out
        ]
        Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return activity


def _left_out(now: datetime) -> set[str]:
    dead = Server.objects.filter(failing_since__lt=now - DEAD_AFTER)
    hosts = (Server.objects.blocked() | dead).values_list("host", flat=True)
    return set(hosts)
