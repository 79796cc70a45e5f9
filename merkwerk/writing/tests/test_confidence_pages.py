"""The keeper's pages: for keepers alone, and nothing typed is lost."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague, Role
from merkwerk.writing.actions import probing, registering
from merkwerk.writing.models import Confidence, Probing
from merkwerk.writing.tests.people import client_of

pytestmark = pytest.mark.django_db
PAGES = ["confidences", "new_confidence", "bring_confidences", "probings"]


@pytest.fixture
def keeper(colleague_named: MakeColleague) -> Colleague:
    return colleague_named("Kee Bewaard", Role.KEEPER)


@pytest.fixture
def client(keeper: Colleague) -> Client:
    return client_of(keeper)


@pytest.fixture
def row(keeper: Colleague) -> Confidence:
    return registering.keep(by=keeper, kind="client", name="Waterbedrijf Noord", aliases=["WBN"])


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_opens_them(
    page: str, sanne: Colleague, administrator: Colleague, row: Confidence
) -> None:
    for somebody in (sanne, administrator):
        assert client_of(somebody).get(reverse(f"writing:{page}")).status_code == 403
    assert Client().get(reverse(f"writing:{page}")).status_code == 302


def test_nobody_else_changes_anything(administrator: Colleague, row: Confidence) -> None:
    theirs = client_of(administrator)
    for page in ("confidence", "remove_confidence"):
        answer = theirs.post(reverse(f"writing:{page}", args=[row.pk]), {"name": "X"})
        assert answer.status_code == 403
    assert Confidence.objects.get().name == "Waterbedrijf Noord"


def test_the_way_there_stands_on_the_keepers_desk_alone(client: Client, sanne: Colleague) -> None:
    way = reverse("writing:confidences")
    assert way in client.get(reverse("writing:desk")).content.decode()
    assert way not in client_of(sanne).get(reverse("writing:desk")).content.decode()


def test_the_list_shows_who_is_on_it(client: Client, row: Confidence) -> None:
    page = client.get(reverse("writing:confidences"), {"q": "waterb"}).content.decode()
    assert "Waterbedrijf Noord" in page
    assert "WBN" in page
    assert (
        "Waterbedrijf"
        not in client.get(reverse("writing:confidences"), {"q": "zzz"}).content.decode()
    )


def test_one_is_added_and_changed(client: Client) -> None:
    told = {"kind": "client", "name": "Gasbedrijf Zuid", "aliases": "GBZ\nZuidgas"}
    client.post(reverse("writing:new_confidence"), told)
    one = Confidence.objects.get()
    assert one.aliases == ["GBZ", "Zuidgas"]
    told |= {"may_be_named": "on", "named_until": "2027-03-12", "proof": "mail"}
    client.post(reverse("writing:confidence", args=[one.pk]), told)
    one.refresh_from_db()
    assert (one.may_be_named, str(one.named_until)) == (True, "2027-03-12")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "X"},
        {"name": "waterbedrijf-noord"},
        {"kind": "date"},
        {"may_be_named": "on"},
        {"named_from": "2027-02-01", "named_until": "2027-01-01"},
    ],
)
def test_what_is_wrong_comes_back_with_all_that_was_typed(
    client: Client, row: Confidence, wrong: dict[str, str]
) -> None:
    told = {"kind": "client", "name": "Gasbedrijf Zuid", "instead": "een gasbedrijf", **wrong}
    answer = client.post(reverse("writing:new_confidence"), told)
    assert answer.status_code == 422
    assert "een gasbedrijf" in answer.content.decode()
    assert Confidence.objects.count() == 1


def test_one_is_taken_off(client: Client, row: Confidence) -> None:
    client.post(reverse("writing:remove_confidence", args=[row.pk]))
    assert not Confidence.objects.exists()


def test_a_table_is_brought(client: Client) -> None:
    file = SimpleUploadedFile("lijst.csv", b"naam;soort\nGasbedrijf Zuid;klant\n;klant\n")
    page = client.post(reverse("writing:bring_confidences"), {"file": file}).content.decode()
    assert "3" in page
    assert Confidence.objects.get().name == "Gasbedrijf Zuid"


def test_no_file_is_said_kindly(client: Client) -> None:
    assert client.post(reverse("writing:bring_confidences")).status_code == 422


def test_who_touched_many_names_is_seen_and_known(
    client: Client, sanne: Colleague, keeper: Colleague
) -> None:
    probing.note_probing(by=sanne, names=13, day=date(2026, 11, 22))
    assert "Sanne Vos" in client.get(reverse("writing:probings")).content.decode()
    one = Probing.objects.get()
    client.post(reverse("writing:probing_seen", args=[one.pk]))
    one.refresh_from_db()
    assert one.seen_at


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04" + b"\x00\x01\xfe" * 90, b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n\x00"]
)
def test_another_kind_of_file_gets_a_sentence(client: Client, data: bytes) -> None:
    told = {"file": SimpleUploadedFile("lijst.csv", data, "text/csv")}
    answer = client.post(reverse("writing:bring_confidences"), told)
    assert answer.status_code == 422
    assert ".csv" in answer.content.decode()
    assert not Confidence.objects.exists()
