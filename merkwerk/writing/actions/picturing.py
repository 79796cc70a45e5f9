"""Pictures of a draft: kept with nothing in them but what is seen."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from merkwerk.accounts.models import Colleague
from merkwerk.engine.text import without_tricks
from merkwerk.lib.pictures import Readable, forget_picture, keep_picture
from merkwerk.networks import actions as networks
from merkwerk.writing.models import Draft, Picture

MOST_PICTURES = 10
DESCRIPTION = 1500


class TooManyPictures(Exception):
    """A draft has as many as any network takes."""


def add_picture(*, draft: Draft, by: Colleague, file: Readable) -> Picture:
    """Keeps a picture beside the draft, without where and when it was taken. Raises NoPicture
    (with a sentence) for what is none, TooManyPictures at ten, PermissionError for another
    colleague's draft."""
    if draft.colleague_id != by.pk:
        raise PermissionError("a draft is its writer's alone")
    if Picture.objects.filter(draft=draft).count() >= MOST_PICTURES:
        raise TooManyPictures
    kept = keep_picture(file)
    last = Picture.objects.filter(draft=draft).aggregate(last=Max("place"))["last"]
    return Picture.objects.create(
        draft=draft,
        file=kept.name,
        kind=kept.type,
        width=kept.width,
        height=kept.height,
        place=(last or 0) + 1,
    )


def describe(*, picture: Picture, by: Colleague, description: str, people_agreed: bool) -> None:
    """What is said about a picture, and whether whoever can be recognised said yes."""
    Picture.objects.filter(pk=picture.pk, draft__colleague=by).update(
        description=without_tricks(description)[:DESCRIPTION].strip(), people_agreed=people_agreed
    )


def remove_picture(*, picture: Picture, by: Colleague) -> None:
    """Takes a picture away from a draft; the file goes too, unless it is still on its way out."""
    with transaction.atomic():
        gone, _by_kind = Picture.objects.filter(pk=picture.pk, draft__colleague=by).delete()
        if gone:
            forget_files(by=by, names=[picture.file])


def forget_files(*, by: Colleague, names: list[str]) -> None:
    """Removes these files once the transaction has ended well, but not what the outbox still
    needs."""
    needed = networks.pictures_needed(by) if names else set()
    unneeded = [name for name in names if name not in needed]

    def forget() -> None:
        for name in unneeded:
            forget_picture(name)

    transaction.on_commit(forget)
