"""Taking over what was chosen: people first, then what happened with them. The worker does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports.values import Card, Event, Format, Progress, Reach, Way
from merkwerk.relationships.actions.addresses import find_people
from merkwerk.relationships.actions.contacts import refresh_words
from merkwerk.relationships.actions.eventing import note_events
from merkwerk.relationships.actions.importing import claiming
from merkwerk.relationships.actions.importing.filling import Filling
from merkwerk.relationships.actions.importing.judging import OTHER, ROW, is_ones_own
from merkwerk.relationships.actions.importing.knowing import OPEN_NETWORKS
from merkwerk.relationships.actions.importing.packed import card_of, kept_of, pack, unpack
from merkwerk.relationships.actions.importing.reading import names_for, pieces
from merkwerk.relationships.actions.importing.tallying import Name, name_of
from merkwerk.relationships.actions.reckoning import reckon_these
from merkwerk.relationships.models import Import, ImportRow, Join, Moment, Relationship

State, Verdict = Import.State, ImportRow.Verdict
PEOPLE, EVENTS = 50, 500


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
            _meanwhile(filling.by, rows)
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
    told["apart"] = _keep_apart(filling, row, relationship)
    row.match, row.done = relationship, True
    row.card = pack(facts | {"undo": told})
    row.save(update_fields=["match", "done", "card"])
    _follow(filling, card, relationship)
    return relationship


def _meanwhile(by: Colleague, rows: Sequence[ImportRow]) -> None:
    """Who was new when the file was read, and became known since (by another file, or the same one
    brought twice), is filled in and not made again. One import at a time for each colleague."""
    Colleague.objects.select_for_update().get(pk=by.pk)
    new = [row for row in rows if row.verdict == Verdict.NEW and row.match_id is None]
    new = [row for row in new if "you-said" not in row.because]
    cards = {row.pk: card_of(unpack(row.card)["card"]) for row in new}
    reaches = [one for card in cards.values() for one in card.reaches if _is_sure(one)]
    known = find_people(by=by, reaches=reaches)
    before = ImportRow.objects.filter(batch__colleague=by, key__in=[row.key for row in new])
    taken = before.filter(done=True).exclude(match=None).in_bulk()
    by_key = {row.key: row.match_id for row in taken.values()}
    for row in new:
        found = [known[one] for one in cards[row.pk].reaches if one in known]
        row.match_id = by_key.get(row.key) or (found[0].pk if found else None)


def _is_sure(reach: Reach) -> bool:
    return is_ones_own(reach) and (reach.way == Way.MAIL or reach.network in OPEN_NETWORKS)


def _keep_apart(filling: Filling, row: ImportRow, relationship: Relationship) -> list[int]:
    """Who was said to be somebody else than one of the same name isn't asked about again. Answers
    what was written down for that."""
    first = _row_before(filling, row, OTHER)
    if first is None or first.match is None or first.match_id == relationship.pk:
        return []
    pair = sorted((first.match.contact_id, relationship.contact_id))
    join, made = Join.objects.get_or_create(
        colleague=filling.by,
        one_id=pair[0],
        other_id=pair[1],
        defaults={"state": Join.State.APART, "decided": filling.now},
    )
    return [join.pk] if made else []


def _row_before(filling: Filling, row: ImportRow, code: str) -> ImportRow | None:
    """The row, taken over already, that this one names with such a code."""
    named = next((one[len(code) :] for one in row.because if one.startswith(code)), "0")
    done = filling.batch.rows.filter(done=True, position=int(named))
    return done.select_related("match").first()


def _match(filling: Filling, row: ImportRow) -> Relationship | None:
    """Whom the row fills in: who it was found to be, or, for somebody who stands there twice, who
    the first became."""
    own = Relationship.objects.filter(colleague=filling.by).select_related("contact")
    if row.match_id is not None:
        return own.filter(pk=row.match_id).first()
    if row.verdict != Verdict.TWICE:
        return None
    first = _row_before(filling, row, ROW)
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
    waiting: list[Event] = []
    for piece in pieces(batch, names_for(batch), now):
        if isinstance(piece, Event) and taken.with_whom(piece):
            waiting.append(piece)
        if isinstance(piece, Progress):
            claiming.stay(batch, piece.total + piece.done, 2 * piece.total, timezone.now())
        if len(waiting) >= EVENTS:
            taken = _note(batch, taken, waiting, now)
            waiting.clear()
    _note(batch, taken, waiting, now)
    return batch.moments.count()


def _stands(batch: Import, event: Event, whom: dict[Reach, int]) -> bool:
    """Whether a moment of our own copy never was away: then it stands under its own key."""
    return batch.format == Format.OWN and (
        Moment.objects.filter(relationship__in=whom.values(), key=event.key).exists()
    )


def _note(batch: Import, taken: _Taken, waiting: Sequence[Event], now: datetime) -> _Taken:
    """Notes these, with whom they are with by now: somebody may have been joined meanwhile."""
    numbers = {pk for event in waiting for pk in taken.with_whom(event).values()}
    known = Relationship.objects.light().in_bulk(numbers)
    if len(known) < len(numbers):
        taken = _taken(batch)
        numbers = {pk for event in waiting for pk in taken.with_whom(event).values()}
        known = Relationship.objects.light().in_bulk(numbers)
    told = [(event, taken.with_whom(event)) for event in waiting]
    told = [(replace(event, people=tuple(whom)), whom) for event, whom in told if whom]
    people = {
        reach: known[pk] for _event, whom in told for reach, pk in whom.items() if pk in known
    }
    events = [event for event, whom in told if not _stands(batch, event, whom)]
    note_events(by=batch.colleague, events=events, now=now, people=people, imported=batch)
    return taken
