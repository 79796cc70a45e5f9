"""Upkeep in a calendar: behind a secret, without notes, and ended when asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from merkwerk.accounts.models import Colleague
from merkwerk.relationships.models import Relationship
from merkwerk.today import actions
from merkwerk.today.models import CalendarAddress
from merkwerk.today.tests.people import knows

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
TODAY = NOW.date()
A_DAY = timedelta(days=1)


def due(
    colleague: Colleague, days: int, name: str = "Joris Bakker", **rest: object
) -> Relationship:
    return knows(colleague, name, due_on=TODAY + days * A_DAY, note="Zwijgzaam", **rest)


def read(colleague: Colleague, now: datetime = NOW) -> list[tuple[str, str]]:
    body = actions.calendar_of(secret=actions.make_address(by=colleague, now=now), now=now)
    assert body is not None
    events = Calendar.from_ical(body).walk("VEVENT")
    return [(str(one["SUMMARY"]), one.decoded("DTSTART").isoformat()) for one in events]


def test_a_day_on_which_somebody_is_due_is_an_entry(sanne: Colleague) -> None:
    due(sanne, 5)
    assert read(sanne) == [("Get in touch with Joris Bakker", "2026-11-29")]


def test_only_the_next_sixty_days(sanne: Colleague) -> None:
    due(sanne, 60, "Dichtbij")
    due(sanne, 61, "Ver weg")
    knows(sanne, "Zonder ritme")
    assert [title for title, _day in read(sanne)] == ["Get in touch with Dichtbij"]


def test_what_is_overdue_stands_on_today_the_warmest_three(sanne: Colleague) -> None:
    for number in range(5):
        due(sanne, -10 - number, f"Laat {number}", warmth=number * 10)
    due(sanne, -90, "Heet maar nieuw", warmth=99, stage="followed")
    found = read(sanne)
    assert {day for _title, day in found} == {"2026-11-24"}
    assert [title[-6:] for title, _day in found] == ["Laat 4", "Laat 3", "Laat 2"]


def test_who_rests_is_left_out(sanne: Colleague) -> None:
    due(sanne, 5, rests_for_good=True)
    assert read(sanne) == []


def test_it_speaks_the_colleagues_language(sanne: Colleague) -> None:
    due(sanne, 5)
    Colleague.objects.update(language="nl")
    secret = actions.make_address(by=sanne, now=NOW)
    assert actions.calendar_of(secret=secret, now=NOW) is not None


def test_no_note_and_no_number_of_ours_gets_out(sanne: Colleague) -> None:
    mira = due(sanne, 5, how_met="Zwijgzaam")
    body = actions.calendar_of(secret=actions.make_address(by=sanne, now=NOW), now=NOW) or b""
    assert b"Zwijgzaam" not in body
    assert re.search(rb"UID:[0-9a-f]{32}@merkwerk", body)
    assert f"UID:{mira.pk}".encode() not in body


def test_nobody_elses_people_are_in_it(sanne: Colleague, karim: Colleague) -> None:
    due(karim, 5, "Van Karim")
    assert read(sanne) == []


def test_on_one_day_the_bytes_stay_the_same(sanne: Colleague) -> None:
    due(sanne, 5)
    secret = actions.make_address(by=sanne, now=NOW)
    later = NOW + timedelta(hours=3)
    assert actions.calendar_of(secret=secret, now=NOW) == actions.calendar_of(
        secret=secret, now=later
    )


def test_an_entry_that_moves_keeps_its_name_and_grows(sanne: Colleague) -> None:
    mira = due(sanne, 5)
    secret = actions.make_address(by=sanne, now=NOW)

    def entry() -> tuple[str, int]:
        (one,) = Calendar.from_ical(actions.calendar_of(secret=secret, now=NOW) or b"").walk(
            "VEVENT"
        )
        return str(one["UID"]), int(str(one["SEQUENCE"]))

    before = entry()
    Relationship.objects.filter(pk=mira.pk).update(due_on=TODAY + 26 * A_DAY)
    after = entry()
    assert before[0] == after[0]
    assert after[1] > before[1]


def feed(secret: str) -> str:
    return reverse("today:feed", args=[secret])


def test_a_program_reads_it_without_signing_in(sanne: Colleague, client: Client) -> None:
    due(sanne, 5)
    answer = client.get(feed(actions.make_address(by=sanne, now=NOW)))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"].startswith("private")
    assert answer["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in answer.headers


def test_what_did_not_change_is_not_sent_again(sanne: Colleague, client: Client) -> None:
    where = feed(actions.make_address(by=sanne, now=NOW))
    tag = client.get(where)["ETag"]
    assert client.get(where, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("secret", ["x", "0" * 43, "a" * 500])
def test_a_wrong_address_is_not_there(sanne: Colleague, client: Client, secret: str) -> None:
    actions.make_address(by=sanne, now=NOW)
    assert client.get(feed(secret)).status_code == 404


def test_an_address_that_was_ended_is_not_there(sanne: Colleague, client: Client) -> None:
    secret = actions.make_address(by=sanne, now=NOW)
    actions.stop_address(by=sanne)
    assert client.get(feed(secret)).status_code == 404


def test_a_new_address_ends_the_old_one(sanne: Colleague, client: Client) -> None:
    old, new = (actions.make_address(by=sanne, now=NOW) for _ in range(2))
    assert client.get(feed(old)).status_code == 404
    assert client.get(feed(new)).status_code == 200


def test_a_leavers_address_is_not_there(sanne: Colleague, client: Client) -> None:
    secret = actions.make_address(by=sanne, now=NOW)
    Colleague.objects.update(left_at=timezone.now(), is_active=False)
    assert client.get(feed(secret)).status_code == 404


def test_only_a_fingerprint_is_kept(sanne: Colleague) -> None:
    secret = actions.make_address(by=sanne, now=NOW)
    assert secret not in str(CalendarAddress.objects.values())


def test_the_address_is_told_once(sanne: Colleague, as_colleague: SignIn) -> None:
    client, page = as_colleague(sanne), reverse("today:calendar")
    told = client.post(reverse("today:make_calendar")).content.decode()
    (secret,) = re.findall(r"/today/calendar/([\w-]{43})\.ics", told)
    assert Client().get(feed(secret)).status_code == 200
    assert secret not in client.get(page).content.decode()
    assert "There is an address." in client.get(page).content.decode()


def test_ending_it_is_one_press(sanne: Colleague, karim: Colleague, as_colleague: SignIn) -> None:
    actions.make_address(by=sanne, now=NOW)
    actions.make_address(by=karim, now=NOW)
    as_colleague(sanne).post(reverse("today:stop_calendar"))
    assert [one.colleague for one in CalendarAddress.objects.all()] == [karim]


def test_it_is_noted_when_it_was_last_read_at_most_hourly(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    secret = actions.make_address(by=sanne, now=NOW)
    actions.calendar_of(secret=secret, now=NOW)
    actions.calendar_of(secret=secret, now=NOW + timedelta(minutes=10))
    assert CalendarAddress.objects.get().read_at == NOW
