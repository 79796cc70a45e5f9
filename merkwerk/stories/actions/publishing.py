"""Putting a story on the site and taking it off again: always a press by its author."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import Colleague
from merkwerk.engine.folding import fold
from merkwerk.notifications import actions as notifications
from merkwerk.pages import actions as pages
from merkwerk.photos import actions as photos
from merkwerk.photos.models import Photo
from merkwerk.stories.actions.cleaning import clean_body, photos_in, words_of
from merkwerk.stories.actions.files import forget_slides
from merkwerk.stories.actions.found.moved import move
from merkwerk.stories.actions.people import free_slug, person_page_of
from merkwerk.stories.actions.searching import note_words
from merkwerk.stories.actions.versions import new_version
from merkwerk.stories.models import PublicStory, Story, StoryEvent, StoryVersion

LONGEST_TITLE, LONGEST_OPENING, LONGEST_QUESTION = 200, 600, 300
TAKEN_WORDS = frozenset(
    ("people", "subjects", "series", "archive", "search", "about", "subscribe", "unsubscribe")
).union(("reactions", "webmention", "nl", "en", "feed", "theme"))
"""First parts of other addresses of the site; no story may stand there."""
Says = str | Promise


class Unpublishable(ValueError):
    """What stands in the way, each as a sentence with the way out; `photos` are those that may
    not be shown."""

    def __init__(self, reasons: Sequence[Says], photos: Sequence[int] = ()) -> None:
        super().__init__("; ".join(str(reason) for reason in reasons))
        self.reasons, self.photos = list(reasons), list(photos)


def publish(*, story: Story, by: Colleague, now: datetime | None = None) -> PublicStory:
    """Puts the story as it stands now on the site, as a new version. Published again without a
    change, nothing happens. Raises PermissionError when it isn't `by`'s own, Unpublishable with
    everything that stands in the way."""
    if story.author_id != by.pk:
        raise PermissionError("A story is published by its author.")
    now = now or timezone.now()
    with transaction.atomic():
        story.refresh_from_db(from_queryset=Story.objects.select_for_update())
        photos.hold(all_photos(body=story.body, cover=story.cover_id))
        before = PublicStory.objects.filter(story=story).first()
        refuse(story, by=by, now=now)
        _give_address(story)
        if before is not None and not differs(story, before):
            return before
        version = new_version(story, by, published_at=now)
        standing = _stand(story, version, now, by)
        _tell(standing, StoryEvent.What.CHANGED if before else StoryEvent.What.PUBLISHED)
    return standing


def in_the_way(story: Story, *, by: Colleague, now: datetime | None = None) -> Unpublishable | None:
    """What `publish` would refuse it for, or None."""
    try:
        refuse(story, by=by, now=now or timezone.now())
    except Unpublishable as refused:
        return refused
    return None


def refuse(story: Story, *, by: Colleague, now: datetime) -> None:
    """Raises Unpublishable when something stands in the way."""
    reasons: list[Says] = []
    if not story.title.strip():
        reasons.append(_("Give it a title: what would you tell a friend it is about?"))
    if len(story.title) > LONGEST_TITLE:
        reasons.append(_("The title is longer than 200 characters. Make it shorter."))
    if len(story.opening) > LONGEST_OPENING:
        reasons.append(_("The opening is longer than 600 characters. Move a part to the story."))
    if len(story.question) > LONGEST_QUESTION:
        reasons.append(_("The question is longer than 300 characters. Make it shorter."))
    if not words_of(story.body).strip():
        reasons.append(_("There are no words yet. A few sentences are enough."))
    if not person_page_of(by).is_open:
        reasons.append(_("Your page on the site is closed. Open it: readers see who tells this."))
    shut = _not_to_be_shown(story, now)
    if shut:
        reasons.append(_("Not everything is settled for a photo. Look at it: it says what to do."))
    if reasons:
        raise Unpublishable(reasons, shut)


def take_down(*, story: Story, by: Colleague) -> None:
    """Takes the story off the site; what was written stays with its author. Does nothing when it
    isn't there. Raises PermissionError when it isn't `by`'s own."""
    if story.author_id != by.pk:
        raise PermissionError("A story is taken down by its author.")
    with transaction.atomic():
        standing = PublicStory.objects.select_for_update().filter(story=story).first()
        if standing is None:
            return
        _tell(standing, StoryEvent.What.TAKEN_DOWN)
        photos.no_uses(mark=f"story:{story.pk}")
        forget_slides(standing, but=standing.story.slides)
        Story.objects.filter(pk=story.pk).update(times_taken_down=F("times_taken_down") + 1)
        standing.delete()


def photos_changed(photo_pks: Sequence[int], *, gone: bool = False, event: int = 0) -> int:
    """After a yes was taken back, or given: each story that shows one of these photos counts as
    changed, so that what was delivered elsewhere follows. With `gone` its author is told, once
    for each `event` (the number of the note that brought it here). Returns how many stories."""
    changed = 0
    once = f":{event}" if event else ""
    found = PublicStory.objects.filter(_showing(photo_pks)).select_related("story__author")
    for standing in found:
        with transaction.atomic():
            _tell(standing, StoryEvent.What.CHANGED)
            if gone and standing.story.author is not None:
                notifications.tell(
                    colleague=standing.story.author,
                    kind="photo_taken_back",
                    key=f"story:{standing.story_id}:{'-'.join(map(str, photo_pks))}{once}",
                    facts={"story": standing.title},
                    link=reverse("stories:story", args=[standing.story_id]),
                )
        changed += 1
    return changed


def marks_of(standing: PublicStory) -> list[str]:
    """Everything that shows this story, or a list it stands in."""
    marks = ["stories", f"story:{standing.story_id}"]
    if standing.person_id:
        marks.append(f"person:{standing.person_id}")
    if standing.series_id:
        marks.append(f"series:{standing.series_id}")
    return [*marks, *(f"subject:{pk}" for pk in standing.subjects.values_list("pk", flat=True))]


def all_photos(*, body: str, cover: int | None) -> list[int]:
    """The photos of a text in their order, the cover first, each once."""
    return list(dict.fromkeys([*([cover] if cover else []), *photos_in(body)]))


def _showing(photo_pks: Sequence[int]) -> Q:
    """Asked of the words themselves: a photo that was thrown away has no uses noted any more."""
    shows = Q(cover_id__in=photo_pks)
    for pk in photo_pks:
        shows |= Q(body__contains=f'data-photo="{int(pk)}"')
    return shows


def _not_to_be_shown(story: Story, now: datetime) -> list[int]:
    """Those to which somebody in them didn't agree, and those without words or credit."""
    wanted = all_photos(body=story.body, cover=story.cover_id)
    said = photos.showable(wanted, place="site", on=timezone.localdate(now))
    complete = set(Photo.objects.filter(pk__in=wanted).complete().values_list("pk", flat=True))
    return [pk for pk in wanted if pk not in complete or not said[pk].ok]


def _give_address(story: Story) -> None:
    if story.slug:
        return
    stem = slugify(story.title)
    taken = set(Story.objects.filter(slug__startswith=stem[:40]).values_list("slug", flat=True))
    slug = free_slug(story.title, taken={str(one) for one in taken} | TAKEN_WORDS, fallback="story")
    story.slug = slug
    story.save(update_fields=["slug"])


def differs(story: Story, before: PublicStory) -> bool:
    """Whether what its author wrote and chose is other than what readers see."""
    now = (story.title.strip(), story.opening, clean_body(story.body), story.question)
    then = (before.title, before.opening, before.body, before.question)
    plain = ("kind", "language", "cover_id", "series_id", "place", "slides", "slug")
    subjects = set(story.subjects.values_list("pk", flat=True))
    return (
        now != then
        or any(getattr(story, name) != getattr(before, name) for name in plain)
        or subjects != set(before.subjects.values_list("pk", flat=True))
        or _translated(story) != before.translates
    )


def _translated(story: Story) -> PublicStory | None:
    if story.translates_id is None:
        return None
    return PublicStory.objects.filter(story_id=story.translates_id).first()


def _stand(story: Story, version: StoryVersion, now: datetime, by: Colleague) -> PublicStory:
    first = story.first_published_at or now
    story.first_published_at = first
    story.save(update_fields=["first_published_at"])
    body, page = clean_body(story.body), person_page_of(by)
    said = " ".join([story.title, story.opening, words_of(body), story.question, page.name])
    before = PublicStory.objects.filter(story=story).first()
    if before is not None:
        pages.touched(*marks_of(before))
        _move(before.slug, str(story.slug))
        forget_slides(before, but=story.slides)
    standing, _new = PublicStory.objects.update_or_create(
        story=story,
        defaults={
            **{name: getattr(story, name) for name in ("slug", "kind", "language", "cover")},
            **{name: getattr(story, name) for name in ("series", "place", "slides")},
            "person": page,
            "version": version.number,
            "title": story.title.strip(),
            "opening": story.opening,
            "body": body,
            "question": story.question,
            "words": version.words,
            "folded": fold(said),
            "translates": _translated(story),
            "published_at": first,
            "changed_at": now,
        },
    )
    standing.subjects.set(story.subjects.all())
    note_words(standing)
    _use_photos(standing)
    return standing


def _move(before: str, now: str) -> None:
    """Who comes by the address of before is sent on."""
    move(old=reverse("site:story", args=[before]), new=reverse("site:story", args=[now]))


def _use_photos(standing: PublicStory) -> None:
    shown = all_photos(body=standing.body, cover=standing.cover_id)
    photos.note_uses(
        mark=f"story:{standing.story_id}",
        photos=shown,
        title=standing.title,
        address=reverse("site:story", args=[standing.slug]),
        place="site",
    )
    photos.show_outside(Photo.objects.filter(pk__in=shown).values_list("pk", flat=True))


def _tell(standing: PublicStory, what: StoryEvent.What) -> None:
    StoryEvent.objects.create(
        story_key=standing.story.key,
        story_id=standing.story_id,
        what=what,
        path=reverse("site:story", args=[standing.slug]),
        name=standing.story.name_elsewhere,
    )
    pages.touched(*marks_of(standing))
