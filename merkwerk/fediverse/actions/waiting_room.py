"""The room where messages wait whose key isn't known yet: bound, and fair to everybody in it, so
that whoever fills it shuts nobody out."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from merkwerk.fediverse.models import Incoming, Remote

MOST_OF_A_HOST, MOST = 50, 2000


def let_in(host: str, now: datetime) -> bool:
    """Whether one more message of this server may wait. When the room is full the fullest family of
    servers loses the message that waited longest: of strangers first, of servers that were heard
    before only for another one of those."""
    if Incoming.objects.filter(host=host).count() >= MOST_OF_A_HOST:
        return False
    if Incoming.objects.count() < MOST:
        return True
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    known = Exists(Remote.objects.filter(host=OuterRef("host")))
    rows = Incoming.objects.filter(free).annotate(known=known)
    strangers = list(rows.filter(known=False).values_list("pk", "host", "tries"))
    if not strangers and not Remote.objects.filter(host=host).exists():
        return False
    return _make_room(strangers or list(rows.values_list("pk", "host", "tries")))


def in_turn(now: datetime, most: int) -> list[int]:
    """The messages to look at now: the first of each family of servers before the second of any,
    and in each round those of servers that were heard before first."""
    due = Incoming.objects.due(now).order_by("tries", "pk")
    rows = list(due.values_list("pk", "host"))
    hosts = {host for _pk, host in rows}
    known = set(Remote.objects.filter(host__in=hosts).values_list("host", flat=True))
    seen: Counter[str] = Counter()
    places: list[tuple[int, bool, int]] = []
    for pk, host in rows:
        places.append((seen[family(host)], host not in known, pk))
        seen[family(host)] += 1
    places.sort(key=lambda place: place[:2])
    return [pk for _round, _stranger, pk in places[:most]]


def family(host: str) -> str:
    """Servers under one name, as whoever owns that can make as many as they like: the last two
    parts of it, or the whole of an IP address."""
    name = host.partition(":")[0]
    parts = name.split(".")
    return name if parts[-1].isdigit() else ".".join(parts[-2:])


def _make_room(rows: list[tuple[int, str, int]]) -> bool:
    crowd = Counter(family(host) for _pk, host, _tries in rows)
    if not rows:
        return False
    pk, _host, _tries = max(rows, key=lambda row: (crowd[family(row[1])], row[2], -row[0]))
    Incoming.objects.filter(pk=pk).delete()
    return True
