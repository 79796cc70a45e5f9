"""Who wants stories by mail: asked, confirmed by a letter, changed and ended by a link."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from merkwerk.colleagues.models import Subject
from merkwerk.lib.limits import wait_for
from merkwerk.stories.actions.addresses import site_address
from merkwerk.stories.actions.readers.letters import send_letter
from merkwerk.stories.actions.readers.marks import email_mark
from merkwerk.stories.actions.readers.reacting import LETTERS, TooMany
from merkwerk.stories.models import PersonPage, Series, Subscriber, SubscriberWish

CONFIRM, STOP = "stories.wish", "stories.subscriber"
UNCONFIRMED = timedelta(days=7)
Thing = PersonPage | Subject | Series


def what_of(thing: Thing | None) -> str:
    """The word for a wish: "all", or whose stories it is about."""
    return f"{_kind(thing)}:{thing.pk}" if thing else "all"


@transaction.atomic
def subscribe(
    *, email: str, thing: Thing | None, rhythm: str, language: str, now: datetime
) -> SubscriberWish:
    """Somebody asks for letters about a person, a subject, a series, or everything (None). Nothing
    is sent but one letter with a link: without a press there it ends in a week. Asked again, the
    letter goes again. Who asks learns nothing about whether the address was known. Raises TooMany
    when the address got four letters today."""
    mark = email_mark(email)
    if wait := wait_for("reader-letters", mark, most=LETTERS, seconds=24 * 3600):
        raise TooMany(wait)
    subscriber, _new = Subscriber.objects.get_or_create(
        mark=mark,
        defaults={"email": email, "language": language, "since": now, "told_until": now},
    )
    wish, new = SubscriberWish.objects.get_or_create(
        subscriber=subscriber,
        what=what_of(thing),
        defaults={
            **({_kind(thing): thing} if thing else {}),
            "rhythm": rhythm,
            "language": language,
            "asked_at": now,
        },
    )
    if not new:
        wish.rhythm, wish.language, wish.asked_at = rhythm, language, now
        wish.save(update_fields=["rhythm", "language", "asked_at"])
    token = signing.dumps([wish.key, rhythm], salt=CONFIRM)
    send_letter(
        to=email,
        language=language,
        subject=_("Do you want these letters?"),
        template="subscribe",
        words={
            "wish": wish,
            "confirm": site_address(reverse("site:confirm_wish", args=[token])),
        },
    )
    return wish


def wish_of(token: str) -> tuple[SubscriberWish, str] | None:
    """The wish a link was made for, and the rhythm asked with it. Raises nothing."""
    try:
        key, rhythm = signing.loads(token, salt=CONFIRM)
    except signing.BadSignature:
        return None
    near = ("subscriber", "person", "subject", "series")
    found = SubscriberWish.objects.filter(key=key).select_related(*near).first()
    return (found, str(rhythm)) if found else None


@transaction.atomic
def confirm_wish(*, token: str, now: datetime) -> SubscriberWish | None:
    """The letters may come. The first time, stories from now on; the rhythm and the language asked
    with it hold for all letters. None for a link that leads to nothing. Safe to repeat."""
    known = wish_of(token)
    if known is None:
        return None
    wish, rhythm = known
    subscriber = wish.subscriber
    if not subscriber.wishes.exclude(confirmed_at=None).exists():
        subscriber.told_until = now
    subscriber.rhythm, subscriber.language = rhythm, wish.language
    subscriber.save(update_fields=["rhythm", "language", "told_until"])
    SubscriberWish.objects.filter(pk=wish.pk, confirmed_at=None).update(confirmed_at=now)
    return wish


def stop_token(subscriber: Subscriber) -> str:
    """What lets somebody end or change these letters, and nothing else; it works as long as they
    come (RFC 8058 asks that it works without signing in)."""
    return signing.dumps(subscriber.key, salt=STOP)


def is_ours(token: str) -> bool:
    """Whether the link was made here, whatever became of the letters."""
    try:
        signing.loads(token, salt=STOP)
    except signing.BadSignature:
        return False
    return True


def subscriber_of(token: str) -> Subscriber | None:
    """Whose letters a link was made for; None when it isn't ours or they ended. Raises nothing."""
    if not is_ours(token):
        return None
    return Subscriber.objects.filter(key=signing.loads(token, salt=STOP)).first()


def wishes_of(subscriber: Subscriber) -> list[SubscriberWish]:
    """What letters come about, each with its person, subject or series."""
    confirmed = subscriber.wishes.exclude(confirmed_at=None)
    return list(confirmed.select_related("person", "subject", "series"))


def unsubscribe(*, token: str) -> bool:
    """Ends all letters and forgets the address. Whether the link is ours; safe to repeat."""
    subscriber = subscriber_of(token)
    if subscriber is not None:
        subscriber.delete()
    return is_ours(token)


@transaction.atomic
def drop_wish(*, token: str, pk: int) -> bool:
    """No letters about this one any more; with the last one the address is forgotten."""
    subscriber = subscriber_of(token)
    if subscriber is None:
        return False
    subscriber.wishes.filter(pk=pk).delete()
    if not subscriber.wishes.exists():
        subscriber.delete()
    return True


def change_rhythm(*, token: str, rhythm: str) -> bool:
    """Letters come in another rhythm from now on."""
    subscriber = subscriber_of(token)
    if subscriber is None:
        return False
    return bool(Subscriber.objects.filter(pk=subscriber.pk).update(rhythm=rhythm))


@transaction.atomic
def forget_unasked(*, now: datetime) -> int:
    """Wishes that nobody confirmed within a week go, and addresses that want nothing."""
    old = SubscriberWish.objects.filter(confirmed_at=None, asked_at__lt=now - UNCONFIRMED)
    gone, _rows = old.delete()
    Subscriber.objects.filter(wishes=None, since__lt=now - UNCONFIRMED).delete()
    return gone


def _kind(thing: Any) -> str:
    if isinstance(thing, PersonPage):
        return "person"
    return "subject" if isinstance(thing, Subject) else "series"
