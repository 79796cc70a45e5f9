"""Where the addresses in our words lead: asked by the worker, remembered for a month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from merkwerk.connectors.errors import ConnectorError
from merkwerk.connectors.web.following_links import Led, follow
from merkwerk.engine.echoes import canonical
from merkwerk.lib.fingerprints import fingerprint
from merkwerk.networks import tasks
from merkwerk.networks.actions import way_out
from merkwerk.networks.models import LedAddress

LASTS, WRONG_LASTS = timedelta(days=30), timedelta(days=1)
LEASE, AGAIN = timedelta(minutes=3), timedelta(minutes=2)
MOST, AT_ONCE, TRIES = 20, 200, 4
LONGEST = 2_000


def address_mark(address: str) -> str:
    """The keyed hash by which an address is known (of its canonical spelling); empty for what is
    no address of a page."""
    word = canonical(address)
    told = f"address {word}"
    return fingerprint(told) if word else ""


def resolve(addresses: Iterable[str], *, now: datetime | None = None) -> int:
    """Asks the worker to find out where these addresses lead (at most 20 a call), unless that is
    known or under way; gives how many it was asked for. Nothing waits for it."""
    now = now or timezone.now()
    wanted = {address_mark(one): one.strip() for one in addresses if len(one) <= LONGEST}
    wanted = dict([(mark, one) for mark, one in wanted.items() if mark][:MOST])
    fresh = LedAddress.objects.filter(mark__in=wanted, expires__gt=now)
    known = set(fresh.values_list("mark", flat=True))
    with transaction.atomic():
        for mark in wanted.keys() - known:
            columns = {
                "address": _with_scheme(wanted[mark]), "expires": now + LASTS, "next_try": now,
                "tries": 0, "error": "",
            }  # fmt: skip
            one, _made = LedAddress.objects.update_or_create(mark=mark, defaults=columns)
            tasks.follow_address.enqueue(one.pk)
    return len(wanted.keys() - known)


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"https://{address}"


def resolved(addresses: Iterable[str]) -> dict[str, str]:
    """Each address with the canonical form of where it leads, as far as that is known; else its
    own canonical form (empty for what is no address of a page). One query, no network."""
    asked = list(dict.fromkeys(addresses))
    marks = {one: address_mark(one) for one in asked}
    rows = LedAddress.objects.filter(mark__in=set(marks.values()) - {""})
    known = {row.mark: row.canonical for row in rows.exclude(followed_at=None)}
    return {one: known.get(mark) or canonical(one) for one, mark in marks.items()}


def follow_address(*, address_id: int, now: datetime | None = None) -> bool:
    """Follows one address that is due, outside any transaction; True when it is known where it
    leads. A loop, an endless chain or a forbidden place ends there with its code, and the address
    stands for itself; an unreachable server is asked again a few times."""
    now = now or timezone.now()
    due = LedAddress.objects.due(now).filter(pk=address_id).order_by()
    if not due.update(claimed_until=now + LEASE, tries=F("tries") + 1):
        return False
    one = LedAddress.objects.get(pk=address_id)
    mine = LedAddress.objects.filter(pk=one.pk)
    try:
        led = follow(way_out.http(), one.address)
    except ConnectorError as trouble:
        last = trouble.lasting or one.tries >= TRIES
        wait = max(AGAIN * 2**one.tries, timedelta(seconds=trouble.wait or 0))
        mine.update(
            error=trouble.code,
            next_try=None if last else now + wait,
            claimed_until=None,
            expires=now + (WRONG_LASTS if last else LASTS),
        )
        return False
    mine.update(
        canonical=_ending(led), hops=led.hops, followed_at=now, expires=now + LASTS, next_try=None,
        claimed_until=None, error="",
    )  # fmt: skip
    return True


def _ending(led: Led) -> str:
    """What the page calls its own, unless that is the front page of a site for all its pages."""
    own, said = canonical(led.address), canonical(led.canonical)
    return own if "/" in own and "/" not in said and "?" not in said else said or own


def follow_addresses_due(*, now: datetime | None = None) -> int:
    """Asks for jobs for addresses whose job was lost or that are to be tried again, and forgets
    those whose month is over; gives how many. Safe to repeat."""
    now = now or timezone.now()
    LedAddress.objects.over(now).delete()
    pks = list(LedAddress.objects.due(now).values_list("pk", flat=True)[:AT_ONCE])
    for pk in pks:
        tasks.follow_address.enqueue(pk)
    return len(pks)
