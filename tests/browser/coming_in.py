"""What came in by itself: questions with whom it was and who is the same, calendars, mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.exports.values import Event, Reach, Way
from merkwerk.lib.style import HOSTILE
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.actions.feeders import Letters
from merkwerk.relationships.models import Feeder, Join, NewWork, Relationship, StrayEvent

FOLDER = Letters(host="imap.kade.example", user="sanne", password="geheim", folder="Verzonden")


def coming_in(sanne: Colleague, joris: Relationship, now: datetime) -> dict[str, int]:
    """Each in its everyday form and its worst."""
    relationships.jot(by=sanne, sentence="koffie met Mirthe over de haven, gisteren", now=now)
    relationships.note_events(by=sanne, events=[_meeting(now)], now=now, stray=True)
    many, one = StrayEvent.objects.visible_to(sanne).order_by("channel")
    twin = relationships.add_contact(by=sanne, name="J. Bakker", organisation="Fietskoerier Oost")
    worst = relationships.add_contact(by=sanne, name=HOSTILE[:200])
    for other, certainty in ((twin, 0.93), (worst, 0.55)):
        Join.objects.create(
            colleague=sanne, one=joris.contact, other=other.contact, certainty=certainty,
            because=[
                {"code": "initial", "facts": {"one": "Joris Bakker", "other": "J. Bakker"}},
                {"code": "near-name", "facts": {"one": "Joris", "other": HOSTILE[:80]}},
            ],
        )  # fmt: skip
    _other_work(sanne, joris, now)
    second = relationships.add_contact(by=sanne, name="Bo Tweemaal")
    third = relationships.add_contact(by=sanne, name="B. Tweemaal")
    relationships.join_people(kept=second, other=third, by=sanne, by_itself=True)
    relationships.make_moment_address(by=sanne)
    relationships.add_mail(by=sanne, name="Verzonden", letters=FOLDER, now=now)
    relationships.add_calendar(
        by=sanne, name=HOSTILE[:120], address="https://agenda.example/geheim.ics", now=now
    )
    Feeder.objects.filter(kind="calendar").update(error="nothing-there", failures=3, checked=now)
    return {"stray": one.pk, "stray_of_many": many.pk}


def _other_work(sanne: Colleague, joris: Relationship, now: datetime) -> None:
    """A profile that seems to name other work, and one that goes on."""
    for number, identity in enumerate(joris.contact.identities.order_by("pk")[:2]):
        NewWork.objects.create(
            colleague=sanne,
            identity=identity,
            organisation=HOSTILE[:200] if number else "Kleine Bron",
            function="adviseur",
            words="Sinds kort adviseur bij Kleine Bron. " + HOSTILE[:100],
            key=f"work {number}",
            noticed=now,
        )


def _meeting(now: datetime) -> Event:
    return Event(
        key="overleg@agenda.example",
        at=now - timedelta(days=2),
        kind="met",
        direction="both",
        channel="calendar",
        people=(
            Reach(Way.MAIL, "mirthe@haven.example"),
            Reach(Way.MAIL, f"{'lang' * 15}@{'ver' * 15}.example"),
        ),
        names=("Mirthe Quispel", HOSTILE[:100]),
        place=HOSTILE[:100],
        subject=HOSTILE[:200],
    )
