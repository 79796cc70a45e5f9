"""Everything a colleague has here, as one file in open formats that the import reads again."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.exports import calendars, own, vcards
from merkwerk.connectors.exports.values import (
    Card,
    Event,
    Kept,
    Owner,
    Reach,
    Result,
    Way,
)
from merkwerk.lib.uploads import private_file
from merkwerk.relationships.actions.importing.knowing import OPEN_NETWORKS, own_key
from merkwerk.relationships.models import (
    Belonging,
    Group,
    Handle,
    Moment,
    Relationship,
    Takeaway,
)

State = Takeaway.State
PIECE = 200
LEASE = timedelta(minutes=10)
MOST_TRIES = 3
KEPT = timedelta(days=1)
TITLES = 300
Member = Callable[[Colleague, zipfile.ZipFile], str]
"""Writes what another room has of a colleague into their copy; answers a line that says what that
is, or "" when it wrote nothing."""


def ask_takeaway(*, by: Colleague, now: datetime | None = None) -> Takeaway:
    """Leaves word for the worker that `by` wants a copy of everything they have. One that is being
    made is the answer, and an older one is thrown away: there is one at a time."""
    now = now or timezone.now()
    with transaction.atomic():
        Colleague.objects.select_for_update().get(pk=by.pk)
        waiting = Takeaway.objects.visible_to(by).filter(state=State.WAITING).first()
        if waiting is not None:
            return waiting
        for old in Takeaway.objects.visible_to(by).exclude(file=""):
            throw_away(old)
        Takeaway.objects.visible_to(by).delete()
        return Takeaway.objects.create(colleague=by, next_try=now)


def throw_away(takeaway: Takeaway) -> None:
    """Erases the file; doing it twice is harmless."""
    with suppress(OSError):
        path_of(takeaway).unlink()
    Takeaway.objects.filter(pk=takeaway.pk).update(file="", state=State.GONE)


def path_of(takeaway: Takeaway) -> Path:
    """Where the copy lies."""
    return Path(settings.PRIVATE_DIR) / Path(takeaway.file or "none").name


def make_takeaway(
    *, takeaway_id: int, now: datetime | None = None, more: Sequence[Member] = ()
) -> bool:
    """Writes the copy, with what `more` brings from the rooms above. Killed halfway it is begun
    again by who asks next. False when it isn't waiting, or somebody else is busy with it."""
    now = now or timezone.now()
    waiting = Takeaway.objects.waiting(now).filter(pk=takeaway_id)
    if not waiting.update(next_try=now + LEASE, tries=F("tries") + 1):
        return False
    takeaway = Takeaway.objects.select_related("colleague").get(pk=takeaway_id)
    mine = Takeaway.objects.filter(pk=takeaway.pk, tries=takeaway.tries, state=State.WAITING)
    if takeaway.tries > MOST_TRIES:
        mine.update(state=State.FAILED)
        return False
    path, stream = private_file("copy")
    with stream, translation.override(takeaway.colleague.language):
        write(takeaway.colleague, stream, now=now, takeaway=takeaway, more=more)
    told = {"state": State.READY, "file": path.name, "size": path.stat().st_size, "ready_at": now}
    if not mine.update(**told):
        path.unlink(missing_ok=True)
        return False
    return True


def prune_takeaways(*, now: datetime) -> int:
    """Throws copies of who is here away after a day. Those of leavers stay until the erasure."""
    old = Takeaway.objects.filter(
        state=State.READY, ready_at__lt=now - KEPT, colleague__left_at=None
    )
    for takeaway in old[:200]:
        throw_away(takeaway)
    return len(old)


def write(
    by: Colleague,
    stream: IO[bytes],
    *,
    now: datetime,
    takeaway: Takeaway | None = None,
    more: Sequence[Member] = (),
) -> None:
    """Everything of `by` as a zip: cards, all as JSON, moments as a calendar, what `more` writes
    into it (each answers a line that says what it is, or ""), and what is what. Nothing of anybody
    else's: no notes, moments or names of colleagues."""
    numbers = list(
        Relationship.objects.filter(colleague=by).order_by("pk").values_list("pk", flat=True)
    )
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("contacts.vcf", "w") as member:
            for some in _pieces(numbers):
                for text in vcards.write(card for _pk, card, _kept in people(by, some)):
                    member.write(text.encode())
        with archive.open(own.MEMBER, "w", force_zip64=True) as member:
            owner = Owner(by.name, (Reach(Way.MAIL, by.email),))
            for text in own.write(owner, _with_moments(by, numbers, takeaway)):
                member.write(text.encode())
        with archive.open("moments.ics", "w", force_zip64=True) as member:
            member.write(calendars.write(_entries(by), name=f"Merkwerk: {by.name}", now=now))
        lines = [line for member in more if (line := member(by, archive))]
        archive.writestr("readme.txt", _readme(by, now, lines))


def people(by: Colleague, numbers: Sequence[int]) -> Iterator[tuple[int, Card, Kept]]:
    """These own relationships by number, in values that the import reads again; a fixed number of
    questions."""
    rows = list(
        Relationship.objects.filter(colleague=by, pk__in=numbers)
        .select_related("contact", "met_through")
        .prefetch_related("addresses", "outcomes")
        .order_by("pk")
    )
    reaches = _reaches({row.contact_id for row in rows})
    groups = _groups(by)
    for row in rows:
        contact = row.contact
        private = [_address(one.way, one.value, one.label) for one in row.addresses.all()]
        yield (
            row.pk,
            Card(
                key=own_key(by.pk, row.pk),
                where="",
                name=contact.name,
                organisation=contact.organisation,
                function=contact.function,
                reaches=(*reaches[row.contact_id], *private),
                birthday=_day(row.birthday),
                note=row.note,
                groups=tuple(groups[row.pk]),
                since=row.since,
            ),
            _kept(by, row),
        )


def _kept(by: Colleague, row: Relationship) -> Kept:
    return Kept(
        key=own_key(by.pk, row.pk),
        how_met=row.how_met,
        interests=row.interests,
        could_give=row.could_give,
        met_through=row.met_through.name if row.met_through else "",
        stage=row.stage,
        rhythm_days=row.rhythm_wish,
        rests_for_good=row.rests_for_good,
        outcomes=tuple(
            Result(kind=one.kind, title=one.title, on=one.on, told=one.told)
            for one in row.outcomes.all()
        ),
    )


def _reaches(contacts: set[int]) -> dict[int, list[Reach]]:
    found: dict[int, list[Reach]] = defaultdict(list)
    seen = Belonging.objects.filter(contact__in=contacts).order_by("pk")
    for contact, network, handle, uid in seen.values_list(
        "contact", "identity__network", "identity__handle", "identity__uid"
    ):
        found[contact].append(Reach(Way.HANDLE, handle.lstrip("@").lower(), network, uid))
    written = Handle.objects.filter(contact__in=contacts).values_list("contact", "handle")
    for contact, handle in written:
        network = "mastodon" if "@" in handle else "bluesky"
        found[contact].append(Reach(Way.HANDLE, handle, network))
    return found


def _address(way: str, value: str, label: str) -> Reach:
    network, mark, name = value.partition(":")
    if way == Way.HANDLE and mark and network not in OPEN_NETWORKS:
        return Reach(Way.HANDLE, name, network, "", label)
    return Reach(Way(way), value, "", "", label)


def _groups(by: Colleague) -> dict[int, list[str]]:
    names = {one.pk: one.name for one in Group.objects.visible_to(by)}
    found: dict[int, list[str]] = defaultdict(list)
    through = Group.members.through.objects.filter(group__in=names)
    for group, member in through.values_list("group", "relationship"):
        found[member].append(names[group])
    return found


def _day(kept: str) -> date | None:
    """A birthday as it is kept: a day, of which the year may be YEARLESS; or somebody's own words,
    which no other program understands."""
    with suppress(ValueError):
        return date.fromisoformat(kept)
    return None


def _with_moments(
    by: Colleague, numbers: Sequence[int], takeaway: Takeaway | None
) -> Iterator[own.Relationship]:
    done = 0
    for some in _pieces(numbers):
        moments = _moments(some)
        for pk, card, kept in people(by, some):
            yield own.Relationship(card, kept, moments[pk])
        done += len(some)
        if takeaway is not None:
            Takeaway.objects.filter(pk=takeaway.pk).update(
                done=done, total=len(numbers), next_try=timezone.now() + LEASE
            )


def _moments(numbers: Sequence[int]) -> dict[int, list[Event]]:
    found: dict[int, list[Event]] = defaultdict(list)
    for one in Moment.objects.filter(relationship__in=numbers).order_by("at", "pk"):
        found[one.relationship_id].append(
            Event(
                key=one.key,
                at=one.at,
                kind=one.kind,
                direction=one.direction,
                channel=one.channel,
                people=(),
                place=one.place,
                words=one.note,
                given=one.given,
                asked=one.asked,
            )
        )
    return found


def _entries(by: Colleague) -> Iterator[calendars.Entry]:
    moments = Moment.objects.filter(relationship__colleague=by).order_by("at", "pk")
    rows = moments.values_list(
        "pk", "at", "kind", "place", "note", "relationship__contact__name", "noted"
    )
    kinds = dict(Moment.Kind.choices)
    for pk, at, kind, place, note, name, noted in rows.iterator(chunk_size=PIECE):
        yield calendars.Entry(
            uid=f"moment-{pk}@merkwerk",
            begins=at,
            title=f"{name}: {kinds.get(kind, kind)}"[:TITLES],
            words=note,
            place=place,
            changed=noted,
        )


def _pieces(numbers: Sequence[int]) -> Iterable[Sequence[int]]:
    return (numbers[start : start + PIECE] for start in range(0, len(numbers), PIECE))


def _readme(by: Colleague, now: datetime, more: Sequence[str]) -> str:
    lines = (
        _("These are the relationships of %(name)s, taken along from Merkwerk on %(day)s.")
        % {"name": by.name, "day": timezone.localdate(now).isoformat()},
        "",
        _("contacts.vcf: your people with addresses and notes, for any address book (vCard 4)."),
        _("relationships.json: everything, moments included. Merkwerk can take it in again."),
        _("moments.ics: what happened and when, for any calendar (iCalendar)."),
        *more,
        "",
        _("Keep it as you would keep a diary: it holds private words about other people."),
        "",
    )
    return "\r\n".join(lines)
