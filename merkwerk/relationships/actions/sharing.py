"""Sharing a relationship with everybody, a department or one colleague, and what they see of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Value, When
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues.models import Department
from merkwerk.relationships.actions.contacts import own
from merkwerk.relationships.actions.shared_words import refresh_shared_words
from merkwerk.relationships.models import Moment, Relationship, Relationships, Share


@dataclass(frozen=True, slots=True)
class Shown:
    """All that others see of a relationship: who knows whom, and what that somebody does where.
    `last` is the day of the last moment, only when the moments are shared too."""

    pk: int
    knower: Colleague
    name: str
    organisation: str
    organisation_key: str
    function: str
    with_moments: bool
    last: date | None


@dataclass(frozen=True, slots=True)
class Glimpse:
    """All that others see of a shared moment: what, from whom, how, on which day."""

    kind: str
    direction: str
    channel: str
    on: date


def share(
    *,
    relationship: Relationship,
    by: Colleague,
    department: Department | None = None,
    colleague: Colleague | None = None,
    moments: bool = False,
) -> Share:
    """Lets everybody here, a department or one colleague see that `by` knows this contact, and
    with `moments` also when and how they were in touch; never a note. Sharing again with the same
    ones changes what they see. Raises ValueError for oneself, a guest and who left."""
    own(relationship, by)
    if colleague is not None and not may_be_told(colleague, by):
        raise ValueError("A relationship is shared with a colleague who works here.")
    with transaction.atomic():
        shown, _made = Share.objects.update_or_create(
            relationship=relationship,
            everyone=department is None and colleague is None,
            department=department,
            with_colleague=colleague,
            defaults={"moments": moments},
        )
        refresh_shared_words(contacts=[relationship.contact_id])
    return shown


def may_be_told(colleague: Colleague, by: Colleague) -> bool:
    """Whether `by` can share something with this colleague: somebody else, here, and no guest."""
    return colleague.is_here and colleague.pk != by.pk and not colleague.is_guest


def unshare(*, relationship: Relationship, by: Colleague, share: int | None = None) -> None:
    """Takes one share back, or all of them: from now on nobody they were for sees anything."""
    own(relationship, by)
    shares = relationship.shares.all()
    with transaction.atomic():
        (shares if share is None else shares.filter(pk=share)).delete()
        refresh_shared_words(contacts=[relationship.contact_id])


def shares_of(*, relationship: Relationship, by: Colleague) -> list[Share]:
    """With whom it is shared: everybody first, then departments, then colleagues, by name."""
    own(relationship, by)
    shares = relationship.shares.select_related("department", "with_colleague")
    return list(shares.order_by("-everyone", "department__name", "with_colleague__name", "pk"))


def as_others_see(*, relationship: Relationship, by: Colleague) -> Shown:
    """What somebody with whom also the moments are shared sees, for `by` to look at first."""
    own(relationship, by)
    last = relationship.moments.order_by("-at").values_list("at", flat=True).first()
    return _shown(relationship, True, last)


def shared_ones(*, to: Colleague) -> Relationships:
    """Relationships of others that `to` may know of, each with whether their moments are shared
    too (`open`) and the last of these (`seen_last`)."""
    told = Share.objects.reaching(to).filter(moments=True, relationship=OuterRef("pk"))
    nothing = Value(None, output_field=DateTimeField())
    found = Relationship.objects.shared_with(to).annotate(open=Exists(told))
    return found.annotate(seen_last=Case(When(open=True, then=F("last_moment")), default=nothing))


def as_shown(rows: Iterable[Relationship]) -> list[Shown]:
    """Rows of `shared_ones` without all that isn't shared; wants colleague and contact selected."""
    return [_shown(one, getattr(one, "open"), getattr(one, "seen_last")) for one in rows]  # noqa: B009


def _shown(relationship: Relationship, with_moments: bool, last: datetime | None) -> Shown:
    contact = relationship.contact
    return Shown(
        pk=relationship.pk,
        knower=relationship.colleague,
        name=contact.name,
        organisation=contact.organisation,
        organisation_key=contact.organisation_key,
        function=contact.function,
        with_moments=with_moments,
        last=timezone.localdate(last) if last and with_moments else None,
    )


def opened(*, pk: int, to: Colleague) -> Shown:
    """What `to` sees of one relationship of another. Raises Relationship.DoesNotExist when it isn't
    shared with them, however it was before."""
    row = shared_ones(to=to).select_related("colleague", "contact").only(*SAFE).get(pk=pk)
    return as_shown([row])[0]


SAFE = (
    "last_moment",
    "colleague__name",
    "contact__name",
    "contact__organisation",
    "contact__organisation_key",
    "contact__function",
)
"""The columns of a relationship that are read for another than whose it is."""


def glimpses(*, of: Shown, most: int = 200) -> list[Glimpse]:
    """The moments of a relationship shared with its moments, the latest first: no words, place or
    note is even read. Nothing for one shared without them."""
    if not of.with_moments:
        return []
    rows = Moment.objects.filter(relationship=of.pk).order_by("-at", "-pk")
    told = rows.values_list("kind", "direction", "channel", "at")[:most]
    return [Glimpse(kind, way, channel, timezone.localdate(at)) for kind, way, channel, at in told]
