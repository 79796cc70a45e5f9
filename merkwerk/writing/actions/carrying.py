"""Pictures that come along from another program, a phone or a letter: kept as those of the page
are, and described afterwards, on the draft's own page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from io import BytesIO

from django.conf import settings
from django.db import transaction
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague
from merkwerk.engine.text import without_tricks
from merkwerk.lib.pictures import NoPicture, Readable, forget_picture, keep_picture
from merkwerk.writing.actions.picturing import (
    DESCRIPTION,
    MOST_PICTURES,
    TooManyPictures,
    add_picture,
)
from merkwerk.writing.models import BroughtPicture, Draft, Picture

WAITS = timedelta(days=2)
A_TIME = 500


def bring_picture(*, by: Colleague, file: Readable) -> BroughtPicture:
    """Keeps a picture for the draft that will name it by `address_of`. Raises NoPicture."""
    kept = keep_picture(file)
    return BroughtPicture.objects.create(
        colleague=by, file=kept.name, kind=kept.type, width=kept.width, height=kept.height
    )


def address_of(picture: BroughtPicture) -> str:
    """The whole address of a brought picture, which its bringer alone can open."""
    return str(settings.SITE_URL) + reverse("writing:brought", args=[picture.pk])


def brought(address: str, *, by: Colleague) -> BroughtPicture | None:
    """The colleague's own brought picture with this address, or None."""
    site = str(settings.SITE_URL)
    try:
        found = resolve(address.removeprefix(site)) if address.startswith(f"{site}/") else None
    except Resolver404:
        found = None
    if found is None or found.view_name != "writing:brought":
        return None
    return BroughtPicture.objects.visible_to(by).filter(pk=found.kwargs["pk"]).first()


def hang(*, draft: Draft, by: Colleague, pictures: Sequence[tuple[BroughtPicture, str]]) -> int:
    """Puts brought pictures, each with its description, beside an own draft, ten at most; says how
    many. Whether who is in them agreed is asked on the page: it is never taken for granted."""
    if draft.colleague_id != by.pk:
        raise PermissionError("a draft is its writer's alone")
    with transaction.atomic():
        place = Picture.objects.filter(draft=draft).count()
        hung = pictures[: max(0, MOST_PICTURES - place)]
        for number, (one, description) in enumerate(hung, place + 1):
            gone, _kinds = BroughtPicture.objects.visible_to(by).filter(pk=one.pk).delete()
            if gone:
                Picture.objects.create(
                    draft=draft, file=one.file, kind=one.kind, width=one.width, height=one.height,
                    description=without_tricks(description)[:DESCRIPTION].strip(), place=number,
                )  # fmt: skip
    return len(hung)


def add_pictures(*, draft: Draft, by: Colleague, files: Iterable[Readable | bytes]) -> list[str]:
    """Puts these pictures beside an own draft, and says of each that could not be kept why not, in
    one sentence; each sentence once."""
    refused: dict[str, None] = {}
    for file in files:
        try:
            add_picture(draft=draft, by=by, file=BytesIO(file) if isinstance(file, bytes) else file)
        except NoPicture as trouble:
            refused[trouble.says] = None
        except TooManyPictures:
            refused[_("A draft takes ten pictures; the others were left out.")] = None
    return list(refused)


def forget_brought(*, before: datetime | None = None, left_by: datetime | None = None) -> int:
    """Removes pictures that no draft named: brought before that time, or by who left by then."""
    rows = BroughtPicture.objects.all()
    rows = rows.filter(brought_at__lt=before) if before else rows
    rows = rows.filter(colleague__left_at__lte=left_by) if left_by else rows
    gone = list(rows[:A_TIME])
    for one in gone:
        if one.delete()[0]:  # else a draft took it just now
            forget_picture(one.file)
    return len(gone)
