"""Reading a file that a colleague brought into rows for a preview. The worker does it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports import reading as exports
from merkwerk.connectors.exports import table
from merkwerk.connectors.exports.recognise import recognise
from merkwerk.connectors.exports.values import (
    Card,
    Event,
    Format,
    Kept,
    Owner,
    Piece,
    Progress,
    Trouble,
    Way,
)
from merkwerk.relationships.actions.importing import claiming
from merkwerk.relationships.actions.importing.judging import Person, judge_all, person_of
from merkwerk.relationships.actions.importing.knowing import (
    book_of,
    is_of,
    own_names,
    row_key,
)
from merkwerk.relationships.actions.importing.packed import flat, owner_of, pack, unpack
from merkwerk.relationships.actions.importing.tallying import Tallies, Tally
from merkwerk.relationships.actions.marks import mark
from merkwerk.relationships.models import Import, ImportRow

State = Import.State
A_BATCH = 500
MOST_TROUBLES = 200
NO_FILE, UNKNOWN = "no-file", "unknown-file"


def read_import(*, import_id: int, now: datetime | None = None) -> bool:
    """Reads a file into rows, and judges them. Whoever is killed halfway is followed by another
    that begins again, so nothing stands there twice. A file that can't be read has failed, with
    the reason. False when it isn't waiting, or somebody else has it."""
    now = now or timezone.now()
    batch = claiming.claim(import_id, State.READING, now)
    if batch is None:
        return False
    try:
        _read(batch, now)
    except UnreadableFile as trouble:
        claiming.fail(batch, trouble.code, now)
    except FileNotFoundError:
        claiming.fail(batch, NO_FILE, now)
    except claiming.Lost:
        ImportRow.objects.filter(batch=batch.pk, batch__state=State.DROPPED).delete()
        return False
    return True


@dataclass(slots=True)
class _Found:
    """What one walk over the file gave."""

    people: list[Person] = field(default_factory=list)
    fresh: list[ImportRow] = field(default_factory=list)
    keys: Counter[str] = field(default_factory=Counter)
    tallies: Tallies = field(default_factory=Tallies)
    kept: dict[str, Kept] = field(default_factory=dict)
    owner: Owner | None = None
    troubles: list[dict[str, Any]] = field(default_factory=list)
    missed: int = 0


def _read(batch: Import, now: datetime) -> None:
    if not batch.format:
        found = recognise(claiming.file_of(batch), batch.name)
        if found is None:
            raise UnreadableFile(UNKNOWN)
        batch.format = found.value
        Import.objects.filter(pk=batch.pk).update(format=batch.format)
    batch.rows.all().delete()
    names = names_for(batch)
    told = _Found()
    for piece in pieces(batch, names, now):
        _take(batch, told, piece)
    _rest(batch, told)
    _keep_rows(batch, told)
    judge_all(told.people, book=book_of(batch.colleague), by=batch.colleague, mine=names)
    _write_verdicts(batch, told)
    _finish(batch, told, names, now)


def names_for(batch: Import) -> frozenset[str]:
    """By what the owner of this file is called: the colleague's own names, and those the file
    gives when the colleague said that it is theirs."""
    names = own_names(batch.colleague)
    if batch.is_mine:
        told = owner_of(unpack(batch.told).get("owner", {}))
        names |= {one.value.lower() for one in told.reaches}
    return names


def pieces(batch: Import, names: frozenset[str], now: datetime) -> Iterator[Piece]:
    """The file, piece by piece. Raises UnreadableFile, FileNotFoundError."""
    return exports.read(
        claiming.file_of(batch),
        Format(batch.format),
        now=now,
        mine=names,
        columns=batch.columns or None,
        name=batch.name,
        words=batch.words,
    )


def _take(batch: Import, told: _Found, piece: Piece) -> None:
    match piece:
        case Card():
            _add_card(batch, told, piece)
        case Event():
            told.tallies.add(piece)
        case Kept():
            told.kept[piece.key] = piece
        case Owner():
            told.owner = piece
        case Trouble():
            _note_trouble(told, piece)
        case Progress():
            claiming.stay(batch, piece.done, piece.total, timezone.now())


def _note_trouble(told: _Found, piece: Trouble) -> None:
    if len(told.troubles) < MOST_TROUBLES:
        told.troubles.append(
            {"code": str(piece.code), "where": piece.where, "facts": dict(piece.facts)}
        )
    else:
        told.missed += 1


def _add_card(batch: Import, told: _Found, card: Card, tally: Tally | None = None) -> None:
    position = len(told.people) + 1
    key = row_key(batch.colleague_id, batch.format, card)
    told.keys[key] += 1
    if told.keys[key] > 1:
        key = mark(colleague=batch.colleague_id, way="row", value=f"{key} {told.keys[key]}")
    person = person_of(
        card, colleague=batch.colleague_id, position=position, key=key, has_card=tally is None
    )
    person.both_ways = tally is not None and tally.both_ways
    told.people.append(person)
    facts = {"card": flat(card)} | ({"kinds": tally.facts()} if tally else {})
    row = ImportRow(batch=batch, position=position, key=key, card=pack(facts))
    _count(row, tally)
    told.fresh.append(row)
    if len(told.fresh) >= A_BATCH:
        _keep_rows(batch, told)


def _keep_rows(batch: Import, told: _Found) -> None:
    with transaction.atomic():
        ImportRow.objects.bulk_create(told.fresh, ignore_conflicts=True)
    told.fresh.clear()
    claiming.stay(batch, batch.done, batch.total, timezone.now())


def _rest(batch: Import, told: _Found) -> None:
    """Moments of each card, and a row for everybody who has moments and no card."""
    _keep_rows(batch, told)
    for start in range(0, len(told.people), A_BATCH):
        some = [person.position for person in told.people[start : start + A_BATCH]]
        changed = []
        for row in ImportRow.objects.filter(batch=batch, position__in=some):
            facts = unpack(row.card)
            tally, kept = _of_card(told, facts["card"])
            if tally is None and kept is None:
                continue
            _count(row, tally)
            more = {"kinds": tally.facts()} if tally else {}
            row.card = pack(facts | more | ({"kept": flat(kept)} if kept else {}))
            changed.append(row)
        ImportRow.objects.bulk_update(changed, ["card", "events", "first_event", "last_event"])
    for tally in list(told.tallies.rest()):
        if tally.reach.value and tally.reach.way != Way.SITE:
            _add_moments_only(batch, told, tally)


def _of_card(told: _Found, facts: dict[str, Any]) -> tuple[Tally | None, Kept | None]:
    from_card = Card(key=facts["key"], where="", name="", reaches=owner_of(facts).reaches)
    return told.tallies.take(from_card), told.kept.get(facts["key"])


def _add_moments_only(batch: Import, told: _Found, tally: Tally) -> None:
    reach = tally.reach
    card = Card(
        key=f"{reach.network or reach.way.value}:{reach.value}",
        where="",
        name=tally.name or reach.value,
        reaches=(reach,),
    )
    _add_card(batch, told, card, tally)


def _count(row: ImportRow, tally: Tally | None) -> None:
    if tally is not None:
        row.events = tally.kinds.total()
        row.first_event, row.last_event = tally.first, tally.last


def _write_verdicts(batch: Import, told: _Found) -> None:
    for start in range(0, len(told.people), A_BATCH):
        people = {one.position: one for one in told.people[start : start + A_BATCH]}
        rows = list(ImportRow.objects.filter(batch=batch, position__in=people).defer("card"))
        for row in rows:
            person = people[row.position]
            row.verdict, row.match_id = person.verdict, person.match
            row.because, row.chosen = person.because, person.chosen
        ImportRow.objects.bulk_update(rows, ["verdict", "match", "because", "chosen"])


def _finish(batch: Import, told: _Found, names: frozenset[str], now: datetime) -> None:
    facts: dict[str, Any] = {"troubles": told.troubles, "missed": told.missed}
    if told.owner is not None:
        facts["owner"] = flat(told.owner)
    if batch.format == Format.TABLE:
        facts["table"] = _table(batch)
    is_mine = batch.is_mine or (
        is_of(told.owner, batch.colleague, names) if told.owner is not None else None
    )
    counts = {"people": len(told.people), **told.tallies.kinds}
    claiming.finish(
        batch,
        State.PREVIEW,
        now,
        told=pack(facts),
        is_mine=is_mine,
        counts=counts,
        done=batch.size,
        total=batch.size,
    )


def _table(batch: Import) -> list[dict[str, Any]]:
    """The columns with what each is taken for, and some of its cells."""
    guessed = table.guess(claiming.file_of(batch))
    mapping = batch.columns or guessed.mapping
    return [
        {
            "index": one.index,
            "header": one.header,
            "field": mapping.get(str(one.index), ""),
            "samples": list(one.samples),
        }
        for one in guessed.columns
    ]
