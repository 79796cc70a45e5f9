"""One run of the bench `hints`, inside its own process and database."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from merkwerk.accounts.models import Colleague, Organisation  # noqa: E402
from merkwerk.engine.marks import pack  # noqa: E402
from merkwerk.networks.actions import mark  # noqa: E402
from merkwerk.networks.models import (  # noqa: E402
    ConnectedAccount,
    FollowerList,
    Identity,
    Message,
)
from merkwerk.relationships.models import Belonging, Contact, Relationship  # noqa: E402
from merkwerk.writing.actions.hints import gathering, hints_for  # noqa: E402
from merkwerk.writing.actions.hints.asking import Asked  # noqa: E402
from merkwerk.writing.models import Confidence, Draft, Reference  # noqa: E402

SOUNDS = [*"bdfghjklmnprstvwz", "ch", "sch", "st", "br"]
VOWELS = [*"aeiou", "ee", "oo", "ij", "oe", "aa"]
LINE = "Iedereen vertelt dat de controle begint bij het gesprek aan de keukentafel van de bakker."


def vocabulary() -> list[str]:
    """Five thousand made-up words, short ones first."""
    random = Random(5)
    made: dict[str, None] = {}
    while len(made) < 5_000:
        parts = (random.choice(SOUNDS) + random.choice(VOWELS) for _ in range(random.randint(1, 4)))
        made["".join(parts) + random.choice("ntrsk")] = None
    return sorted(made, key=len)


WORDS = vocabulary()


def text(random: Random, words: int) -> str:
    """Words as often as in a language: the first ones make up most of it."""
    said = [WORDS[int(5_000 ** random.random()) - 1] for _ in range(words)]
    for at in range(9, words, 12):
        said[at] += "."
    return " ".join(said)


def taken(work: Callable[[], Any]) -> float:
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1e3


def people(given: dict[str, int], now: datetime) -> tuple[Colleague, list[ConnectedAccount]]:
    """A writer, and colleagues with accounts whose followers overlap; a tenth are known."""
    Organisation.objects.create(pk=1, name="Meting")
    random = Random(7)
    many = given["voices"] + 1
    Colleague.objects.bulk_create(
        Colleague(email=f"c{n}@a.example", name=f"C{n} Naam", password="!") for n in range(many)
    )
    uids = [f"https://social.example/users/{n}" for n in range(given["followers"] * 5)]
    marks = {uid: mark("mastodon", uid) for uid in uids}
    accounts = []
    for one in Colleague.objects.order_by("pk"):
        own = Identity.objects.create(network="mastodon", uid=f"own{one.pk}", handle=f"o{one.pk}")
        account = ConnectedAccount.objects.create(
            colleague=one, network="mastodon", server="https://a.example", identity=own
        )
        following = random.sample(uids, given["followers"])
        FollowerList.objects.create(
            account=account,
            marks=pack([marks[uid] for uid in following]),
            count=len(following),
            fetched_at=now,
            next_look=now,
        )
        accounts.append(account)
    writer = accounts[0].colleague
    known = Identity.objects.bulk_create(
        Identity(network="mastodon", uid=uid, handle=f"h{n}", name=f"Mens {n}")
        for n, uid in enumerate(random.sample(uids, given["followers"] // 10))
    )
    cards = Contact.objects.bulk_create(Contact(name=one.name) for one in known)
    Belonging.objects.bulk_create(
        Belonging(identity=one, contact=card) for one, card in zip(known, cards, strict=True)
    )
    Relationship.objects.bulk_create(Relationship(colleague=writer, contact=c) for c in cards)
    return writer, accounts


def messages(given: dict[str, int], accounts: list[ConnectedAccount], now: datetime) -> None:
    """Thirty days of messages, the last of each within the hour and about the same."""
    random = Random(11)
    others = accounts[1:]
    Message.objects.bulk_create(
        (
            Message(
                colleague=(account := random.choice(accounts)).colleague,
                account=account,
                network="mastodon",
                text=text(random, 30),
                piece=f"earlier-{n}",
                state=Message.State.SENT,
                sent_at=now - timedelta(minutes=61 + random.random() * 40_000),
            )
            for n in range(given["messages"])
        ),
        batch_size=500,
    )
    Message.objects.bulk_create(
        Message(
            colleague=account.colleague,
            account=account,
            network="mastodon",
            text=f"{LINE} {text(random, 12)}",
            piece=f"now-{n}",
            state=Message.State.SENT,
            sent_at=now - timedelta(minutes=1 + n % 55),
        )
        for n, account in enumerate(others)
    )


def main(given: dict[str, int]) -> None:
    now = timezone.now()
    writer, accounts = people(given, now)
    messages(given, accounts, now)
    Confidence.objects.bulk_create(
        Confidence(name=f"Bedrijf {n}weg Zuid", mark=f"m{n}") for n in range(given["names"])
    )
    random = Random(3)
    draft = Draft.objects.create(colleague=writer)
    Reference.objects.create(
        draft=draft, address="https://a.example", mark="r", state="read", text=text(random, 3_000)
    )
    words = f"{LINE} {text(random, 1_000)}"

    def ask() -> list[Any]:
        return hints_for(draft=draft, text=words, by=writer, now=now)

    cold = taken(ask)
    warming = [taken(ask) for _ in range(given["warming"])]
    asked = [taken(ask) for _ in range(given["times"])]
    with CaptureQueriesContext(connection) as queries:
        found = ask()
    each: dict[str, list[float]] = {}
    for part, _kinds in gathering.PARTS:
        asking = Asked(draft, words, writer, now)
        each[part.__name__] = [taken(lambda p=part, a=asking: p(a)) for _ in range(5)]  # type: ignore[misc]
    huge = f"{LINE} {text(random, 33_000)}"
    large = taken(lambda: hints_for(draft=draft, text=huge, by=writer, now=now))
    row = {
        "hints": len(found),
        "queries": len(queries),
        "first": round(cold, 1),
        "while it catches up, worst": round(max(warming), 1),
        "p50": round(statistics.median(asked), 1),
        "p99": round(max(asked), 1),
        "200 kB": round(large, 1),
        **{name: round(statistics.median(times), 1) for name, times in each.items()},
    }
    print(json.dumps(row))


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text()))
