"""What a colleague does with a place, and what settles it by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.networks.models import Identity, Message
from merkwerk.relationships import actions as relationships
from merkwerk.today.actions.choosing import local_day
from merkwerk.today.models import Occasion, RestingPerson


class Rest(StrEnum):
    """How long "not now" lasts."""

    DAY = "day"
    WEEK = "week"
    PERSON = "person"


LASTS = {Rest.DAY: timedelta(days=1), Rest.WEEK: timedelta(days=7)}


@transaction.atomic
def drop(*, occasion: Occasion, by: Colleague, rest: Rest, now: datetime | None = None) -> None:
    """Not now: lets one occasion rest for a day or a week, or lets this person rest until they
    are woken. It leaves no trace outside the colleague's own rows, and can be taken back."""
    now = now or timezone.now()
    occasion.chosen_on = occasion.chosen_on or local_day(by, now)
    occasion.done_at = now
    if rest == Rest.PERSON:
        _rest_person(occasion, by)
        occasion.state = Occasion.State.DROPPED
    else:
        occasion.rest_until = now + LASTS[rest]
    occasion.save(update_fields=["state", "rest_until", "done_at", "chosen_on"])


def _rest_person(occasion: Occasion, by: Colleague) -> None:
    if occasion.identity_id:
        RestingPerson.objects.get_or_create(colleague=by, identity_id=occasion.identity_id)
        same = Occasion.objects.visible_to(by).filter(identity=occasion.identity_id)
        same.filter(state=Occasion.State.OPEN).update(state=Occasion.State.DROPPED)
    if occasion.relationship:
        relationships.rest(relationship=occasion.relationship, by=by, until=None)


@transaction.atomic
def take_back(*, occasion: Occasion, by: Colleague) -> None:
    """Undoes "not now": the occasion stands on Today again."""
    if occasion.state == Occasion.State.DROPPED and occasion.identity_id:
        wake(identity=occasion.identity, by=by)
    if occasion.state == Occasion.State.DROPPED and occasion.relationship:
        relationships.wake(relationship=occasion.relationship, by=by)
    occasion.state, occasion.rest_until, occasion.done_at = Occasion.State.OPEN, None, None
    occasion.save(update_fields=["state", "rest_until", "done_at"])


@transaction.atomic
def wake(*, identity: Identity | None, by: Colleague) -> None:
    """Lets somebody who rested appear on Today again, from what they say next."""
    RestingPerson.objects.visible_to(by).filter(identity=identity).delete()


@transaction.atomic
def note_message(*, message: Message, now: datetime) -> None:
    """A message that stands on the network settles its writer's occasions about the post it
    answers. Safe to repeat."""
    if not message.answers_id:
        return
    about = Occasion.objects.visible_to(message.colleague).filter(post=message.answers_id)
    open_ones = about.filter(state=Occasion.State.OPEN)
    today = local_day(message.colleague, now)
    open_ones.filter(chosen_on=None).update(chosen_on=today)
    open_ones.update(state=Occasion.State.ANSWERED, done_at=now)
