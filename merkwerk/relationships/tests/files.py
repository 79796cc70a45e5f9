"""Invented files, brought, read and taken over as a colleague and the worker would."""

from __future__ import annotations

from datetime import timedelta

from merkwerk.accounts.models import Colleague
from merkwerk.lib.uploads import private_file
from merkwerk.relationships.actions import importing
from merkwerk.relationships.models import Import, ImportRow
from merkwerk.relationships.tests.people import NOW

LATER = NOW + timedelta(minutes=1)


def vcard(name: str, *lines: str) -> str:
    told = ("BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", *lines, "END:VCARD", "")
    return "\r\n".join(told)


def letter(sender: str, to: str, number: int, subject: str = "Hallo") -> str:
    return (
        f"From x Mon Mar  2 10:00:00 2026\nFrom: {sender}\nTo: {to}\nSubject: {subject}\n"
        f"Date: Mon, {number % 28 + 1:02} Mar 2026 10:00:00 +0100\n"
        f"Message-ID: <{number}@kade.example>\n\nGeheim woord.\n\n"
    )


def brought(by: Colleague, text: str | bytes, name: str = "contacts.vcf", **rest: object) -> Import:
    """The import of a file, not read yet."""
    path, stream = private_file("up")
    raw = text if isinstance(text, bytes) else text.encode()
    with stream:
        stream.write(raw)
    return importing.bring(by=by, path=path, name=name, size=len(raw), now=NOW, **rest)  # type: ignore[arg-type]


def read(by: Colleague, text: str | bytes, name: str = "contacts.vcf", **rest: object) -> Import:
    batch = brought(by, text, name, **rest)
    assert importing.read_import(import_id=batch.pk, now=NOW)
    return Import.objects.get(pk=batch.pk)


def taken(by: Colleague, text: str | bytes, name: str = "contacts.vcf", **rest: object) -> Import:
    """Read, and everybody that is chosen by itself taken over."""
    batch = read(by, text, name, **rest)
    assert batch.state == Import.State.PREVIEW, batch.error
    return apply(batch)


def apply(batch: Import) -> Import:
    assert importing.take_over(by=batch.colleague, batch=batch, now=LATER)
    assert importing.apply_import(import_id=batch.pk, now=LATER)
    return Import.objects.get(pk=batch.pk)


def undone(batch: Import) -> Import:
    assert importing.undo(by=batch.colleague, batch=batch, now=LATER)
    assert importing.undo_import(import_id=batch.pk, now=LATER)
    return Import.objects.get(pk=batch.pk)


def verdicts(batch: Import) -> dict[str, str]:
    """Verdict of each person by name."""
    rows = list(batch.rows.order_by("position"))
    return {one.card.name: one.verdict for one in importing.shown([row.pk for row in rows])}


def row_of(batch: Import, name: str) -> ImportRow:
    shown = importing.shown(list(batch.rows.values_list("pk", flat=True)))
    return ImportRow.objects.get(pk=next(one.pk for one in shown if one.card.name == name))
