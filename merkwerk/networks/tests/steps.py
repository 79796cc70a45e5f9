"""What tests do again and again."""

from __future__ import annotations

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from merkwerk.networks.models import Identity, Post
from merkwerk.networks.tests.mastodon_stand_in import Mastodon


def answered_on(mastodon: Mastodon, text: str = "Weet iemand dit?") -> Post:
    """A post that stands on the stand-in and is stored here."""
    status = mastodon.says(text)
    identity, _ = Identity.objects.get_or_create(
        network="mastodon", uid=status["account"]["uri"],
        defaults={"handle": f"joris@{mastodon.host}", "name": "Joris"},
    )  # fmt: skip
    return Post.objects.create(
        network="mastodon", uid=status["uri"], url=status["url"], identity=identity, text=text,
        written=timezone.now(), try_after=timezone.now(),
        native={"server": mastodon.address, "id": status["id"]},
    )  # fmt: skip


def run_jobs(most: int = 50) -> list[str]:
    """Runs what is ready, as a worker would, and gives the names of the jobs."""
    ran = []
    while most and (row := DBTaskResult.objects.ready().first()):
        most -= 1
        DBTaskResult.objects.filter(pk=row.pk).delete()
        row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        ran.append(row.task.name)
    return ran
