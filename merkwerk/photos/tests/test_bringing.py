"""Photos that are brought: kept in private, worked on by the worker, and never lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from merkwerk.accounts.models import Colleague
from merkwerk.lib.darkroom.asking import DarkroomFailed
from merkwerk.lib.darkroom.kinds import NotAPhoto
from merkwerk.photos import actions
from merkwerk.photos.actions import developing
from merkwerk.photos.actions.files import folder_of, original_of
from merkwerk.photos.models import Photo
from merkwerk.photos.models.photos import LEASE, MOST_TRIES
from merkwerk.photos.tests.pictures import heic, raw, written

pytestmark = pytest.mark.django_db


def brought(by: Colleague, folder: Path, data: bytes | None = None) -> Photo:
    return actions.bring(by=by, file=written(folder, data or raw()))


def state(photo: Photo) -> str:
    photo.refresh_from_db()
    return str(photo.state)


def test_the_original_is_kept_as_it_came(sanne: Colleague, tmp_path: Path) -> None:
    photo = brought(sanne, tmp_path)
    kept = original_of(photo)
    assert kept is not None
    assert kept.read_bytes() == raw()


def test_nobody_else_on_the_machine_reads_the_original(sanne: Colleague, tmp_path: Path) -> None:
    photo = brought(sanne, tmp_path)
    kept = original_of(photo)
    assert kept is not None
    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_job_is_asked_for(sanne: Colleague, tmp_path: Path) -> None:
    photo = brought(sanne, tmp_path)
    asked = DBTaskResult.objects.get(task_path="merkwerk.photos.tasks.develop")
    assert asked.args_kwargs["args"] == [photo.pk]


def test_it_is_made_ready_by_the_work(sanne: Colleague, tmp_path: Path) -> None:
    photo = brought(sanne, tmp_path)
    assert actions.develop(photo_id=photo.pk)
    photo.refresh_from_db()
    assert (photo.state, photo.width, photo.sizes) == ("ready", 60, [[60, 40]])
    assert 0 < len(photo.placeholder) < 100


def test_a_photo_of_a_phone_is_made_ready_too(sanne: Colleague, tmp_path: Path) -> None:
    photo = brought(sanne, tmp_path, heic(20))
    actions.develop(photo_id=photo.pk)
    assert state(photo) == "ready"


def test_work_on_what_is_ready_changes_nothing(sanne: Colleague, tmp_path: Path) -> None:
    photo = brought(sanne, tmp_path)
    actions.develop(photo_id=photo.pk)
    assert not actions.develop(photo_id=photo.pk)


def test_what_can_not_be_read_says_why_and_is_kept(sanne: Colleague, tmp_path: Path) -> None:
    photo = brought(sanne, tmp_path, raw(size=(300, 200))[:900])
    assert not actions.develop(photo_id=photo.pk)
    assert (state(photo), photo.trouble) == ("failed", "broken")
    assert original_of(photo) is not None


def test_it_can_be_tried_again(sanne: Colleague, tmp_path: Path) -> None:
    photo = brought(sanne, tmp_path, raw(size=(300, 200))[:900])
    actions.develop(photo_id=photo.pk)
    assert actions.try_again(photo=photo)
    assert (state(photo), photo.trouble, photo.tries) == ("waiting", "", 0)


def test_what_is_ready_is_not_tried_again() -> None:
    photo = Photo.objects.create(state=Photo.State.READY)
    assert not actions.try_again(photo=photo)


def test_a_drawing_stays_out_and_leaves_nothing(sanne: Colleague, tmp_path: Path) -> None:
    with pytest.raises(NotAPhoto):
        brought(sanne, tmp_path, b"<svg><script>evil()</script></svg>")
    assert not Photo.objects.exists()


def test_an_upload_is_taken_and_another_file_copied(
    sanne: Colleague, tmp_path: Path, settings: pytest.FixtureRequest
) -> None:
    settings.PRIVATE_DIR = tmp_path / "private"  # type: ignore[attr-defined]
    (tmp_path / "private" / "photos").mkdir(parents=True)
    upload = written(tmp_path / "private" / "photos", raw(), "up-1")
    example = written(tmp_path, raw("PNG"))
    actions.bring(by=sanne, file=upload)
    actions.bring(by=sanne, file=example)
    assert (upload.exists(), example.exists()) == (False, True)


def test_a_refused_upload_is_thrown_away(
    sanne: Colleague, tmp_path: Path, settings: pytest.FixtureRequest
) -> None:
    settings.PRIVATE_DIR = tmp_path  # type: ignore[attr-defined]
    upload = written(tmp_path, b"%PDF-1.7", "up-1")
    with pytest.raises(NotAPhoto):
        actions.bring(by=sanne, file=upload)
    assert not upload.exists()


def test_the_same_file_again_is_the_same_photo(
    sanne: Colleague, karim: Colleague, tmp_path: Path
) -> None:
    first = brought(sanne, tmp_path)
    again = brought(karim, tmp_path)
    assert (again, again.brought_by) == (first, sanne)
    assert Photo.objects.count() == 1


def test_the_same_picture_in_another_format_is_recognised(sanne: Colleague, tmp_path: Path) -> None:
    one = Photo.objects.create(state=Photo.State.READY, likeness="00ff00ff00ff00ff")
    other = Photo.objects.create(state=Photo.State.READY, likeness="00ff00ff00ff00ff")
    assert actions.lookalikes(one) == [other]


def test_another_shape_is_another_picture() -> None:
    told = {"state": Photo.State.READY, "likeness": "00ff00ff00ff00ff", "height": 600}
    one = Photo.objects.create(width=900, **told)
    Photo.objects.create(width=600, **told)
    assert actions.lookalikes(one) == []


def test_what_is_said_of_all_is_said_of_each(sanne: Colleague, tmp_path: Path) -> None:
    told = actions.Told(name="IMG_1.JPG", photographer="Karim  Aydin", source="archive")
    photo = actions.bring(by=sanne, file=written(tmp_path, raw()), told=told)
    assert (photo.file_name, photo.credit) == ("IMG_1.JPG", "Karim Aydin / archive")


def test_what_the_file_was_called_goes_once_it_is_ready(sanne: Colleague, tmp_path: Path) -> None:
    told = actions.Told(name="klant Jansen.jpg")
    photo = actions.bring(by=sanne, file=written(tmp_path, raw()), told=told)
    actions.develop(photo_id=photo.pk)
    photo.refresh_from_db()
    assert photo.file_name == ""


def test_a_photo_in_other_hands_is_left_alone(sanne: Colleague, tmp_path: Path) -> None:
    photo = brought(sanne, tmp_path)
    Photo.objects.update(begun_at=timezone.now())
    assert not actions.develop(photo_id=photo.pk)
    assert state(photo) == "waiting"


def test_a_killed_worker_loses_nothing(sanne: Colleague, tmp_path: Path) -> None:
    photo = brought(sanne, tmp_path)
    DBTaskResult.objects.all().delete()
    Photo.objects.update(begun_at=timezone.now() - LEASE - timedelta(seconds=1), tries=1)
    assert actions.has_work(timezone.now())
    assert actions.work_due() == 1
    actions.develop(photo_id=photo.pk)
    assert state(photo) == "ready"


def test_a_lost_job_is_asked_for_anew(sanne: Colleague, tmp_path: Path) -> None:
    brought(sanne, tmp_path)
    DBTaskResult.objects.all().delete()
    actions.work_due()
    assert DBTaskResult.objects.count() == 1


def test_nothing_is_due_when_all_is_ready() -> None:
    Photo.objects.create(state=Photo.State.READY)
    assert not actions.has_work(timezone.now())


def test_what_killed_its_worker_again_and_again_is_given_up(
    sanne: Colleague, tmp_path: Path
) -> None:
    photo = brought(sanne, tmp_path)
    Photo.objects.update(tries=MOST_TRIES)
    actions.develop(photo_id=photo.pk)
    assert (state(photo), photo.trouble) == ("failed", "too-heavy")


def test_a_file_that_went_is_said(sanne: Colleague, tmp_path: Path) -> None:
    photo = brought(sanne, tmp_path)
    kept = original_of(photo)
    assert kept is not None
    kept.unlink()
    actions.develop(photo_id=photo.pk)
    assert (state(photo), photo.trouble) == ("failed", "missing")


def test_a_fault_of_ours_is_the_jobs_to_tell_and_the_photo_waits(
    sanne: Colleague, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*given: object) -> None:
        raise DarkroomFailed("ImportError")

    monkeypatch.setattr(developing, "developed", fails)
    photo = brought(sanne, tmp_path)
    with pytest.raises(DarkroomFailed):
        actions.develop(photo_id=photo.pk)
    assert (state(photo), photo.begun_at) == ("waiting", None)


def test_a_folder_name_that_is_none_leads_nowhere() -> None:
    assert folder_of(Photo(original="../../etc")) is None
