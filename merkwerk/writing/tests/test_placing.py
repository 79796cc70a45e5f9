"""Placing: one press of its writer, through an account of their own, and nothing by itself."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from merkwerk.accounts.models import Colleague
from merkwerk.networks.models import ConnectedAccount, Message
from merkwerk.writing import actions
from merkwerk.writing.models import Draft, Picture, Version
from merkwerk.writing.tests.people import account, client_of, draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def hers(sanne: Colleague) -> Client:
    return client_of(sanne)


@pytest.fixture
def through(sanne: Colleague) -> ConnectedAccount:
    return account(sanne)


def place(client: Client, mine: Draft, through: ConnectedAccount, **typed: str) -> int:
    told = {"text": mine.text, "desk": "page-1", "language": "nl"} | typed
    return client.post(f"/writing/drafts/{mine.pk}/place/{through.pk}/", told).status_code


def picture() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (20, 10), "teal").save(file, "PNG")
    return SimpleUploadedFile("kade.png", file.getvalue(), "image/png")


def test_looking_it_over_places_nothing(
    hers: Client, sanne: Colleague, through: ConnectedAccount
) -> None:
    mine = draft(sanne)
    hers.get(f"/writing/drafts/{mine.pk}/place/{through.pk}/")
    assert place(hers, mine, through, keep="1") == 302
    assert not Message.objects.exists()


def test_a_press_places_it_once(hers: Client, sanne: Colleague, through: ConnectedAccount) -> None:
    mine = draft(sanne)
    assert place(hers, mine, through, tell="1") == 302
    assert place(hers, mine, through, tell="1") == 302
    message = Message.objects.get()
    assert (message.text, message.colleague, message.state) == (mine.text, sanne, "waiting")
    mine.refresh_from_db()
    assert mine.told_at is not None


def test_nobody_places_through_somebody_elses_account(
    hers: Client, sanne: Colleague, karim: Colleague
) -> None:
    assert place(hers, draft(sanne), account(karim), tell="1") == 404
    assert not Message.objects.exists()


def test_nobody_places_somebody_elses_draft(
    sanne: Colleague, karim: Colleague, through: ConnectedAccount
) -> None:
    mine, his = draft(sanne), account(karim)
    assert place(client_of(karim), mine, his, tell="1") == 404
    with pytest.raises(PermissionError):
        actions.tell(version=Version(draft=mine, account=his), by=karim, desk="x")


def test_own_words_for_one_account_leave_the_draft_alone(
    hers: Client, sanne: Colleague, through: ConnectedAccount
) -> None:
    mine = draft(sanne)
    place(hers, mine, through, text="Korter", tell="1")
    mine.refresh_from_db()
    assert mine.text == "Wat me opviel"
    assert Message.objects.get().text == "Korter"


def test_the_same_words_change_along_with_the_draft(
    sanne: Colleague, through: ConnectedAccount
) -> None:
    mine = draft(sanne)
    version = actions.save_version(draft=mine, account=through, by=sanne, text=mine.text)
    actions.save(draft=mine, by=sanne, text="Anders")
    version.draft.refresh_from_db()
    assert actions.words_of(version) == "Anders"


def test_a_line_of_dashes_makes_a_thread(
    hers: Client, sanne: Colleague, through: ConnectedAccount
) -> None:
    mine = draft(sanne, "Eerst dit.\n---\nDan dat.")
    place(hers, mine, through, tell="1")
    assert [one.text for one in Message.objects.order_by("place")] == ["Eerst dit.", "Dan dat."]


def test_what_is_too_long_stays_and_is_divided_when_asked(
    hers: Client, sanne: Colleague, through: ConnectedAccount
) -> None:
    mine = draft(sanne, "Een zin die blijft. " * 60)
    assert place(hers, mine, through, tell="1") == 422
    assert not Message.objects.exists()
    place(hers, mine, through, divide="1")
    version = Version.objects.get(draft=mine, account=through)
    pieces = actions.pieces_of(actions.words_of(version), account=through, by=sanne)
    assert len(pieces) > 1
    assert all(piece.length.fits for piece in pieces)


def test_who_wanted_to_think_first_thinks_first(
    hers: Client, sanne: Colleague, through: ConnectedAccount
) -> None:
    actions.wish(by=sanne, pause_minutes=10, own_questions=[], guard_minutes=60, figures_wait=True)
    mine = draft(sanne)
    place(hers, mine, through, tell="1")
    page = hers.get(f"/writing/drafts/{mine.pk}/place/{through.pk}/").content
    assert b"Time to think" in page
    place(hers, mine, through, tell="1")
    assert not Message.objects.exists()


def test_after_the_pause_nothing_went_out_and_a_press_places_it(
    hers: Client, sanne: Colleague, through: ConnectedAccount
) -> None:
    actions.wish(by=sanne, pause_minutes=10, own_questions=[], guard_minutes=60, figures_wait=True)
    mine = draft(sanne)
    place(hers, mine, through, tell="1")
    Draft.objects.update(pause_until=timezone.now() - timedelta(seconds=1))
    assert not Message.objects.exists()
    place(hers, mine, through, tell="1")
    assert Message.objects.get().text == mine.text


def test_an_account_that_went_during_the_pause_loses_no_words(
    hers: Client, sanne: Colleague, through: ConnectedAccount
) -> None:
    mine = draft(sanne)
    place(hers, mine, through, text="Eigen woorden", keep="1")
    ConnectedAccount.objects.update(removed_at=timezone.now())
    assert place(hers, mine, through, text="Eigen woorden", tell="1") == 404
    assert Version.objects.get().text == "Eigen woorden"
    assert hers.get(f"/writing/drafts/{mine.pk}/").status_code == 200


def test_a_picture_goes_along_only_when_people_agreed(
    hers: Client, sanne: Colleague, through: ConnectedAccount
) -> None:
    mine = draft(sanne)
    hers.post("/writing/pictures/", {"draft": mine.pk, "file": picture()})
    kept = Picture.objects.get()
    assert place(hers, mine, through, tell="1") == 422
    hers.post(f"/writing/pictures/{kept.pk}/", {"description": "Een kade", "people_agreed": "on"})
    assert place(hers, mine, through, tell="1", desk="page-2") == 302
    assert Message.objects.get().pictures[0]["description"] == "Een kade"


def test_a_picture_is_seen_by_its_writer_alone(
    hers: Client, sanne: Colleague, karim: Colleague
) -> None:
    hers.post("/writing/pictures/", {"draft": draft(sanne).pk, "file": picture()})
    kept = Picture.objects.get()
    assert hers.get(f"/writing/pictures/{kept.pk}/file/").status_code == 200
    his = client_of(karim)
    assert his.get(f"/writing/pictures/{kept.pk}/file/").status_code == 404
    assert his.post(f"/writing/pictures/{kept.pk}/", {"remove": "1"}).status_code == 404


def test_what_is_no_picture_gets_a_sentence(hers: Client, sanne: Colleague) -> None:
    file = SimpleUploadedFile("x.png", b"<svg onload=alert(1)>", "image/png")
    hers.post("/writing/pictures/", {"draft": draft(sanne).pk, "file": file})
    assert not Picture.objects.exists()


def test_said_elsewhere_needs_an_address_only(hers: Client, sanne: Colleague) -> None:
    mine = draft(sanne)
    address = {"address": "https://elders.example/mijn-stuk"}
    assert hers.post(f"/writing/told/{mine.pk}/elsewhere/", address).status_code == 302
    assert hers.post(f"/writing/told/{mine.pk}/elsewhere/", address).status_code == 302
    assert Message.objects.get().url == address["address"]
    mine.refresh_from_db()
    assert mine.told_at is not None


def test_no_address_no_note(hers: Client, sanne: Colleague) -> None:
    answer = hers.post(f"/writing/told/{draft(sanne).pk}/elsewhere/", {"address": "nergens"})
    assert answer.status_code == 422
    assert not Message.objects.exists()


def test_the_words_that_were_seen_go_out_whatever_another_device_writes_meanwhile(
    sanne: Colleague, through: ConnectedAccount
) -> None:
    mine = draft(sanne, "Wat ik zag")
    Draft.objects.filter(pk=mine.pk).update(text="Wat ik elders typte")
    version = actions.save_version(draft=mine, account=through, by=sanne, text="Wat ik zag")
    assert actions.tell(version=version, by=sanne, desk="page-1").message.text == "Wat ik zag"
