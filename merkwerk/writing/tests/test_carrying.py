"""Pictures that come along from a phone, a letter or another program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client
from django.utils import timezone
from PIL import Image

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.mail import drafts
from merkwerk.connectors.mail.drafts import Written
from merkwerk.lib.pictures import NoPicture, picture_path
from merkwerk.writing import actions
from merkwerk.writing.actions import mail_in
from merkwerk.writing.models import BroughtPicture, Draft, Picture
from merkwerk.writing.tests.programs import Program, says

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]
SHARE, HERE, MEDIA = "/writing/share/", "/writing/micropub/", "/writing/micropub/media/"
PRESSED = {"Sec-Fetch-Site": "none"}
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Any, settings: Any) -> None:
    settings.PRIVATE_DIR = tmp_path


def jpeg(colour: str = "red", side: int = 40) -> bytes:
    """A photo that says where it was taken."""
    out, told = BytesIO(), Image.Exif()
    told[0x010F] = "Camera van Sanne"
    Image.new("RGB", (side, side), colour).save(out, "JPEG", exif=told)
    return out.getvalue()


def upload(data: bytes | None = None, name: str = "boot.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg() if data is None else data, "image/jpeg")


# --- a phone's share list ------------------------------------------------------------------------


def test_a_shared_picture_begins_a_draft(sanne: Colleague, as_colleague: SignIn) -> None:
    told = {"file": [upload(), upload()], "text": "bij de kade https://krant.example/a"}
    answer = as_colleague(sanne).post(SHARE, told, headers=PRESSED)
    draft = Draft.objects.get()
    assert answer["Location"] == f"/writing/drafts/{draft.pk}/#pictures"
    assert (draft.colleague, draft.text, draft.facts) == (sanne, "", "bij de kade")
    assert draft.link == "https://krant.example/a"
    assert [one.people_agreed for one in draft.pictures.all()] == [False, False]
    assert b"Camera van Sanne" not in picture_path(draft.pictures.all()[0].file).read_bytes()


def test_the_draft_asks_for_a_description(sanne: Colleague, as_colleague: SignIn) -> None:
    browser = as_colleague(sanne)
    answer = browser.post(SHARE, {"file": upload()}, headers=PRESSED, follow=True)
    assert "Describe it for who can" in answer.content.decode()


@pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
def test_another_site_shares_no_pictures(sanne: Colleague, as_colleague: SignIn, site: str) -> None:
    headers = {"Sec-Fetch-Site": site} if site else {}
    answer = as_colleague(sanne).post(SHARE, {"file": upload()}, headers=headers)
    assert answer["Location"] == "/writing/new/"
    assert not Draft.objects.exists()


def test_a_stranger_shares_nothing(client: Client, organisation: object) -> None:
    answer = client.post(SHARE, {"file": upload()}, headers=PRESSED)
    assert "/account/login/" in answer["Location"]
    assert not Draft.objects.exists()


def test_a_shared_file_that_is_no_picture_gets_a_sentence(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    told = {"file": [upload(b"%PDF-1.7"), upload()]}
    page = as_colleague(sanne).post(SHARE, told, headers=PRESSED, follow=True)
    assert "not a picture that can be read" in page.content.decode()
    assert Picture.objects.count() == 1


def test_of_twelve_shared_pictures_ten_stay(sanne: Colleague, as_colleague: SignIn) -> None:
    told = {"file": [upload() for _each in range(12)]}
    as_colleague(sanne).post(SHARE, told, headers=PRESSED)
    assert Picture.objects.count() == 10


def test_shared_words_alone_keep_nothing(sanne: Colleague, as_colleague: SignIn) -> None:
    answer = as_colleague(sanne).post(SHARE, {"url": "https://krant.example/a"}, headers=PRESSED)
    assert answer["Location"] == "/writing/new/?link=https%3A%2F%2Fkrant.example%2Fa"
    assert not Draft.objects.exists()


# --- another program -----------------------------------------------------------------------------


def brought(program: Program, data: bytes | None = None) -> Any:
    return program.form(MEDIA, {"file": upload(data)})


def test_the_media_endpoint_answers_with_an_address(sanne: Colleague) -> None:
    answer = brought(Program(sanne))
    kept = BroughtPicture.objects.get()
    assert (answer.status_code, answer["Location"]) == (201, actions.address_of(kept))
    assert b"Camera van Sanne" not in picture_path(kept.file).read_bytes()


def test_only_its_bringer_opens_it(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    brought(Program(sanne))
    place = f"/writing/brought/{BroughtPicture.objects.get().pk}/"
    assert as_colleague(sanne).get(place)["Content-Type"] == "image/jpeg"
    assert as_colleague(karim).get(place).status_code == 404


@pytest.mark.parametrize("as_form", [True, False])
def test_a_post_names_it_and_it_hangs_beside_the_draft(sanne: Colleague, as_form: bool) -> None:
    program = Program(sanne)
    place = brought(program)["Location"]
    if as_form:
        told: Any = {"h": "entry", "photo": place, "mp-photo-alt": "Een boot"}
        assert program.form(HERE, told).status_code == 202
    else:
        photo = [{"value": place, "alt": "Een boot"}]
        told = {"type": ["h-entry"], "properties": {"photo": photo}}
        assert program.call("POST", HERE, told).status_code == 202
    picture = Picture.objects.get()
    assert (picture.description, picture.people_agreed) == ("Een boot", False)
    assert (picture.draft.facts, BroughtPicture.objects.count()) == ("", 0)


def test_another_s_picture_is_only_an_address(sanne: Colleague, karim: Colleague) -> None:
    place = brought(Program(karim))["Location"]
    Program(sanne).form(HERE, {"h": "entry", "content": "x", "photo": place})
    assert (Draft.objects.get().facts, Picture.objects.count()) == (place, 0)
    assert BroughtPicture.objects.filter(colleague=karim).exists()


def test_pictures_come_along_with_the_post(sanne: Colleague) -> None:
    told = {"h": "entry", "content": "x", "photo[]": [upload(), upload()]}
    assert Program(sanne).form(HERE, told).status_code == 202
    assert Draft.objects.get().pictures.count() == 2


@pytest.mark.parametrize("told", [{}, {"file": "x"}, {"photo": "x"}])
def test_without_a_picture_it_says_what_to_send(sanne: Colleague, told: dict[str, Any]) -> None:
    answer = Program(sanne).form(MEDIA, told)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert "multipart" in says(answer)


def test_what_is_no_picture_gets_a_sentence(sanne: Colleague) -> None:
    answer = brought(Program(sanne), b"MZ\x90")
    assert (answer.status_code, "JPEG" in says(answer)) == (400, True)
    assert not BroughtPicture.objects.exists()


def test_without_a_key_nothing_is_brought(sanne: Colleague, as_colleague: SignIn) -> None:
    for browser in (Client(), as_colleague(sanne)):
        assert browser.post(MEDIA, {"file": upload()}).status_code == 401
    assert Program(sanne).get(MEDIA)["Allow"] == "POST"
    assert not BroughtPicture.objects.exists()


def test_without_a_key_much_is_not_read(sanne: Colleague) -> None:
    assert Client().post(MEDIA, {"file": upload(b"x" * 9_000_000)}).status_code in {400, 413}


def test_a_key_that_opens_nothing_is_refused_before_anything_is_read(
    sanne: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WSGIRequest, "_load_post_and_files", None)
    told = {"file": upload(), "content": "x"}
    for page in (HERE, MEDIA):
        answer = Client().post(page, told, headers={"Authorization": "Bearer mw_verzonnen"})
        assert answer.status_code == 401


def test_what_no_table_holds_is_refused(sanne: Colleague) -> None:
    told = {"h": "entry", "content": "a\0b"}
    assert Program(sanne).form(HERE, told).status_code == 400


def test_another_kind_of_key_is_none(sanne: Colleague) -> None:
    told = {"file": upload(b"x" * 9_000_000)}
    answer = Client().post(MEDIA, told, headers={"Authorization": "Basic c2xldXRlbA=="})
    assert answer.status_code == 413


def test_what_a_draft_took_meanwhile_stays(
    sanne: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought(Program(sanne))
    kept = BroughtPicture.objects.get()
    monkeypatch.setattr(BroughtPicture, "delete", lambda _one: (0, {}))
    actions.clear_away(now=timezone.now() + timedelta(days=3))
    assert picture_path(kept.file)


def test_what_no_draft_names_goes(sanne: Colleague) -> None:
    brought(Program(sanne))
    kept = BroughtPicture.objects.get()
    actions.clear_away(now=timezone.now() + timedelta(days=1))
    assert BroughtPicture.objects.exists()
    actions.clear_away(now=timezone.now() + timedelta(days=3))
    assert not BroughtPicture.objects.exists()
    with pytest.raises(NoPicture):
        picture_path(kept.file)


def test_it_goes_when_its_bringer_has_left(sanne: Colleague) -> None:
    brought(Program(sanne))
    Colleague.objects.filter(pk=sanne.pk).update(left_at=NOW)
    actions.erase_left(before=NOW)
    assert not BroughtPicture.objects.exists()


# --- a letter ------------------------------------------------------------------------------------


@pytest.fixture
def address(sanne: Colleague, settings: Any) -> str:
    settings.WRITING_BOX = "imaps://write:geheim@mail.example/INBOX"
    settings.WRITING_ADDRESS = "write@zaak.example"
    return mail_in.make_writing_address(by=sanne)


def letter(to: str, *pictures: bytes, body: str = "Mijn woorden.") -> Written:
    raw = EmailMessage()
    raw["From"], raw["To"], raw["Message-ID"] = "s@thuis.example", to, "<7@thuis.example>"
    raw.set_content(body)
    for picture in pictures:
        raw.add_attachment(picture, maintype="image", subtype="jpeg", filename="boot.jpg")
    found = drafts.read(raw.as_bytes(), address="write@zaak.example", received=NOW, now=NOW)
    assert isinstance(found, Written), found
    return found


def test_what_is_attached_hangs_beside_the_draft_once(address: str) -> None:
    for _time in (1, 2):
        assert mail_in.take_in(written=letter(address, jpeg(), jpeg("blue")))
    draft = Draft.objects.get()
    assert (draft.text, draft.pictures.count()) == ("Mijn woorden.", 2)
    assert b"Camera van Sanne" not in picture_path(draft.pictures.all()[0].file).read_bytes()


def test_a_letter_with_a_picture_and_no_words_is_a_draft(address: str) -> None:
    assert mail_in.take_in(written=letter(address, jpeg(), body=""))
    assert Picture.objects.count() == 1


def test_why_a_picture_stayed_out_stands_among_the_facts(sanne: Colleague, address: str) -> None:
    Colleague.objects.update(language="en")
    mail_in.take_in(written=letter(address, b"no picture", jpeg()))
    assert "not a picture" in Draft.objects.get().facts
    assert Picture.objects.count() == 1
