"""Rows about work: who works, what was tried, what happened once, what comes again, what failed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

HEARTBEAT = timedelta(seconds=5)
DEAD_AFTER = timedelta(seconds=30)
LISTENS = ".listens"


class Workers(models.QuerySet["Worker"]):
    def alive(self, now: datetime) -> Workers:
        return self.filter(seen__gte=now - DEAD_AFTER)

    def taking_jobs(self) -> Workers:
        return self.exclude(name__endswith=LISTENS)

    def listening(self) -> Workers:
        """Processes that keep streams open."""
        return self.filter(name__endswith=LISTENS)


class Worker(models.Model):
    """One running worker process; it says every few seconds that it lives."""

    name = models.CharField(max_length=64, primary_key=True)
    host = models.CharField(max_length=255)
    process = models.PositiveIntegerField()
    started = models.DateTimeField()
    seen = models.DateTimeField(db_index=True)
    doing = models.CharField(max_length=200, blank=True)

    objects = Workers.as_manager()

    def __str__(self) -> str:
        return self.name

    def silent(self, now: datetime) -> bool:
        """Whether it gave no sign of life for so long that it must be dead."""
        return self.seen < now - DEAD_AFTER


class Attempt(models.Model):
    """What the Tasks API does not keep of one job: who has it, tries, progress, cancelling, its
    last error. `job` is the id of a `django_tasks_db` row. Made at the first try; gone when the
    job is done."""

    class State(models.TextChoices):
        GOING = "going", _("going")
        DEAD = "dead", _("set aside")
        CANCELLED = "cancelled", _("cancelled")

    job = models.UUIDField(unique=True)
    task = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.GOING)
    worker = models.CharField(max_length=64, blank=True)
    """Who has it in hands now; empty when nobody has."""
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    says = models.CharField(max_length=200, blank=True)
    cancel = models.BooleanField(default=False)
    error = models.TextField(blank=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-updated"])]

    def __str__(self) -> str:
        return self.task


class Recurrence(models.Model):
    """One falling due of one recurring job: two timetables can't both make the same row."""

    name = models.CharField(max_length=100)
    due = models.DateTimeField()
    job = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("name", "due", name="due_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.due:%Y-%m-%d %H:%M}"


class Effect(models.Model):
    """Something that must happen once. Written in the transaction of what it stands for."""

    key = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key


class Trouble(models.Model):
    """Something that went wrong, for the health page: the same trouble is one row with a count.
    It holds no personal data: paths and names of code, never what a person typed."""

    place = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64, unique=True)
    summary = models.CharField(max_length=300)
    traceback = models.TextField(blank=True)
    times = models.PositiveIntegerField(default=1)
    first = models.DateTimeField(auto_now_add=True)
    last = models.DateTimeField(auto_now=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-last"]

    def __str__(self) -> str:
        return self.summary
