"""Contact by a colleague with the same person, when both chose to share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from merkwerk.accounts.models import Duty, Role, works_here
from merkwerk.colleagues.models import Profile
from merkwerk.relationships.models import Belonging, Introduction, Relationship, Share

LINKED = (Introduction.State.INTRODUCED, Introduction.State.MET, Introduction.State.ENDED)
Pair = tuple[int, int]


def through(relationships: Sequence[Relationship]) -> dict[int, datetime]:
    """The last real contact by a colleague with the same person, for each relationship that has
    one, by number. Only where both share: any share of mine that reaches the colleague, and one of
    theirs, with moments, that reaches me. The same person is who has a common identity on both
    cards, or whom one introduced to the other. Reads the colleague's `last_contact`, so reckon
    theirs first. Relationships may be of many colleagues; six questions whatever their number."""
    mine = {one.pk: one for one in relationships}
    theirs = _open_ones(mine)
    pairs = [*_by_identity(mine, theirs), *_by_introduction(mine, theirs)]
    reach = _Reach([*mine, *theirs], _people(mine, theirs))
    found: dict[int, datetime] = {}
    for here, there in pairs:
        other = theirs[there]
        mutual = reach.any(here, other.colleague_id) and reach.moments(
            there, mine[here].colleague_id
        )
        if mutual and other.last_contact is not None:
            found[here] = max(found.get(here, other.last_contact), other.last_contact)
    return found


def also_known(numbers: Sequence[int]) -> list[Relationship]:
    """Relationships of others with the same people as these, that share something: whose reminder
    may follow from a contact in one of these. One question."""
    same = Belonging.objects.filter(contact__relationships__in=numbers).values("identity")
    linked = Q(contact__belongings__identity__in=same)
    met = Introduction.objects.filter(state__in=LINKED)
    linked |= Q(pk__in=met.filter(made__in=numbers).values("relationship"))
    linked |= Q(pk__in=met.filter(relationship__in=numbers).values("made"))
    rows = Relationship.objects.filter(
        linked, works_here("colleague"), pk__in=Share.objects.values("relationship")
    )
    return list(rows.exclude(pk__in=numbers).light().order_by("pk").distinct())


def _open_ones(mine: dict[int, Relationship]) -> dict[int, Relationship]:
    """Relationships with the same people, by somebody here who shares moments with anybody."""
    same = Belonging.objects.filter(contact__relationships__in=mine).values("identity")
    linked = Q(contact__belongings__identity__in=same)
    met = Introduction.objects.filter(state__in=LINKED)
    linked |= Q(pk__in=met.filter(made__in=mine).values("relationship"))
    linked |= Q(pk__in=met.filter(relationship__in=mine).values("made"))
    rows = Relationship.objects.filter(
        linked,
        works_here("colleague"),
        pk__in=Share.objects.filter(moments=True).values("relationship"),
        last_contact__isnull=False,
    )
    return {one.pk: one for one in rows.only("colleague", "contact", "last_contact").distinct()}


def _by_identity(mine: dict[int, Relationship], theirs: dict[int, Relationship]) -> Iterable[Pair]:
    cards = {one.contact_id for one in [*mine.values(), *theirs.values()]}
    rows = Belonging.objects.filter(contact__in=cards).values_list("identity", "contact")
    on_card: dict[int, set[int]] = defaultdict(set)
    for identity, card in rows:
        on_card[card].add(identity)
    whose: dict[int, list[int]] = defaultdict(list)
    for there, other in theirs.items():
        for identity in on_card[other.contact_id]:
            whose[identity].append(there)
    for here, one in mine.items():
        for identity in on_card[one.contact_id]:
            for there in whose[identity]:
                if theirs[there].colleague_id != one.colleague_id:
                    yield here, there


def _by_introduction(
    mine: dict[int, Relationship], theirs: dict[int, Relationship]
) -> Iterable[Pair]:
    rows = Introduction.objects.filter(state__in=LINKED, made__isnull=False)
    touching = rows.filter(Q(made__in=mine) | Q(relationship__in=mine))
    for made, known in touching.values_list("made", "relationship"):
        for here, there in ((made, known), (known, made)):
            if here in mine and there in theirs:
                yield here, there


def _people(mine: dict[int, Relationship], theirs: dict[int, Relationship]) -> set[int]:
    return {one.colleague_id for one in [*mine.values(), *theirs.values()]}


class _Reach:
    """Whom the shares of some relationships reach, among some colleagues. A guest never."""

    def __init__(self, relationships: Iterable[int], people: Iterable[int]) -> None:
        self.shares: dict[int, list[Share]] = defaultdict(list)
        for share in Share.objects.filter(relationship__in=list(relationships)):
            self.shares[share.relationship_id].append(share)
        here = set(people)
        rows = Profile.objects.filter(colleague__in=here, department__isnull=False)
        self.departments = dict(rows.order_by().values_list("colleague", "department"))
        duties = Duty.objects.filter(colleague__in=here).values_list("colleague", "role")
        roles: dict[int, set[str]] = defaultdict(set)
        for colleague, role in duties:
            roles[colleague].add(role)
        self.guests = {colleague for colleague, held in roles.items() if held == {Role.ADVISER}}

    def any(self, relationship: int, colleague: int) -> bool:
        return any(self._reaches(share, colleague) for share in self.shares[relationship])

    def moments(self, relationship: int, colleague: int) -> bool:
        open_ones = (share for share in self.shares[relationship] if share.moments)
        return any(self._reaches(share, colleague) for share in open_ones)

    def _reaches(self, share: Share, colleague: int) -> bool:
        if colleague in self.guests:
            return False
        if share.everyone or share.with_colleague_id == colleague:
            return True
        department = share.department_id
        return department is not None and department == self.departments.get(colleague)
