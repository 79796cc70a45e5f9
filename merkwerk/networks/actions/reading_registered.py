"""The worker reads what was registered, sees whose words they are, and follows their changes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors import single
from merkwerk.connectors.errors import (
    BadAddress,
    ConnectorError,
    Forbidden,
    Gone,
    NotFound,
    PrivateAddress,
    TokenRefused,
    Unreadable,
)
from merkwerk.connectors.values import Audience, Network
from merkwerk.connectors.values import Post as Told
from merkwerk.engine.echoes import canonical
from merkwerk.engine.text import without_tricks
from merkwerk.networks import tasks
from merkwerk.networks.actions import way_out
from merkwerk.networks.actions.looking import own_server
from merkwerk.networks.actions.registering import ask_whose
from merkwerk.networks.actions.resolving import resolve
from merkwerk.networks.models import ConnectedAccount, Identity, Message, Post, Registration

LEASE, AGAIN = timedelta(minutes=3), timedelta(minutes=1)
FIRST_LOOK, FOLLOWED = timedelta(hours=1), timedelta(days=30)
TRIES, AT_ONCE, MISSED = 6, 200, 2
MOST, LINKS = 20_000, 30
DOUBTFUL = (NotFound, Gone, PrivateAddress, BadAddress)
"""Nothing can be seen there by anybody: its colleague is asked whether the address is right."""
CLOSED = (Forbidden, TokenRefused, Unreadable)
State = Registration.State


def read_registered_due(*, now: datetime | None = None) -> int:
    """Asks for a job for each registered message that is to be read now; gives how many."""
    pks = list(Registration.objects.due(now or timezone.now()).values_list("pk", flat=True))
    for pk in pks[:AT_ONCE]:
        tasks.read_registered.enqueue(pk)
    return len(pks[:AT_ONCE])


def read_registered(*, message_id: int, now: datetime | None = None) -> bool:
    """Reads one registered message that is due, outside any transaction; True when it could be
    read. The first time it fills in the words and whose they are; later, for a month and ever more
    seldom, it follows what its author changes or takes away. Safe to repeat."""
    now = now or timezone.now()
    due = Registration.objects.due(now).filter(pk=message_id).order_by()
    if not due.update(claimed_until=now + LEASE, tries=F("tries") + 1):
        return False
    one = Registration.objects.select_related("message__colleague").get(pk=message_id)
    try:
        told = single.read(_doors(one.message.colleague, now), one.message.url)
    except ConnectorError as trouble:
        _went_wrong(one, trouble, now)
        return False
    if one.state == State.READING:
        _fill(one, told, now)
    else:
        _follow(one, told, now)
    return True


def _doors(colleague: Colleague, now: datetime) -> single.Doors:
    account = own_server(colleague)
    return single.Doors(
        http=way_out.http(),
        now=now,
        server=account.server if account else "",
        token=way_out.mastodon_token(account),
        appview=settings.BLUESKY_PUBLIC,
        plc=settings.PLC_DIRECTORY,
    )


def _fill(one: Registration, told: Told, now: datetime) -> None:
    message = one.message
    own, others = _whose(told, message.colleague)
    words = _words(told)
    with transaction.atomic():
        if own and _is_here_already(message, told):
            Message.objects.filter(pk=message.pk).delete()
            return
        Message.objects.filter(pk=message.pk).update(
            text=words, network=told.network.value, uid=told.uid[:1000],
            url=told.url[:1000] if told.network is not Network.WEB else message.url,
            language=(told.language or message.language)[:35], sent_at=min(told.written, now),
            warning=told.warning, answers=_answered(told, message.colleague), doubted=not own,
            remembered_at=None,
        )  # fmt: skip
        one.state = State.READ if own else State.ASKS
        one.author = told.author.name or told.author.handle
        one.others, one.links = others, _links(told)
        _settle(one, now)
        if not own:
            ask_whose(message)
        resolve([*one.links, *([one.about] if one.about else [])], now=now)


def _words(told: Told) -> str:
    """What everybody can read there; of what was said to few nothing is kept but its address."""
    if told.audience is Audience.LIMITED:
        return ""
    title = "" if told.title and told.title in told.text else told.title
    return without_tricks(f"{title}\n\n{told.text}" if title else told.text)[:MOST].strip()


def _links(told: Told) -> list[str]:
    return [] if told.audience is Audience.LIMITED else list(told.links[:LINKS])


def _whose(told: Told, colleague: Colleague) -> tuple[bool, bool]:
    """Whether it was written by an account this colleague speaks for, or on a site that their
    network proved to be theirs; and whether it is the words of another colleague."""
    mine = Identity.objects.filter(
        connected_accounts__in=ConnectedAccount.objects.spoken_for_by(colleague)
    )
    if _by(mine, told).exists() or _is_own_site(mine, told):
        return True, False
    connected = ConnectedAccount.objects.filter(removed_at=None).exclude(colleague=colleague)
    theirs = Identity.objects.filter(connected_accounts__in=connected)
    said = Message.objects.filter(uid=told.uid, state=Message.State.SENT)
    others = said.exclude(colleague=colleague).exists() if told.uid else False
    return False, others or _by(theirs, told).exists()


def _by(identities: QuerySet[Identity], told: Told) -> QuerySet[Identity]:
    return identities.filter(network=told.network.value, uid=told.author.uid)


def _is_own_site(mine: QuerySet[Identity], told: Told) -> bool:
    if told.network is not Network.WEB:
        return False
    site = canonical(told.author.url)
    return any(canonical(link) == site for links in mine.values_list("links", flat=True)
               for link in links)  # fmt: skip


def _is_here_already(message: Message, told: Told) -> bool:
    """It went out from here, or was told before under another address."""
    mine = Message.objects.filter(colleague=message.colleague_id, uid=told.uid).exclude(uid="")
    return mine.filter(state__in=Message.STANDS).exclude(pk=message.pk).exists()


def _answered(told: Told, colleague: Colleague) -> Post | None:
    """The post that it answers, when we have it."""
    known = Post.objects.visible_to(colleague).filter(network=told.network.value)
    if told.reply_to:
        return known.filter(uid=told.reply_to).first()
    number, server = told.native.get("reply_to_id"), told.native.get("server")
    if not number or not server:
        return None
    return known.filter(native__id=number, native__server=server).first()


def _follow(one: Registration, told: Told, now: datetime) -> None:
    """What its author changed since; another post at the same address changes nothing."""
    message = one.message
    with transaction.atomic():
        if told.uid[:1000] == message.uid:
            words = _words(told)
            if words != message.text:
                Message.objects.filter(pk=message.pk).update(
                    text=words, warning=told.warning, edited_at=told.edited or now
                )
            one.links = _links(told)
        _settle(one, now)


def _settle(one: Registration, now: datetime) -> None:
    """Written down, with the time of the next look: later and later, for a month."""
    age = now - (one.message.started or now)
    one.next_look = now + max(FIRST_LOOK, age / 2) if age < FOLLOWED else None
    one.claimed_until, one.error, one.error_detail = None, "", ""
    one.tries = one.missed = 0
    one.save()


def _went_wrong(one: Registration, trouble: ConnectorError, now: datetime) -> None:
    one.claimed_until = None
    one.error, one.error_detail = trouble.code, trouble.detail[:300]
    if one.state != State.READING:
        _missed(one, trouble, now)
        return
    doubtful, closed = isinstance(trouble, DOUBTFUL), isinstance(trouble, CLOSED)
    with transaction.atomic():
        if doubtful or closed or trouble.lasting or one.tries >= TRIES:
            one.state = State.ASKS if doubtful else State.UNREADABLE
            one.next_look = None
            Message.objects.filter(pk=one.pk).update(doubted=doubtful, remembered_at=None)
            if doubtful:
                ask_whose(one.message)
        else:
            wait = max(AGAIN * 3 ** (one.tries - 1), timedelta(seconds=trouble.wait or 0))
            one.next_look = now + wait
        one.save()


def _missed(one: Registration, trouble: ConnectorError, now: datetime) -> None:
    """It was there before: taken away when its network says so, or nobody finds it twice."""
    away = isinstance(trouble, Gone | NotFound)
    one.missed = one.missed + 1 if away else one.missed
    one.next_look = now + max(FIRST_LOOK, timedelta(seconds=trouble.wait or 0))
    with transaction.atomic():
        if away and (isinstance(trouble, Gone) or one.missed >= MISSED):
            one.next_look = None
            stands = Message.objects.filter(pk=one.pk, state=Message.State.ELSEWHERE)
            stands.update(state=Message.State.TAKEN_AWAY, taken_away_at=now)
        elif now - (one.message.started or now) > FOLLOWED:
            one.next_look = None
        one.save()
