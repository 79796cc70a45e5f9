"""Photos, whose words are everybody's here; their files are not there."""

from __future__ import annotations

from merkwerk.accounts.models import Colleague
from merkwerk.photos import actions as photos
from merkwerk.photos.models import Photo


def picturing(sanne: Colleague) -> dict[str, int]:
    """One that is ready and shown somewhere, and one that could not be read."""
    ready = Photo.objects.create(
        brought_by=sanne, state=Photo.State.READY, original="photo-" + "0" * 32, width=60,
        height=40, sizes=[[60, 40]], description="De haven", photographer="Sanne", source="eigen",
        folded="de haven sanne eigen", likeness="00ff00ff00ff00ff",
    )  # fmt: skip
    alike = Photo.objects.create(state=Photo.State.READY, sizes=[[60, 40]], width=60, height=40)
    Photo.objects.filter(pk=alike.pk).update(likeness=ready.likeness)
    Photo.objects.create(
        brought_by=sanne, state=Photo.State.FAILED, trouble="broken", file_name="haven.jpg"
    )
    photos.note_uses(
        mark="story:1", photos=[ready.pk], title="Aan de kade", address="/stories/", place="site"
    )
    return {"photo": ready.pk}
