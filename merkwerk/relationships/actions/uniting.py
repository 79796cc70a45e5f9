"""Two of a colleague's relationships turn out to be with one person, or with two after all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.relationships.actions.contacts import own, refresh_words
from merkwerk.relationships.actions.own_cards import own_card
from merkwerk.relationships.actions.reckoning import reckon_these
from merkwerk.relationships.models import (
    Address,
    Belonging,
    Contact,
    Handle,
    ImportRow,
    Introduction,
    Join,
    Moment,
    Outcome,
    Position,
    Relationship,
    Relationships,
    Share,
)

OPEN = (Introduction.State.ASKED, Introduction.State.PROMISED)
WORDS = ("note", "how_met", "interests", "could_give", "birthday")
KEPT = (*WORDS, "rhythm_wish", "rests_for_good")
CARD = ("name", "organisation", "function")


def join_people(
    *,
    kept: Relationship,
    other: Relationship,
    by: Colleague,
    because: Sequence[dict[str, Any]] = (),
    certainty: float = 1.0,
    by_itself: bool = False,
    now: datetime | None = None,
) -> Join:
    """Two own relationships become one: one timeline, one card with all handles and addresses, both
    notes. Shared only as far as both were. What the other was is kept with the answer, so that
    `take_apart` undoes it."""
    own(kept, by)
    own(other, by)
    if kept.pk == other.pk:
        raise ValueError("somebody is the same person as themselves already")
    now = now or timezone.now()
    with transaction.atomic():
        card, gone = own_card(relationship=kept, by=by), own_card(relationship=other, by=by)
        kept.refresh_from_db()
        other.refresh_from_db()
        absorbed = _absorbed(kept, other)
        _move(kept, other)
        _merge_words(kept, other)
        _keep_answers(by, card, gone)
        join, _new = Join.objects.update_or_create(
            colleague=by,
            one=card,
            other=gone,
            defaults={
                "state": Join.State.JOINED,
                "because": list(because),
                "certainty": certainty,
                "by_itself": by_itself,
                "decided": now,
                "absorbed": json.dumps(absorbed),
            },
        )
        Join.objects.filter(pk=join.pk).update(other=None)
        gone.delete()
        refresh_words(contacts=[card])
        reckon_these(relationships=[kept], now=now)
    return Join.objects.get(pk=join.pk)


def _absorbed(kept: Relationship, other: Relationship) -> dict[str, Any]:
    """All that makes the other one, and what of the kept one will change."""
    twins = set(kept.moments.values_list("key", flat=True))
    moments = dict(other.moments.values_list("key", "pk"))
    gone = other.contact
    return {
        "card": {name: getattr(gone, name) for name in CARD},
        "words": {name: getattr(other, name) for name in KEPT},
        "kept": {name: getattr(kept, name) for name in KEPT},
        "since": other.since.isoformat(),
        "rest_until": other.rest_until.isoformat() if other.rest_until else None,
        "identities": list(gone.belongings.values_list("identity", flat=True)),
        "handles": list(gone.handles.values_list("handle", flat=True)),
        "moments": [pk for key, pk in moments.items() if key not in twins],
        "twins": [key for key in moments if key in twins],
        "addresses": list(other.addresses.values_list("way", "mark")),
        "groups": list(other.groups.values_list("pk", flat=True)),
        "outcomes": list(other.outcomes.values_list("pk", flat=True)),
        "introductions": list(other.introductions.values_list("pk", flat=True)),
        "introduced_by": list(other.introduced_by.values_list("pk", flat=True)),
        "positions": list(gone.positions.values_list("pk", flat=True)),
        "rows": list(ImportRow.objects.filter(match=other).values_list("pk", flat=True)),
        "through": other.met_through_id,
        "kept_through": kept.met_through_id,
        "led_to": list(_led_to(other).values_list("pk", flat=True)),
    }


def _led_to(relationship: Relationship) -> Relationships:
    """Own relationships with whom one met through this one."""
    mine = Relationship.objects.filter(colleague=relationship.colleague_id)
    return mine.filter(met_through=relationship.contact_id)


def _move(kept: Relationship, other: Relationship) -> None:
    card, gone = kept.contact, other.contact
    twins = Moment.objects.filter(relationship=kept).values("key")
    other.moments.exclude(key__in=list(twins.values_list("key", flat=True))).update(
        relationship=kept
    )
    there = set(kept.addresses.values_list("way", "mark"))
    for address in other.addresses.all():
        if (address.way, address.mark) not in there:
            Address.objects.filter(pk=address.pk).update(relationship=kept)
    for group in other.groups.all():
        group.members.add(kept)
    other.outcomes.update(relationship=kept)
    asked = set(kept.introductions.filter(state__in=OPEN).values_list("asker", flat=True))
    other.introductions.exclude(asker__in=asked, state__in=OPEN).update(relationship=kept)
    other.introduced_by.update(made=kept)
    ImportRow.objects.filter(match=other).update(match=kept)
    _led_to(other).exclude(pk=kept.pk).update(met_through=card)
    gone.belongings.update(contact=card)
    known = set(card.handles.values_list("handle", flat=True))
    gone.handles.exclude(handle__in=known).update(contact=card)
    gone.positions.update(contact=card)
    _share_as_both(kept, other)


def _share_as_both(kept: Relationship, other: Relationship) -> None:
    """Sharing is a choice for each relation: only what was chosen for both stays."""
    theirs = {_target(share): share for share in other.shares.all()}
    for share in kept.shares.all():
        twin = theirs.get(_target(share))
        if twin is None:
            share.delete()
        elif share.moments and not twin.moments:
            Share.objects.filter(pk=share.pk).update(moments=False)


def _target(share: Share) -> tuple[bool, int | None, int | None]:
    return share.everyone, share.department_id, share.with_colleague_id


def _merge_words(kept: Relationship, other: Relationship) -> None:
    for name in WORDS:
        setattr(kept, name, _both(getattr(kept, name), getattr(other, name), name))
    kept.rhythm_wish = kept.rhythm_wish or other.rhythm_wish
    kept.rests_for_good = kept.rests_for_good and other.rests_for_good
    card, gone = kept.contact, other.contact
    if kept.met_through_id is None and other.met_through_id != card.pk:
        kept.met_through_id = other.met_through_id
    kept.save()
    card.organisation = card.organisation or gone.organisation
    card.function = card.function or gone.function
    card.save()


def _both(one: str, other: str, name: str) -> str:
    if name == "birthday" or one == other:
        return one or other
    return "\n\n".join(text for text in (one, other) if text)


def _keep_answers(by: Colleague, card: Contact, gone: Contact) -> None:
    """Who was kept apart from the one that goes is kept apart from the one that stays."""
    apart = Join.objects.filter(colleague=by, state=Join.State.APART)
    others = {*apart.filter(one=gone).values_list("other", flat=True)}
    others |= {*apart.filter(other=gone).values_list("one", flat=True)}
    Join.objects.bulk_create(
        [
            Join(
                colleague=by,
                one=card,
                other_id=number,
                state=Join.State.APART,
                decided=timezone.now(),
            )
            for number in others - {None, card.pk}
        ],
        ignore_conflicts=True,
    )
    Join.objects.filter(one=gone, state=Join.State.JOINED).update(one=card)
    Join.objects.filter(one=gone, other=card).delete()


def keep_apart(*, join: Join, by: Colleague) -> None:
    """Answers a question whether two are one person: they aren't. It isn't asked again."""
    if join.colleague_id != by.pk:
        raise Join.DoesNotExist
    Join.objects.filter(pk=join.pk, state=Join.State.ASKED).update(
        state=Join.State.APART, decided=timezone.now()
    )


def agree(*, join: Join, by: Colleague) -> Join | None:
    """Answers that question with yes, once. None when it was answered already, or when one of the
    two has gone meanwhile."""
    if join.colleague_id != by.pk:
        raise Join.DoesNotExist
    with transaction.atomic():
        asked = Join.objects.select_for_update().filter(pk=join.pk, state=Join.State.ASKED).first()
        return _agree(asked, by) if asked is not None else None


def _agree(join: Join, by: Colleague) -> Join | None:
    pair = {
        row.contact_id: row
        for row in Relationship.objects.filter(
            colleague=by, contact__in=[join.one_id, join.other_id]
        )
    }
    if len(pair) != 2:
        return None
    return join_people(
        kept=pair[join.one_id],
        other=pair[join.other_id or 0],
        by=by,
        because=join.because,
        certainty=join.certainty,
    )


def take_apart(*, join: Join, by: Colleague, now: datetime | None = None) -> Relationship:
    """Undoes a join: two people again, each with the moments, words and handles they brought, and
    what came since through the other's identities. It stays undone: no machine joins them again.
    Words changed since are kept as they are. Raises ValueError when there is nothing to undo."""
    if join.colleague_id != by.pk:
        raise Join.DoesNotExist
    with transaction.atomic():
        join = Join.objects.select_for_update().get(pk=join.pk)
        if join.state != Join.State.JOINED:
            raise ValueError("this was not joined")
        told = json.loads(join.absorbed)
        kept = Relationship.objects.get(colleague=by, contact=join.one)
        other = _again(told, by)
        _give_back(told, kept, other)
        _restore_words(told, kept)
        join.other, join.state, join.absorbed = other.contact, Join.State.APART, ""
        join.decided = now or timezone.now()
        join.save()
        refresh_words(contacts=[kept.contact, other.contact])
        reckon_these(relationships=[kept, other], now=now or timezone.now())
    return other


def absorbed_name(join: Join) -> str:
    """What the one that went into the other was called, as long as they are joined."""
    return str(json.loads(join.absorbed)["card"]["name"]) if join.absorbed else ""


def _again(told: dict[str, Any], by: Colleague) -> Relationship:
    card = Contact.objects.create(owner=by, **told["card"])
    until = told["rest_until"]
    through = Relationship.objects.filter(colleague=by, contact=told.get("through")).first()
    return Relationship.objects.create(
        colleague=by,
        contact=card,
        met_through=through.contact if through else None,
        rest_until=datetime.fromisoformat(until) if until else None,
        **told["words"],
    )


def _give_back(told: dict[str, Any], kept: Relationship, other: Relationship) -> None:
    moments = Moment.objects.filter(relationship=kept)
    moments.filter(pk__in=told["moments"]).update(relationship=other)
    moments.filter(post__identity__in=told["identities"]).update(relationship=other)
    twins = list(moments.filter(key__in=told["twins"]))
    for twin in twins:
        twin.pk, twin.relationship = None, other
    Moment.objects.bulk_create(twins)
    for way, mark in told["addresses"]:
        Address.objects.filter(relationship=kept, way=way, mark=mark).update(relationship=other)
    for model, key in ((Outcome, "outcomes"), (Introduction, "introductions")):
        model.objects.filter(pk__in=told[key], relationship=kept).update(relationship=other)
    Introduction.objects.filter(pk__in=told["introduced_by"]).update(made=other)
    ImportRow.objects.filter(pk__in=told.get("rows", ()), match=kept).update(match=other)
    led_to = Relationship.objects.filter(pk__in=told.get("led_to", ()), met_through=kept.contact)
    led_to.exclude(pk=other.pk).update(met_through=other.contact)
    Position.objects.filter(pk__in=told["positions"]).update(contact=other.contact)
    Belonging.objects.filter(contact=kept.contact, identity__in=told["identities"]).update(
        contact=other.contact
    )
    Handle.objects.filter(contact=kept.contact, handle__in=told["handles"]).update(
        contact=other.contact
    )
    for group in kept.groups.filter(pk__in=told["groups"]):
        group.members.add(other)


def _restore_words(told: dict[str, Any], kept: Relationship) -> None:
    """What was merged goes back to what it was, unless the colleague changed it since."""
    before, brought = told["kept"], told["words"]
    for name in WORDS:
        if getattr(kept, name) == _both(before[name], brought[name], name):
            setattr(kept, name, before[name])
    if kept.rhythm_wish == (before["rhythm_wish"] or brought["rhythm_wish"]):
        kept.rhythm_wish = before["rhythm_wish"]
    if kept.met_through_id == told.get("through") != told.get("kept_through"):
        kept.met_through = None
    kept.save()
