"""When a colleague leaves: what is theirs goes with them, and nothing of it stays here."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core import signing
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague
from merkwerk.relationships.actions.exporting import ask_takeaway, throw_away
from merkwerk.relationships.actions.introducing import forget
from merkwerk.relationships.models import (
    Address,
    Belonging,
    Contact,
    Erasure,
    Farewell,
    Feeder,
    Group,
    Import,
    Introduction,
    Join,
    Moment,
    MomentAddress,
    NewWork,
    Outcome,
    Relationship,
    Share,
    StrayEvent,
    Takeaway,
)

PIECE = 2000
SALT = "merkwerk.farewell"
MOST_GUESSES = 10
A_DAY = 24 * 60 * 60


def grace() -> timedelta:
    """How long after leaving somebody's relationships stay, so that they can be taken along."""
    return timedelta(days=settings.LEAVER_DAYS)


def erased_on(colleague: Colleague) -> datetime | None:
    """When what a leaver has here is erased; None for who is here."""
    return colleague.left_at + grace() if colleague.left_at else None


def keep_farewell_address(*, by: Colleague, address: str) -> Farewell:
    """Keeps where `by` wants the way to their copy sent after leaving. Only they themselves can
    say so, and while they are here: nobody else may have it sent to an address of their choice."""
    kept, _made = Farewell.objects.update_or_create(colleague=by, defaults={"address": address})
    return kept


def bid_farewell(*, now: datetime | None = None) -> int:
    """Sends everybody who left, once, the way to their copy, and has the copy made. It goes to the
    private address they gave and nowhere else: a mailbox at work is read by others once somebody
    has left. Nobody gets a letter for whom there is nothing to take along. Answers how many."""
    now = now or timezone.now()
    leaving = Colleague.objects.left().filter(left_at__gt=now - grace())
    return sum(_bid(one, now) for one in leaving if has_anything(one))


def _bid(colleague: Colleague, now: datetime) -> int:
    with transaction.atomic():
        farewell = Farewell.objects.filter(colleague=colleague).first()
        if farewell is None or not farewell.address:
            return 0
        mine = Farewell.objects.filter(pk=farewell.pk).exclude(told_at__gte=colleague.left_at)
        if not mine.update(told_at=now):
            return 0
        ask_takeaway(by=colleague, now=now)
        with translation.override(colleague.language):
            _letter(colleague, farewell.address).send()
    return 1


def _letter(colleague: Colleague, address: str) -> EmailMessage:
    until = timezone.localdate(erased_on(colleague)).isoformat()
    words = "\n\n".join(
        (
            _("Hello %(name)s,") % {"name": colleague.first_name},
            _(
                "Your relationships are yours. Here you can take them along, with your notes and "
                "moments, in a file that address books and another Merkwerk can read:"
            ),
            f"{settings.SITE_URL}{farewell_path(colleague)}",
            _(
                "The link works until %(day)s. Then everything is erased here, and nobody can get "
                "it back. Until then nobody else can see it either."
            )
            % {"day": until},
            _("Thank you for the time together."),
        )
    )
    return EmailMessage(_("Take your relationships along"), words, None, [address])


def farewell_path(colleague: Colleague, *, sealed: bool = False) -> str:
    """The way to a leaver's own copy: signed, for this leaving alone, until the erasure. A sealed
    one opens with their own password only, so that anybody may hand it to them."""
    told: dict[str, object] = {"who": colleague.pk, "left": _stamp(colleague)}
    if sealed:
        told["sealed"] = True
    return reverse("relationships:farewell", args=[signing.dumps(told, salt=SALT)])


def leaver_of(secret: str, *, now: datetime) -> Colleague | None:
    """Whose copy this secret opens; None when it is none, or too late, or they came back."""
    try:
        told = signing.loads(secret, salt=SALT)
    except signing.BadSignature:
        return None
    colleague = Colleague.objects.left().filter(pk=told["who"]).first()
    if colleague is None or _stamp(colleague) != told["left"]:
        return None
    until = erased_on(colleague)
    return colleague if until and until > now and has_anything(colleague) else None


def sealed_way(colleague: Colleague) -> str:
    """The whole address of a leaver's sealed way, or "" where no password could open it."""
    if not colleague.left_at or not colleague.has_usable_password():
        return ""
    return f"{settings.SITE_URL}{farewell_path(colleague, sealed=True)}"


def is_sealed(secret: str) -> bool:
    """Whether a way opens with the leaver's own password only."""
    try:
        return bool(signing.loads(secret, salt=SALT).get("sealed"))
    except signing.BadSignature:
        return False


def unseal(*, colleague: Colleague, password: str) -> bool:
    """Whether this is the password with which the leaver came in here. After MOST_GUESSES wrong
    ones no other is looked at until a day after the last."""
    key = f"farewell:{colleague.pk}"
    guesses = int(cache.get(key, 0))
    if guesses >= MOST_GUESSES:
        return False
    cache.set(key, guesses + 1, A_DAY)  # not incr, which forgets how long to keep it
    if not check_password(password, colleague.password):
        return False
    cache.delete(key)
    return True


def _stamp(colleague: Colleague) -> str:
    return colleague.left_at.isoformat() if colleague.left_at else ""


def has_anything(colleague: Colleague) -> bool:
    """Whether anything of this room is somebody's own."""
    return any(rows.exists() for rows in belongings(colleague).values())


def belongings(colleague: Colleague) -> dict[str, QuerySet[Model]]:
    """Everything that is of one colleague alone, by the name under which it is counted; what hangs
    on it (handles, positions, members of groups, rows of imports) goes with it. In the order in
    which it can be erased."""
    own = Relationship.objects.filter(colleague=colleague)
    found: dict[str, QuerySet[Model]] = {}
    found["moments"] = Moment.objects.filter(relationship__colleague=colleague)
    found["addresses"] = Address.objects.filter(relationship__colleague=colleague)
    found["outcomes"] = Outcome.objects.filter(relationship__colleague=colleague)
    found["shares"] = Share.objects.filter(relationship__colleague=colleague)
    found["asked"] = Introduction.objects.filter(asker=colleague)
    found["given"] = Introduction.objects.filter(knower=colleague)
    found["new_work"] = NewWork.objects.filter(colleague=colleague)
    found["joins"] = Join.objects.filter(colleague=colleague)
    found["groups"] = Group.objects.filter(colleague=colleague)
    found["stray"] = StrayEvent.objects.filter(colleague=colleague)
    found["feeders"] = Feeder.objects.filter(colleague=colleague)
    found["moment_address"] = MomentAddress.objects.filter(colleague=colleague)
    found["imports"] = Import.objects.filter(colleague=colleague)
    found["copies"] = Takeaway.objects.filter(colleague=colleague)
    found["relationships"] = own
    found["belongings"] = Belonging.objects.filter(owner=colleague)
    found["cards"] = Contact.objects.filter(owner=colleague)
    return found


def erase(*, colleague: Colleague, now: datetime | None = None) -> Erasure | None:
    """Erases everything of somebody who left, files included, in pieces; killed halfway it goes on.
    Leaves a certificate with nothing but how much it was, and none when there was nothing. Refuses
    (ValueError) for who is here: they remove what they want themselves."""
    if colleague.left_at is None:
        raise ValueError("only of somebody who left")
    now = now or timezone.now()
    _erase_files(colleague)
    public = _public(colleague)
    counts: dict[str, int] = {}
    for name, rows in belongings(colleague).items():
        while pks := list(rows.order_by("pk").values_list("pk", flat=True)[:PIECE]):
            with transaction.atomic():
                if rows.model is Introduction:
                    forget(Introduction.objects.filter(pk__in=pks))
                rows.model._default_manager.filter(pk__in=pks).delete()
                _count(colleague, {name: len(pks)}, now)
            counts[name] = counts.get(name, 0) + len(pks)
    Contact.objects.filter(pk__in=public, owner=None, relationships=None).delete()
    Farewell.objects.filter(colleague=colleague).update(address="")
    return colleague.erasures.order_by("-at").first() if counts else None


def _count(colleague: Colleague, more: dict[str, int], now: datetime) -> None:
    """Adds to the certificate of this leaving, in the transaction that erases."""
    made = colleague.erasures.filter(at__gte=colleague.left_at).order_by("-at").first()
    erasure = made or Erasure(colleague=colleague)
    for name, count in more.items():
        erasure.counts[name] = erasure.counts.get(name, 0) + count
    erasure.at = now
    erasure.save()


def _public(colleague: Colleague) -> list[int]:
    """Public contacts that this colleague knows: those whom nobody else knows go too."""
    known = Contact.objects.filter(owner=None, relationships__colleague=colleague)
    return list(known.values_list("pk", flat=True))


def _erase_files(colleague: Colleague) -> None:
    for takeaway in Takeaway.objects.filter(colleague=colleague).exclude(file=""):
        throw_away(takeaway)
    for name in Import.objects.filter(colleague=colleague).exclude(file="").values_list("file"):
        with suppress(OSError):
            (Path(settings.PRIVATE_DIR) / Path(name[0]).name).unlink()


def leavers_to_erase(*, now: datetime) -> list[Colleague]:
    """Who left so long ago that what they had is to be erased, and still has something, be it only
    the address for their letter."""
    gone = Colleague.objects.left().filter(left_at__lte=now - grace()).order_by("left_at")
    told = {
        *Farewell.objects.filter(colleague__in=gone).exclude(address="").values_list("colleague")
    }
    return [one for one in gone if (one.pk,) in told or has_anything(one)]
