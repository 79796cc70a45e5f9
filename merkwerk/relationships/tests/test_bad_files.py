"""Files as the world makes them: old, huge, broken, hostile, endless, or something else."""

from __future__ import annotations

import io
import resource
import zipfile
from pathlib import Path

import pytest

from merkwerk.lib.uploads import private_file
from merkwerk.relationships.actions import importing
from merkwerk.relationships.models import Import, Moment, Relationship
from merkwerk.relationships.tests.files import apply, letter, read, taken, undone, vcard, verdicts
from merkwerk.relationships.tests.people import NOW, client_of, colleague

pytestmark = pytest.mark.django_db


def test_a_card_of_the_nineties_is_read() -> None:
    sanne = colleague()
    old = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;Ren=E9\r\n"
        "TEL;WORK;VOICE:(020) 765 43 21\r\nEMAIL;INTERNET:rene@zeil.example\r\nEND:VCARD\r\n"
    )
    taken(sanne, old.encode("ascii"), "CONTACTS.VCF")
    assert Relationship.objects.get().contact.name == "René Müller"


def test_a_hostile_note_stays_a_note() -> None:
    sanne = colleague()
    note = "<script>alert(1)</script> {{ 7*7 }} ' OR 1=1 --\\n\u202etxt"
    one = taken(sanne, vcard("<b>Joris</b>", f"NOTE:{note}")).arrived.get()
    page = client_of(sanne).get(f"/relationships/{one.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<b>Joris</b>" not in page
    assert "\u202e" not in one.note


def test_a_table_in_windows_1252_with_semicolons_is_read() -> None:
    sanne = colleague()
    raw = "Naam;Bedrijf;E-mail\r\nRené Müller;Café ’t Hoekje;r@zeil.example\r\n".encode("cp1252")
    one = taken(sanne, raw, "relaties.csv").arrived.get()
    assert (one.contact.name, one.contact.organisation) == ("René Müller", "Café ’t Hoekje")


def test_a_century_of_repeats_ends() -> None:
    sanne = colleague()
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:1",
        "DTSTAMP:19260101T090000Z",
        "DTSTART:19260101T090000Z", "RRULE:FREQ=DAILY", "SUMMARY:Koffie",
        f"ORGANIZER:mailto:{sanne.email}", "ATTENDEE;CN=Mira:mailto:mira@kaya.example",
        "END:VEVENT", "END:VCALENDAR", "",
    )  # fmt: skip
    batch = taken(sanne, "\r\n".join(lines), "agenda.ics")
    assert 300 < batch.moments.count() < 3000
    assert not Moment.objects.filter(at__gt=NOW).exists()


def test_a_bomb_stays_closed(private: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Connections.csv", b"0" * 30_000_000)
    batch = read(colleague(), stream.getvalue(), "linkedin.zip")
    assert (batch.state, batch.error) == ("failed", "bomb")
    assert not list(private.iterdir())


@pytest.mark.parametrize(
    ("raw", "name"),
    [(b"%PDF-1.4 \xff\x00", "brief.pdf"), (b"\x00" * 5000, "a.vcf"), (b"PK\x03\x04rest", "a.zip")],
)
def test_what_it_doesnt_know_says_so_and_is_erased(raw: bytes, name: str, private: Path) -> None:
    sanne = colleague()
    batch = read(sanne, raw, name)
    assert batch.state == "failed"
    page = client_of(sanne).get(f"/relationships/import/{batch.pk}/").content.decode()
    assert "Bring another file" in page
    assert not list(private.iterdir())


def test_the_wrong_extension_doesnt_matter() -> None:
    assert read(colleague(), vcard("Mira Kaya"), "kaarten.txt").format == "vcard"


def test_another_kind_can_be_said() -> None:
    sanne = colleague()
    batch = read(sanne, "Mira Kaya\r\nJoris Bakker\r\n", "namen.csv")
    assert importing.correct(by=sanne, batch=batch, format="vcard", now=NOW)
    assert importing.read_import(import_id=batch.pk, now=NOW)
    batch.refresh_from_db()
    assert (batch.format, batch.rows.count()) == ("vcard", 0)


def test_one_bad_card_harms_no_other() -> None:
    batch = read(colleague(), "BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n" + vcard("Mira Kaya"))
    assert set(verdicts(batch)) == {"Mira Kaya"}
    assert importing.told(batch)["troubles"]


def test_a_large_mailbox_is_read_in_little_memory(private: Path) -> None:
    sanne = colleague()
    path, stream = private_file("up")
    pair = letter("mira@kaya.example", sanne.email, 1), letter(sanne.email, "mira@kaya.example", 2)
    filler = "x" * 70 + "\n"
    with stream:
        for number in range(60):
            raw = pair[number % 2].replace("<1@", f"<1.{number}@").replace("<2@", f"<2.{number}@")
            stream.write((raw + filler * 12_000).encode())
    size = path.stat().st_size
    assert size > 50_000_000
    batch = importing.bring(by=sanne, path=path, name="alles.mbox", size=size, now=NOW)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert importing.read_import(import_id=batch.pk, now=NOW)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 25_000
    batch.refresh_from_db()
    assert apply(batch).moments.count() == 60
    assert undone(Import.objects.get()).state == "undone"
