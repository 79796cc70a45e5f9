"""What was said with another tool, in every state, and accounts that speak for the organisation."""

from __future__ import annotations

from datetime import datetime, timedelta

from merkwerk.accounts.models import Colleague, Duty, Role
from merkwerk.engine.marks import pack
from merkwerk.lib.style import HOSTILE
from merkwerk.networks import actions as networks
from merkwerk.networks.models import Brand, FollowerList, Message, Registration
from merkwerk.networks.tests.people import account


def speak(sanne: Colleague, karim: Colleague, now: datetime) -> dict[str, int]:
    """An own brand and one that asks, looks along, and messages that were registered."""
    for lead in Colleague.objects.filter(name="Ada Beheer"):
        Duty.objects.get_or_create(colleague=lead, role=Role.SOCIAL_LEAD)
        account(lead, "Kade Nieuws")
    own = account(sanne, "Kade en Kroon")
    FollowerList.objects.create(
        account=own, marks=pack(range(5000)), count=5000, partial=True, next_look=now,
        fetched_at=now - timedelta(hours=3),
    )  # fmt: skip
    brand = Brand.objects.create(account=own, name="Kade en Kroon", pattern="{name} voor {brand}")
    asks = Brand.objects.create(
        account=account(karim, "Hostile"), name=HOSTILE[:90], pattern="^{name}"
    )
    asks.writers.create(colleague=karim, accepted_at=now)
    asks.writers.create(colleague=sanne, asked_by=karim)
    for colleague in (sanne, karim):
        brand.writers.create(colleague=colleague, accepted_at=now)
    brand.writers.create(colleague=Colleague.objects.exclude(brands_written__brand=brand)[0])
    worst = networks.ask_review(
        by=karim, account=own, parts=[networks.Part(HOSTILE), networks.Part("En dit.")],
        piece="een", warning=HOSTILE[:100],
    )  # fmt: skip
    done = networks.ask_review(
        by=sanne, account=own, parts=[networks.Part("Wij zijn verhuisd.")], piece="twee",
        link="/writing/",
    )  # fmt: skip
    networks.review(review=done, by=karim, yes=False, remark="Zeg ook waarheen. " + HOSTILE[:300])
    return {
        "brand": brand.pk,
        "brand_asks": asks.pk,
        "review": worst.pk,
        "review_done": done.pk,
        **_registered(sanne),
    }


STATES: dict[str, dict[str, object]] = {
    "reading": {"state": "reading", "error": "unreachable"},
    "asks": {"state": "asks", "author": HOSTILE[:80]},
    "others": {"state": "asks", "others": True, "author": "Karim Aydin"},
    "read": {"state": "read"},
    "shut": {"state": "unreadable"},
}


def _registered(sanne: Colleague) -> dict[str, int]:
    return {f"registered_{name}": _one(sanne, name, **told) for name, told in STATES.items()}


def _one(sanne: Colleague, name: str, **columns: object) -> int:
    message = networks.register(by=sanne, address=f"https://blog.example/{name}")
    doubted = columns["state"] in {"reading", "asks"}
    Message.objects.filter(pk=message.pk).update(
        text="Zo doen wij dat." if name == "read" else HOSTILE, doubted=doubted
    )
    Registration.objects.filter(pk=message.pk).update(next_look=None, **columns)
    return message.pk
