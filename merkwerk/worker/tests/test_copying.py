"""What a colleague takes along holds what they told in every room."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.handbook.models import Question
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.models import Takeaway
from merkwerk.stories.models import Interview, Story, VoiceMemo
from merkwerk.worker import actions
from merkwerk.writing.models import Draft

pytestmark = pytest.mark.django_db
MEMO = f"memo-{'a' * 32}.webm"


def tells(by: Colleague, word: str) -> None:
    now = timezone.now()
    story = Story.objects.create(author=by, title=word, body=f"<p>{word}</p>")
    told = [{"question": "Wat ging mis?", "words": word}]
    interview = Interview.objects.create(story=story, answers=told)
    folder = Path(settings.PRIVATE_DIR) / "stories"
    folder.mkdir(parents=True, exist_ok=True)
    VoiceMemo.objects.create(interview=interview, file=MEMO, kind="audio/webm")
    Draft.objects.create(colleague=by, text=word)
    Question.objects.create(asker=by, words=word, asked=now, since=now, due=now)


def copy_of(by: Colleague) -> zipfile.ZipFile:
    relationships.ask_takeaway(by=by)
    assert actions.make_copies(now=timezone.now()) == 1
    path = relationships.path_of(Takeaway.objects.get(colleague=by))
    return zipfile.ZipFile(io.BytesIO(path.read_bytes()))


def member(archive: zipfile.ZipFile, name: str) -> Any:
    return json.loads(archive.read(name))


def test_stories_and_what_was_told_in_interviews_go_along(sanne: Colleague) -> None:
    tells(sanne, "Kade")
    (story,) = member(copy_of(sanne), "stories.json")["stories"]
    assert (story["title"], story["interview"][0]["words"]) == ("Kade", "Kade")


def test_voices_go_along(sanne: Colleague, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tells(sanne, "Kade")
    sound = tmp_path / "sound"
    sound.write_bytes(b"voice")
    monkeypatch.setattr("merkwerk.stories.actions.taking_along.file_path", lambda name: sound)
    archive = copy_of(sanne)
    (name,) = [one for one in archive.namelist() if one.startswith("voices/")]
    assert name.endswith(".webm")
    assert archive.read(name) == b"voice"


def test_drafts_and_own_questions_go_along(sanne: Colleague) -> None:
    tells(sanne, "Kade")
    archive = copy_of(sanne)
    assert member(archive, "writing.json")["drafts"][0]["text"] == "Kade"
    assert member(archive, "questions.json")[0]["question"] == "Kade"


def test_a_leavers_copy_holds_the_same(sanne: Colleague) -> None:
    tells(sanne, "Kade")
    Colleague.objects.filter(pk=sanne.pk).update(left_at=timezone.now(), is_active=False)
    assert {"stories.json", "writing.json", "questions.json"} <= set(copy_of(sanne).namelist())


def test_nothing_of_a_colleague_is_in_it(sanne: Colleague, karim: Colleague) -> None:
    tells(karim, "Zwijgzaam")
    archive = copy_of(sanne)
    assert not any(b"Zwijgzaam" in archive.read(name) for name in archive.namelist())


def test_nothing_asked_makes_nothing(sanne: Colleague) -> None:
    assert actions.make_copies(now=timezone.now()) == 0
