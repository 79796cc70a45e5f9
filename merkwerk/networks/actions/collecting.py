"""Coming by at a source, politely: one worker at a time, one question at a time per server."""

from __future__ import annotations

import secrets
import time
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from merkwerk.connectors.errors import ConnectorError, Gone, RateLimited, TokenRefused
from merkwerk.connectors.values import Network, Page, Refusal
from merkwerk.engine.text import without_tricks
from merkwerk.jobs.actions import asked_to_stop, progress
from merkwerk.networks import tasks
from merkwerk.networks.actions import fetching, rhythm
from merkwerk.networks.actions.leaving import account_gone
from merkwerk.networks.actions.receiving import Received, receive
from merkwerk.networks.actions.refusing import account_refused, source_stopped
from merkwerk.networks.models import Host, Source

LEASE = timedelta(minutes=5)
GAP = timedelta(seconds=1)
NUDGE = timedelta(minutes=10)
MOST_PAGES = 500
MOST_REFUSED = 20
AT_ONCE = 200


def collect_due(*, now: datetime | None = None) -> int:
    """Asks for jobs for the sources whose time has come, one per server; the others of the same
    server get the seconds after it. Gives how many jobs were asked for. Safe to run by several
    workers at once: a source that was asked for is left alone until its job ends, or ten
    minutes pass."""
    now = now or timezone.now()
    waiting = Source.objects.due(now).filter(Q(nudged_until=None) | Q(nudged_until__lt=now))
    turns: dict[str, int] = {}
    for pk, host in waiting.order_by("next_check").values_list("pk", "host")[:AT_ONCE]:
        turn = turns[host] = turns.get(host, -1) + 1
        mine = Source.objects.filter(Q(nudged_until=None) | Q(nudged_until__lt=now), pk=pk)
        if turn:
            mine.update(next_check=now + turn * GAP)
            continue
        with transaction.atomic():
            if mine.update(nudged_until=now + NUDGE):
                tasks.collect.enqueue(pk)
    return len(turns)


def collect(*, source_id: int, now: datetime | None = None) -> int:
    """Brings in what is new at one source; gives how many posts were new.

    Does nothing when the source is not due, is in another worker's hands, or its server may not
    be asked yet (then it is due again when it may). Every page is stored together with the place
    where it ended, so a killed worker's collection goes on where it stopped. Whatever goes wrong
    with the network stands on the source afterwards; the source is never left claimed.
    """
    now = now or timezone.now()
    claim = _claim(source_id, now)
    if claim is None:
        return 0
    source = Source.objects.select_related("account").get(pk=source_id)
    settled = False
    try:
        later = _turn(source.host, now)
        if later is not None:
            settled = _release(source, claim, next_check=later)
            return 0
        received, page = _pages(source, claim, now)
        settled = _went_well(source, claim, page, received, now)
        return received.new
    except ConnectorError as trouble:
        settled = _went_wrong(source, claim, trouble, now)
        return 0
    finally:
        if not settled:
            _fell_over(source, claim, now)


def _claim(source_id: int, now: datetime) -> str | None:
    claim = secrets.token_hex(16)
    taken = (
        Source.objects.due(now).filter(pk=source_id).update(claim=claim, claimed_until=now + LEASE)
    )
    return claim if taken else None


def _turn(host: str, now: datetime) -> datetime | None:
    """Takes the server's next turn; or says from when on it may be asked."""
    Host.objects.get_or_create(name=host, defaults={"free_at": now})
    if Host.objects.filter(name=host, free_at__lte=now).update(free_at=now + GAP):
        return None
    return max(Host.objects.get(name=host).free_at, now + GAP / 2)


def _pages(source: Source, claim: str, now: datetime) -> tuple[Received, Page]:
    """Page after page until there is no more, or the server wants a pause."""
    received = Received()
    page = Page()
    for number in range(1, MOST_PAGES + 1):
        page = fetching.fetch(source, now=now)
        with transaction.atomic():
            stored = _store(source, claim, page, now)
        if stored is None:
            break
        received += stored
        progress(done=number, total=0)
        if not page.more or _wants_a_pause(source, page) or asked_to_stop():
            break
    return received, page


def _store(source: Source, claim: str, page: Page, now: datetime) -> Received | None:
    """The posts and the place where they end, together; None when the source is not ours now."""
    source.bookmark = asdict(page.bookmark)
    mine = Source.objects.filter(pk=source.pk, claim=claim)
    until = timezone.now() + LEASE if page.more else now + LEASE
    if not mine.update(bookmark=source.bookmark, claimed_until=until):
        return None
    return receive(source=source, page=page, now=now)


def _wants_a_pause(source: Source, page: Page) -> bool:
    return bool(page.wait) and source.network != Network.WEB


def _went_well(source: Source, claim: str, page: Page, received: Received, now: datetime) -> bool:
    if _wants_a_pause(source, page):
        hold_host(source.host, now, page.wait)
    often = rhythm.rhythm_of(source, now)
    pause = rhythm.after_success(often, page.wait)
    if page.more:
        pause = timedelta(seconds=max(1.0, page.wait or 0.0))
    fresh: dict[str, Any] = {"last_post": now} if received.new else {}
    if not page.unchanged:
        told = [refusal for refusal in received.refused if refusal.code != "limited"]
        fresh["refused_entries"] = [_written_down(refusal) for refusal in told[:MOST_REFUSED]]
    return _release(
        source,
        claim,
        next_check=now + pause,
        rhythm=int(often.total_seconds()),
        last_check=now,
        last_success=now,
        error="",
        error_detail="",
        errors_in_a_row=0,
        **fresh,
        **_moved(source, page),
    )


def _written_down(refusal: Refusal) -> dict[str, str]:
    """Where an entry stands is in the stranger's own words, which not every database can keep."""
    return {name: without_tricks(value)[:500] for name, value in asdict(refusal).items()}


def _moved(source: Source, page: Page) -> dict[str, object]:
    """A new address is taken over when it is told twice in a row, unless it is listened to
    already."""
    if not page.moved_to or page.moved_to == source.address or len(page.moved_to) > 1000:
        return {"moved_to": ""} if source.moved_to and not page.unchanged else {}
    if source.moved_to != page.moved_to:
        return {"moved_to": page.moved_to}
    same = Source.objects.filter(kind=source.kind, address=page.moved_to, account=source.account)
    if same.exists():
        return {}
    host = fetching.host_of(source.network, page.moved_to, source.server)
    fresh_start: dict[str, object] = {} if source.network == Network.WEB else {"bookmark": {}}
    return {"address": page.moved_to, "moved_to": "", "host": host, **fresh_start}


def _went_wrong(source: Source, claim: str, trouble: ConnectorError, now: datetime) -> bool:
    in_a_row = source.errors_in_a_row + 1 if source.error == trouble.code else 1
    if isinstance(trouble, RateLimited):
        hold_host(source.host, now, trouble.wait)
    stops = rhythm.gives_up(trouble.code, in_a_row)
    pause = rhythm.after_trouble(max(in_a_row, source.errors_in_a_row + 1), trouble.wait)
    with transaction.atomic():
        if isinstance(trouble, Gone):
            account_gone(source, now)
        released = _release(
            source,
            claim,
            next_check=now + pause,
            last_check=now,
            error=trouble.code,
            error_detail=trouble.detail,
            errors_in_a_row=in_a_row,
            **({"state": Source.State.STOPPED} if stops else {}),
        )
        if isinstance(trouble, TokenRefused) and source.account is not None:
            account_refused(source.account, now=now)
        elif stops and released:
            source_stopped(source, code=trouble.code, now=now)
    return True


def take_turn(host: str, most: float = 30.0) -> None:
    """Waits until this server may be asked, and takes the turn; for jobs that ask several things.
    After `most` seconds it raises RateLimited with what is left to wait."""
    deadline = time.monotonic() + most
    while (later := _turn(host, timezone.now())) is not None:
        wait = (later - timezone.now()).total_seconds()
        if time.monotonic() + wait > deadline:
            raise RateLimited("the server wants to be left alone", wait=wait)
        time.sleep(max(wait, 0.05))


def hold_host(host: str, now: datetime, wait: float | None) -> None:
    """The server is left alone for so many seconds, a minute when nothing was said."""
    free_at = now + timedelta(seconds=min(max(wait or 60.0, 1.0), 24 * 3600))
    Host.objects.filter(name=host, free_at__lt=free_at).update(free_at=free_at)


def _fell_over(source: Source, claim: str, now: datetime) -> None:
    """A mistake of ours: the job's own traceback goes to the health page; the source goes on."""
    in_a_row = source.errors_in_a_row + 1
    _release(
        source,
        claim,
        next_check=now + rhythm.after_trouble(in_a_row, None),
        last_check=now,
        error="unexpected",
        error_detail="",
        errors_in_a_row=in_a_row,
    )


def _release(source: Source, claim: str, **columns: object) -> bool:
    mine = Source.objects.filter(pk=source.pk, claim=claim)
    return bool(mine.update(claim="", claimed_until=None, nudged_until=None, **columns))
