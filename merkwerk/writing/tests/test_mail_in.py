"""Drafts by mail, to an address of one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.mail import drafts
from merkwerk.connectors.mail.drafts import Written
from merkwerk.lib import postbox
from merkwerk.networks.models import Message
from merkwerk.writing.actions import mail_in
from merkwerk.writing.models import Draft, WritingAddress, WritingBox

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
BOX = "write@zaak.example"
SignIn = Callable[[Colleague], Client]


@pytest.fixture(autouse=True)
def offered(settings: Any) -> None:
    settings.WRITING_BOX = "imaps://write:geheim@mail.example/INBOX"
    settings.WRITING_ADDRESS = BOX


@pytest.fixture
def address(sanne: Colleague) -> str:
    return mail_in.make_writing_address(by=sanne)


def letter(to: str, body: str = "Mijn woorden.", mark: str = "<7@thuis.example>") -> Written:
    raw = (
        f"From: <s@thuis.example>\r\nTo: {to}\r\nSubject: Idee\r\nMessage-ID: {mark}\r\n"
        f"Content-Type: text/plain\r\n\r\n{body}"
    )
    found = drafts.read(raw.encode(), address=BOX, received=NOW, now=NOW)
    assert isinstance(found, Written), found
    return found


def test_a_letter_becomes_a_draft_once(sanne: Colleague, address: str) -> None:
    for _time in (1, 2):
        assert mail_in.take_in(written=letter(address))
    draft = Draft.objects.get()
    assert (draft.colleague, draft.text) == (sanne, "Idee\n\nMijn woorden.")
    assert draft.came_from == Draft.Way.MAIL


def test_nothing_of_it_is_sent_on(address: str) -> None:
    mail_in.take_in(written=letter(address))
    assert not Message.objects.exists()
    assert Draft.objects.get().told_at is None


def test_the_same_letter_to_two_people_becomes_two(
    sanne: Colleague, karim: Colleague, address: str
) -> None:
    mail_in.take_in(written=letter(address))
    mail_in.take_in(written=letter(mail_in.make_writing_address(by=karim)))
    assert {one.colleague for one in Draft.objects.all()} == {sanne, karim}


def test_an_address_of_before_begins_nothing(sanne: Colleague, address: str) -> None:
    assert mail_in.make_writing_address(by=sanne) != address
    assert not mail_in.take_in(written=letter(address))
    mail_in.drop_writing_address(by=sanne)
    assert mail_in.writing_address(sanne) == ""
    assert not Draft.objects.exists()


def test_a_leaver_s_address_begins_nothing(sanne: Colleague, address: str) -> None:
    Colleague.objects.filter(pk=sanne.pk).update(left_at=NOW)
    assert not mail_in.take_in(written=letter(address))


def test_the_word_is_not_readable_where_it_is_kept(address: str) -> None:
    word = address.partition("+")[2].partition("@")[0]
    kept = WritingAddress.objects.values_list("mark", flat=True).get()
    assert word not in kept


def test_a_flood_ends(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_in, "DRAFTS_A_DAY", 2)
    monkeypatch.setattr("merkwerk.lib.limits.time", lambda: 1_000_000.0)
    taken = [mail_in.take_in(written=letter(address, mark=f"<{n}@x.example>")) for n in range(3)]
    assert taken == [True, True, False]


def test_without_a_mailbox_nothing_is_offered(
    sanne: Colleague, settings: Any, address: str, as_colleague: SignIn
) -> None:
    settings.WRITING_BOX = ""
    assert mail_in.writing_address(sanne) == ""
    assert mail_in.collect_letters(now=NOW) == 0
    as_colleague(sanne).post(reverse("writing:make_address"))
    assert not WritingBox.objects.exists()


def test_a_mailbox_that_refuses_is_asked_later(
    address: str, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.WRITING_BOX = "imap://write:geheim@127.0.0.1:1/INBOX"
    assert mail_in.collect_letters(now=NOW) == 0
    box = WritingBox.objects.get()
    assert box.error
    assert box.next_check == NOW + postbox.USUALLY


def test_the_page_gives_and_takes_back(sanne: Colleague, as_colleague: SignIn) -> None:
    browser = as_colleague(sanne)
    browser.post(reverse("writing:make_address"))
    own = mail_in.writing_address(sanne)
    assert own in browser.get(reverse("writing:ways")).content.decode()
    browser.post(reverse("writing:drop_address"))
    assert own not in browser.get(reverse("writing:ways")).content.decode()
