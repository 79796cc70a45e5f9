"""Signed forms: a PDF or a picture, kept privately, seen by who looks after the photo and by the
person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import Colleague
from merkwerk.lib.pictures import NoPicture, Readable, forget_picture, keep_picture, picture_path
from merkwerk.lib.uploads import MOST, private_file
from merkwerk.photos.actions.consent.marking import StandsFast, keeps
from merkwerk.photos.actions.consent.proof import note
from merkwerk.photos.models import ConsentEvent, Person, SignedForm

INSIDE = "consents"
PDF = "application/pdf"
MOST_FORMS = 5
_NAME = re.compile(r"form-[0-9a-f]{32}")
SAYS: dict[str, str | Promise] = {
    "too-large": _("This file is too large. It may be 8 MB at most."),
    "not-pdf": _("This PDF ends too early. Save it once more, and bring that."),
    "no-form": _("Bring the form as a PDF, or as a photo (JPEG or PNG)."),
    "too-many": _("There are five forms already. That is enough."),
}


class NoForm(ValueError):
    """A form that can't be kept; `says` is a sentence with what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.says = str(SAYS[code])


@dataclass(frozen=True, slots=True)
class Kept:
    """A form whose file lies in the private folder, without a row yet."""

    name: str
    kind: str
    size: int
    digest: str


def keep_form(
    *, person: Person, file: Readable, by: Colleague | None, now: datetime | None = None
) -> SignedForm:
    """Keeps a signed form: a PDF as it is, a picture written anew without anything else in it.
    Its type is what it holds, whatever it is called. `by` is who adds it; nobody when the person
    does. Raises NoForm for anything else, more than 8 MB, or a sixth form; StandsFast when they
    were taken off or erased; PermissionError for another colleague."""
    if by is not None and not keeps(person.photo, by):
        raise PermissionError("its bringer and editors add forms")
    with form_in_hand(file) as kept, transaction.atomic():
        held = Person.objects.select_for_update().get(pk=person.pk)
        if held.removed_at or held.erased_at:
            raise StandsFast("nobody is asked any more")
        return add_form(held, kept, by=by, now=now or timezone.now())


@contextmanager
def form_in_hand(file: Readable) -> Iterator[Kept]:
    """The file is read, judged and written before any transaction begins; when what follows fails,
    it goes again. Raises NoForm."""
    raw = file.read(MOST + 1)
    kept = Kept(*_kept(raw), sha256(raw).hexdigest())
    with ExitStack() as undoing:
        undoing.callback(_forget, kept.name)
        yield kept
        undoing.pop_all()


def add_form(person: Person, kept: Kept, *, by: Colleague | None, now: datetime) -> SignedForm:
    """The row and the proof of a form, in the caller's transaction, which holds the person. Raises
    NoForm for a sixth one."""
    if person.forms.count() >= MOST_FORMS:
        raise NoForm("too-many")
    form = SignedForm.objects.create(
        person=person, file=kept.name, kind=kept.kind, digest=kept.digest, size=kept.size, by=by,
        at=now,
    )  # fmt: skip
    way = ConsentEvent.Way.COLLEAGUE if by else ConsentEvent.Way.LINK
    note(person, ConsentEvent.What.FORM_ADDED, way=way, by=by, digest=form.digest, now=now)
    return form


def form_path(form: SignedForm) -> Path | None:
    """Where a form lies; None when it is not there any more."""
    if _NAME.fullmatch(form.file):
        path = Path(settings.PRIVATE_DIR / INSIDE / form.file)
        return path if path.is_file() else None
    try:
        return picture_path(form.file)
    except NoPicture:
        return None


def forget_forms(people: list[Person]) -> int:
    """Removes the forms of these people, with their files once the caller's transaction has ended
    well; returns how many there were. For whoever erases somebody, or removes a photo for good."""
    forms = list(SignedForm.objects.filter(person__in=people))
    SignedForm.objects.filter(pk__in=[form.pk for form in forms]).delete()
    for form in forms:
        transaction.on_commit(partial(_forget, form.file))
    return len(forms)


def _kept(raw: bytes) -> tuple[str, str, int]:
    if len(raw) > MOST:
        raise NoForm("too-large")
    if raw[:5] == b"%PDF-":
        if b"%%EOF" not in raw[-2048:]:
            raise NoForm("not-pdf")
        path, stream = private_file("form", INSIDE)
        with stream:
            stream.write(raw)
        return path.name, PDF, len(raw)
    return _picture(raw)


class _Held:
    """Bytes, read as a file is."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def read(self, size: int, /) -> bytes:
        return self.raw[:size]


def _picture(raw: bytes) -> tuple[str, str, int]:
    try:
        kept = keep_picture(_Held(raw))
    except NoPicture as trouble:
        raise NoForm("too-large" if trouble.code == "too-large" else "no-form") from None
    return kept.name, kept.type, picture_path(kept.name).stat().st_size


def _forget(name: str) -> None:
    if _NAME.fullmatch(name):
        (settings.PRIVATE_DIR / INSIDE / name).unlink(missing_ok=True)
    forget_picture(name)
