"""Which of a colleague's contacts may be one person: joined when it is certain, else asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.exports.values import Way
from merkwerk.engine import identities as engine
from merkwerk.engine.identities import Known, plain_handle
from merkwerk.relationships import tasks
from merkwerk.relationships.actions.uniting import join_people
from merkwerk.relationships.models import Address, Belonging, Handle, Join, Relationship

WORTH_ASKING = 0.5
MOST_ASKED = 30
"""Open questions at a time; the most certain ones are asked first."""
FRESH = timedelta(days=2)


def propose_joins(*, colleague_id: int, now: datetime) -> tuple[int, int]:
    """Looks at all contacts of one colleague: what is certain is joined (it can be undone), what
    may be is asked about. Whatever was answered before is left as it is. Answers how many were
    joined and how many are newly asked."""
    colleague = Colleague.objects.get(pk=colleague_id)
    people = known_of(colleague)
    answered = _answered(colleague)
    joined, asks = 0, []
    for found in engine.proposals(people):
        pair = frozenset((int(found.left), int(found.right)))
        if len(pair) < 2 or pair in answered:
            continue
        if found.sure:
            joined += _join(colleague, found, now)
        elif found.certainty >= WORTH_ASKING:
            asks.append(found)
    return joined, _ask(colleague, asks)


def known_of(colleague: Colleague) -> list[Known]:
    """What is known of each contact of a colleague, by the contact's number."""
    rows = Relationship.objects.visible_to(colleague)
    cards = {
        pk: (name, organisation)
        for pk, name, organisation in rows.values_list(
            "contact", "contact__name", "contact__organisation"
        )
    }
    names, handles, links = _identities(cards.keys())
    mails, phones = _reached(colleague)
    return [
        Known(
            key=str(pk),
            names=_names(name, names[pk], [handle for _, handle in handles[pk]]),
            handles=tuple(handles[pk]),
            mails=tuple(mails[pk]),
            phones=tuple(phones[pk]),
            links=tuple(links[pk]),
            organisations=(organisation,) if organisation else (),
        )
        for pk, (name, organisation) in cards.items()
    ]


def _names(called: str, others: Sequence[str], handles: Collection[str]) -> tuple[str, ...]:
    """What somebody goes by. Who gave no name is called by a handle, which is none."""
    called_by = {plain_handle(handle) for handle in handles} | {*handles}
    return tuple(name for name in dict.fromkeys((called, *others)) if name not in called_by)


Listed = defaultdict[int, list[str]]


def _identities(
    cards: Collection[int],
) -> tuple[Listed, defaultdict[int, list[tuple[str, str]]], Listed]:
    names: Listed = defaultdict(list)
    links: Listed = defaultdict(list)
    handles: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Belonging.objects.filter(contact__in=cards).order_by("pk")
    for card, network, handle, name, proven in rows.values_list(
        "contact", "identity__network", "identity__handle", "identity__name", "identity__links"
    ):
        handles[card].append((network, handle))
        links[card].extend(proven)
        if name:
            names[card].append(name)
    written = Handle.objects.filter(contact__in=cards).order_by("pk")
    for card, handle in written.values_list("contact", "handle"):
        handles[card].append(("", handle))
    return names, handles, links


def _reached(colleague: Colleague) -> tuple[Listed, Listed]:
    mails: Listed = defaultdict(list)
    phones: Listed = defaultdict(list)
    ways = Address.objects.visible_to(colleague).filter(way__in=[Way.MAIL, Way.PHONE])
    for card, way, value in ways.values_list("relationship__contact", "way", "value"):
        (mails if way == Way.MAIL else phones)[card].append(value)
    return mails, phones


def _answered(colleague: Colleague) -> set[frozenset[int]]:
    rows = Join.objects.visible_to(colleague).exclude(other=None)
    return {frozenset(pair) for pair in rows.values_list("one", "other") if None not in pair}


def _join(colleague: Colleague, found: engine.Join, now: datetime) -> int:
    """Joins two that are certainly one, when both are still there; the one known longer stays."""
    ends = (int(found.left), int(found.right))
    pair = Relationship.objects.filter(colleague=colleague, contact__in=ends)
    if pair.count() != 2:
        return 0
    kept, other = pair.order_by("pk")
    join_people(
        kept=kept,
        other=other,
        by=colleague,
        because=_because(found),
        certainty=found.certainty,
        by_itself=True,
        now=now,
    )
    return 1


def _ask(colleague: Colleague, found: Sequence[engine.Join]) -> int:
    """Asks about the most certain ones, as far as there is room and both are still there."""
    room = MOST_ASKED - Join.objects.visible_to(colleague).asked().count()
    there = set(Relationship.objects.visible_to(colleague).values_list("contact", flat=True))
    asks = [one for one in found if {int(one.left), int(one.right)} <= there]
    asks.sort(key=lambda one: -one.certainty)
    made = Join.objects.bulk_create(
        [
            Join(
                colleague=colleague,
                one_id=min(int(one.left), int(one.right)),
                other_id=max(int(one.left), int(one.right)),
                certainty=one.certainty,
                because=_because(one),
            )
            for one in asks[: max(0, room)]
        ],
        ignore_conflicts=True,
    )
    return len(made)


def _because(found: engine.Join) -> list[dict[str, object]]:
    return [{"code": part.code, "facts": dict(part.facts)} for part in found.because]


def propose_all(*, now: datetime) -> int:
    """Asks for a look at the contacts of every colleague who got to know somebody, or an address
    of somebody, in the last two days; answers how many colleagues."""
    fresh = Q(relationships__since__gt=now - FRESH) | Q(
        relationships__addresses__since__gt=now - FRESH
    )
    here = Colleague.objects.here().filter(fresh)
    wanted = list(here.order_by("pk").values_list("pk", flat=True).distinct())
    for pk in wanted:
        tasks.propose_joins.enqueue(pk)
    return len(wanted)
