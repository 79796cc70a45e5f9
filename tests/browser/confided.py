"""What is kept in confidence, in every state, and somebody whose texts touched much of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from merkwerk.accounts.models import Colleague, Duty, Role
from merkwerk.engine.text import without_tricks
from merkwerk.lib.style import HOSTILE
from merkwerk.writing.actions import probing, registering


def confided(sanne: Colleague, now: datetime) -> dict[str, int]:
    """The numbers of an everyday one and of the worst."""
    keeper = Colleague.objects.create_user("wim.waker@kade.example", name="Wim Waker")
    Duty.objects.create(colleague=keeper, role=Role.KEEPER)
    today = now.date()
    one = registering.keep(
        by=keeper, kind="client", name="Waterbedrijf Noord B.V.", aliases=["WBN", "Noordwater"],
        instead="een waterbedrijf",
    )  # fmt: skip
    leave: dict[str, Any] = {"may_be_named": True, "proof": "Mail van de directeur."}
    registering.keep(by=keeper, kind="project", name="Zilverreiger", **leave)
    registering.keep(by=keeper, kind="client", name="Gasbedrijf Zuid", named_until=today, **leave)
    registering.keep(
        by=keeper, kind="date", name="12 maart 2027", named_from=today + timedelta(9), **leave
    )
    worst = registering.keep(
        by=keeper, kind="client", name=without_tricks(HOSTILE), instead=HOSTILE * 9,
        aliases=[f"{n} {HOSTILE}" for n in range(9)], may_be_named=True, proof=HOSTILE * 20,
        named_until=today - timedelta(days=3),
    )  # fmt: skip
    probing.note_probing(by=sanne, names=14, day=today)
    return {"confidence": one.pk, "confidence_worst": worst.pk}
