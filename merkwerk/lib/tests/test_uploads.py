"""A file that nobody asked for."""

from __future__ import annotations

import tempfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings


def test_a_file_is_passed_over_and_the_form_beside_it_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", None)
    request = RequestFactory().post("/", {"name": "Sanne", "file": ContentFile(b"x" * 10, "x.svg")})
    assert (request.POST["name"], dict(request.FILES)) == ("Sanne", {})


@pytest.mark.django_db
def test_a_stranger_cannot_fill_the_disk(client: Client, organisation: object) -> None:
    huge = ContentFile(b"x" * 3_000_000, "x.bin")
    assert client.post("/account/login/", {"file": huge}).status_code == 413


def test_a_page_in_the_settings_takes_one_file_in_memory(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", None)
    settings.PAGES_THAT_TAKE_A_FILE = {"/list/"}
    sent = {"file": ContentFile(b"x" * 3_000_000, "x.opml"), "other": ContentFile(b"y", "y.opml")}
    request = RequestFactory().post("/list/", sent)
    taken = request.FILES["file"]
    assert isinstance(taken, UploadedFile)
    assert taken.read() == b"x" * 3_000_000
    assert "other" not in request.FILES
