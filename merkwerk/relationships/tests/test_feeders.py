"""Calendars and mail folders that are looked at, on a real server on the loopback."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from merkwerk.connectors.errors import BadAddress
from merkwerk.connectors.tests.loopback import Asked, Reply, http_to, serving
from merkwerk.relationships import actions
from merkwerk.relationships.actions.feeders import Letters
from merkwerk.relationships.models import Feeder, Moment, Relationship, StrayEvent
from merkwerk.relationships.tests import people

pytestmark = pytest.mark.django_db
PLACE = "http://a.example/prive-3f9a/basic.ics"


def meeting(uid: str, *who: str, day: str = "20261103") -> str:
    guests = "".join(f"ATTENDEE:mailto:{one}\r\n" for one in who)
    return (
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:{day}T090000Z\r\nSUMMARY:Overleg {uid}\r\n"
        f"{guests}END:VEVENT\r\n"
    )


def calendar(*meetings: str) -> bytes:
    return f"BEGIN:VCALENDAR\r\n{''.join(meetings)}END:VCALENDAR\r\n".encode()


@pytest.fixture
def mine() -> Relationship:
    made = people.knows(people.colleague())
    by = made.colleague
    actions.add_address(relationship=made, by=by, way="mail", value="joris@oost.example")
    return made


def subscribed(mine: Relationship) -> Feeder:
    return actions.add_calendar(by=mine.colleague, name="Agenda", address=PLACE, now=people.NOW)


def look(feeder: Feeder, body: bytes, status: int = 200) -> int:
    """One look at a server that answers so."""

    def answer(asked: Asked) -> Reply:
        return Reply(status, body=body)

    with serving(answer) as server:
        return actions.visit(feeder_id=feeder.pk, way=http_to(server), now=people.NOW)


def test_meetings_with_who_is_known_become_moments_once(mine: Relationship) -> None:
    body = calendar(meeting("1", mine.colleague.email, "joris@oost.example"))
    feeder = subscribed(mine)
    assert look(feeder, body) == 1
    actions.wake_feeder(feeder=feeder, by=mine.colleague, now=people.NOW)
    Feeder.objects.update(bookmark={})
    assert look(feeder, body) == 0
    moment = Moment.objects.get()
    assert (moment.kind, moment.channel, moment.note) == ("met", "calendar", "Overleg 1")


def test_a_meeting_with_somebody_else_is_asked_about(mine: Relationship) -> None:
    look(subscribed(mine), calendar(meeting("1", mine.colleague.email, "els@west.example")))
    assert not Moment.objects.exists()
    assert StrayEvent.objects.get().colleague == mine.colleague


def test_a_meeting_among_colleagues_is_nobody_s_business(mine: Relationship) -> None:
    karim = people.colleague("Karim")
    look(subscribed(mine), calendar(meeting("1", mine.colleague.email, karim.email)))
    assert not StrayEvent.objects.exists()


def test_it_is_looked_at_again_later(mine: Relationship) -> None:
    feeder = subscribed(mine)
    look(feeder, calendar())
    feeder.refresh_from_db()
    assert feeder.next_check == people.NOW + timedelta(hours=2)
    assert look(feeder, calendar(meeting("1", "joris@oost.example"))) == 0


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (404, b"", "not-found"),
        (200, b"<html>hallo</html>", "nothing-there"),
        (403, b"", "forbidden"),
    ],
)
def test_trouble_stands_on_the_row_in_words(
    mine: Relationship, status: int, body: bytes, code: str
) -> None:
    feeder = subscribed(mine)
    look(feeder, body, status)
    feeder.refresh_from_db()
    assert (feeder.error, feeder.failures) == (code, 1)
    page = people.client_of(mine.colleague).get(reverse("relationships:feeders"))
    assert 'class="error"' in page.content.decode()


def test_a_leaver_s_calendar_is_left_alone(mine: Relationship) -> None:
    feeder = subscribed(mine)
    type(mine.colleague).objects.filter(pk=mine.colleague_id).update(is_active=False)
    assert look(feeder, calendar(meeting("1", "joris@oost.example"))) == 0
    assert not Moment.objects.exists()


def test_the_same_calendar_is_one(mine: Relationship) -> None:
    assert subscribed(mine) == subscribed(mine)


def test_what_is_no_address_is_refused(mine: Relationship) -> None:
    with pytest.raises(BadAddress):
        actions.add_calendar(by=mine.colleague, name="x", address="ftp://x", now=people.NOW)
    client = people.client_of(mine.colleague)
    page = client.post(
        reverse("relationships:add_calendar"), {"name": "Werk", "address": "ftp://x"}
    )
    assert page.status_code == 422
    assert "ftp://x" in page.content.decode()
    assert "not the address of a calendar" in page.content.decode()


def test_a_mail_folder_typed_again_keeps_one_row_and_the_newest_password() -> None:
    sanne = people.colleague()
    for password in ("een", "twee"):
        way = Letters(host="imap.example", user="s@a.example", password=password)
        actions.add_mail(by=sanne, name="Mail", letters=way, now=people.NOW)
    assert Feeder.objects.get().secret == "twee"


def test_secrets_are_unreadable_in_the_database(mine: Relationship) -> None:
    subscribed(mine)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, secret FROM relationships_feeder")
        (row,) = cursor.fetchall()
    assert "prive" not in row[0]


def test_only_its_owner_looks_or_removes(mine: Relationship) -> None:
    feeder, karim = subscribed(mine), people.colleague("Karim")
    for act in (actions.remove_feeder, actions.wake_feeder):
        with pytest.raises(Feeder.DoesNotExist):
            act(
                feeder=feeder,
                by=karim,
                **({"now": people.NOW} if act is actions.wake_feeder else {}),
            )
