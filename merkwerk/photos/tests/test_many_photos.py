"""Many photos at once go straight to private files, and to nobody else's pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Colleague
from merkwerk.lib import uploads
from merkwerk.lib.uploads import Stored

pytestmark = pytest.mark.django_db
HERE = "/desk/photos/new/"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.PRIVATE_DIR = tmp_path
    return tmp_path


def taken(by: Colleague, *sizes: int, where: str = HERE, field: str = "file") -> list[Stored]:
    files = [SimpleUploadedFile(f"{n}.jpg", b"x" * size) for n, size in enumerate(sizes)]
    request = RequestFactory().post(where, {field: files})
    request.user = by
    found = request.FILES.getlist("file")
    stored = [one for one in found if isinstance(one, Stored)]
    assert len(stored) == len(found)
    return stored


def test_the_page_that_takes_them_is_the_page_that_brings_them(settings: Settings) -> None:
    assert {reverse("photos:bring")} == settings.PAGES_THAT_TAKE_PHOTOS


def test_each_has_a_file_of_its_own(sanne: Colleague) -> None:
    one, two = taken(sanne, 10, 20)
    assert one.path is not None
    assert two.path is not None
    assert (one.path.stat().st_size, two.path.stat().st_size) == (10, 20)
    assert one.path.stat().st_mode & 0o777 == 0o600


def test_they_lie_among_the_photos(sanne: Colleague, folder: Path) -> None:
    (one,) = taken(sanne, 10)
    assert one.path is not None
    assert one.path.parent == folder / "photos"


def test_one_that_is_too_large_keeps_no_other_out(
    sanne: Colleague, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setattr(uploads, "MOST_OF_PHOTO", 15)
    one, two, three = taken(sanne, 10, 20, 10)
    assert (one.refused, two.refused, three.refused) == ("", "too-large", "")
    assert len(list((folder / "photos").iterdir())) == 2


def test_more_than_a_phone_chooses_is_not_taken(
    sanne: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_PHOTOS", 2)
    assert len(taken(sanne, 1, 1, 1)) == 2


def test_no_other_field_and_no_other_page_takes_them(sanne: Colleague, folder: Path) -> None:
    assert taken(sanne, 10, field="other") == []
    assert taken(sanne, 10, where="/today/") == []
    assert not (folder / "photos").exists()


def test_a_stranger_fills_no_disk(
    client: Client, folder: Path, organisation: object, as_colleague: Callable[..., Client]
) -> None:
    client.post(HERE, {"file": SimpleUploadedFile("a.jpg", b"x" * 100)})
    assert not (folder / "photos").exists()
