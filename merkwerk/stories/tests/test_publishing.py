"""Putting a story on the site, changing it there, and taking it off again."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.utils import timezone, translation
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from merkwerk.accounts.models import Colleague
from merkwerk.notifications.models import Notice
from merkwerk.photos.models import Photo
from merkwerk.stories import actions
from merkwerk.stories.actions import files
from merkwerk.stories.models import PersonPage, PublicStory, Story, StoryEvent
from merkwerk.stories.tests.photographed import a_photo, used

pytestmark = pytest.mark.django_db
What = StoryEvent.What


def open_page(colleague: Colleague) -> PersonPage:
    page = actions.person_page_of(colleague)
    PersonPage.objects.filter(pk=page.pk).update(is_open=True)
    return page


def a_story(colleague: Colleague, **told: object) -> Story:
    words = {"title": "De kat heeft een pas", "body": "<p>Hij heet Boekjaar.</p>"} | told
    return Story.objects.create(author=colleague, **words)


def events() -> list[str]:
    return list(StoryEvent.objects.values_list("what", flat=True))


def test_it_stands_on_the_site_after_the_press(sanne: Colleague) -> None:
    open_page(sanne)
    standing = actions.publish(story=a_story(sanne), by=sanne)
    assert (standing.slug, standing.version) == ("de-kat-heeft-een-pas", 1)
    assert events() == [What.PUBLISHED]


def test_nobody_publishes_for_somebody_else(sanne: Colleague, karim: Colleague) -> None:
    open_page(sanne)
    with pytest.raises(PermissionError):
        actions.publish(story=a_story(sanne), by=karim)
    assert not PublicStory.objects.exists()


def test_a_closed_page_stands_in_the_way(sanne: Colleague) -> None:
    with pytest.raises(actions.Unpublishable) as refused:
        actions.publish(story=a_story(sanne), by=sanne)
    with translation.override("en"):
        assert "Open it" in str(refused.value.reasons[0])


def test_everything_in_the_way_is_said_at_once(sanne: Colleague) -> None:
    refused = actions.in_the_way(a_story(sanne, title="", body="<p> </p>"), by=sanne)
    assert refused is not None
    assert len(refused.reasons) == 3


def test_slides_that_were_replaced_go_when_the_new_ones_stand_there(
    sanne: Colleague, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    open_page(sanne)
    story = a_story(sanne)
    names = []
    for _time in range(2):
        files.bring_slides(story=story, by=sanne, file=BytesIO(b"%PDF-1.4"))
        with django_capture_on_commit_callbacks(execute=True):
            names.append(actions.publish(story=story, by=sanne).slides)
    assert [files.file_path(name) is not None for name in names] == [False, True]


def test_a_photo_without_words_or_credit_stands_in_the_way(sanne: Colleague) -> None:
    open_page(sanne)
    silent, nobodys = a_photo(sanne, description=""), a_photo(sanne, source="")
    bare = a_photo(sanne, description="", decorative=True)
    with pytest.raises(actions.Unpublishable) as refused:
        actions.publish(story=a_story(sanne, cover=silent), by=sanne)
    assert refused.value.photos == [silent.pk]
    assert actions.in_the_way(a_story(sanne, cover=nobodys), by=sanne) is not None
    assert actions.in_the_way(a_story(sanne, cover=bare), by=sanne) is None


def test_a_photo_that_may_not_be_shown_is_named(sanne: Colleague) -> None:
    open_page(sanne)
    photo = Photo.objects.create(brought_by=sanne)
    with pytest.raises(actions.Unpublishable) as refused:
        actions.publish(story=a_story(sanne, cover=photo), by=sanne)
    assert refused.value.photos == [photo.pk]


def test_published_again_unchanged_nothing_happens(sanne: Colleague) -> None:
    open_page(sanne)
    story = a_story(sanne)
    actions.publish(story=story, by=sanne)
    assert actions.publish(story=story, by=sanne).version == 1
    assert events() == [What.PUBLISHED]


def test_a_change_is_a_new_version_at_the_same_address(sanne: Colleague) -> None:
    open_page(sanne)
    story = a_story(sanne)
    first = actions.publish(story=story, by=sanne)
    story.title = "De kat heeft er twee"
    story.save()
    second = actions.publish(story=story, by=sanne)
    assert (second.slug, second.version, second.title) == (first.slug, 2, "De kat heeft er twee")
    assert second.published_at == first.published_at
    assert events() == [What.PUBLISHED, What.CHANGED]


def test_what_is_being_written_is_not_what_readers_see(sanne: Colleague) -> None:
    open_page(sanne)
    story = a_story(sanne)
    actions.publish(story=story, by=sanne)
    story.body = "<p>Nog niet af.</p>"
    story.save()
    assert "Boekjaar" in PublicStory.objects.get().body


def test_taken_down_it_is_gone_and_its_words_stay_with_the_author(sanne: Colleague) -> None:
    open_page(sanne)
    story = a_story(sanne)
    actions.publish(story=story, by=sanne)
    actions.take_down(story=story, by=sanne)
    actions.take_down(story=story, by=sanne)
    assert not PublicStory.objects.exists()
    assert Story.objects.get().body == "<p>Hij heet Boekjaar.</p>"
    assert events() == [What.PUBLISHED, What.TAKEN_DOWN]


def test_nobody_takes_down_somebody_elses(sanne: Colleague, karim: Colleague) -> None:
    open_page(sanne)
    story = a_story(sanne)
    actions.publish(story=story, by=sanne)
    with pytest.raises(PermissionError):
        actions.take_down(story=story, by=karim)


def test_two_of_one_title_have_two_addresses(sanne: Colleague) -> None:
    open_page(sanne)
    found = [actions.publish(story=a_story(sanne), by=sanne).slug for _ in range(2)]
    assert found == ["de-kat-heeft-een-pas", "de-kat-heeft-een-pas-2"]


@pytest.mark.parametrize("title", ["People", "Search", "En"])
def test_no_story_stands_where_another_page_does(sanne: Colleague, title: str) -> None:
    open_page(sanne)
    assert actions.publish(story=a_story(sanne, title=title), by=sanne).slug == f"{title}-2".lower()


def test_a_title_without_letters_has_an_address_too(sanne: Colleague) -> None:
    open_page(sanne)
    assert actions.publish(story=a_story(sanne, title="🎉🎉"), by=sanne).slug == "story"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Koffie", "koffie"),
        ("woord " * 20, "-".join(["woord"] * 10)),
        ("x" * 70, "x" * 60),
        ("aap " + "x" * 70, "aap"),
        ("🎉", ""),
    ],
)
def test_an_address_is_made_of_whole_words(title: str, slug: str) -> None:
    assert actions.short_slug(title) == slug


def test_script_never_reaches_the_site(sanne: Colleague) -> None:
    open_page(sanne)
    story = a_story(sanne, body="<p>Hoi<script>alert(1)</script><img src=x onerror=y></p>")
    assert "script" not in actions.publish(story=story, by=sanne).body
    assert "onerror" not in PublicStory.objects.get().body


def test_a_page_has_an_address_of_its_own(colleague_named: object) -> None:
    one, two = (colleague_named(f"Sanne Vos{dots}") for dots in ("", "."))  # type: ignore[operator]
    assert [actions.person_page_of(who).slug for who in (one, two)] == ["sanne-vos", "sanne-vos-2"]


def test_a_page_is_closed_until_its_person_opens_it(sanne: Colleague) -> None:
    assert not actions.person_page_of(sanne).is_open


def test_a_story_that_shows_a_changed_photo_is_changed_itself(sanne: Colleague) -> None:
    open_page(sanne)
    told = [actions.publish(story=a_story(sanne), by=sanne) for _ in range(2)]
    PublicStory.objects.filter(pk=told[0].pk).update(body='<figure data-photo="7"></figure>')
    PublicStory.objects.filter(pk=told[1].pk).update(body='<figure data-photo="71"></figure>')
    assert actions.photos_changed([7]) == 1
    newest = StoryEvent.objects.latest("pk")
    assert (newest.what, newest.story_id) == (What.CHANGED, told[0].story_id)


def test_who_tells_hears_once_that_a_photo_is_gone(sanne: Colleague) -> None:
    open_page(sanne)
    actions.publish(story=a_story(sanne), by=sanne)
    PublicStory.objects.update(body='<figure data-photo="7"></figure>')
    for gone in (False, True, True):
        actions.photos_changed([7], gone=gone)
    assert list(Notice.objects.values_list("kind", flat=True)) == ["photo_taken_back"]


def test_who_tells_hears_it_again_when_it_is_taken_back_after_a_new_yes(sanne: Colleague) -> None:
    open_page(sanne)
    actions.publish(story=a_story(sanne), by=sanne)
    PublicStory.objects.update(body='<figure data-photo="7"></figure>')
    for event in (1, 1, 2):
        actions.photos_changed([7], gone=True, event=event)
    assert Notice.objects.filter(kind="photo_taken_back").count() == 2


def test_a_leavers_page_closes_and_the_stories_stay(sanne: Colleague) -> None:
    page, now = open_page(sanne), timezone.now()
    actions.publish(story=a_story(sanne), by=sanne)
    Colleague.objects.filter(pk=sanne.pk).update(left_at=now)
    portrait = a_photo(sanne)
    used(f"person:{page.pk}", portrait)
    assert [actions.close_pages_of_leavers(now=now) for _ in range(2)] == [1, 0]
    portrait.refresh_from_db()
    assert portrait.outside_since is None
    page.refresh_from_db()
    assert not page.is_open
    assert PublicStory.objects.exists()
