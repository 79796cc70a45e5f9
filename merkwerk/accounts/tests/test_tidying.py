"""Traces of ended sessions and closed links go away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.utils import timezone

from merkwerk.accounts import actions
from merkwerk.accounts.models import Colleague, Invitation, SignInLink
from merkwerk.accounts.tests.ways import is_in, sign_in

pytestmark = pytest.mark.django_db


def test_a_session_that_ended_leaves_no_trace(sanne: Colleague) -> None:
    sign_in(sanne)
    actions.tidy(now=timezone.now() + timedelta(days=15))
    assert not UserSession.objects.exists()


def test_a_session_of_now_stays(sanne: Colleague) -> None:
    client = sign_in(sanne)
    actions.tidy(now=timezone.now())
    assert is_in(client)
    assert UserSession.objects.count() == 1


def test_old_links_go_and_new_ones_stay(administrator: Colleague) -> None:
    actions.sign_in_link(colleague=administrator)
    actions.invite(
        by=administrator, email="j@kade.example", name="J", role="editor", site="https://m.example"
    )
    actions.tidy(now=timezone.now() + timedelta(days=20))
    assert (Invitation.objects.count(), SignInLink.objects.count()) == (1, 1)
    actions.tidy(now=timezone.now() + timedelta(days=91))
    assert not Invitation.objects.exists()
    assert not SignInLink.objects.exists()
