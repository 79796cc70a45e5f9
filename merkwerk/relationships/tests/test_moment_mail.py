"""A colleague's own mail address for moments."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from merkwerk.connectors.mail import moments
from merkwerk.connectors.mail.moments import Noted
from merkwerk.lib.postbox import mailbox
from merkwerk.relationships import actions
from merkwerk.relationships.actions.moment_mail import take_in
from merkwerk.relationships.models import Moment, Relationship, StrayEvent
from merkwerk.relationships.tests import people

pytestmark = pytest.mark.django_db
BOX = "moments@zaak.example"


@pytest.fixture(autouse=True)
def offered(settings: Any) -> None:
    settings.MOMENTS_BOX = "imaps://moments:geheim@mail.example/INBOX"
    settings.MOMENTS_ADDRESS = BOX


@pytest.fixture
def mine() -> Relationship:
    made = people.knows(people.colleague(), "Joris Bakker")
    by = made.colleague
    actions.add_address(relationship=made, by=by, way="mail", value="joris@oost.example")
    actions.make_moment_address(by=by)
    return made


def letter(address: str, to: str, body: str = "Dag Joris,", subject: str = "Offerte") -> Noted:
    raw = (
        f"From: Sanne <sanne@zaak.example>\r\nTo: {to}\r\nDelivered-To: {address}\r\n"
        f"Subject: {subject}\r\nMessage-ID: <7@zaak.example>\r\n"
        f"Date: Fri, 20 Nov 2026 09:00:00 +0000\r\n\r\n{body}\r\n"
    )
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    found = moments.read(raw.encode(), address=BOX, received=at, now=people.NOW)
    assert isinstance(found, Noted), found
    return found


def test_a_blind_copy_notes_a_letter_once(mine: Relationship) -> None:
    told = letter(actions.moment_address(mine.colleague), "joris@oost.example")
    for _time in (1, 2):
        assert take_in(noted=told, now=people.NOW)
    moment = Moment.objects.get()
    assert (moment.kind, moment.direction, moment.channel) == ("wrote", "ours", "mail")


def test_a_letter_of_one_sentence_is_read(mine: Relationship) -> None:
    own = actions.moment_address(mine.colleague)
    take_in(noted=letter(own, own, "gebeld met Joris Bakker", ""), now=people.NOW)
    assert Moment.objects.get().kind == "called"


def test_with_somebody_unknown_it_waits(mine: Relationship) -> None:
    take_in(
        noted=letter(actions.moment_address(mine.colleague), "els@west.example"), now=people.NOW
    )
    assert StrayEvent.objects.get().colleague == mine.colleague


def test_an_address_of_before_notes_nothing(mine: Relationship) -> None:
    old = actions.moment_address(mine.colleague)
    assert actions.make_moment_address(by=mine.colleague) != old
    assert not take_in(noted=letter(old, "joris@oost.example"), now=people.NOW)
    actions.drop_moment_address(by=mine.colleague)
    assert actions.moment_address(mine.colleague) == ""
    assert not Moment.objects.exists()


def test_a_leaver_s_address_notes_nothing(mine: Relationship) -> None:
    told = letter(actions.moment_address(mine.colleague), "joris@oost.example")
    type(mine.colleague).objects.filter(pk=mine.colleague_id).update(left_at=people.NOW)
    assert not take_in(noted=told, now=people.NOW)


def test_without_a_mailbox_nothing_is_offered(mine: Relationship, settings: Any) -> None:
    settings.MOMENTS_BOX = ""
    assert not actions.is_offered()
    page = people.client_of(mine.colleague).get(reverse("relationships:feeders"))
    assert "moment-address" not in page.content.decode()


def test_the_page_gives_and_takes_back(mine: Relationship) -> None:
    client = people.client_of(mine.colleague)
    client.post(reverse("relationships:drop_address"))
    assert actions.moment_address(mine.colleague) == ""
    client.post(reverse("relationships:make_address"))
    page = client.get(reverse("relationships:feeders")).content.decode()
    assert actions.moment_address(mine.colleague) in page


def test_the_way_in_is_read_from_one_address() -> None:
    box = mailbox("imaps://mo%40ments:g%2Fheim@mail.example:1993/Momenten")
    told = (box.address, box.user, box.password, box.port, box.tls, box.folder)
    assert told == ("mail.example", "mo@ments", "g/heim", 1993, True, "Momenten")
    assert mailbox("imap://m:g@mail.example").port == 143
