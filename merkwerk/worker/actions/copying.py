"""A colleague's own copy: what the rooms above relationships put into it."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime

from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague
from merkwerk.handbook import actions as handbook
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.models import Takeaway
from merkwerk.stories import actions as stories
from merkwerk.writing import actions as writing


def make_copies(*, now: datetime) -> int:
    """Makes the copies that colleagues asked for, one after the other; returns how many. Killed
    halfway, each is begun again."""
    waiting = Takeaway.objects.waiting(now).order_by("pk").values_list("pk", flat=True)
    return sum(
        relationships.make_takeaway(takeaway_id=pk, now=now, more=MEMBERS) for pk in list(waiting)
    )


def _stories(by: Colleague, archive: zipfile.ZipFile) -> str:
    archive.writestr("stories.json", _packed(stories.everything_of(by)))
    return _("stories.json: your stories, with what you told in interviews.")


def _voices(by: Colleague, archive: zipfile.ZipFile) -> str:
    names = []
    for name, path in stories.voices_of(by):
        archive.write(path, name, zipfile.ZIP_STORED)
        names.append(name)
    return _("voices: what you recorded for your stories.") if names else ""


def _writing(by: Colleague, archive: zipfile.ZipFile) -> str:
    archive.writestr("writing.json", _packed(writing.everything_of(by)))
    return _("writing.json: your drafts, with their versions and sources.")


def _questions(by: Colleague, archive: zipfile.ZipFile) -> str:
    archive.writestr("questions.json", _packed(handbook.questions_of(by)))
    return _("questions.json: what you asked the handbook.")


def _packed(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1)


MEMBERS = (_stories, _voices, _writing, _questions)
