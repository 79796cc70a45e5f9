"""I said something about this, here: an address is told, the worker reads it, and knows.

Nobody's words are taken for somebody else's: what isn't written by one of the colleague's own
accounts counts for nothing until they say that it is theirs."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors import single
from merkwerk.connectors.bluesky.translate import page_address
from merkwerk.connectors.content import safe_url
from merkwerk.connectors.errors import BadAddress
from merkwerk.connectors.values import Network
from merkwerk.networks import tasks
from merkwerk.networks.actions.resolving import resolve
from merkwerk.networks.models import Message, Registration
from merkwerk.notifications.actions import tell

SHUT = (
    *("linkedin.com", "lnkd.in", "facebook.com", "fb.me", "instagram.com", "threads.net"),
    *("threads.com", "x.com", "twitter.com", "t.co", "tiktok.com", "whatsapp.com", "wa.me"),
    *("slack.com", "teams.microsoft.com", "discord.com", "signal.group", "t.me"),
)
"""Places that show nothing to strangers: they are not asked."""
LONGEST = 1_000
State = Registration.State


def register(
    *, by: Colleague, address: str, about: str = "", piece: str = "", now: datetime | None = None
) -> Message:
    """The colleague said something there, with a tool of their own. The message stands at once, by
    its address; the worker reads it and fills in the rest. The same address told twice is one
    message, also when it went out from here. `about` is the address that it is about, as far as
    they tell; `piece` the version of a draft that it grew from.

    Raises BadAddress for what is no address of the web.
    """
    now = now or timezone.now()
    url = web_address(address)
    before = _before(by, url)
    if before is not None:
        return before
    shut = is_shut(url)
    with transaction.atomic():
        message = Message.objects.create(
            colleague=by, network=network_of(url), url=url, piece=piece[:64], sent_at=now,
            state=Message.State.ELSEWHERE, language=by.language, doubted=not shut,
        )  # fmt: skip
        Registration.objects.create(
            message=message,
            about=safe_url(about),
            state=State.UNREADABLE if shut else State.READING,
            next_look=None if shut else now,
        )
        if not shut:
            tasks.read_registered.enqueue(message.pk)
        if about:
            resolve([about], now=now)
    return message


def web_address(address: str) -> str:
    """The address as it is kept; of a post on Bluesky its page. Raises BadAddress."""
    word = address.strip()
    if word.startswith("at://"):
        uri = single.bluesky_uri(word)
        word = page_address(uri) if uri else ""
    elif "://" not in word and "." in word.partition("/")[0]:
        word = f"https://{word}"
    url = safe_url(word)
    if not url or len(url) > LONGEST or "." not in (urlsplit(url).hostname or ""):
        raise BadAddress("not the address of a page")
    return url


def _before(by: Colleague, url: str) -> Message | None:
    spelled = {url, url.rstrip("/"), f"{url}/"}
    mine = Message.objects.visible_to(by).filter(state__in=Message.STANDS)
    return mine.filter(url__in=spelled).order_by("pk").first()


def is_shut(url: str) -> bool:
    """Whether the place is known to show nothing to strangers."""
    host = urlsplit(url).hostname or ""
    return any(host == shut or host.endswith(f".{shut}") for shut in SHUT)


def network_of(url: str) -> str:
    """The network that an address looks like."""
    if single.bluesky_uri(url):
        return Network.BLUESKY.value
    return Network.MASTODON.value if single.fediverse_id(url) else Network.WEB.value


def ask_whose(message: Message) -> None:
    """Asks the colleague, once, whether what was read is theirs."""
    tell(
        colleague=message.colleague,
        kind="words_unsure",
        key=f"words-unsure:{message.pk}",
        facts={"place": urlsplit(message.url).hostname or message.url},
        link=reverse("networks:registered", args=[message.pk]),
    )


def keep_registered(*, message: Message, by: Colleague, now: datetime | None = None) -> Message:
    """Yes, these are my words: from now on the message counts. Safe to repeat.

    Refuses (PermissionError) what somebody else registered, and words that came from the account
    of another colleague: those are theirs to tell.
    """
    now = now or timezone.now()
    one = _own(message, by)
    if one.others:
        raise PermissionError("these are the words of another colleague")
    with transaction.atomic():
        asks = Registration.objects.filter(pk=one.pk, state=State.ASKS)
        if asks.update(state=State.READ, kept_at=now):
            Message.objects.filter(pk=one.pk).update(doubted=False, remembered_at=None)
    message.refresh_from_db()
    return message


def drop_registered(*, message: Message, by: Colleague) -> None:
    """No, or not any more: the message is forgotten here. What stands elsewhere stays there.
    Refuses (PermissionError) what somebody else registered."""
    one = _own(message, by)
    Message.objects.filter(pk=one.pk, state=Message.State.ELSEWHERE).delete()


def forget_unsure_of_leavers() -> int:
    """What somebody who left never said to be theirs is forgotten; gives how many rows went."""
    unsure = Message.objects.filter(doubted=True).exclude(colleague__left_at=None)
    return unsure.delete()[0]


def _own(message: Message, by: Colleague) -> Registration:
    mine = Registration.objects.visible_to(by).filter(pk=message.pk)
    found = mine.select_related("message").first()
    if found is None:
        raise PermissionError("only its own colleague decides about a registered message")
    return found
