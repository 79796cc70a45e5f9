"""What is stored about somebody outside, in one piece, and forgetting them when they ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.values import Audience
from merkwerk.listening.actions.reading import untell
from merkwerk.listening.models import PassedPost
from merkwerk.networks.actions import erase, may_erase
from merkwerk.networks.models import ConnectedAccount, Identity, Message, Post, Reaction, Source
from merkwerk.notifications.actions import tell
from merkwerk.relationships.models import Contact, Relationship

MOST_FOUND = 20


@dataclass(frozen=True)
class Stored:
    """What all of us together keep of one identity. What a colleague keeps for themselves (that
    they know them, notes, moments, posts that only they received) is not in it."""

    identity: Identity
    posts: QuerySet[Post]
    reactions: QuerySet[Reaction]
    answers: QuerySet[Message]
    sources: QuerySet[Source]
    is_ours: bool

    def expires(self, post: Post) -> datetime | None:
        """When a post goes by itself; None when somebody here did something with it."""
        if post.held or settings.KEPT_DAYS <= 0:
            return None
        return post.received + timedelta(days=settings.KEPT_DAYS)


def people_shown() -> QuerySet[Identity]:
    """People of whom something is stored that is nobody's in particular. Who only wrote to a
    colleague in private is not among them: that they did is the colleague's affair."""
    public = Post.objects.filter(identity=OuterRef("pk"), audience=Audience.PUBLIC)
    return Identity.objects.filter(Exists(public)).exclude(handle="")


def find_people(text: str) -> list[Identity]:
    """People by (a part of) their handle, name or address, at most twenty; nobody for fewer than
    three signs."""
    wanted = text.strip().lstrip("@")
    if len(wanted) < 3:
        return []
    meets = Q(handle__icontains=wanted) | Q(name__icontains=wanted) | Q(url__iexact=text.strip())
    return list(people_shown().filter(meets).order_by("handle")[:MOST_FOUND])


def stored(identity: Identity) -> Stored:
    """Everything that is stored of a person and is nobody's in particular; lazy, for one page."""
    public = Post.objects.filter(
        identity=identity, audience=Audience.PUBLIC, deleted_at=None
    ).order_by("-written")
    return Stored(
        identity=identity,
        posts=public,
        reactions=Reaction.objects.filter(identity=identity),
        answers=Message.objects.published().filter(answers__in=public.order_by()),
        sources=Source.objects.filter(account=None, sightings__post__identity=identity).distinct(),
        is_ours=ConnectedAccount.objects.filter(identity=identity).exists(),
    )


def copy_for(identity: Identity) -> dict[str, Any]:
    """All of `stored` as plain values, to be sent to the person who asks for it."""
    kept = stored(identity)
    posts = kept.posts.prefetch_related("interpretations__colleague")
    return {
        "network": identity.network,
        "address": identity.uid,
        "handle": identity.handle,
        "name": identity.name,
        "page": identity.url,
        "about": identity.bio,
        "automated": identity.bot,
        "may_be_searched": identity.indexable,
        "may_be_proposed": identity.discoverable,
        "heard_through": sorted({str(source) for source in kept.sources}),
        "posts": [_as_told(kept, post) for post in posts],
        "reactions": [
            {"kind": one.kind, "about": one.about, "at": one.at.isoformat()}
            for one in kept.reactions.order_by("at")
        ],
    }


def _as_told(kept: Stored, post: Post) -> dict[str, Any]:
    expires = kept.expires(post)
    return {
        "address": post.uid,
        "page": post.url,
        "title": post.title,
        "text": post.text,
        "written": post.written.isoformat(),
        "received": post.received.isoformat(),
        "expires": expires.isoformat() if expires else None,
        "what_colleagues_say_it_means": [
            {"by": one.colleague.name, "text": one.text} for one in post.interpretations.all()
        ],
    }


def forget(*, identity: Identity, by: Colleague, now: datetime | None = None) -> None:
    """Erases a person who asked for it: all that is stored of them, now and in future. Colleagues
    who know them are told (without a name), since what they wrote down themselves is theirs to
    keep or to remove. Safe to repeat. Refuses (PermissionError) who may not, and (ValueError) an
    account of our own."""
    now = now or timezone.now()
    with transaction.atomic():
        contact = Contact.objects.filter(belongings__identity=identity).first()
        known_by = list(Relationship.objects.filter(contact=contact)) if contact else []
        untell(passed=PassedPost.objects.filter(post__identity=identity))
        erase(identity=identity, by=by, now=now)
        for relationship in known_by:
            tell(
                colleague=relationship.colleague,
                kind="person_forgotten",
                key=f"forgotten:{identity.pk}:{relationship.pk}",
                facts={},
                link=reverse("relationships:person", args=[relationship.pk]),
            )
        if contact and not known_by and contact.belongings.count() <= 1:
            contact.delete()


def forget_handle(*, handle: str, by: Colleague, now: datetime | None = None) -> None:
    """Erases whoever has exactly this handle, on whatever network, without telling whether anybody
    was there: of people who only wrote to a colleague nobody else learns that they did. Accounts
    of our own stay. Refuses (PermissionError) who may not."""
    if not may_erase(by):
        raise PermissionError("the social lead or an administrator erases people")
    wanted = handle.strip().lstrip("@")
    ours = ConnectedAccount.objects.values("identity")
    for identity in Identity.objects.filter(handle__iexact=wanted).exclude(pk__in=ours):
        if wanted:
            forget(identity=identity, by=by, now=now)
