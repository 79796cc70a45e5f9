"""After the days of grace, everything that is of somebody who left goes, in every room."""

from __future__ import annotations

from datetime import datetime

from merkwerk.accounts.models import Colleague
from merkwerk.handbook import actions as handbook
from merkwerk.notifications.models import Letter, Notice, PushDevice, PushWishes
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.models import Farewell
from merkwerk.today.models import CalendarAddress, DigestWish, Occasion, RestingPerson
from merkwerk.writing import actions as writing
from merkwerk.writing.models import Key, ShortLink, WritingAddress


def erase_leavers(*, now: datetime) -> int:
    """Erases what everybody has who left before the days of grace: relationships with all that
    hangs on them, their part of the handbook, their drafts, what Today and notices told of them,
    and the letter to their private address. Safe to repeat, also after half of it. Answers how
    many people."""
    _end_ways()
    leaving = relationships.leavers_to_erase(now=now)
    _end_days(now)
    for colleague in leaving:
        _forget(colleague)
        relationships.erase(colleague=colleague, now=now)
    return len(leaving)


def _end_ways() -> None:
    """Whoever left is told nothing any more, also in the days of grace: no device, no letters with
    their day, no calendar; and no program or letter brings anything for them. Their short links
    stay: others shared them."""
    for ways in (PushDevice, PushWishes, DigestWish, CalendarAddress, Key, WritingAddress):
        ways.objects.exclude(colleague__left_at=None).delete()


def _end_days(now: datetime) -> None:
    """What Today and notices told, also of who had no relationships and what a late job made; and
    whose a short link was. The link itself leads on."""
    until = now - relationships.grace()
    for told in (Occasion, RestingPerson, Notice):
        told.objects.filter(colleague__left_at__lte=until).delete()
    ShortLink.objects.filter(colleague__left_at__lte=until).update(colleague=None)
    handbook.forget_leavers(before=until)
    writing.erase_left(before=until)


def _forget(colleague: Colleague) -> None:
    """The letter with the way to their copy."""
    farewell = Farewell.objects.filter(colleague=colleague).first()
    if farewell is not None and farewell.address:
        wanted = farewell.address.lower()
        letters = Letter.objects.values_list("pk", "recipients").order_by()
        sent = [
            pk
            for pk, recipients in letters.iterator(chunk_size=2000)
            if any(wanted in one.lower() for one in recipients)
        ]
        Letter.objects.filter(pk__in=sent).delete()
