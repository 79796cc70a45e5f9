"""What one wrote goes along, and is gone when its writer has left."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.lib.pictures import picture_path
from merkwerk.writing import actions
from merkwerk.writing.models import Draft
from merkwerk.writing.tests.people import client_of, draft
from merkwerk.writing.tests.test_placing import picture

pytestmark = pytest.mark.django_db


def test_everything_goes_along_and_nothing_of_others(sanne: Colleague, karim: Colleague) -> None:
    actions.refer(draft=draft(sanne, "Mijn <b>woorden"), by=sanne, address="https://blad.example/")
    draft(karim, "Zijn woorden")
    answer = client_of(sanne).get("/writing/copy/")
    told = json.loads(answer.content)
    assert [one["text"] for one in told["drafts"]] == ["Mijn <b>woorden"]
    assert told["drafts"][0]["sources"] == ["https://blad.example/"]
    assert b"<b>" not in answer.content


def test_who_left_long_ago_leaves_no_draft_and_no_picture(
    sanne: Colleague, karim: Colleague, django_capture_on_commit_callbacks: object
) -> None:
    now = timezone.now()
    file: SimpleUploadedFile = picture()
    kept = actions.add_picture(draft=draft(sanne), by=sanne, file=file)
    path = picture_path(kept.file)
    draft(karim, "Blijft")
    Colleague.objects.filter(pk=sanne.pk).update(left_at=now - timedelta(days=40))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert actions.erase_left(before=now - timedelta(days=30)) == 1
    assert not path.exists()
    assert Draft.objects.get().text == "Blijft"
