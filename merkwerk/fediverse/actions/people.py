"""Who can be followed: actors of open pages and of the house, their keys, and their leave."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from merkwerk.connectors.activitypub import translate
from merkwerk.connectors.activitypub.signing import Signer, new_pair
from merkwerk.connectors.activitypub.translate import Image, Own
from merkwerk.fediverse.actions import places
from merkwerk.fediverse.actions.outgoing import everybody, inboxes_of, say
from merkwerk.fediverse.actions.pictures import sendable_by_number
from merkwerk.fediverse.models import Actor, ActorKey
from merkwerk.stories.actions import free_slug, open_site, site_address
from merkwerk.stories.models import PersonPage, Site


def house_actor() -> Actor:
    """The actor of the house itself, which also signs what is fetched. Made on first need."""
    found = Actor.objects.filter(kind=Actor.Kind.HOUSE).first()
    if found is not None:
        return found
    name = Site.objects.values_list("name", flat=True).first() or "site"
    return _made(Actor.Kind.HOUSE, name, None)


def actor_of(page: PersonPage) -> Actor:
    """The actor of somebody's page, made on first need."""
    return Actor.objects.filter(person=page).first() or _made(Actor.Kind.PERSON, page.slug, page)


def key_of(actor: Actor) -> ActorKey:
    """The key an actor signs with now, made on first need; it is kept with the other data, so it
    survives a new installation of the program."""
    found = actor.keys.first()
    if found is not None:
        return found
    public, private = new_pair()
    return ActorKey.objects.get_or_create(
        actor=actor, number=1, defaults={"public": public, "private": private}
    )[0]


def renew_key(*, actor: Actor) -> ActorKey:
    """A new key under a new address, since other servers keep the old one by its address; the
    followers are told."""
    newest = key_of(actor)
    public, private = new_pair()
    with transaction.atomic():
        made = ActorKey.objects.create(
            actor=actor, number=newest.number + 1, public=public, private=private
        )
        _tell_changed(actor, timezone.now())
    return made


def signer_of(actor: Actor) -> Signer:
    """What this actor's requests are signed with."""
    key = key_of(actor)
    return Signer(_key_address(actor, key), key.private)


def own(actor: Actor) -> Own:
    """The actor as everybody may see it: only what stands on the site."""
    return owns([actor])[actor.pk]


def owns(actors: Sequence[Actor]) -> dict[int, Own]:
    """The same of many, by number, in a fixed number of queries; they bring their page along."""
    site = Site.objects.first()
    numbered = ActorKey.objects.filter(actor__in=actors).order_by("number")
    keys = {key.actor_id: key for key in numbered}
    icons = {actor.pk: _icon_of(actor, site) for actor in actors}
    there = sendable_by_number([pk for pk in icons.values() if pk])
    return {
        actor.pk: _own(
            actor, site, keys.get(actor.pk) or key_of(actor), there.get(icons[actor.pk] or 0)
        )
        for actor in actors
    }


def _icon_of(actor: Actor, site: Site | None) -> int | None:
    if actor.kind == Actor.Kind.HOUSE:
        return site.mark_id if site else None
    return actor.person.portrait_id if actor.person else None


def _own(actor: Actor, site: Site | None, key: ActorKey, icon: Image | None) -> Own:
    page = actor.person
    house = actor.kind == Actor.Kind.HOUSE
    path = (
        reverse("site:home") if house or page is None else reverse("site:person", args=[page.slug])
    )
    told = site.introduction or site.motto if house and site else page.introduction if page else ""
    name = (site.name if house and site else page.name if page else "") or actor.handle
    links = page.links if page else []
    return Own(
        address=places.actor_address(actor.handle),
        handle=actor.handle,
        name=name,
        page=site_address(path),
        key=_key_address(actor, key),
        public=key.public,
        shared_inbox=site_address("/ap/inbox"),
        host=places.host(),
        summary=told,
        is_house=house,
        indexable=not (site and site.keeps_out_search),
        links=[(str(one.get("label") or ""), str(one.get("address") or "")) for one in links],
        icon=icon,
        since=actor.made_at,
        moved_to=actor.moved_to,
        also_known_as=tuple(actor.also_known_as),
    )


def tend(now: datetime) -> int:
    """Opens actors for pages that opened, tells followers what changed, and closes those whose
    page closed or whose person left: Delete goes to everybody who followed, and the address
    answers 410 from then on. Returns how many opened, changed or closed. While nothing changes it
    asks the same few questions, however many actors there are. Safe to repeat."""
    if open_site() is None:
        return 0
    done = 0
    house = house_actor()
    pages = PersonPage.objects.followable()
    for page in pages.select_related("actor"):
        actor = getattr(page, "actor", None) or actor_of(page)
        if actor.closed_at is not None:
            Actor.objects.filter(pk=actor.pk).update(closed_at=None, seen="")
            done += 1
    people = Actor.objects.open().filter(kind=Actor.Kind.PERSON)
    for actor in people.exclude(person__in=pages):
        done += close(actor=actor, now=now)
    standing = [house, *people.filter(person__in=pages).select_related("person")]
    told = owns(standing)
    for actor in standing:
        done += _tell_if_changed(actor, told[actor.pk], now)
    return done


def close(*, actor: Actor, now: datetime) -> int:
    """The actor goes for good: whoever followed hears it, and nobody follows any more."""
    with transaction.atomic():
        if not Actor.objects.open().filter(pk=actor.pk).update(closed_at=now):
            return 0
        address = places.actor_address(actor.handle)
        word = f"{actor.handle}-{int(now.timestamp())}-delete"
        body = translate.says(
            "Delete", address=places.activity_address(word), by=address, about=address, at=now
        )
        say(actor, body, everybody([actor]), now)
        actor.followers.all().delete()
    return 1


def move(*, actor: Actor, to: str, now: datetime | None = None) -> None:
    """Says that the person is found at another actor from now on; followers' servers follow that
    one by themselves when it names this one as its own. Empty `to` takes it back."""
    now = now or timezone.now()
    with transaction.atomic():
        Actor.objects.filter(pk=actor.pk).update(moved_to=to)
        actor.moved_to = to
        _tell_changed(actor, now)
        if to:
            address = places.actor_address(actor.handle)
            word = f"{actor.handle}-{int(now.timestamp())}-move"
            body = translate.says(
                "Move", address=places.activity_address(word), by=address, about=address, at=now
            )
            say(actor, {**body, "target": to}, inboxes_of(actor), now)


def _made(kind: Actor.Kind, wanted: str, page: PersonPage | None) -> Actor:
    with transaction.atomic():
        taken = set(Actor.objects.values_list("handle", flat=True))
        handle = free_slug(wanted, taken=taken, fallback="site")
        only = {"kind": kind} if page is None else {"person": page}
        actor, _new = Actor.objects.get_or_create(**only, defaults={"handle": handle, "kind": kind})
        key_of(actor)
    return actor


def _key_address(actor: Actor, key: ActorKey) -> str:
    word = "main-key" if key.number == 1 else f"key-{key.number}"
    return f"{places.actor_address(actor.handle)}#{word}"


def _tell_if_changed(actor: Actor, told: Own, now: datetime) -> int:
    mark = hashlib.sha256(repr(told).encode()).hexdigest()
    if actor.seen == mark:
        return 0
    first = not actor.seen
    Actor.objects.filter(pk=actor.pk).update(seen=mark)
    if not first:
        _tell_changed(actor, now)
    return 1


def _tell_changed(actor: Actor, now: datetime) -> None:
    address = places.actor_address(actor.handle)
    word = f"{actor.handle}-{int(now.timestamp() * 1000)}-update"
    body = translate.says(
        "Update", address=places.activity_address(word), by=address,
        about=translate.actor(own(actor)), at=now,
    )  # fmt: skip
    say(actor, body, inboxes_of(actor), now)
