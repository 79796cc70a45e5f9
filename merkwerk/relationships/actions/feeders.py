"""A colleague's own calendars and mail folders, looked at now and then for meetings and letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import quote, unquote, urlsplit

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.calendars import client as calendars
from merkwerk.connectors.errors import ConnectorError
from merkwerk.connectors.exports import calendar
from merkwerk.connectors.exports.values import Event, Reach, Way
from merkwerk.connectors.http import Http
from merkwerk.connectors.mail import history
from merkwerk.connectors.mail.imap import Mailbox
from merkwerk.connectors.values import Bookmark
from merkwerk.lib.outgoing import http
from merkwerk.networks.models import ConnectedAccount
from merkwerk.relationships import tasks
from merkwerk.relationships.actions.contacts import line
from merkwerk.relationships.actions.eventing import note_events
from merkwerk.relationships.models import Feeder

LEASE = timedelta(minutes=10)
USUALLY = {Feeder.Kind.CALENDAR: timedelta(hours=2), Feeder.Kind.MAIL: timedelta(minutes=30)}
LONGEST = timedelta(days=1)
MOST = 100


@dataclass(frozen=True, slots=True)
class Letters:
    """The way into a mail folder, as somebody typed it."""

    host: str
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    port: int = 993
    sent: bool = False


def add_calendar(*, by: Colleague, name: str, address: str, now: datetime) -> Feeder:
    """Looks at a calendar from now on, by its secret address; the worker tries it at once, and says
    on its row how that went. Raises BadAddress for what is no such address."""
    spelled = calendars.spelled(address)
    for known in Feeder.objects.visible_to(by).filter(kind=Feeder.Kind.CALENDAR):
        if known.address == spelled:
            return wake_feeder(feeder=known, by=by, now=now)
    return Feeder.objects.create(
        colleague=by,
        kind=Feeder.Kind.CALENDAR,
        name=line(name, 120),
        address=spelled,
        next_check=now,
    )


def add_mail(*, by: Colleague, name: str, letters: Letters, now: datetime) -> Feeder:
    """Looks at the heads of a mail folder from now on: who wrote to whom, and when, never what. The
    same folder typed again changes the way into it."""
    address = _spell(letters)
    folders = Feeder.objects.visible_to(by).filter(kind=Feeder.Kind.MAIL)
    known = next((one for one in folders if one.address == address), None)
    if known is not None:
        known.secret = letters.password or known.secret
        known.bookmark = {**known.bookmark, "sent": letters.sent}
        known.save(update_fields=["secret", "bookmark"])
        return wake_feeder(feeder=known, by=by, now=now)
    return Feeder.objects.create(
        colleague=by,
        kind=Feeder.Kind.MAIL,
        name=line(name, 120),
        address=address,
        secret=letters.password,
        bookmark={"sent": letters.sent},
        next_check=now,
    )


def _spell(letters: Letters) -> str:
    user, folder = quote(letters.user, safe=""), quote(letters.folder, safe="")
    return f"imaps://{user}@{letters.host}:{letters.port}/{folder}"


def wake_feeder(*, feeder: Feeder, by: Colleague, now: datetime) -> Feeder:
    """Looks again as soon as there is a worker."""
    _own(feeder, by)
    Feeder.objects.filter(pk=feeder.pk).update(next_check=now, is_on=True, failures=0)
    feeder.refresh_from_db()
    return feeder


def remove_feeder(*, feeder: Feeder, by: Colleague) -> None:
    """Forgets the address and looks no more. Moments that came from it stay."""
    _own(feeder, by)
    feeder.delete()


def _own(feeder: Feeder, by: Colleague) -> None:
    if feeder.colleague_id != by.pk:
        raise Feeder.DoesNotExist


def visit_due(*, now: datetime) -> int:
    """Asks for a look at each calendar and folder whose time it is; answers how many."""
    due = Feeder.objects.due(now).order_by("next_check").values_list("pk", flat=True)[:MOST]
    for pk in due:
        tasks.visit_feeder.enqueue(pk)
    return len(due)


def visit(*, feeder_id: int, way: Http | None = None, now: datetime | None = None) -> int:
    """Looks once at a due calendar or folder, outside of any transaction, and notes what happened
    with people the colleague knows; meetings with others wait for "with whom was this?". Trouble
    stands on the row, and the next look comes later and later. Answers how many moments are new."""
    now = now or timezone.now()
    feeder = _claim(feeder_id, now)
    if feeder is None:
        return 0
    try:
        events, bookmark, more = _look(feeder, way or http(), now)
    except ConnectorError as trouble:
        _failed(feeder, trouble, now)
        return 0
    if not _stands(feeder):
        return 0
    made = note_events(
        by=feeder.colleague,
        events=_outside(events),
        now=now,
        stray=feeder.kind == Feeder.Kind.CALENDAR,
    )
    wait = timedelta(0) if more else USUALLY[Feeder.Kind(feeder.kind)]
    Feeder.objects.filter(pk=feeder.pk).update(
        bookmark=bookmark, error="", failures=0, checked=now, next_check=now + wait
    )
    return made


@transaction.atomic
def _claim(feeder_id: int, now: datetime) -> Feeder | None:
    due = Feeder.objects.due(now).filter(pk=feeder_id)
    if not due.update(next_check=now + LEASE):
        return None
    return Feeder.objects.select_related("colleague").get(pk=feeder_id)


def _stands(feeder: Feeder) -> bool:
    """Whether it is wanted still: while it was looked at it may be removed, or its owner leave."""
    here = Feeder.objects.filter(colleague__is_active=True, colleague__left_at=None)
    return here.filter(pk=feeder.pk, is_on=True).exists()


def _look(feeder: Feeder, way: Http, now: datetime) -> tuple[list[Event], dict[str, object], bool]:
    mine = own_addresses(feeder.colleague)
    mark = Bookmark(**feeder.bookmark.get("mark", {}))
    if feeder.kind == Feeder.Kind.MAIL:
        sent = bool(feeder.bookmark.get("sent"))
        told = history.collect(way, _mailbox(feeder), mark, mine=mine, now=now, sent=sent)
        return list(told.events), _bookmark(told.bookmark, sent), told.more
    visit = calendars.fetch(way, feeder.address, mark, now=now)
    kept = _bookmark(visit.bookmark, False)
    if visit.unchanged:
        return [], kept, False
    with calendars.on_disk(visit.body) as path:
        pieces = calendar.read(path, now=now, mine=mine)
        return [piece for piece in pieces if isinstance(piece, Event)], kept, False


def _bookmark(mark: Bookmark, sent: bool) -> dict[str, object]:
    return {"mark": {name: told for name, told in asdict(mark).items() if told}, "sent": sent}


def _mailbox(feeder: Feeder) -> Mailbox:
    parts = urlsplit(feeder.address)
    return Mailbox(
        address=parts.hostname or "",
        user=unquote(parts.username or ""),
        password=feeder.secret,
        port=parts.port or 993,
        folder=unquote(parts.path.lstrip("/")) or "INBOX",
    )


def own_addresses(colleague: Colleague) -> frozenset[str]:
    """By which a letter or meeting says that it is this colleague's own, in lower case."""
    accounts = ConnectedAccount.objects.filter(colleague=colleague, removed_at=None)
    handles = accounts.values_list("identity__handle", flat=True)
    return frozenset({colleague.email.lower(), *(handle.lower() for handle in handles)})


def _outside(events: Sequence[Event]) -> list[Event]:
    """The same events without colleagues: among themselves there is no outside contact."""
    reaches = {reach.value for event in events for reach in event.people if reach.way is Way.MAIL}
    ours: set[str] = set()
    wanted = sorted(reaches)
    for start in range(0, len(wanted), 500):
        here = Colleague.objects.filter(email__in=wanted[start : start + 500])
        ours |= {mail.lower() for mail in here.values_list("email", flat=True)}
    kept = []
    for event in events:
        people = tuple(one for one in event.people if not _is_ours(one, ours))
        if people:
            kept.append(replace(event, people=people))
    return kept


def _is_ours(reach: Reach, ours: set[str]) -> bool:
    return reach.way is Way.MAIL and reach.value in ours


def _failed(feeder: Feeder, trouble: ConnectorError, now: datetime) -> None:
    failures = feeder.failures + 1
    wait = min(USUALLY[Feeder.Kind(feeder.kind)] * 2 ** min(failures - 1, 6), LONGEST)
    if trouble.lasting and failures >= 3:
        wait = LONGEST
    Feeder.objects.filter(pk=feeder.pk).update(
        error=trouble.code, failures=failures, checked=now, next_check=now + wait
    )
