"""Bringing what is said to the inboxes of other servers: each delivery is a row that one worker has
in hand at a time, so nothing is lost when that worker is killed, and what goes twice has the same
name."""

from __future__ import annotations

import queue
import secrets
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from merkwerk.connectors.activitypub.client import deliver, packed
from merkwerk.connectors.activitypub.request import Dialect
from merkwerk.connectors.activitypub.signing import Signer
from merkwerk.connectors.errors import ConnectorError
from merkwerk.connectors.http import Http
from merkwerk.fediverse.actions.answering import about_answer
from merkwerk.fediverse.actions.keeping import Outcome, keep
from merkwerk.fediverse.actions.people import signer_of
from merkwerk.fediverse.actions.telling import about_story
from merkwerk.fediverse.models import Activity, Delivery, Server
from merkwerk.lib.outgoing import http as way_out
from merkwerk.stories.models import PublicStory

LEASE = timedelta(minutes=2)
LANES = 16
"""So many servers are spoken with at once, one delivery after the other with each."""
IN_A_LANE = 25
LOOK_AT = 1000
SECONDS = 40.0
WRITE_AFTER = 0.25


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery ready to go; `body` is None when there is nothing to tell any more."""

    pk: int
    inbox: str
    body: bytes | None
    signer: Signer


@dataclass(slots=True)
class Lane:
    """Deliveries to one server, and what became of them."""

    host: str
    dialect: Dialect
    parcels: Sequence[Parcel]
    outcomes: list[Outcome] = field(default_factory=list)


def deliveries_wait(now: datetime) -> bool:
    """Whether anything may be delivered now."""
    resting = Server.objects.resting(now).values("host")
    return Delivery.objects.due(now).exclude(host__in=resting).exists()


def deliver_due(now: datetime, *, seconds: float = SECONDS, http: Http | None = None) -> int:
    """Delivers what is due, for at most about `seconds`; returns how many arrived. Several workers
    may do so at once: no server is spoken with by two of them. A server with trouble is left alone
    for a while, longer each time; what it should have had waits for it, two days."""
    run = _Run(now, seconds, http or way_out())
    return run.work()


class _Run:
    """One run of a worker: lanes in the hands of threads, all rows in its own."""

    def __init__(self, now: datetime, seconds: float, http: Http) -> None:
        self.began, self.now, self.seconds, self.http = time.monotonic(), now, seconds, http
        self.claim = secrets.token_hex(16)
        self.busy: set[str] = set()
        self.done: queue.SimpleQueue[Outcome | Lane] = queue.SimpleQueue()
        self.arrived = 0
        self.bodies: dict[int, bytes | None] = {}
        self.signers: dict[int, Signer] = {}

    def clock(self) -> datetime:
        return self.now + timedelta(seconds=time.monotonic() - self.began)

    def over(self) -> bool:
        return time.monotonic() - self.began > self.seconds

    def work(self) -> int:
        """Until nothing is due or the time is over. A mistake of ours in a lane is raised when the
        other lanes have ended; what it had in hand goes again when its lease is over."""
        driven: list[Future[None]] = []
        with ThreadPoolExecutor(LANES, thread_name_prefix="deliver") as pool:
            while True:
                fresh = [] if self.over() else self._take(LANES - len(self.busy))
                for lane in fresh:
                    self.busy.add(lane.host)
                    driven.append(pool.submit(self._drive, lane))
                if not self.busy:
                    break
                self._gather()
        for one in driven:
            one.result()
        return self.arrived

    def _drive(self, lane: Lane) -> None:
        """In a thread; knows no database."""
        try:
            for place, parcel in enumerate(lane.parcels):
                outcome = self._bring(lane, parcel)
                self.done.put(outcome)
                if outcome.rests or self.over():
                    error = outcome.error if outcome.rests else ""
                    for left in lane.parcels[place + 1 :]:
                        self.done.put(Outcome(left.pk, lane.host, again=True, error=error))
                    break
        finally:
            self.done.put(lane)

    def _bring(self, lane: Lane, parcel: Parcel) -> Outcome:
        if parcel.body is None:
            return Outcome(parcel.pk, lane.host, dropped=True)
        try:
            taken = deliver(
                self.http, parcel.inbox, parcel.body, signer=parcel.signer, now=self.clock(),
                dialect=lane.dialect,
            )  # fmt: skip
        except ConnectorError as trouble:
            return Outcome.of(parcel.pk, lane.host, trouble)
        changed = taken is not lane.dialect
        lane.dialect = taken
        return Outcome(parcel.pk, lane.host, arrived=True, dialect=taken if changed else None)

    def _gather(self) -> None:
        """Writes what came in, soon: what isn't written when this process dies goes twice."""
        end = time.monotonic() + WRITE_AFTER
        outcomes: list[Outcome] = []
        ended = False
        while not ended and (left := end - time.monotonic()) > 0:
            try:
                one = self.done.get(timeout=left)
            except queue.Empty:
                break
            if isinstance(one, Lane):
                self.busy.discard(one.host)
                ended = True
            else:
                outcomes.append(one)
        self.arrived += keep(outcomes, claim=self.claim, now=self.clock())

    def _take(self, free: int) -> list[Lane]:
        """Takes deliveries for as many servers as have room, none that another worker speaks
        with."""
        if free <= 0:
            return []
        now = self.clock()
        wanted = self._choose(now, free)
        if not wanted:
            return []
        pks = [pk for some in wanted.values() for pk in some]
        due = Delivery.objects.due(now).filter(pk__in=pks)
        due.update(claim=self.claim, claimed_until=now + LEASE)
        mine = Delivery.objects.filter(pk__in=pks, claim=self.claim).order_by("pk")
        lanes: dict[str, list[Parcel]] = {}
        for delivery in mine.select_related("activity__actor"):
            lanes.setdefault(delivery.host, []).append(self._parcel(delivery))
        newer = set(
            Server.objects.filter(host__in=lanes, newer_signature=True).values_list(
                "host", flat=True
            )
        )
        kinds = {host: Dialect.RFC9421 if host in newer else Dialect.CAVAGE for host in lanes}
        return [Lane(host, kinds[host], parcels) for host, parcels in lanes.items()]

    def _choose(self, now: datetime, free: int) -> dict[str, list[int]]:
        hands = Delivery.objects.filter(claimed_until__gt=now).exclude(claim="")
        away = set(hands.values_list("host", flat=True).distinct()) | self.busy
        away |= set(Server.objects.resting(now).values_list("host", flat=True))
        away |= set(Server.objects.blocked().values_list("host", flat=True))
        due = Delivery.objects.due(now).exclude(host__in=away).order_by("next_try", "pk")
        chosen: dict[str, list[int]] = {}
        for pk, host in due.values_list("pk", "host")[:LOOK_AT]:
            if host not in chosen and len(chosen) == free:
                continue
            some = chosen.setdefault(host, [])
            if len(some) < IN_A_LANE:
                some.append(pk)
        return chosen

    def _parcel(self, delivery: Delivery) -> Parcel:
        activity = delivery.activity
        if activity.pk not in self.bodies:
            self.bodies[activity.pk] = _body(activity)
        if activity.actor_id not in self.signers:
            self.signers[activity.actor_id] = signer_of(activity.actor)
        body, signer = self.bodies[activity.pk], self.signers[activity.actor_id]
        return Parcel(delivery.pk, delivery.inbox, body, signer)


def _body(activity: Activity) -> bytes | None:
    """What is sent: of a story or an answer always as it stands on the site now, and nothing when
    it doesn't."""
    if activity.body:
        return packed(activity.body)
    if activity.answer_id is not None:
        said = about_answer(activity)
        return packed(said) if said is not None else None
    near = PublicStory.objects.select_related("story", "person")
    standing = near.filter(story__key=activity.story_key).first()
    if standing is None or activity.actor.closed_at is not None:
        return None
    told = about_story(activity.kind, activity.address, standing, activity.actor, activity.made_at)
    return packed(told)
