"""Where photos are shown, what is said of them, and how they go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from merkwerk.accounts.models import Colleague, Role
from merkwerk.photos import actions
from merkwerk.photos.actions.files import folder_of
from merkwerk.photos.models import Photo, PhotoEvent, PhotoUse
from merkwerk.photos.tests.pictures import ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(sanne: Colleague) -> Photo:
    return ready(brought_by=sanne)


def use(*photos: Photo, mark: str = "story:7") -> None:
    actions.note_uses(
        mark=mark, photos=[one.pk for one in photos], title="Haven", address="/h/", place="site"
    )


def say(photo: Photo, by: Colleague, **told: Any) -> Photo:
    usual: dict[str, Any] = {
        "description": "a boat", "decorative": False, "photographer": "K", "source": "s",
    }  # fmt: skip
    return actions.describe(photo=photo, by=by, **usual | told)


def test_a_use_is_noted(photo: Photo) -> None:
    use(photo)
    assert [one.title for one in actions.uses_of(photo)] == ["Haven"]


def test_a_use_that_stands_keeps_since_when(photo: Photo) -> None:
    use(photo)
    since = actions.uses_of(photo).get().since
    use(photo)
    assert actions.uses_of(photo).get().since == since


def test_what_a_mark_shows_no_more_is_forgotten(photo: Photo) -> None:
    use(photo)
    other = ready()
    use(other)
    assert not actions.uses_of(photo).exists()
    assert actions.uses_of(other).exists()


def test_other_marks_are_left_alone(photo: Photo) -> None:
    use(photo)
    use(photo, mark="page:1")
    actions.no_uses(mark="story:7")
    assert [one.mark for one in actions.uses_of(photo)] == ["page:1"]


def test_a_photo_that_nothing_shows_any_more_can_be_fetched_by_nobody(photo: Photo) -> None:
    use(photo)
    actions.show_outside([photo.pk])
    key = Photo.objects.get(pk=photo.pk).key
    actions.no_uses(mark="story:7")
    photo.refresh_from_db()
    assert photo.outside_since is None
    assert photo.key != key


def test_a_photo_that_something_else_shows_stays_outside(photo: Photo) -> None:
    use(photo)
    use(photo, mark="page:1")
    actions.show_outside([photo.pk])
    use(mark="story:7")
    photo.refresh_from_db()
    assert photo.outside_since is not None


def test_a_photo_that_does_not_exist_is_passed_over() -> None:
    actions.note_uses(mark="story:7", photos=[999], title="", address="/", place="site")
    assert not PhotoUse.objects.exists()


def test_another_place_is_refused(photo: Photo) -> None:
    with pytest.raises(ValueError, match="no such place"):
        actions.note_uses(mark="a", photos=[photo.pk], title="", address="/", place="moon")


def test_a_photo_with_all_said_misses_nothing(photo: Photo) -> None:
    assert actions.missing(photo) == []


@pytest.mark.parametrize("name", ["description", "photographer", "source"])
def test_what_is_missing_is_said(photo: Photo, name: str) -> None:
    setattr(photo, name, "")
    assert len(actions.missing(photo)) == 1


def test_decoration_needs_no_description(photo: Photo) -> None:
    photo.description, photo.decorative = "", True
    assert actions.missing(photo) == []
    assert photo.alt == ""


def test_a_photo_that_waits_or_failed_is_not_ready(photo: Photo) -> None:
    for state in (Photo.State.WAITING, Photo.State.FAILED):
        photo.state = state
        assert len(actions.missing(photo)) == 1


def test_its_bringer_describes_it(photo: Photo, sanne: Colleague) -> None:
    say(photo, sanne, description="een  boot\u202e")
    photo.refresh_from_db()
    assert (photo.description, photo.folded) == ("een boot", "een boot k s")


def test_somebody_else_does_not(photo: Photo, karim: Colleague) -> None:
    with pytest.raises(PermissionError):
        say(photo, karim)


def test_an_editor_does(photo: Photo, colleague_named: Callable[..., Colleague]) -> None:
    assert say(photo, colleague_named("Edo Redacteur", Role.EDITOR)).description == "a boat"


def test_when_the_bringer_left_everybody_may(karim: Colleague) -> None:
    assert say(ready(), karim).description == "a boat"


def test_a_focus_stays_in_the_picture(photo: Photo, sanne: Colleague) -> None:
    say(photo, sanne, focus_x=-5, focus_y=300)
    assert (photo.focus_x, photo.focus_y) == (0, 100)


def test_the_rooms_above_hear_of_a_photo_outside(photo: Photo, sanne: Colleague) -> None:
    actions.show_outside([photo.pk])
    photo.refresh_from_db()
    say(photo, sanne)
    assert PhotoEvent.objects.get(photo_pk=photo.pk).what == "changed"


def test_nobody_hears_of_one_inside(photo: Photo, sanne: Colleague) -> None:
    say(photo, sanne)
    assert not PhotoEvent.objects.exists()


def test_nobody_hears_when_nothing_changed(photo: Photo, sanne: Colleague) -> None:
    actions.show_outside([photo.pk])
    photo.refresh_from_db()
    say(photo, sanne)
    say(photo, sanne)
    assert PhotoEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_photo_that_nobody_shows_goes_with_its_files(photo: Photo, sanne: Colleague) -> None:
    folder = folder_of(photo)
    actions.remove(photo=photo, by=sanne)
    assert folder is not None
    assert not folder.exists()
    assert not Photo.objects.exists()


def test_a_photo_that_is_shown_asks_first(photo: Photo, sanne: Colleague) -> None:
    use(photo)
    with pytest.raises(actions.StillUsed):
        actions.remove(photo=photo, by=sanne)
    assert Photo.objects.exists()


def test_it_goes_when_somebody_is_sure_and_says_so(photo: Photo, sanne: Colleague) -> None:
    use(photo)
    number = photo.pk
    actions.remove(photo=photo, by=sanne, sure=True)
    assert PhotoEvent.objects.get(photo_pk=number).what == "gone"


def test_somebody_else_does_not_remove_it(photo: Photo, karim: Colleague) -> None:
    with pytest.raises(PermissionError):
        actions.remove(photo=photo, by=karim)


def test_a_photo_stays_when_its_bringer_leaves(photo: Photo, sanne: Colleague) -> None:
    sanne.delete()
    photo.refresh_from_db()
    assert photo.brought_by is None
