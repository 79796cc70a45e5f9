"""Who follows from the fediverse, and servers that are kept out: everyday and at its worst."""

from __future__ import annotations

from datetime import datetime, timedelta

from merkwerk.accounts.models import Colleague
from merkwerk.fediverse import actions
from merkwerk.fediverse.models import Actor, Follower, Remote, Server
from merkwerk.lib.style import HOSTILE
from merkwerk.stories import actions as stories


def followed(sanne: Colleague, now: datetime) -> dict[str, object]:
    """Sanne is followed by many, moves, and her house has a server that never answers."""
    mine = actions.actor_of(stories.person_page_of(sanne))
    house = actions.house_actor()
    names = ["Thomas Dijkstra", "نور الدين", HOSTILE[:200], "", *(f"Lezer {n}" for n in range(60))]
    for number, name in enumerate(names):
        remote = _remote(number, name, now)
        for actor in (mine, house) if number < 4 else (mine,):
            Follower.objects.create(actor=actor, remote=remote)
    Actor.objects.filter(pk=mine.pk).update(
        moved_to=f"https://new.example/{'x' * 200}", asked_for=HOSTILE[:100], asked_way="to",
        asked_trouble="not-named",
    )  # fmt: skip
    reason = HOSTILE[:200]
    Server.objects.create(host="spam.example", blocked_at=now, blocked_by=sanne, reason=reason)
    Server.objects.create(
        host=f"{'lang' * 15}.example", failures=3, failing_since=now - timedelta(days=1),
        paused_until=now + timedelta(hours=1), trouble="unreachable",
    )  # fmt: skip
    return {}


def _remote(number: int, name: str, now: datetime) -> Remote:
    host = "social.example" if number else f"{'lang' * 12}.example"
    address = f"https://{host}/users/{number}"
    return Remote.objects.create(
        address=address, host=host, handle=f"lezer{number}@{host}", name=name, page=address,
        inbox=f"{address}/inbox", moved_to=address if number == 1 else "", fetched_at=now,
    )  # fmt: skip
