"""What colleagues do together with relationships: shared, asked, introduced, told."""

from __future__ import annotations

from datetime import datetime, timedelta

from merkwerk.accounts.models import Colleague
from merkwerk.lib.style import HOSTILE
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.models import Moment, Relationship


def together(
    sanne: Colleague, karim: Colleague, joris: Relationship, now: datetime
) -> dict[str, int]:
    """Everything that is shared, in the everyday form and in the worst one."""
    relationships.share(relationship=joris, by=sanne, colleague=karim, moments=True)
    shared = _theirs(karim, "Ilse Bruin", "Fietskoerier Oost", now)
    worst = _theirs(karim, HOSTILE[:120], HOSTILE[:150], now)
    asked = relationships.ask(relationship=shared.pk, by=sanne, words="Zou je ons voorstellen?")
    relationships.introduce(introduction=asked, by=karim, words="Doe ik graag.")
    to_answer = relationships.ask(relationship=joris.pk, by=karim, words=HOSTILE[:400])
    unshared = relationships.add_contact(by=sanne, name="Bo Alleen")
    return {
        "unshared": unshared.pk,
        "shared": shared.pk,
        "shared_worst": worst.pk,
        "introduced": asked.pk,
        "to_answer": to_answer.pk,
        **_outcomes(sanne, joris, worst, now),
    }


def _theirs(karim: Colleague, name: str, organisation: str, now: datetime) -> Relationship:
    one = relationships.add_contact(
        by=karim, name=name, organisation=organisation, function="planner"
    )
    for days, kind in ((9, Moment.Kind.MET), (33, Moment.Kind.CALLED), (60, Moment.Kind.WROTE)):
        relationships.note_moment(
            by=karim, relationship=one, kind=kind, at=now - timedelta(days=days), place="Zutphen"
        )
    relationships.share(relationship=one, by=karim, moments=True)
    return one


def _outcomes(
    sanne: Colleague, joris: Relationship, worst: Relationship, now: datetime
) -> dict[str, int]:
    own = relationships.tell_outcome(
        relationship=joris,
        by=sanne,
        kind="assignment",
        title="Een middag btw voor alle koeriers",
        told="Het begon met een vraag op de boot. " + HOSTILE[16:200],
        on=now.date(),
        is_shared=True,
    )
    told = relationships.tell_outcome(
        relationship=worst,
        by=worst.colleague,
        kind="other",
        title=HOSTILE[:190],
        told=HOSTILE,
        on=now.date(),
        is_shared=True,
        names_them=True,
    )
    return {"outcome": own.pk, "told": told.pk}
