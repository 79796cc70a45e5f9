"""Accounts that speak for the organisation: who made them so, who writes there, and how it is
signed. A person's own account never becomes one but by their own explicit yes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from merkwerk.accounts.models import Colleague, Role
from merkwerk.connectors.values import Network
from merkwerk.engine.text import without_tricks
from merkwerk.networks.models import Brand, BrandReview, BrandWriter, ConnectedAccount, Message
from merkwerk.notifications.actions import tell

SHORT = "^{name}"
LONGEST_NAME = 100


def patterns(language: str) -> tuple[str, str]:
    """The two ways of signing that a brand chooses from, in one language."""
    with override(language):
        # Translators: how a message of an organisation is signed, such as "Roos for Kade".
        return SHORT, _("{name} for {brand}")


def may_make_brands(colleague: Colleague) -> bool:
    """The social lead, of accounts they connected themselves."""
    return Role.SOCIAL_LEAD in colleague.roles


def brand_of(account: ConnectedAccount) -> Brand | None:
    """The brand that speaks through this account; None for a person's own."""
    return Brand.objects.live().filter(account=account.pk).select_related("account").first()


def make_brand(
    *,
    by: Colleague,
    account: ConnectedAccount,
    name: str,
    pattern: str,
    writers: Iterable[Colleague] = (),
    sure: bool,
) -> Brand:
    """From now on this account speaks for the organisation: whoever made it so writes there, the
    `writers` are asked, and nothing is said there that another writer has not looked at. What of
    their own waits to be sent there stays here, and its writer is told (the outbox asks again).

    Refuses (PermissionError) who is no social lead, somebody else's account and one that is let
    go; (ValueError) without an explicit `sure`, without a name, or with another way of signing.
    """
    if not may_make_brands(by) or account.colleague_id != by.pk or account.removed_at:
        raise PermissionError("the social lead makes a brand of an account they connected")
    name = " ".join(without_tricks(name).split())[:LONGEST_NAME]
    if not sure or not name or pattern not in patterns(by.language):
        raise ValueError("a brand needs a yes, a name and a way of signing")
    with transaction.atomic():
        brand, _made = Brand.objects.update_or_create(
            account=account, defaults={"name": name, "pattern": pattern, "ended_at": None}
        )
        BrandWriter.objects.update_or_create(
            brand=brand, colleague=by, defaults={"asked_by": by, "accepted_at": timezone.now()}
        )
        for colleague in writers:
            ask_writer(brand=brand, by=by, colleague=colleague)
    return brand


def ask_writer(*, brand: Brand, by: Colleague, colleague: Colleague) -> BrandWriter:
    """Asks a colleague to write there; only their own yes makes them a writer. Asking again is
    asking once. Refuses (PermissionError) all but the one who connected the account; (ValueError)
    who does not work here, or is a guest."""
    if brand.account.colleague_id != by.pk or not brand.speaks:
        raise PermissionError("whoever connected the account asks its writers")
    if not colleague.is_here or colleague.is_guest:
        raise ValueError("only colleagues who work here write for a brand")
    with transaction.atomic():
        one, made = BrandWriter.objects.get_or_create(
            brand=brand, colleague=colleague, defaults={"asked_by": by}
        )
        if made:
            _tell(colleague, "brand_asked", brand, by, f"brand-asked:{one.pk}")
    return one


def write_for(*, brand: Brand, by: Colleague, now: datetime | None = None) -> BrandWriter:
    """Yes, I write there. Refuses (PermissionError) who was not asked. Safe to repeat."""
    asked = BrandWriter.objects.filter(brand=brand, colleague=by)
    with transaction.atomic():
        if asked.filter(accepted_at=None).update(accepted_at=now or timezone.now()):
            owner = brand.account.colleague
            if owner.pk != by.pk:
                key = f"brand-joined:{brand.pk}:{by.pk}:{now or timezone.now():%Y-%m-%d}"
                _tell(owner, "brand_joined", brand, by, key)
    found = asked.first()
    if found is None:
        raise PermissionError("nobody asked this colleague to write there")
    return found


def leave_brand(*, brand: Brand, by: Colleague, colleague: Colleague) -> None:
    """The colleague writes there no longer, or says no. They do so themselves, or whoever connected
    the account does; that one stays. What waits to be sent of theirs is not sent (the outbox asks
    again), and their words that wait to be looked at are forgotten. Safe to repeat."""
    owner = brand.account.colleague_id
    if by.pk not in {colleague.pk, owner} or colleague.pk == owner:
        raise PermissionError("one leaves by oneself, and whoever connected the account ends it")
    with transaction.atomic():
        BrandWriter.objects.filter(brand=brand, colleague=colleague).delete()
        theirs = BrandReview.objects.filter(brand=brand, asked_by=colleague)
        theirs.filter(state=BrandReview.State.ASKED).delete()


def end_brand(*, brand: Brand, by: Colleague, now: datetime | None = None) -> None:
    """The account speaks for the organisation no longer; it is its owner's own again. What waits to
    be sent there is not sent. Refuses (PermissionError) all but its owner. Safe to repeat."""
    if brand.account.colleague_id != by.pk:
        raise PermissionError("whoever connected the account ends the brand")
    with transaction.atomic():
        brand_gone(account=brand.account, now=now or timezone.now(), but=by)
        waiting = Message.objects.filter(account=brand.account, state=Message.State.WAITING)
        waiting.update(state=Message.State.REFUSED, error="disconnected", error_detail="")


def brand_gone(*, account: ConnectedAccount, now: datetime, but: Colleague | None = None) -> None:
    """The account is let go, or ended as a brand: its writers are told, once. Call it in the
    transaction that lets go of the account."""
    brand = Brand.objects.filter(account=account, ended_at=None).first()
    if brand is None or not Brand.objects.filter(pk=brand.pk, ended_at=None).update(ended_at=now):
        return
    BrandReview.objects.filter(brand=brand, state=BrandReview.State.ASKED).delete()
    writers = brand.writers.writing().exclude(colleague=account.colleague_id)
    for one in writers.select_related("colleague"):
        if but is None or one.colleague_id != but.pk:
            _tell(
                one.colleague,
                "brand_gone",
                brand,
                None,
                f"brand-gone:{brand.pk}:{now:%Y-%m-%dT%H:%M}",
            )
    brand.writers.exclude(colleague=account.colleague_id).delete()


def forget_leavers() -> int:
    """Whoever left writes for no brand any more. Safe to repeat."""
    BrandReview.objects.exclude(asked_by__left_at=None).delete()
    count, _rows = BrandWriter.objects.exclude(colleague__left_at=None).delete()
    return count


def signature(brand: Brand, by: Colleague) -> str:
    """Who writes, as it stands below the words: "^Roos", or "Roos for Kade"."""
    signed_by = brand.pattern.replace("{brand}", brand.name)
    return signed_by.replace("{name}", " ".join(without_tricks(by.first_name).split()))


def signed(text: str, *, account: ConnectedAccount, by: Colleague) -> str:
    """The words with who writes them, added once; a person's own account has no signature."""
    brand = brand_of(account)
    if brand is None:
        return text
    name, words = signature(brand, by), text.rstrip()
    if words.endswith(name):
        return words
    between = " " if brand.pattern == SHORT else "\n\n"
    return f"{words}{between}{name}" if words else name


def accounts_for_brand(by: Colleague) -> list[ConnectedAccount]:
    """The accounts of which this colleague may make a brand: their own, that are none yet."""
    mine = ConnectedAccount.objects.visible_to(by).working().exclude(network=Network.WEB)
    brands = Brand.objects.live().values("account")
    return list(mine.exclude(pk__in=brands).select_related("identity"))


def _tell(colleague: Colleague, kind: str, brand: Brand, by: Colleague | None, key: str) -> None:
    facts = {"brand": brand.name, "by": str(by) if by else ""}
    place = reverse("networks:brand", args=[brand.pk])
    link = reverse("networks:brands") if kind == "brand_gone" else place
    tell(colleague=colleague, kind=kind, key=key, facts=facts, link=link)
