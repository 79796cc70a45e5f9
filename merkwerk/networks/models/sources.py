"""Where posts come from, and how politely we come by."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from merkwerk.connectors.values import Network, SourceKind
from merkwerk.lib.encrypted import EncryptedTextField
from merkwerk.networks.models.accounts import NETWORKS, ConnectedAccount
from merkwerk.networks.sentences import Trouble, refusal_of, stream_says, trouble_of

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague

PERSONAL = [
    SourceKind.MASTODON_HOME,
    SourceKind.MASTODON_MENTIONS,
    SourceKind.MASTODON_LIST,
    SourceKind.BLUESKY_HOME,
    SourceKind.BLUESKY_MENTIONS,
]
KINDS = [
    (SourceKind.FEED.value, _("feed")),
    (SourceKind.MASTODON_ACCOUNT.value, _("Mastodon account")),
    (SourceKind.MASTODON_HASHTAG.value, _("Mastodon hashtag")),
    (SourceKind.MASTODON_LIST.value, _("Mastodon list")),
    (SourceKind.MASTODON_HOME.value, _("Mastodon home timeline")),
    (SourceKind.MASTODON_MENTIONS.value, _("Mastodon mentions")),
    (SourceKind.BLUESKY_ACCOUNT.value, _("Bluesky account")),
    (SourceKind.BLUESKY_SEARCH.value, _("Bluesky search")),
    (SourceKind.BLUESKY_LIST.value, _("Bluesky list")),
    (SourceKind.BLUESKY_HOME.value, _("Bluesky home timeline")),
    (SourceKind.BLUESKY_MENTIONS.value, _("Bluesky mentions")),
    (SourceKind.BLUESKY_JETSTREAM.value, _("everything on Bluesky")),
    (SourceKind.MASTODON_PUBLIC.value, _("public timeline of a Mastodon server")),
    (SourceKind.MAILBOX.value, _("mailbox for newsletters")),
    (SourceKind.LINK.value, _("links added by hand")),
]
CONTINUOUS = [SourceKind.BLUESKY_JETSTREAM, SourceKind.MASTODON_PUBLIC]
"""Streams that a process keeps open; of what they bring only what meets a topic is kept."""


BELLS = [SourceKind.MASTODON_MENTIONS, SourceKind.MASTODON_HOME]

CALLED = {
    SourceKind.MASTODON_HOME: _("Whom %(handle)s follows"),
    SourceKind.BLUESKY_HOME: _("Whom %(handle)s follows"),
    SourceKind.MASTODON_MENTIONS: _("Who speaks to %(handle)s"),
    SourceKind.BLUESKY_MENTIONS: _("Who speaks to %(handle)s"),
    SourceKind.LINK: _("Links added by hand"),
    SourceKind.BLUESKY_JETSTREAM: _("Everything on Bluesky"),
    SourceKind.MASTODON_PUBLIC: _("Everything public on %(handle)s"),
}


class Host(models.Model):
    """One server and the moment from which it may be asked again, for all its sources together."""

    name = models.CharField(max_length=255, primary_key=True)
    free_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Sources(models.QuerySet["Source"]):
    def visible_to(self, colleague: Colleague) -> Sources:
        """Shared sources are everybody's; those through a connected account only their owner's."""
        if not colleague.is_authenticated:
            return self.none()
        own = Q(account__colleague_id=colleague.pk, account__removed_at=None)
        return self.filter(Q(account=None) | own).exclude(state=Source.State.REMOVED)

    def due(self, now: datetime) -> Sources:
        """Sources to collect now: active, their time has come, and nobody holds them."""
        return self.filter(
            Q(claimed_until=None) | Q(claimed_until__lt=now),
            state=Source.State.ACTIVE,
            next_check__lte=now,
        ).exclude(kind__in=[SourceKind.LINK, *CONTINUOUS])

    def continuous(self) -> Sources:
        """Streams to keep open."""
        return self.filter(state=Source.State.ACTIVE, kind__in=CONTINUOUS)

    def bells(self) -> Sources:
        """One personal source for each connected Mastodon account, whose stream tells that there
        is something: the home timeline where that is listened to (its stream tells of mentions
        too), else the mentions."""
        mine = self.filter(
            account__in=ConnectedAccount.objects.working().filter(network=Network.MASTODON.value),
            state=Source.State.ACTIVE,
            kind__in=BELLS,
        )
        home = mine.filter(kind=SourceKind.MASTODON_HOME.value, account=OuterRef("account"))
        both = Q(kind=SourceKind.MASTODON_MENTIONS.value) & Exists(home)
        return mine.exclude(both).order_by("pk")

    def removed(self) -> Sources:
        return self.filter(state=Source.State.REMOVED)

    def in_trouble(self) -> Sources:
        return self.exclude(error="").filter(state__in=[Source.State.ACTIVE, Source.State.STOPPED])

    def troubled_first(self) -> Sources:
        """What needs a look stands above the rest; else by title."""
        going = [Source.State.ACTIVE, Source.State.STOPPED]
        sick = When(~Q(error="") & Q(state__in=going), then=0)
        return self.order_by(Case(sick, default=1), "title", "pk")


class Source(models.Model):
    """One place to listen to. The last error stands here and is shown here, with what to do."""

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        STOPPED = "stopped", _("stopped")
        REMOVED = "removed", _("removed")

    kind = models.CharField(_("kind"), max_length=20, choices=KINDS)
    network = models.CharField(max_length=10, choices=NETWORKS)
    address = models.CharField(_("address"), max_length=1000)
    server = models.CharField(max_length=255, blank=True)
    host = models.CharField(max_length=255, db_index=True)
    """Who is asked, for the politeness of all its sources together."""
    title = models.CharField(_("title"), max_length=200)
    account = models.ForeignKey(
        ConnectedAccount, models.CASCADE, null=True, blank=True, related_name="sources"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    added = models.DateTimeField(auto_now_add=True)

    next_check = models.DateTimeField()
    nudged_until = models.DateTimeField(null=True, blank=True)
    """A job is on its way to collect it; no second one is needed until then."""
    claimed_until = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=64, blank=True)
    rhythm = models.PositiveIntegerField(default=1800)
    """Seconds between two checks, adapted to how often the source writes."""
    bookmark = models.JSONField(default=dict)
    last_check = models.DateTimeField(null=True, blank=True)
    last_success = models.DateTimeField(null=True, blank=True)
    last_post = models.DateTimeField(null=True, blank=True)

    error = models.CharField(max_length=40, blank=True)
    error_detail = models.CharField(max_length=300, blank=True)
    errors_in_a_row = models.PositiveSmallIntegerField(default=0)
    refused_entries = models.JSONField(default=list)
    moved_to = models.CharField(max_length=1000, blank=True)
    """Where it says it lives now; believed when it says so twice."""
    connected_since = models.DateTimeField(null=True, blank=True)
    """Since when its stream is open without a break; empty for what is visited."""
    heard_until = models.DateTimeField(null=True, blank=True)
    """How far a stream was heard, in the stream's own time."""

    objects = Sources.as_manager()

    class Meta:
        ordering = ["title"]
        indexes = [models.Index(fields=["state", "next_check"])]
        constraints = [
            models.UniqueConstraint(
                "kind", "address", name="shared_source_once", condition=Q(account=None)
            ),
            models.UniqueConstraint(
                "kind",
                "address",
                "account",
                name="own_source_once",
                condition=Q(account__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.kind

    @property
    def called(self) -> str:
        """What people read: the title, or what one's own account sees in words."""
        says = CALLED.get(SourceKind(self.kind))
        if self.kind == SourceKind.MASTODON_PUBLIC and self.address.startswith("local@"):
            says = _("What people of %(handle)s say")
        return str(says) % {"handle": self.title} if says else self.title

    @property
    def place(self) -> str:
        """Where it is, for people: nothing of what is one's own, of a server its name."""
        if self.is_personal:
            return ""
        is_server = self.kind == SourceKind.MASTODON_PUBLIC
        return self.address.partition("@")[2] if is_server else self.address

    @property
    def is_personal(self) -> bool:
        """It shows what one colleague's account sees, so it is that colleague's alone."""
        return self.account_id is not None

    @property
    def trouble(self) -> Trouble | None:
        """What went wrong last, in words, with what to do."""
        return trouble_of(self.error, self.error_detail, about=self._about)

    @property
    def _about(self) -> str:
        if self.kind == SourceKind.MAILBOX:
            return "mailbox"
        return "stream" if self.is_continuous else "source"

    @property
    def is_continuous(self) -> bool:
        """It is a stream that stays open; nobody visits it."""
        return self.kind in CONTINUOUS

    @property
    def stream_says(self) -> str:
        """How a stream is doing, in words: how far behind it is, or that nobody is connected."""
        return stream_says(self.connected_since, self.heard_until, timezone.now())

    @property
    def refused(self) -> list[tuple[Trouble, str]]:
        """Entries that could not be read, with the reason in words and where they stand."""
        return [
            (refusal_of(entry.get("code", "")), entry.get("where", ""))
            for entry in self.refused_entries
        ]


class Mailbox(models.Model):
    """How to get into the mailbox of a source that takes newsletters."""

    source = models.OneToOneField(Source, models.CASCADE, related_name="mailbox")
    host = models.CharField(_("server"), max_length=255)
    port = models.PositiveIntegerField(_("port"), default=993)
    user = models.CharField(_("user name"), max_length=255)
    password = EncryptedTextField(_("password"))
    folder = models.CharField(_("folder"), max_length=255, default="INBOX")

    class Meta:
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return f"{self.user} at {self.host}"
