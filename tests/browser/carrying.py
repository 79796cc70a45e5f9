"""Files that were brought, in every state; copies to take along; and people who left."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.test import override_settings
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.lib.style import HOSTILE
from merkwerk.lib.uploads import private_file
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.actions import importing
from merkwerk.relationships.actions.leaving import farewell_path
from merkwerk.relationships.models import Import, Takeaway
from merkwerk.relationships.tests.files import letter, vcard


def carrying(sanne: Colleague, karim: Colleague) -> dict[str, int | str]:
    """Numbers of imports, copies and leavers for the addresses."""
    with TemporaryDirectory() as folder, override_settings(PRIVATE_DIR=Path(folder)):
        return _carrying(sanne, karim)


def _carrying(sanne: Colleague, karim: Colleague) -> dict[str, int | str]:
    facts = {"next_try": timezone.now() + timedelta(days=1), "colleague": sanne}
    return {
        "preview": _read(sanne, _address_book(sanne, karim), "Mijn adresboek.vcf").pk,
        "table": _read(sanne, _table(), "relaties.csv").pk,
        "letters": _read(sanne, _letters(sanne), "post.mbox").pk,
        "of_piet": _read(sanne, _of_piet(), f"{HOSTILE[:80]}.zip").pk,
        "nobody": _read(sanne, "BEGIN:VCARD\r\nVERSION:4.0\r\nEND:VCARD\r\n", "leeg.vcf").pk,
        "no_file": _read(sanne, "%PDF-1.4", "brief.pdf").pk,
        "being_read": Import.objects.create(total=100, done=40, **facts).pk,
        "taken_over": _state(sanne, Import.State.DONE, taken=12, made=9, moments=310),
        "undone": _state(sanne, Import.State.UNDONE, stayed=1),
        **_left(sanne),
    }


def _read(by: Colleague, text: str | bytes, name: str) -> Import:
    path, stream = private_file("up")
    with stream:
        stream.write(text if isinstance(text, bytes) else text.encode())
    batch = importing.bring(by=by, path=path, name=name, size=path.stat().st_size)
    importing.read_import(import_id=batch.pk)
    return batch


def _state(by: Colleague, state: str, **counts: int) -> int:
    return Import.objects.create(
        colleague=by, state=state, counts=counts, format="vcard", name="oud.vcf",
        next_try=timezone.now(),
    ).pk  # fmt: skip


def _address_book(sanne: Colleague, karim: Colleague) -> str:
    worst = HOSTILE.replace("\n", " ")
    return (
        vcard("Joris Bakker", "ORG:Fietskoerier Oost", "EMAIL:joris@koerier.example")
        + vcard("Bakker, J.", "EMAIL:joris@koerier.example", "TEL:+31612345678")
        + vcard(worst[:250], f"ORG:{worst[:150]}", f"NOTE:{worst}", "BDAY:--0412")
        + vcard("x" * 200, f"EMAIL:{'y' * 60}@voorbeeld.example")
        + vcard("Karim", f"EMAIL:{karim.email}")
        + vcard("Ik", f"EMAIL:{sanne.email}")
        + "BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n"
        + "".join(vcard(f"Kennis {number}", f"UID:{number}") for number in range(60))
    )


def _table() -> bytes:
    return "Naam;Bedrijf;Mail\r\nRené Müller;Zeilmakerij;r@zeil.example\r\n".encode("cp1252")


def _letters(sanne: Colleague) -> str:
    both = ((sanne.email, "mira@kaya.example"), ("mira@kaya.example", sanne.email))
    return "".join(letter(*both[number % 2], number) for number in range(12))


def _of_piet() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("Profile.csv", "First Name,Last Name,Headline\nPiet,Jansen,x\n")
        archive.writestr(
            "Connections.csv",
            "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
            "Mira,Kaya,https://www.linkedin.com/in/mira-kaya,,BV,baas,03 Mar 2024\n",
        )
    return stream.getvalue()


def _left(sanne: Colleague) -> dict[str, int | str]:
    Takeaway.objects.create(
        colleague=sanne, state=Takeaway.State.READY, size=81_234, next_try=timezone.now()
    )
    leaver, erased = (_leaver(name, days) for name, days in (("Lies Weg", 1), ("Bas Weg", 20)))
    Takeaway.objects.create(
        colleague=leaver, state=Takeaway.State.READY, size=81_234, next_try=timezone.now()
    )
    relationships.erase(colleague=erased)
    return {"leaver": leaver.pk, "erased": erased.pk, "farewell": farewell_path(leaver)}


def _leaver(name: str, days: int) -> Colleague:
    left = timezone.now() - timedelta(days=days)
    made = Colleague.objects.create_user(f"{name[:3].lower()}@kade.example", None, name=name)
    relationships.add_contact(by=made, name="Joris Bakker")
    Colleague.objects.filter(pk=made.pk).update(is_active=False, left_at=left)
    made.refresh_from_db()
    return made
