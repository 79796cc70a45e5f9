"""A mailbox that takes newsletters, as a source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.values import Network, SourceKind
from merkwerk.networks.actions.adding_streams import may_add_streams
from merkwerk.networks.actions.looking import listen_to, wake
from merkwerk.networks.models import Mailbox, Source


@dataclass(frozen=True, slots=True)
class Letters:
    """How to get into a mailbox, as somebody typed it. An empty password keeps the one there is,
    for the same user at the same server."""

    host: str
    user: str
    password: str
    port: int = 993
    folder: str = "INBOX"

    @property
    def address(self) -> str:
        """What tells this mailbox from others."""
        name = self.user if "@" in self.user else f"{self.user}@{self.host}"
        return name if self.folder.upper() == "INBOX" else f"{name} {self.folder}"


def add_mailbox(*, by: Colleague, letters: Letters, now: datetime | None = None) -> Source:
    """Listens to the newsletters in a mailbox; the worker tries the way in at once, and says on
    the source how that went. The same mailbox is one source: what is typed again replaces what
    was there. Raises PermissionError for who may not."""
    if not may_add_streams(by):
        raise PermissionError("the social lead or an administrator adds mailboxes")
    now = now or timezone.now()
    with transaction.atomic():
        source = listen_to(
            kind=SourceKind.MAILBOX.value, network=Network.WEB.value,
            address=letters.address[:1000], server="", title=letters.address, by=by, now=now,
        )  # fmt: skip
        _write(source, letters, now)
    return source


def keeps_password(*, source: Source, letters: Letters) -> bool:
    """Whether the password that is kept may go on being used: it is told to no other server, and
    for nobody else."""
    same = Mailbox.objects.filter(source=source, host__iexact=letters.host, user=letters.user)
    return same.exists()


def change_mailbox(
    *, source: Source, by: Colleague, letters: Letters, now: datetime | None = None
) -> None:
    """Another way into the mailbox of this source; tried at once. Raises PermissionError for who
    may not, ValueError without a password for another server or user than before."""
    if not may_add_streams(by) or source.kind != SourceKind.MAILBOX:
        raise PermissionError("the social lead or an administrator changes mailboxes")
    if not letters.password and not keeps_password(source=source, letters=letters):
        raise ValueError("another server or user needs a password of its own")
    with transaction.atomic():
        _write(source, letters, now or timezone.now())


def _write(source: Source, letters: Letters, now: datetime) -> None:
    before = Mailbox.objects.filter(source=source).first()
    password = letters.password or (before.password if before else "")
    columns = {
        "host": letters.host, "port": letters.port, "user": letters.user, "password": password,
        "folder": letters.folder,
    }  # fmt: skip
    Mailbox.objects.update_or_create(source=source, defaults=columns)
    Source.objects.filter(pk=source.pk).update(host=letters.host[:255])
    wake(source, now=now)
