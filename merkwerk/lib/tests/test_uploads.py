"""A file that nobody asked for."""

from __future__ import annotations

import tempfile

import pytest
from django.core.files.base import ContentFile
from django.test import Client, RequestFactory


def test_a_file_is_passed_over_and_the_form_beside_it_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", None)
    request = RequestFactory().post("/", {"name": "Sanne", "file": ContentFile(b"x" * 10, "x.svg")})
    assert (request.POST["name"], dict(request.FILES)) == ("Sanne", {})


@pytest.mark.django_db
def test_a_stranger_cannot_fill_the_disk(client: Client, organisation: object) -> None:
    huge = ContentFile(b"x" * 3_000_000, "x.bin")
    assert client.post("/account/login/", {"file": huge}).status_code == 400
