"""The pages on which photos are brought, described, found, chosen and removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Role
from merkwerk.photos import actions
from merkwerk.photos.models import Photo
from merkwerk.photos.tests.pictures import EXTRA, heic, raw, ready, written

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(sanne: Colleague, as_colleague: Callable[[Colleague], Client]) -> Client:
    return as_colleague(sanne)


@pytest.fixture
def photo(sanne: Colleague) -> Photo:
    return ready(brought_by=sanne)


def file(data: bytes, name: str = "IMG_1.JPG") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/jpeg")


def text(desk: Client, where: str, **headers: str) -> str:
    return desk.get(where, headers=headers).content.decode()


SAID = {
    "description": "a boat", "photographer": "Karim", "source": "archive", "taken_on": "",
    "focus_x": "50", "focus_y": "50",
}  # fmt: skip


def test_many_are_brought_at_once(desk: Client) -> None:
    files = [file(raw()), file(raw("PNG"), "2.png"), file(heic(), "3.heic")]
    answer = desk.post("/desk/photos/new/", {"file": files, "photographer": "Karim"})
    assert answer.status_code == 302
    assert set(Photo.objects.values_list("photographer", flat=True)) == {"Karim"}
    assert Photo.objects.count() == 3


def test_what_was_brought_stands_on_the_page_with_how_far_it_is(desk: Client) -> None:
    desk.post("/desk/photos/new/", {"file": [file(raw())]})
    page = text(desk, "/desk/photos/new/")
    assert "IMG_1.JPG" in page
    assert "Being worked on" in page
    assert 'hx-trigger="every 2s"' in page


def test_the_page_stops_asking_when_all_is_done(desk: Client, photo: Photo) -> None:
    assert "every 2s" not in text(desk, "/desk/photos/new/", **HTMX)


def test_the_list_comes_anew_only_when_something_changed(desk: Client) -> None:
    desk.post("/desk/photos/new/", {"file": [file(raw())]})
    assert desk.get("/desk/photos/new/?waiting=1", headers=HTMX).status_code == 204
    actions.develop(photo_id=Photo.objects.get().pk)
    assert "Say what is to be seen" in text(desk, "/desk/photos/new/?waiting=1", **HTMX)


def test_a_photo_that_waits_says_so_once(desk: Client) -> None:
    one = Photo.objects.create()
    assert desk.get(f"/desk/photos/{one.pk}/", headers=HTMX).status_code == 204


def test_one_by_itself_gets_the_list_as_its_answer(desk: Client) -> None:
    answer = desk.post(
        "/desk/photos/new/", {"file": file(raw())}, headers={"X-Requested-With": "fetch"}
    )
    assert answer.status_code == 200
    assert answer.content.decode().count('id="brought"') == 1


def test_one_by_itself_that_stays_out_gets_a_sentence(desk: Client) -> None:
    answer = desk.post(
        "/desk/photos/new/",
        {"file": file(b"<svg onload=evil()>", "x.jpg")},
        headers={"X-Requested-With": "fetch"},
    )
    assert (answer.status_code, answer["Content-Type"]) == (422, "text/plain")
    assert "drawing made of lines" in answer.content.decode()


def test_one_that_stays_out_keeps_no_other_out(desk: Client) -> None:
    files = [file(b"%PDF-1.7", "a.pdf"), file(raw())]
    answer = desk.post("/desk/photos/new/", {"file": files}, follow=True)
    assert "a.pdf: This is a document" in answer.content.decode()
    assert Photo.objects.count() == 1


def test_the_same_again_is_said(desk: Client) -> None:
    desk.post("/desk/photos/new/", {"file": file(raw())})
    answer = desk.post("/desk/photos/new/", {"file": file(raw())}, follow=True)
    assert "1 photo was here already" in answer.content.decode()


def test_nothing_chosen_is_said(desk: Client) -> None:
    answer = desk.post("/desk/photos/new/", {}, follow=True)
    assert "Choose one or more photos first" in answer.content.decode()


def test_nobody_brings_photos_from_outside(client: Client, organisation: object) -> None:
    answer = client.post("/desk/photos/new/", {"file": file(raw())})
    assert answer.status_code == 302
    assert not Photo.objects.exists()


def test_one_that_could_not_be_read_says_why_and_is_tried_again(
    desk: Client, sanne: Colleague, tmp_path: Path
) -> None:
    one = actions.bring(by=sanne, file=written(tmp_path, raw(size=(300, 200))[:900]))
    actions.develop(photo_id=one.pk)
    assert "ends too early" in text(desk, "/desk/photos/new/")
    assert "ends too early" in text(desk, f"/desk/photos/{one.pk}/")
    desk.post(f"/desk/photos/{one.pk}/again/")
    one.refresh_from_db()
    assert one.state == "waiting"


def test_a_photo_is_described(desk: Client, photo: Photo) -> None:
    answer = desk.post(f"/desk/photos/{photo.pk}/", SAID, follow=True)
    assert "This photo is ready to use" in answer.content.decode()
    photo.refresh_from_db()
    assert photo.alt == "a boat"


def test_what_is_missing_is_said(desk: Client, photo: Photo) -> None:
    Photo.objects.update(source="")
    assert "Say where the photo comes from" in text(desk, f"/desk/photos/{photo.pk}/")


def test_a_press_on_the_picture_is_its_focus(desk: Client, photo: Photo) -> None:
    desk.post(f"/desk/photos/{photo.pk}/", {**SAID, "point.x": "72", "point.y": "144"})
    photo.refresh_from_db()
    assert (photo.focus_x, photo.focus_y) == (25, 75)


def test_a_press_by_key_points_at_nothing(desk: Client, photo: Photo) -> None:
    desk.post(f"/desk/photos/{photo.pk}/", {**SAID, "point.x": "0", "point.y": "0"})
    photo.refresh_from_db()
    assert (photo.focus_x, photo.focus_y) == (50, 50)


@pytest.mark.parametrize("name", ["description", "photographer", "source"])
def test_what_a_photo_needs_is_asked_for(desk: Client, photo: Photo, name: str) -> None:
    answer = desk.post(f"/desk/photos/{photo.pk}/", {**SAID, name: " "})
    assert answer.status_code == 422
    assert "Say w" in answer.content.decode()


def test_decoration_needs_no_words(desk: Client, photo: Photo) -> None:
    said = {**SAID, "description": "", "decorative": "on"}
    assert desk.post(f"/desk/photos/{photo.pk}/", said).status_code == 302
    photo.refresh_from_db()
    assert (photo.decorative, photo.alt) == (True, "")


def test_a_mistake_loses_nothing_typed(desk: Client, photo: Photo) -> None:
    answer = desk.post(f"/desk/photos/{photo.pk}/", {**SAID, "focus_x": "900"})
    assert answer.status_code == 422
    assert "a boat" in answer.content.decode()


def test_a_colleague_sees_it_and_changes_nothing(
    photo: Photo, karim: Colleague, as_colleague: Callable[[Colleague], Client]
) -> None:
    other = as_colleague(karim)
    assert "Sanne at the harbour" in text(other, f"/desk/photos/{photo.pk}/")
    other.post(f"/desk/photos/{photo.pk}/", SAID)
    other.post(f"/desk/photos/{photo.pk}/remove/")
    photo.refresh_from_db()
    assert photo.description == "Sanne at the harbour"


def test_only_who_looks_after_it_fetches_the_original(
    photo: Photo, desk: Client, karim: Colleague, as_colleague: Callable[[Colleague], Client]
) -> None:
    where = f"/desk/photos/{photo.pk}/original/"
    answer = desk.get(where)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert as_colleague(karim).get(where).status_code == 404


def test_a_size_behind_the_door_can_not_act_as_a_page(desk: Client, photo: Photo) -> None:
    answer = desk.get(f"/desk/photos/{photo.pk}/60.webp")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"].startswith("private")


@pytest.mark.parametrize("name", ["61.webp", "60.svg", "60.original", "0.jpg"])
def test_a_size_that_is_none_is_not_there(desk: Client, photo: Photo, name: str) -> None:
    assert desk.get(f"/desk/photos/{photo.pk}/{name}").status_code == 404


def test_photos_are_found_by_words_however_they_are_written(
    desk: Client, photo: Photo, sanne: Colleague
) -> None:
    actions.describe(photo=photo, by=sanne, **EXTRA | {"description": "Het café aan de kade"})
    assert "Het café" in text(desk, "/desk/photos/?q=KADE+cafe")
    assert "No photo found" in text(desk, "/desk/photos/?q=zebra")


def test_the_library_shows_mine_and_what_needs_words(desk: Client, photo: Photo) -> None:
    other = ready(description="", source="")
    assert f"/desk/photos/{other.pk}/" not in text(desk, "/desk/photos/?whose=mine")
    needs = text(desk, "/desk/photos/?only=words")
    assert f'/desk/photos/{other.pk}/"' in needs
    assert f'/desk/photos/{photo.pk}/"' not in needs


def test_ready_to_use_is_what_misses_nothing(desk: Client, photo: Photo) -> None:
    half = ready(description="")
    found = text(desk, "/desk/photos/?only=ready", **HTMX)
    assert f'/desk/photos/{photo.pk}/"' in found
    assert f'/desk/photos/{half.pk}/"' not in found


def test_an_empty_library_shows_the_way(desk: Client) -> None:
    assert "No photos yet" in text(desk, "/desk/photos/")


def test_a_choice_leads_back_with_its_number(desk: Client, photo: Photo) -> None:
    page = text(desk, "/desk/photos/pick/?back=/desk/stories/3/&field=cover")
    assert f'href="/desk/stories/3/?cover={photo.pk}"' in page
    assert f'data-photo="{photo.pk}"' in page


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:evil()"])
def test_a_choice_leads_nowhere_else(desk: Client, photo: Photo, back: str) -> None:
    page = text(desk, f"/desk/photos/pick/?back={back}")
    assert f'href="/desk/photos/{photo.pk}/" data-photo' in page


def test_a_fragment_is_given_to_editors(desk: Client, photo: Photo) -> None:
    assert "<html" not in text(desk, "/desk/photos/pick/", **HTMX)


def test_removing_what_is_shown_asks_first(desk: Client, photo: Photo) -> None:
    actions.note_uses(mark="a", photos=[photo.pk], title="De haven", address="/h/", place="site")
    answer = desk.post(f"/desk/photos/{photo.pk}/remove/")
    assert "De haven" in answer.content.decode()
    desk.post(f"/desk/photos/{photo.pk}/remove/", {"sure": "yes"})
    assert not Photo.objects.exists()


def test_where_it_is_shown_stands_on_its_page(desk: Client, photo: Photo) -> None:
    actions.note_uses(mark="a", photos=[photo.pk], title="De haven", address="/h/", place="site")
    assert '<a href="/h/" dir="auto">De haven</a>' in text(desk, f"/desk/photos/{photo.pk}/")


def test_the_library_asks_the_database_as_much_for_many(
    desk: Client, photo: Photo, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for _n in range(12):
        ready()
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        desk.get("/desk/photos/")


def test_a_guest_sees_what_everybody_outside_sees(
    photo: Photo, colleague_named: Callable[..., Colleague]
) -> None:
    guest = colleague_named("Gast Gasten", Role.ADVISER)
    assert photo not in Photo.objects.visible_to(guest)
    Photo.objects.filter(pk=photo.pk).update(outside_since=timezone.now())
    assert photo in Photo.objects.visible_to(guest)
