"""Files that a colleague brings, row by row, and ways by which moments come in by themselves."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import works_here
from merkwerk.connectors.exports.values import Format
from merkwerk.lib.encrypted import EncryptedTextField
from merkwerk.lib.postbox import PostBox
from merkwerk.relationships.models.relationships import Relationship

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Imports(models.QuerySet["Import"]):
    def visible_to(self, colleague: Colleague) -> Imports:
        return self.filter(colleague=colleague)

    def waiting(self, now: datetime) -> Imports:
        """Those with work to do that nobody is busy with."""
        working = [Import.State.READING, Import.State.APPLYING, Import.State.UNDOING]
        return self.filter(state__in=working, next_try__lte=now)


class Import(models.Model):
    """One file: read into rows for a preview, then taken over as far as chosen, and undone when
    asked. `file` names it in the private folder; it is gone once the import is done or dropped.
    `told` is what the file tells of itself (JSON): whose it is, what could not be read, the columns
    of a table; `error` is a code when the file as a whole failed."""

    class State(models.TextChoices):
        READING = "reading", _("is being read")
        PREVIEW = "preview", _("waits for your choice")
        APPLYING = "applying", _("is being taken over")
        DONE = "done", _("taken over")
        UNDOING = "undoing", _("is being undone")
        UNDONE = "undone", _("undone")
        DROPPED = "dropped", _("dropped")
        FAILED = "failed", _("could not be read")

    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="imports")
    format = models.CharField(
        max_length=10, blank=True, choices=[(one.value, one.name) for one in Format]
    )
    name = EncryptedTextField()
    file = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    columns = models.JSONField(default=dict)
    told = EncryptedTextField(blank=True)
    is_mine = models.BooleanField(null=True)
    words = models.BooleanField(_("also the words of letters"), default=False)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    error = models.CharField(max_length=60, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField()
    made = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True, blank=True)

    objects = Imports.as_manager()

    class Meta:
        ordering = ["-made"]
        indexes = [models.Index(fields=["state", "next_try"])]

    def __str__(self) -> str:
        return f"{self.format} of {self.colleague_id}"


class ImportRow(models.Model):
    """One person in a file: what the file says (a card as JSON), what is known of them here, and
    whether to take them over. `match` is the own relationship it would fill in."""

    class Verdict(models.TextChoices):
        NEW = "new", _("new")
        SAME = "same", _("you know them")
        MAYBE = "maybe", _("perhaps somebody you know")
        TWICE = "twice", _("twice in this file")
        NAMESAKE = "namesake", _("same name twice")
        COLLEAGUE = "colleague", _("works here")
        OWNER = "owner", _("yourself")
        APART = "apart", _("no person")

    batch = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    """A keyed fingerprint of the card's key, so that a file read twice makes no row twice."""
    card = EncryptedTextField()
    """The card as JSON, with what is counted of its moments, and what was there before."""
    events = models.PositiveIntegerField(default=0)
    first_event = models.DateTimeField(null=True, blank=True)
    last_event = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.NEW)
    match = models.ForeignKey(
        Relationship, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    because = models.JSONField(default=list)
    chosen = models.BooleanField(default=True)
    done = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint("batch", "key", name="row_once")]
        indexes = [models.Index(fields=["batch", "verdict"])]

    def __str__(self) -> str:
        return f"row {self.position} of {self.batch_id}"


class Feeders(models.QuerySet["Feeder"]):
    def visible_to(self, colleague: Colleague) -> Feeders:
        return self.filter(colleague=colleague)

    def due(self, now: datetime) -> Feeders:
        return self.filter(works_here("colleague"), is_on=True, next_check__lte=now)


class Feeder(models.Model):
    """A calendar or mail folder of a colleague's own that is looked at now and then, for meetings
    and letters. `address` is the calendar's address, or `user@server:port/folder`; `secret` the
    password. `bookmark` is where the last look ended."""

    class Kind(models.TextChoices):
        CALENDAR = "calendar", _("calendar")
        MAIL = "mail", _("mail folder")

    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feeders")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = EncryptedTextField(_("name"))
    address = EncryptedTextField(_("address"))
    secret = EncryptedTextField(_("password"), blank=True)
    words = models.BooleanField(_("also the words of letters"), default=False)
    is_on = models.BooleanField(default=True)
    bookmark = models.JSONField(default=dict)
    error = models.CharField(max_length=60, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    checked = models.DateTimeField(null=True, blank=True)
    next_check = models.DateTimeField()
    made = models.DateTimeField(auto_now_add=True)

    objects = Feeders.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        indexes = [models.Index(fields=["is_on", "next_check"])]

    def __str__(self) -> str:
        return f"{self.kind} of {self.colleague_id}"


class MomentAddress(models.Model):
    """A colleague's own mail address for moments: who writes to it, or adds it as blind copy,
    notes a moment. The secret part is stored encrypted and found by its keyed mark."""

    colleague = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="moment_address"
    )
    token = EncryptedTextField()
    mark = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"moment address of {self.colleague_id}"


class StrayEvents(models.QuerySet["StrayEvent"]):
    def visible_to(self, colleague: Colleague) -> StrayEvents:
        return self.filter(colleague=colleague)


class StrayEvent(models.Model):
    """Something that came in by mail, calendar or a sentence of which it isn't clear with whom:
    the colleague says so, or drops it. `event` is the whole of it as JSON."""

    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="stray_events"
    )
    event = EncryptedTextField()
    key = models.CharField(max_length=200)
    at = models.DateTimeField()
    channel = models.CharField(max_length=20)
    made = models.DateTimeField(auto_now_add=True)

    objects = StrayEvents.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint("colleague", "key", name="stray_once")]

    def __str__(self) -> str:
        return f"stray {self.channel} of {self.colleague_id}"


class MomentBox(PostBox):
    """Where the last look into the mailbox behind all moment addresses ended; one row."""

    def __str__(self) -> str:
        return f"moment box, checked {self.checked}"
