"""One process of the bench of deliveries: makes the followers and the story, or delivers."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

import django
from django.urls import reverse
from django.utils import timezone

django.setup()

from merkwerk.accounts.models import Colleague, Organisation  # noqa: E402
from merkwerk.connectors.activitypub.signing import Signer, headers_for  # noqa: E402
from merkwerk.fediverse import actions  # noqa: E402
from merkwerk.fediverse.models import Actor, Delivery, Follower, Remote, Server  # noqa: E402
from merkwerk.lib.outgoing import http as way_out  # noqa: E402
from merkwerk.stories.models import (  # noqa: E402
    PersonPage,
    PublicStory,
    Site,
    Story,
    StoryEvent,
)

FOLLOWERS = 1000
SIGNATURES = 400


def prepare(public: Path) -> None:
    """Somebody who can be followed, and their public key for the servers that verify."""
    now = timezone.now()
    Organisation.objects.create(pk=1, name="Kade")
    Site.objects.create(pk=1, name="Kade", is_open=True)
    sanne = Colleague.objects.create_user("sanne@kade.example", name="Sanne Vos")
    page = PersonPage.objects.create(colleague=sanne, slug="sanne", name="Sanne", is_open=True)
    body = "<p>Het water kwam, en wij keken ernaar.</p>" * 60
    story = Story.objects.create(author=sanne, title="De kade", body=body, slug="de-kade")
    PublicStory.objects.create(
        story=story, person=page, version=1, slug="de-kade", language="nl", title="De kade",
        body=body, published_at=now, changed_at=now,
    )  # fmt: skip
    public.write_text(actions.key_of(actions.actor_of(page)).public)


def tell(ports: list[int], shared: bool) -> dict[str, float]:
    """A thousand followers, spread over all servers, and one event of the story."""
    now, actor = timezone.now(), Actor.objects.get(handle="sanne")
    Remote.objects.all().delete()
    Server.objects.all().delete()
    remotes = []
    for number in range(FOLLOWERS):
        origin = f"http://127.0.0.1:{ports[number % len(ports)]}"
        remotes.append(Remote(
            address=f"{origin}/users/{number}", host=origin[7:],
            inbox=f"{origin}/users/{number}/in",
            shared_inbox=f"{origin}/inbox" if shared else "", fetched_at=now,
        ))  # fmt: skip
    made = Remote.objects.bulk_create(remotes)
    Follower.objects.bulk_create([Follower(actor=actor, remote=remote) for remote in made])
    Delivery.objects.all().delete()
    actor.activities.all().delete()
    story = Story.objects.get()
    event = StoryEvent.objects.create(
        story_key=story.key, story=story, what=StoryEvent.What.PUBLISHED, path="/"
    )
    began = time.process_time()
    actions.hear(event, now)
    return {"hear_s": time.process_time() - began, "deliveries": Delivery.objects.count()}


def deliver(later: int) -> dict[str, float]:
    """As the worker does, until nothing is due; `later` seconds after now by its own clock. A
    worker runs for days: what it loads once is loaded before the clock starts."""
    reverse("site:home")
    way_out()
    began, spent = time.perf_counter(), time.process_time()
    arrived = actions.deliver_due(timezone.now() + timedelta(seconds=later), seconds=60)
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING).count()
    return {
        "arrived": arrived,
        "waiting": waiting,
        "wall_s": time.perf_counter() - began,
        "cpu_s": time.process_time() - spent,
    }


def sign() -> dict[str, float]:
    """Signatures a second of CPU: no delivery can be quicker than its signature."""
    key = actions.key_of(Actor.objects.get(handle="sanne"))
    signer, now, body = Signer("https://a.example/#key", key.private), timezone.now(), b"x" * 3000
    url = "http://127.0.0.1:8000/users/1/in"
    headers_for("POST", url, signer=signer, now=now, body=body)
    began = time.process_time()
    for _ in range(SIGNATURES):
        headers_for("POST", url, signer=signer, now=now, body=body)
    return {"signatures_per_cpu_s": SIGNATURES / (time.process_time() - began)}


def main() -> None:
    word, given = sys.argv[1], json.loads(sys.argv[2])
    told: dict[str, float] = {"pid": os.getpid()}
    if word == "prepare":
        prepare(Path(given))
    elif word == "tell":
        told |= tell(given["ports"], given["shared"])
    elif word == "deliver":
        told |= deliver(given)
    else:
        told |= sign()
    print(json.dumps(told))


if __name__ == "__main__":
    main()
