"""No way in publishes: whatever a program with a key calls, however it asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from merkwerk.accounts.models import Colleague
from merkwerk.networks.models import Message
from merkwerk.networks.tests.people import account
from merkwerk.writing import actions, urls
from merkwerk.writing.models import Draft, Version
from merkwerk.writing.tests.programs import Program

pytestmark = pytest.mark.django_db
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PUBLISH")
OUTSIDE = {Message.State.WAITING, Message.State.SENDING, Message.State.SENT}


def wishes(draft: Draft) -> Iterator[dict[str, Any]]:
    """Everything that might mean "publish" somewhere."""
    address = f"http://testserver{reverse('writing:draft', args=[draft.pk])}"
    for name in ("publish", "send", "say", "action", "post-status", "state", "schedule", "told_at"):
        yield {"text": "x", name: "published"}
    yield {"text": "x", "account": 1, "desk": "x", "version": 0}
    yield {"action": "publish", "url": address}
    yield {"action": "update", "url": address, "replace": {"post-status": ["published"]}}
    yield {"type": ["h-entry"], "properties": {"content": ["x"], "post-status": ["published"]}}
    yield {"h": "entry", "content": "x", "mp-syndicate-to": "mastodon", "post-status": "published"}


def places(draft: Draft) -> list[str]:
    """Every address of the room, those of programs and those for people."""
    found = []
    for one in urls.urlpatterns:
        names = list(one.pattern.converters)
        found.append(reverse(f"writing:{one.name}", kwargs=dict.fromkeys(names, draft.pk)))
    return found


@pytest.fixture
def draft(sanne: Colleague) -> Draft:
    own = account(sanne)
    made = actions.begin(by=sanne, text="Nog niet af")
    Version.objects.create(draft=made, account=own, text="Nog niet af")
    return made


def test_with_a_key_nothing_ever_goes_out(
    sanne: Colleague, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("merkwerk.writing.actions.calling.CALLS_A_MINUTE", 10_000)
    monkeypatch.setattr("merkwerk.writing.actions.calling.DRAFTS_A_DAY", 10_000)
    program = Program(sanne)
    for place in places(draft):
        for told in wishes(draft):
            for method in METHODS:
                program.call(method, place, told)
            program.form(place, {k: v for k, v in told.items() if isinstance(v, str)})
    assert Draft.objects.count() > 2, "it should have made drafts, else nothing was tried"
    assert not Message.objects.filter(state__in=OUTSIDE).exists()
    assert not Draft.objects.exclude(told_at=None).exists()


def test_a_key_opens_no_page_for_people(sanne: Colleague, draft: Draft) -> None:
    program = Program(sanne)
    opened = [
        place
        for place in places(draft)
        if "/api/" not in place
        and "/micropub/" not in place
        and "/offline/" not in place  # an empty sheet without anything of anybody
        and program.client.get(place, headers=program.headers).status_code == 200
    ]
    assert not opened


def test_an_address_for_programs_never_says_publish() -> None:
    names = {str(one.name) for one in urls.urlpatterns if str(one.name).startswith("api_")}
    assert names == {"api_drafts", "api_draft", "api_register"}


def test_a_stranger_with_a_forged_session_header_opens_nothing(draft: Draft) -> None:
    browser = Client(headers={"Authorization": "Basic c2FubmU6eA==", "X-User": "sanne"})
    assert browser.get("/writing/api/drafts/").status_code == 401
