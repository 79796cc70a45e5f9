"""`python -m tests.kill.rows VERB ...`: lays out rows before the killing, moves the clock, counts
afterwards. A process of its own, so that the test itself holds no connection."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from io import BytesIO

import django

django.setup()

from django.db.models import Count, F  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402
from PIL import Image  # noqa: E402

from merkwerk.accounts.models import Colleague, Organisation  # noqa: E402
from merkwerk.jobs.models import Attempt, Trouble  # noqa: E402
from merkwerk.lib.pictures import keep_picture  # noqa: E402
from merkwerk.listening import actions as listening  # noqa: E402
from merkwerk.listening.actions import book  # noqa: E402
from merkwerk.listening.models import Topic  # noqa: E402
from merkwerk.networks import actions as networks  # noqa: E402
from merkwerk.networks.models import (  # noqa: E402
    ConnectedAccount,
    Identity,
    Message,
    Post,
    Sighting,
    Source,
)
from merkwerk.relationships.actions.importing import take_over  # noqa: E402
from merkwerk.relationships.models import Moment  # noqa: E402
from merkwerk.relationships.tests import files  # noqa: E402
from merkwerk.today.models import Occasion  # noqa: E402

State = Message.State
AGES = timedelta(hours=2)


def sanne() -> Colleague:
    Organisation.objects.get_or_create(pk=1, defaults={"name": "Kade en Kroon"})
    found = Colleague.objects.filter(email="sanne@kade.example").first()
    return found or Colleague.objects.create_user("sanne@kade.example", name="Sanne Vos")


def collecting(server: str) -> None:
    """A hashtag to collect from its very first post, and a topic that some of them meet."""
    listening.save_topic(by=sanne(), name="Btw", query="btw")
    Source.objects.create(
        kind="mastodon-hashtag", network="mastodon", title="#kade", server=server,
        host=server.partition("//")[2], address=f"kade@{server.partition('//')[2]}",
        next_check=timezone.now(), bookmark={"cursor": json.dumps({"at": "1"})},
    )  # fmt: skip


def streaming(address: str) -> None:
    """A Jetstream to hear everything of, and a topic that half of it meets."""
    listening.save_topic(by=sanne(), name="Btw", query="btw", purpose="klanten helpen")
    Source.objects.create(
        kind="bluesky-jetstream", network="bluesky", title="Alles op Bluesky", host="127.0.0.1",
        address=address, next_check=timezone.now(), bookmark={"cursor": "1"},
    )  # fmt: skip


def pausing() -> None:
    """Nobody wants any source now."""
    Source.objects.update(state=Source.State.PAUSED)


def answering(server: str, token: str, own: str, questions: str) -> None:
    """Fifty answers that Sanne asked to send; `questions` holds (id, uri) of what they answer."""
    by = sanne()
    host = server.partition("//")[2]
    me = Identity.objects.create(network="mastodon", uid=own, handle=f"sanne@{host}")
    joris = Identity.objects.create(
        network="mastodon", uid=f"{server}/users/joris", handle=f"joris@{host}", name="Joris"
    )
    account = ConnectedAccount.objects.create(
        colleague=by,
        network="mastodon",
        server=server,
        identity=me,
        token=json.dumps({"access": token}),
    )
    for number, (told, uri) in enumerate(json.loads(questions)):
        post = Post.objects.create(
            network="mastodon", uid=uri, identity=joris, text=f"Vraag {number}?",
            written=timezone.now(), try_after=timezone.now(), state=Post.State.READ,
            native={"server": server, "id": told},
        )  # fmt: skip
        draft = networks.save_draft(by=by, post=post, text=f"Antwoord {number}.", account=account)
        networks.ask_to_send(message=draft, by=by)


def telling(server: str, token: str, own: str, threads: str) -> None:
    """Threads of three that Sanne asked to send, the first part of each with a picture."""
    by = sanne()
    host = server.partition("//")[2]
    me = Identity.objects.create(network="mastodon", uid=own, handle=f"sanne@{host}")
    account = ConnectedAccount.objects.create(
        colleague=by, network="mastodon", server=server, identity=me,
        token=json.dumps({"access": token}),
    )  # fmt: skip
    out = BytesIO()
    Image.new("RGB", (60, 40), "blue").save(out, "PNG")
    for number in range(int(threads)):
        kept = keep_picture(BytesIO(out.getvalue()))
        shown = networks.Attached(
            file=kept.name, width=kept.width, height=kept.height, type=kept.type
        )
        parts = [
            networks.Part(f"Stuk {number}-{place}.", (shown,) if place == 1 else ())
            for place in (1, 2, 3)
        ]
        networks.say(by=by, account=account, parts=parts, desk=f"tafel-{number}")


def importing(people: str) -> None:
    """A box of letters to and from so many people, read and taken over as far as the job for it."""
    text = ""
    for number in range(int(people)):
        them = f"Mens {number} <mens{number}@oost.example>"
        text += files.letter(them, sanne().email, 2 * number)
        text += files.letter(sanne().email, them, 2 * number + 1)
    batch = files.read(sanne(), text, "brieven.mbox")
    batch.rows.update(chosen=True)
    assert take_over(by=sanne(), batch=batch)


def later() -> None:
    """Two hours pass for everything that waits or is held."""
    for model, columns in (
        (Source, ("claimed_until", "nudged_until", "next_check")),
        (Message, ("claimed_until", "next_try")),
        (Post, ("try_after",)),
    ):
        rows = model._default_manager.all()
        rows.update(**{column: F(column) - AGES for column in columns})


def count() -> None:
    """What there is now, as JSON."""
    all_topics = list(Topic.objects.values_list("pk", flat=True))
    told = {
        "posts": Post.objects.count(),
        "read": Post.objects.filter(state=Post.State.READ).count(),
        "sightings": Sighting.objects.count(),
        "matches": sum(len(topics) for _, topics in book.newest(all_topics)),
        "occasions": Occasion.objects.count(),
        "occasions twice": Occasion.objects.values("colleague", "post")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
        .count(),
        "sent": Message.objects.filter(state=State.SENT).count(),
        "remembered": Message.objects.exclude(remembered_at=None).count(),
        "answered": Moment.objects.filter(kind=Moment.Kind.ANSWERED).count(),
        "aside": Attempt.objects.filter(state=Attempt.State.DEAD).count(),
        "running": DBTaskResult.objects.filter(status="RUNNING").count(),
        "sources in trouble": Source.objects.in_trouble().count(),
        "trouble": list(Trouble.objects.values_list("place", "summary")),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
