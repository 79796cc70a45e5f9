"""What became of deliveries, and how it goes with the servers they went to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from merkwerk.connectors.activitypub.request import Dialect
from merkwerk.connectors.errors import (
    ConnectorError,
    Gone,
    RateLimited,
    ServerTrouble,
    TooSlow,
    Unreachable,
)
from merkwerk.fediverse.models import Delivery, Follower, Server
from merkwerk.fediverse.models.post import Deliveries

GIVES_UP = timedelta(days=2)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
LONGEST_WISH = timedelta(hours=1)
REST = (Unreachable, TooSlow, ServerTrouble, RateLimited)
State = Delivery.State


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one delivery: it arrived, fell away, was refused for good (`error` alone), or is tried
    again. `rests` means the server itself had trouble, or asked for `wait` seconds."""

    pk: int
    host: str
    arrived: bool = False
    dropped: bool = False
    again: bool = False
    rests: bool = False
    gone: bool = False
    wait: float | None = None
    error: str = ""
    dialect: Dialect | None = None

    @classmethod
    def of(cls, pk: int, host: str, trouble: ConnectorError) -> Outcome:
        """What a failure means for this delivery."""
        rests = isinstance(trouble, REST)
        wait = (trouble.wait or 60.0) if isinstance(trouble, RateLimited) else None
        return cls(
            pk, host, again=rests, rests=rests, wait=wait, error=trouble.code,
            gone=isinstance(trouble, Gone),
        )  # fmt: skip


def keep(outcomes: Sequence[Outcome], *, claim: str, now: datetime) -> int:
    """Writes down what became of these, each only while it is still in this worker's hands;
    returns how many arrived."""
    if not outcomes:
        return 0
    with transaction.atomic():
        _servers(outcomes, now)
        ends: dict[tuple[str, str], list[int]] = defaultdict(list)
        for one in outcomes:
            ends[_end(one), one.error].append(one.pk)
        for (state, error), pks in ends.items():
            mine = Delivery.objects.filter(pk__in=pks, claim=claim)
            if state == State.WAITING:
                _later(mine, error, now)
            else:
                mine.update(
                    state=state, error=error, tries=F("tries") + 1, claim="", claimed_until=None,
                    ended_at=now,
                )  # fmt: skip
        _forget_gone([one.pk for one in outcomes if one.gone])
    return sum(one.arrived for one in outcomes)


def revive(host: str) -> None:
    """Something was heard of this server, so it lives."""
    Server.objects.filter(host=host, failures__gt=0).update(
        failures=0, failing_since=None, paused_until=None, trouble=""
    )


def _end(one: Outcome) -> str:
    if one.arrived:
        return State.SENT
    if one.dropped:
        return State.DROPPED
    return State.WAITING if one.again else State.REFUSED


def _later(mine: Deliveries, error: str, now: datetime) -> None:
    """The server's pause says when; who waited two days for it is given up."""
    free = {"error": error, "claim": "", "claimed_until": None}
    if error:
        old = mine.filter(made_at__lte=now - GIVES_UP)
        old.update(state=State.GAVE_UP, ended_at=now, tries=F("tries") + 1, **free)
        mine.update(tries=F("tries") + 1, **free)
    else:
        mine.update(**free)


def _servers(outcomes: Sequence[Outcome], now: datetime) -> None:
    """Good and bad news of each server, the last one counts."""
    news: dict[str, Outcome] = {}
    for one in outcomes:
        if one.arrived or one.rests:
            news[one.host] = one
        if one.dialect is not None:
            newer = one.dialect is Dialect.RFC9421
            Server.objects.update_or_create(host=one.host, defaults={"newer_signature": newer})
    for host, one in news.items():
        if one.arrived:
            revive(host)
        else:
            _pause(host, one, now)


def _pause(host: str, one: Outcome, now: datetime) -> None:
    server, _new = Server.objects.get_or_create(host=host)
    if one.wait is not None:
        server.paused_until = now + min(timedelta(seconds=one.wait), LONGEST_WISH)
    else:
        server.failures += 1
        server.failing_since = server.failing_since or now
        longer = FIRST_PAUSE * 2.0 ** min(server.failures - 1, 12)
        server.paused_until = now + min(longer, LONGEST_PAUSE)
    server.trouble = one.error
    server.save(update_fields=["failures", "failing_since", "paused_until", "trouble"])


def _forget_gone(pks: Sequence[int]) -> None:
    """Who answers 410 is not written to any more."""
    for inbox in Delivery.objects.filter(pk__in=pks).values_list("inbox", flat=True):
        Follower.objects.filter(remote__inbox=inbox).delete()
