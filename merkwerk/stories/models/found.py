"""What has to be told to those who help others find the site."""

from __future__ import annotations

from datetime import datetime

from django.db import models


class Pings(models.QuerySet["Ping"]):
    def due(self, now: datetime) -> Pings:
        return self.filter(due__lte=now)


class Ping(models.Model):
    """Somebody outside who still has to hear that an address changed; the row goes once they
    know. `asked_at` moves when it changed again meanwhile: then they hear it once more."""

    class To(models.TextChoices):
        HUB = "hub"
        INDEX = "index"

    to = models.CharField(max_length=8, choices=To.choices)
    endpoint = models.CharField(max_length=300)
    path = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    due = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=40, blank=True)

    objects = Pings.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        constraints = [models.UniqueConstraint("endpoint", "path", name="one_ping_an_address")]

    def __str__(self) -> str:
        return f"{self.to} {self.path}"
