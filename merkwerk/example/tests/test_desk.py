"""The desks of the example, once it is loaded."""

from __future__ import annotations

from merkwerk.accounts.models import Colleague
from merkwerk.example.tests.loaded import NOW
from merkwerk.writing.actions.hints import hints_for
from merkwerk.writing.models import Draft


def test_the_timeline_guard_names_karim_beside_sannes_first_draft(sanne: Colleague) -> None:
    first = Draft.objects.filter(colleague=sanne, told_at=None).earliest("pk")
    titles = [hint.title for hint in hints_for(draft=first, text=first.text, by=sanne, now=NOW)]
    assert any("Karim" in title for title in titles)
