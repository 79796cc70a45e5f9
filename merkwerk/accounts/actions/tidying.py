"""What is no longer needed goes away: it says where somebody was, and lets nobody in."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from merkwerk.accounts.models import Invitation, SignInLink

KEPT = timedelta(days=90)


def tidy(*, now: datetime) -> None:
    """Removes ended sessions with their addresses and browsers, and invitations and sign-in links
    that have been closed for months. For the daily timetable; safe to repeat."""
    Session.objects.filter(expire_date__lte=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    SignInLink.objects.filter(created__lte=now - KEPT).delete()
    Invitation.objects.filter(accepted_by=None, created__lte=now - KEPT).delete()
