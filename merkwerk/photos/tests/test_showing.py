"""Sizes lie outside only when they are meant to, and are gone at once when not."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from merkwerk.photos import actions
from merkwerk.photos.actions.files import new_folder
from merkwerk.photos.models import Photo
from merkwerk.photos.tests.pictures import ready

pytestmark = pytest.mark.usefixtures("organisation")


@pytest.fixture
def photo() -> Photo:
    return ready()


def outside(key: str) -> list[str]:
    return sorted(path.name for path in Path(settings.PUBLIC_PICTURES_DIR).glob(f"{key}-*"))


def shown(photo: Photo) -> Photo:
    actions.show_outside([photo.pk])
    photo.refresh_from_db()
    return photo


def address(photo: Photo) -> str:
    return f"/pictures/{photo.key}-60.webp"


def test_nothing_lies_outside_before_it_is_shown(photo: Photo, client: Client) -> None:
    assert not outside(photo.key)
    assert client.get(address(photo)).status_code == 404


def test_every_size_lies_outside_then(photo: Photo) -> None:
    key = shown(photo).key
    assert outside(key) == [f"{key}-60.{ending}" for ending in ("avif", "jpg", "webp")]


def test_everybody_may_fetch_it_then(photo: Photo, client: Client) -> None:
    answer = client.get(address(shown(photo)))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert "max-age=60" in answer["Cache-Control"]
    assert not answer.cookies


def test_a_size_outside_can_not_act_as_a_page(photo: Photo, client: Client) -> None:
    answer = client.get(address(shown(photo)))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_showing_again_changes_nothing(photo: Photo) -> None:
    key = shown(photo).key
    assert actions.show_outside([photo.pk]) == 0
    photo.refresh_from_db()
    assert photo.key == key


def test_a_photo_that_waits_is_not_shown() -> None:
    waiting = ready(state=Photo.State.WAITING)
    assert actions.show_outside([waiting.pk]) == 0


def test_hiding_takes_the_files_and_the_address_for_good(photo: Photo, client: Client) -> None:
    before = address(shown(photo))
    key = photo.key
    assert actions.hide_outside([photo.pk]) == 1
    assert not outside(key)
    assert client.get(before).status_code == 404
    assert shown(photo).key != key


def test_hiding_what_is_not_outside_changes_nothing(photo: Photo) -> None:
    assert actions.hide_outside([photo.pk]) == 0


def test_a_key_in_the_wrong_form_leads_nowhere(client: Client) -> None:
    for name in ("x", "..%2f..%2fetc%2fpasswd", "a" * 32 + "-60.svg", ".hidden"):
        assert client.get(f"/pictures/{name}").status_code == 404


def test_a_file_without_its_row_is_not_given(photo: Photo, client: Client) -> None:
    where = address(shown(photo))
    Photo.objects.all().delete()
    assert client.get(where).status_code == 404


def test_the_sweep_takes_what_nobody_meant_to_show(photo: Photo) -> None:
    key = shown(photo).key
    Photo.objects.update(outside_since=None)
    assert actions.sweep_files() >= 3
    assert not outside(key)


def test_the_sweep_lays_out_what_is_missing(photo: Photo) -> None:
    key = shown(photo).key
    for name in outside(key):
        (Path(settings.PUBLIC_PICTURES_DIR) / name).unlink()
    actions.sweep_files()
    assert len(outside(key)) == 3


def test_the_sweep_takes_folders_that_no_photo_knows() -> None:
    lost, fresh = new_folder(), new_folder()
    long_ago = (timezone.now() - timedelta(hours=2)).timestamp()
    os.utime(lost, (long_ago, long_ago))
    actions.sweep_files()
    assert (lost.exists(), fresh.exists()) == (False, True)


def test_the_sweep_leaves_what_belongs_to_a_photo(photo: Photo) -> None:
    actions.sweep_files(now=timezone.now() + timedelta(days=1))
    assert (Path(settings.PRIVATE_DIR) / "photos" / photo.original / "original").is_file()


def test_the_sweep_takes_halves_of_uploads() -> None:
    new_folder()
    half = Path(settings.PRIVATE_DIR) / "photos" / "up-1"
    half.write_bytes(b"x")
    actions.sweep_files(now=timezone.now() + timedelta(days=1))
    assert not half.exists()
