"""The pages of importing: the upload, the preview, and that nobody else gets anywhere near."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from merkwerk.relationships.actions import importing
from merkwerk.relationships.models import Import, Relationship
from merkwerk.relationships.tests.files import read, row_of, taken, vcard
from merkwerk.relationships.tests.people import client_of, colleague, knows
from merkwerk.relationships.tests.test_importing import CONNECTIONS, JORIS

pytestmark = pytest.mark.django_db
WHERE = "/relationships/import/"


def bring(client: Client, raw: bytes, name: str = "contacts.vcf", **more: str) -> str:
    """Where the upload leads to, or what its answer says."""
    answer = client.post(WHERE, {"file": SimpleUploadedFile(name, raw), **more})
    return answer.headers.get("Location") or answer.content.decode()


def test_a_file_goes_to_a_place_where_nobody_else_reads(private: Path) -> None:
    sanne = colleague()
    where = bring(client_of(sanne), JORIS.encode())
    batch = Import.objects.get()
    assert where == reverse("relationships:import", args=[batch.pk])
    (path,) = private.iterdir()
    assert (path.name, path.read_bytes()) == (batch.file, JORIS.encode())
    assert path.stat().st_mode & 0o777 == 0o600
    assert private.stat().st_mode & 0o777 == 0o700
    assert batch.name == "contacts.vcf"


def test_no_file_is_a_clear_sentence() -> None:
    client = client_of(colleague())
    assert "Choose a file first." in client.post(WHERE, {}).content.decode()


def test_an_empty_file_is_a_clear_sentence(private: Path) -> None:
    assert "nothing in this file" in bring(client_of(colleague()), b"")
    assert not list(private.iterdir())


def test_too_large_a_file_is_a_clear_sentence(settings: Settings, private: Path) -> None:
    settings.LARGEST_IMPORT = 1024 * 1024
    assert "at most 1 MB" in bring(client_of(colleague()), b"x" * (3 * 1024 * 1024))
    assert not list(private.iterdir())
    assert not Import.objects.exists()


def test_an_upload_that_breaks_off_leaves_nothing(private: Path) -> None:
    client = client_of(colleague())
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.vcf"\r\n\r\nBEGIN'
    answer = client.post(WHERE, body, content_type="multipart/form-data; boundary=x")
    assert "broke off halfway" in answer.content.decode()
    assert not Import.objects.exists()
    assert not list(private.iterdir())


def test_a_stranger_fills_no_disk(private: Path) -> None:
    bring(Client(), JORIS.encode())
    assert not private.exists()


def test_another_page_takes_no_file(private: Path) -> None:
    client = client_of(colleague())
    client.post("/relationships/add/", {"file": SimpleUploadedFile("a.vcf", b"x"), "name": "A"})
    assert not private.exists()


def test_ten_files_that_wait_are_enough() -> None:
    client = client_of(colleague())
    for _number in range(10):
        bring(client, JORIS.encode())
    assert "Ten files wait" in bring(client, JORIS.encode())


def test_while_it_is_read_the_page_says_so_with_and_without_script() -> None:
    client = client_of(colleague())
    where = bring(client, JORIS.encode())
    page = client.get(where).content.decode()
    assert "It is being read." in page
    assert 'http-equiv="refresh"' in page
    part = client.get(where, headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 2s"' in part
    importing.read_import(import_id=Import.objects.get().pk)
    assert client.get(where, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_the_preview_tells_who_why_and_how_they_are_reached() -> None:
    sanne = colleague()
    knows(sanne, "Joris Bakker")
    batch = read(sanne, JORIS + vcard("Mira Kaya"))
    page = client_of(sanne).get(f"{WHERE}{batch.pk}/").content.decode()
    for words in ("2 people are in this file", "Perhaps known 1", "joris@koerier.example"):
        assert words in page
    assert "The same name." in page


def test_a_page_of_ticks_is_kept_and_taken_over() -> None:
    sanne = colleague()
    batch = read(sanne, JORIS + vcard("Mira Kaya"))
    rows = list(batch.rows.order_by("position").values_list("pk", flat=True))
    client_of(sanne).post(
        f"{WHERE}{batch.pk}/choose/", {"on-page": rows, "row": rows[1:], "take": "1"}
    )
    importing.apply_import(import_id=batch.pk)
    assert [one.contact.name for one in Relationship.objects.all()] == ["Mira Kaya"]
    page = client_of(sanne).get(f"{WHERE}{batch.pk}/").content.decode()
    assert "1 person was taken over." in page


def test_all_and_nobody_of_a_kind() -> None:
    sanne = colleague()
    batch = read(sanne, JORIS + vcard("Mira Kaya"))
    client = client_of(sanne)
    client.post(f"{WHERE}{batch.pk}/choose/", {"none": "1", "show": "new"})
    assert not batch.rows.filter(chosen=True).exists()
    client.post(f"{WHERE}{batch.pk}/choose/", {"all": "1"})
    assert batch.rows.filter(chosen=True).count() == 2


def test_one_answer_about_one_person() -> None:
    sanne = colleague()
    knows(sanne, "Joris Bakker")
    batch = read(sanne, JORIS)
    row = row_of(batch, "Joris Bakker")
    client_of(sanne).post(f"{WHERE}{batch.pk}/choose/", {"same": str(row.pk)})
    row.refresh_from_db()
    assert (row.verdict, row.chosen) == ("same", True)


def test_searching_finds_by_name_organisation_and_address() -> None:
    sanne = colleague()
    batch = read(sanne, JORIS + vcard("Mira Kaya"))
    client = client_of(sanne)
    for words, found in (("fietskoerier", "Joris"), ("koerier.example", "Joris"), ("mira", "Mira")):
        page = client.get(f"{WHERE}{batch.pk}/?q={words}").content.decode()
        assert found in page
    assert "Nobody found" in client.get(f"{WHERE}{batch.pk}/?q=zebra").content.decode()


def test_columns_are_shown_and_corrected() -> None:
    sanne = colleague()
    raw = "Wie;Waar;Bereik\r\nJoris Bakker;Fietsen;joris@k.example\r\n".encode("cp1252")
    batch = read(sanne, raw, "lijst.csv")
    client = client_of(sanne)
    assert "Fietsen" in client.get(f"{WHERE}{batch.pk}/").content.decode()
    told = {"step": "columns", "column-0": "name", "column-1": "organisation", "column-2": "mail"}
    client.post(f"{WHERE}{batch.pk}/correct/", told)
    importing.read_import(import_id=batch.pk)
    assert importing.shown([batch.rows.get().pk])[0].card.organisation == "Fietsen"


def test_an_export_of_somebody_else_is_asked_about_first() -> None:
    sanne = colleague("Sanne")
    batch = read(sanne, _of_piet(), "piet.zip")
    client = client_of(sanne)
    page = client.get(f"{WHERE}{batch.pk}/").content.decode()
    assert "This looks like the export of <bdi>Piet Jansen</bdi>. Is it yours?" in page
    answer = client.post(f"{WHERE}{batch.pk}/choose/", {"take": "1", "all": ""}, follow=True)
    assert "First say that this file is yours" in answer.content.decode()
    assert not importing.apply_import(import_id=batch.pk)
    client.post(f"{WHERE}{batch.pk}/correct/", {"step": "mine"})
    assert importing.read_import(import_id=batch.pk)
    assert "Is it yours?" not in client.get(f"{WHERE}{batch.pk}/").content.decode()


def _of_piet() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("Profile.csv", "First Name,Last Name,Headline\nPiet,Jansen,x\n")
        archive.writestr("Connections.csv", CONNECTIONS.format(work="BV"))
    return stream.getvalue()


def test_dropping_erases_the_file_and_what_was_read(private: Path) -> None:
    sanne = colleague()
    batch = read(sanne, JORIS)
    client_of(sanne).post(f"{WHERE}{batch.pk}/drop/")
    assert not list(private.iterdir())
    assert not batch.rows.exists()


def test_once_taken_over_the_file_is_gone(private: Path) -> None:
    taken(colleague(), JORIS)
    assert not list(private.iterdir())


@pytest.mark.parametrize("step", ["", "correct/", "choose/", "undo/", "drop/"])
def test_a_colleague_finds_nothing_at_its_addresses(step: str) -> None:
    sanne, karim = colleague(), colleague("Karim")
    batch = read(sanne, JORIS)
    client = client_of(karim)
    assert client.post(f"{WHERE}{batch.pk}/{step}").status_code in (404, 405)
    assert client.get(f"{WHERE}{batch.pk}/").status_code == 404
    assert "contacts.vcf" not in client.get(WHERE).content.decode()
