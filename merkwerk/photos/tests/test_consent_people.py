"""The pages on which colleagues mark and ask, and the register."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks, Settings

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague, Organisation, Role
from merkwerk.notifications.models import Letter, Notice
from merkwerk.photos import actions as photos
from merkwerk.photos.actions import consent
from merkwerk.photos.models import ConsentEvent, Looking, Person, Photo, SignedForm
from merkwerk.photos.tests.shown import ready_photo, says, somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]


@pytest.fixture(autouse=True)
def in_english(sanne: Colleague, karim: Colleague) -> None:
    Colleague.objects.update(language="en")
    sanne.language = karim.language = "en"


@pytest.fixture
def photo(sanne: Colleague, organisation: Organisation) -> Photo:
    return ready_photo(sanne, with_files=True)


@pytest.fixture
def eva(colleague_named: MakeColleague) -> Colleague:
    return colleague_named("Eva Redactie", Role.EDITOR)


@pytest.fixture
def own(sanne: Colleague, as_colleague: SignIn) -> Client:
    return as_colleague(sanne)


def typed(**more: object) -> dict[str, object]:
    return {"name": "Joris Bakker", "language": "nl", "asks_for": ["site"], **more}


def test_somebody_is_marked_in_the_picture(own: Client, photo: Photo) -> None:
    answer = own.post(reverse("photos:people", args=[photo.pk]), typed(x="40", y="60"))
    person = Person.objects.get()
    assert answer["Location"] == reverse("photos:person", args=[person.pk])
    assert (person.name, person.x, person.y, person.asks_for) == ("Joris Bakker", 40, 60, ["site"])
    page = own.get(reverse("photos:people", args=[photo.pk])).content.decode()
    assert 'cx="26" cy="29"' in page


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"name": ""}, "Choose a colleague, or give a name."),
        ({"asks_for": []}, "Choose at least one place to ask for."),
        ({"email": "joris"}, "An address looks like"),
        ({"x": "140"}, "100"),
        ({"name": "", "why_not_needed": "other"}, "Say in a few words"),
    ],
)
def test_what_is_missing_is_said(
    own: Client, photo: Photo, more: dict[str, object], said: str
) -> None:
    answer = own.post(reverse("photos:people", args=[photo.pk]), typed(**more))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Person.objects.exists()


def test_saying_that_nobody_is_in_it_lets_it_be_shown(own: Client, photo: Photo) -> None:
    page = reverse("photos:people", args=[photo.pk])
    assert "May not be shown anywhere yet." in own.get(page).content.decode()
    own.post(reverse("photos:looked", args=[photo.pk]), {"saw": "nobody"})
    assert "May be shown:" in own.get(page).content.decode()
    own.post(reverse("photos:looked", args=[photo.pk]), {"saw": "again"})
    assert not Looking.objects.exists()


def test_nobody_is_not_kept_while_somebody_is_marked(
    own: Client, photo: Photo, sanne: Colleague
) -> None:
    consent.mark(photo=photo, by=sanne, told=consent.Told(name="Joris"))
    own.post(reverse("photos:looked", args=[photo.pk]), {"saw": "nobody"})
    assert not Looking.objects.exists()


def test_another_colleague_sees_where_it_may_be_and_nobodys_name(
    as_colleague: SignIn, karim: Colleague, photo: Photo, sanne: Colleague
) -> None:
    somebody(photo, sanne)
    page = as_colleague(karim).get(reverse("photos:people", args=[photo.pk])).content.decode()
    assert "wasn’t asked yet" in page
    assert "Joris" not in page
    as_colleague(karim).post(reverse("photos:people", args=[photo.pk]), typed(name="Vreemd"))
    assert Person.objects.count() == 1


def test_a_link_is_shown_once(own: Client, photo: Photo, sanne: Colleague) -> None:
    person = somebody(photo, sanne)
    page = reverse("photos:person", args=[person.pk])
    shown = own.post(reverse("photos:ask_person", args=[person.pk]), {"by": "hand"})
    assert "/consent/" in shown.content.decode()
    assert "http" not in own.get(page).content.decode().split("<main")[1].split("</main")[0]
    assert Person.objects.get().state == Person.State.ASKED


def test_a_letter_goes_to_who_has_an_address(
    own: Client, photo: Photo, sanne: Colleague, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "merkwerk.notifications.mail.LetterBox"
    person = somebody(photo, sanne)
    own.post(reverse("photos:ask_person", args=[person.pk]), {"by": "mail"})
    letter = Letter.objects.get()
    assert "joris@buiten.example" in letter.recipients
    assert "Joris" not in letter.subject


def test_after_five_letters_a_day_no_more_go(
    photo: Photo, sanne: Colleague, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "merkwerk.notifications.mail.LetterBox"
    person = somebody(photo, sanne)
    for _number in range(7):
        consent.ask(person=person, by=sanne, by_mail=True)
    assert Letter.objects.count() == 5


def test_a_colleague_in_it_is_told_and_answers_signed_in(
    as_colleague: SignIn, photo: Photo, sanne: Colleague, karim: Colleague
) -> None:
    person = somebody(photo, sanne, colleague=karim)
    consent.ask(person=person, by=sanne)
    assert Notice.objects.get(colleague=karim).kind == "consent_asked"
    browser = as_colleague(karim)
    page = browser.get(reverse("photos:my_consents"))
    assert reverse("photos:answer_own", args=[person.pk]) in page.content.decode()
    answer = browser.post(reverse("photos:answer_own", args=[person.pk]))
    assert answer["Location"].startswith("/consent/")
    assert browser.get(answer["Location"]).status_code == 200


def test_a_form_on_paper_is_kept_with_its_answer(
    own: Client, photo: Photo, sanne: Colleague
) -> None:
    person = somebody(photo, sanne)
    file = SimpleUploadedFile("x.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    told = {
        "person": person.pk, "places": ["site"], "period": "12", "name": "Joris Bakker",
        "signed_on": timezone.localdate().isoformat(), "file": file,
    }  # fmt: skip
    answer = own.post(reverse("photos:paper"), told)
    assert answer.status_code == 302
    kept = Person.objects.get()
    assert kept.state == Person.State.PARTLY
    line = ConsentEvent.objects.filter(what="partly").get()
    assert (line.way, line.by_pk) == ("paper", sanne.pk)
    form = SignedForm.objects.get()
    assert own.get(reverse("photos:signed_form", args=[form.pk])).status_code == 200


def test_paper_doesnt_undo_a_later_no(own: Client, photo: Photo, sanne: Colleague) -> None:
    person = says(somebody(photo, sanne))
    file = SimpleUploadedFile("x.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    told = {
        "person": person.pk, "places": ["site"], "period": "stop", "name": "Joris",
        "signed_on": timezone.localdate().isoformat(), "file": file,
    }  # fmt: skip
    answer = own.post(reverse("photos:paper"), told)
    assert answer.status_code == 422
    assert "Their own last word counts." in answer.content.decode()
    assert Person.objects.get().state == Person.State.REFUSED
    assert not SignedForm.objects.exists()


def test_a_paper_without_the_form_is_not_kept(own: Client, photo: Photo, sanne: Colleague) -> None:
    person = somebody(photo, sanne)
    told = {"person": person.pk, "places": ["site"], "period": "stop", "name": "Joris"}
    assert own.post(reverse("photos:paper"), told).status_code == 422
    assert own.post(reverse("photos:paper"), {"person": "x"}).status_code == 404


def test_removing_a_photo_leaves_proof_and_no_forms(
    photo: Photo,
    sanne: Colleague,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    person = somebody(photo, sanne)
    file = SimpleUploadedFile("x.pdf", b"%PDF-1.4\n%%EOF\n")
    path = consent.form_path(consent.keep_form(person=person, file=file, by=sanne))
    with django_capture_on_commit_callbacks(execute=True):
        photos.remove(photo=photo, by=sanne)
    assert path is not None
    assert not path.exists()
    assert ConsentEvent.objects.latest("pk").what == "removed"


def test_the_register_is_for_editors_alone(
    as_colleague: SignIn, eva: Colleague, sanne: Colleague, administrator: Colleague, photo: Photo
) -> None:
    somebody(photo, sanne)
    for name in ("register", "register_table", "register_proof"):
        where = reverse(f"photos:{name}")
        assert as_colleague(eva).get(where).status_code == 200
        assert as_colleague(sanne).get(where).status_code == 403
        assert as_colleague(administrator).get(where).status_code == 403


@pytest.mark.parametrize(
    ("show", "found"), [("", 3), ("waiting", 1), ("partly", 1), ("withdrawn", 1), ("agreed", 0)]
)
def test_the_register_shows_by_state(
    as_colleague: SignIn, eva: Colleague, sanne: Colleague, photo: Photo, show: str, found: int
) -> None:
    somebody(photo, sanne, name="Wacht Nog")
    says(somebody(photo, sanne, name="Zegt Ja"), "site")
    consent.withdraw(person=says(somebody(photo, sanne, name="Wil Niet"), "site"))
    told = as_colleague(eva).get(reverse("photos:register"), {"show": show}).content.decode()
    assert sum(name in told for name in ("Wacht Nog", "Zegt Ja", "Wil Niet")) == found


def test_what_runs_out_soon_is_in_the_register(photo: Photo, sanne: Colleague) -> None:
    person = says(somebody(photo, sanne), "site", months=12)
    now = timezone.now()
    assert not consent.in_register(show="running-out", now=now)
    Person.objects.update(until=timezone.localdate())
    assert list(consent.in_register(show="running-out", now=now)) == [person]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_table_is_a_formula(photo: Photo, sanne: Colleague, sign: str) -> None:
    person = somebody(photo, sanne)
    Person.objects.filter(pk=person.pk).update(name=f"{sign}cmd|' /C calc'!A0")
    told = consent.as_csv(consent.in_register(show="", now=timezone.now()))
    cells = [cell for row in csv.reader(StringIO(told, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(sign)]
    assert f"'{sign}cmd" in told


def test_the_proof_is_exported_with_what_is_gone(
    as_colleague: SignIn, eva: Colleague, sanne: Colleague, photo: Photo
) -> None:
    says(somebody(photo, sanne), "site", digest="")
    other = ready_photo(sanne)
    somebody(other, sanne, name="Weg")
    photos.remove(photo=other, by=sanne)
    answer = as_colleague(eva).get(reverse("photos:register_proof"))
    told = json.loads(answer.content)
    assert [one["name"] for one in told["people"]] == ["Joris Bakker"]
    assert told["people"][0]["proof_is_whole"]
    [gone] = told["gone"]
    assert [line["what"] for line in gone["proof"]] == ["marked", "removed"]
    assert "Weg" not in answer.content.decode()


def test_an_editor_erases_a_name_when_no_yes_stands(
    as_colleague: SignIn, eva: Colleague, own: Client, sanne: Colleague, photo: Photo
) -> None:
    person = says(somebody(photo, sanne))
    where = reverse("photos:erase_person", args=[person.pk])
    assert own.post(where).status_code == 403
    as_colleague(eva).post(where)
    assert Person.objects.get().name == ""


def test_a_form_that_is_not_kept_leaves_no_file(
    photo: Photo, sanne: Colleague, settings: Settings, tmp_path: Path
) -> None:
    person = somebody(photo, sanne)
    consent.remove(person=person, by=sanne)
    settings.PRIVATE_DIR = tmp_path
    file = SimpleUploadedFile("x.pdf", b"%PDF-1.4\n%%EOF\n")
    with pytest.raises(consent.StandsFast):
        consent.keep_form(person=person, file=file, by=sanne)
    assert not list((tmp_path / "consents").iterdir())
