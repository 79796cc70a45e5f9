"""How often a colleague wants to hear from somebody: for one person, and for own groups."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from merkwerk.accounts.models import Colleague
from merkwerk.engine.text import fold
from merkwerk.relationships.actions.contacts import line, own
from merkwerk.relationships.actions.reckoning import reckon, reckon_these
from merkwerk.relationships.models import Group, Relationship

LONGEST_NAME = 80
MOST_GROUPS = 100


def set_rhythm(
    *, relationship: Relationship, by: Colleague, days: int | None, now: datetime
) -> Relationship:
    """Wishes a sign of life every so many days; None leaves it to the groups, and else to what
    happens by itself."""
    own(relationship, by)
    with transaction.atomic():
        relationship.rhythm_wish = days or None
        relationship.save(update_fields=["rhythm_wish"])
        return reckon(relationship=relationship, now=now)


def group_named(*, by: Colleague, name: str) -> Group:
    """The own group with this name, whatever its case, made when there is none. Refuses an empty
    name and more than a hundred groups (ValueError)."""
    name = line(name, LONGEST_NAME)
    if not name:
        raise ValueError("A group has a name.")
    groups = list(Group.objects.visible_to(by))
    for group in groups:
        if fold(group.name) == fold(name):
            return group
    if len(groups) >= MOST_GROUPS:
        raise ValueError("There are a hundred groups already.")
    return Group.objects.create(colleague=by, name=name)


def change_group(
    *, group: Group, by: Colleague, name: str, days: int | None, now: datetime
) -> Group:
    """Renames a group and sets how often its people want a sign of life."""
    _own(group, by)
    with transaction.atomic():
        group.name, group.rhythm_days = line(name, LONGEST_NAME), days or None
        group.save()
        _reckon(group.members.values_list("pk", flat=True), now)
    return group


def remove_group(*, group: Group, by: Colleague, now: datetime) -> None:
    """Takes a group away; its people stay."""
    _own(group, by)
    with transaction.atomic():
        members = list(group.members.values_list("pk", flat=True))
        group.delete()
        _reckon(members, now)


def put_in_group(*, group: Group, by: Colleague, members: Collection[int], now: datetime) -> None:
    """Puts own relationships, by number, in a group; others' are passed over."""
    _own(group, by)
    with transaction.atomic():
        found = Relationship.objects.visible_to(by).filter(pk__in=members).order_by()
        new = list(found.values_list("pk", flat=True))
        group.members.add(*new)
        _reckon(new, now)


def take_out_of_group(
    *, group: Group, by: Colleague, members: Collection[int], now: datetime
) -> None:
    """Takes relationships, by number, out of a group."""
    _own(group, by)
    with transaction.atomic():
        gone = list(group.members.filter(pk__in=members).order_by().values_list("pk", flat=True))
        group.members.remove(*gone)
        _reckon(gone, now)


def set_groups(
    *, relationship: Relationship, by: Colleague, groups: Collection[int], now: datetime
) -> None:
    """Puts a relationship in exactly these own groups, by number; others' are passed over."""
    own(relationship, by)
    with transaction.atomic():
        relationship.groups.set(Group.objects.visible_to(by).filter(pk__in=groups))
        reckon(relationship=relationship, now=now)


def _own(group: Group, by: Colleague) -> None:
    if group.colleague_id != by.pk:
        raise Group.DoesNotExist


def _reckon(numbers: Iterable[int], now: datetime) -> None:
    reckon_these(
        relationships=list(Relationship.objects.filter(pk__in=list(numbers)).order_by("pk")),
        now=now,
    )
