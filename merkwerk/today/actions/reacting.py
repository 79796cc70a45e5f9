"""What people do with what a colleague told reaches that colleague at once, with the words it is
about (practices P164, P175)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from merkwerk.networks.models import ConnectedAccount, Message, Post, Reaction
from merkwerk.notifications import actions as notifications
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.models import Moment
from merkwerk.today.actions.keeping import is_own, keep_new
from merkwerk.today.models import Occasion

FRESH = timedelta(days=7)
AT_ONCE = timedelta(hours=2)
"""What happened longer ago was found late, by a new connection for one; that buzzes nowhere."""
REACTS = {Moment.Kind.REACTED, Moment.Kind.SHARED, Moment.Kind.FOLLOWED}
BUZZES = {kind.value for kind in (*REACTS, Moment.Kind.ANSWERED)}
DID = {
    Reaction.Kind.FAVOURITE: Moment.Kind.REACTED,
    Reaction.Kind.BOOST: Moment.Kind.SHARED,
    Reaction.Kind.FOLLOW: Moment.Kind.FOLLOWED,
}
About = tuple[int, str, str]
"""A colleague, a network, and the address there of something they told."""


@transaction.atomic
def hear_reactions(*, reactions: Sequence[Reaction], now: datetime) -> int:
    """Makes an occasion of each fresh like, share and follow of what a colleague does, quoting
    what it is about, and tells their devices if they wish and know the person. The relationship
    is there already: `relationships.remember_reactions` reads them first. Safe to repeat."""
    fresh = Reaction.objects.filter(
        pk__in=[reaction.pk for reaction in reactions], at__gt=now - FRESH, identity__bot=False
    )
    rows = list(fresh.select_related("source__account__colleague", "identity"))
    about: set[About] = set()
    for row in rows:
        if row.source.account and row.about:
            about.add((row.source.account.colleague_id, row.network, row.about))
    told = what_was_told(about)
    made = [occasion for row in rows if (occasion := _occasion(row, told, now))]
    new = keep_new(made)
    buzz_about(occasions=new, now=now)
    return len(new)


def _occasion(
    reaction: Reaction, told: dict[About, tuple[int | None, int | None]], now: datetime
) -> Occasion | None:
    """None for what `remember_reactions` made no moment of: a colleague pressed it, for one."""
    account = reaction.source.account
    if account is None:
        return None
    identity = reaction.identity_id
    known = relationships.known_people(by=account.colleague, identities={identity})
    relationship = known.get(identity)
    if relationship is None:
        return None
    where = (account.colleague_id, reaction.network, reaction.about)
    told_id, message_id = told.get(where, (None, None))
    kind = Reaction.Kind(reaction.kind)
    follows = kind == Reaction.Kind.FOLLOW
    return Occasion(
        colleague_id=account.colleague_id,
        kind=Occasion.Kind.REACTION,
        identity_id=identity,
        relationship=relationship,
        told_id=told_id,
        message_id=message_id,
        at=min(reaction.at, now),
        facts={"did": DID[kind].value},
        key=f"follow:{identity}" if follows else f"reaction:{reaction.pk}",
    )


def what_was_told(about: Collection[About]) -> dict[About, tuple[int | None, int | None]]:
    """For each the post and the message that stand at that address, by number; three questions.
    Only what the colleague told themselves: a reply in somebody else's conversation isn't one."""
    addresses = {uid for _colleague, _network, uid in about}
    if not addresses:
        return {}
    colleagues = {colleague for colleague, _network, _uid in about}
    accounts = ConnectedAccount.objects.filter(colleague__in=colleagues)
    voices: dict[int, set[int]] = {}
    for colleague, identity in accounts.values_list("colleague", "identity"):
        voices.setdefault(identity, set()).add(colleague)
    networks = {network for _colleague, network, _uid in about}
    posts = Post.objects.filter(
        network__in=networks, uid__in=addresses, identity__in=voices, deleted_at=None
    )
    own_posts = {
        (colleague, network, uid): pk
        for network, uid, pk, identity in posts.values_list("network", "uid", "pk", "identity")
        for colleague in voices[identity]
    }
    messages = Message.objects.told().filter(uid__in=addresses, colleague__in=colleagues)
    said = {
        (colleague, network, uid): pk
        for colleague, network, uid, pk in messages.order_by().values_list(
            "colleague", "network", "uid", "pk"
        )
    }
    return {one: (own_posts.get(one), said.get(one)) for one in about}


def buzz_about(*, occasions: Sequence[Occasion], now: datetime) -> None:
    """Tells the devices of who wishes so: whoever asks them something, and reactions of people
    they know (`is_own`)."""
    buzzes = []
    for occasion in occasions:
        relationship = occasion.relationship
        if relationship is None or relationship.rests(now) or occasion.at < now - AT_ONCE:
            continue
        asks = bool(occasion.facts.get("asks"))
        if asks or (occasion.facts.get("did") in BUZZES and is_own(relationship)):
            link = reverse("today:day")
            if occasion.post_id:
                link = reverse("networks:conversation", args=[occasion.post_id])
            buzzes.append(
                notifications.Buzz(
                    colleague=occasion.colleague_id,
                    kind="questions" if asks else "reactions",
                    key=f"occasion:{occasion.key}",
                    facts={"name": relationship.contact.name},
                    link=link,
                )
            )
    if buzzes:
        notifications.buzz(buzzes=buzzes, now=now)
