"""Addresses that changed, and addresses at which nothing stands any more."""

from __future__ import annotations

from django.db import transaction

from merkwerk.stories.actions.found.paths import ROOT, framed, unframed
from merkwerk.stories.models import OldAddress, PublicStory, Story, StoryEvent

DEEPEST = 6
LONGEST = 300


def move(*, old: str, new: str) -> None:
    """From now on visitors of the path `old` are sent to `new`, and so is everything below it (a
    person's feeds). Older addresses that led to `old` lead to `new` at once, so nobody is sent on
    twice; when `new` stood before, it stands again. The same path twice changes nothing."""
    if old == new:
        return
    with transaction.atomic():
        OldAddress.objects.filter(path=new).delete()
        OldAddress.objects.filter(to=old).update(to=new)
        OldAddress.objects.update_or_create(path=old, defaults={"to": new})


def moved(path: str) -> str | None:
    """Where what stood at this path stands now, or None. For a path at which nothing stands: what
    lives is looked at first, so it always wins. The language of the frame is kept."""
    plain, language = unframed(path)
    if len(plain) > LONGEST or not plain.startswith(ROOT):
        return None
    steps = _steps(plain)
    known = dict(OldAddress.objects.filter(path__in=steps).values_list("path", "to"))
    for step in steps:
        if step in known:
            return framed(known[step] + plain.removeprefix(step), language)
    return None


def gone(path: str) -> bool:
    """Whether a story stood at this path and was taken back: "410 Gone" is the honest answer."""
    plain, _language = unframed(path)
    if len(plain) > LONGEST or not plain.startswith(ROOT):
        return False
    slug = plain.removeprefix(ROOT).strip("/")
    if PublicStory.objects.filter(slug=slug).exists():
        return False
    told = Story.objects.filter(slug=slug, first_published_at__isnull=False).exists()
    return told or StoryEvent.objects.filter(path=plain).exists()


def _steps(path: str) -> list[str]:
    """The path itself and the paths above it, the longest first."""
    parts = path.strip("/").split("/")[:DEEPEST]
    above = ["/" + "/".join(parts[:n]) + "/" for n in range(len(parts), 1, -1)]
    return list(dict.fromkeys([path, *above]))
