"""How often one wants to hear from somebody, and in which of one's groups they are."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from merkwerk.lib import wording
from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.relationships import actions
from merkwerk.relationships.forms import A_WEEK, ITSELF, OWN, REST, RhythmForm
from merkwerk.relationships.models import Group, Relationship
from merkwerk.relationships.sentences import short_name
from merkwerk.relationships.views.shown import own_relationship, show


def rhythm(request: Request, pk: int) -> HttpResponse:
    relationship, now = own_relationship(request, pk), timezone.now()
    groups = list(Group.objects.visible_to(request.user))
    form = RhythmForm(
        request.POST or None,
        initial=_as_it_is(relationship, now),
        groups=[(one.pk, one.name) for one in groups],
    )
    if request.method == "POST" and form.is_valid() and _keep(request, relationship, form, now):
        messages.success(request, _("Kept. Only you see it."))
        return redirect("relationships:person", pk=pk)
    learned = relationship.rhythm_days
    return show(
        request,
        "relationships/rhythm.html",
        SENT_BACK if form.errors else 200,
        form=form,
        relationship=relationship,
        short=short_name(relationship.contact.name),
        learned=wording.every(learned) if learned else "",
    )


def _as_it_is(relationship: Relationship, now: datetime) -> dict[str, Any]:
    wish, until = relationship.rhythm_wish, relationship.rest_until
    rests = relationship.rests(now)
    return {
        "how": REST if rests else OWN if wish else ITSELF,
        "weeks": max(1, round(wish / A_WEEK)) if wish else None,
        "until": timezone.localdate(until) if rests and until else None,
        "groups": list(relationship.groups.values_list("pk", flat=True)),
    }


def _keep(request: Request, relationship: Relationship, form: RhythmForm, now: datetime) -> bool:
    told, by = form.cleaned_data, request.user
    groups = set(told.get("groups", []))
    if told["new_group"]:
        try:
            groups.add(actions.group_named(by=by, name=told["new_group"]).pk)
        except ValueError:
            form.add_error("new_group", _("A hundred groups is enough. Take one away first."))
            return False
    if told["how"] == REST:
        until = told["until"]
        midnight = timezone.make_aware(datetime.combine(until, time())) if until else None
        actions.rest(relationship=relationship, by=by, until=midnight)
    elif relationship.rests(now):
        actions.wake(relationship=relationship, by=by)
    if told["how"] != REST:
        days = told["weeks"] * A_WEEK if told["how"] == OWN else None
        actions.set_rhythm(relationship=relationship, by=by, days=days, now=now)
    actions.set_groups(relationship=relationship, by=by, groups=groups, now=now)
    return True
