"""When something stops for good: it stands on the row, and its colleague is told, once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from merkwerk.networks.models import ConnectedAccount, Message, Source
from merkwerk.networks.sentences import trouble_of
from merkwerk.notifications.actions import tell


def source_stopped(source: Source, *, code: str, now: datetime) -> None:
    """Tells whoever added the source that it is not looked at any more, and why."""
    colleague = source.account.colleague if source.account else source.added_by
    if colleague is None:
        return
    tell(
        colleague=colleague,
        kind="source_stopped",
        key=f"source-stopped:{source.pk}:{now:%Y-%m-%d}",
        facts={"source": source.title or source.address, "code": code},
        link=reverse("networks:source", args=[source.pk]),
    )


def account_refused(account: ConnectedAccount, *, now: datetime) -> None:
    """The server does not know the account's token any more: its sources stop, its owner is
    asked to connect again. Once, however many sources and messages find out."""
    code = "token-refused"
    with transaction.atomic():
        working = ConnectedAccount.objects.working().filter(pk=account.pk)
        if not working.update(state=ConnectedAccount.State.REFUSED, error=code):
            return
        going = Source.objects.filter(account=account, state=Source.State.ACTIVE)
        going.update(state=Source.State.STOPPED, error=code)
        tell(
            colleague=account.colleague,
            kind="account_refused",
            key=f"account-refused:{account.pk}:{now:%Y-%m-%dT%H}",
            facts={"account": f"@{account.identity.handle}", "network": account.network},
            link=reverse("networks:accounts"),
        )


def message_refused(message: Message, *, code: str, now: datetime) -> None:
    """Tells the writer that their answer was not sent; the text is kept."""
    with override(message.colleague.language):
        trouble = trouble_of(code, about="message")
        reason = trouble.says if trouble else ""
    tell(
        colleague=message.colleague,
        kind="message_refused",
        key=f"message-refused:{message.pk}:{message.tries}",
        facts={"network": message.get_network_display(), "reason": reason, "code": code},
        link=conversation_link(message),
    )


def wish_refused(message: Message, *, code: str) -> None:
    """Tells the writer that what stands there could not be changed or taken away."""
    with override(message.colleague.language):
        trouble = trouble_of(code, about=message.wish)
        reason = trouble.says if trouble else ""
    tell(
        colleague=message.colleague,
        kind="wish_refused",
        key=f"wish-refused:{message.pk}:{message.wished_at:%Y-%m-%dT%H:%M:%S}",
        facts={"network": message.get_network_display(), "reason": reason, "code": code},
        link=reverse("networks:message", args=[message.pk]),
    )


def conversation_link(message: Message) -> str:
    """Where a message is seen: in its conversation, else by itself."""
    if message.answers_id is None:
        return reverse("networks:message", args=[message.pk])
    return reverse("networks:conversation", args=[message.answers_id])
