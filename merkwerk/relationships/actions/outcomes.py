"""What a contact led to, told by the colleague whose contact it is."""

from __future__ import annotations

from datetime import date

from merkwerk.accounts.models import Colleague
from merkwerk.engine.text import without_tricks
from merkwerk.relationships.actions.contacts import line, own
from merkwerk.relationships.models import Outcome, Relationship


def tell_outcome(
    *,
    relationship: Relationship,
    by: Colleague,
    kind: str,
    title: str,
    on: date,
    told: str = "",
    is_shared: bool = False,
    names_them: bool = False,
) -> Outcome:
    """Keeps what came of a contact: one line, and how it went in own words; for `by` alone unless
    shared, and without a name unless that is said too. Begins at the first moment there is."""
    own(relationship, by)
    return Outcome.objects.create(
        relationship=relationship,
        first=relationship.moments.order_by("at", "pk").first(),
        **_clean(kind, title, on, told, is_shared, names_them),
    )


def change_outcome(
    *,
    outcome: Outcome,
    by: Colleague,
    kind: str,
    title: str,
    on: date,
    told: str = "",
    is_shared: bool = False,
    names_them: bool = False,
) -> Outcome:
    """Tells it differently, to others or not. Another's is refused as if there were none."""
    _own(outcome, by)
    for name, value in _clean(kind, title, on, told, is_shared, names_them).items():
        setattr(outcome, name, value)
    outcome.save()
    return outcome


def keep_outcome_private(*, outcome: Outcome, by: Colleague) -> None:
    """Takes back that colleagues may read it."""
    _own(outcome, by)
    Outcome.objects.filter(pk=outcome.pk).update(is_shared=False, names_them=False)


def remove_outcome(*, outcome: Outcome, by: Colleague) -> None:
    """Lets go of what was told; the relationship and its moments stay."""
    _own(outcome, by)
    outcome.delete()


def _own(outcome: Outcome, by: Colleague) -> None:
    if outcome.relationship.colleague_id != by.pk:
        raise Outcome.DoesNotExist


def _clean(
    kind: str, title: str, on: date, told: str, is_shared: bool, names_them: bool
) -> dict[str, object]:
    return {
        "kind": Outcome.Kind(kind),
        "title": line(title, 300),
        "told": without_tricks(told),
        "on": on,
        "is_shared": is_shared,
        "names_them": is_shared and names_them,
    }
