"""Fills the database of the bench `pages`, and counts the queries of each page."""

from __future__ import annotations

import json
import random
import sys
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from merkwerk.accounts.actions import begin  # noqa: E402
from merkwerk.accounts.models import Colleague  # noqa: E402
from merkwerk.listening.models import Topic  # noqa: E402
from merkwerk.networks.models import Identity, Post  # noqa: E402
from merkwerk.relationships.actions import reckon_all  # noqa: E402
from merkwerk.relationships.models import Belonging, Contact, Moment, Relationship  # noqa: E402
from merkwerk.today import actions as today  # noqa: E402
from merkwerk.worker.actions import read_posts  # noqa: E402

DICE = random.Random(5)
NOW = timezone.now()
WORDS = ["btw", "platform", "koerier", "boekhouden", "water", "school", "fiets", "markt", "zorg",
         "regel", "vraag", "klant", "team", "dag", "stad"]  # fmt: skip
FRESH = 2_000


def text(number: int) -> str:
    end = "?" if number % 5 == 0 else "."
    return " ".join(DICE.choices(WORDS, k=18)) + end


def firm() -> Colleague:
    """One colleague who uses the house, and forty others."""
    for number in range(40):
        Colleague.objects.create_user(f"c{number}@a.example", None, name=f"Collega {number}")
    return begin(
        organisation="Meting",
        name="Sanne Vos",
        email="s@a.example",
        password="een zin van nu",
        language="nl",
    )


def people(number: int) -> list[Identity]:
    Identity.objects.bulk_create(
        Identity(
            network="mastodon",
            uid=f"https://a.example/u/{n}",
            handle=f"u{n}@a.example",
            name=f"Mens {n}",
        )
        for n in range(number)
    )
    return list(Identity.objects.order_by("pk"))


def relationships(owner: Colleague, known: list[Identity]) -> None:
    contacts = Contact.objects.bulk_create(Contact(name=i.name) for i in known)
    Belonging.objects.bulk_create(
        Belonging(identity=i, contact=c) for i, c in zip(known, contacts, strict=True)
    )
    rows = Relationship.objects.bulk_create(
        Relationship(colleague=owner, contact=c) for c in contacts
    )
    Moment.objects.bulk_create(
        Moment(relationship=r, kind="answered", direction=DICE.choice(["ours", "theirs"]),
               channel="mastodon", at=NOW - timedelta(days=DICE.uniform(0, 200)), key=f"m:{n}")
        for r in rows for n in range(DICE.randint(1, 30))
    )  # fmt: skip
    for row in rows:
        row.last_moment = NOW - timedelta(days=DICE.uniform(0, 100))
    Relationship.objects.bulk_update(rows, ["last_moment"], batch_size=200)


def posts(number: int, by: list[Identity]) -> None:
    def row(n: int) -> Post:
        fresh = n >= number - FRESH
        return Post(
            network="mastodon", uid=f"https://a.example/p/{n}", identity=DICE.choice(by),
            text=text(n), try_after=NOW,
            written=NOW - timedelta(seconds=(number - n) * (60 if fresh else 80)),
            state=Post.State.NEW if fresh else Post.State.READ,
        )  # fmt: skip

    for start in range(0, number, 5_000):
        Post.objects.bulk_create(row(n) for n in range(start, min(start + 5_000, number)))


def main() -> None:
    total, known = int(sys.argv[1]), int(sys.argv[2])
    sanne = firm()
    everybody = people(max(3_000, known))
    relationships(sanne, everybody[:known])
    for word in ("btw", "koerier AND school", "water*", '"zorg regel"'):
        Topic.objects.create(colleague=sanne, name=word, query=word)
    posts(total, everybody)
    read_posts()
    reckon_all(now=timezone.now())
    today.notice_quiet(now=timezone.now())
    today.choose_all(now=timezone.now())
    settings.ALLOWED_HOSTS.append("testserver")
    client = Client()
    client.force_login(sanne)
    facts = {
        "relationship": Relationship.objects.filter(colleague=sanne).first().pk,  # type: ignore[union-attr]
        "post": Post.objects.order_by("-pk")[0].pk,
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    counted = []
    for address in sys.argv[3:]:
        client.get(address.format(**facts))
        with CaptureQueriesContext(connection) as queries:
            client.get(address.format(**facts)).content  # noqa: B018
        counted.append(len(queries))
    print(json.dumps(facts | {"queries": counted}))


main()
