"""Taking over what was chosen: people first, then what happened with them. The worker does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports.values import Card, Event, Format, Progress, Reach, Way
from merkwerk.relationships.actions.contacts import refresh_words
from merkwerk.relationships.actions.eventing import note_events
from merkwerk.relationships.actions.importing import claiming
from merkwerk.relationships.actions.importing.filling import Filling
from merkwerk.relationships.actions.importing.judging import ROW
from merkwerk.relationships.actions.importing.packed import card_of, kept_of, pack, unpack
from merkwerk.relationships.actions.importing.reading import names_for, pieces
from merkwerk.relationships.actions.importing.tallying import Name, name_of
from merkwerk.relationships.actions.reckoning import reckon_these
from merkwerk.relationships.models import Import, ImportRow, Moment, Relationship

State, Verdict = Import.State, ImportRow.Verdict
PEOPLE, EVENTS = 50, 500
PRIVATE = ("note", "how_met", "interests", "could_give", "birthday")


def apply_import(*, import_id: int, now: datetime | None = None) -> bool:
    """Takes over the rows that were chosen, and the moments with those people. Done again it adds
    nothing; killed halfway it goes on where it was. False when it isn't waiting."""
    now = now or timezone.now()
    batch = claiming.claim(import_id, State.APPLYING, now)
    if batch is None:
        return False
    try:
        _people(batch, now)
        moments = _moments(batch, now)
    except claiming.Lost:
        return False
    except (UnreadableFile, FileNotFoundError):
        moments = batch.moments.count()
    counts = batch.counts | _counts(batch) | {"moments": moments}
    return claiming.finish(batch, State.DONE, now, counts=counts, told="")


def _counts(batch: Import) -> dict[str, int]:
    rows = batch.rows.filter(done=True)
    return {
        "taken": rows.count(),
        "made": Relationship.objects.filter(imported=batch).count(),
        "addresses": batch.addresses.count(),
    }


def _people(batch: Import, now: datetime) -> None:
    filling = Filling.of(batch, now)
    wanted = batch.rows.filter(chosen=True)
    total, done = wanted.count(), wanted.filter(done=True).count()
    while rows := list(wanted.filter(done=False).order_by("position")[:PEOPLE]):
        with transaction.atomic():
            touched = [_row(filling, row) for row in rows]
            refresh_words(contacts={one.contact.pk: one.contact for one in touched}.values())
            new = [one for one in touched if one.reckoned_at is None]
            reckon_these(relationships=list({one.pk: one for one in new}.values()), now=now)
            done += len(rows)
            claiming.stay(batch, done, 2 * total, now=timezone.now())


def _row(filling: Filling, row: ImportRow) -> Relationship:
    facts = unpack(row.card)
    card = card_of(facts["card"])
    kept = kept_of(facts["kept"]) if "kept" in facts else None
    relationship = _match(filling, row)
    told: dict[str, object] = {}
    if relationship is None:
        relationship, told = filling.new(card)
    again = row.because[:1] == ["imported-before"]
    told |= filling.fill(relationship, card, kept, again=again)
    row.match, row.done = relationship, True
    row.card = pack(facts | {"undo": told})
    row.save(update_fields=["match", "done", "card"])
    _follow(filling, card, relationship)
    return relationship


def _match(filling: Filling, row: ImportRow) -> Relationship | None:
    """Whom the row fills in: who it was found to be, or, for somebody who stands there twice, who
    the first became."""
    own = Relationship.objects.filter(colleague=filling.by).select_related("contact")
    if row.match_id is not None:
        return own.filter(pk=row.match_id).first()
    if row.verdict != Verdict.TWICE:
        return None
    position = next((code[len(ROW) :] for code in row.because if code.startswith(ROW)), "0")
    first = filling.batch.rows.filter(done=True, position=int(position)).first()
    return own.filter(pk=first.match_id or 0).first() if first else None


def _follow(filling: Filling, card: Card, relationship: Relationship) -> None:
    """Who follows whom since when, as a moment; without a day it is no moment."""
    if not card.following or card.since is None:
        return
    reach = next((one for one in card.reaches if one.way == Way.HANDLE), None)
    where = Reach(Way.SITE, f"card:{card.key}")
    event = Event(
        key=f"follow:{card.following}:{card.key}",
        at=card.since,
        kind="followed",
        direction=card.following,
        channel=reach.network if reach else filling.batch.format,
        people=(where,),
    )
    note_events(
        by=filling.by,
        events=[event],
        now=filling.now,
        people={where: relationship},
        imported=filling.batch,
    )


@dataclass(slots=True)
class _Taken:
    """Who was taken over, by all that an event may call them."""

    names: dict[Name, int] = field(default_factory=dict)
    cards: dict[str, int] = field(default_factory=dict)

    def with_whom(self, event: Event) -> dict[Reach, int]:
        if event.card:
            pk = self.cards.get(event.card)
            return {Reach(Way.SITE, f"card:{event.card}"): pk} if pk else {}
        found = {one: self.names.get(name_of(one)) for one in event.people}
        return {one: pk for one, pk in found.items() if pk is not None}


def _taken(batch: Import) -> _Taken:
    taken = _Taken()
    for row in batch.rows.filter(done=True).exclude(match=None).iterator(chunk_size=500):
        card = card_of(unpack(row.card)["card"])
        taken.cards[card.key] = row.match_id or 0
        for reach in card.reaches:
            taken.names.setdefault(name_of(reach), row.match_id or 0)
    return taken


def _moments(batch: Import, now: datetime) -> int:
    if not any(batch.counts.get(word) for word in batch.counts if word != "people"):
        return batch.moments.count()
    taken = _taken(batch)
    waiting: list[tuple[Event, dict[Reach, int]]] = []
    for piece in pieces(batch, names_for(batch), now):
        if isinstance(piece, Event) and (whom := taken.with_whom(piece)):
            waiting.append((replace(piece, people=tuple(whom)), whom))
        if isinstance(piece, Progress):
            claiming.stay(batch, piece.total + piece.done, 2 * piece.total, timezone.now())
        if len(waiting) >= EVENTS:
            _note(batch, waiting, now)
            waiting.clear()
    _note(batch, waiting, now)
    return batch.moments.count()


def _stands(batch: Import, event: Event, whom: dict[Reach, int]) -> bool:
    """Whether a moment of our own copy never was away: then it stands under its own key."""
    return batch.format == Format.OWN and (
        Moment.objects.filter(relationship__in=whom.values(), key=event.key).exists()
    )


def _note(batch: Import, waiting: Sequence[tuple[Event, dict[Reach, int]]], now: datetime) -> None:
    numbers = {pk for _event, whom in waiting for pk in whom.values()}
    known = Relationship.objects.defer(*PRIVATE).in_bulk(numbers)
    people = {
        reach: known[pk] for _event, whom in waiting for reach, pk in whom.items() if pk in known
    }
    events = [event for event, whom in waiting if not _stands(batch, event, whom)]
    note_events(by=batch.colleague, events=events, now=now, people=people, imported=batch)
