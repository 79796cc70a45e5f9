"""Introductions: one colleague asks another who knows somebody, and it is followed to its end."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague, works_here
from merkwerk.engine.text import without_tricks
from merkwerk.notifications.actions import tell
from merkwerk.notifications.models import Notice
from merkwerk.relationships.actions.cards import add_contact
from merkwerk.relationships.actions.contacts import known_people
from merkwerk.relationships.actions.moments import note_moment
from merkwerk.relationships.actions.sharing import opened
from merkwerk.relationships.models import Introduction, Moment, Relationship

State = Introduction.State
OPEN = (State.ASKED, State.PROMISED)
STANDING = (*OPEN, State.INTRODUCED, State.MET)
"""As long as it is in one of these, there is nothing to ask."""
CHANNEL = "introduction"
"""Of the moments that an introduction makes."""
KEY = "introduction-"
LEAVE_BE = timedelta(days=30)
LONGEST = 2000


class NotNow(Exception):
    """The colleague said "not now" a short while ago; asking again so soon isn't kind."""


class Meanwhile(Exception):
    """It isn't in a state any more in which this can be done: somebody was first, or left."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise to introduce `asker` to somebody before a day, for Today of `knower`. `who` is the
    somebody as the knower calls them, `address` where it is answered."""

    introduction: int
    knower: int
    asker: Colleague
    who: str
    relationship: int
    promised_for: date
    address: str


def ask(
    *, relationship: int, by: Colleague, words: str, now: datetime | None = None
) -> Introduction:
    """Asks the colleague whose relationship (by number) this is to introduce `by`, and tells them.
    Asking again while it is open, or once it was done, changes nothing and gives the same
    introduction. Raises Relationship.DoesNotExist when it isn't shared (any more), NotNow within
    thirty days of a "not now"."""
    shown = opened(pk=relationship, to=by)
    now = now or timezone.now()
    before = Introduction.objects.filter(asker=by, relationship=relationship)
    if there := before.filter(state__in=STANDING).first():
        return there
    if before.filter(state=State.DECLINED, changed_at__gt=now - LEAVE_BE).exists():
        raise NotNow
    try:
        with transaction.atomic():
            made = Introduction.objects.create(
                asker=by,
                knower=shown.knower,
                relationship_id=relationship,
                words=without_tricks(words)[:LONGEST],
            )
            _tell(made, to=shown.knower, kind="introduction_asked", by=by, who=shown.name)
    except IntegrityError:  # pressed twice at the same time
        return before.get(state__in=OPEN)
    return made


def answer_later(
    *, introduction: Introduction, by: Colleague, before: date, words: str = ""
) -> None:
    """The knower promises to do it before a day; a promise can be moved. It comes on their Today
    when the day is near (`promises`)."""
    _as_knower(introduction, by)
    _still_here(introduction.asker)
    _step(introduction, OPEN, State.PROMISED, reply=words, promised_for=before)
    _tell_asker(introduction, "introduction_promised", f"{State.PROMISED}:{before}")


def not_now(*, introduction: Introduction, by: Colleague, words: str = "") -> None:
    """The knower doesn't, and needn't say why. The asker is told so kindly."""
    _as_knower(introduction, by)
    _step(introduction, OPEN, State.DECLINED, reply=words)
    _tell_asker(introduction, "introduction_declined")


def introduce(
    *, introduction: Introduction, by: Colleague, words: str = "", now: datetime | None = None
) -> Relationship:
    """The knower has introduced them. The asker gets a relationship of their own (the one they had
    with this person already, if so) with what was shared: name, organisation and function; how
    they met says through whom. Both get a moment, each on their own timeline. Answers the
    asker's."""
    _as_knower(introduction, by)
    _still_here(introduction.asker)
    now = now or timezone.now()
    with transaction.atomic():
        _step(introduction, OPEN, State.INTRODUCED, reply=words)
        made = _relationship_for(introduction)
        Introduction.objects.filter(pk=introduction.pk).update(made=made)
        introduction.made = made
        _note(made, introduction, Moment.Direction.THEIRS, now)
        _note(introduction.relationship, introduction, Moment.Direction.OURS, now)
        _tell_asker(introduction, "introduction_made")
    return made


def they_met(*, introduction: Introduction, by: Colleague) -> None:
    """The asker and the somebody met; who introduced them is told, thankfully."""
    _as_asker(introduction, by)
    _step(introduction, (State.INTRODUCED,), State.MET)
    _tell(
        introduction,
        to=introduction.knower,
        kind="introduction_met",
        by=by,
        who=introduction.relationship.contact.name,
    )


def nothing_came(*, introduction: Introduction, by: Colleague) -> None:
    """The asker closes it: nothing came of it. Nobody is told."""
    _as_asker(introduction, by)
    _step(introduction, (State.INTRODUCED,), State.ENDED)


def withdraw(*, introduction: Introduction, by: Colleague) -> None:
    """The asker takes the question back; the notice of it goes too."""
    _as_asker(introduction, by)
    _step(introduction, OPEN, State.WITHDRAWN)
    Notice.objects.filter(
        colleague=introduction.knower_id, key=_key(introduction, "introduction_asked")
    ).delete()


def forget(introductions: QuerySet[Introduction]) -> None:
    """Erases introductions with what both were told of them: the notice would lead nowhere, and
    names somebody who is nobody's any more."""
    with transaction.atomic():
        for pk, *both in introductions.values_list("pk", "asker", "knower"):
            told = Notice.objects.filter(colleague__in=both, key__startswith=_key_of(pk, ""))
            told.delete()
        introductions.delete()


def promises(*, until: date, of: Collection[int] | None = None) -> list[Promise]:
    """Promises that run out on or before `until`, the earliest first; of some colleagues (by
    number) or of all who are here. One query."""
    rows = Introduction.objects.promised(until).filter(works_here("knower"), works_here("asker"))
    rows = rows if of is None else rows.filter(knower__in=of)
    found = rows.select_related("asker", "relationship__contact").order_by("promised_for", "pk")
    return [
        Promise(
            introduction=one.pk,
            knower=one.knower_id,
            asker=one.asker,
            who=one.relationship.contact.name,
            relationship=one.relationship_id,
            promised_for=one.promised_for,
            address=reverse("relationships:introduction", args=[one.pk]),
        )
        for one in found
        if one.promised_for is not None
    ]


def name_for(introduction: Introduction, reader: Colleague) -> str:
    """What `reader` may call the somebody: the knower by their own card, the asker by their own
    card once introduced, and before that only while it is shared with them; else empty."""
    if reader.pk == introduction.knower_id:
        return introduction.relationship.contact.name
    if introduction.made is not None:
        return introduction.made.contact.name
    seen = Relationship.objects.shared_with(reader).filter(pk=introduction.relationship_id)
    return seen.values_list("contact__name", flat=True).first() or ""


def _as_knower(introduction: Introduction, by: Colleague) -> None:
    if introduction.knower_id != by.pk:
        raise Introduction.DoesNotExist


def _as_asker(introduction: Introduction, by: Colleague) -> None:
    if introduction.asker_id != by.pk:
        raise Introduction.DoesNotExist


def _still_here(colleague: Colleague) -> None:
    if colleague.left_at is not None or not colleague.is_active:
        raise Meanwhile


def _step(
    introduction: Introduction,
    before: Collection[str],
    state: Introduction.State,
    *,
    reply: str = "",
    promised_for: date | None = None,
) -> None:
    """From one state to the next, once: who comes second gets Meanwhile."""
    changes: dict[str, object] = {"state": state, "changed_at": timezone.now()}
    if reply:
        changes["reply"] = without_tricks(reply)[:LONGEST]
    if promised_for is not None:
        changes["promised_for"] = promised_for
    rows = Introduction.objects.filter(pk=introduction.pk, state__in=before)
    if not rows.update(**changes):
        raise Meanwhile
    for name, value in changes.items():
        setattr(introduction, name, value)


def _relationship_for(introduction: Introduction) -> Relationship:
    asker, contact = introduction.asker, introduction.relationship.contact
    identities = list(contact.belongings.values_list("identity", flat=True))
    known = known_people(by=asker, identities=identities)
    if known:
        return Relationship.objects.get(pk=min(one.pk for one in known.values()))
    earlier = Introduction.objects.filter(
        asker=asker, relationship=introduction.relationship_id, made__isnull=False
    ).first()
    if earlier is not None and earlier.made is not None:
        return earlier.made
    with translation.override(asker.language):
        how_met = _("Through %(name)s.") % {"name": introduction.knower.name}
    return add_contact(
        by=asker,
        name=contact.name,
        organisation=contact.organisation,
        function=contact.function,
        how_met=how_met,
    )


def _note(
    relationship: Relationship, introduction: Introduction, direction: str, now: datetime
) -> None:
    note_moment(
        by=relationship.colleague,
        relationship=relationship,
        kind=Moment.Kind.OTHER,
        at=now,
        direction=direction,
        channel=CHANNEL,
        key=f"{KEY}{introduction.pk}",
        now=now,
    )


def _key(introduction: Introduction, told: str) -> str:
    return _key_of(introduction.pk, told)


def _key_of(number: int, told: str) -> str:
    return f"introduction:{number}:{told}"


def _tell(
    introduction: Introduction, *, to: Colleague, kind: str, by: Colleague, who: str, told: str = ""
) -> None:
    tell(
        colleague=to,
        kind=kind,
        key=_key(introduction, told or kind),
        facts={"by": by.name, "who": who},
        link=reverse("relationships:introduction", args=[introduction.pk]),
    )


def _tell_asker(introduction: Introduction, kind: str, told: str = "") -> None:
    """Without the name where it isn't the asker's to know any more."""
    asker = introduction.asker
    with translation.override(asker.language):
        who = name_for(introduction, asker) or _("somebody")
    _tell(introduction, to=asker, kind=kind, by=introduction.knower, who=who, told=told)
